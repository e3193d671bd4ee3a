//! A record whose data are not what a rule says.

use super::record_required_missing::is_single_and_wrong;
use crate::checks::expectation::{answering, standing};
use crate::checks::{FindingSink, ZoneContext, is_text};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::{ExpectedData, ExpectedRecord, RecordPresence, Setting};
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "record-value-unexpected",
    summary: "the data of a record is not what its rule allows",
    severity: Severity::Warning,
    references: &["the rule file, `records`"],
    explain: include_str!("record_value_unexpected.md"),
    ..Meta::DEFAULT
};

/// Longer lists are not read in a message.
const SHOWN: usize = 3;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let apex = cx.place().zone;
    for rule in cx.rules.records_in(cx.place()) {
        let Some(severity) = rule.severity.map_or(Some(META.severity), Setting::severity) else { continue };
        let Some(data) = &rule.data else { continue };
        for record in wrong(cx, rule, data, apex) {
            let entry = cx.zone.entry(record);
            let of = cx.zone.record(record);
            let (name, rtype) = (cx.zone.name_text(of.owner), of.rtype.mnemonic());
            let message = format!("the data of {rtype} `{name}` is not what a rule allows");
            let at = entry.data().unwrap_or_else(|| entry.rtype());
            let mut finding = Diagnostic::new(&META, at, message).severity(severity);
            cx.asked_by(rule.name.entry, &mut finding);
            let finding = finding.label(data.stated().span, "allowed").help(expected(cx, data));
            findings.add(finding.subject(cx.subject(record)));
        }
    }
}

/// Of a record that may be missing every one has to fit, of one that is required the only one.
fn wrong(cx: &ZoneContext, rule: &ExpectedRecord, data: &ExpectedData, apex: &str) -> Vec<RecordId> {
    let is_wrong = |record: &RecordId| {
        let text = cx.zone.rdata(*record).rule_text();
        text.is_some_and(|text| !data.allows(&text, apex, is_text(cx, *record)))
    };
    match rule.presence {
        RecordPresence::Forbidden => Vec::new(),
        RecordPresence::Optional => standing(cx, &rule.name.value, &rule.types).into_iter().filter(is_wrong).collect(),
        RecordPresence::Required => answering(cx, &rule.name.value, &rule.types)
            .filter(|records| !cx.is_reverse() && is_single_and_wrong(cx, rule, records))
            .unwrap_or_default(),
    }
}

fn expected(cx: &ZoneContext, data: &ExpectedData) -> String {
    let apex = cx.place().zone;
    let all = &data.stated().value;
    let shown: Vec<String> =
        all.iter().take(SHOWN).map(|one| format!("`{}`", cx.zone.shown_text(one.in_zone(apex)))).collect();
    let more = if all.len() > SHOWN { " and others" } else { "" };
    format!("expected: {}{more}", shown.join(" or "))
}
