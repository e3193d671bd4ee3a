//! Comments in zones that silence findings: `; zonelint: ignore[check, check] why`.
//!
//! Findings and sources in, the findings that are left and a number out. What a comment asks for is held against
//! what was found: one that silences nothing is a finding of its own.

mod comment;
mod entries;
mod insert;
mod removal;

use std::collections::HashMap;
use std::ops::Range;

use crate::checks::is_off_by_default;
use crate::diagnostic::{ABOUT_THE_RUN, Diagnostic, Fix, Meta, SAFE, SAFE_OR_UNSAFE, Severity, UNSAFE};
use crate::findings::Findings;
use crate::limits::Limits;
use crate::ruleset::{CheckNames, NoSuchCheck, Specificity};
use crate::source::{SourceId, Sources, Span};
use comment::Verb;
pub(crate) use entries::Entries;
pub(super) use insert::Commenting;
pub use insert::comment;

/// A comment silences nothing.
pub static UNUSED_IGNORE: Meta = Meta {
    id: "unused-ignore",
    summary: "a comment silences a check that finds nothing there",
    severity: Severity::Warning,
    references: &["docs/silencing.md"],
    explain: include_str!("unused_ignore.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

/// A comment names a check that does not exist.
pub static UNKNOWN_CHECK_IN_IGNORE: Meta = Meta {
    id: "unknown-check-in-ignore",
    summary: "a comment silences a check that does not exist",
    severity: Severity::Warning,
    references: &["docs/silencing.md"],
    explain: include_str!("unknown_check_in_ignore.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

/// A comment is addressed to zonelint and cannot be read.
pub static IGNORE_INVALID: Meta = Meta {
    id: "ignore-invalid",
    summary: "a comment for zonelint cannot be read",
    severity: Severity::Warning,
    references: &["docs/silencing.md"],
    explain: include_str!("ignore_invalid.md"),
    fixes: UNSAFE,
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
    /// The words that name checks.
    pub checks: CheckNames<'static>,
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

/// One word of a comment that names checks.
struct Ignore {
    checks: Vec<&'static str>,
    /// The word.
    at: Span,
    state: IgnoreState,
}

type IgnoreKey = (SourceId, &'static str, Reach);

/// Where one check is silenced, and the number of the ignore that does it.
struct Cover {
    covers: Range<u32>,
    ignore: usize,
}

#[derive(Default)]
struct Ignores {
    all: Vec<Ignore>,
    /// Those of one key are in order and do not overlap.
    by_key: HashMap<IgnoreKey, Vec<Cover>>,
}

impl Ignores {
    fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    fn read(&mut self, file: SourceId, input: &SuppressInput, findings: &mut Findings) {
        for comment in comment::read(file, input.sources, findings) {
            for at in comment.checks {
                let word = input.sources.text(at);
                let named = match input.checks.named(word) {
                    Ok(named) if named.specificity == Specificity::All => {
                        findings.add(too_wide(word, at), input.sources);
                        continue;
                    }
                    Ok(named) => named,
                    Err(none) => {
                        findings.add(unknown(none, at), input.sources);
                        continue;
                    }
                };
                let (reach, covers) = match comment.verb {
                    Verb::Ignore => (Reach::Entry, comment.entry.clone()),
                    Verb::FileIgnore => (Reach::File, 0..u32::MAX),
                    Verb::Disable => (Reach::Block, comment.at..u32::MAX),
                    Verb::Enable => {
                        self.end_blocks(named.ids, at);
                        continue;
                    }
                };
                self.add(reach, &covers, named.ids, at);
            }
        }
    }

    /// Takes in an ignore. Where one before it silences the same, that one does it.
    fn add(&mut self, reach: Reach, covers: &Range<u32>, checks: Vec<&'static str>, at: Span) {
        let (ignore, mut state) = (self.all.len(), IgnoreState::Repeated);
        for &check in &checks {
            let alike = self.by_key.entry((at.source, check, reach)).or_default();
            if alike.last().is_none_or(|last| last.covers.end <= covers.start) {
                alike.push(Cover { covers: covers.clone(), ignore });
                state = IgnoreState::Unused;
            }
        }
        self.all.push(Ignore { checks, at, state });
    }

    fn end_blocks(&mut self, checks: Vec<&'static str>, at: Span) {
        let mut is_one_open = false;
        for &check in &checks {
            let blocks = self.by_key.get_mut(&(at.source, check, Reach::Block));
            let last = blocks.and_then(|blocks| blocks.last_mut()).filter(|block| block.covers.end == u32::MAX);
            if let Some(block) = last {
                block.covers.end = at.start;
                is_one_open = true;
            }
        }
        if !is_one_open {
            self.all.push(Ignore { checks, at, state: IgnoreState::Pointless });
        }
    }

    /// Whether a finding is silenced. Every ignore that would do so is of use.
    fn silence(&mut self, finding: &Diagnostic, sources: &Sources) -> bool {
        let place = sources.in_file(finding.primary.span);
        let mut is_silenced = false;
        for reach in REACHES {
            let Some(alike) = self.by_key.get(&(place.source, finding.meta.id, reach)) else { continue };
            let after = alike.partition_point(|cover| cover.covers.start <= place.start);
            let Some(cover) = after.checked_sub(1).map(|at| &alike[at]) else { continue };
            if place.start >= cover.covers.end {
                continue;
            }
            is_silenced |= finding.ignorable;
            let ignore = &mut self.all[cover.ignore];
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
        for Ignore { checks, at, state } in self.all {
            let word = input.sources.text(at);
            // Of several checks those that are off unless asked for need not be looked for.
            let is_asked_for = |check: &str| checks.len() == 1 || !is_off_by_default(check);
            let is_judged = || {
                let mut looked_for = checks.iter().filter(|check| is_asked_for(check));
                looked_for.all(|check| (input.is_judged)(check, at.source))
            };
            let removal = || removal::of_word(input.sources.get(at.source).bytes(), at);
            let (message, help, fix) = match state {
                IgnoreState::Used => continue,
                // A rule that is to be followed is no reason to take the comment away.
                IgnoreState::Refused if !ABOUT_THE_RUN.contains(&word) => (
                    format!("`{word}` is not silenced: its rule has `ignorable: false`"),
                    "follow the rule, or change it",
                    None,
                ),
                IgnoreState::Refused => (format!("`{word}` cannot be silenced by a comment"), "remove it", removal()),
                IgnoreState::Repeated => (format!("`{word}` is already silenced here"), "remove it", removal()),
                IgnoreState::Pointless => (format!("`{word}` is not disabled here"), "remove it", removal()),
                IgnoreState::Unused if !is_judged() => continue,
                IgnoreState::Unused => (format!("`{word}` has no finding here"), "remove it", removal()),
            };
            findings.add(Diagnostic::new(&UNUSED_IGNORE, at, message).help(help).fix(fix), input.sources);
        }
    }
}

fn unknown(none: NoSuchCheck, at: Span) -> Diagnostic {
    let help = match none.meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`zonelint explain` lists all checks".to_owned(),
    };
    let fix = none.meant.map(|meant| Fix::safe(at, meant));
    Diagnostic::new(&UNKNOWN_CHECK_IN_IGNORE, at, none.message).help(help).fix(fix)
}

fn too_wide(word: &str, at: Span) -> Diagnostic {
    let message = format!("`{word}` would silence every check, the next mistake too");
    Diagnostic::new(&IGNORE_INVALID, at, message).help("name the checks, or a group of them")
}
