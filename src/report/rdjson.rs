//! The diagnostic format of reviewdog, which posts the messages as Markdown.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::place::Place;
use super::{Report, json, markdown, paragraph_with_places};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Position, Source, Sources};

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    json::paragraphs(&RdjsonDocument { source: Tool { name: "zonelint" }, diagnostics: Diagnostics(report) }, out)
}

#[derive(Serialize)]
struct RdjsonDocument<'a> {
    source: Tool,
    diagnostics: Diagnostics<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
}

struct Diagnostics<'a>(&'a Report<'a>);

impl Serialize for Diagnostics<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.findings.iter().map(|finding| RdjsonDiagnostic::new(self.0.sources, finding)))
    }
}

#[derive(Serialize)]
struct RdjsonDiagnostic<'a> {
    message: String,
    location: RdjsonLocation<'a>,
    severity: &'a str,
    code: RdjsonCode<'a>,
}

#[derive(Serialize)]
struct RdjsonLocation<'a> {
    path: &'a str,
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
}

impl<'a> RdjsonDiagnostic<'a> {
    fn new(sources: &'a Sources, finding: &'a Diagnostic) -> RdjsonDiagnostic<'a> {
        let span = sources.in_file(finding.primary.span);
        let source = sources.get(span.source);
        let Place { file, start, end, .. } = Place::new(sources, span);
        let severity = match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        };
        RdjsonDiagnostic {
            message: paragraph_with_places(sources, finding).lines().map(markdown::line).collect::<Vec<_>>().join("\n"),
            location: RdjsonLocation {
                path: file,
                range: RdjsonRange { start: point(source, start), end: point(source, end) },
            },
            severity,
            code: RdjsonCode { value: finding.meta.id },
        }
    }
}

/// Columns are counted in bytes here.
fn point(source: &Source, Position { line, offset, .. }: Position) -> RdjsonPosition {
    RdjsonPosition { line, column: offset - source.line(line).start as u32 + 1 }
}
