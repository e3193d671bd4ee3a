//! Names of the reverse trees: how an address is written as one (RFC 1035 section 3.5, RFC 3596
//! section 2.5), and owners that are no address.

mod cause;
mod differing;
mod network;
mod other_owner;
pub(super) mod pointer;
pub(super) mod repair;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::ZoneContext;
use super::address::octet;
use crate::diagnostic::{Diagnostic, Fix};
use crate::syntax::iana::arpa;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId, Zone};

checks! {
    ptr_address_differs: project
    ptr_target_does_not_exist: project
    ptr_target_is_alias: project
    reverse_owner_invalid
    reverse_owner_is_address
    reverse_owner_label_count
}

/// Which addresses a tree is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    V4,
    V6,
}

impl Family {
    /// The tree that an absolute name is in.
    pub(super) fn of(name: &str) -> Option<Family> {
        let is_below = |tree: &str| {
            let front = name.len().checked_sub(tree.len()).and_then(|at| name.split_at_checked(at));
            front.is_some_and(|(front, end)| {
                end.eq_ignore_ascii_case(tree) && (front.is_empty() || front.ends_with('.'))
            })
        };
        [Family::V4, Family::V6].into_iter().find(|family| is_below(family.tree()))
    }

    /// The name of the tree.
    fn tree(self) -> &'static str {
        match self {
            Family::V4 => arpa::IN_ADDR,
            Family::V6 => arpa::IP6,
        }
    }

    /// How many parts an address has.
    pub(super) fn parts(self) -> usize {
        match self {
            Family::V4 => 4,
            Family::V6 => 32,
        }
    }

    /// What a part is called.
    pub(super) fn word(self) -> &'static str {
        match self {
            Family::V4 => "octet",
            Family::V6 => "nibble",
        }
    }

    /// Whether a label is a part as it is asked for: servers compare text, and `01` is not `1`.
    fn is_part(self, label: &[u8]) -> bool {
        match (self, label) {
            (Family::V4, [b'0', _, ..]) => false,
            (Family::V4, label) => octet(label).is_some(),
            (Family::V6, label) => label.len() == 1 && label[0].is_ascii_hexdigit(),
        }
    }

    /// Whether a label was meant as a part, and is none.
    fn is_bad_part(self, label: &[u8]) -> bool {
        let looks_so = match self {
            Family::V4 => label.iter().all(u8::is_ascii_digit),
            Family::V6 => label.iter().all(u8::is_ascii_hexdigit),
        };
        looks_so && !self.is_part(label)
    }
}

/// An owner that is no address, or no network, where it should be one.
pub(super) struct Misnamed {
    /// Its first record.
    pub(super) record: RecordId,
    pub(super) fault: OwnerFault,
}

/// What is wrong with an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OwnerFault {
    /// An address, typed forwards and whole.
    Address(IpAddr),
    /// A label that is no octet or nibble.
    Part(String),
    /// So many octets or nibbles.
    Count(usize),
}

/// The owners of a zone that are wrong. A zone whose own name is wrong has this one only.
pub(super) fn misnamed(cx: &ZoneContext) -> Vec<Misnamed> {
    let of = cx.zone;
    let (Some(family), Some(soa)) = (Family::of(of.apex_name().as_str()), of.soa()) else { return Vec::new() };
    if let Some(fault) = fault_of(family, &of.labels(of.apex()), false) {
        return vec![Misnamed { record: soa, fault }];
    }
    let mut found = Vec::new();
    let (mut suffix, mut want) = (NameId::ROOT, 0);
    for (id, record) in of.records() {
        if !matches!(record.rtype, RType::PTR | RType::NS | RType::CNAME | RType::DNAME) {
            continue;
        }
        let below = of.relative_to(record.owner);
        if below != suffix {
            (suffix, want) = (below, family.parts().saturating_sub(parts_of(family, of, below)));
        }
        let is_host = record.rtype == RType::PTR;
        if is_plain(family, of.written(record.owner), want, is_host) || !of.is_in_zone(record.owner) {
            continue;
        }
        found.extend(fault(family, of, id).map(|fault| Misnamed { record: id, fault }));
    }
    found
}

/// More owners than this are not mended together.
const MOST_FIXED: usize = 1_000;

/// Of findings about owners, one where every host of the zone is concerned: then it is one mistake. Fewer than three
/// are told one by one.
fn together(cx: &ZoneContext, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let hosts = cx.zone.rrsets_of(&[RType::PTR]).count();
    if findings.len() < 3 || findings.len() < hosts {
        return findings;
    }
    let others = findings.split_off(1);
    let mut first = findings.remove(0);
    let fixes: Option<Vec<Fix>> = others.iter().chain([&first]).map(|one| one.fix.as_deref().cloned()).collect();
    first.fix =
        fixes.filter(|all| all.len() <= MOST_FIXED).and_then(|all| all.into_iter().reduce(Fix::joined)).map(Box::new);
    first.said_of_more(others.len());
    vec![first.said_of_each(others, |other| (other.primary.span, "and here"))]
}

/// Whether a text is so many parts and nothing else; of a network, so many or fewer.
fn is_plain(family: Family, text: &[u8], want: usize, is_host: bool) -> bool {
    let mut count = 0;
    let all = text.split(|&b| b == b'.').all(|label| {
        count += 1;
        family.is_part(label)
    });
    all && if is_host { count == want } else { count <= want }
}

/// How many parts a name has that is in the tree or above it.
pub(super) fn parts_of(family: Family, zone: &Zone, name: NameId) -> usize {
    zone.labels(name).iter().filter(|label| family.is_part(label)).count()
}

fn fault(family: Family, zone: &Zone, id: RecordId) -> Option<OwnerFault> {
    let record = zone.record(id);
    if zone.rrset(record.owner, record.rtype).first() != Some(&id) {
        return None;
    }
    let typed = || address(family, zone, &String::from_utf8_lossy(zone.written(record.owner))).map(OwnerFault::Address);
    let is_host = record.rtype == RType::PTR;
    let fault = fault_of(family, &zone.labels(record.owner), is_host);
    match family {
        Family::V4 => fault.map(|fault| typed().unwrap_or(fault)),
        Family::V6 => typed().or(fault),
    }
}

/// The address that a text is, unless it is better read as parts in the order of the tree.
fn address(family: Family, zone: &Zone, text: &str) -> Option<IpAddr> {
    match family {
        Family::V6 => text.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        Family::V4 => {
            let address: Ipv4Addr = text.parse().ok()?;
            let apex = zone.labels(zone.apex());
            let top = apex.len().checked_sub(3).map(|at| apex[at])?;
            (address.octets()[0].to_string().as_bytes() == top).then_some(IpAddr::V4(address))
        }
    }
}

/// What is wrong with a name in the tree: one of a host has all parts, one of a network may have
/// fewer.
fn fault_of(family: Family, labels: &[&[u8]], is_host: bool) -> Option<OwnerFault> {
    let own = &labels[..labels.len().checked_sub(2)?];
    // Services, wildcards, and names that hold the tree's own name twice are other matters.
    if own.iter().any(|label| label.starts_with(b"_") || *label == b"*" || label.eq_ignore_ascii_case(b"arpa")) {
        return None;
    }
    if let Some(bad) = own.iter().find(|label| family.is_bad_part(label)) {
        return Some(OwnerFault::Part(String::from_utf8_lossy(bad).into_owned()));
    }
    if let Some(bad) = own.iter().find(|label| is_host && is_lettered(family, label, own.len())) {
        return Some(OwnerFault::Part(String::from_utf8_lossy(bad).into_owned()));
    }
    let count = own.iter().filter(|label| family.is_part(label)).count();
    // Labels like `0-27` stand for parts of an octet (RFC 2317); a host below them has all four.
    let is_short = is_host && count < family.parts() && count == own.len();
    (count > family.parts() || is_short).then_some(OwnerFault::Count(count))
}

/// Whether a label of a host is a part in which a letter was typed for a digit; in an address of all 32 nibbles, any
/// letter that is no digit.
fn is_lettered(family: Family, label: &[u8], labels: usize) -> bool {
    match family {
        Family::V4 => label.iter().any(u8::is_ascii_digit) && digits_of(label).is_some() && octet(label).is_none(),
        Family::V6 => {
            labels == family.parts() && label.len() == 1 && label[0].is_ascii_alphabetic() && !family.is_part(label)
        }
    }
}

/// A number whose digits may be letters that look like them.
pub(super) fn digits_of(label: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| match byte {
        b'O' | b'o' => b'0',
        b'l' | b'I' => b'1',
        byte => *byte,
    };
    octet(&label.iter().map(digit).collect::<Vec<u8>>())
}

/// What to write for parts that stand in the order of the address, if they belong to the zone.
pub(super) fn turned(family: Family, zone: &Zone, labels: &[&[u8]]) -> Option<String> {
    let parts: Option<Vec<&str>> = labels.iter().map(|label| std::str::from_utf8(label).ok()).collect();
    let name = parts?.into_iter().rev().collect::<Vec<_>>().join(".") + "." + family.tree();
    let apex = zone.apex_name().as_str().to_ascii_lowercase();
    let own = name.to_ascii_lowercase().strip_suffix(&apex)?.strip_suffix('.')?.to_owned();
    (labels.len() == family.parts()).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_told_by_whole_labels() {
        assert_eq!(Family::of("2.0.192.in-addr.arpa."), Some(Family::V4));
        assert_eq!(Family::of("IN-ADDR.arpa."), Some(Family::V4));
        assert_eq!(Family::of("8.b.d.0.1.0.0.2.IP6.ARPA."), Some(Family::V6));
        assert_eq!(Family::of("home.arpa."), None);
        assert_eq!(Family::of("xip6.arpa."), None);
        assert_eq!(Family::of("é.arpa."), None);
    }

    fn of(name: &str, is_host: bool) -> Option<OwnerFault> {
        let family = Family::of(name).expect("a name in a tree");
        let labels: Vec<&[u8]> = name.trim_end_matches('.').split('.').map(str::as_bytes).collect();
        fault_of(family, &labels, is_host)
    }

    #[test]
    fn hosts_have_all_parts_and_networks_fewer() {
        assert_eq!(of("1.2.0.192.in-addr.arpa.", true), None);
        assert_eq!(of("0.192.in-addr.arpa.", false), None);
        assert_eq!(of("2.0.192.in-addr.arpa.", true), Some(OwnerFault::Count(3)));
        assert_eq!(of("1.1.2.0.192.in-addr.arpa.", false), Some(OwnerFault::Count(5)));
        assert_eq!(of("256.2.0.192.in-addr.arpa.", true), Some(OwnerFault::Part("256".to_owned())));
        assert_eq!(of("01.2.0.192.in-addr.arpa.", true), Some(OwnerFault::Part("01".to_owned())));
        assert_eq!(of("8O.2.0.192.in-addr.arpa.", true), Some(OwnerFault::Part("8O".to_owned())));
        assert_eq!(of("8O.2.0.192.in-addr.arpa.", false), None);
        assert_eq!(of("office.2.0.192.in-addr.arpa.", true), None);
        assert_eq!(of("lo.2.0.192.in-addr.arpa.", true), None);
        assert_eq!(of("2001.ip6.arpa.", false), Some(OwnerFault::Part("2001".to_owned())));
        assert_eq!(of("1.0.0.2.ip6.arpa.", true), Some(OwnerFault::Count(4)));
    }

    #[test]
    fn labels_that_are_no_parts_are_let_alone() {
        assert_eq!(of("1.0-27.2.0.192.in-addr.arpa.", true), None);
        assert_eq!(of("1.0/27.2.0.192.in-addr.arpa.", true), None);
        assert_eq!(of("0/27.2.0.192.in-addr.arpa.", true), None);
        assert_eq!(of("gw.2.0.192.in-addr.arpa.", true), None);
        assert_eq!(of("*.0.192.in-addr.arpa.", true), None);
        assert_eq!(of("b._dns-sd._udp.0.2.0.192.in-addr.arpa.", true), None);
        assert_eq!(of("1.0-27.1.2.0.192.in-addr.arpa.", true), Some(OwnerFault::Count(5)));
    }
}
