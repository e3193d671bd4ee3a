//! A priority or weight that a rule does not allow.

use crate::checks::srv::{PRIORITY, WEIGHT, service_text};
use crate::checks::{FindingSink, ZoneContext, severity_by};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "srv-field-unexpected",
    summary: "the priority or weight of an SRV record is not what its rule allows",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Priority\"", "the rule file, `priority`"],
    explain: include_str!("srv_field_unexpected.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for srv in cx.srvs().iter().filter(|srv| !srv.is_null()) {
        let Some(rule) = srv.rule else { continue };
        for (allowed, field, name) in [(&rule.priority, PRIORITY, "priority"), (&rule.weight, WEIGHT, "weight")] {
            let (Some(allowed), Some(severity)) = (allowed, severity_by(rule, &META)) else { continue };
            let entry = cx.zone.entry(srv.record);
            let number = entry.number(field).and_then(|number| u16::try_from(number).ok());
            let (Some(number), Some(at)) = (number, entry.field(field)) else { continue };
            if allowed.value.contains(number) {
                continue;
            }
            let (service, range) = (service_text(cx.zone, srv), allowed.value);
            let message = format!("{name} {number} of `{service}`, but its rule allows `{range}`");
            let mut finding = Diagnostic::new(&META, at, message).severity(severity);
            cx.asked_by(allowed.entry, &mut finding);
            let fix = (range.first == range.last).then(|| Fix::unsure(at, range.first.to_string()));
            findings.add(finding.label(allowed.span, "allowed").fix(fix).subject(cx.subject(srv.record)));
        }
    }
}
