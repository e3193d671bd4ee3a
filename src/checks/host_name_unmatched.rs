//! A host in one domain, and one a slip away in the domain where its like have a twin.

use super::near::{Near, is_believable_in, without_repeat};
use super::placement::{Domains, Hosts, Placement, are_twins};
use super::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "host-name-unmatched",
    summary: "a host is named differently in two domains that have the same hosts otherwise",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("host_name_unmatched.md"),
};

/// Letters that a mistyped word has at least.
const SHORTEST: usize = 4;

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        let domains: Vec<(&(u32, bool), &Hosts)> = zone.domains().iter().collect();
        for (number, (key, one)) in domains.iter().enumerate() {
            for (_, two) in domains[number + 1..].iter().filter(|(other, two)| other.1 == key.1 && are_twins(one, two))
            {
                check_pair(zone, &alone(one, zone.domains()), &alone(two, zone.domains()), findings);
            }
        }
    }
}

/// The hosts that stand in no other domain, in file order.
fn alone(hosts: &Hosts, domains: &Domains) -> Vec<Alone> {
    let is_alone = |label: &Vec<u8>| domains.values().filter(|hosts| hosts.contains_key(label)).count() == 1;
    let mut alone: Vec<Alone> =
        hosts.iter().filter(|(label, _)| is_alone(label)).map(|(label, places)| (label.clone(), places[0])).collect();
    alone.sort_by_key(|(_, place)| place.record);
    alone
}

/// The first label of a host in lower case, and its first place.
type Alone = (Vec<u8>, Placement);

fn check_pair(zone: &ZoneView, one: &[Alone], two: &[Alone], findings: &mut Findings) {
    let near = Near::of(two.iter().cloned());
    for (label, place) in one {
        let like =
            near.like(label).into_iter().find(|(right, _, slip)| is_believable_in(right, label, *slip, SHORTEST));
        if let Some((_, other, _)) = like {
            // Which of the two is right nobody can tell: the later is shown first.
            let (earlier, later) = if place.record < other.record { (*place, *other) } else { (*other, *place) };
            findings.add(finding(zone, later, earlier));
        }
    }
    for (from, to) in [(one, two), (two, one)] {
        for (label, place) in from {
            let meant = without_repeat(label);
            if let Some((_, other)) = meant.and_then(|meant| to.iter().find(|(label, _)| *label == meant)) {
                findings.add(finding(zone, *place, *other));
            }
        }
    }
}

fn finding(zone: &ZoneView, place: Placement, other: Placement) -> Diagnostic {
    let [name, like] = [place, other].map(|place| zone.zone.name_text(place.host));
    let message = format!("`{name}` and `{like}` are one slip apart, and neither has a twin in the other's domain");
    Diagnostic::new(&META, place.host_at(zone.zone), message)
        .label(other.host_at(zone.zone), "the other")
        .help("nearly all hosts have one name in both domains: is one of these mistyped?")
        .subject(zone.subject(place.record))
}
