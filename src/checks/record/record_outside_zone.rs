//! A record whose owner is neither the apex nor below it.

use std::collections::HashSet;

use crate::checks::name::comma_or_at_in_name::sign_in;
use crate::checks::reverse::{self, Family};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "record-outside-zone",
    summary: "the owner of a record is not in the zone",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.2", "RFC 1034 section 4.2"],
    explain: include_str!("record_outside_zone.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.is_at_its_apex() {
        return;
    }
    if !cx.zone.names().any(|name| cx.zone.is_owner(name) && !cx.zone.is_in_zone(name)) {
        return;
    }
    let is_outside = |id: RecordId| !cx.zone.is_in_zone(cx.zone.record(id).owner);
    let mut told = HashSet::new();
    let (mut outside, mut inside) = (Vec::new(), 0);
    for (id, record) in cx.zone.records().filter(|(_, record)| record.owner != cx.zone.apex()) {
        if !is_outside(id) {
            inside += 1;
            continue;
        }
        // The sign is what sets it outside then, and another check says so.
        let has_sign = sign_in(cx.zone.written(record.owner)).is_some();
        if !has_sign && record.is_readable() && told.insert(record.owner) {
            outside.push(id);
        }
    }
    let Some(&first) = outside.first() else { return };
    // An origin outside the zone is one mistake, however many records follow it.
    let mut origins = HashSet::new();
    outside.retain(|&id| !is_relative(cx, id) || origins.insert(cx.zone.origin_at(id)));
    // The zone's own name is what is wrong then.
    if outside.len() > inside && outside.len() > 1 {
        let others = format!("and {} other owners", outside.len() - 1);
        findings.add(finding(cx, first, &others).help("is this file the zone that it is taken for?"));
        return;
    }
    findings.extend(outside.into_iter().map(|id| finding(cx, id, "")));
}

fn is_relative(cx: &ZoneContext, id: RecordId) -> bool {
    !cx.zone.bytes(cx.zone.entry(id).owner()).ends_with(b".")
}

fn finding(cx: &ZoneContext, id: RecordId, others: &str) -> Diagnostic {
    let (owner, apex) = (cx.zone.name_text(cx.zone.record(id).owner), cx.zone.shown_name());
    let labels = cx.zone.labels(cx.zone.record(id).owner);
    let parts = &labels[..labels.len().saturating_sub(2)];
    let family = Family::of(&owner).filter(|&family| cx.family() == Some(family));
    let help = if let Some(own) = family.and_then(|family| reverse::turned(family, cx.zone, parts)) {
        format!("the parts of the address stand in its own order: write `{own}`")
    } else if is_relative(cx, id) {
        let origin = cx.zone.name_text(cx.zone.origin_at(id));
        format!("the origin is `{origin}` here: is `$ORIGIN {apex}` missing before it?")
    } else {
        "remove it, or move it to the zone that it belongs to: servers ignore it or refuse the zone".to_owned()
    };
    let message = match others {
        "" => format!("`{owner}` is not in the zone `{apex}`"),
        others => format!("`{owner}` {others} are not in the zone `{apex}`"),
    };
    Diagnostic::new(&META, cx.zone.entry(id).owner(), message).help(help).subject(cx.subject(id))
}
