//! A record that a rule forbids and the zone has.

use crate::checks::expectation::standing;
use crate::checks::{Findings, View, is_text};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::{Presence, Setting};

pub(super) static META: Meta = Meta {
    id: "record-forbidden-present",
    summary: "a rule forbids a record that the zone has",
    severity: Severity::Error,
    references: &["the rule file, `records`"],
    explain: include_str!("record_forbidden_present.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        let apex = zone.place().zone;
        for rule in view.rules.records_in(zone.place()).filter(|rule| rule.presence == Presence::Forbidden) {
            let Some(severity) = rule.severity.map_or(Some(META.severity), Setting::severity) else { continue };
            for record in standing(zone, &rule.name.value, &rule.types) {
                let is_meant = rule.data.as_ref().is_none_or(|data| {
                    let text = zone.zone.data_text(record);
                    text.is_some_and(|text| data.allows(&text, apex, is_text(zone, record)))
                });
                if !is_meant {
                    continue;
                }
                let of = zone.zone.record(record);
                let (name, rtype) = (zone.zone.name_text(of.owner), of.rtype.mnemonic());
                let message = format!("`{name}` has this {rtype} record, and a rule forbids it");
                let at = zone.zone.entry(record).owner();
                let mut finding = Diagnostic::new(&META, at, message).severity(severity);
                view.asked_by(rule.name.entry, &mut finding);
                findings.add(finding.label(rule.name.span, "forbidden here").subject(zone.subject(record)));
            }
        }
    }
}
