//! The registries of IANA that zone files are read and checked by, each in one place.
//!
//! Addresses are below <https://www.iana.org/assignments/>. The last column says what the entries here are as of: the
//! day of the registry's last change, or the latest RFC that is in them.
//!
//! | module | registry | address | as of |
//! |---|---|---|---|
//! | `address_blocks` | special-purpose addresses of IPv4 and IPv6 | `iana-ipv4-special-registry`, `iana-ipv6-special-registry` | RFC 6890 |
//! | `afsdb` | AFSDB subtypes | `dns-parameters` | RFC 5864 |
//! | `amtrelay` | relay types of AMTRELAY | `amtrelay-parameters` | RFC 8777 |
//! | `arpa` | the reverse trees | <https://www.iana.org/domains/arpa> | RFC 9120 |
//! | `caa` | CAA flags and properties | `pkix-parameters` | RFC 9495 |
//! | `cert` | certificate types of CERT | `cert-rr-types` | RFC 4398 |
//! | `classes` | DNS classes | `dns-parameters` | RFC 6895 |
//! | `dane` | TLSA and SMIMEA: usages, selectors, matching types | `dane-parameters` | RFC 8162 |
//! | `dnskey_flags` | DNSKEY flags | `dnskey-flags` | RFC 5011 |
//! | `dnssec_algorithms` | DNSSEC algorithms | `dns-sec-alg-numbers` | RFC 9906 |
//! | `ds_digests` | digest types of DS | `ds-rr-types` | RFC 9906 |
//! | `dsync` | schemes of DSYNC | `dns-parameters` | RFC 9859 |
//! | `ipseckey` | algorithms of IPSECKEY | `ipseckey-rr-parameters` | RFC 9373 |
//! | `key` | flags and protocols of KEY | `dns-key-rr` | RFC 2535 |
//! | `nsec3` | NSEC3 hash algorithms | `dnssec-nsec3-parameters` | RFC 5155 |
//! | `protocols` | IP protocols | `protocol-numbers` | RFC 1700 |
//! | `rr_types` | RR types | `dns-parameters` | RFC 9886 |
//! | `sshfp` | algorithms and fingerprint types of SSHFP | `dns-sshfp-rr-parameters` | RFC 8709 |
//! | `svc_param_keys` | service parameters of SVCB | `dns-svcb` | 2026-06-25 |
//! | `tlds` | top-level domains | <https://data.iana.org/TLD/tlds-alpha-by-domain.txt> | 2025-04-07 |
//! | `underscored_names` | underscored names of transports | `dns-parameters` | RFC 8552 |
//! | `zonemd` | ZONEMD schemes and hash algorithms | `zonemd` | RFC 8976 |
//!
//! The names of services are a file of their own beside the rules (`rules/iana-services.txt`), and are a matter of
//! rules.

pub(crate) mod address_blocks;
pub(crate) mod afsdb;
pub(crate) mod amtrelay;
pub(crate) mod arpa;
pub(crate) mod caa;
pub(crate) mod cert;
pub(crate) mod classes;
pub(crate) mod dane;
pub(crate) mod dnskey_flags;
pub(crate) mod dnssec_algorithms;
pub(crate) mod ds_digests;
pub(crate) mod dsync;
pub(crate) mod ipseckey;
pub(crate) mod key;
pub(crate) mod nsec3;
pub(crate) mod protocols;
mod registry;
mod rr_types;
pub(crate) mod sshfp;
pub(crate) mod svc_param_keys;
pub(crate) mod tlds;
pub(crate) mod underscored_names;
pub(crate) mod zonemd;

pub(crate) use registry::Registry;
pub use rr_types::RType;
