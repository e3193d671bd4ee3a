//! Addresses: what an A or AAAA record holds, what the owner of a PTR record stands for.

pub(super) mod placement;
pub(super) mod twins;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::syntax::iana::arpa;
use crate::syntax::rdata::{RType, ipv4, ipv6};
use crate::zone::{NameId, RecordId, Zone};

checks! {
    address_not_public: off
    address_of_no_host
    address_off_network: project
    host_address_repeated
    ipv6_embeds_other_ipv4
    loopback_left
    numbering_out_of_step
    series_address_repeated
    series_host_repeated
}

/// The address in an A or AAAA record.
pub(super) fn of_record(zone: &Zone, record: RecordId) -> Option<IpAddr> {
    match zone.record(record).rtype {
        RType::A => ipv4(zone.first_word(record)?).map(IpAddr::V4),
        RType::AAAA => ipv6(zone.first_word(record)?).map(IpAddr::V6),
        _ => None,
    }
}

/// The addresses that may be of a special kind (RFC 6890) and not of a network, told by how they start: nearly none is,
/// and needs to be read.
pub(super) fn special(zone: &Zone) -> Vec<(RecordId, IpAddr)> {
    let of_type = |(rtype, mnemonic): (RType, &'static str)| {
        let all = zone.of_type(rtype).map(|(id, _)| id).filter(move |&id| starts_special(zone.type_on(id), mnemonic));
        all.filter_map(|id| Some((id, of_record(zone, id)?)))
    };
    [(RType::A, "A"), (RType::AAAA, "AAAA")].into_iter().flat_map(of_type).collect()
}

/// Whether the address behind a type may be special, without looking for its end; also where it is not plain.
fn starts_special(text: &[u8], mnemonic: &str) -> bool {
    let data = text.get(mnemonic.len()..).unwrap_or_default();
    let start = data.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or_default();
    let is_plain = start > 0 && matches!(data[start], b':' | b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F');
    !is_plain || may_be_special(&data[start..])
}

fn may_be_special(text: &[u8]) -> bool {
    matches!(text, [b'2', b'2' | b'3' | b'5', ..] | [b'1', b'2', b'7', ..] | [b'1', b'6', b'9', ..])
        || matches!(text, [b'f' | b'F' | b':' | b'0', ..])
}

/// The address that a name of the reverse tree stands for (RFC 1035 section 3.5, RFC 3596 section
/// 2.5); one label more where a part of a network has a zone of its own (RFC 2317).
pub(super) fn of_reverse_name(zone: &Zone, name: NameId) -> Option<IpAddr> {
    // Names of so many labels are read sooner as one text; few octets have one digit.
    if let [_] = zone.first_label(name)
        && let Some(nibbles) = zone.name_text(name).to_ascii_lowercase().strip_suffix(arpa::IP6)
        && let Some(nibbles) = nibbles.strip_suffix('.')
    {
        return of_nibbles(nibbles.as_bytes()).map(IpAddr::V6);
    }
    of_octet_labels(&zone.labels(name))
}

fn of_octet_labels(labels: &[&[u8]]) -> Option<IpAddr> {
    let [front @ .., tree, arpa] = labels else { return None };
    if !arpa.eq_ignore_ascii_case(b"arpa") || !tree.eq_ignore_ascii_case(b"in-addr") {
        return None;
    }
    match front {
        [d, c, b, a] => of_octets([a, b, c, d]),
        [d, part, c, b, a] if octet(part).is_none() => of_octets([a, b, c, d]),
        _ => None,
    }
}

/// The address of 32 hexadecimal digits between dots, the last one first.
fn of_nibbles(text: &[u8]) -> Option<Ipv6Addr> {
    if text.len() != 63 {
        return None;
    }
    let with_nibble = |bits: u128, nibble: &[u8]| match *nibble {
        [digit] | [digit, b'.'] => Some(bits << 4 | u128::from(char::from(digit).to_digit(16)?)),
        _ => None,
    };
    text.chunks(2).rev().try_fold(0, with_nibble).map(Ipv6Addr::from)
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

/// The name of an address in its tree.
pub(crate) fn name_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa.")
        }
        IpAddr::V6(address) => {
            let octets = address.octets();
            let nibbles = octets.iter().rev().map(|octet| format!("{:x}.{:x}.", octet & 15, octet >> 4));
            nibbles.collect::<String>() + "ip6.arpa."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_names() {
        let name = |text: &str| name_of(text.parse().expect("an address"));
        assert_eq!(name("192.0.2.1"), "1.2.0.192.in-addr.arpa.");
        let low = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0";
        assert_eq!(name("2001:db8::1"), format!("{low}.8.b.d.0.1.0.0.2.ip6.arpa."));
    }
}
