//! An IPv6 address that is written after an IPv4 address, but not after the one beside it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::placement::Placement;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "ipv6-embeds-other-ipv4",
    summary: "an IPv6 address contains another host's IPv4 address, or is in another network than its neighbours",
    severity: Severity::Warning,
    references: &["RFC 7381 section 2.6"],
    explain: include_str!("ipv6_embeds_other_ipv4.md"),
    overlap: &[OverlapGroup::Address.rank(1)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Neighbours on either side that have to agree.
const SIDE: usize = 2;
/// Neighbours further away may be in another network.
const NEAR: u32 = 64;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.placements().is_empty() || cx.is_reverse() {
        return;
    }
    let v6 = ipv6_placements(cx);
    if !may_have_habit(&v6) {
        return;
    }
    let hosts = hosts(cx, &v6);
    let all: Vec<&DualStackHost> = hosts.iter().collect();
    if let Some(right) = check_habit(cx, &WHOLE, &all, findings) {
        other_networks(cx, right, findings);
        return;
    }
    if all.len() < LAST[0].hosts {
        return;
    }
    let mut by_networks = all;
    by_networks.sort_by_key(|host| networks(host));
    for hosts in by_networks.chunk_by(|one, other| networks(one) == networks(other)) {
        let _ = LAST.iter().find_map(|habit| check_habit(cx, habit, hosts, findings));
    }
}

/// The records with IPv6 addresses, in file order, where there are enough.
fn ipv6_placements(cx: &ZoneContext) -> Vec<(RecordId, Ipv6Addr)> {
    let places = || cx.placements().iter().filter(|place| !place.is_ipv4);
    if places().count() < WHOLE.hosts {
        return Vec::new();
    }
    let address = |place: &Placement| match place.address(cx.zone)? {
        IpAddr::V6(v6) => Some((place.record, v6)),
        IpAddr::V4(_) => None,
    };
    places().filter_map(address).collect()
}

/// Whether enough IPv6 addresses are written in one of the ways, whatever the IPv4 addresses are.
fn may_have_habit(all: &[(RecordId, Ipv6Addr)]) -> bool {
    let whole = || all.iter().filter(|(_, v6)| octets(*v6).is_some()).count();
    let last = || all.iter().filter(|(_, v6)| last_group(*v6).is_some()).count();
    whole() >= WHOLE.hosts || last() >= LAST[0].hosts
}

/// The hosts that keep to a habit, if it is one; those that do not are found.
fn check_habit<'h>(
    cx: &ZoneContext,
    habit: &Habit,
    hosts: &[&'h DualStackHost],
    findings: &mut FindingSink,
) -> Option<Vec<&'h DualStackHost>> {
    if hosts.len() < habit.hosts {
        return None;
    }
    let said = hosts.iter().filter_map(|host| Some((*host, (habit.read)(host)?)));
    let (right, wrong): (Vec<_>, Vec<_>) = said.partition(|(host, said)| host.v4 == *said);
    if right.len() < habit.hosts || wrong.len() * habit.hosts > right.len() {
        return None;
    }
    for (host, said) in wrong {
        findings.add(other_address(cx, habit, host, said, right.len()));
    }
    Some(right.into_iter().map(|(host, _)| host).collect())
}

/// A host with one address of each family.
struct DualStackHost {
    v4: Ipv4Addr,
    v6: Ipv6Addr,
    v4_place: Placement,
    v6_place: Placement,
}

/// The hosts with one address of each family, by IPv4 address.
fn hosts(cx: &ZoneContext, ipv6: &[(RecordId, Ipv6Addr)]) -> Vec<DualStackHost> {
    let mut places: Vec<Placement> = cx.placements().to_vec();
    places.sort_by_key(|place| place.host);
    let host = |places: &[Placement]| {
        let (v4_place, v6_place) = match *places {
            [one, two] if one.is_ipv4 && !two.is_ipv4 => (one, two),
            [one, two] if two.is_ipv4 && !one.is_ipv4 => (two, one),
            _ => return None,
        };
        let at = ipv6.binary_search_by_key(&v6_place.record, |(record, _)| *record).ok()?;
        let IpAddr::V4(v4) = v4_place.address(cx.zone)? else { return None };
        Some(DualStackHost { v4, v6: ipv6[at].1, v4_place, v6_place })
    };
    let mut hosts: Vec<DualStackHost> = places.chunk_by(|one, two| one.host == two.host).filter_map(host).collect();
    hosts.sort_by_key(|host| (host.v4, host.v4_place.record));
    hosts
}

/// A way to write an IPv6 address after an IPv4 address.
struct Habit {
    /// The IPv4 address it says, where it says only a part with the rest of the host's own.
    read: fn(&DualStackHost) -> Option<Ipv4Addr>,
    /// The IPv6 address that would say the host's own.
    write: fn(&DualStackHost) -> Ipv6Addr,
    /// So many hosts have to keep to it, and so many for each that does not.
    hosts: usize,
}

/// All of it, which is the same in all networks of a zone.
const WHOLE: Habit = Habit { read: all_in_decimal, write: with_all_in_decimal, hosts: 5 };
/// The last octet alone, which goes from network to network.
const LAST: [Habit; 2] = [
    Habit { read: last_in_decimal, write: with_last_in_decimal, hosts: 10 },
    Habit { read: last_in_hexadecimal, write: with_last_in_hexadecimal, hosts: 10 },
];

/// `2001:db8:1:2:192:0:2:15` reads as 192.0.2.15.
fn all_in_decimal(host: &DualStackHost) -> Option<Ipv4Addr> {
    octets(host.v6)
}

fn octets(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., a, b, c, d] = v6.segments();
    // 192.0.0.0 is no host: `2001:db8:1:2:192::` was numbered otherwise.
    if a == 0 || [b, c, d] == [0; 3] {
        return None;
    }
    Some(Ipv4Addr::new(decimal(a)?, decimal(b)?, decimal(c)?, decimal(d)?))
}

/// `2001:db8:1:2::15` reads as 15.
fn last_in_decimal(host: &DualStackHost) -> Option<Ipv4Addr> {
    with_last(host, decimal(last_group(host.v6)?)?)
}

/// `2001:db8:1:2::f` reads as 15.
fn last_in_hexadecimal(host: &DualStackHost) -> Option<Ipv4Addr> {
    with_last(host, u8::try_from(last_group(host.v6)?).ok()?)
}

fn with_all_in_decimal(host: &DualStackHost) -> Ipv6Addr {
    with_groups(host.v6, host.v4.octets().map(in_decimal))
}

fn with_last_in_decimal(host: &DualStackHost) -> Ipv6Addr {
    with_groups(host.v6, [in_decimal(host.v4.octets()[3])])
}

fn with_last_in_hexadecimal(host: &DualStackHost) -> Ipv6Addr {
    with_groups(host.v6, [host.v4.octets()[3].into()])
}

/// The address with other groups at its end.
fn with_groups<const N: usize>(v6: Ipv6Addr, last: [u16; N]) -> Ipv6Addr {
    let mut groups = v6.segments();
    groups[8 - N..].copy_from_slice(&last);
    groups.into()
}

/// The group whose hexadecimal digits, read as decimal ones, are a number.
fn in_decimal(number: u8) -> u16 {
    let number = u16::from(number);
    ((number / 100) << 8) | ((number / 10 % 10) << 4) | (number % 10)
}

/// The last group, of an address that was numbered by hand.
fn last_group(v6: Ipv6Addr) -> Option<u16> {
    let groups = v6.segments();
    (groups[4..7] == [0, 0, 0] || groups[4..7] == [0, 0xff, 0xfe00]).then_some(groups[7])
}

fn with_last(host: &DualStackHost, last: u8) -> Option<Ipv4Addr> {
    let [a, b, c, _] = host.v4.octets();
    Some(Ipv4Addr::new(a, b, c, last))
}

/// The number that the hexadecimal digits of a group are, read as decimal ones.
fn decimal(group: u16) -> Option<u8> {
    let digits = [group >> 12, group >> 8 & 0xf, group >> 4 & 0xf, group & 0xf];
    let number = digits.into_iter().try_fold(0, |number, digit| (digit < 10).then_some(number * 10 + digit))?;
    number.try_into().ok()
}

fn other_address(cx: &ZoneContext, habit: &Habit, host: &DualStackHost, said: Ipv4Addr, others: usize) -> Diagnostic {
    let name = cx.zone.name_text(host.v4_place.host);
    let message = format!("{} contains {said}, but `{name}` has {}", host.v6, host.v4);
    let at = host.v6_place.address_at(cx.zone);
    Diagnostic::new(&META, at, message)
        .label(host.v4_place.address_at(cx.zone), "its IPv4 address")
        .help(format!(
            "{others} other hosts here repeat their IPv4 address in the IPv6 address: correct the mistyped one"
        ))
        // A wrong IPv4 address is noticed sooner: clients go back to it when IPv6 fails.
        .fix(Fix::unsure(at, (habit.write)(host).to_string()))
        .subject(cx.subject(host.v6_place.record))
}

/// Hosts whose neighbours by IPv4 address on both sides are all in one IPv6 network, and they are not.
fn other_networks(cx: &ZoneContext, hosts: Vec<&DualStackHost>, findings: &mut FindingSink) {
    for at in SIDE..hosts.len().saturating_sub(SIDE) {
        let around = || hosts[at - SIDE..at].iter().chain(&hosts[at + 1..=at + SIDE]);
        let theirs = network(hosts[at - 1]);
        let agree = around().all(|other| network(other) == theirs && distance(hosts[at], other) <= NEAR);
        if agree && network(hosts[at]) != theirs {
            let (host, neighbour) = (hosts[at], hosts[at - 1]);
            let message = format!("{} is in another network than its neighbours, {theirs}/64", host.v6);
            let at = host.v6_place.address_at(cx.zone);
            let meant = Ipv6Addr::from(u128::from(theirs) | u128::from(host.v6) << 64 >> 64);
            let finding = Diagnostic::new(&META, at, message)
                .label(neighbour.v6_place.address_at(cx.zone), format!("belongs to {}", neighbour.v4))
                .label(host.v4_place.address_at(cx.zone), "its IPv4 address is next to theirs")
                .help("correct the network, unless the host is in both")
                .fix(Fix::unsure(at, meant.to_string()));
            findings.add(finding.subject(cx.subject(host.v6_place.record)));
        }
    }
}

fn networks(host: &DualStackHost) -> (u32, Ipv6Addr) {
    (u32::from(host.v4) >> 8, network(host))
}

fn network(host: &DualStackHost) -> Ipv6Addr {
    Ipv6Addr::from(u128::from(host.v6) >> 64 << 64)
}

fn distance(one: &DualStackHost, two: &DualStackHost) -> u32 {
    u32::from(one.v4).abs_diff(u32::from(two.v4))
}
