//! An SOA that does not open its zone.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "soa-not-first",
    summary: "records come before the SOA",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.2"],
    explain: include_str!("soa_not_first.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some(soa) = cx.zone.soa().filter(|&soa| soa > RecordId(0)) else { return };
    let entry = cx.zone.entry(soa);
    let finding = Diagnostic::new(&META, entry.rtype(), "the SOA is not the first record of the zone");
    let finding = finding.label(cx.zone.entry(RecordId(0)).span(), "the first");
    findings.add(finding.help("move it to the top: some programs read a zone's name from it").subject(cx.subject(soa)));
}
