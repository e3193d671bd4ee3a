//! A service without the records that a rule wants beside it.

use super::companion::{asked_by, offered, severity_of};
use crate::checks::expectation::{answering, full_name, is_for_zone_to_say, one_of, standing};
use crate::checks::srv::service_text;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::Companion;

pub(super) static META: Meta = Meta {
    id: "srv-companion-missing",
    summary: "a service lacks a record that its rule requires beside it",
    severity: Severity::Warning,
    references: &["the rule file, `with`"],
    explain: include_str!("srv_companion_missing.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_complete() {
        return;
    }
    for (srv, rule) in offered(cx) {
        for with in rule.with.iter().filter(|with| is_missing(cx, &with.value)) {
            let Some(severity) = severity_of(&with.value, rule, &META) else { continue };
            let service = service_text(cx.zone, srv);
            let (name, types) = (full_name(cx, &with.value.name), one_of(&with.value.types));
            let (message, help) = match with.value.name.is_name() {
                true => (
                    format!("`{service}` needs `{name}` with {types}, which does not exist"),
                    format!("add {types} for `{name}`"),
                ),
                false => (
                    format!("`{service}` needs a name that matches `{name}` with {types}, and there is none"),
                    format!("add {types} for a name that matches `{name}`"),
                ),
            };
            let at = cx.zone.entry(srv.record).owner();
            let mut finding = Diagnostic::new(&META, at, message).severity(severity);
            asked_by(cx, with, &mut finding);
            let finding = finding.label(with.span, "required here").help(help).subject(cx.subject(srv.record));
            findings.add(finding.known_by(&format!("{name} {}", with.value.types.join(" "))));
        }
    }
}

fn is_missing(cx: &ZoneContext, wanted: &Companion) -> bool {
    match wanted.name.is_name() {
        true => answering(cx, &wanted.name, &wanted.types).is_some_and(|records| records.is_empty()),
        false => is_for_zone_to_say(cx, &wanted.name) && standing(cx, &wanted.name, &wanted.types).is_empty(),
    }
}
