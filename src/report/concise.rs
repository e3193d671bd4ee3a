//! `path:line:col: severity[check]: message`, the shape editors and annotators know; after it why, if a
//! rule of the user's asked.

use std::io::{self, Write};

use super::{Report, other_places, printable, printable_line};
use crate::diagnostic::{Diagnostic, Note};

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    report.findings.iter().try_for_each(|finding| line(report, finding, out))
}

/// One finding in one line.
pub(super) fn line(report: &Report, finding: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
    let span = report.sources.in_file(finding.primary.span);
    let source = report.sources.get(span.source);
    let at = source.position(span.start);
    let (name, message) = (printable_line(source.name()), printable(&finding.message));
    let (severity, check) = (finding.severity.word(), finding.meta.id);
    let others = other_places(report, finding);
    write!(out, "{name}:{}:{}: {severity}[{check}]: {message}{others}", at.line, at.column)?;
    match finding.note.as_deref() {
        Some(note @ Note::Rule { own: true, .. }) => {
            writeln!(out, " (your rule: {})", printable(note.text().trim_end()))
        }
        _ => writeln!(out),
    }
}
