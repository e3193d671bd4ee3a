//! What a finding is: plain data, with no opinion on how it is printed.

use crate::source::{Renumber, Span};

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
}

impl Meta {
    /// The page without the marks in its zones, which say to the tests what is found where.
    pub fn page(&self) -> String {
        let is_mark = |line: &&str| line.trim_start().starts_with(";^");
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
    pub text: String,
}

/// Which record a finding is about, in the words of the zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Apex with the final dot.
    pub zone: Option<String>,
    /// Owner name, absolute.
    pub owner: Option<String>,
    /// Type mnemonic.
    pub rtype: Option<String>,
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

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The kind.
    pub meta: &'static Meta,
    /// Severity in force.
    pub severity: Severity,
    /// Complete in one line: lower-case, no final period, names and values in backticks.
    pub message: String,
    /// The bytes that are wrong.
    pub primary: Label,
    /// What the primary is held against, most telling first.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// Reason and source of the rule that asked, if one did. Boxed: most findings have none.
    pub note: Option<Box<Note>>,
    /// Whether a comment in the zone may silence it; the rule that asked may say no.
    pub ignorable: bool,
    /// The record concerned. Boxed: most findings of syntax have none.
    pub subject: Box<Subject>,
}

impl Diagnostic {
    /// A finding at the default severity of its kind.
    pub fn new(meta: &'static Meta, at: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            meta,
            severity: meta.severity,
            message: message.into(),
            primary: Label { span: at, text: String::new() },
            labels: Vec::new(),
            help: None,
            note: None,
            ignorable: true,
            subject: Box::default(),
        }
    }

    /// Words under the primary place.
    pub fn here(mut self, text: impl Into<String>) -> Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// A second place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        // Nearly all findings have one label or two.
        self.labels.reserve_exact(1);
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// What to do.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// What else there is to say.
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.note = Some(Box::new(Note::Words(text.into())));
        self
    }

    /// Another severity than the kind's own.
    pub fn severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// Says in the message of how many more records it is said; of none, nothing.
    pub fn said_of_more(&mut self, more: usize) {
        if more > 0 {
            let records = if more == 1 { "record" } else { "records" };
            self.message.push_str(&format!(" (here and in {more} more {records})"));
        }
    }

    /// Points at the same bytes where their sources got other ids.
    pub fn renumber(&mut self, ids: &Renumber) {
        for label in self.labels.iter_mut().chain([&mut self.primary]) {
            label.span = ids.span(label.span);
        }
    }

    /// The record it is about.
    pub fn subject(mut self, subject: Subject) -> Diagnostic {
        self.subject = Box::new(subject);
        self
    }
}
