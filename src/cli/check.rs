//! `zonelint check`: arguments to a request, an outcome to bytes and an exit status.

use std::cell::RefCell;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow::{self, Break, Continue};
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, When};
use super::input::ZoneArgs;
use super::output::{Output, What};
use super::progress::Progress;
use super::{Exit, Io, failed, list, terminal, until_closed};
use crate::diagnostic::Severity;
use crate::fs::paths;
use crate::lint::baseline::{Baseline, Mode};
use crate::lint::{self, Outcome, Request, Stage};
use crate::report::{self, Format, Report, Style, printable};
use crate::source::Sources;

pub(super) fn run(args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
    let progress = Progress::start(io.progress.take());
    let severities: Vec<_> = args.severities.forced().map(|(_, check, setting)| (check, setting)).collect();
    let input = ZoneArgs::of(&args.input, io);
    let outputs = RefCell::new(Outputs::new(args, &io.cwd));
    let before = |stage, outcome: &Outcome| {
        match stage {
            Stage::Read => progress.say(|| "reading zones".to_owned()),
            Stage::Check => progress.say(|| format!("checking {}", outcome.numbers().what_was_read())),
            _ => {}
        }
        outputs.borrow_mut().before(stage, outcome)
    };
    let request = Request {
        input: input.of_run(&args.input, &io.cwd),
        rules: args.config.source(),
        severities: &severities,
        exclude: &args.exclude,
        suppress: !args.known.no_ignores,
        baseline: (!args.known.no_baseline).then(|| args.known.known()),
        now: args.now.unwrap_or_else(time_of_day),
        before: &before,
    };
    // The process ends with the run: to give back the pieces of a large zone one by one would
    // take longer than the checks.
    let mut outcome = ManuallyDrop::new(lint::lint(io.fs, &request));
    drop(progress);
    let mut outputs = outputs.into_inner();
    if args.list_files && outputs.is_read {
        return list(&outcome, args, io);
    }
    let report = match outputs.report(&outcome) {
        Ok(report) => report,
        Err(refusal) => return failed(&refusal, io),
    };
    for notice in &outcome.notices {
        until_closed(writeln!(io.stderr, "zonelint: {}", printable(notice)))?;
    }
    let written = outputs.baseline.take().transpose();
    match written.map(|output| output.zip(outcome.baseline.take())) {
        Ok(Some((output, baseline))) => write_baseline(&baseline, output, &mut outcome.failures, io)?,
        Ok(None) => {}
        Err(refusal) => outcome.failures.push(refusal),
    }
    finish(&outcome, args, report, io)
}

/// What the clock says, in seconds since 1970.
fn time_of_day() -> u32 {
    std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs() as u32)
}

/// The document for those who asked for JSON in arguments that are not valid.
pub(super) fn empty_json(out: &mut dyn Write) -> io::Result<()> {
    let style = Style { color: false, unicode: false, width: 80 };
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
        let named = self.args.output_file.as_deref();
        let Some(path) = named.filter(|path| path.as_os_str() != "-") else { return Ok(None) };
        let full = paths::lexical(path, self.cwd);
        let text = paths::with_slashes(&full);
        let baseline = self.path_of_baseline(outcome);
        if full == baseline {
            return Err(What::Report.refused(&full, "it is the baseline", self.cwd));
        }
        let given = outcome.rules.as_ref().and_then(|rules| rules.file_selection.given(&text));
        if given.is_some_and(|given| given.origin(&text).is_some()) {
            return Err(What::Report.refused(&full, "`zones` of the rule file lists it as a zone", self.cwd));
        }
        let inputs = self.inputs(outcome).into_iter().chain([baseline]);
        Output::at(path, What::Report, inputs, self.cwd).map(Some)
    }

    fn path_of_baseline(&self, outcome: &Outcome) -> PathBuf {
        self.args.known.known().file(outcome.rules_dir.as_deref(), self.cwd).path
    }

    /// The files that are read, and those that could be: an output must be none of them.
    fn inputs(&self, outcome: &Outcome) -> Vec<PathBuf> {
        let input = &self.args.input;
        let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
        let stdin = input.paths.iter().find(is_stdin).map(|_| Path::new("/dev/stdin"));
        let named = input.paths.iter().chain(&input.stdin_filename).chain(&self.args.config.config);
        let listed = outcome.project.listed.iter().map(|listed| listed.path.as_path());
        let sources = outcome.sources.iter().map(|(_, source)| Path::new(source.given_name()));
        let all = stdin.into_iter().chain(named.map(PathBuf::as_path)).chain(listed).chain(sources);
        all.map(|path| paths::lexical(path, self.cwd)).collect()
    }
}

fn list(outcome: &Outcome, args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
    let list = if Format::from(args.format) == Format::Json { list::json } else { list::text };
    until_closed(list(&outcome.project, &outcome.sources, &io.cwd, io.stdout))?;
    say_failures(outcome, io)?;
    Ok(if outcome.failures.is_empty() { Exit::Clean } else { Exit::Failed })
}

fn say_failures(outcome: &Outcome, io: &mut Io) -> io::Result<()> {
    outcome.failures.iter().try_for_each(|failure| failed(failure, io).map(drop))
}

fn write_baseline(baseline: &Baseline, output: Output, failures: &mut Vec<String>, io: &mut Io) -> io::Result<()> {
    let (bytes, shown) = (baseline.to_bytes(), output.shown.clone());
    if let Err(error) = output.write(io, |out| out.write_all(&bytes)) {
        failures.push(format!("`{shown}` cannot be written: {error}"));
        return Ok(());
    }
    let count = baseline.count();
    let plural = if count == 1 { "" } else { "s" };
    until_closed(writeln!(io.stderr, "zonelint: wrote {}: {count} finding{plural}", printable(&shown)))
}

fn finish(outcome: &Outcome, args: &CheckArgs, output: Option<Output>, io: &mut Io) -> io::Result<Exit> {
    let report = outcome.report();
    let is_for_people = output.is_none() && Format::from(args.format) == Format::Full;
    until_closed(write(&report, args, output, io))?;
    say_failures(outcome, io)?;
    let closing: &mut dyn Write = if is_for_people { io.stdout } else { io.stderr };
    if report.summary.files > 0 {
        until_closed(writeln!(closing, "{}", report.summary.closing_line()))?;
    }
    until_closed(closing.flush())?;
    let fails = |severity: Severity| args.fail_on.fails(severity);
    Ok(match () {
        () if !outcome.failures.is_empty() => Exit::Failed,
        () if outcome.findings.iter().any(|finding| fails(finding.severity)) => Exit::Found,
        () => Exit::Clean,
    })
}

/// Writes the report to where the arguments want it.
fn write(report: &Report, args: &CheckArgs, output: Option<Output>, io: &mut Io) -> io::Result<()> {
    let format = Format::from(args.format);
    let mut style = terminal::style(args.color, io);
    let show = |style: Style, out: &mut dyn Write| match format {
        Format::Json if args.statistics => report::statistics_json(report, out),
        _ if args.statistics => report::statistics(report, out),
        _ => report::render(report, format, style, out),
    };
    let Some(output) = output else { return show(style, io.stdout) };
    style.color &= matches!(args.color, When::Always);
    let shown = output.shown.clone();
    let told = |error: io::Error| io::Error::new(error.kind(), format!("`{shown}`: {error}"));
    output.write(io, |out| show(style, out)).map_err(told)
}
