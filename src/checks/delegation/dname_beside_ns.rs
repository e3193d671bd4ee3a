//! A name that is delegated and redirected at once.

use crate::checks::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "dname-beside-ns",
    summary: "a name below the apex owns both DNAME and NS",
    severity: Severity::Error,
    references: &["RFC 6672 section 2.3"],
    explain: include_str!("dname_beside_ns.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        for (id, record) in zone.zone.of_type(RType::DNAME).filter(|(_, record)| zone.zone.is_cut(record.owner)) {
            let message = format!("`{}` is both delegated and redirected", zone.zone.name_text(record.owner));
            let mut finding = Diagnostic::new(&META, zone.zone.entry(id).rtype(), message).here("redirected here");
            for &ns in zone.zone.rrset(record.owner, RType::NS).iter().take(1) {
                finding = finding.label(zone.zone.entry(ns).rtype(), "delegated here");
            }
            let help = "remove one of the two: below a delegation the other zone decides, its DNAME included";
            findings.add(finding.help(help).subject(zone.subject(id)));
        }
    }
}
