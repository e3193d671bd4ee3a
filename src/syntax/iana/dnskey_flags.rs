//! Flags of DNSKEY.

/// RFC 4034 §2.1.1: signatures by the key count.
pub(crate) const ZONE: u16 = 0x0100;
/// RFC 5011 §7.
pub(crate) const REVOKE: u16 = 0x0080;
/// The key that others are to know the zone by (RFC 4034 §2.1.1).
pub(crate) const SECURE_ENTRY_POINT: u16 = 0x0001;
