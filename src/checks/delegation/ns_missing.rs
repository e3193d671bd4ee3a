//! A zone that names no server for itself.

use crate::checks::name::class_read_as_owner::leaves_no_servers;
use crate::checks::name::owner_inherited::servers_of_host;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "ns-missing",
    summary: "the zone has no NS record at its apex",
    severity: Severity::Error,
    references: &["RFC 1034 section 4.2.1", "RFC 2181 section 6.1"],
    explain: include_str!("ns_missing.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_whole() {
        return;
    }
    let apex = cx.zone.apex();
    let Some(soa) = cx.zone.soa().filter(|_| !cx.zone.has(apex, RType::NS)) else { return };
    // Servers that went to another owner are missing here for that reason.
    if leaves_no_servers(cx) {
        return;
    }
    if cx.zone.of_type(RType::NS).any(|(_, ns)| !servers_of_host(cx, ns.owner).is_empty()) {
        return;
    }
    let name = cx.zone.shown_name();
    let mut finding = Diagnostic::new(&META, cx.zone.entry(soa).owner(), format!("`{name}` has no NS record"));
    if let Some((elsewhere, ns)) = cx.zone.of_type(RType::NS).next() {
        let at = cx.zone.entry(elsewhere).owner();
        finding = finding.label(at, format!("these are for `{}`", cx.zone.name_text(ns.owner)));
    }
    // Files that get their name and their servers from elsewhere are templates or parts.
    if !cx.zone.is_origin_known() {
        finding.severity = Severity::Info;
    }
    let help = "add the name servers at the apex: `@ IN NS ns1.example.net.`";
    findings.add(finding.help(help).subject(cx.subject(soa)));
}
