//! Which fixes may be applied, and which of them together.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::text::Change;
use crate::diagnostic::{Edit, Fix};
use crate::fingerprint::Fingerprint;
use crate::lint::{Outcome, why_left, zone_files};
use crate::numbers::NumberMap;
use crate::source::{SourceId, Span};
use crate::syntax::kinds;

/// The files of a run that fixes may change, as far as what was read tells.
pub(super) struct EditableFiles {
    /// Those that are part of a zone, in order.
    files: Vec<SourceId>,
    /// Those of them that are left as they are, and why.
    closed: NumberMap<SourceId, &'static str>,
}

impl EditableFiles {
    pub(super) fn of(outcome: &Outcome) -> EditableFiles {
        let Outcome { sources, project, findings, .. } = outcome;
        let mut closed = NumberMap::default();
        let checked = project.checked_zones().len();
        for (number, zone) in project.zones.iter().enumerate() {
            let is_other = number >= checked;
            let why = is_other.then_some("a zone that is not checked includes it, too").or_else(|| why_left(zone));
            let Some(why) = why else { continue };
            closed.extend(zone.files().map(|file| (file, why)));
        }
        let foreign = findings.iter().filter(|finding| finding.is(&kinds::NOT_A_ZONE_FILE));
        let foreign = foreign.map(|finding| sources.in_file(finding.primary.span).source);
        closed.extend(foreign.map(|file| (file, "it is no zone file; `exclude` leaves it out")));
        EditableFiles { files: zone_files(project, sources), closed }
    }

    /// Whether a source is the text of a zone that is checked.
    pub(super) fn is_text(&self, source: SourceId) -> bool {
        self.files.binary_search(&source).is_ok()
    }

    /// Why it is left as it is all the same.
    pub(super) fn why_closed(&self, source: SourceId) -> Option<&'static str> {
        self.closed.get(&source).copied()
    }

    /// Whether fixes may change it.
    pub(super) fn is_open(&self, source: SourceId) -> bool {
        self.is_text(source) && self.why_closed(source).is_none()
    }
}

/// A finding with a fix.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'o> {
    /// Its number in the outcome.
    pub(super) finding: usize,
    pub(super) fix: &'o Fix,
}

/// The findings with fixes: the safe fixes first, then in the order of findings. What several zones say of a file of
/// theirs is said once.
pub(super) fn candidates(outcome: &Outcome) -> Vec<Candidate<'_>> {
    let mut said: HashMap<(Span, &str), Vec<&Fix>> = HashMap::new();
    let mut all = Vec::new();
    for (number, finding) in outcome.findings.iter().enumerate() {
        let Some(fix) = finding.fix.as_deref().filter(|fix| is_in_order(&fix.edits)) else { continue };
        let place = (outcome.sources.in_file(finding.primary.span), finding.meta.id);
        let alike = said.entry(place).or_default();
        if !alike.iter().any(|other| other.edits == fix.edits) {
            alike.push(fix);
            all.push(Candidate { finding: number, fix });
        }
    }
    all.sort_by_key(|candidate| candidate.fix.applicability as u8);
    all
}

/// Whether edits are some, in order and apart; others would garble the text.
fn is_in_order(edits: &[Edit]) -> bool {
    let is_apart = |pair: &[Edit]| {
        let (one, other) = (pair[0].span, pair[1].span);
        (one.source, one.end) <= (other.source, other.start) && one != other
    };
    !edits.is_empty() && edits.iter().all(|edit| edit.span.start <= edit.span.end) && edits.windows(2).all(is_apart)
}

/// What is known of a fix from round to round.
pub(super) type FixKey = (Fingerprint, Vec<Box<str>>);

pub(super) fn key(print: Fingerprint, fix: &Fix) -> FixKey {
    (print, fix.edits.iter().map(|edit| edit.text.clone()).collect())
}

/// Changes that are made together or not at all.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    /// The finding that they mend, by its number; none of a serial.
    pub(super) finding: Option<usize>,
    /// Its check.
    pub(super) check: &'static str,
    /// The zone itself proves it.
    pub(super) is_safe: bool,
    /// Where to say that it is not made: `file:line`.
    pub(super) place: String,
    /// What it is known by.
    pub(super) key: Option<FixKey>,
    /// The changes by file, each in the order of its text.
    pub(super) changes: BTreeMap<PathBuf, Vec<Change>>,
}

/// The bytes that are spoken for.
#[derive(Default)]
pub(super) struct Taken(HashMap<PathBuf, BTreeMap<usize, usize>>);

impl Taken {
    /// Takes the bytes of a fix, if none of them is taken nor touched.
    pub(super) fn take(&mut self, planned: &Planned) -> bool {
        let is_free = planned.changes.iter().all(|(path, changes)| self.is_free(path, changes));
        if is_free {
            for (path, changes) in &planned.changes {
                let taken = self.0.entry(path.clone()).or_default();
                // What is inserted at one place by one fix is one.
                for Change { at, .. } in changes {
                    let end = taken.entry(at.start).or_default();
                    *end = at.end.max(*end);
                }
            }
        }
        is_free
    }

    fn is_free(&self, path: &Path, changes: &[Change]) -> bool {
        let Some(taken) = self.0.get(path) else { return true };
        let touches =
            |change: &Change| taken.range(..=change.at.end).next_back().is_some_and(|(_, end)| *end >= change.at.start);
        !changes.iter().any(touches)
    }
}

/// The changes of several fixes by file, each in the order of its text.
pub(super) fn by_file<'p>(planned: impl IntoIterator<Item = &'p Planned>) -> BTreeMap<PathBuf, Vec<Change>> {
    let mut files: BTreeMap<PathBuf, Vec<Change>> = BTreeMap::new();
    for (path, changes) in planned.into_iter().flat_map(|planned| &planned.changes) {
        files.entry(path.clone()).or_default().extend(changes.iter().cloned());
    }
    for changes in files.values_mut() {
        changes.sort_by_key(|change| (change.at.start, change.at.end));
    }
    files
}
