//! Hash algorithms and flags of NSEC3 and NSEC3PARAM (RFC 5155 §11).

use super::registry::{Registry, mnemonic};

/// BIND reads the words.
pub(crate) static HASHES: Registry =
    Registry { what: "a hash algorithm", codes: &[mnemonic(1, "SHA-1").also(&["SHA1"])], ..Registry::DEFAULT };

/// The one flag there is, of NSEC3 alone (RFC 5155 §3.1.2.1).
pub(crate) const OPT_OUT: u64 = 1;
