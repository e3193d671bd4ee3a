//! A record whose owner is neither the apex nor below it.

use std::collections::{HashMap, HashSet};

use crate::checks::name::comma_or_at_in_name::sign_in;
use crate::checks::reverse::repair::repairs;
use crate::checks::reverse::{self, Family};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::name::ends_in;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "record-outside-zone",
    summary: "the owner of a record is not in the zone",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.2", "RFC 1034 section 4.2"],
    explain: include_str!("record_outside_zone.md"),
    fixes: UNSAFE,
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
    let mut below: HashMap<NameId, usize> = HashMap::new();
    outside.retain(|&id| {
        let owners = below.entry(cx.zone.origin_at(id)).or_default();
        let is_new = !is_relative(cx, id) || *owners == 0;
        *owners += usize::from(is_relative(cx, id));
        is_new
    });
    // The zone's own name is what is wrong then, or all owners have the same slip.
    if outside.len() > inside && outside.len() > 1 {
        let others = format!("and {} other owners", outside.len() - 1);
        let mut all = finding(cx, first, &others);
        let slips = outside.iter().filter(|&&id| dot_too_many(cx, id).is_some()).count();
        if slips * 2 <= outside.len() {
            all = all.help("is this file the zone that it is read as?");
        }
        findings.add(all.said_of_each(&outside[1..], |&id| (cx.zone.entry(id).owner(), "also outside")));
        return;
    }
    for id in outside {
        let of_origin = || origin_slip(cx, id, below.get(&cx.zone.origin_at(id)).copied().unwrap_or_default());
        findings.add(of_origin().unwrap_or_else(|| finding(cx, id, "")));
    }
}

fn is_relative(cx: &ZoneContext, id: RecordId) -> bool {
    !cx.zone.bytes(cx.zone.entry(id).owner()).ends_with(b".")
}

/// Whether a name is the apex or below it.
fn is_in(cx: &ZoneContext, name: &str) -> bool {
    let apex = cx.zone.apex_name().as_str();
    name.eq_ignore_ascii_case(apex) || ends_in(name.strip_suffix('.').unwrap_or(name).as_bytes(), apex)
}

/// The finding at an `$ORIGIN` that one slip keeps outside the zone, with so many owners below it.
fn origin_slip(cx: &ZoneContext, id: RecordId, owners: usize) -> Option<Diagnostic> {
    let at = cx.zone.origin_given_at(id).filter(|_| is_relative(cx, id))?;
    let (origin, apex) = (cx.zone.origin_at(id), cx.zone.apex_name());
    let name = cx.zone.name_text(origin);
    let family = Family::of(&name).filter(|&family| cx.family() == Some(family))?;
    let repair = repairs(family, &cx.zone.labels(origin)).into_iter().find(|repair| is_in(cx, &repair.name))?;
    let below = if owners == 1 { "nor is the owner".to_owned() } else { format!("nor are the {owners} owners") };
    let message = format!("the origin `{name}` is not in the zone `{apex}`, {below} below it");
    let finding = Diagnostic::new(&META, at, message).label(cx.zone.entry(id).owner(), "the first below it");
    let finding = finding.fix(Fix::unsure(at, repair.name.as_str()));
    Some(finding.help(format!("{}: write `$ORIGIN {}`", repair.slip, repair.name)).subject(cx.subject(id)))
}

/// The owner as it was meant where it is a name of the zone but for a final dot that makes it absolute: one label, or
/// below one that the zone has or that starts with an underscore.
fn dot_too_many(cx: &ZoneContext, id: RecordId) -> Option<String> {
    let labels = cx.zone.labels(cx.zone.record(id).owner);
    let last = labels.last().filter(|_| !is_relative(cx, id))?;
    let mut meant = vec![*last];
    meant.extend(cx.zone.labels(cx.zone.apex()));
    // The apex itself may be typed short.
    let is_of_apex = cx.zone.labels(cx.zone.apex()).iter().any(|label| label.eq_ignore_ascii_case(last));
    let is_meant = labels.len() == 1 || last.starts_with(b"_") || cx.zone.is_known(&meant);
    let own = cx.zone.name_text(cx.zone.record(id).owner);
    (is_meant && !is_of_apex).then(|| own.trim_end_matches('.').to_owned())
}

fn finding(cx: &ZoneContext, id: RecordId, others: &str) -> Diagnostic {
    let (owner, apex) = (cx.zone.name_text(cx.zone.record(id).owner), cx.zone.shown_name());
    let message = match others {
        "" => format!("`{owner}` is not in the zone `{apex}`"),
        others => format!("`{owner}` {others} are not in the zone `{apex}`"),
    };
    let finding = Diagnostic::new(&META, cx.zone.entry(id).owner(), message);
    let fix = if others.is_empty() { mended(cx, id, &owner) } else { None };
    finding.help(help(cx, id, &owner)).fix(fix).subject(cx.subject(id))
}

/// The owner as it was meant, where one slip took it out of the zone.
fn mended(cx: &ZoneContext, id: RecordId, owner: &str) -> Option<Fix> {
    let (name, labels) = (cx.zone.record(id).owner, cx.zone.labels(cx.zone.record(id).owner));
    let apex = cx.zone.apex_name();
    let parts = &labels[..labels.len().saturating_sub(2)];
    let family = Family::of(owner).filter(|&family| cx.family() == Some(family));
    if let Some(own) = family.and_then(|family| reverse::turned(family, cx.zone, parts)) {
        return cx.renamed_owner(name, &format!("{own}.{apex}"));
    }
    if is_relative(cx, id) {
        return None;
    }
    let repair = family.and_then(|family| repairs(family, &labels).into_iter().find(|repair| is_in(cx, &repair.name)));
    if let Some(repair) = repair {
        return cx.renamed_owner(name, &repair.name);
    }
    let own = dot_too_many(cx, id)?;
    let places = cx.zone.records_of(name).iter().map(|&id| cx.zone.entry(id)).filter(|entry| !entry.inherits_owner());
    let places: Vec<_> = places.map(|entry| entry.owner()).filter(|&at| cx.zone.bytes(at).ends_with(b".")).collect();
    let (first, others) = places.split_first()?;
    Some(Fix::unsure(*first, own.as_str()).and_each(others.iter().copied(), &own))
}

fn help(cx: &ZoneContext, id: RecordId, owner: &str) -> String {
    let apex = cx.zone.apex_name();
    let labels = cx.zone.labels(cx.zone.record(id).owner);
    let parts = &labels[..labels.len().saturating_sub(2)];
    let family = Family::of(owner).filter(|&family| cx.family() == Some(family));
    let repair = || repairs(family?, &labels).into_iter().find(|repair| is_in(cx, &repair.name));
    if let Some(own) = family.and_then(|family| reverse::turned(family, cx.zone, parts)) {
        format!("the address is written forwards: write `{own}`")
    } else if is_relative(cx, id) {
        let origin = cx.zone.name_text(cx.zone.origin_at(id));
        format!("the origin is `{origin}` here: is `$ORIGIN {apex}` missing before it?")
    } else if let Some(repair) = repair() {
        format!("{}: write `{}`", repair.slip, repair.name)
    } else if let Some(own) = dot_too_many(cx, id) {
        format!("remove the final dot: without it `{own}` is `{own}.{apex}`")
    } else {
        "remove it, or move it to the zone that it belongs to: servers ignore it or refuse the zone".to_owned()
    }
}
