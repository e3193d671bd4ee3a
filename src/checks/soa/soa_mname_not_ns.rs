//! A primary that is none of the name servers.

use crate::checks::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "soa-mname-not-ns",
    summary: "the primary that the SOA names is not among the NS records",
    severity: Severity::Info,
    references: &["RFC 1035 section 3.3.13", "RFC 1996 section 2"],
    explain: include_str!("soa_mname_not_ns.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| zone.zone.is_complete()) {
        let servers = zone.zone.rrset(zone.zone.apex(), RType::NS);
        let Some(soa) = zone.zone.soa().filter(|_| !servers.is_empty()) else { continue };
        let Some(primary) = zone.zone.record(soa).target() else { continue };
        let Some(at) = zone.zone.entry(soa).field(0) else { continue };
        if servers.iter().all(|&ns| zone.zone.record(ns).target() != Some(primary)) {
            let message = format!("the primary `{}` is none of the zone's NS", zone.zone.name_text(primary));
            let mut finding = Diagnostic::new(&META, at, message);
            for &ns in servers.iter().take(1) {
                finding = finding.label(zone.zone.entry(ns).span(), "the name servers");
            }
            findings.add(finding.help("name one of them, unless the primary is hidden").subject(zone.subject(soa)));
        }
    }
}
