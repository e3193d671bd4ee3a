//! Schemes of DSYNC (RFC 9859 §2.1).

use super::registry::{Registry, mnemonic};

pub(crate) static SCHEMES: Registry =
    Registry { what: "a scheme", codes: &[mnemonic(1, "NOTIFY")], ..Registry::DEFAULT };
