//! A host twice, while the next of its series is missing here and known under a second domain.

use std::net::IpAddr;

use super::near::numbered;
use super::placement::{Hosts, Placement, are_twins};
use super::{Findings, View, ZoneView, address};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "series-host-repeated",
    summary: "a host stands twice, and the next of its series is missing",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.1"],
    explain: include_str!("series_host_repeated.md"),
};

/// One host in so many may have two addresses.
const SHARE: usize = 10;

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| !zone.placements().is_empty()) {
        check_zone(zone, findings);
    }
}

fn check_zone(zone: &ZoneView, findings: &mut Findings) {
    let domains = zone.domains();
    for (key, hosts) in domains {
        let repeated: Vec<_> = hosts.values().filter(|places| places.len() == 2).collect();
        if repeated.len() * SHARE > hosts.len() {
            continue;
        }
        let others = domains.iter().filter(|(other, _)| *other != key && other.1 == key.1);
        let twins: Vec<&Hosts> = others.map(|(_, others)| others).filter(|others| are_twins(hosts, others)).collect();
        if twins.is_empty() {
            continue;
        }
        for places in repeated {
            let [Some(one), Some(two)] = [places[0], places[1]].map(|place| place.address(zone.zone)) else { continue };
            // Of the next line with the same name another check speaks.
            if address::number(one).abs_diff(address::number(two)) == 1 {
                continue;
            }
            let label = zone.zone.first_label(places[0].host).to_ascii_lowercase();
            if let Some((missing, twin)) = missing(&label, hosts, &twins) {
                findings.add(finding(zone, [(places[0], one), (places[1], two)], twin, missing));
            }
        }
    }
}

/// The host of the same series that is in the other domain alone: the next or the one before, or
/// else the only one there is.
fn missing<'t>(label: &[u8], hosts: &Hosts, twins: &[&'t Hosts]) -> Option<(&'t [u8], Placement)> {
    let (number, stem) = numbered(label)?;
    let of_series = |label: &[u8]| numbered(label).filter(|(_, other)| *other == stem).map(|(number, _)| number);
    let all = twins.iter().flat_map(|twin| twin.iter());
    let alone = all.filter(|(label, _)| !hosts.contains_key(*label));
    let numbers = alone.filter_map(|(label, places)| Some((of_series(label)?, label.as_slice(), *places.first()?)));
    let mut missing: Vec<_> = numbers.collect();
    missing.sort_by_key(|(other, label, _)| (other.abs_diff(number), *label));
    missing.dedup_by_key(|(_, label, _)| *label);
    let &(nearest, label, twin) = missing.first()?;
    (nearest.abs_diff(number) == 1 || missing.len() == 1).then_some((label, twin))
}

fn finding(zone: &ZoneView, places: [(Placement, IpAddr); 2], twin: Placement, next: &[u8]) -> Diagnostic {
    let [(first, one), (second, two)] = places;
    let [name, known_as] = [first, twin].map(|place| zone.zone.name_text(place.host));
    let domain = name.split_once('.').map_or("", |(_, domain)| domain);
    let missing = format!("{}.{domain}", String::from_utf8_lossy(next));
    let message = format!("`{name}` is at {one} and {two}, and `{missing}` nowhere");
    Diagnostic::new(&META, second.host_at(zone.zone), message)
        .label(first.host_at(zone.zone), "the other one")
        .label(twin.host_at(zone.zone), format!("`{known_as}` is, and nearly all hosts stand in both domains"))
        .help(format!("was one of the two copied for `{missing}`, and the number not changed?"))
        .subject(zone.subject(second.record))
}
