//! A name that is delegated and redirected at once.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "dname-beside-ns",
    summary: "a name below the apex has both DNAME and NS records",
    severity: Severity::Error,
    references: &["RFC 6672 section 2.3"],
    explain: include_str!("dname_beside_ns.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, record) in cx.zone.of_type(RType::DNAME).filter(|(_, record)| cx.zone.is_cut(record.owner)) {
        let message = format!("`{}` is both delegated and redirected", cx.zone.name_text(record.owner));
        let mut finding = Diagnostic::new(&META, cx.zone.entry(id).rtype(), message).here("redirected here");
        for &ns in cx.zone.rrset(record.owner, RType::NS).iter().take(1) {
            finding = finding.label(cx.zone.entry(ns).rtype(), "delegated here");
        }
        let help = "remove one of the two: a DNAME of a delegated zone belongs in that zone";
        findings.add(finding.help(help).subject(cx.subject(id)));
    }
}
