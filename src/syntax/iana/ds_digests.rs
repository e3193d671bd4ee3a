//! Digest types of DS, CDS, DLV and TA.

use super::registry::{Registry, mnemonic, named};

pub(crate) const SHA1: u8 = 1;
pub(crate) const SHA256: u8 = 2;
pub(crate) const SHA384: u8 = 4;

/// BIND reads the words. What is forbidden must not be used for delegation (RFC 9904, RFC 9905, RFC 9906).
pub(crate) static DIGESTS: Registry = Registry {
    what: "a digest type",
    codes: &[
        mnemonic(SHA1 as u16, "SHA-1").also(&["SHA1"]).of_octets(20).forbidden(),
        mnemonic(SHA256 as u16, "SHA-256").also(&["SHA256"]).of_octets(32),
        mnemonic(SHA384 as u16, "SHA-384").also(&["SHA384"]).of_octets(48),
        named(3, "GOST R 34.11-94").also(&["GOST"]).of_octets(32).forbidden(),
        named(5, "GOST R 34.11-2012").also(&["GOST12"]).of_octets(32),
        mnemonic(6, "SM3").of_octets(32),
    ],
    ..Registry::DEFAULT
};
