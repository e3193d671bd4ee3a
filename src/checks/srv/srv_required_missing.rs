//! A service that a rule requires and the zone does not have.

use crate::checks::expectation::MissingList;
use crate::checks::{Findings, View, ZoneView, severity_by, top_of};
use crate::diagnostic::{Diagnostic, Meta, Severity, Subject};
use crate::ruleset::Service;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "srv-required-missing",
    summary: "a rule requires an SRV record that the zone does not have",
    severity: Severity::Error,
    references: &["the rule file, `presence: required`"],
    explain: include_str!("srv_required_missing.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    if !view.rules.requires_services() {
        return;
    }
    for zone in view.zones.iter().filter(|zone| zone.zone.is_complete() && !zone.is_reverse()) {
        let mut list = MissingList::of(zone, "services");
        for rule in view.rules.services_in(zone.place()) {
            if list.is_full() {
                break;
            }
            let Some(presence) = rule.required() else { continue };
            let Some(severity) = severity_by(rule, &META).filter(|_| !is_offered(zone, rule)) else { continue };
            let at = zone.zone.soa().map_or_else(|| top_of(zone.zone), |soa| zone.zone.entry(soa).owner());
            let owner = format!("{}.{}", rule.pattern, zone.zone.apex_text());
            let message = format!("`{owner}` has no SRV record, and a rule requires one");
            let mut finding = Diagnostic::new(&META, at, message);
            view.asked_by(presence.entry, &mut finding);
            finding.severity = severity;
            let subject = Subject {
                zone: Some(zone.zone.shared_apex_text()),
                owner: Some(owner.into()),
                rtype: Some("SRV".into()),
            };
            let port = rule.port.as_ref().map_or_else(|| "PORT".to_owned(), |port| port.value.to_string());
            let targets =
                rule.target.iter().flat_map(|target| &target.value).map(|name| name.in_zone(zone.place().zone));
            let host = targets.into_iter().find(|name| !name.contains('*')).unwrap_or_else(|| "HOST".to_owned());
            let finding = finding.help(format!("add `{} IN SRV 0 0 {port} {host}`", rule.pattern));
            list.add(finding.label(presence.span, "required here").subject(subject), findings);
        }
    }
}

fn is_offered(zone: &ZoneView, rule: &Service) -> bool {
    if rule.pattern.is_name() {
        let owner = zone.zone.find(rule.pattern.as_str());
        let records = owner.map_or(&[][..], |owner| zone.zone.rrset(owner, RType::SRV));
        let srv = |record: &RecordId| zone.srvs().binary_search_by_key(record, |srv| srv.record).ok();
        return records.iter().filter_map(srv).any(|at| !zone.srvs()[at].is_null());
    }
    zone.srvs().iter().any(|srv| {
        let is_owner =
            |labels: Vec<&[u8]>| labels.len() == rule.pattern.labels().count() && rule.pattern.matches(&labels);
        !srv.is_null() && zone.zone.labels_below_apex(zone.zone.record(srv.record).owner).is_some_and(is_owner)
    })
}
