//! `zonelint check`: arguments to a request, an outcome to bytes and an exit status.

use std::cell::RefCell;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow::{self, Break, Continue};
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, has_counts};
use super::base::BaseFiles;
use super::flag_words::When;
use super::input::ZoneArgs;
use super::output::{Output, What};
use super::progress::Progress;
use super::rules::show_mistakes;
use super::{Exit, Io, failed, fix, list, report_file, services, terminal, until_closed, verbose};
use crate::fs::{paths, plain};
use crate::lint::baseline::{Baseline, Mode};
use crate::lint::{self, Commented, Comments, Outcome, Request, Stage};
use crate::report::{self, Format, Report, Root, Style, Summary, counted, printable};
use crate::ruleset::{FailOn, RULE_FILE_INVALID};
use crate::source::Sources;

pub(super) fn run(args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
    let progress = Progress::start(io.progress.take());
    let (input, base) = match read_args(args, io) {
        Ok(read) => read,
        Err(failure) => return refused(&failure, args, io),
    };
    let cwd = io.cwd.clone();
    let outputs = RefCell::new(Outputs::new(args, &cwd));
    let before = |stage, outcome: &Outcome| {
        match stage {
            Stage::Read => progress.say(|| "reading zones".to_owned()),
            Stage::Check => progress.say(|| format!("checking {}", outcome.numbers().what_was_read())),
            _ => {}
        }
        outputs.borrow_mut().before(stage, outcome)
    };
    let mut request = Request {
        input: input.of_run(&args.input, &cwd),
        rules: args.config.source(input.near()),
        choice: args.choice.choice(),
        exclude: &args.exclude,
        suppress: !args.known.no_ignores,
        apart: false,
        min_severity: args.min_severity,
        base: base.as_ref().map(BaseFiles::base),
        baseline: (base.is_none() && !args.known.no_baseline).then(|| args.known.known()),
        now: args.now.unwrap_or_else(io.clock),
        verify: args.dnssec,
        before: &before,
        is_superseded: &|| false,
    };
    if args.fixes.diff {
        return fix::diff(&request, args, io);
    }
    let applied = if args.fixes.fix { Some(fix::apply(&request, args, io)?) } else { None };
    if let Some(applied) = &applied {
        request.input.stdin = applied.stdin.as_ref().or(request.input.stdin);
        fix::give_text(applied, &request, io)?;
    }
    if let Some(reason) = &args.known.add_ignores
        && let Err(failure) = add_ignores(&request, reason, args.quiet, io)?
    {
        return failed(&failure, io);
    }
    // The process ends with the run: to give back a large zone piece by piece would take longer than the checks.
    let mut outcome = ManuallyDrop::new(lint::lint(io.fs, &request));
    drop(progress);
    outcome.failures.extend(applied.iter().flat_map(|applied| applied.failures.iter().cloned()));
    tell(&mut outcome, args, outputs.into_inner(), applied.map(|applied| applied.findings), io)
}

/// Writes what a run came to, after so many findings were fixed.
fn tell(
    outcome: &mut Outcome,
    args: &CheckArgs,
    mut outputs: Outputs,
    fixed: Option<usize>,
    io: &mut Io,
) -> io::Result<Exit> {
    if args.verbose {
        until_closed(verbose::write(outcome, &io.cwd, io.stderr))?;
    }
    if args.list_files && outputs.is_read {
        return list(outcome, args, io);
    }
    let report = match outputs.report(outcome) {
        Ok(report) => report.or_else(|| args.gives_text().then(Output::stderr)),
        Err(refusal) => return failed(&refusal, io),
    };
    for notice in outcome.notices.iter().filter(|_| !args.quiet) {
        until_closed(writeln!(io.stderr, "zonelint: {}", printable(notice)))?;
    }
    let written = outputs.baseline.take().transpose();
    match written.map(|output| output.zip(outcome.baseline.take())) {
        Ok(Some((output, baseline))) => write_baseline(&baseline, output, args.quiet, &mut outcome.failures, io)?,
        Ok(None) => {}
        Err(refusal) => outcome.failures.push(refusal),
    }
    finish(outcome, args, report, fixed, io)
}

/// What is checked, and the version that it is held against; or why they cannot be read.
fn read_args<'f>(args: &CheckArgs, io: &mut Io<'f>) -> Result<(ZoneArgs, Option<BaseFiles<'f>>), String> {
    let input = ZoneArgs::of(&args.input, io)?;
    let base = args.known.base.as_ref().map(|name| BaseFiles::of(name.as_deref(), input.near(), io));
    let base = base.transpose()?;
    let input = match &base {
        Some(base) => input.at(|path| base.in_repository(path, io)),
        None => input,
    };
    Ok((input, base))
}

/// Says why nothing was read.
fn refused(failure: &str, args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
    if args.format == Some(Format::Json) {
        until_closed(empty_json(io.stdout))?;
    }
    failed(failure, io)
}

/// Writes comments for all that is found into the zone files. What is found afterwards is for the run that follows.
fn add_ignores(request: &Request, reason: &str, quiet: bool, io: &mut Io) -> io::Result<Result<(), String>> {
    let Comments { files, left } = match lint::add_ignores(io.fs, request, reason) {
        Ok(comments) => comments,
        Err(failure) => return Ok(Err(failure)),
    };
    let mut said = left;
    for Commented { path, shown, bytes, comments } in files {
        let written = Output::at(&path, What::Zone, [], &io.cwd).and_then(|output| {
            let write = output.write(io, |out| out.write_all(&bytes));
            write.map_err(|error| format!("`{shown}` cannot be written: {}", plain(&error)))
        });
        if let Err(failure) = written {
            return Ok(Err(failure));
        }
        said.push(format!("{shown}: {} added", counted(comments, "comment")));
    }
    for line in said.iter().filter(|_| !quiet) {
        until_closed(writeln!(io.stderr, "zonelint: {}", printable(line)))?;
    }
    Ok(Ok(()))
}

/// The document for those who asked for JSON in arguments that are not valid.
pub(super) fn empty_json(out: &mut dyn Write) -> io::Result<()> {
    let style = Style { color: false, unicode: false, width: 80, links: false };
    report::render(&Report::empty(&Sources::default()), Format::Json, style, out)
}

/// The files that a run writes: what must not be written is refused before the work that is for it.
struct Outputs<'r> {
    args: &'r CheckArgs,
    cwd: &'r Path,
    /// Whether the zones were read.
    is_read: bool,
    /// Where the report goes, if not to standard output.
    report: Option<Result<Option<Output>, String>>,
    /// Where the baseline goes, if one is written.
    baseline: Option<Result<Output, String>>,
}

impl<'r> Outputs<'r> {
    fn new(args: &'r CheckArgs, cwd: &'r Path) -> Outputs<'r> {
        Outputs { args, cwd, is_read: false, report: None, baseline: None }
    }

    /// Looks at what is written after a stage; a refusal or a list of files ends the run.
    fn before(&mut self, stage: Stage, outcome: &Outcome) -> ControlFlow<()> {
        let is_refused = match stage {
            Stage::Check => {
                self.is_read = true;
                self.args.list_files || self.report.insert(self.place_of_report(outcome)).is_err()
            }
            Stage::Baseline if self.args.known.known().mode != Mode::Apply => {
                let inputs = self.inputs(outcome);
                let path = self.path_of_baseline(outcome);
                self.baseline.insert(Output::at(&path, What::Baseline, inputs, self.cwd)).is_err()
            }
            _ => false,
        };
        if is_refused { Break(()) } else { Continue(()) }
    }

    /// Where the report goes.
    fn report(&mut self, outcome: &Outcome) -> Result<Option<Output>, String> {
        self.report.take().unwrap_or_else(|| self.place_of_report(outcome))
    }

    fn place_of_report(&self, outcome: &Outcome) -> Result<Option<Output>, String> {
        let (named, baseline) = (self.args.output_file.as_deref(), self.path_of_baseline(outcome));
        if named.is_some_and(|path| path.as_os_str() != "-" && paths::lexical(path, self.cwd) == baseline) {
            return Err(What::Report.refused(&baseline, "it is the baseline", self.cwd));
        }
        report_file::place(named, self.inputs(outcome).into_iter().chain([baseline]), outcome, self.cwd)
    }

    fn path_of_baseline(&self, outcome: &Outcome) -> PathBuf {
        outcome.baseline_file(&self.args.known.known(), self.cwd).path
    }

    fn inputs(&self, outcome: &Outcome) -> Vec<PathBuf> {
        report_file::inputs(&self.args.input, &self.args.config, outcome, self.cwd)
    }
}

fn list(outcome: &Outcome, args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
    let list = if format(args, outcome) == Format::Json { list::json } else { list::text };
    until_closed(list(&outcome.project, &outcome.sources, &io.cwd, io.stdout))?;
    say_failures(outcome, io)?;
    Ok(if outcome.failures.is_empty() { Exit::Clean } else { Exit::Failed })
}

fn say_failures(outcome: &Outcome, io: &mut Io) -> io::Result<()> {
    outcome.failures.iter().try_for_each(|failure| failed(failure, io).map(drop))
}

fn write_baseline(
    baseline: &Baseline,
    output: Output,
    quiet: bool,
    failures: &mut Vec<String>,
    io: &mut Io,
) -> io::Result<()> {
    let (bytes, shown) = (baseline.to_bytes(), output.shown.clone());
    if let Err(error) = output.write(io, |out| out.write_all(&bytes)) {
        failures.push(format!("`{shown}` cannot be written: {}", plain(&error)));
        return Ok(());
    }
    if quiet {
        return Ok(());
    }
    let findings = counted(baseline.count(), "finding");
    until_closed(writeln!(io.stderr, "zonelint: wrote {}: {findings}", printable(&shown)))
}

fn finish(
    outcome: &Outcome,
    args: &CheckArgs,
    output: Option<Output>,
    fixed: Option<usize>,
    io: &mut Io,
) -> io::Result<Exit> {
    let root = root(args, io);
    let (folder, cwd) = (paths::with_slashes(&root), paths::with_slashes(&io.cwd));
    let format = format(args, outcome);
    let services = (format == Format::Html).then(|| services::table_of(outcome));
    let root = Some(Root { folder: &folder, cwd: &cwd });
    let mut report = Report { root, services: services.as_ref(), ..outcome.report() };
    (report.summary.fixable, report.summary.fixable_unsafe) = crate::fix::counts(outcome);
    report.summary.fixed = fixed.unwrap_or_default();
    let is_for_people = output.is_none() && format == Format::Full;
    until_closed(write(&report, args, format, output, io))?;
    if args.statistics.is_some() {
        // To be told how many mistakes a rule file has helps nobody to find them.
        let mistakes = outcome.findings.iter().filter(|finding| finding.is(&RULE_FILE_INVALID)).cloned();
        show_mistakes(mistakes.collect(), &outcome.sources, io)?;
    }
    say_failures(outcome, io)?;
    let closing: &mut dyn Write = if is_for_people { io.stdout } else { io.stderr };
    if report.summary.files > 0 && !args.quiet {
        let line = match fixed {
            // What could be fixed was, or it is said why not.
            Some(fixed) => {
                let fixable_unsafe = if args.fixes.unsafe_fixes { 0 } else { report.summary.fixable_unsafe };
                Summary { fixable: 0, fixable_unsafe, ..report.summary }.closing_line_after(fixed, "fixed")
            }
            None => report.summary.closing_line(),
        };
        until_closed(writeln!(closing, "{line}"))?;
    }
    until_closed(closing.flush())?;
    let stated = outcome.rules.as_ref().and_then(|rules| rules.run.fail_on);
    let fail_on = args.fail_on.or(stated).unwrap_or(FailOn::Warning);
    Ok(match () {
        () if !outcome.failures.is_empty() => Exit::Failed,
        () if outcome.findings.iter().any(|finding| fail_on.fails(finding.severity)) => Exit::Found,
        () => Exit::Clean,
    })
}

/// What services let names of files start at: the repository. They themselves say where they checked one out, and one may
/// be checked out below another.
fn root(args: &CheckArgs, io: &Io) -> PathBuf {
    let named = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].into_iter().find_map(|name| (io.env)(name));
    let first = args.input.paths.first().map_or_else(|| io.cwd.clone(), |path| paths::lexical(path, &io.cwd));
    let is_above = |root: &PathBuf| first.starts_with(root);
    let named = named.map(PathBuf::from).filter(|root| paths::is_absolute(root) && is_above(root));
    let roots = named.into_iter().chain(paths::git_root(&first, io.fs));
    roots.max_by_key(|root| root.components().count()).unwrap_or_else(|| io.cwd.clone())
}

/// The format that the command line asks for, or the rule file; counts there are not in every one.
fn format(args: &CheckArgs, outcome: &Outcome) -> Format {
    let stated = || Format::named(outcome.rules.as_ref()?.run.format.as_deref()?);
    let fits = |format: &Format| args.statistics.is_none() || has_counts(*format);
    args.format.or_else(|| stated().filter(fits)).unwrap_or(Format::Full)
}

/// Writes the report to where the arguments want it.
fn write(report: &Report, args: &CheckArgs, format: Format, output: Option<Output>, io: &mut Io) -> io::Result<()> {
    let mut style = terminal::style(args.color, io);
    let show = |style: Style, out: &mut dyn Write| match args.statistics {
        Some(by) if format == Format::Json => report::statistics_json(report, by, out),
        Some(by) => report::statistics(report, by, out),
        None => report::render(report, format, style, out),
    };
    style.color &= output.is_none() || matches!(args.color, When::Always);
    style.links &= output.is_none();
    report_file::write(output, io, |out| show(style, out))
}
