//! Certificate types of CERT (RFC 4398 §2.1).

use super::registry::{Registry, mnemonic};

pub(crate) static TYPES: Registry = Registry {
    what: "a certificate type",
    codes: &[
        mnemonic(1, "PKIX"),
        mnemonic(2, "SPKI"),
        mnemonic(3, "PGP"),
        mnemonic(4, "IPKIX"),
        mnemonic(5, "ISPKI"),
        mnemonic(6, "IPGP"),
        mnemonic(7, "ACPKIX"),
        mnemonic(8, "IACPKIX"),
        mnemonic(253, "URI"),
        mnemonic(254, "OID"),
    ],
    private: &[65280..=65534],
    ..Registry::DEFAULT
};
