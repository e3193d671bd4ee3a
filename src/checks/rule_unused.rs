//! A rule of the user's own that applies to nothing.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::srv::Srv;
use super::ttl_out_of_range::RulesOfTypes;
use super::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::{About, OwnerPattern, Place, Scope, TargetPattern, Written, nearest};
use crate::source::Span;
use crate::zone::RRset;

pub(super) static META: Meta = Meta {
    id: "rule-unused",
    summary: "an entry of a rule file applies to nothing in the whole project",
    severity: Severity::Warning,
    references: &["the rule file"],
    explain: include_str!("rule_unused.md"),
};

const HELP: &str = "correct the entry, or remove it; one for what may be missing says `presence: optional`";

pub(super) fn check(view: &View, findings: &mut Findings) {
    // What has no use in a part of the project may be for the rest.
    if view.zones.iter().any(|zone| !zone.zone.is_all_read()) {
        return;
    }
    let is_whole = |rule: &&Written| view.input.whole.iter().any(|folder| rule.folder.starts_with(folder.as_str()));
    let held = OnceCell::new();
    for rule in view.rules.written().iter().filter(is_whole) {
        match unused(view, rule, &held) {
            Some(finding) => findings.add(finding),
            None => dead_names(view, rule, findings),
        }
    }
}

/// Names that stand for nothing in an entry that is for something.
fn dead_names(view: &View, rule: &Written, findings: &mut Findings) {
    for name in rule.names.iter().filter(|name| !is_live(view, &rule.about, &name.scope)) {
        let zones = view.zones.iter().map(|zone| zone.place().zone);
        let help = match nearest(&name.text, zones) {
            Some(zone) => format!("did you mean `{zone}`?"),
            None => "correct it, or take it out of the list".to_owned(),
        };
        let message = format!("`{}` stands for nothing that was read", name.text);
        findings.add(Diagnostic::new(&META, name.span, message).help(help));
    }
}

/// Whether there is a place that an entry with such a scope is for.
fn is_live(view: &View, about: &About, scope: &Scope) -> bool {
    match about {
        About::Files => holds_for_any_file(view, scope),
        _ => view.zones.iter().any(|zone| scope.holds(zone.place())),
    }
}

/// What is to be said of an entry that applies to nothing.
fn unused(view: &View, rule: &Written, held: &OnceCell<BTreeSet<Span>>) -> Option<Diagnostic> {
    let say = |message: String| Some(Diagnostic::new(&META, rule.span, message).help(HELP));
    if !is_live(view, &rule.about, &rule.scope) {
        let what = if matches!(rule.about, About::Files) { "file" } else { "zone" };
        return say(format!("no {what} that was read is one this entry is for"));
    }
    let mut zones = view.zones.iter().filter(|zone| rule.scope.holds(zone.place()));
    match &rule.about {
        About::Files | About::Zones => None,
        About::Service(service) => {
            let is_used = |srv: &Srv| srv.rule.is_some_and(|rule| rule.pattern == *service);
            let is_used = zones.any(|zone| zone.srvs().iter().any(is_used));
            if is_used { None } else { say(format!("no SRV record is held against this entry for `{service}`")) }
        }
        About::Provider(targets) => {
            let is_used = zones.any(|zone| zone.srvs().iter().any(|srv| points_at(zone, srv, targets)));
            if is_used { None } else { say("no SRV record points at this provider".to_owned()) }
        }
        About::Ttl { types, owner, is_off } => {
            let first = zones.find_map(|zone| Some((zone, first_rrset(zone, types, owner.as_ref())?)));
            let Some((zone, rrset)) = first else {
                return say("no record has the type and owner this entry is for".to_owned());
            };
            if *is_off || held.get_or_init(|| held_ranges(view)).contains(&rule.span) {
                return None;
            }
            let finding = say("other entries decide for every record this entry is for".to_owned())?;
            Some(finding.label(zone.zone.entry(rrset.records[0]).owner(), "one of those records"))
        }
    }
}

fn points_at(zone: &ZoneView, srv: &Srv, targets: &[TargetPattern]) -> bool {
    let target = zone.zone.name_text(srv.target);
    !zone.zone.is_in_zone(srv.target) && targets.iter().any(|pattern| pattern.matches(&target, zone.place().zone))
}

/// The ranges that some record is held against.
fn held_ranges(view: &View) -> BTreeSet<Span> {
    let mut ranges = BTreeSet::new();
    for zone in view.zones {
        let mut rules = RulesOfTypes::of(view, zone);
        for rrset in zone.zone.rrsets() {
            ranges.extend(rules.of_type(rrset.rtype).held(zone, rrset).iter().map(|(_, range)| range.span));
        }
    }
    ranges
}

fn first_rrset<'v>(zone: &ZoneView<'v>, types: &[String], owner: Option<&OwnerPattern>) -> Option<RRset<'v>> {
    zone.zone.rrsets().find(|rrset| {
        let is_type = types.is_empty() || types.iter().any(|mnemonic| *mnemonic == rrset.rtype.mnemonic());
        let is_owner = |pattern: &OwnerPattern| {
            zone.zone.labels_below_apex(rrset.owner).is_some_and(|labels| pattern.matches(&labels))
        };
        is_type && owner.is_none_or(is_owner)
    })
}

/// Whether what is said of checks has a file to be said of: also one that only is included, or that
/// was read in vain.
fn holds_for_any_file(view: &View, scope: &Scope) -> bool {
    let in_a_zone = view.zones.iter().any(|zone| {
        zone.zone.files().any(|source| {
            let file = (view.input.path_of)(source);
            scope.holds(Place { file: file.as_deref(), ..zone.place() })
        })
    });
    let by_itself = |source| {
        let file = (view.input.path_of)(source);
        scope.holds(Place { zone: "", file: file.as_deref() })
    };
    in_a_zone || view.input.files.iter().copied().any(by_itself)
}
