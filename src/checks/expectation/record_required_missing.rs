//! A record that a rule requires and the zone does not have.

use crate::checks::expectation::{MissingList, answering, full_name, one_of, place_of_missing};
use crate::checks::{Findings, View, ZoneView, is_text};
use crate::diagnostic::{Diagnostic, Meta, Severity, Subject, Text};
use crate::ruleset::{Data, ExpectedRecord, Presence, Setting};
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "record-required-missing",
    summary: "a rule requires a record that the zone does not have",
    severity: Severity::Error,
    references: &["the rule file, `records`"],
    explain: include_str!("record_required_missing.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| zone.zone.is_complete() && !zone.is_reverse()) {
        let apex = zone.place().zone;
        let mut list = MissingList::of(zone, "records");
        for rule in view.rules.records_in(zone.place()).filter(|rule| rule.presence == Presence::Required) {
            if list.is_full() {
                break;
            }
            let Some(severity) = rule.severity.map_or(Some(META.severity), Setting::severity) else { continue };
            let Some(records) = answering(zone, &rule.name.value, &rule.types) else { continue };
            if is_single_and_wrong(zone, rule, &records) {
                continue;
            }
            for lacking in lacking(zone, rule, &records, apex) {
                let mut finding = missing(zone, rule, &records, lacking.as_deref()).severity(severity);
                view.asked_by(rule.name.entry, &mut finding);
                list.add(finding, findings);
            }
        }
    }
}

/// Whether one record stands there, and only its data are wrong: that is another check's.
pub(in crate::checks) fn is_single_and_wrong(zone: &ZoneView, rule: &ExpectedRecord, records: &[RecordId]) -> bool {
    let ([record], Some(data)) = (records, &rule.data) else { return false };
    let apex = zone.zone.apex_text();
    let is_single = matches!(data, Data::Like(_)) || data.stated().value.len() == 1;
    is_single && zone.zone.data_text(*record).is_some_and(|text| !data.allows(&text, apex, is_text(zone, *record)))
}

/// What is missing: any record of the types (`None`), or records with certain data.
fn lacking(zone: &ZoneView, rule: &ExpectedRecord, records: &[RecordId], apex: &str) -> Vec<Option<String>> {
    let Some(data) = rule.data.as_ref().filter(|_| !records.is_empty()) else {
        return if records.is_empty() { vec![None] } else { Vec::new() };
    };
    // Data that cannot be read may be those that are wanted.
    let texts: Option<Vec<Vec<u8>>> = records.iter().map(|&record| zone.zone.data_text(record)).collect();
    let texts = texts.unwrap_or_default();
    if texts.is_empty() {
        return Vec::new();
    }
    let lacking = data.lacking(&texts, apex, is_text(zone, records[0])).into_iter().map(|one| one.in_zone(apex));
    match data {
        Data::Exactly(_) => lacking.map(Some).collect(),
        Data::Like(_) => lacking.reduce(|all, one| format!("{all}` or `{one}")).map(Some).into_iter().collect(),
    }
}

fn missing(zone: &ZoneView, rule: &ExpectedRecord, records: &[RecordId], data: Option<&str>) -> Diagnostic {
    let (name, types) = (full_name(zone, &rule.name.value), one_of(&rule.types));
    let message = match data {
        None => format!("`{name}` has no {types} record, and a rule requires one"),
        Some(data) => format!("`{name}` has no {types} record with the data `{data}`, and a rule requires one"),
    };
    let at = match records.first() {
        Some(&record) => zone.zone.entry(record).owner(),
        None => place_of_missing(zone),
    };
    let subject = Subject {
        zone: Some(zone.zone.shared_apex_text()),
        owner: Some(name.into()),
        rtype: rule.types.first().cloned().map(Text::from),
    };
    let finding = Diagnostic::new(&META, at, message).label(rule.name.span, "required here").subject(subject);
    match data {
        Some(data) => finding.known_by(data),
        None => finding,
    }
}
