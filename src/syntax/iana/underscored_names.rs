//! Labels with an underscore below which records are looked for (RFC 8552 §4.1).

/// The transports that services stand below (RFC 2782, RFC 6698 §3).
pub(crate) const TRANSPORTS: [&str; 4] = ["_tcp", "_udp", "_sctp", "_dccp"];
