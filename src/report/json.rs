//! Version 1 of the JSON contract, written as a stream: no tree of the document is ever built.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use super::{Report, Summary, place};
use crate::diagnostic::{Diagnostic, Note, Severity};
use crate::fingerprint::Fingerprint;
use crate::source::{Position, Sources, Span, is_printable};

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    document(&Document { version: 1, findings: Findings(report), summary: &report.summary }, out)
}

/// Writes a value as one document, on a line of its own.
pub fn document(value: &impl Serialize, mut out: impl Write) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, PrintableStrings))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Findings<'a>,
    summary: &'a Summary,
}

struct Findings<'a>(&'a Report<'a>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let finding = |(finding, fingerprint)| Finding::new(self.0.sources, finding, fingerprint);
        serializer.collect_seq(self.0.identified().map(finding))
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    check: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<Label<'a>>,
    help: Option<&'a str>,
    reason: Option<&'a str>,
    source: Option<&'a str>,
    zone: Option<&'a str>,
    owner: Option<&'a str>,
    #[serde(rename = "type")]
    rtype: Option<&'a str>,
    fingerprint: Fingerprint,
}

impl<'a> Finding<'a> {
    fn new(sources: &'a Sources, finding: &'a Diagnostic, fingerprint: Fingerprint) -> Finding<'a> {
        let (reason, source) = match finding.note.as_deref() {
            Some(Note::Rule { reason, source, .. }) => (reason.as_deref(), source.as_deref()),
            _ => (None, None),
        };
        Finding {
            check: finding.meta.id,
            severity: finding.severity,
            message: &finding.message,
            place: Place::new(sources, finding.primary.span),
            labels: finding
                .labels
                .iter()
                .map(|label| Label { place: Place::new(sources, label.span), text: &label.text })
                .collect(),
            help: finding.help.as_deref(),
            reason,
            source,
            zone: finding.subject.zone.as_deref(),
            owner: finding.subject.owner.as_deref(),
            rtype: finding.subject.rtype.as_deref(),
            fingerprint,
        }
    }
}

#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Point,
    end: Point,
}

impl<'a> Place<'a> {
    fn new(sources: &'a Sources, span: Span) -> Place<'a> {
        let place::Place { file, start, end } = place::Place::new(sources, span);
        Place { file, start: start.into(), end: end.into() }
    }
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
    offset: u32,
}

impl From<Position> for Point {
    fn from(Position { line, column, offset }: Position) -> Point {
        Point { line, column, offset }
    }
}

/// Escapes what JSON would allow raw and a terminal should not be given: DEL, the C1 controls
/// (one of them starts escape sequences), bidirectional and zero-width characters.
struct PrintableStrings;

impl Formatter for PrintableStrings {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| !is_printable(c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}
