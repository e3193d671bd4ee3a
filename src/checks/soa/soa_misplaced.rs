//! A second zone in the file.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "soa-misplaced",
    summary: "an SOA record is not at the apex",
    severity: Severity::Error,
    references: &["RFC 1034 section 4.2.1", "RFC 1035 section 5.2"],
    explain: include_str!("soa_misplaced.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some(soa) = cx.zone.soa() else { return };
    let apex = cx.zone.apex();
    let mut others = cx.zone.of_type(RType::SOA).filter(|(_, record)| record.owner != apex);
    let Some((first, record)) = others.next() else { return };
    let name = cx.zone.name_text(record.owner);
    let place = |id: RecordId| cx.zone.entry(id).rtype();
    let message = format!("an SOA at `{name}`, in the zone `{}`", cx.zone.shown_name());
    let finding = Diagnostic::new(&META, place(first), message)
        .label(place(soa), "the SOA of this zone")
        .said_of_each(others, |(other, _)| (place(other), "another one"));
    let help = "put the other zone into a file of its own, or remove this SOA";
    findings.add(finding.help(help).subject(cx.subject(first)));
}
