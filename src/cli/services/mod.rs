//! `zonelint services`: the service records of all zones, side by side.

mod columns;
mod json;

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow::Continue;

use super::flag_words::{TableFormat, When};
use super::input::ZoneArgs;
use super::progress::Progress;
use super::rules::show_mistakes;
use super::services_args::ServicesArgs;
use super::{Exit, Io, failed, report_file, terminal, until_closed};
use crate::lint::{self, Outcome, Request, Stage};
use crate::report::table::{Table, csv, html, markdown, text};
use crate::report::{Style, counted, printable};
use crate::ruleset::RULE_FILE_INVALID;
use crate::services::{Counts, Filter, Services};

pub(super) fn run(args: &ServicesArgs, io: &mut Io) -> io::Result<Exit> {
    let progress = Progress::start(io.progress.take());
    let input = match ZoneArgs::of(&args.input, io) {
        Ok(input) => input,
        Err(failure) => return failed(&failure, io),
    };
    let cwd = io.cwd.clone();
    let before = |stage, outcome: &Outcome| {
        match stage {
            Stage::Read => progress.say(|| "reading zones".to_owned()),
            Stage::Check => progress.say(|| format!("checking {}", outcome.numbers().what_was_read())),
            _ => {}
        }
        Continue(())
    };
    let request = Request {
        input: input.of_run(&args.input, &cwd),
        rules: args.config.source(input.near()),
        exclude: &args.exclude,
        // Each record has what is found in it.
        apart: true,
        before: &before,
        ..Request::new(&[], &cwd)
    };
    let outcome = lint::lint(io.fs, &request);
    drop(progress);
    let inputs = report_file::inputs(&args.input, &args.config, &outcome, &cwd);
    let output = match report_file::place(args.output_file.as_deref(), inputs, &outcome, &cwd) {
        Ok(output) => output,
        Err(refusal) => return failed(&refusal, io),
    };
    let services = Services::of(&outcome, Filter { zones: &args.zone, services: &args.service });
    let is_for_people = output.is_none() && args.format == TableFormat::Text;
    let mut style = Style { width: terminal::columns(io), ..terminal::style(args.color, io) };
    style.color &= output.is_none() || matches!(args.color, When::Always);
    until_closed(report_file::write(output, io, |out| write(&services, args.format, style, out)))?;
    let is_done = say_what_is_missing(&outcome, io)?;
    say_what_matches_nothing(args, &services, &outcome, io)?;
    let closing: &mut dyn Write = if is_for_people { io.stdout } else { io.stderr };
    if !outcome.project.checked_zones().is_empty() {
        until_closed(writeln!(closing, "{}", closing_line(&services)))?;
    }
    until_closed(closing.flush())?;
    Ok(if is_done { Exit::Clean } else { Exit::Failed })
}

/// The services of all that was checked, for people.
pub(super) fn table_of(outcome: &Outcome) -> Table {
    let services = Services::of(outcome, Filter { zones: &[], services: &[] });
    columns::table(&services, closing_line(&services), false)
}

fn write(services: &Services, format: TableFormat, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let table = |is_for_programs| columns::table(services, closing_line(services), is_for_programs);
    match format {
        TableFormat::Text => text(&table(false), style, &mut out)?,
        TableFormat::Markdown => markdown(&table(false), &mut out)?,
        TableFormat::Csv => csv(&table(true), &mut out)?,
        TableFormat::Html => html(&table(false), &mut out)?,
        TableFormat::Json => json::write(services, &mut out)?,
    }
    out.flush()
}

/// `3 services in 2 zones (5 records), 1 marked`.
fn closing_line(services: &Services) -> String {
    let Counts { services: kinds, zones, records, marked } = services.counts();
    let unread = match services.unreadable {
        0 => String::new(),
        unread => format!("; {} unreadable", counted(unread, "SRV record")),
    };
    let marked = if marked == 0 { "none".to_owned() } else { marked.to_string() };
    match records {
        0 => format!("no services{unread}"),
        _ => format!(
            "{} in {} ({}), {marked} marked{unread}",
            counted(kinds, "service"),
            counted(zones, "zone"),
            counted(records, "record")
        ),
    }
}

/// Says why the table is not complete; whether it is.
pub(super) fn say_what_is_missing(outcome: &Outcome, io: &mut Io) -> io::Result<bool> {
    let mistakes = outcome.findings.iter().filter(|finding| finding.is(&RULE_FILE_INVALID)).cloned();
    show_mistakes(mistakes.collect(), &outcome.sources, io)?;
    for notice in &outcome.notices {
        until_closed(writeln!(io.stderr, "zonelint: {}", printable(notice)))?;
    }
    let limits = outcome.findings.iter().filter(|finding| finding.meta.is_about_run());
    let limits = limits.map(|finding| match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.to_string(),
    });
    let missing: Vec<String> = outcome.failures.iter().cloned().chain(limits).collect();
    missing.iter().try_for_each(|why| failed(why, io).map(drop))?;
    Ok(missing.is_empty())
}

/// A pattern that matches nothing is mistyped more often than not.
fn say_what_matches_nothing(
    args: &ServicesArgs,
    services: &Services,
    outcome: &Outcome,
    io: &mut Io,
) -> io::Result<()> {
    let zones = outcome.project.checked_zones();
    let is_idle = |glob: &&_| !zones.iter().any(|zone| Filter::is_of_zone(glob, zone));
    let zones = args.zone.iter().filter(is_idle).map(|glob| format!("`--zone {glob}` matches no zone"));
    let is_idle = |glob: &&_| !services.rows.iter().any(|row| Filter::is_of_service(glob, &row.owner));
    let services = args.service.iter().filter(is_idle);
    let services = services.map(|glob| format!("`--service {glob}` matches no service, as in `_sip` or `_sip._tls`"));
    let said: Vec<String> = zones.chain(services).collect();
    said.iter().try_for_each(|line| until_closed(writeln!(io.stderr, "zonelint: {}", printable(line))))
}
