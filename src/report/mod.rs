//! Findings to bytes: pure functions of the data, one file a format.
//!
//! Nothing here looks at the environment or the terminal. Whoever calls says in [`Style`] how
//! wide, how colourful and in which characters.

mod concise;
mod full;
mod json;
mod text;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::io::{self, BufWriter, Write};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{Sources, Span};

pub use json::document;
pub use text::{printable, wrap};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Every place with its line and what is wrong there, for people.
    Full,
    /// One line a finding, as compilers write them and editors read them.
    Concise,
    /// One document, version 1 of the contract.
    Json,
}

impl Format {
    /// All of them, in the order to list them.
    pub const ALL: [Format; 3] = [Format::Full, Format::Concise, Format::Json];

    /// The word that asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Json => "json",
        }
    }
}

/// What the reader's terminal can show; only [`Format::Full`] asks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Colours, as escape sequences.
    pub color: bool,
    /// Frames of box-drawing characters rather than ASCII.
    pub unicode: bool,
    /// Columns to fit text into.
    pub width: usize,
}

/// The run in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are merely worth knowing.
    pub infos: usize,
    /// Files read.
    pub files: usize,
    /// Zones checked.
    pub zones: usize,
    /// Records checked.
    pub records: usize,
    /// Copies of zone files that were passed over.
    pub skipped: usize,
}

impl Summary {
    /// Counts findings by severity; what was read is for the caller to fill in.
    pub fn of(findings: &[Diagnostic]) -> Summary {
        let mut summary = Summary::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Info => summary.infos += 1,
            }
        }
        summary
    }

    /// The last line for people: `2 errors, 1 warning in 3 zones (41 records)`.
    pub fn closing_line(&self) -> String {
        let found: Vec<String> = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")]
            .into_iter()
            .filter(|&(count, _)| count > 0)
            .map(|(count, word)| counted(count, word))
            .collect();
        let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
        let skipped = match self.skipped {
            0 => String::new(),
            1 => ", 1 copy skipped".to_owned(),
            copies => format!(", {copies} copies skipped"),
        };
        format!("{found} in {} ({}{skipped})", counted(self.zones, "zone"), counted(self.records, "record"))
    }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Everything a format needs; findings in the order of [`sort`].
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What the spans point into.
    pub sources: &'a Sources,
    /// What was found.
    pub findings: &'a [Diagnostic],
    /// The numbers.
    pub summary: Summary,
}

/// Writes the findings in a format, in the order given.
///
/// The closing line is left to the caller, who knows which stream people read; JSON holds the
/// numbers themselves.
pub fn render(report: &Report, format: Format, style: Style, out: &mut dyn Write) -> io::Result<()> {
    // Standard output flushes at each newline, and the formats write in small pieces.
    let mut out = BufWriter::with_capacity(1 << 16, out);
    match format {
        Format::Full => full::render(report, style, &mut out)?,
        Format::Concise => concise::render(report, &mut out)?,
        Format::Json => json::render(report, &mut out)?,
    }
    out.flush()
}

/// Orders findings by path and place, and drops those that say the same twice, as when two
/// zones include one file.
pub fn sort(sources: &Sources, findings: &mut Vec<Diagnostic>) {
    // Equal means equal in everything shown, so that an unstable sort gives the same bytes.
    findings.sort_unstable_by(|a, b| compare(sources, a, b));
    findings.dedup_by(|a, b| compare(sources, a, b).is_eq());
}

fn compare(sources: &Sources, a: &Diagnostic, b: &Diagnostic) -> Ordering {
    place(sources, &a.primary)
        .0
        .cmp(&place(sources, &b.primary).0)
        .then_with(|| a.meta.id.cmp(b.meta.id))
        .then_with(|| a.message.cmp(&b.message))
        .then_with(|| b.severity.cmp(&a.severity))
        .then_with(|| a.primary.text.cmp(&b.primary.text))
        .then_with(|| places(sources, a).cmp(places(sources, b)))
        .then_with(|| (&a.help, &a.note).cmp(&(&b.help, &b.note)))
        .then_with(|| subject(a).cmp(&subject(b)))
}

type Place<'a> = ((&'a str, u32, u32), &'a str);

fn place<'a>(sources: &'a Sources, label: &'a Label) -> Place<'a> {
    let Span { source, start, end } = sources.in_file(label.span);
    ((sources.get(source).name(), start, end), &label.text)
}

fn places<'a>(sources: &'a Sources, finding: &'a Diagnostic) -> impl Iterator<Item = Place<'a>> {
    finding.labels.iter().map(|label| place(sources, label))
}

fn subject(d: &Diagnostic) -> [Option<&str>; 3] {
    [d.subject.zone.as_deref(), d.subject.owner.as_deref(), d.subject.rtype.as_deref()]
}
