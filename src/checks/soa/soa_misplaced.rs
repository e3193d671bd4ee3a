//! A second zone in the file.

use crate::checks::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "soa-misplaced",
    summary: "an SOA stands at a name other than the apex",
    severity: Severity::Error,
    references: &["RFC 1034 section 4.2.1", "RFC 1035 section 5.2"],
    explain: include_str!("soa_misplaced.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        let Some(soa) = zone.zone.soa() else { continue };
        let apex = zone.zone.apex();
        let mut others = zone.zone.of_type(RType::SOA).filter(|(_, record)| record.owner != apex);
        let Some((first, record)) = others.next() else { continue };
        let name = zone.zone.name_text(record.owner);
        let place = |id: RecordId| zone.zone.entry(id).rtype();
        let message = format!("an SOA at `{name}`, in the zone `{}`", zone.zone.apex_text());
        let finding = Diagnostic::new(&META, place(first), message)
            .label(place(soa), "the SOA of this zone")
            .label_each(others, |(other, _)| (place(other), "one more"));
        let help = "put the other zone into a file of its own, or remove this SOA";
        findings.add(finding.help(help).subject(zone.subject(first)));
    }
}
