//! A zone that names no server for itself.

use crate::checks::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "ns-missing",
    summary: "the zone has no NS record at its apex",
    severity: Severity::Error,
    references: &["RFC 1034 section 4.2.1", "RFC 2181 section 6.1"],
    explain: include_str!("ns_missing.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| zone.zone.is_complete()) {
        let apex = zone.zone.apex();
        let Some(soa) = zone.zone.soa().filter(|_| !zone.zone.has(apex, RType::NS)) else { continue };
        let name = zone.zone.apex_text();
        let mut finding = Diagnostic::new(&META, zone.zone.entry(soa).owner(), format!("`{name}` has no NS record"));
        if let Some((elsewhere, ns)) = zone.zone.of_type(RType::NS).next() {
            let at = zone.zone.entry(elsewhere).owner();
            finding = finding.label(at, format!("these are of `{}`", zone.zone.name_text(ns.owner)));
        }
        let help = "name the servers of the zone at its apex: `@ IN NS ns1.example.net.`";
        findings.add(finding.help(help).subject(zone.subject(soa)));
    }
}
