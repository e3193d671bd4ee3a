//! Fixes, applied again and again until nothing changes.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::ControlFlow::Continue;
use std::path::{Path, PathBuf};

use super::plan::{self, Candidate, EditableFiles, FixKey, Planned, Taken};
use super::proof::Seen;
use super::serial;
use super::text::{Change, ChangedText};
use super::{Fixed, FixedFile, Fixing};
use crate::diagnostic::{Applicability, Edit};
use crate::fs::{FileSystem, Links, MemoryFs, OverlayFs, paths};
use crate::lint::baseline::{Known, Mode};
use crate::lint::{Base, Input, Outcome, Request, lint};
use crate::source::{SourceId, Span, gzip};

/// What is still found by then is left to another run.
const MOST_ROUNDS: usize = 10;
/// So often the zones are looked at to find out which of several fixes causes a finding.
const MOST_LOOKS: usize = 64;
/// So many fixes are named that were taken back.
const MOST_NAMED: usize = 10;

pub(super) fn fix(fs: &dyn FileSystem, request: &Request, fixing: Fixing) -> Fixed {
    let baseline = request.baseline.map(|known| Known { mode: Mode::Apply, ..known });
    let request = Request { apart: true, baseline, before: &|_, _| Continue(()), ..*request };
    let mut work = Work {
        fs,
        request,
        fixing,
        texts: BTreeMap::new(),
        refused: HashSet::new(),
        left: BTreeMap::new(),
        dropped: HashSet::new(),
        taken: 0,
        taken_when_dropped: 0,
        causing: HashSet::new(),
        not_fixed: Vec::new(),
        counted: HashSet::new(),
        looks: MOST_LOOKS,
    };
    work.run();
    work.finish()
}

/// A file that is changed, and its text.
pub(super) struct Text {
    /// The path without links; none of standard input.
    real: Option<PathBuf>,
    shown: String,
    before: Vec<u8>,
    pub(super) now: Vec<u8>,
    /// How many findings are fixed in it.
    findings: usize,
}

/// Texts by the paths that the files were named by.
pub(super) type Texts = BTreeMap<PathBuf, ChangedText>;

/// What came of a number of fixes.
pub(super) struct Settled {
    pub(super) texts: Texts,
    pub(super) seen: Seen,
    pub(super) accepted: Vec<Planned>,
}

pub(super) struct Work<'w> {
    fs: &'w dyn FileSystem,
    request: Request<'w>,
    pub(super) fixing: Fixing<'w>,
    /// By the path that the file was named by.
    pub(super) texts: BTreeMap<PathBuf, Text>,
    /// Files that are left as they are, by that path.
    refused: HashSet<PathBuf>,
    /// Why, by name.
    left: BTreeMap<String, String>,
    /// Fixes that are not tried again, unless others are made meanwhile.
    dropped: HashSet<FixKey>,
    /// How often texts were changed: by now, and when all fixes were last open to be tried.
    taken: usize,
    taken_when_dropped: usize,
    /// Those of them that would cause other findings.
    pub(super) causing: HashSet<FixKey>,
    /// Why these are not made, each complete in one line.
    pub(super) not_fixed: Vec<(Option<FixKey>, String)>,
    /// Findings that are shown as one with others, and were counted.
    counted: HashSet<(&'static str, PathBuf, u64)>,
    pub(super) looks: usize,
}

impl Work<'_> {
    fn run(&mut self) {
        let first = self.look(&Texts::new());
        if !first.outcome.failures.is_empty() {
            return;
        }
        let (first, next) = self.round(first);
        let Some(mut seen) = next.or_else(|| self.pairs(&first)) else { return };
        for _ in 1..MOST_ROUNDS {
            let (before, next) = self.round(seen);
            let next = next.or_else(|| self.pairs(&before));
            let is_done = next.is_none();
            seen = next.unwrap_or(before);
            if is_done && !self.reopen() {
                break;
            }
        }
        self.raise_serials(&first, seen);
    }

    /// Applies what can be applied together. Gives back what was found before, and what is found then; nothing where
    /// nothing changed.
    fn round(&mut self, seen: Seen) -> (Seen, Option<Seen>) {
        let planned = self.choose(&seen);
        let settled = self.settle(&seen, planned);
        if settled.accepted.is_empty() {
            return (seen, None);
        }
        for fix in &settled.accepted {
            self.count(fix, &seen.outcome);
        }
        let next = self.take(settled);
        (seen, Some(next))
    }

    /// Opens fixes that were taken back to be tried again, where others were made since they were first tried: what
    /// they would have caused may be gone, and another run would make them.
    fn reopen(&mut self) -> bool {
        if self.dropped.is_empty() || self.taken == self.taken_when_dropped {
            return false;
        }
        self.taken_when_dropped = self.taken;
        self.dropped.clear();
        self.causing.clear();
        self.not_fixed.retain(|(key, _)| key.is_none());
        true
    }

    /// Makes the texts those that fixes came to.
    pub(super) fn take(&mut self, settled: Settled) -> Seen {
        self.taken += 1;
        for (path, changed) in settled.texts {
            if let Some(text) = self.texts.get_mut(&path) {
                text.now = changed.bytes;
            }
        }
        settled.seen
    }

    /// Counts the finding that a fix mends, as it would be shown.
    pub(super) fn count(&mut self, fix: &Planned, outcome: &Outcome) {
        let Some(path) = fix.changes.keys().next() else { return };
        let Some(finding) = fix.finding.map(|number| &outcome.findings[number]) else { return };
        let source = outcome.sources.in_file(finding.primary.span).source;
        let file = outcome.project.path_of(source).map(Path::to_path_buf).unwrap_or_default();
        let is_new = !finding.meta.is_merged || self.counted.insert((finding.meta.id, file, finding.key));
        if let Some(text) = self.texts.get_mut(path).filter(|_| is_new) {
            text.findings += 1;
        }
    }

    /// Runs the checks on the texts as they are with changes.
    pub(super) fn look(&self, changed: &Texts) -> Seen {
        let mut over = MemoryFs::new();
        let mut stdin = self.request.input.stdin.cloned();
        let mut edited = Vec::new();
        for (path, text) in &self.texts {
            let bytes = changed.get(path).map_or(&text.now, |changed| &changed.bytes);
            if *bytes == text.before {
                continue;
            }
            match (&text.real, &mut stdin) {
                (Some(real), _) => {
                    over.insert(real.clone(), bytes.clone());
                    edited.extend([real.clone(), path.clone()]);
                }
                (None, Some(stdin)) => stdin.bytes = Ok(bytes.clone()),
                (None, None) => {}
            }
        }
        let fs = OverlayFs::new(over, self.fs);
        // What differs from an older version are these as well.
        let differing: Option<Vec<PathBuf>> = self.request.base.and_then(|base| base.changed).map(|changed| {
            edited.sort();
            edited.dedup();
            changed.iter().chain(&edited).cloned().collect()
        });
        let base = self.request.base.map(|base| Base { changed: differing.as_deref(), ..base });
        let input = Input { stdin: stdin.as_ref(), ..self.request.input };
        Seen::of(lint(&fs, &Request { input, base, ..self.request }))
    }

    /// The fixes that can be applied together.
    fn choose(&mut self, seen: &Seen) -> Vec<Planned> {
        let outcome = &seen.outcome;
        let editable = EditableFiles::of(outcome);
        let mut taken = Taken::default();
        let mut chosen = Vec::new();
        for Candidate { finding, fix } in plan::candidates(outcome) {
            if fix.applicability == Applicability::Unsafe && !self.fixing.unsafe_too {
                continue;
            }
            let key = plan::key(seen.prints[finding], fix);
            if !self.dropped.contains(&key) {
                let planned = self.plan(Candidate { finding, fix }, key, &editable, outcome);
                chosen.extend(planned.filter(|planned| taken.take(planned)));
            }
        }
        chosen
    }

    /// What a fix changes, where that may be changed.
    pub(super) fn plan(
        &mut self,
        Candidate { finding, fix }: Candidate,
        key: FixKey,
        editable: &EditableFiles,
        outcome: &Outcome,
    ) -> Option<Planned> {
        let changes = self.changes(&fix.edits, editable, outcome)?;
        let of = &outcome.findings[finding];
        let place = outcome.sources.file_and_line(of.primary.span);
        let is_safe = fix.applicability == Applicability::Safe;
        Some(Planned { finding: Some(finding), check: of.meta.id, is_safe, place, key: Some(key), changes })
    }

    /// Edits as changes of files that may be changed; none where one of the files may not.
    fn changes(
        &mut self,
        edits: &[Edit],
        editable: &EditableFiles,
        outcome: &Outcome,
    ) -> Option<BTreeMap<PathBuf, Vec<Change>>> {
        let mut changes: BTreeMap<PathBuf, Vec<Change>> = BTreeMap::new();
        for Edit { span, text } in edits {
            let length = outcome.sources.get(span.source).bytes().len();
            let path = self.open(span.source, editable, outcome)?;
            let at = span.start as usize..(span.end as usize).min(length);
            changes.entry(path).or_default().push(Change { at, text: text.to_string() });
        }
        Some(changes)
    }

    /// The path of a source that may be changed. Why others may not is told once.
    fn open(&mut self, source: SourceId, editable: &EditableFiles, outcome: &Outcome) -> Option<PathBuf> {
        let path = outcome.project.path_of(source).filter(|_| editable.is_text(source))?;
        if self.texts.contains_key(path) {
            return Some(path.to_path_buf());
        }
        if self.refused.contains(path) {
            return None;
        }
        let shown = outcome.sources.get(source).given_name().to_owned();
        match self.text(source, path, editable, outcome) {
            Ok(text) => {
                self.texts.insert(path.to_path_buf(), Text { shown, ..text });
                Some(path.to_path_buf())
            }
            Err(why) => {
                self.refused.insert(path.to_path_buf());
                self.left.insert(shown.clone(), why);
                None
            }
        }
    }

    /// The text of a file that is to be changed, or why it must not be, complete in one line.
    fn text(&self, source: SourceId, path: &Path, editable: &EditableFiles, outcome: &Outcome) -> Result<Text, String> {
        let input = &self.request.input;
        let source_text = outcome.sources.get(source);
        let untouched = |why: &str| format!("`{}` is not changed: {why}", source_text.given_name());
        if let Some(why) = editable.why_closed(source) {
            return Err(untouched(why));
        }
        let is_stdin = input.stdin.is_some_and(|stdin| paths::lexical(&stdin.path, input.cwd) == path);
        let bytes = source_text.bytes().to_vec();
        let text = |real| Text { real, shown: String::new(), before: bytes.clone(), now: bytes.clone(), findings: 0 };
        match (is_stdin, input.stdin) {
            (true, _) => return Ok(text(None)),
            (false, Some(_)) => return Err(untouched("only the text of standard input is")),
            (false, None) => {}
        }
        let real = Links::new(self.fs, None).named(path, &[]).map_err(|error| untouched(&error.to_string()))?;
        let on_disk = self.fs.read(&real).unwrap_or_default();
        match () {
            () if gzip::is_packed(&on_disk) => {
                Err(untouched("it is compressed; run this on the file that it is made from"))
            }
            () if on_disk != bytes => Err(untouched("it was changed meanwhile; run this again")),
            () => match (self.fixing.refusal)(real.path()) {
                Some(refusal) => Err(refusal),
                None => Ok(text(Some(real.path().to_path_buf()))),
            },
        }
    }

    /// The texts with some fixes.
    pub(super) fn with<'p>(&self, planned: impl IntoIterator<Item = &'p Planned>) -> Texts {
        let changed = plan::by_file(planned).into_iter().filter_map(|(path, changes)| {
            let text = self.texts.get(&path)?;
            Some((path, ChangedText::of(&text.now, &changes)))
        });
        changed.collect()
    }

    /// Applies those of some fixes that cause no finding. Where all of them do, each half is tried by itself, or those
    /// beside what is new.
    fn settle(&mut self, seen: &Seen, planned: Vec<Planned>) -> Settled {
        let mut accepted: Vec<Planned> = Vec::new();
        let mut best: Option<(Texts, Seen)> = None;
        let mut groups = vec![planned];
        while let Some(group) = groups.pop() {
            if group.is_empty() {
                continue;
            }
            if self.looks == 0 {
                group.iter().for_each(|fix| self.drop_fix(fix, "too many others cause new findings"));
                continue;
            }
            let all: Vec<&Planned> = accepted.iter().chain(&group).collect();
            let texts = self.with(all.iter().copied());
            let after = self.look(&texts);
            let blame = seen.blame(&after, &all, &texts);
            let known = accepted.len();
            match blame {
                None => {
                    accepted.extend(group);
                    best = Some((texts, after));
                }
                Some(blame) if group.len() == 1 => {
                    self.looks -= 1;
                    self.causing.extend(group[0].key.clone().filter(|_| blame.is_caused));
                    self.drop_fix(&group[0], &blame.why);
                }
                Some(blame) => {
                    self.looks -= 1;
                    let suspects = blame.suspects.into_iter().filter_map(|number| number.checked_sub(known));
                    let (rest, suspects) = split(group, &suspects.collect());
                    groups.extend([suspects, rest]);
                }
            }
        }
        let (texts, seen) = best.unwrap_or_else(|| (Texts::new(), Seen::of(Outcome::default())));
        Settled { texts, seen, accepted }
    }

    /// Takes a fix back.
    fn drop_fix(&mut self, fix: &Planned, why: &str) {
        if fix.key.clone().is_none_or(|key| self.dropped.insert(key)) {
            self.not_fixed.push((fix.key.clone(), format!("`{}`: {} is not fixed: {why}", fix.place, fix.check)));
        }
    }

    /// Raises the serials of zones whose records changed.
    fn raise_serials(&mut self, first: &Seen, last: Seen) {
        let raises = {
            let is_changed = |(_, text): &(&PathBuf, &Text)| text.now != text.before;
            let changed: HashSet<&Path> =
                self.texts.iter().filter(is_changed).map(|(path, _)| path.as_path()).collect();
            serial::raises(&first.outcome, &last.outcome, &changed, self.request.now)
        };
        let editable = EditableFiles::of(&last.outcome);
        let mut planned = Vec::new();
        for serial::Raise { zone, at, text } in raises {
            let changes = at.and_then(|span| {
                let edit = Edit { span, text: text.into() };
                self.changes(&[edit], &editable, &last.outcome)
            });
            match changes {
                Some(changes) => {
                    let place = at.map(|at: Span| last.outcome.sources.file_and_line(at)).unwrap_or_default();
                    planned.push(Planned {
                        finding: None,
                        check: "the serial",
                        is_safe: true,
                        place,
                        key: None,
                        changes,
                    });
                }
                None => {
                    self.not_fixed.push((None, format!("raise the serial of `{zone}` by hand: its records changed")));
                }
            }
        }
        let settled = self.settle(&last, planned);
        if !settled.accepted.is_empty() {
            self.take(settled);
        }
    }

    fn finish(mut self) -> Fixed {
        let more = self.not_fixed.len().saturating_sub(MOST_NAMED);
        self.not_fixed.truncate(MOST_NAMED);
        if more > 0 {
            self.not_fixed.push((None, format!("{more} more are not fixed for like reasons")));
        }
        let changed = self.texts.into_iter().filter(|(_, text)| text.now != text.before);
        let files = changed.map(|(path, text)| FixedFile {
            is_stdin: text.real.is_none(),
            path: text.real.unwrap_or(path),
            shown: text.shown,
            before: text.before,
            after: text.now,
            findings: text.findings,
        });
        let not_fixed = self.not_fixed.into_iter().map(|(_, why)| why);
        Fixed { files: files.collect(), left: self.left.into_values().chain(not_fixed).collect() }
    }
}

/// The fixes in two parts: the suspects apart, where they are some and not all, and else halves.
fn split(mut group: Vec<Planned>, suspects: &BTreeSet<usize>) -> (Vec<Planned>, Vec<Planned>) {
    if suspects.is_empty() || suspects.len() == group.len() {
        let half = group.split_off(group.len() / 2);
        return (group, half);
    }
    let (suspects, rest): (Vec<_>, Vec<_>) =
        group.into_iter().enumerate().partition(|(number, _)| suspects.contains(number));
    let fixes = |part: Vec<(usize, Planned)>| part.into_iter().map(|(_, fix)| fix).collect();
    (fixes(rest), fixes(suspects))
}
