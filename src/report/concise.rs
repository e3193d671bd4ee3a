//! `path:line:col: severity[check]: message`, the shape editors and annotators know.

use std::io::{self, Write};

use super::{Report, text};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    report.findings.iter().try_for_each(|finding| line(report.sources, finding, out))
}

/// One finding in one line.
pub(super) fn line(sources: &Sources, finding: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
    let span = sources.in_file(finding.primary.span);
    let source = sources.get(span.source);
    let at = source.position(span.start);
    let (name, message) = (text::printable(source.name()), text::printable(&finding.message));
    let (severity, check) = (finding.severity.word(), finding.meta.id);
    writeln!(out, "{name}:{}:{}: {severity}[{check}]: {message}", at.line, at.column)
}
