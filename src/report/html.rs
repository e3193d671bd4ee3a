//! Findings on a page, by zone and check: for tickets and auditors, on a screen and on paper.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::fixed_line::FixedLine;
use super::markup::escape;
use super::page::page;
use super::shown_label::{MAX_PLACES, ShownLabel, line_content};
use super::{Report, counted, links, table, text};
use crate::diagnostic::{Diagnostic, Fix, Severity};

/// So many columns of a line are shown: what fits a page of paper.
const ROOM: usize = 100;

/// The findings of a zone or file by severity and check.
type ByCheck<'a> = BTreeMap<(Reverse<Severity>, &'static str), Vec<&'a Diagnostic>>;

/// What findings are grouped by: their zone, or their file where they are about none.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Subject<'a> {
    File(&'a str),
    Zone(&'a str),
}

pub(super) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    page("zonelint", out, |out| {
        writeln!(out, "<p>{}</p>", escape(&report.summary.closing_line()))?;
        for failure in report.failures {
            writeln!(out, "<p class=\"mark\">{}</p>", escape(failure))?;
        }
        for (subject, checks) in by_subject(report) {
            write_subject(report, &subject, &checks, out)?;
        }
        match report.services {
            Some(services) if !services.rows.is_empty() => {
                writeln!(out, "<h2>{}</h2>", escape(&services.title))?;
                table::html::rows(services, out)?;
                writeln!(out, "<p>{}</p>", escape(&services.closing))
            }
            _ => Ok(()),
        }
    })
}

fn by_subject<'a>(report: &Report<'a>) -> BTreeMap<Subject<'a>, ByCheck<'a>> {
    let mut subjects: BTreeMap<Subject, ByCheck> = BTreeMap::new();
    for finding in report.findings {
        let file = || report.sources.get(report.sources.in_file(finding.primary.span).source).name();
        let subject = finding.subject.zone.as_deref().map_or_else(|| Subject::File(file()), Subject::Zone);
        let check = (Reverse(finding.severity), finding.meta.id);
        subjects.entry(subject).or_default().entry(check).or_default().push(finding);
    }
    subjects
}

fn write_subject(report: &Report, subject: &Subject, checks: &ByCheck, out: &mut impl Write) -> io::Result<()> {
    let (kind, name) = match subject {
        Subject::File(name) => ("File", name),
        Subject::Zone(name) => ("Zone", name),
    };
    writeln!(out, "<h2>{kind} {}</h2>", escape(name))?;
    for (&(Reverse(severity), check), findings) in checks {
        let (severity, count) = (severity.word(), findings.len());
        let count = if count == 1 { String::new() } else { format!(", {}", counted(count, "finding")) };
        let page = links::page_of(check);
        writeln!(out, "<h3>{severity} <a href=\"{}\">{check}</a>{count}</h3>", escape(&page))?;
        findings.iter().try_for_each(|finding| write_finding(report, finding, out))?;
    }
    Ok(())
}

fn write_finding(report: &Report, finding: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<article class=\"{}\">", finding.severity.word())?;
    writeln!(out, "<p><strong>{}</strong></p>", with_code(&finding.message))?;
    let mut shown: Vec<ShownLabel> = Vec::new();
    for label in std::iter::once(&finding.primary).chain(&finding.labels).take(MAX_PLACES) {
        let label = ShownLabel::new(report.sources, label, shown.is_empty());
        let is_known =
            |known: &ShownLabel| (known.source, &known.bytes, &known.text) == (label.source, &label.bytes, &label.text);
        if !shown.iter().any(is_known) {
            shown.push(label);
        }
    }
    // Two lines side by side are the better to compare for starting in one column.
    let gutter = shown.iter().map(|label| label.at.line.to_string().len()).max().unwrap_or_default();
    shown.iter().try_for_each(|label| write_place(report, label, gutter, out))?;
    let left_out = (1 + finding.labels.len()).saturating_sub(MAX_PLACES);
    if left_out > 0 {
        writeln!(out, "<p>and {} not shown</p>", counted(left_out, "more place"))?;
    }
    if let Some(help) = &finding.help {
        paragraphs("help", help, out)?;
    }
    if let Some(fix) = &finding.fix {
        write_fix(report, fix, gutter, out)?;
    }
    if let Some(note) = &finding.note {
        paragraphs(note.lead(), &note.text(), out)?;
    }
    writeln!(out, "</article>")
}

/// A place with its line, and below the bytes what is wrong with them.
fn write_place(report: &Report, label: &ShownLabel, gutter: usize, out: &mut impl Write) -> io::Result<()> {
    let source = report.sources.get(label.source);
    let content = line_content(source, label.at.line);
    let line = source.shown(content.clone()).unwrap_or_default();
    let focus = label.bytes.start - content.start..label.bytes.end - content.start;
    let part = text::window(line, focus.clone(), ROOM, "…");
    // A span may start or end within a character, which is then in it.
    let start = (0..=focus.start.clamp(part.start, part.end)).rfind(|&at| line.is_char_boundary(at)).unwrap_or(0);
    let end =
        (focus.end.clamp(start, part.end)..line.len()).find(|&at| line.is_char_boundary(at)).unwrap_or(line.len());
    let number = label.at.line;
    let pieces = [&line[part.start..start], &line[start..end], &line[end..part.end]];
    let [before, marked, after] = pieces.map(expand_tabs);
    let cut = [part.start > 0, part.end < line.len()].map(|is_cut| if is_cut { "…" } else { "" });
    let name = source.name();
    writeln!(out, "<p class=\"at\">{}:{number}:{}</p>", escape(name), label.at.column)?;
    let (before, marked, after) = (escape(&before), escape(&marked), escape(&after));
    write!(out, "<pre>{number:>gutter$} | {}{before}<u class=\"mark\">{marked}</u>{after}{}", cut[0], cut[1])?;
    if !label.text.is_empty() {
        let class = if label.is_primary { " class=\"mark\"" } else { "" };
        write!(out, "\n{:gutter$} = <span{class}>{}</span>", "", with_code(&label.text))?;
    }
    writeln!(out, "</pre>")
}

/// What a fix does and whether it is safe, and the first line that it changes as it would be.
fn write_fix(report: &Report, fix: &Fix, gutter: usize, out: &mut impl Write) -> io::Result<()> {
    let line = FixedLine::of(report.sources, fix);
    let others = line.as_ref().map_or(0, |line| line.others);
    let more = if others > 0 { format!(" (and {} on other lines)", counted(others, "change")) } else { String::new() };
    writeln!(out, "<p>{}: {}{more}</p>", fix.applicability.lead(), with_code(&fix.title))?;
    let Some(FixedLine { text, new, .. }) = line else { return Ok(()) };
    let part = text::window(&text, new.clone(), ROOM, "…");
    let (start, end) = (new.start.clamp(part.start, part.end), new.end.clamp(part.start, part.end));
    let cut = [part.start > 0, part.end < text.len()].map(|is_cut| if is_cut { "…" } else { "" });
    let [before, new, after] = [part.start..start, start..end, end..part.end].map(|range| escape(&text[range]));
    writeln!(out, "<pre>{:gutter$} + {}{before}<ins>{new}</ins>{after}{}</pre>", "", cut[0], cut[1])
}

/// What stands between backticks, as code.
fn with_code(text: &str) -> String {
    let escaped = escape(text);
    let parts: Vec<&str> = escaped.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped.into_owned();
    }
    let mut code = false;
    let mut out = parts[0].to_owned();
    for part in &parts[1..] {
        code = !code;
        out.extend([if code { "<code>" } else { "</code>" }, part]);
    }
    out
}

/// Blanks in place of tabs: to the program that shows the page these are as wide as it likes.
fn expand_tabs(text: &str) -> String {
    text.replace('\t', &" ".repeat(text::TAB))
}

fn paragraphs(lead: &str, text: &str, out: &mut impl Write) -> io::Result<()> {
    let mut lead = format!("{lead}: ");
    text.lines().try_for_each(|line| {
        let lead = std::mem::take(&mut lead);
        writeln!(out, "<p>{}{}</p>", escape(&lead), with_code(line))
    })
}
