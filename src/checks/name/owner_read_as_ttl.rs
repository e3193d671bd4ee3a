//! An owner of digits that stands where a TTL may.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::source::Span;
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "owner-read-as-ttl",
    summary: "a line of a reverse zone starts with a space, so its owner is read as a TTL",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("owner_read_as_ttl.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// The last octet of an address; TTLs of PTR records are longer.
const LONGEST: u32 = 255;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.is_reverse() {
        return;
    }
    for (id, _) in cx.zone.of_type(RType::PTR).filter(|(id, record)| record.is_readable() && is_misread(cx, *id)) {
        let entry = cx.zone.entry(id);
        if typed::is_octets(&entry) {
            continue;
        }
        let first = entry.owner();
        let owner = cx.zone.name_text(cx.zone.record(id).owner);
        let octet = shown(cx.zone.bytes(first));
        let message = format!("`{octet}` is read as a TTL, and the record belongs to `{owner}`");
        let help = format!("the line starts with a space: if `{octet}` is the owner, put it in the first column");
        let finding = Diagnostic::new(&META, first, message).help(help).subject(cx.subject(id));
        let blanks = Span { start: cx.line_start(first), end: first.start, ..first };
        findings.add(finding.fix(Fix::unsure(blanks, "").titled("put the owner in the first column")));
    }
}

/// Whether the TTL of a PTR record is the owner that somebody meant.
pub(in crate::checks) fn is_misread(cx: &ZoneContext, id: RecordId) -> bool {
    let record = cx.zone.record(id);
    if record.rtype != RType::PTR || record.ttl > LONGEST || !cx.is_reverse() {
        return false;
    }
    let entry = cx.zone.entry(id);
    let first = entry.owner();
    let is_number = cx.zone.bytes(first).iter().all(u8::is_ascii_digit);
    is_number && entry.inherits_owner() && entry.ttl() == Some(first)
}
