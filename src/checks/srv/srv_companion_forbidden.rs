//! A service beside records that its rule does not want there.

use super::companion::{asked_by, offered, severity_of};
use crate::checks::expectation::standing;
use crate::checks::srv::service_text;
use crate::checks::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "srv-companion-forbidden",
    summary: "a service stands beside a record that its rule forbids there",
    severity: Severity::Warning,
    references: &["the rule file, `without`"],
    explain: include_str!("srv_companion_forbidden.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        for (srv, rule) in offered(zone) {
            for without in &rule.without {
                let Some(severity) = severity_of(&without.value, rule, &META) else { continue };
                let there = standing(zone, &without.value.name, &without.value.types);
                for (number, &record) in there.iter().enumerate() {
                    let owner = zone.zone.record(record).owner;
                    // Records of one owner are one mistake.
                    if number > 0 && zone.zone.record(there[number - 1]).owner == owner {
                        continue;
                    }
                    let (name, service) = (zone.zone.name_text(owner), service_text(zone.zone, srv));
                    let message = format!("`{name}` must not exist beside `{service}`");
                    let at = zone.zone.entry(record).owner();
                    let mut finding = Diagnostic::new(&META, at, message).severity(severity);
                    asked_by(view, without, &mut finding);
                    let finding = finding
                        .label(without.span, "forbidden here")
                        .label(zone.zone.entry(srv.record).owner(), "the service");
                    findings
                        .add(finding.help("remove one of the two").subject(zone.subject(record)).known_by(&service));
                }
            }
        }
    }
}
