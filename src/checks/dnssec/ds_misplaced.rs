//! A DS where no zone is delegated.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "ds-misplaced",
    summary: "a DS record is not at a delegation",
    severity: Severity::Error,
    references: &["RFC 4035 section 2.4"],
    explain: include_str!("ds_misplaced.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_complete() {
        return;
    }
    for (id, record) in cx.zone.of_type(RType::DS).filter(|(_, record)| !cx.zone.is_cut(record.owner)) {
        // Below a delegation another check speaks of it, and of the rest of its RRset the first does.
        let is_first = cx.zone.rrset(record.owner, RType::DS).first() == Some(&id);
        if !is_first || cx.zone.cut_above(record.owner).is_some() || cx.zone.is_wildcard(record.owner) {
            continue;
        }
        let (name, apex) = (cx.zone.name_text(record.owner), cx.zone.apex());
        let (message, help) = match record.owner == apex {
            true => (
                format!("the DS of `{name}` is in the zone itself"),
                "a DS belongs in the parent zone; to request it there, publish a CDS",
            ),
            false => (
                format!("`{name}` has a DS but no NS, so it is not delegated"),
                "remove the DS, or add the NS records of the delegation",
            ),
        };
        let finding = Diagnostic::new(&META, cx.zone.entry(id).rtype(), message);
        findings.add(finding.help(help).subject(cx.subject(id)));
    }
}
