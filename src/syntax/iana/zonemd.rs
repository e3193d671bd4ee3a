//! Schemes and hash algorithms of ZONEMD (RFC 8976 §5).

use super::registry::{Registry, named};

pub(crate) static SCHEMES: Registry =
    Registry { what: "a scheme", codes: &[named(1, "SIMPLE")], private: &[240..=254], ..Registry::DEFAULT };

pub(crate) static HASHES: Registry = Registry {
    what: "a hash algorithm",
    codes: &[named(1, "SHA-384").of_octets(48), named(2, "SHA-512").of_octets(64)],
    private: &[240..=254],
    ..Registry::DEFAULT
};
