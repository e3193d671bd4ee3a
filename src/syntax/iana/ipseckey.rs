//! Algorithms of IPSECKEY (RFC 4025 §2.4, RFC 9373).

use super::registry::{Registry, named};

pub(crate) static ALGORITHMS: Registry = Registry {
    what: "an algorithm",
    codes: &[named(0, "none"), named(1, "DSA"), named(2, "RSA"), named(3, "ECDSA"), named(4, "EdDSA")],
    ..Registry::DEFAULT
};
