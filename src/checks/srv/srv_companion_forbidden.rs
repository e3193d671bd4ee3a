//! A service beside records that its rule does not want there.

use super::companion::{asked_by, offered, severity_of};
use crate::checks::expectation::standing;
use crate::checks::srv::service_text;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "srv-companion-forbidden",
    summary: "a service is beside a record that its rule forbids",
    severity: Severity::Warning,
    references: &["the rule file, `without`"],
    explain: include_str!("srv_companion_forbidden.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (srv, rule) in offered(cx) {
        for without in &rule.without {
            let Some(severity) = severity_of(&without.value, rule, &META) else { continue };
            let there = standing(cx, &without.value.name, &without.value.types);
            for (number, &record) in there.iter().enumerate() {
                let owner = cx.zone.record(record).owner;
                // Records of one owner are one mistake.
                if number > 0 && cx.zone.record(there[number - 1]).owner == owner {
                    continue;
                }
                let (name, service) = (cx.zone.name_text(owner), service_text(cx.zone, srv));
                let message = format!("`{name}` must not exist beside `{service}`");
                let at = cx.zone.entry(record).owner();
                let mut finding = Diagnostic::new(&META, at, message).severity(severity);
                asked_by(cx, without, &mut finding);
                let finding = finding
                    .label(without.span, "forbidden here")
                    .label(cx.zone.entry(srv.record).owner(), "the service");
                findings.add(finding.help("remove one of the two").subject(cx.subject(record)).known_by(&service));
            }
        }
    }
}
