//! Whether a text with fixes has a finding that was not there before, or that should be gone.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::plan::Planned;
use super::text::{Change, ChangedText};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fingerprint::{self, Fingerprint};
use crate::limits;
use crate::lint::Outcome;
use crate::lint::suppress::Entries;
use crate::source::Span;

/// What a run found, and what that is known by.
pub(super) struct Seen {
    pub(super) outcome: Outcome,
    pub(super) prints: Vec<Fingerprint>,
    known: HashSet<Fingerprint>,
    /// How many findings each check has.
    counts: HashMap<&'static str, usize>,
}

/// Why fixes must not be made, and which of them it may be.
#[derive(Debug)]
pub(super) struct Blame {
    /// By their numbers; none where nothing tells.
    pub(super) suspects: Vec<usize>,
    /// Words behind "is not fixed:".
    pub(super) why: String,
    /// Whether they would cause other findings.
    pub(super) is_caused: bool,
}

impl Seen {
    pub(super) fn of(outcome: Outcome) -> Seen {
        let prints = fingerprint::of(&outcome.sources, &outcome.findings);
        let mut counts = HashMap::new();
        outcome.findings.iter().for_each(|finding| *counts.entry(finding.meta.id).or_default() += 1);
        Seen { known: prints.iter().copied().collect(), prints, counts, outcome }
    }

    fn count(&self, check: &str) -> usize {
        self.counts.get(check).copied().unwrap_or_default()
    }

    /// A place as the path that its file was named by, and the offset in it.
    fn place(&self, span: Span) -> Option<(&Path, usize)> {
        let span = self.outcome.sources.in_file(span);
        Some((self.outcome.project.path_of(span.source)?, span.start as usize))
    }

    /// What is wrong with what was found after fixes, if anything is.
    pub(super) fn blame(
        &self,
        after: &Seen,
        applied: &[&Planned],
        texts: &BTreeMap<PathBuf, ChangedText>,
    ) -> Option<Blame> {
        if !after.outcome.failures.is_empty() || self.reads_otherwise(&after.outcome, applied) {
            return Some(Blame {
                suspects: Vec::new(),
                why: "zones would be read otherwise".to_owned(),
                is_caused: false,
            });
        }
        let still = self.without_effect(after, applied, texts);
        if !still.is_empty() {
            return Some(Blame { suspects: still, why: "it would be found all the same".to_owned(), is_caused: false });
        }
        let new = self.new_in(after, applied, texts);
        let first = new.first()?;
        let why = format!("it would cause `{}`", first.meta.id);
        Some(Blame { suspects: beside(after, &new, applied, texts), why, is_caused: true })
    }

    /// Whether zones or more records than are changed are no longer read.
    fn reads_otherwise(&self, after: &Outcome, applied: &[&Planned]) -> bool {
        let (old, new) = (self.outcome.numbers(), after.numbers());
        let edits: usize = applied.iter().flat_map(|fix| fix.changes.values()).map(Vec::len).sum();
        (old.zones, old.files) != (new.zones, new.files) || new.records + edits < old.records
    }

    /// The fixes whose findings are still there.
    fn without_effect(&self, after: &Seen, applied: &[&Planned], texts: &BTreeMap<PathBuf, ChangedText>) -> Vec<usize> {
        let checks: HashSet<&str> = applied.iter().map(|fix| fix.check).collect();
        let of_checks = after.outcome.findings.iter().filter(|finding| checks.contains(finding.meta.id));
        let found: HashSet<(&str, (&Path, usize))> =
            of_checks.filter_map(|finding| Some((finding.meta.id, after.place(finding.primary.span)?))).collect();
        let is_found = |fix: &Planned| {
            let finding = &self.outcome.findings[fix.finding?];
            let (path, at) = self.place(finding.primary.span)?;
            // Where its bytes are gone, another line may have the same mistake.
            let is_gone = |change: &Change| change.text.is_empty() && change.at.contains(&at);
            if fix.changes.get(path).is_some_and(|changes| changes.iter().any(is_gone)) {
                return None;
            }
            let now = texts.get(path).map_or(at..at, |text| text.moved(at)..text.moved_behind(at));
            Some(found.contains(&(fix.check, (path, now.start))) || found.contains(&(fix.check, (path, now.end))))
        };
        (0..applied.len()).filter(|&number| is_found(applied[number]).unwrap_or_default()).collect()
    }

    /// What was not found before. A finding that has another owner now is none: there are no more of its check, those
    /// left out that are fixed.
    pub(super) fn new_in<'a>(
        &self,
        after: &'a Seen,
        applied: &[&Planned],
        texts: &BTreeMap<PathBuf, ChangedText>,
    ) -> Vec<&'a Diagnostic> {
        let mut fixed: HashMap<&str, usize> = HashMap::new();
        // Where a limit was reached, more may have been there.
        if !self.outcome.findings.iter().any(limits::is_reached) {
            applied
                .iter()
                .filter(|fix| fix.finding.is_some())
                .for_each(|fix| *fixed.entry(fix.check).or_default() += 1);
        }
        let is_more = |check: &str| {
            let fixed = fixed.get(check).copied().unwrap_or_default();
            after.count(check) > self.count(check).saturating_sub(fixed)
        };
        let all = after.outcome.findings.iter().zip(&after.prints);
        let new = all.filter(|(finding, print)| !self.known.contains(print) && is_more(finding.meta.id));
        let new: Vec<&Diagnostic> = new.map(|(finding, _)| finding).collect();
        let uncovered = if new.is_empty() { Vec::new() } else { self.uncovered(after, &new, applied, texts) };
        new.into_iter().zip(uncovered).filter(|(_, is_uncovered)| !is_uncovered).map(|(finding, _)| finding).collect()
    }

    /// Which of some findings a mistake had hidden that is mended now: they are about the same entry, and less grave.
    /// What an unsafe fix uncovers may be of its own making, unless it is an info.
    fn uncovered(
        &self,
        after: &Seen,
        new: &[&Diagnostic],
        applied: &[&Planned],
        texts: &BTreeMap<PathBuf, ChangedText>,
    ) -> Vec<bool> {
        let mut entries: HashMap<&Path, Entries> = HashMap::new();
        let mut entry_of = |path, at| {
            let text: &ChangedText = texts.get(path)?;
            entries.entry(path).or_insert_with(|| Entries::of(&text.bytes)).holding(at as u32)
        };
        let mut mended: HashMap<(&Path, u32), Vec<(Severity, bool)>> = HashMap::new();
        for fix in applied {
            let Some(number) = fix.finding else { continue };
            let severity = self.outcome.findings[number].severity;
            for (path, changes) in &fix.changes {
                let Some(text) = texts.get(path) else { continue };
                let entries = changes.iter().filter_map(|change| entry_of(path, text.moved(change.at.start)));
                entries.for_each(|entry| mended.entry((path, entry)).or_default().push((severity, fix.is_safe)));
            }
        }
        let is_uncovered = |finding: &&Diagnostic| {
            let (path, at) = after.place(finding.primary.span)?;
            let mended = mended.get(&(path, entry_of(path, at)?))?;
            let is_hidden = |&(severity, is_safe): &(Severity, bool)| {
                severity > finding.severity && (is_safe || finding.severity == Severity::Info)
            };
            Some(mended.iter().any(is_hidden))
        };
        new.iter().map(is_uncovered).map(Option::unwrap_or_default).collect()
    }
}

/// The fixes that change lines which findings are about.
fn beside(
    after: &Seen,
    findings: &[&Diagnostic],
    applied: &[&Planned],
    texts: &BTreeMap<PathBuf, ChangedText>,
) -> Vec<usize> {
    let sources = &after.outcome.sources;
    let mut lines: HashMap<&Path, HashSet<u32>> = HashMap::new();
    for span in findings.iter().flat_map(|one| one.labels.iter().chain([&one.primary])).map(|label| label.span) {
        let at = sources.in_file(span);
        if let Some(path) = after.outcome.project.path_of(at.source) {
            lines.entry(path).or_default().insert(sources.get(at.source).position(at.start).line);
        }
    }
    let source_of: HashMap<&Path, _> =
        sources.iter().filter_map(|(id, source)| Some((after.outcome.project.path_of(id)?, source))).collect();
    let is_beside = |fix: &Planned| {
        fix.changes.iter().any(|(path, changes)| {
            let (Some(text), Some(lines)) = (texts.get(path), lines.get(path.as_path())) else { return false };
            let Some(source) = source_of.get(path.as_path()) else { return false };
            changes.iter().any(|change| lines.contains(&source.position(text.moved(change.at.start) as u32).line))
        })
    };
    (0..applied.len()).filter(|&number| is_beside(applied[number])).collect()
}
