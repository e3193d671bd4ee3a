//! JUnit XML: a suite for each file, and in it a failed test for each finding.
//!
//! Infos are skipped tests: they fail no run, and the format knows nothing between.

use std::io::{self, Write};

use super::markup::escape;
use super::place::Place;
use super::{Report, paragraph_with_places};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let summary = &report.summary;
    let failures = summary.errors + summary.warnings;
    let errors = report.failures.len();
    let tests = (failures + summary.infos + errors).max(1);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="zonelint" tests="{tests}" failures="{failures}" errors="{errors}" skipped="{}">"#,
        summary.infos
    )?;
    if errors > 0 || report.findings.is_empty() {
        run_suite(report, out)?;
    }
    let file = |finding: &Diagnostic| Place::new(report, finding.primary.span).file;
    for findings in report.findings.chunk_by(|a, b| file(a) == file(b)) {
        file_suite(report, &file(&findings[0]), findings, out)?;
    }
    writeln!(out, "</testsuites>")
}

/// What is to be said of the run as a whole: no test at all would look like one that did not run.
fn run_suite(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let errors = report.failures.len();
    let tests = errors.max(1);
    writeln!(out, r#"  <testsuite name="zonelint" tests="{tests}" failures="0" errors="{errors}" skipped="0">"#)?;
    for failure in report.failures {
        let failure = escape(failure);
        writeln!(out, r#"    <testcase name="run" classname="zonelint">"#)?;
        writeln!(out, r#"      <error message="{failure}" type="failure"/>"#)?;
        writeln!(out, "    </testcase>")?;
    }
    if errors == 0 {
        let closing = report.summary.closing_line();
        writeln!(out, r#"    <testcase name="{}" classname="zonelint"/>"#, escape(&closing))?;
    }
    writeln!(out, "  </testsuite>")
}

fn file_suite(report: &Report, file: &str, findings: &[Diagnostic], out: &mut impl Write) -> io::Result<()> {
    let name = escape(file);
    let skipped = findings.iter().filter(|finding| finding.severity == Severity::Info).count();
    let (tests, failures) = (findings.len(), findings.len() - skipped);
    writeln!(
        out,
        r#"  <testsuite name="{name}" tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}">"#
    )?;
    for finding in findings {
        let at = Place::new(report, finding.primary.span).start;
        let (check, severity) = (finding.meta.id, finding.severity.word());
        let (message, body) = (escape(&finding.message), paragraph_with_places(report, finding));
        let place = format!("{file}:{}:{}", at.line, at.column);
        writeln!(
            out,
            r#"    <testcase name="{check} at {}:{}" classname="{name}" file="{name}" line="{}">"#,
            at.line, at.column, at.line
        )?;
        if finding.severity == Severity::Info {
            writeln!(out, r#"      <skipped message="{message}"/>"#)?;
        } else {
            writeln!(out, r#"      <failure message="{message}" type="{severity}">{}"#, escape(&place))?;
            for line in body.lines() {
                writeln!(out, "{}", escape(line))?;
            }
            writeln!(out, "</failure>")?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}
