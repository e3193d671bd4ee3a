//! One name server where there should be two.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "ns-single",
    summary: "the zone has only one NS record",
    severity: Severity::Warning,
    references: &["RFC 1034 section 4.1", "RFC 2182 section 5"],
    explain: include_str!("ns_single.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_whole() {
        return;
    }
    if let &[only] = cx.zone.rrset(cx.zone.apex(), RType::NS) {
        let message = format!("`{}` has only one name server", cx.zone.shown_name());
        let help = "add a second one in another network: while the only one is down, so is the zone";
        let finding = Diagnostic::new(&META, cx.zone.entry(only).span(), message);
        findings.add(finding.help(help).subject(cx.subject_of_set(only)));
    }
}
