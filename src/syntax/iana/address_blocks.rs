//! Blocks of addresses that the Internet does not route.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Purpose {
    Private,
    LocalHost,
    LocalLink,
    Documentation,
    /// Between carriers and their customers.
    Shared,
    Reserved,
}

const fn v4(a: u8, b: u8, c: u8, length: u32, purpose: Purpose) -> (u32, u32, Purpose) {
    (Ipv4Addr::new(a, b, c, 0).to_bits(), length, purpose)
}

/// Network, length of the prefix, and purpose.
static IPV4: [(u32, u32, Purpose); 11] = [
    v4(0, 0, 0, 8, Purpose::Reserved),            // RFC 791 §3.2
    v4(10, 0, 0, 8, Purpose::Private),            // RFC 1918
    v4(100, 64, 0, 10, Purpose::Shared),          // RFC 6598
    v4(127, 0, 0, 8, Purpose::LocalHost),         // RFC 1122 §3.2.1.3
    v4(169, 254, 0, 16, Purpose::LocalLink),      // RFC 3927
    v4(172, 16, 0, 12, Purpose::Private),         // RFC 1918
    v4(192, 0, 2, 24, Purpose::Documentation),    // RFC 5737
    v4(192, 168, 0, 16, Purpose::Private),        // RFC 1918
    v4(198, 51, 100, 24, Purpose::Documentation), // RFC 5737
    v4(203, 0, 113, 24, Purpose::Documentation),  // RFC 5737
    v4(240, 0, 0, 4, Purpose::Reserved),          // RFC 1112 §4
];

const fn v6(a: u16, b: u16, length: u32, purpose: Purpose) -> (u128, u32, Purpose) {
    (Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0).to_bits(), length, purpose)
}

static IPV6: [(u128, u32, Purpose); 4] = [
    (Ipv6Addr::LOCALHOST.to_bits(), 128, Purpose::LocalHost), // RFC 4291
    v6(0x2001, 0x0db8, 32, Purpose::Documentation),           // RFC 3849
    v6(0xfc00, 0, 7, Purpose::Private),                       // RFC 4193
    v6(0xfe80, 0, 10, Purpose::LocalLink),                    // RFC 4291
];

/// What the block of an address is for, if it is one of those.
pub(crate) fn purpose_of(address: IpAddr) -> Option<Purpose> {
    match address {
        IpAddr::V4(address) => {
            let bits = address.to_bits();
            let block = IPV4.iter().find(|(network, length, _)| (bits ^ network) >> (32 - length) == 0);
            block.map(|(.., purpose)| *purpose)
        }
        IpAddr::V6(address) => {
            let bits = address.to_bits();
            let block = IPV6.iter().find(|(network, length, _)| (bits ^ network) >> (128 - length) == 0);
            block.map(|(.., purpose)| *purpose)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_where_they_end() {
        for (text, purpose) in [
            ("9.255.255.255", None),
            ("10.255.255.255", Some(Purpose::Private)),
            ("172.15.0.1", None),
            ("172.31.255.255", Some(Purpose::Private)),
            ("172.32.0.0", None),
            ("100.127.255.255", Some(Purpose::Shared)),
            ("100.128.0.0", None),
            ("192.0.2.255", Some(Purpose::Documentation)),
            ("192.0.3.0", None),
            ("239.255.255.255", None),
            ("255.255.255.255", Some(Purpose::Reserved)),
            ("::1", Some(Purpose::LocalHost)),
            ("::2", None),
            ("2001:db8:ffff::", Some(Purpose::Documentation)),
            ("2001:db9::", None),
            ("fdff::1", Some(Purpose::Private)),
            ("febf::1", Some(Purpose::LocalLink)),
            ("fec0::1", None),
        ] {
            let address = text.parse().expect("an address");
            assert_eq!(purpose_of(address), purpose, "{text}");
        }
    }
}
