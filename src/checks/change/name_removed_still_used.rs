//! A name that was removed while records still point at it.

use std::collections::HashSet;

use super::names::{self, GoneName, GoneNames};
use crate::checks::email::spf_names::{self, SpfName};
use crate::checks::{ChangeContext, FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::ruleset::Service;
use crate::source::Span;

pub(super) static META: Meta = Meta {
    id: "name-removed-still-used",
    summary: "a name was removed, and records still point at it",
    severity: Severity::Error,
    references: &["RFC 1912 section 2.4", "RFC 2181 section 10.3", "RFC 7208 section 4.6.4"],
    explain: include_str!("name_removed_still_used.md"),
    overlap: &[OverlapGroup::Change.rank(1)],
    is_merged: true,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    let gone = names::gone(cx);
    for (stale, name) in names::pointing_at(cx.new, &gone) {
        if stale.is_missing(cx.new) {
            let rtype = stale.from.rtype().mnemonic();
            findings.add(stale.finding(|at| finding(&name, at, &format!("this {rtype} record points at it"))));
        }
    }
    for zone in cx.new.zones.iter().filter(|_| !gone.is_empty()) {
        in_policies(zone, &gone, findings);
    }
    in_rules(cx, &gone, findings);
}

/// Targets that a rule file allows.
fn in_rules(cx: &ChangeContext, gone: &GoneNames, findings: &mut FindingSink) {
    let rules = cx.new.rules;
    let is_own = |rule: &&Service| rule.target.as_ref().is_some_and(|target| !rules.is_builtin(target.span));
    if gone.is_empty() || !rules.services().iter().any(|rule| is_own(&rule)) {
        return;
    }
    let mut told = HashSet::new();
    for zone in cx.new.zones {
        let apex = zone.place().zone;
        for target in rules.services_in(zone.place()).filter(is_own).filter_map(|rule| rule.target.as_ref()) {
            for name in target.value.iter().map(|name| name.in_zone(apex).to_ascii_lowercase()) {
                let Some(gone) = gone.get(&name).filter(|_| told.insert((target.span, name.clone()))) else { continue };
                findings.add(finding(gone, target.span, "this rule names it").severity(Severity::Warning));
            }
        }
    }
}

/// Terms of SPF that name a host or a domain.
fn in_policies<'v>(cx: &'v ZoneContext<'v>, gone: &GoneNames, findings: &mut FindingSink) {
    for SpfName { record, at, name } in spf_names::of_zone(cx) {
        let Some(gone) = gone.get(&name) else { continue };
        let finding = finding(gone, at, "this policy names it").severity(Severity::Warning);
        findings.add(finding.subject(cx.subject(record)));
    }
}

fn finding(gone: &GoneName, at: Span, use_of_it: &str) -> Diagnostic {
    let name = gone.old.zone.name_text(gone.owner);
    let message = format!("`{name}` was removed, but {use_of_it}");
    let finding =
        Diagnostic::new(&META, at, message).label(gone.old.zone.entry(gone.record).span(), "removed in this change");
    match gone.renamed {
        Some(record) => {
            let new = gone.new.zone.name_text(gone.new.zone.record(record).owner);
            let entry = gone.new.zone.entry(record);
            finding.label(entry.span(), "this came with the same data").help(format!("write `{new}`"))
        }
        None => finding.help("remove this as well, or put the name back"),
    }
}
