//! A zone without its SOA, or with the SOA somewhere else than at the apex.

use super::{Findings, View, top_of};
use crate::diagnostic::{Diagnostic, Meta, Severity, Subject};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "soa-missing",
    summary: "the zone has no SOA record at its apex",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.2"],
    explain: include_str!("soa_missing.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    // The SOA may be in an included file that could not be read, and that was said.
    for zone in view.zones.iter().map(|zone| zone.zone).filter(|zone| zone.is_all_read() && zone.soa().is_none()) {
        let apex = zone.apex_text();
        let elsewhere = zone.records().find(|(_, record)| record.rtype == RType::SOA);
        let finding = match elsewhere {
            Some((id, record)) => {
                let message = format!("the SOA is at `{}`, not at the apex `{apex}`", zone.name_text(record.owner));
                Diagnostic::new(&META, zone.entry(id).owner(), message).help("write `@` as the owner of the SOA")
            }
            None => {
                let is_zone = zone.has(zone.apex(), RType::NS);
                Diagnostic::new(&META, top_of(zone), format!("`{apex}` has no SOA record"))
                    .severity(if is_zone { META.severity } else { Severity::Warning })
                    .help("a file that others include is checked with the zone that includes it")
            }
        };
        findings.add(finding.subject(Subject { zone: Some(apex.to_owned()), ..Subject::default() }));
    }
}
