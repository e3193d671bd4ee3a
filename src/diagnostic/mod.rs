//! What a finding is: plain data, with no opinion on how it is printed.

pub(crate) mod conflict;
mod fix;
mod subject;
mod text;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use thin_vec::ThinVec;

use crate::fnv::Hash;
use crate::source::{SourceIdMap, Span};

pub use fix::{Applicability, Edit, Fix};
pub(crate) use fix::{SAFE, SAFE_OR_UNSAFE, UNSAFE};
pub use subject::{About, KnownSubject, Subject};
pub use text::Text;

/// How much a finding matters: MUST in an RFC is an error, SHOULD a warning, the rest info.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never fails a run unless asked to.
    Info,
    /// Very likely a mistake.
    Warning,
    /// Cannot work as written, or breaks a MUST.
    Error,
}

impl Severity {
    /// The word used in every format.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// One level milder.
    pub fn lower(self) -> Severity {
        match self {
            Severity::Error => Severity::Warning,
            _ => Severity::Info,
        }
    }
}

/// What is fixed about a kind of finding.
#[derive(Debug)]
pub struct Meta {
    /// Kebab-case, names the bad pattern, reads well in an ignore.
    pub id: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    /// Severity where neither the finding's evidence nor a rule says otherwise.
    pub severity: Severity,
    /// RFC sections or vendor pages.
    pub references: &'static [&'static str],
    /// The page behind `zonelint explain`.
    pub explain: &'static str,
    /// The numbers that a rule file may set for it.
    pub parameters: &'static [&'static str],
    /// Which other kinds may see the same mistake.
    pub overlap: &'static [Overlap],
    /// Whether those in one file with the same [key](Diagnostic::key) become one finding that shows all the places.
    pub is_merged: bool,
    /// How sure the fixes are that its findings may have; none where no finding has one.
    pub fixes: &'static [Applicability],
}

/// Kinds about the run itself: neither flags, rule files, comments nor a baseline change what is said of it.
pub const ABOUT_THE_RUN: [&str; 2] = ["internal-error", "limit-reached"];

/// Kinds of finding that may see one and the same mistake. Of a group the kind with the lowest rank speaks: it is the
/// most specific.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// What they look at.
    pub group: OverlapGroup,
    /// Before the others of its group if lower.
    pub rank: u8,
}

/// What several kinds of finding look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlapGroup {
    /// How a name is written.
    Name,
    /// Which address a host has.
    Address,
    /// What a name leads to.
    Target,
    /// On which port a service is.
    Port,
    /// Which number of an SRV record is what.
    SrvFields,
    /// What a change broke, which can be told without the version before as well.
    Change,
}

impl OverlapGroup {
    /// All groups.
    pub const ALL: [OverlapGroup; 6] = [
        OverlapGroup::Name,
        OverlapGroup::Address,
        OverlapGroup::Target,
        OverlapGroup::Port,
        OverlapGroup::SrvFields,
        OverlapGroup::Change,
    ];

    /// The place in a group, the most specific first.
    pub const fn rank(self, rank: u8) -> Overlap {
        Overlap { group: self, rank }
    }
}

impl Meta {
    /// What most kinds have in common, for the fields that few kinds fill.
    pub const DEFAULT: Meta = Meta {
        id: "",
        summary: "",
        severity: Severity::Error,
        references: &[],
        explain: "",
        parameters: &[],
        overlap: &[],
        is_merged: false,
        fixes: &[],
    };

    /// Whether it is about the run itself, and is always shown.
    pub fn is_about_run(&self) -> bool {
        ABOUT_THE_RUN.contains(&self.id)
    }

    /// How sure the fixes are that its findings may have, in words; none where no finding has one.
    pub fn fix_words(&self) -> Option<String> {
        let words: Vec<&str> = self.fixes.iter().map(|fix| fix.word()).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// The page without the marks in its zones, which say to the tests what is found where.
    pub fn page(&self) -> String {
        let is_mark = |line: &&str| [";^", "#^"].iter().any(|mark| line.trim_start().starts_with(mark));
        let lines = self.explain.lines().filter(|line| !is_mark(line));
        lines.map(|line| line.replace(" \u{b7} ", "; ") + "\n").collect()
    }
}

/// A place and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// A few words, lower-case; may be empty.
    pub text: Text,
    /// Whether the finding is about this place as well, and not only held against it.
    pub is_same: bool,
}

impl Label {
    /// A place, and words about it.
    pub fn new(span: Span, text: impl Into<Text>) -> Label {
        Label { span, text: text.into(), is_same: false }
    }

    /// Another place that the finding is about.
    pub fn same(span: Span, text: impl Into<Text>) -> Label {
        Label { is_same: true, ..Label::new(span, text) }
    }
}

/// What stands behind a finding besides bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// What else there is to say.
    Words(String),
    /// Why the rule that asked is there.
    Rule {
        /// Why.
        reason: Option<String>,
        /// Where that is written down.
        source: Option<String>,
        /// Whether it is a rule of the user's, not of a pack.
        own: bool,
    },
}

impl Note {
    /// What to say before it.
    pub fn lead(&self) -> &'static str {
        if matches!(self, Note::Rule { own: true, .. }) { "your rule" } else { "note" }
    }

    /// Complete in one line.
    pub fn text(&self) -> String {
        match self {
            Note::Words(words) => words.clone(),
            Note::Rule { reason: Some(reason), source: Some(source), .. } => format!("{reason} ({source})"),
            Note::Rule { reason, source, .. } => reason.clone().or_else(|| source.clone()).unwrap_or_default(),
        }
    }
}

/// A finding names no more places than this beside its own. Of one cause in a whole file there can be as many as
/// the file has lines, and nobody looks at all of them.
pub const MOST_PLACES: usize = 20;

/// One finding. A run may hold millions, so that it is a pointer: a list of them costs little to grow and to sort.
#[derive(Clone, Debug)]
pub struct Diagnostic(Box<Finding>);

/// What there is to say of a finding: what is alike in many of them is shared, and nothing keeps room to grow.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The kind.
    pub meta: &'static Meta,
    /// Severity in force.
    pub severity: Severity,
    /// Complete in one line: lower-case, no final period, names and values in backticks.
    pub message: Text,
    /// The bytes that are wrong.
    pub primary: Label,
    /// What the primary is held against, most telling first.
    pub labels: ThinVec<Label>,
    /// What to do.
    pub help: Option<Text>,
    /// Reason and source of the rule that asked, if one did; shared by all findings of the rule.
    pub note: Option<Arc<Note>>,
    /// Whether a comment in the zone may silence it; the rule that asked may say no.
    pub ignorable: bool,
    /// Of how many records it is said, at most 65,535.
    pub records: u16,
    /// Stands for what is wrong in the record, however it is written; 0 where the record is known without it.
    pub value: u32,
    /// What two findings of a kind have in common that say the same: its message, unless the check knows better.
    pub key: u64,
    /// How to mend it, where that is known. Boxed: most findings have none.
    pub fix: Option<Box<Fix>>,
    /// The record concerned.
    pub subject: KnownSubject,
}

impl Deref for Diagnostic {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.0
    }
}

impl DerefMut for Diagnostic {
    fn deref_mut(&mut self) -> &mut Finding {
        &mut self.0
    }
}

impl Diagnostic {
    /// A finding at the default severity of its kind.
    pub fn new(meta: &'static Meta, at: Span, message: impl Into<String>) -> Diagnostic {
        let message = Text::from(message.into());
        Diagnostic(Box::new(Finding {
            meta,
            severity: meta.severity,
            key: Hash::NEW.part(message.as_bytes()).0,
            fix: None,
            message,
            primary: Label::new(at, ""),
            labels: ThinVec::new(),
            help: None,
            note: None,
            ignorable: true,
            records: 1,
            value: 0,
            subject: KnownSubject::default(),
        }))
    }

    /// Its parts, to be taken apart.
    pub fn into_data(self) -> Finding {
        *self.0
    }

    /// Whether it is of that kind.
    pub fn is(&self, meta: &'static Meta) -> bool {
        std::ptr::eq(self.meta, meta)
    }

    /// What makes it the same as others, where that is not its message.
    pub fn key(mut self, parts: &[&[u8]]) -> Diagnostic {
        self.key = parts.iter().fold(Hash::NEW, |hash, part| hash.part(part)).0;
        self
    }

    /// Words under the primary place.
    pub fn here(mut self, text: impl Into<Text>) -> Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// A second place.
    pub fn label(mut self, span: Span, text: impl Into<Text>) -> Diagnostic {
        // Nearly all findings have one label or two.
        self.labels.reserve_exact(1);
        self.labels.push(Label::new(span, text));
        self
    }

    /// More places that it is about, as [`Diagnostic::label_each`] adds places.
    pub fn said_of_each<T, W: Into<Text>>(
        self,
        all: impl IntoIterator<Item = T>,
        place: impl Fn(T) -> (Span, W),
    ) -> Diagnostic {
        let before = self.labels.len();
        let mut finding = self.label_each(all, place);
        finding.labels[before..].iter_mut().for_each(|label| label.is_same = true);
        finding
    }

    /// More places of one kind, after those there are: of many the first are named, and the rest are counted.
    /// Only of those named is it asked where they are.
    pub fn label_each<T, W: Into<Text>>(
        mut self,
        all: impl IntoIterator<Item = T>,
        place: impl Fn(T) -> (Span, W),
    ) -> Diagnostic {
        let mut all = all.into_iter();
        let room = MOST_PLACES.saturating_sub(self.labels.len());
        let named = all.by_ref().take(room).map(place);
        self.labels.extend(named.map(|(span, text)| Label::new(span, text)));
        self.labels.shrink_to_fit();
        self.and_more(all.count());
        self
    }

    /// Names no more places than a finding names, and counts those left out.
    pub fn with_few_places(mut self) -> Diagnostic {
        let left_out = self.labels.len().saturating_sub(MOST_PLACES);
        self.labels.truncate(MOST_PLACES);
        self.and_more(left_out);
        self
    }

    fn and_more(&mut self, places: usize) {
        let Some(last) = self.labels.last_mut().filter(|_| places > 0) else { return };
        let comma = if last.text.is_empty() { "" } else { ", " };
        last.text = format!("{}{comma}and {places} more", &*last.text).into();
    }

    /// What to do.
    pub fn help(mut self, text: impl Into<Text>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// What to do, if that is known.
    pub fn help_if_any(mut self, text: Option<Text>) -> Diagnostic {
        self.help = text;
        self
    }

    /// What else there is to say.
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.note = Some(Arc::new(Note::Words(text.into())));
        self
    }

    /// Another severity than the kind's own.
    pub fn severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// Says more at the end of the message.
    pub fn add_to_message(&mut self, words: &str) {
        self.message = [&*self.message, words].concat().into();
    }

    /// Says in the message of how many more records of one `$GENERATE` it is said; of none, nothing.
    pub fn said_of_generated(&mut self, more: usize) {
        if more > 0 {
            let records = if more == 1 { "record" } else { "records" };
            self.add_to_message(&format!(" (and in {more} more {records} of this `$GENERATE`)"));
        }
    }

    /// Says in the message of how many more records it is said; of none, nothing.
    pub fn said_of_more(&mut self, more: usize) {
        if more > 0 {
            let records = if more == 1 { "record" } else { "records" };
            self.add_to_message(&format!(" (here and in {more} more {records})"));
        }
    }

    /// Points at the same bytes where their sources got other ids.
    pub fn renumber(&mut self, ids: &SourceIdMap) {
        let Finding { labels, primary, fix, .. } = &mut **self;
        let labels = labels.iter_mut().chain([primary]).map(|label| &mut label.span);
        let edits = fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.span);
        labels.chain(edits).for_each(|span| *span = ids.span(*span));
    }

    /// The record it is about. The place it points at is known by then.
    pub fn subject(mut self, of: impl About) -> Diagnostic {
        let (subject, value) = of.about(self.primary.span);
        self.subject = subject.into();
        self.value = value;
        self
    }

    /// What makes it another finding than one of the same place: part of what it is known by from run to run.
    pub fn known_by(mut self, words: &str) -> Diagnostic {
        self.value = Hash::NEW.part(&self.value.to_be_bytes()).part(words.as_bytes()).short();
        self
    }

    /// It is said of so many records, and pointed at one of them: if there are several it is known by these words, not
    /// by the one.
    pub fn said_of(mut self, records: usize, words: &str) -> Diagnostic {
        if records > 1 {
            self.records = u16::try_from(records).unwrap_or(u16::MAX);
            self.value = Hash::NEW.part(words.as_bytes()).short();
        }
        self
    }
}

#[cfg(test)]
mod tests;
