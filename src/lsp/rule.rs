//! The rules that hold for a record.

use super::view::{Cursor, View};
use crate::fs::paths;
use crate::ruleset::{EntryId, RuleSet, ScopeTarget};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{RecordId, Zone};

/// A rule that holds for a record.
pub(super) struct Rule {
    /// What it says.
    pub(super) text: String,
    pub(super) reason: Option<String>,
    pub(super) span: Span,
    pub(super) is_builtin: bool,
}

/// The rule of its service, and those of its data.
pub(super) fn of_record(view: &View, zone: &Zone, record: RecordId) -> impl Iterator<Item = Rule> {
    let rules = view.rules().map(|rules| rules_of(view, rules, zone, record)).unwrap_or_default();
    rules.into_iter()
}

fn rules_of(view: &View, rules: &RuleSet, zone: &Zone, record: RecordId) -> Vec<Rule> {
    let (owner, rtype) = (zone.record(record).owner, zone.record(record).rtype);
    let Some(labels) = zone.labels_below_apex(owner) else { return Vec::new() };
    let file = view.path_of(zone.file()).map(|path| paths::with_slashes(&path));
    let place = ScopeTarget { zone: zone.apex_name().without_final_dot(), file: file.as_deref() };
    let rule = |text: String, entry: EntryId| {
        let entry = rules.entry(entry);
        let reason = entry.note().map(|note| note.text());
        Rule { text, reason, span: entry.span, is_builtin: entry.builtin }
    };
    let mut held = Vec::new();
    let service = rules.service(&labels, place).filter(|_| rtype == RType::SRV);
    if let Some(service) = service {
        let said: Vec<String> = service.statements().iter().map(|(key, said, _)| format!("{key} {said}")).collect();
        held.push(rule(format!("service {}: {}", service.pattern, said.join(", ")), service.entry));
    }
    let mnemonic = rtype.mnemonic();
    let expected = rules
        .records_in(place)
        .filter(|expected| expected.types.iter().any(|one| *one == mnemonic) && expected.name.value.matches(&labels));
    held.extend(expected.map(|expected| {
        let text = format!("record {} {}: {}", expected.name.value, expected.types.join(" or "), expected.presence);
        rule(text, expected.name.entry)
    }));
    held
}

/// The places in rule files that findings at a place are held against.
pub(super) fn of_findings(view: &View, cursor: &Cursor) -> Vec<Span> {
    let (Some(source), Some(rules)) = (cursor.source, view.rules()) else { return Vec::new() };
    let is_here = |span: Span| span.source == source && (span.start..=span.end).contains(&cursor.at);
    let found = view.root.found().iter().filter(|finding| is_here(finding.primary.span));
    let labels = found.flat_map(|finding| finding.labels.iter().map(|label| label.span));
    labels.filter(|span| rules.layers().contains(&span.source)).collect()
}
