//! A service that a rule forbids and the zone offers.

use crate::checks::srv::service_text;
use crate::checks::{FindingSink, ZoneContext, severity_by};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::RecordPresence;

pub(super) static META: Meta = Meta {
    id: "srv-forbidden-present",
    summary: "a rule forbids an SRV record that the zone has",
    severity: Severity::Error,
    references: &["the rule file, `presence: forbidden`"],
    explain: include_str!("srv_forbidden_present.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for srv in cx.srvs().iter().filter(|srv| !srv.is_null()) {
        let Some(rule) = srv.rule else { continue };
        let Some(presence) = rule.presence.as_ref().filter(|p| p.value == RecordPresence::Forbidden) else { continue };
        let Some(severity) = severity_by(rule, &META) else { continue };
        let service = service_text(cx.zone, srv);
        let at = cx.zone.entry(srv.record).owner();
        let mut finding = Diagnostic::new(&META, at, format!("`{service}` has an SRV record, but a rule forbids it"));
        cx.asked_by(presence.entry, &mut finding);
        finding.severity = severity;
        let finding = finding.help("remove the record, or the rule if it is outdated");
        findings.add(finding.label(presence.span, "forbidden here").subject(cx.subject(srv.record)));
    }
}
