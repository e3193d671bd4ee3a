//! An address one digit away from the network that all other hosts of its domain are in.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};

use super::placement::Placement;
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::text::typo::Typo;
use crate::zone::NumberMap;

pub(super) static META: Meta = Meta {
    id: "address-off-network",
    summary: "an address is one digit away from the network of all its neighbours",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("address_off_network.md"),
    overlap: &[OverlapGroup::Address.rank(2)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// So many hosts of a domain at least are in the network.
const COMMON: usize = 100;
/// And so many times as many as in the other.
const TIMES: usize = 20;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for cx in project.zones.iter().filter(|cx| cx.placements().len() > COMMON) {
        let mut domains: Vec<Networks> = domains(cx).into_values().collect();
        domains.sort_by_key(|networks| networks.values().flatten().map(|(place, _)| place.record).min());
        for networks in domains {
            check_domain(project, cx, &networks, findings);
        }
    }
}

/// The hosts in each network of sixteen bits.
type Networks = NumberMap<u32, Vec<(Placement, Ipv4Addr)>>;

fn domains(cx: &ZoneContext) -> NumberMap<u32, Networks> {
    let mut domains: NumberMap<u32, Networks> = NumberMap::default();
    for &place in cx.placements() {
        let Some(IpAddr::V4(address)) = place.address(cx.zone) else { continue };
        let network = u32::from(address) >> 16;
        domains.entry(place.domain).or_default().entry(network).or_default().push((place, address));
    }
    domains
}

/// The octets that a network of sixteen bits starts with.
fn octets(network: u32) -> [u8; 2] {
    [(network >> 8) as u8, network as u8]
}

fn check_domain(project: &ProjectContext, cx: &ZoneContext, networks: &Networks, findings: &mut FindingSink) {
    let hosts: usize = networks.values().map(Vec::len).sum();
    let Some((&home, at_home)) = networks.iter().max_by_key(|(network, hosts)| (hosts.len(), **network)) else {
        return;
    };
    let strays = hosts - at_home.len();
    if at_home.len() < COMMON || strays * TIMES > at_home.len() {
        return;
    }
    let mut others: Vec<_> = networks.iter().filter(|(network, _)| **network != home).collect();
    others.sort_by_key(|(network, _)| **network);
    for (_, hosts) in others.into_iter().filter(|(network, _)| is_typo(octets(**network), octets(home))) {
        // Of a PTR record that does not point back another check speaks.
        let is_faulty = |place: &Placement| project.pointers().iter().any(|all| all.is_faulty(cx, place.record));
        for &(place, address) in hosts.iter().filter(|(place, _)| !is_faulty(place) && is_stray(cx, place, at_home)) {
            findings.add(finding(cx, (place, address), (octets(home), at_home)));
        }
    }
}

/// Whether a host is where others are that are not: among those at home, or alone among those of one other domain.
/// Else a block below an `$ORIGIN` of its own, or in a file of its own, may be another network.
fn is_stray(cx: &ZoneContext, place: &Placement, at_home: &[(Placement, Ipv4Addr)]) -> bool {
    let (_, over) = cx.zone.origin_over(place.record);
    let first = at_home.partition_point(|(home, _)| home.record < over.start);
    if at_home.get(first).is_some_and(|(home, _)| home.record < over.end) {
        return true;
    }
    let all = cx.placements();
    let start = all.partition_point(|other| other.record < over.start);
    let block = &all[start..start + all[start..].partition_point(|other| other.record < over.end)];
    let mut hosts_of: HashMap<u32, usize> = HashMap::new();
    block.iter().for_each(|other| *hosts_of.entry(other.domain).or_default() += 1);
    let own = hosts_of.remove(&place.domain).unwrap_or_default();
    let most = hosts_of.into_values().max().unwrap_or_default();
    own * TIMES <= most && most * 10 >= block.len() * 9
}

/// Whether one digit of one of the two numbers is wrong.
fn is_typo([a, b]: [u8; 2], [c, d]: [u8; 2]) -> bool {
    let near = |right: u8, wrong: u8| {
        let typo = Typo::between(right.to_string().as_bytes(), wrong.to_string().as_bytes());
        matches!(typo, Some(Typo::Transposed(_) | Typo::Substituted(_) | Typo::Doubled(_)))
    };
    a == c && near(d, b) || b == d && near(c, a)
}

fn finding(
    cx: &ZoneContext,
    (place, address): (Placement, Ipv4Addr),
    (home, at_home): ([u8; 2], &[(Placement, Ipv4Addr)]),
) -> Diagnostic {
    let [_, _, c, d] = address.octets();
    let meant = Ipv4Addr::new(home[0], home[1], c, d);
    let name = cx.zone.name_text(place.host);
    let domain = name.split_once('.').map_or("", |(_, domain)| domain);
    let count = at_home.len();
    // In a reverse zone the address is the owner.
    let fix = Some(Fix::unsure(place.address_at(cx.zone), meant.to_string()));
    let message =
        format!("`{name}` has {address}; {count} other hosts of `{domain}` are in {}.{}.0.0/16", home[0], home[1]);
    Diagnostic::new(&META, place.address_at(cx.zone), message)
        .label(at_home[0].0.address_at(cx.zone), "one of the others")
        .help(format!("did you mean {meant}?"))
        .fix(fix.filter(|_| !cx.is_reverse()))
        .subject(cx.subject(place.record))
}
