//! Service parameters of SVCB and HTTPS.

/// What the value of a key looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ParamValue {
    /// Key names, with commas.
    Keys,
    /// Protocol identifiers, with commas.
    Protocols,
    /// Segments of a path, with commas; none for its root.
    Segments,
    /// There is none.
    Absent,
    Port,
    /// Addresses, with commas.
    Ipv4s,
    /// Addresses, with commas.
    Ipv6s,
    Base64,
    /// A URI template with the variable `dns` (RFC 9461 §5).
    Template,
    /// Numbers of 16 bits, with commas.
    Numbers,
    /// Anything: what it looks like is not settled.
    Text,
}

pub(crate) const MANDATORY: u16 = 0;
pub(crate) const ALPN: u16 = 1;
pub(crate) const NO_DEFAULT_ALPN: u16 = 2;

/// By number.
pub(crate) static KEYS: &[(u16, &str, ParamValue)] = &[
    (MANDATORY, "mandatory", ParamValue::Keys),
    (ALPN, "alpn", ParamValue::Protocols),
    (NO_DEFAULT_ALPN, "no-default-alpn", ParamValue::Absent),
    (3, "port", ParamValue::Port),
    (4, "ipv4hint", ParamValue::Ipv4s),
    (5, "ech", ParamValue::Base64),
    (6, "ipv6hint", ParamValue::Ipv6s),
    (7, "dohpath", ParamValue::Template),             // RFC 9461
    (8, "ohttp", ParamValue::Absent),                 // RFC 9540
    (9, "tls-supported-groups", ParamValue::Numbers), // draft-ietf-tls-key-share-prediction §3.1
    (10, "docpath", ParamValue::Segments),            // draft-ietf-core-dns-over-coap §3.2
    (11, "pvd", ParamValue::Absent),                  // draft-ietf-intarea-proxy-config §2.1
    (12, "oots", ParamValue::Text),                   // draft-johani-dnsop-transport-signaling
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_up_to_the_last_is_missing() {
        assert!(KEYS.iter().enumerate().all(|(at, (number, ..))| at == usize::from(*number)));
    }
}
