//! A primary that is none of the name servers.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "soa-mname-not-ns",
    summary: "the primary in the SOA is not among the NS records",
    severity: Severity::Info,
    references: &["RFC 1035 section 3.3.13", "RFC 1996 section 2"],
    explain: include_str!("soa_mname_not_ns.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_whole() {
        return;
    }
    let servers = cx.zone.rrset(cx.zone.apex(), RType::NS);
    let Some(soa) = cx.zone.soa().filter(|_| !servers.is_empty()) else { return };
    let Some(primary) = cx.zone.record(soa).target() else { return };
    let Some(at) = cx.zone.entry(soa).field(0) else { return };
    if servers.iter().all(|&ns| cx.zone.record(ns).target() != Some(primary)) {
        let message = format!("the primary `{}` is not among the NS records of the zone", cx.zone.name_text(primary));
        let mut finding = Diagnostic::new(&META, at, message);
        for &ns in servers.iter().take(1) {
            finding = finding.label(cx.zone.entry(ns).span(), "the name servers");
        }
        findings.add(finding.help("use one of them, unless the primary is hidden").subject(cx.subject(soa)));
    }
}
