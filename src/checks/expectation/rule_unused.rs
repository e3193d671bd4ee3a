//! A rule of the user's own that applies to nothing.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::rule_uses::Uses;
use crate::checks::ttl::ttl_out_of_range::RulesOfTypes;
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::{EntryTopic, UserEntry};
use crate::source::Span;
use crate::text::suggest::nearest;

pub(super) static META: Meta = Meta {
    id: "rule-unused",
    summary: "an entry of a rule file applies to nothing in the project",
    severity: Severity::Warning,
    references: &["the rule file"],
    explain: include_str!("rule_unused.md"),
    ..Meta::DEFAULT
};

const HELP: &str = "correct or remove the entry; if it is for records that may be missing, add `presence: optional`";

const HELP_EXCLUDE: &str = "correct the pattern, or remove it: as in `.gitignore` a name without `/` is one at any depth, \
                            and others start at the folder of the rule file";

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    // What has no use in a part of the project may be for the rest.
    if project.zones.iter().any(|cx| !cx.zone.is_all_read()) {
        return;
    }
    for (span, pattern) in project.input.idle_excludes {
        let message = format!("`{pattern}` matches no file of the project");
        findings.add(Diagnostic::new(&META, *span, message).help(HELP_EXCLUDE));
    }
    let is_whole =
        |rule: &&UserEntry| project.input.whole.iter().any(|folder| rule.folder.starts_with(folder.as_str()));
    let rules: Vec<&UserEntry> = project.rules.written().iter().filter(is_whole).collect();
    if rules.is_empty() {
        return;
    }
    let (uses, held) = (Uses::of(project, rules), OnceCell::new());
    for (number, rule) in uses.entries.iter().enumerate() {
        match unused(project, rule, number, &uses, &held) {
            Some(finding) => findings.add(finding),
            None => dead_names(project, rule, uses.are_names_live(number), findings),
        }
    }
}

/// Of so many names that stand for nothing it is said what may have been meant.
const MEANINGS: usize = 20;

/// Names that stand for nothing in an entry that is for something.
fn dead_names(project: &ProjectContext, rule: &UserEntry, live: &[bool], findings: &mut FindingSink) {
    let dead = rule.names.iter().zip(live).filter(|(_, is_live)| !**is_live);
    for (number, (name, _)) in dead.enumerate() {
        let zones = project.zones.iter().map(|zone| zone.place().zone);
        let help = match (number < MEANINGS).then(|| nearest(&name.text, zones)).flatten() {
            Some(zone) => format!("did you mean `{zone}`?"),
            None => "correct it, or remove it from the list".to_owned(),
        };
        let message = format!("`{}` matches nothing in the project", name.text);
        findings.add(Diagnostic::new(&META, name.span, message).help(help));
    }
}

/// What is to be said of an entry that applies to nothing.
fn unused(
    project: &ProjectContext,
    rule: &UserEntry,
    number: usize,
    uses: &Uses,
    held: &OnceCell<BTreeSet<Span>>,
) -> Option<Diagnostic> {
    let say = |message: String| Some(Diagnostic::new(&META, rule.span, message).help(HELP));
    if !uses.is_live(number) {
        let what = if matches!(rule.about, EntryTopic::Files) { "file" } else { "zone" };
        return say(format!("this entry matches no {what} of the project"));
    }
    let is_used = uses.used[number];
    match &rule.about {
        EntryTopic::Files | EntryTopic::Zones => None,
        EntryTopic::Service(_) | EntryTopic::Provider(_) if is_used => None,
        EntryTopic::Service(service) => say(format!("this entry for `{service}` applies to no SRV record")),
        EntryTopic::Provider(_) => say("no SRV record points at this provider".to_owned()),
        EntryTopic::Ttl { is_off, .. } => {
            let Some((cx, record)) = uses.first[number] else {
                return say("this entry matches no record".to_owned());
            };
            if *is_off || held.get_or_init(|| held_ranges(project)).contains(&rule.span) {
                return None;
            }
            let finding = say("other entries take precedence for every record that this one matches".to_owned())?;
            Some(finding.label(cx.zone.entry(record).owner(), "one of those records"))
        }
    }
}

/// The ranges that some record is held against.
fn held_ranges(project: &ProjectContext) -> BTreeSet<Span> {
    let mut ranges = BTreeSet::new();
    for cx in project.zones {
        let mut rules = RulesOfTypes::of(cx);
        for rrset in cx.zone.rrsets() {
            ranges.extend(rules.of_type(rrset.rtype).held(cx, rrset).iter().map(|(_, range)| range.span));
        }
    }
    ranges
}
