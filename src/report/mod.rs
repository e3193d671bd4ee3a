//! Findings to bytes: pure functions of the data, one file a format.
//!
//! Nothing here looks at the environment or the terminal. Whoever calls says in [`Style`] how
//! wide, how colourful and in which characters.

mod concise;
mod fixed_line;
mod full;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod links;
mod markdown;
mod markup;
mod page;
mod place;
mod rdjson;
mod sarif;
pub mod sections;
mod shown_label;
mod statistics;
pub mod table;
mod text;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::io::{self, BufWriter, Write};

use crate::diagnostic::{Diagnostic, Fix, Label, Severity};
use crate::fingerprint::{self, Fingerprint};
use crate::source::{Sources, Span};
use place::Place;

pub use crate::source::{printable, printable_line};
pub use json::{document, exact, findings_json, paragraphs};
#[cfg(feature = "cli")]
pub(crate) use links::page_of;
pub use place::Root;
pub use statistics::{CountedBy, statistics, statistics_json};
pub use text::wrap;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Every place with its line and what is wrong there, for people.
    Full,
    /// One line a finding, as compilers write them and editors read them.
    Concise,
    /// One document, version 1 of the contract.
    Json,
    /// SARIF 2.1.0, for code scanning services.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// The diagnostic format of reviewdog.
    Rdjson,
    /// A page, for tickets and auditors.
    Html,
}

impl Format {
    /// All of them, in the order to list them.
    pub const ALL: [Format; 9] = [
        Format::Full,
        Format::Concise,
        Format::Json,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Rdjson,
        Format::Html,
    ];

    /// Their names, in the same order.
    pub const NAMES: [&'static str; 9] = {
        let mut names = [""; 9];
        let mut number = 0;
        while number < names.len() {
            names[number] = Format::ALL[number].name();
            number += 1;
        }
        names
    };

    /// The format of a name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The word that asks for it.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Rdjson => "rdjson",
            Format::Html => "html",
        }
    }

    /// Whether it is read by a service, which knows the repository and not where the program ran.
    fn is_for_services(self) -> bool {
        !matches!(self, Format::Full | Format::Concise | Format::Json | Format::Html)
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
    /// Links to pages, as escape sequences.
    pub links: bool,
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
    /// Templates of zone files that were passed over.
    pub templates: usize,
    /// Findings that comments silence.
    pub ignored: usize,
    /// Findings that the version has, too, which the run is held against.
    pub base: usize,
    /// Findings that the baseline has.
    pub baseline: usize,
    /// Findings of a lower severity than is asked for.
    pub hidden: usize,
    /// Checks that rule files or flags switch off, everywhere or in some zones or files.
    pub off: usize,
    /// Files of searched folders that patterns leave out.
    pub excluded: usize,
    /// Files and folders that git ignores, and that are passed over for it; of a folder nothing else in it.
    pub gitignored: usize,
    /// Findings that were fixed before.
    pub fixed: usize,
    /// Findings that have a fix which is safe.
    pub fixable: usize,
    /// Findings that have another fix.
    pub fixable_unsafe: usize,
}

impl Summary {
    /// Counts findings by severity; what was read is for the caller to fill in.
    pub fn of(findings: &[Diagnostic]) -> Summary {
        Summary::default().with(findings)
    }

    /// These numbers, and findings by severity.
    pub fn with(mut self, findings: &[Diagnostic]) -> Summary {
        findings.iter().for_each(|finding| self.count(finding.severity));
        self
    }

    fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }

    /// What was found: `2 errors, 1 warning`.
    pub(crate) fn found(&self) -> String {
        let found: Vec<String> = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")]
            .into_iter()
            .filter(|&(count, _)| count > 0)
            .map(|(count, word)| counted(count, word))
            .collect();
        if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") }
    }

    /// The last line for people: `2 errors, 1 warning in 3 zones (41 records); 5 ignored, 12 in the base,
    /// 1 check off, 2 files excluded, 1 path in .gitignore; 1 can be fixed with --fix`.
    pub fn closing_line(&self) -> String {
        format!("{} in {}{}{}", self.found(), self.what_was_read(), self.not_shown(), self.can_be_fixed())
    }

    /// The same after a run that fixed findings: `3 fixed, 2 remain: 1 error, 1 warning in 3 zones (41 records)`.
    pub fn closing_line_after(&self, fixed: usize, words: &str) -> String {
        let left = self.errors + self.warnings + self.infos;
        let remain = match left {
            0 => "nothing remains".to_owned(),
            1 => format!("1 remains: {}", self.found()),
            _ => format!("{left} remain: {}", self.found()),
        };
        format!("{fixed} {words}, {remain} in {}{}{}", self.what_was_read(), self.not_shown(), self.can_be_fixed())
    }

    /// What fixes there are.
    fn can_be_fixed(&self) -> String {
        match (self.fixable, self.fixable_unsafe) {
            (0, 0) => String::new(),
            (safe, 0) => format!("; {safe} can be fixed with --fix"),
            (0, others) => format!("; {others} can be fixed with --fix --unsafe-fixes"),
            (safe, others) => format!("; {safe} can be fixed with --fix, {others} more with --unsafe-fixes"),
        }
    }

    /// What is not shown, and why.
    fn not_shown(&self) -> String {
        let not_shown = [
            (self.ignored, format!("{} ignored", self.ignored)),
            (self.base, format!("{} in the base", self.base)),
            (self.baseline, format!("{} in the baseline", self.baseline)),
            (self.hidden, format!("{} of lower severity", self.hidden)),
            (self.off, format!("{} off", counted(self.off, "check"))),
            (self.excluded, format!("{} excluded", counted(self.excluded, "file"))),
            (self.gitignored, format!("{} in .gitignore", counted(self.gitignored, "path"))),
        ];
        let not_shown: Vec<String> =
            not_shown.into_iter().filter(|&(count, _)| count > 0).map(|(_, words)| words).collect();
        let before = if not_shown.is_empty() { "" } else { "; " };
        format!("{before}{}", not_shown.join(", "))
    }

    /// `3 zones (41 records)`; with the number of files where it is another.
    pub fn what_was_read(&self) -> String {
        let files = if self.files == self.zones { String::new() } else { counted(self.files, "file") + ", " };
        let copies = match self.skipped {
            0 => String::new(),
            1 => ", 1 copy skipped".to_owned(),
            copies => format!(", {copies} copies skipped"),
        };
        let templates = match self.templates {
            0 => String::new(),
            templates => format!(", {} skipped", counted(templates, "template")),
        };
        format!("{} ({files}{}{copies}{templates})", counted(self.zones, "zone"), counted(self.records, "record"))
    }
}

pub(crate) fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Everything a format needs; findings in the order of [`sort`].
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What the spans point into.
    pub sources: &'a Sources,
    /// What was found.
    pub findings: &'a [Diagnostic],
    /// Why the job could not be done, or not all of it; each complete in one line.
    pub failures: &'a [String],
    /// The numbers.
    pub summary: Summary,
    /// Where formats for services let names of files start; none where that is the current directory.
    pub root: Option<Root<'a>>,
    /// The services of all zones, for the formats that show them.
    pub services: Option<&'a table::Table>,
}

impl<'a> Report<'a> {
    /// Of a run that found nothing.
    pub fn empty(sources: &'a Sources) -> Report<'a> {
        Report { sources, findings: &[], failures: &[], summary: Summary::default(), root: None, services: None }
    }

    /// The findings, each with what it is known by from run to run; only some formats ask.
    fn identified(&self) -> impl Iterator<Item = (&'a Diagnostic, Fingerprint)> {
        self.findings.iter().zip(fingerprint::of(self.sources, self.findings))
    }
}

/// All that a finding says, for formats that show no more than text: each part in a line.
fn paragraph(finding: &Diagnostic) -> String {
    let mut text = printable(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        text.extend(["\nhelp: ", &printable(help)]);
    }
    if let Some(fix) = &finding.fix {
        text.extend(["\n", &fix_in_words(fix)]);
    }
    if let Some(note) = &finding.note {
        text.extend(["\n", note.lead(), ": ", &printable(&note.text())]);
    }
    text
}

/// The same with the other places, for formats that point at one place only.
fn paragraph_with_places(report: &Report, finding: &Diagnostic) -> String {
    let mut text = paragraph(finding);
    let own = place(report.sources, &finding.primary).0;
    for label in finding.labels.iter().filter(|label| place(report.sources, label).0 != own) {
        let Place { file, start, .. } = Place::new(report, label.span);
        text.extend(["\nsee: ", &format!("{file}:{}:{}", start.line, start.column)]);
        if !label.text.is_empty() {
            text.extend([": ", &printable(&label.text)]);
        }
    }
    text
}

/// What a fix does and whether it is safe, for formats that have no field for it: "fix: write `5061`".
fn fix_in_words(fix: &Fix) -> String {
    format!("{}: {}", fix.applicability.lead(), printable(&fix.title))
}

/// The other places that a finding is about, for formats of one line: `; also at 14:1, 15:1`. In another file they
/// have its name before them.
fn other_places(report: &Report, finding: &Diagnostic) -> String {
    // Nearly all findings are about one place, and to look where that is takes long.
    if finding.labels.iter().all(|label| !label.is_same) {
        return String::new();
    }
    let own = Place::new(report, finding.primary.span).file;
    let is_other =
        |label: &&Label| label.is_same && place(report.sources, label).0 != place(report.sources, &finding.primary).0;
    let shown = |label: &Label| {
        let Place { file, start, .. } = Place::new(report, label.span);
        let name = if file == own { String::new() } else { format!("{}:", printable_line(&file)) };
        format!("{name}{}:{}", start.line, start.column)
    };
    let places: Vec<String> = finding.labels.iter().filter(is_other).map(shown).collect();
    if places.is_empty() { String::new() } else { format!("; also at {}", places.join(", ")) }
}

/// Writes the findings in a format, in the order given.
///
/// The closing line is left to the caller, who knows which stream people read; JSON holds the
/// numbers themselves.
pub fn render(report: &Report, format: Format, style: Style, out: &mut dyn Write) -> io::Result<()> {
    // Standard output flushes at each newline, and the formats write in small pieces.
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let report = &Report { root: report.root.filter(|_| format.is_for_services()), ..*report };
    match format {
        Format::Full => full::render(report, style, &mut out)?,
        Format::Concise => concise::render(report, &mut out)?,
        Format::Json => json::render(report, &mut out)?,
        Format::Sarif => sarif::render(report, &mut out)?,
        Format::Github => github::render(report, &mut out)?,
        Format::Gitlab => gitlab::render(report, &mut out)?,
        Format::Junit => junit::render(report, &mut out)?,
        Format::Rdjson => rdjson::render(report, &mut out)?,
        Format::Html => html::render(report, &mut out)?,
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

type PlaceKey<'a> = ((&'a str, u32, u32), &'a str);

fn place<'a>(sources: &'a Sources, label: &'a Label) -> PlaceKey<'a> {
    let Span { source, start, end } = sources.in_file(label.span);
    ((sources.get(source).name(), start, end), &label.text)
}

fn places<'a>(sources: &'a Sources, finding: &'a Diagnostic) -> impl Iterator<Item = PlaceKey<'a>> {
    finding.labels.iter().map(|label| place(sources, label))
}

fn subject(d: &Diagnostic) -> [Option<&str>; 3] {
    [d.subject.zone.as_deref(), d.subject.owner.as_deref(), d.subject.rtype.as_deref()]
}
