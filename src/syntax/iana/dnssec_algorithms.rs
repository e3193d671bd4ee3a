//! Algorithms of DNSSEC, with the spellings of RFC 4034 §A.1 and of BIND.

use super::registry::{Registry, mnemonic};

/// It has key tags of its own (RFC 4034 §B.1), and no zone any more.
pub(crate) const RSAMD5: u8 = 1;
/// In CDS and CDNSKEY it asks the parent to remove its DS records (RFC 8078 §4); elsewhere it is reserved.
pub(crate) const DELETE: u64 = 0;

/// With the octets of keys that have a fixed size (RFC 5933 §2.1, RFC 6605 §4, RFC 8080 §3). What is forbidden must
/// not be used for signing (RFC 9904, RFC 9905, RFC 9906).
pub(crate) static ALGORITHMS: Registry = Registry {
    what: "an algorithm",
    codes: &[
        mnemonic(8, "RSASHA256"),
        mnemonic(13, "ECDSAP256SHA256").of_octets(64),
        mnemonic(15, "ED25519").of_octets(32),
        mnemonic(10, "RSASHA512"),
        mnemonic(14, "ECDSAP384SHA384").of_octets(96),
        mnemonic(16, "ED448").of_octets(57),
        mnemonic(5, "RSASHA1").forbidden(),
        mnemonic(7, "RSASHA1-NSEC3-SHA1").also(&["NSEC3RSASHA1"]).forbidden(),
        mnemonic(RSAMD5 as u16, "RSAMD5").forbidden(),
        mnemonic(2, "DH"),
        mnemonic(3, "DSA").forbidden(),
        mnemonic(6, "DSA-NSEC3-SHA1").also(&["NSEC3DSA"]).forbidden(),
        mnemonic(4, "ECC").reserved(),
        mnemonic(12, "ECC-GOST").also(&["ECCGOST"]).of_octets(64).forbidden(),
        mnemonic(23, "ECC-GOST12"),
        mnemonic(17, "SM2SM3"),
        mnemonic(DELETE as u16, "DELETE").reserved(),
        mnemonic(252, "INDIRECT"),
        mnemonic(253, "PRIVATEDNS"),
        mnemonic(254, "PRIVATEOID"),
    ],
    ..Registry::DEFAULT
};

/// Whether an algorithm has RSA keys (RFC 3110, RFC 5155 §2, RFC 5702).
pub(crate) fn is_rsa(algorithm: u64) -> bool {
    matches!(algorithm, 1 | 5 | 7 | 8 | 10)
}
