//! A host twice, while the next of its series is missing here and known under a second domain.

use super::near::{numbered, renumbered};
use super::placement::{Placement, are_twins, by_domain};
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
    let domains = by_domain(zone.zone, zone.placements());
    for (key, hosts) in &domains {
        let repeated: Vec<_> = hosts.values().filter(|places| places.len() == 2).collect();
        if repeated.len() * SHARE > hosts.len() {
            continue;
        }
        let others = domains.iter().filter(|(other, _)| *other != key && other.1 == key.1);
        let twins: Vec<_> = others.filter(|(_, others)| are_twins(hosts, others)).collect();
        if twins.is_empty() {
            continue;
        }
        for places in repeated {
            let [one, two] = [&places[0], &places[1]].map(|place| address::number(place.address));
            // Of the next line with the same name another check speaks.
            if one.abs_diff(two) == 1 {
                continue;
            }
            let label = zone.zone.first_label(places[0].host).to_ascii_lowercase();
            for next in next_labels(&label).filter(|next| !hosts.contains_key(next)) {
                let twin = twins.iter().find_map(|(_, others)| others.get(&next));
                if let Some([twin, ..]) = twin.map(Vec::as_slice) {
                    findings.add(finding(zone, places, *twin, &next));
                    break;
                }
            }
        }
    }
}

/// The labels of the next host of the series, and of the one before.
fn next_labels(label: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let number = numbered(label).map(|(number, _)| number);
    let steps = number.into_iter().flat_map(|number| [number.checked_add(1), number.checked_sub(1)]);
    steps.flatten().filter_map(|number| renumbered(label, number))
}

fn finding(zone: &ZoneView, places: &[Placement], twin: Placement, next: &[u8]) -> Diagnostic {
    let [first, second] = [places[0], places[1]];
    let [name, known_as] = [first, twin].map(|place| zone.zone.name_text(place.host));
    let domain = name.split_once('.').map_or("", |(_, domain)| domain);
    let missing = format!("{}.{domain}", String::from_utf8_lossy(next));
    let message = format!("`{name}` is at {} and {}, and `{missing}` nowhere", first.address, second.address);
    Diagnostic::new(&META, second.host_at(zone.zone), message)
        .label(first.host_at(zone.zone), "the other one")
        .label(twin.host_at(zone.zone), format!("`{known_as}` is, and nearly all hosts stand in both domains"))
        .help(format!("was one of the two copied for `{missing}`, and the number not changed?"))
        .subject(zone.subject(second.record))
}
