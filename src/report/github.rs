//! Workflow commands of GitHub Actions, which shows them beside the lines of a pull request.
//!
//! It shows ten of each severity for a step, and no more: the gravest come first.

use std::borrow::Cow;
use std::io::{self, Write};

use super::place::Place;
use super::{Report, paragraph_with_places, printable};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for failure in report.failures {
        writeln!(out, "::error title=zonelint::{}", data(&printable(failure)))?;
    }
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let mut of_it = report.findings.iter().filter(|finding| finding.severity == severity);
        of_it.try_for_each(|finding| line(report, finding, out))?;
    }
    Ok(())
}

fn line(report: &Report, finding: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let Place { file, start, end, .. } = Place::new(report, finding.primary.span);
    write!(out, "::{command} file={},line={},endLine={}", property(&file), start.line, end.line)?;
    // Columns are refused where a range has more than one line.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    // The log shows nothing but the message, so it tells the place once more.
    let message = format!("{file}:{}:{}: {}", start.line, start.column, paragraph_with_places(report, finding));
    writeln!(out, ",title={}::{}", property(finding.meta.id), data(&message))
}

/// As the runner reads back what stands after the second `::`.
fn data(text: &str) -> Cow<'_, str> {
    escape(text, |c| match c {
        '%' => Some("%25"),
        '\r' => Some("%0D"),
        '\n' => Some("%0A"),
        _ => None,
    })
}

/// As the runner reads back the value of a property.
fn property(text: &str) -> Cow<'_, str> {
    escape(text, |c| match c {
        '%' => Some("%25"),
        '\r' => Some("%0D"),
        '\n' => Some("%0A"),
        ':' => Some("%3A"),
        ',' => Some("%2C"),
        _ => None,
    })
}

fn escape(text: &str, replaced: impl Fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    if text.chars().all(|c| replaced(c).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match replaced(c) {
            Some(escaped) => out.push_str(escaped),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}
