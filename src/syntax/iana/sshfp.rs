//! Algorithms and fingerprint types of SSHFP (RFC 4255 §3.1, RFC 6594, RFC 7479, RFC 8709).

use super::registry::{Registry, named};

pub(crate) static ALGORITHMS: Registry = Registry {
    what: "an algorithm",
    codes: &[named(1, "RSA"), named(2, "DSA"), named(3, "ECDSA"), named(4, "Ed25519"), named(6, "Ed448")],
    ..Registry::DEFAULT
};

pub(crate) static FINGERPRINTS: Registry = Registry {
    what: "a fingerprint type",
    codes: &[named(1, "SHA-1").of_octets(20), named(2, "SHA-256").of_octets(32)],
    ..Registry::DEFAULT
};
