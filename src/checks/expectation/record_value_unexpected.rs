//! A record whose data are not what a rule says.

use std::net::IpAddr;

use super::record_required_missing::is_single_and_wrong;
use crate::checks::address;
use crate::checks::expectation::{answering, standing};
use crate::checks::{FindingSink, ZoneContext, is_text};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::ruleset::{ExpectedData, ExpectedRecord, RecordPresence, Setting};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "record-value-unexpected",
    summary: "the data of a record is not what its rule allows",
    severity: Severity::Warning,
    references: &["the rule file, `records`"],
    explain: include_str!("record_value_unexpected.md"),
    fixes: UNSAFE,
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
            let finding = finding.fix(only_one(cx, record, data, at));
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

/// The data where a rule allows only these, of types whose data are one word or as the rule says them.
fn only_one(cx: &ZoneContext, record: RecordId, data: &ExpectedData, at: Span) -> Option<Fix> {
    let [one] = &data.stated().value[..] else { return None };
    let text = one.in_zone(cx.place().zone);
    match cx.zone.record(record).rtype {
        _ if text.contains(['*', '"', '\\', ';', '(', ')']) => None,
        RType::A | RType::AAAA => {
            // Another rule may ask for what this one does not.
            let (own, address) = (address::of_record(cx.zone, record), text.parse::<IpAddr>().ok()?);
            (own != Some(address)).then(|| Fix::unsure(at, text))
        }
        RType::TXT => Some(Fix::unsure(at, format!("\"{text}\""))).filter(|_| text.len() <= 255),
        RType::CNAME | RType::NS | RType::PTR | RType::DNAME => cx.renamed(record, at, &text),
        RType::MX => {
            let (preference, name) = text.split_once(' ')?;
            let entry = cx.zone.entry(record);
            let (field, target) = (entry.field(0)?, entry.field(1)?);
            Some(Fix::unsure(field, preference).and(target, cx.spelled(record, target, name)?))
        }
        _ => None,
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
