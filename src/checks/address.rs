//! Addresses: what an A or AAAA record holds, what the owner of a PTR record stands for.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::syntax::rdata::{RType, ipv4, ipv6};
use crate::zone::{NameId, RecordId, Zone};

/// The address in an A or AAAA record.
pub(super) fn of_record(zone: &Zone, record: RecordId) -> Option<IpAddr> {
    match zone.record(record).rtype {
        RType::A => ipv4(zone.first_word(record)?).map(IpAddr::V4),
        RType::AAAA => ipv6(zone.first_word(record)?).map(IpAddr::V6),
        _ => None,
    }
}

/// The address that a name of the reverse tree stands for (RFC 1035 section 3.5, RFC 3596 section
/// 2.5); one label more where a part of a network has a zone of its own (RFC 2317).
pub(super) fn of_reverse_name(zone: &Zone, name: NameId) -> Option<IpAddr> {
    let labels = zone.labels(name);
    let [front @ .., tree, arpa] = labels.as_slice() else { return None };
    if !arpa.eq_ignore_ascii_case(b"arpa") {
        return None;
    }
    match front {
        [d, c, b, a] if tree.eq_ignore_ascii_case(b"in-addr") => of_octets([a, b, c, d]),
        [d, part, c, b, a] if tree.eq_ignore_ascii_case(b"in-addr") && octet(part).is_none() => of_octets([a, b, c, d]),
        nibbles if tree.eq_ignore_ascii_case(b"ip6") && nibbles.len() == 32 => {
            let digits = nibbles.iter().rev().map(|nibble| match nibble {
                [digit] => char::from(*digit).to_digit(16).map(u128::from),
                _ => None,
            });
            let bits = digits.into_iter().try_fold(0, |bits: u128, digit| digit.map(|digit| bits << 4 | digit))?;
            Some(IpAddr::V6(Ipv6Addr::from(bits)))
        }
        _ => None,
    }
}

fn of_octets(octets: [&[u8]; 4]) -> Option<IpAddr> {
    let [a, b, c, d] = octets.map(octet);
    Some(IpAddr::V4(Ipv4Addr::new(a?, b?, c?, d?)))
}

/// A number from 0 to 255 as people write it.
pub(super) fn octet(label: &[u8]) -> Option<u8> {
    if !label.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(label).ok()?.parse().ok()
}

/// An address as a number; those of one family keep their order.
pub(super) fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

/// The address of the same family as another that a number stands for.
pub(super) fn from_number(number: u128, like: IpAddr) -> IpAddr {
    match like {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::from(number as u32)),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::from(number)),
    }
}
