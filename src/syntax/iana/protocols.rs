//! Protocols above IP.

use super::registry::{Registry, mnemonic};

/// The two that WKS was ever used with; the others are written by their numbers.
pub(crate) static PROTOCOLS: Registry =
    Registry { what: "a protocol", codes: &[mnemonic(6, "TCP"), mnemonic(17, "UDP")], ..Registry::DEFAULT };
