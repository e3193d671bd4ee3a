//! Addresses that no host can be reached at, whatever network the zone is for.

use std::net::{IpAddr, Ipv4Addr};

use super::of_record;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::iana::address_blocks::{Purpose, purpose_of};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "address-of-no-host",
    summary: "an address is link-local, IPv4-mapped, a multicast group or a netmask: no client reaches a host there",
    severity: Severity::Warning,
    references: &["RFC 4472 section 2.1", "RFC 3927", "RFC 4291 section 2.5.5.2", "RFC 1122 section 3.2.1.3"],
    explain: include_str!("address_of_no_host.md"),
    ..Meta::DEFAULT
};

/// Why nobody reaches a host at an address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NoHost {
    LinkLocal,
    Mapped(Ipv4Addr),
    Multicast,
    Netmask,
    Broadcast,
    Reserved,
}

/// As many names with addresses of groups are what the zone is for.
const GROUPS: usize = 3;
/// What names of multicast groups have in them.
const GROUP_WORDS: [&str; 8] = ["mcast", "multicast", "group", "igmp", "ospf", "all-", "iptv", "224"];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.is_reverse() || cx.is_policy_zone() {
        return;
    }
    // In the reverse tree the A record of a network is its mask (RFC 1101 section 4.2), also where nothing tells the
    // zone's name.
    let has_pointers = cx.zone.of_type(RType::PTR).next().is_some();
    let all = cx.special_addresses().iter();
    let mut found: Vec<(RecordId, NoHost)> = all.filter_map(|&(id, address)| Some((id, no_host(address)?))).collect();
    found.retain(|(_, why)| !(has_pointers && *why == NoHost::Netmask));
    found.sort_unstable_by_key(|(id, _)| *id);
    let is_multicast = |(_, why): &&(RecordId, NoHost)| *why == NoHost::Multicast;
    let has_groups = found.iter().filter(is_multicast).count() >= GROUPS;
    let is_group = |id: RecordId| has_groups || is_named_group(cx, cx.zone.record(id).owner);
    let (groups, hosts): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|&(id, why)| why == NoHost::Multicast && is_group(id));
    // One finding for each kind, at its first.
    let mut kinds: Vec<(NoHost, Vec<RecordId>)> = Vec::new();
    for (id, why) in hosts {
        let is_same = |other: NoHost| std::mem::discriminant(&other) == std::mem::discriminant(&why);
        match kinds.iter_mut().find(|(other, _)| is_same(*other)) {
            Some((_, all)) => all.push(id),
            None => kinds.push((why, vec![id])),
        }
    }
    findings.extend(kinds.iter().filter_map(|(why, all)| finding(cx, all[0], *why, all[1..].iter().copied())));
    if let Some((&(id, why), more)) = groups.split_first() {
        let found = finding(cx, id, why, more.iter().map(|&(id, _)| id));
        findings.extend(found.map(|found| found.severity(Severity::Info)));
    }
}

/// What keeps clients from a host at this address. `0.0.0.0` and `::` are answers of block lists, and `loopback-left`
/// speaks of loopback.
pub(super) fn no_host(address: IpAddr) -> Option<NoHost> {
    match address {
        IpAddr::V4(address) => match address.octets() {
            // Clouds have services there that each host asks for itself.
            [169, 254, 169, _] => None,
            _ if purpose_of(address.into()) == Some(Purpose::LocalLink) => Some(NoHost::LinkLocal),
            [224..=239, ..] => Some(NoHost::Multicast),
            [255, 255, 255, 255] => Some(NoHost::Broadcast),
            [255, ..] if address.to_bits().leading_ones() == address.to_bits().count_ones() => Some(NoHost::Netmask),
            [255, ..] => Some(NoHost::Reserved),
            _ => None,
        },
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(inner) => Some(NoHost::Mapped(inner)),
            None if purpose_of(address.into()) == Some(Purpose::LocalLink) => Some(NoHost::LinkLocal),
            None => address.is_multicast().then_some(NoHost::Multicast),
        },
    }
}

fn is_named_group(cx: &ZoneContext, owner: NameId) -> bool {
    let name = cx.zone.name_text(owner).to_ascii_lowercase();
    GROUP_WORDS.iter().any(|word| name.contains(word))
}

fn finding(
    cx: &ZoneContext,
    id: RecordId,
    why: NoHost,
    more: impl IntoIterator<Item = RecordId>,
) -> Option<Diagnostic> {
    let record = cx.zone.record(id);
    let field = |id: RecordId| cx.zone.entry(id).field(0);
    let (text, name) = (of_record(cx.zone, id)?, cx.zone.name_text(record.owner));
    let (what, help) = match why {
        NoHost::LinkLocal => (
            "is link-local: it counts on one link alone, and DNS cannot say which".to_owned(),
            "write the address that the host has beyond its link, or remove the record".to_owned(),
        ),
        NoHost::Mapped(inner) => (
            format!("is the IPv4 address `{inner}` in a form for programs, which no network carries"),
            format!("write `A {inner}` in place of the AAAA record"),
        ),
        NoHost::Multicast => (
            "is a multicast group, to which no connection can be made".to_owned(),
            "write the address of the host; a name with `mcast` in it is taken for that of a group".to_owned(),
        ),
        NoHost::Netmask => ("is a netmask".to_owned(), "write the address of the host".to_owned()),
        NoHost::Broadcast => {
            ("is the broadcast address of the own network".to_owned(), "write the address of the host".to_owned())
        }
        NoHost::Reserved => {
            ("is reserved, and assigned to no host".to_owned(), "write the address of the host".to_owned())
        }
    };
    let message = format!("`{text}` of `{name}` {what}");
    let places = more.into_iter().filter_map(field);
    let finding = Diagnostic::new(&META, field(id)?, message).said_of_each(places, |at| (at, "and here"));
    Some(finding.help(help).subject(cx.subject(id)))
}

#[cfg(test)]
mod tests {
    use super::super::may_be_special;
    use super::*;

    #[test]
    fn blocks_end_where_they_end() {
        for (text, why) in [
            ("fe80::1", Some(NoHost::LinkLocal)),
            ("febf:ffff::1", Some(NoHost::LinkLocal)),
            ("fec0::1", None),
            ("::ffff:192.0.2.1", Some(NoHost::Mapped(Ipv4Addr::new(192, 0, 2, 1)))),
            ("::fffe:192.0.2.1", None),
            ("::", None),
            ("::1", None),
            ("ff02::1", Some(NoHost::Multicast)),
            ("0.0.0.0", None),
            ("127.0.0.1", None),
            ("169.253.255.255", None),
            ("169.254.3.4", Some(NoHost::LinkLocal)),
            ("169.254.169.254", None),
            ("223.255.255.255", None),
            ("224.0.0.5", Some(NoHost::Multicast)),
            ("239.255.255.255", Some(NoHost::Multicast)),
            ("240.0.0.1", None),
            ("255.0.0.0", Some(NoHost::Netmask)),
            ("255.255.255.248", Some(NoHost::Netmask)),
            ("255.255.255.255", Some(NoHost::Broadcast)),
            ("255.1.2.3", Some(NoHost::Reserved)),
        ] {
            assert_eq!(no_host(text.parse().expect("an address")), why, "{text}");
            assert!(why.is_none() || may_be_special(text.as_bytes()), "{text}");
        }
    }
}
