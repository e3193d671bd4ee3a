//! A rule of the user's own that applies to nothing.

use super::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::{About, OwnerPattern, Place, Written};

pub(super) static META: Meta = Meta {
    id: "rule-unused",
    summary: "an entry of a rule file applies to nothing in the whole project",
    severity: Severity::Warning,
    references: &["the rule file"],
    explain: include_str!("rule_unused.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    // What has no use in a part of the project may be for the rest.
    if view.zones.iter().any(|zone| !zone.zone.is_all_read()) {
        return;
    }
    let is_whole = |rule: &&Written| view.input.whole.iter().any(|folder| rule.folder.starts_with(folder.as_str()));
    for rule in view.rules.written().iter().filter(is_whole) {
        let Some(message) = unused(view, rule) else { continue };
        let help = "correct the entry, or remove it; one for what may be missing says `presence: optional`";
        findings.add(Diagnostic::new(&META, rule.span, message).help(help));
    }
}

/// Why an entry applies to nothing.
fn unused(view: &View, rule: &Written) -> Option<String> {
    let mut zones = view.zones.iter().filter(|zone| rule.scope.holds(zone.place()));
    match &rule.about {
        About::Files if holds_for_any_file(view, rule) => None,
        About::Files => Some("no file that was read is one this entry is for".to_owned()),
        _ if zones.clone().next().is_none() => Some("no zone that was read is one this entry is for".to_owned()),
        About::Zones => None,
        About::Service(service) => {
            let is_used = zones.any(|zone| zone.srvs().iter().any(|srv| srv.rule.is_some_and(|r| r.pattern == *service)));
            (!is_used).then(|| format!("no SRV record is held against this entry for `{service}`"))
        }
        About::Ttl(types, owner) => (!zones.any(|zone| has_record(zone, types, owner.as_ref())))
            .then(|| "no record has the type and owner this entry is for".to_owned()),
    }
}

fn has_record(zone: &ZoneView, types: &[String], owner: Option<&OwnerPattern>) -> bool {
    zone.zone.rrsets().any(|rrset| {
        let is_type = types.is_empty() || types.iter().any(|mnemonic| *mnemonic == rrset.rtype.mnemonic());
        let is_owner = |pattern: &OwnerPattern| {
            zone.zone.labels_below_apex(rrset.owner).is_some_and(|labels| pattern.matches(&labels))
        };
        is_type && owner.is_none_or(is_owner)
    })
}

/// Whether what is said of checks has a file to be said of: also one that only is included, or that
/// was read in vain.
fn holds_for_any_file(view: &View, rule: &Written) -> bool {
    let in_a_zone = view.zones.iter().any(|zone| {
        zone.zone.files().any(|source| {
            let file = (view.input.path_of)(source);
            rule.scope.holds(Place { file: file.as_deref(), ..zone.place() })
        })
    });
    let by_itself = |source| {
        let file = (view.input.path_of)(source);
        rule.scope.holds(Place { zone: "", file: file.as_deref() })
    };
    in_a_zone || view.input.files.iter().copied().any(by_itself)
}
