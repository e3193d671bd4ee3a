//! A DS where no zone is delegated.

use crate::checks::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "ds-misplaced",
    summary: "a DS record stands where there is no delegation",
    severity: Severity::Error,
    references: &["RFC 4035 section 2.4"],
    explain: include_str!("ds_misplaced.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| zone.zone.is_complete()) {
        for (id, record) in zone.zone.of_type(RType::DS).filter(|(_, record)| !zone.zone.is_cut(record.owner)) {
            // Below a delegation another check speaks of it, and of the rest of its RRset the first does.
            let is_first = zone.zone.rrset(record.owner, RType::DS).first() == Some(&id);
            if !is_first || zone.zone.cut_above(record.owner).is_some() || zone.zone.is_wildcard(record.owner) {
                continue;
            }
            let (name, apex) = (zone.zone.name_text(record.owner), zone.zone.apex());
            let (message, help) = match record.owner == apex {
                true => (
                    format!("the DS of `{name}` stands in the zone itself"),
                    "a DS belongs into the zone above; to have it put there, publish a CDS",
                ),
                false => (
                    format!("`{name}` has a DS and no NS: it is not delegated"),
                    "remove the DS, or write the NS records of the delegation beside it",
                ),
            };
            let finding = Diagnostic::new(&META, zone.zone.entry(id).rtype(), message);
            findings.add(finding.help(help).subject(zone.subject(id)));
        }
    }
}
