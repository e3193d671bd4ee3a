//! A record that a rule requires and the zone does not have.

use crate::checks::expectation::{MissingList, REMOVED, answering, full_name, one_of, place_of_missing};
use crate::checks::{FindingSink, ZoneContext, is_text};
use crate::diagnostic::{Diagnostic, Meta, Severity, Subject, Text};
use crate::ruleset::{ExpectedData, ExpectedRecord, RecordPresence, Setting};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{Answer, RecordId, Zone};

pub(super) static META: Meta = Meta {
    id: "record-required-missing",
    summary: "a rule requires a record that the zone does not have",
    severity: Severity::Error,
    references: &["the rule file, `records`"],
    explain: include_str!("record_required_missing.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_complete() || cx.is_reverse() {
        return;
    }
    let apex = cx.place().zone;
    let mut list = MissingList::of(cx, "records");
    for rule in cx.rules.records_in(cx.place()).filter(|rule| rule.presence == RecordPresence::Required) {
        if list.is_full() {
            break;
        }
        let Some(severity) = rule.severity.map_or(Some(META.severity), Setting::severity) else { continue };
        let Some(records) = answering(cx, &rule.name.value, &rule.types) else { continue };
        if is_single_and_wrong(cx, rule, &records) {
            continue;
        }
        for lacking in lacking(cx, rule, &records, apex) {
            let mut finding = missing(cx, rule, &records, lacking.as_deref()).severity(severity);
            cx.asked_by(rule.name.entry, &mut finding);
            list.add(finding, findings);
        }
    }
}

/// Whether one record stands there, and only its data are wrong: that is another check's.
pub(in crate::checks) fn is_single_and_wrong(cx: &ZoneContext, rule: &ExpectedRecord, records: &[RecordId]) -> bool {
    let ([record], Some(data)) = (records, &rule.data) else { return false };
    let apex = cx.zone.apex_name().as_str();
    let is_single = matches!(data, ExpectedData::Like(_)) || data.stated().value.len() == 1;
    is_single && cx.zone.rdata(*record).rule_text().is_some_and(|text| !data.allows(&text, apex, is_text(cx, *record)))
}

/// What is missing: any record of the types (`None`), or records with certain data.
fn lacking(cx: &ZoneContext, rule: &ExpectedRecord, records: &[RecordId], apex: &str) -> Vec<Option<String>> {
    let Some(data) = rule.data.as_ref().filter(|_| !records.is_empty()) else {
        return if records.is_empty() { vec![None] } else { Vec::new() };
    };
    // Data that cannot be read may be those that are wanted.
    let texts: Option<Vec<Vec<u8>>> = records.iter().map(|&record| cx.zone.rdata(record).rule_text()).collect();
    let texts = texts.unwrap_or_default();
    if texts.is_empty() {
        return Vec::new();
    }
    let lacking = data
        .lacking(&texts, apex, is_text(cx, records[0]))
        .into_iter()
        .map(|one| cx.zone.shown_text(one.in_zone(apex)));
    match data {
        ExpectedData::Exactly(_) => lacking.map(Some).collect(),
        ExpectedData::Like(_) => lacking.reduce(|all, one| format!("{all}` or `{one}")).map(Some).into_iter().collect(),
    }
}

fn missing(cx: &ZoneContext, rule: &ExpectedRecord, records: &[RecordId], data: Option<&str>) -> Diagnostic {
    let (name, types) = (full_name(cx, &rule.name.value), one_of(&rule.types));
    let message = match data {
        None => format!("`{name}` has no {types} record, but a rule requires one"),
        Some(data) => format!("`{name}` has no {types} record with the data `{data}`, but a rule requires one"),
    };
    let at = match records.first() {
        Some(&record) => cx.zone.entry(record).owner(),
        None => place_of_missing(cx),
    };
    let subject = Subject {
        zone: cx.zone.known_name(),
        owner: Some(name.into()),
        rtype: rule.types.first().cloned().map(Text::from),
    };
    let mut finding = Diagnostic::new(&META, at, message).label(rule.name.span, "required here").subject(subject);
    if let Some(removed) = cx.before.filter(|_| data.is_none()).and_then(|before| first_in(before, rule)) {
        finding = finding.label(removed, REMOVED);
    }
    match data {
        Some(data) => finding.known_by(data),
        None => finding,
    }
}

/// The first record of a version before that was what a rule requires.
fn first_in(before: &Zone, rule: &ExpectedRecord) -> Option<Span> {
    let labels: Vec<&[u8]> = rule.name.value.labels().map(str::as_bytes).collect();
    let Answer::Owner(owner) = before.answer_for(&labels) else { return None };
    let types = rule.types.iter().filter_map(|mnemonic| RType::from_mnemonic(mnemonic.as_bytes()));
    let first = types.filter_map(|rtype| before.rrset(owner, rtype).first()).min()?;
    Some(before.entry(*first).span())
}
