//! Which entry of which file says something.

use std::sync::{Arc, OnceLock};

use crate::diagnostic::Note;
use crate::ruleset::file::{Extent, Spanned};
use crate::source::{SourceId, Span};

/// Which entry of a rule file said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryId(pub(in crate::ruleset) u32);

/// A value of a rule, where it is written, and the entry it is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the rule file.
    pub span: Span,
    /// The entry, for its reason and source: `RuleSet::entry`.
    pub entry: EntryId,
}

/// An entry of a rule file, as findings speak of it.
#[derive(Clone, Debug)]
pub struct RuleEntry {
    /// The whole entry.
    pub span: Span,
    /// Why it is there.
    pub reason: Option<String>,
    /// Where that is written down.
    pub source: Option<String>,
    /// Whether comments in zones may silence what it finds.
    pub ignorable: bool,
    /// Whether it is one of a pack that comes with the program.
    pub builtin: bool,
    pub(in crate::ruleset) layer: u16,
    /// Reason and source, which all its findings share.
    pub(in crate::ruleset) note: OnceLock<Option<Arc<Note>>>,
}

impl RuleEntry {
    /// Reason and source, for a finding.
    pub fn note(&self) -> Option<Arc<Note>> {
        self.note.get_or_init(|| self.note_with(&self.reason, &self.source)).clone()
    }

    /// Reason and source of a part of it that has its own.
    pub fn note_with(&self, reason: &Option<String>, source: &Option<String>) -> Option<Arc<Note>> {
        let (own, is_said) = (!self.builtin, reason.is_some() || source.is_some());
        is_said.then(|| Arc::new(Note::Rule { reason: reason.clone(), source: source.clone(), own }))
    }
}

/// Where a rule comes from.
#[derive(Clone, Copy)]
pub(in crate::ruleset) struct Provenance {
    pub(in crate::ruleset) source: SourceId,
    pub(in crate::ruleset) entry: EntryId,
    pub(in crate::ruleset) layer: u16,
}

impl Provenance {
    pub(in crate::ruleset) fn states<T>(self, value: T, at: Extent) -> Sourced<T> {
        Sourced { value, span: at.in_source(self.source), entry: self.entry }
    }

    pub(in crate::ruleset) fn stated<T>(self, spanned: Spanned<T>) -> Sourced<T> {
        self.states(spanned.value, spanned.at)
    }
}
