//! The diagnostic format of reviewdog, which posts the messages as Markdown.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::place::Place;
use super::{Report, json, links, markdown, paragraph_with_places};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Position, Source, Span};

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    json::paragraphs(
        &RdjsonDocument { source: Tool { name: "zonelint", url: links::REPOSITORY }, diagnostics: Diagnostics(report) },
        out,
    )
}

#[derive(Serialize)]
struct RdjsonDocument<'a> {
    source: Tool,
    diagnostics: Diagnostics<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    url: &'static str,
}

struct Diagnostics<'a>(&'a Report<'a>);

impl Serialize for Diagnostics<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.findings.iter().map(|finding| RdjsonDiagnostic::new(self.0, finding)))
    }
}

#[derive(Serialize)]
struct RdjsonDiagnostic<'a> {
    message: String,
    location: RdjsonLocation<'a>,
    severity: &'a str,
    code: RdjsonCode<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct RdjsonLocation<'a> {
    path: Cow<'a, str>,
    range: RdjsonRange,
}

#[derive(Serialize)]
struct RdjsonRange {
    start: RdjsonPosition,
    end: RdjsonPosition,
}

#[derive(Serialize)]
struct RdjsonPosition {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct RdjsonCode<'a> {
    value: &'a str,
    url: String,
}

/// Text for a range of the file of the finding.
#[derive(Serialize)]
struct Suggestion {
    range: RdjsonRange,
    text: Box<RawValue>,
}

impl<'a> RdjsonDiagnostic<'a> {
    fn new(report: &Report<'a>, finding: &'a Diagnostic) -> RdjsonDiagnostic<'a> {
        let span = report.sources.in_file(finding.primary.span);
        let severity = match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        };
        RdjsonDiagnostic {
            message: paragraph_with_places(report, finding).lines().map(markdown::line).collect::<Vec<_>>().join("\n"),
            location: RdjsonLocation { path: Place::new(report, span).file, range: range(report, span) },
            severity,
            code: RdjsonCode { value: finding.meta.id, url: links::page_of(finding.meta.id) },
            suggestions: suggestions(report, finding, span),
        }
    }
}

/// What mends the finding, if all of it is in its file: a suggestion names no other.
fn suggestions(report: &Report, finding: &Diagnostic, Span { source, .. }: Span) -> Vec<Suggestion> {
    let edits = || finding.fix.iter().flat_map(|fix| &fix.edits);
    if edits().any(|edit| edit.span.source != source) {
        return Vec::new();
    }
    edits().map(|edit| Suggestion { range: range(report, edit.span), text: json::exact_text(&edit.text) }).collect()
}

fn range(report: &Report, span: Span) -> RdjsonRange {
    let Place { start, end, .. } = Place::new(report, span);
    let source = report.sources.get(span.source);
    RdjsonRange { start: point(source, start), end: point(source, end) }
}

/// Columns are counted in bytes here.
fn point(source: &Source, Position { line, offset, .. }: Position) -> RdjsonPosition {
    RdjsonPosition { line, column: offset - source.line(line).start as u32 + 1 }
}
