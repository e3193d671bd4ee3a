//! A record whose owner is neither the apex nor below it.

use std::collections::HashSet;

use crate::checks::reverse::{self, Family};
use crate::checks::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "record-outside-zone",
    summary: "the owner of a record is not in the zone",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.2", "RFC 1034 section 4.2"],
    explain: include_str!("record_outside_zone.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| zone.is_at_its_apex()) {
        if !zone.zone.names().any(|name| zone.zone.is_owner(name) && !zone.zone.is_in_zone(name)) {
            continue;
        }
        let is_outside = |id: RecordId| !zone.zone.is_in_zone(zone.zone.record(id).owner);
        let mut told = HashSet::new();
        let (mut outside, mut inside) = (Vec::new(), 0);
        for (id, record) in zone.zone.records().filter(|(_, record)| record.owner != zone.zone.apex()) {
            if !is_outside(id) {
                inside += 1;
            } else if record.is_readable() && told.insert(record.owner) {
                outside.push(id);
            }
        }
        let Some(&first) = outside.first() else { continue };
        // An origin outside the zone is one mistake, however many records follow it.
        let mut origins = HashSet::new();
        outside.retain(|&id| !is_relative(zone, id) || origins.insert(zone.zone.origin_at(id)));
        // The zone's own name is what is wrong then.
        if outside.len() > inside && outside.len() > 1 {
            let others = format!("and {} other owners", outside.len() - 1);
            findings.add(finding(zone, first, &others).help("is this file the zone that it is taken for?"));
            continue;
        }
        findings.extend(outside.into_iter().map(|id| finding(zone, id, "")));
    }
}

fn is_relative(zone: &ZoneView, id: RecordId) -> bool {
    !zone.zone.bytes(zone.zone.entry(id).owner()).ends_with(b".")
}

fn finding(zone: &ZoneView, id: RecordId, others: &str) -> Diagnostic {
    let (owner, apex) = (zone.zone.name_text(zone.zone.record(id).owner), zone.zone.apex_text());
    let labels = zone.zone.labels(zone.zone.record(id).owner);
    let parts = &labels[..labels.len().saturating_sub(2)];
    let family = Family::of(&owner).filter(|&family| zone.family() == Some(family));
    let help = if let Some(own) = family.and_then(|family| reverse::turned(family, zone.zone, parts)) {
        format!("the parts of the address stand in its own order: write `{own}`")
    } else if is_relative(zone, id) {
        let origin = zone.zone.name_text(zone.zone.origin_at(id));
        format!("the origin is `{origin}` here: is `$ORIGIN {apex}` missing before it?")
    } else {
        "remove it, or move it to the zone that it belongs to: servers ignore it or refuse the zone".to_owned()
    };
    let message = match others {
        "" => format!("`{owner}` is not in the zone `{apex}`"),
        others => format!("`{owner}` {others} are not in the zone `{apex}`"),
    };
    Diagnostic::new(&META, zone.zone.entry(id).owner(), message).help(help).subject(zone.subject(id))
}
