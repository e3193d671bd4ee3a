//! `zonelint diff`: two versions of the zones, and what follows from the difference.

mod json;
mod sections;
mod versions;

use std::io::{self, BufWriter, Write};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow::{Break, Continue};

use super::diff_args::DiffArgs;
use super::flag_words::{DiffFormat, When};
use super::progress::Progress;
use super::services::say_what_is_missing;
use super::{Exit, Io, failed, report_file, terminal, until_closed};
use crate::diff::Diff;
use crate::fs::paths;
use crate::lint::{self, Outcome, Request, Stage};
use crate::report::{self, Format, Style};
use sections::closing_line;
use versions::Versions;

/// A difference, and all that goes with it.
struct Told<'t> {
    diff: &'t Diff,
    versions: &'t Versions<'t>,
    outcome: &'t Outcome,
    args: &'t DiffArgs,
}

pub(super) fn run(args: &DiffArgs, io: &mut Io) -> io::Result<Exit> {
    let progress = Progress::start(io.progress.take());
    let versions = match Versions::of(args, io) {
        Ok(versions) => versions,
        Err(failure) => return failed(&failure, io),
    };
    let cwd = io.cwd.clone();
    let before = |stage, outcome: &Outcome| match stage {
        Stage::Read => {
            progress.say(|| "reading zones".to_owned());
            Continue(())
        }
        Stage::Check if !args.check => Break(()),
        Stage::Check => {
            progress.say(|| format!("checking {}", outcome.numbers().what_was_read()));
            Continue(())
        }
        _ => Continue(()),
    };
    let near = versions.near();
    let request = Request {
        input: versions.input(&cwd),
        rules: args.config.source(near),
        base: Some(versions.base()),
        now: (io.clock)(),
        before: &before,
        ..Request::new(&[], &cwd)
    };
    // As for a check, the process ends with the run.
    let mut outcome = ManuallyDrop::new(lint::lint(versions.fs(), &request));
    drop(progress);
    let failures = versions.failures(&mut outcome);
    let inputs = report_file::inputs(&versions.input, &args.config, &outcome, &cwd);
    let of_base = outcome.sources.iter().map(|(_, source)| paths::lexical(source.name().as_ref(), &cwd));
    let output =
        match report_file::place(args.output_file.as_deref(), inputs.into_iter().chain(of_base), &outcome, &cwd) {
            Ok(output) => output,
            Err(refusal) => return failed(&refusal, io),
        };
    let diff = ManuallyDrop::new(Diff::of(&outcome, args.all));
    let told = Told { diff: &diff, versions: &versions, outcome: &outcome, args };
    let is_on_stdout = output.is_none();
    let mut style = terminal::style(args.color, io);
    style.color &= is_on_stdout || matches!(args.color, When::Always);
    style.links &= is_on_stdout;
    until_closed(report_file::write(output, io, |out| told.write(style, out)))?;
    told.close(is_on_stdout, &failures, io)
}

impl Told<'_> {
    fn write(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        match self.args.format {
            DiffFormat::Text => {
                report::sections::text(&self.sections(), style, &mut out)?;
                if self.args.check {
                    report::render(&self.outcome.report(), Format::Full, style, &mut out)?;
                }
            }
            DiffFormat::Markdown => report::sections::markdown(&self.sections_with_findings()?, &mut out)?,
            DiffFormat::Html => report::sections::html(&self.sections_with_findings()?, &mut out)?,
            DiffFormat::Json => json::write(self, &mut out)?,
        }
        out.flush()
    }

    /// Says what is missing, and what it comes to.
    fn close(&self, is_on_stdout: bool, failures: &[String], io: &mut Io) -> io::Result<Exit> {
        let is_complete = say_what_is_missing(self.outcome, io)?;
        failures.iter().try_for_each(|failure| failed(failure, io).map(drop))?;
        let closing = closing_line(self.diff);
        match self.args.format {
            DiffFormat::Text if is_on_stdout => until_closed(writeln!(io.stdout, "{closing}"))?,
            // It stands in there.
            DiffFormat::Markdown | DiffFormat::Html if is_on_stdout => {}
            _ => until_closed(writeln!(io.stderr, "{closing}"))?,
        }
        until_closed(io.stdout.flush())?;
        Ok(match () {
            () if !is_complete || !failures.is_empty() => Exit::Failed,
            () if self.diff.is_empty() => Exit::Clean,
            () => Exit::Found,
        })
    }
}
