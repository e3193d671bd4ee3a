//! Certificate usages, selectors and matching types of TLSA (RFC 6698 §7) and SMIMEA (RFC 8162 §2).

use super::registry::{Registry, named};

pub(crate) static USAGES: Registry = Registry {
    what: "a usage",
    codes: &[
        named(0, "PKIX-TA"),
        named(1, "PKIX-EE"),
        named(2, "DANE-TA"),
        named(3, "DANE-EE"),
        named(255, "PrivCert"),
    ],
    ..Registry::DEFAULT
};

pub(crate) static SELECTORS: Registry = Registry {
    what: "a selector",
    codes: &[named(0, "Cert"), named(1, "SPKI"), named(255, "PrivSel")],
    ..Registry::DEFAULT
};

pub(crate) static MATCHING_TYPES: Registry = Registry {
    what: "a matching type",
    codes: &[
        named(0, "Full"),
        named(1, "SHA-256").of_octets(32),
        named(2, "SHA-512").of_octets(64),
        named(255, "PrivMatch"),
    ],
    ..Registry::DEFAULT
};
