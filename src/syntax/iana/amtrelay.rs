//! Relay types of AMTRELAY (RFC 8777 §4.2.3).

use super::registry::{Registry, named};

pub(crate) static TYPES: Registry = Registry {
    what: "a relay type",
    codes: &[named(0, "none"), named(1, "IPv4"), named(2, "IPv6"), named(3, "a name")],
    ..Registry::DEFAULT
};
