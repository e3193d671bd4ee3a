//! A service that a rule requires and the zone does not have.

use crate::checks::expectation::{MissingList, REMOVED};
use crate::checks::{FindingSink, ZoneContext, severity_by, top_of};
use crate::diagnostic::{Diagnostic, Meta, Severity, Subject};
use crate::ruleset::Service;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, Record, RecordId, Zone};

pub(super) static META: Meta = Meta {
    id: "srv-required-missing",
    summary: "a rule requires an SRV record that the zone does not have",
    severity: Severity::Error,
    references: &["the rule file, `presence: required`"],
    explain: include_str!("srv_required_missing.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.rules.requires_services() || !cx.zone.is_complete() || cx.is_reverse() {
        return;
    }
    let mut list = MissingList::of(cx, "services");
    for rule in cx.rules.services_in(cx.place()) {
        if list.is_full() {
            break;
        }
        let Some(presence) = rule.required() else { continue };
        let Some(severity) = severity_by(rule, &META).filter(|_| !is_offered(cx, rule)) else { continue };
        let at = cx.zone.soa().map_or_else(|| top_of(cx.zone), |soa| cx.zone.entry(soa).owner());
        let owner = cx.zone.shown_below_apex(rule.pattern.as_str());
        let message = format!("`{owner}` has no SRV record, but a rule requires one");
        let mut finding = Diagnostic::new(&META, at, message);
        cx.asked_by(presence.entry, &mut finding);
        finding.severity = severity;
        let subject = Subject { zone: cx.zone.known_name(), owner: Some(owner.into()), rtype: Some("SRV".into()) };
        let port = rule.port.as_ref().map_or_else(|| "PORT".to_owned(), |port| port.value.to_string());
        let targets = rule
            .target
            .iter()
            .flat_map(|target| &target.value)
            .map(|name| cx.zone.shown_text(name.in_zone(cx.place().zone)));
        let host = targets.into_iter().find(|name| !name.contains('*')).unwrap_or_else(|| "HOST".to_owned());
        let help = format!("add `{} IN SRV 0 0 {port} {host}`", rule.pattern);
        let mut finding = finding.label(presence.span, "required here").help(help);
        if let Some(removed) = cx.before.and_then(|before| Some(before.entry(first_in(before, rule)?).span())) {
            finding = finding.label(removed, REMOVED);
        }
        list.add(finding.subject(subject), findings);
    }
}

/// The first record of a version before that was what a rule requires.
fn first_in(before: &Zone, rule: &Service) -> Option<RecordId> {
    let is_owner = |labels: Vec<&[u8]>| labels.len() == rule.pattern.labels().count() && rule.pattern.matches(&labels);
    let is_it = |record: &Record| before.labels_below_apex(record.owner).is_some_and(is_owner);
    let mut offered = before.of_type(RType::SRV).filter(|(_, record)| record.target() != Some(NameId::ROOT));
    offered.find(|(_, record)| is_it(record)).map(|(id, _)| id)
}

fn is_offered(cx: &ZoneContext, rule: &Service) -> bool {
    if rule.pattern.is_name() {
        let owner = cx.zone.find(rule.pattern.as_str());
        let records = owner.map_or(&[][..], |owner| cx.zone.rrset(owner, RType::SRV));
        let srv = |record: &RecordId| cx.srvs().binary_search_by_key(record, |srv| srv.record).ok();
        return records.iter().filter_map(srv).any(|at| !cx.srvs()[at].is_null());
    }
    cx.srvs().iter().any(|srv| {
        let is_owner =
            |labels: Vec<&[u8]>| labels.len() == rule.pattern.labels().count() && rule.pattern.matches(&labels);
        !srv.is_null() && cx.zone.labels_below_apex(cx.zone.record(srv.record).owner).is_some_and(is_owner)
    })
}
