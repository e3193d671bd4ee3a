//! A target that a rule does not list.

use super::srv::{TARGET, service_text};
use super::{Findings, View, severity_by};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "srv-target-unexpected",
    summary: "the target of an SRV record is none that its rule allows",
    severity: Severity::Warning,
    references: &["the rule file, `target`"],
    explain: include_str!("srv_target_unexpected.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        let apex = zone.place().zone;
        for srv in zone.srvs().iter().filter(|srv| !srv.is_null()) {
            let Some(rule) = srv.rule else { continue };
            let Some(allowed) = &rule.target else { continue };
            let target = zone.zone.name_text(srv.target);
            let target = target.trim_end_matches('.');
            if allowed.value.iter().any(|pattern| pattern.matches(target, apex)) {
                continue;
            }
            let Some(severity) = severity_by(rule, &META) else { continue };
            let Some(at) = zone.zone.entry(srv.record).field(TARGET) else { continue };
            let service = service_text(zone.zone, srv);
            let message = format!("`{service}` points at `{target}.`, which its rule does not allow");
            let names: Vec<String> = allowed.value.iter().map(|name| format!("`{}`", name.in_zone(apex))).collect();
            let mut finding = Diagnostic::new(&META, at, message).help(format!("point it at {}", names.join(" or ")));
            finding.severity = severity;
            view.asked_by(allowed.entry, &mut finding);
            findings.add(finding.label(allowed.span, "allowed targets").subject(zone.subject(srv.record)));
        }
    }
}
