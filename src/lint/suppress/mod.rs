//! Comments in zones that silence findings: `; zonelint: ignore[check, check] why`.
//!
//! Findings and sources in, the findings that are left and a number out. What a comment asks for is held against
//! what was found: one that silences nothing is a finding of its own.

mod comment;

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::findings::Findings;
use crate::limits::{LIMIT_REACHED, Limits};
use crate::source::{SourceId, Sources, Span};
use crate::text::suggest::nearest;
use comment::Verb;

/// A comment silences nothing.
pub static UNUSED_IGNORE: Meta = Meta {
    id: "unused-ignore",
    summary: "a comment silences a check that finds nothing there",
    severity: Severity::Warning,
    references: &["docs/silencing.md"],
    explain: include_str!("unused_ignore.md"),
    ..Meta::DEFAULT
};

/// A comment names a check that does not exist.
pub static UNKNOWN_CHECK_IN_IGNORE: Meta = Meta {
    id: "unknown-check-in-ignore",
    summary: "a comment silences a check that does not exist",
    severity: Severity::Warning,
    references: &["docs/silencing.md"],
    explain: include_str!("unknown_check_in_ignore.md"),
    ..Meta::DEFAULT
};

/// A comment is addressed to zonelint and cannot be read.
pub static IGNORE_INVALID: Meta = Meta {
    id: "ignore-invalid",
    summary: "a comment for zonelint cannot be read",
    severity: Severity::Warning,
    references: &["docs/silencing.md"],
    explain: include_str!("ignore_invalid.md"),
    ..Meta::DEFAULT
};

/// The kinds of findings made here.
pub static KINDS: [&Meta; 3] = [&IGNORE_INVALID, &UNKNOWN_CHECK_IN_IGNORE, &UNUSED_IGNORE];

/// What comments are held against.
pub struct SuppressInput<'a> {
    /// What was read.
    pub sources: &'a Sources,
    /// The files that are looked into: zones, and what they include.
    pub files: &'a [SourceId],
    /// Ids of all checks, sorted.
    pub checks: &'a [&'static str],
    /// Whether a check would have found in a file what there is: what was not looked for is not missed.
    pub is_judged: &'a dyn Fn(&str, SourceId) -> bool,
    /// How much is taken on.
    pub limits: Limits,
}

/// What became of findings.
#[derive(Debug)]
pub struct Ignored {
    /// How many were silenced.
    pub count: usize,
    /// What is to be said of the comments.
    pub findings: Findings,
}

/// Takes out the findings that comments silence.
pub fn apply(findings: &mut Vec<Diagnostic>, input: &SuppressInput) -> Ignored {
    let mut ignored = Ignored { count: 0, findings: Findings::new(input.limits) };
    let mut ignores = Ignores::default();
    for &file in input.files {
        ignores.read(file, input, &mut ignored.findings);
    }
    if !ignores.is_empty() {
        let before = findings.len();
        findings.retain(|finding| !ignores.silence(finding, input.sources));
        ignored.count = before - findings.len();
    }
    ignores.report(input, &mut ignored.findings);
    ignored
}

/// How far an ignore reaches.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Reach {
    Entry,
    Block,
    File,
}

const REACHES: [Reach; 3] = [Reach::Entry, Reach::Block, Reach::File];

#[derive(Clone, Copy, PartialEq, Eq)]
enum IgnoreState {
    Unused,
    Used,
    /// All there was to silence may not be.
    Refused,
    /// Another one says the same.
    Repeated,
    /// There is nothing it could end.
    Pointless,
}

/// One check that a comment names.
struct Ignore {
    check: &'static str,
    /// The name in the comment.
    at: Span,
    covers: Range<u32>,
    state: IgnoreState,
}

type IgnoreKey = (SourceId, &'static str, Reach);

#[derive(Default)]
struct Ignores {
    /// Those of one key are in order and do not overlap.
    by_key: HashMap<IgnoreKey, Vec<Ignore>>,
    without_effect: Vec<Ignore>,
}

impl Ignores {
    fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    fn read(&mut self, file: SourceId, input: &SuppressInput, findings: &mut Findings) {
        for comment in comment::read(file, input.sources, findings) {
            for at in comment.checks {
                let name = input.sources.text(at);
                let Ok(known) = input.checks.binary_search(&name) else {
                    findings.add(unknown(name, at, input.checks), input.sources);
                    continue;
                };
                let check = input.checks[known];
                let (reach, covers) = match comment.verb {
                    Verb::Ignore => (Reach::Entry, comment.entry.clone()),
                    Verb::FileIgnore => (Reach::File, 0..u32::MAX),
                    Verb::Disable => (Reach::Block, comment.at..u32::MAX),
                    Verb::Enable => {
                        self.end_block(check, at);
                        continue;
                    }
                };
                self.add(reach, Ignore { check, at, covers, state: IgnoreState::Unused });
            }
        }
    }

    fn add(&mut self, reach: Reach, ignore: Ignore) {
        let alike = self.by_key.entry((ignore.at.source, ignore.check, reach)).or_default();
        match alike.last() {
            Some(last) if last.covers.end > ignore.covers.start => {
                self.without_effect.push(Ignore { state: IgnoreState::Repeated, ..ignore });
            }
            _ => alike.push(ignore),
        }
    }

    fn end_block(&mut self, check: &'static str, at: Span) {
        let last = self.by_key.get_mut(&(at.source, check, Reach::Block)).and_then(|blocks| blocks.last_mut());
        match last {
            Some(block) if block.covers.end == u32::MAX => block.covers.end = at.start,
            _ => self.without_effect.push(Ignore { check, at, covers: 0..0, state: IgnoreState::Pointless }),
        }
    }

    /// Whether a finding is silenced. Every ignore that would do so is of use.
    fn silence(&mut self, finding: &Diagnostic, sources: &Sources) -> bool {
        let place = sources.in_file(finding.primary.span);
        let mut is_silenced = false;
        for reach in REACHES {
            let Some(alike) = self.by_key.get_mut(&(place.source, finding.meta.id, reach)) else { continue };
            let after = alike.partition_point(|ignore| ignore.covers.start <= place.start);
            let Some(ignore) = after.checked_sub(1).map(|at| &mut alike[at]) else { continue };
            if place.start >= ignore.covers.end {
                continue;
            }
            is_silenced |= finding.ignorable;
            ignore.state = match ignore.state {
                IgnoreState::Unused if !finding.ignorable => IgnoreState::Refused,
                state if !finding.ignorable => state,
                _ => IgnoreState::Used,
            };
        }
        is_silenced
    }

    /// What is to be said of the ignores that silence nothing.
    fn report(self, input: &SuppressInput, findings: &mut Findings) {
        let all = self.by_key.into_values().flatten().chain(self.without_effect);
        let mut all: Vec<Ignore> = all.filter(|ignore| ignore.state != IgnoreState::Used).collect();
        // Which are kept of too many must not depend on the order of a map.
        all.sort_unstable_by_key(|ignore| ignore.at);
        for ignore in all {
            let Ignore { check, at, state, .. } = ignore;
            let (message, help) = match state {
                IgnoreState::Used => continue,
                IgnoreState::Refused if check == LIMIT_REACHED.id => {
                    (format!("`{check}` cannot be silenced by a comment"), "remove it")
                }
                IgnoreState::Refused => (
                    format!("`{check}` is not silenced: its rule has `ignorable: false`"),
                    "follow the rule, or change it",
                ),
                IgnoreState::Repeated => (format!("`{check}` is already silenced here"), "remove it"),
                IgnoreState::Pointless => (format!("`{check}` is not disabled here"), "remove it"),
                IgnoreState::Unused if !(input.is_judged)(check, at.source) => continue,
                IgnoreState::Unused => (format!("`{check}` has no finding here"), "remove it"),
            };
            findings.add(Diagnostic::new(&UNUSED_IGNORE, at, message).help(help), input.sources);
        }
    }
}

fn unknown(name: &str, at: Span, checks: &[&'static str]) -> Diagnostic {
    let help = match nearest(name, checks.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`zonelint explain` lists all checks".to_owned(),
    };
    Diagnostic::new(&UNKNOWN_CHECK_IN_IGNORE, at, format!("there is no check `{name}`")).help(help)
}
