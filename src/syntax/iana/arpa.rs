//! The trees below which addresses are names.

/// RFC 1035 §3.5.
pub(crate) const IN_ADDR: &str = "in-addr.arpa.";
/// RFC 3596 §2.5.
pub(crate) const IP6: &str = "ip6.arpa.";
