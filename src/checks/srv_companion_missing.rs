//! A service without the records that a rule wants beside it.

use super::companion::offered;
use super::expected::{answering, full_name, one_of};
use super::srv::service_text;
use super::{Findings, View, severity_by};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "srv-companion-missing",
    summary: "a service stands without a record that its rule wants beside it",
    severity: Severity::Warning,
    references: &["the rule file, `with`"],
    explain: include_str!("srv_companion_missing.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| zone.zone.is_complete()) {
        for (srv, rule) in offered(zone) {
            let Some(severity) = severity_by(rule, &META) else { continue };
            for with in &rule.with {
                let there = answering(zone, &with.value.name, &with.value.types);
                if there.is_none_or(|records| !records.is_empty()) {
                    continue;
                }
                let service = service_text(zone.zone, srv);
                let (name, types) = (full_name(zone, &with.value.name), one_of(&with.value.types));
                let at = zone.zone.entry(srv.record).owner();
                let message = format!("`{service}` wants `{name}` with {types} beside it, which does not exist");
                let mut finding = Diagnostic::new(&META, at, message).severity(severity);
                finding.note = view.note(with.entry);
                let finding = finding.label(with.span, "wanted here").help(format!("add {types} for `{name}`"));
                findings.add(finding.subject(zone.subject(srv.record)));
            }
        }
    }
}
