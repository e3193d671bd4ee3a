//! `path:line:col: severity[check]: message`, the shape editors and annotators know.

use std::io::{self, Write};

use super::{Report, text};

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for finding in report.findings {
        let span = report.sources.in_file(finding.primary.span);
        let source = report.sources.get(span.source);
        let at = source.position(span.start);
        writeln!(
            out,
            "{}:{}:{}: {}[{}]: {}",
            text::printable(source.name()),
            at.line,
            at.column,
            finding.severity.word(),
            finding.meta.id,
            text::printable(&finding.message),
        )?;
    }
    Ok(())
}
