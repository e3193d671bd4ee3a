//! A record that a rule forbids and the zone has.

use crate::checks::expectation::standing;
use crate::checks::{FindingSink, ZoneContext, is_text};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::{RecordPresence, Setting};

pub(super) static META: Meta = Meta {
    id: "record-forbidden-present",
    summary: "a rule forbids a record that the zone has",
    severity: Severity::Error,
    references: &["the rule file, `records`"],
    explain: include_str!("record_forbidden_present.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let apex = cx.place().zone;
    for rule in cx.rules.records_in(cx.place()).filter(|rule| rule.presence == RecordPresence::Forbidden) {
        let Some(severity) = rule.severity.map_or(Some(META.severity), Setting::severity) else { continue };
        for record in standing(cx, &rule.name.value, &rule.types) {
            let is_meant = rule.data.as_ref().is_none_or(|data| {
                let text = cx.zone.rdata(record).rule_text();
                text.is_some_and(|text| data.allows(&text, apex, is_text(cx, record)))
            });
            if !is_meant {
                continue;
            }
            let of = cx.zone.record(record);
            let (name, rtype) = (cx.zone.name_text(of.owner), of.rtype.mnemonic());
            let message = format!("`{name}` has this {rtype} record, but a rule forbids it");
            let at = cx.zone.entry(record).owner();
            let mut finding = Diagnostic::new(&META, at, message).severity(severity);
            cx.asked_by(rule.name.entry, &mut finding);
            findings.add(finding.label(rule.name.span, "forbidden here").subject(cx.subject(record)));
        }
    }
}
