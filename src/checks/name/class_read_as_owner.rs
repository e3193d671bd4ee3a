//! A line without an owner that starts in the first column, so that its class is read as one.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "class-read-as-owner",
    summary: "a line without an owner starts in the first column, so its class is read as the owner",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("class_read_as_owner.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some((first, others)) = misread(cx).split_first().map(|(first, others)| (*first, others.to_vec())) else {
        return;
    };
    let record = cx.zone.record(first);
    let name = cx.zone.name_text(record.owner);
    let message = format!(
        "`IN` in the first column is the owner, not the class: this is the {} of `{name}`",
        record.rtype.mnemonic()
    );
    let place = |id: RecordId| cx.zone.entry(id).owner();
    let mut finding = Diagnostic::new(&META, place(first), message)
        .said_of_each(&others, |&id| (place(id), "and here"))
        .fix(indented(cx, first, &others))
        .help("start the line with a space to keep the owner of the record before, or with the owner")
        .subject(cx.subject(first));
    if leaves_no_servers(cx) || takes_address(cx, cx.zone.apex()) && cx.zone.is_server(cx.zone.apex()) {
        finding.severity = Severity::Error;
    }
    findings.add(finding);
}

/// Whether the name servers of the zone went to a class that is read as their owner.
pub(in crate::checks) fn leaves_no_servers(cx: &ZoneContext) -> bool {
    let is_server = |&id: &RecordId| cx.zone.record(id).rtype == RType::NS;
    !cx.zone.has(cx.zone.apex(), RType::NS) && misread(cx).iter().any(is_server)
}

/// Whether the addresses of a name went to a class that is read as their owner: the lines would have had its owner.
pub(in crate::checks) fn takes_address(cx: &ZoneContext, name: NameId) -> bool {
    let records = misread(cx);
    let above = records.first().and_then(|first| first.0.checked_sub(1)).map(|above| cx.zone.record(RecordId(above)));
    let is_address = |&id: &RecordId| matches!(cx.zone.record(id).rtype, RType::A | RType::AAAA);
    above.is_some_and(|above| above.owner == name) && !cx.zone.has_address(name) && records.iter().any(is_address)
}

/// The records whose owner is written as a class is, and that have none, in a zone that writes its class.
fn misread(cx: &ZoneContext) -> Vec<RecordId> {
    let Some(soa) = cx.zone.soa().filter(|&soa| has_class(cx, soa)) else { return Vec::new() };
    let origin = cx.zone.absolute_name(cx.zone.origin_at(soa));
    let owners = [cx.zone.absolute_name(cx.zone.apex()), origin].map(|name| cx.zone.find(&format!("in.{name}")));
    let owner: Option<NameId> = owners.into_iter().flatten().next();
    let mut all = owner.map_or(Vec::new(), |owner| cx.zone.records_of(owner).to_vec());
    all.sort_unstable();
    all.retain(|&id| cx.zone.entry(id).own_owner().is_some());
    let is_misread = |&id: &RecordId| {
        let (owner, line) = (cx.zone.entry(id).owner(), cx.zone.entry(id).span());
        owner.start == line.start && cx.zone.bytes(owner) == b"IN" && !has_class(cx, id)
    };
    if all.iter().all(is_misread) { all } else { Vec::new() }
}

fn has_class(cx: &ZoneContext, id: RecordId) -> bool {
    let entry = cx.zone.entry(id);
    // Without an owner of its own the first word may be the class, or the type already.
    let start = entry.own_owner().map_or(entry.owner().start, |owner| owner.end);
    let before = Span { start, end: entry.rtype().start.max(start), ..entry.owner() };
    cx.zone.bytes(before).split(|b| b.is_ascii_whitespace()).any(|word| word == b"IN")
}

/// The lines behind the apex as lines without an owner; those behind other names are not known to be its own.
fn indented(cx: &ZoneContext, first: RecordId, others: &[RecordId]) -> Option<Fix> {
    let above = first.0.checked_sub(1).map(|above| cx.zone.record(RecordId(above)))?;
    let is_run = others.iter().enumerate().all(|(at, id)| id.0 == first.0 + 1 + at as u32);
    let start = |id: RecordId| Span { end: cx.zone.entry(id).owner().start, ..cx.zone.entry(id).owner() };
    let fix = || Fix::unsure(start(first), " ").and_each(others.iter().map(|&id| start(id)), " ");
    (above.owner == cx.zone.apex() && is_run).then(|| fix().titled("start the line with a space"))
}
