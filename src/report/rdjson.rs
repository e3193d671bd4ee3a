//! The diagnostic format of reviewdog, which posts the messages as Markdown.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::place::Place;
use super::{Report, json, markdown, paragraph};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Position, Source, Sources};

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    json::paragraphs(&Document { source: Tool { name: "zonelint" }, diagnostics: Diagnostics(report) }, out)
}

#[derive(Serialize)]
struct Document<'a> {
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
        serializer.collect_seq(self.0.findings.iter().map(|finding| Item::new(self.0.sources, finding)))
    }
}

#[derive(Serialize)]
struct Item<'a> {
    message: String,
    location: Location<'a>,
    severity: &'a str,
    code: Code<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

impl<'a> Item<'a> {
    fn new(sources: &'a Sources, finding: &'a Diagnostic) -> Item<'a> {
        let span = sources.in_file(finding.primary.span);
        let source = sources.get(span.source);
        let Place { file, start, end, .. } = Place::new(sources, span);
        let severity = match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        };
        Item {
            message: paragraph(finding).lines().map(markdown::line).collect::<Vec<_>>().join("\n"),
            location: Location { path: file, range: Range { start: point(source, start), end: point(source, end) } },
            severity,
            code: Code { value: finding.meta.id },
        }
    }
}

/// Columns are counted in bytes here.
fn point(source: &Source, Position { line, offset, .. }: Position) -> Point {
    Point { line, column: offset - source.line(line).start as u32 + 1 }
}
