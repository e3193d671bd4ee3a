//! `zonelint rules`: every check with the severity in force, and what sets it.

use std::io;

use serde::Serialize;

use super::args::{ListFormat, RulesArgs};
use super::flag_words::When;
use super::{Exit, Io, choice, failed, table, terminal, until_closed};
use crate::checks;
use crate::diagnostic::{Applicability, Diagnostic, Meta, Severity};
use crate::lint::groups_of;
use crate::lint::rules::{self, RulesInForce};
use crate::report::{self, Format, Report, Style};
use crate::ruleset::RuleSet;
use crate::source::Sources;

pub(super) fn run(args: &RulesArgs, io: &mut Io) -> io::Result<Exit> {
    let chosen = match choice::of(&args.words) {
        Ok(chosen) => chosen,
        Err(why) => return failed(&why, io),
    };
    let mut sources = Sources::default();
    let RulesInForce { rules, findings, failure, .. } =
        rules::load(io.fs, &args.config.source(&[]), &io.cwd, &mut sources);
    if let Some(failure) = failure {
        show_mistakes(findings, &sources, io)?;
        return failed(&failure, io);
    }
    let rows: Vec<CheckRow> = chosen.into_iter().map(|meta| CheckRow::of(meta, &rules, &sources)).collect();
    match args.list.format {
        ListFormat::Text => write_text(&rows, io)?,
        ListFormat::Json => report::document(&RulesDocument { version: 1, rules: &rows }, &mut *io.stdout)?,
    }
    io.stdout.flush().map(|()| Exit::Clean)
}

/// On stderr, for stdout is a list or nothing.
pub(super) fn show_mistakes(mut findings: Vec<Diagnostic>, sources: &Sources, io: &mut Io) -> io::Result<()> {
    report::sort(sources, &mut findings);
    let report = Report { findings: &findings, ..Report::empty(sources) };
    let style = Style { links: false, ..terminal::style(When::Never, io) };
    until_closed(report::render(&report, Format::Full, style, io.stderr))
}

fn write_text(rows: &[CheckRow], io: &mut Io) -> io::Result<()> {
    let width = io.stdout_is_terminal.then(|| terminal::width(io));
    let from: Vec<String> = rows.iter().map(|row| row.from.to_string()).collect();
    let text: Vec<String> = rows.iter().map(|row| choice::described(row.meta)).collect();
    let cells = rows.iter().zip(&from).zip(&text);
    let cells: Vec<_> = cells.map(|((row, from), text)| [row.check, row.severity, from.as_str(), text]).collect();
    table::write(&cells, width, io.stdout)
}

#[derive(Serialize)]
struct RulesDocument<'a> {
    version: u32,
    rules: &'a [CheckRow<'a>],
}

#[derive(Serialize)]
struct CheckRow<'a> {
    check: &'static str,
    severity: &'static str,
    default: &'static str,
    groups: Vec<&'static str>,
    summary: &'static str,
    fixes: &'static [Applicability],
    #[serde(skip)]
    meta: &'static Meta,
    #[serde(flatten)]
    from: From<'a>,
}

/// What sets a severity.
#[derive(Serialize)]
struct From<'a> {
    from: &'static str,
    file: Option<&'a str>,
    line: Option<u32>,
}

impl std::fmt::Display for From<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match (self.file, self.line) {
            (Some(file), Some(line)) => write!(f, "{file}:{line}"),
            _ => f.write_str(self.from),
        }
    }
}

impl<'a> CheckRow<'a> {
    fn of(meta: &'static Meta, rules: &RuleSet, sources: &'a Sources) -> CheckRow<'a> {
        let setting = rules.check_setting(meta.id);
        let default = Some(meta.severity).filter(|_| !checks::is_off_by_default(meta.id));
        let severity = setting.map_or(default, |setting| setting.value.severity());
        let from = match setting.map(|setting| setting.span) {
            None => From { from: "default", file: None, line: None },
            Some(span) => {
                let source = sources.get(span.source);
                let from = if rules.is_builtin(span) { "pack" } else { "file" };
                From { from, file: Some(source.name()), line: Some(source.position(span.start).line) }
            }
        };
        let word = |severity: Option<Severity>| severity.map_or("off", Severity::word);
        let groups = groups_of(meta.id);
        let Meta { id: check, summary, fixes, .. } = *meta;
        CheckRow { check, severity: word(severity), default: word(default), groups, summary, fixes, meta, from }
    }
}
