//! `zonelint check`: read the zones, run the checks, say what was found.

use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, When};
use super::baseline::BaselineFile;
use super::config::{self, InForce};
use super::output::{Output, What};
use super::progress::Progress;
use super::{Exit, Io, baseline, failed, input, list, terminal, until_closed};
use crate::checks::{self, Settings};
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::Findings;
use crate::fs::paths;
use crate::ignore;
use crate::limits;
use crate::project::Project;
use crate::report::{self, Format, Report, Style, Summary};
use crate::ruleset::RuleSet;
use crate::source::{SourceId, Sources};
use crate::zone::Zone;

pub(super) fn run(args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
    // The process ends with the run: to give back the pieces of a large zone one by one would
    // take longer than the checks.
    let mut outcome = ManuallyDrop::new(Outcome::default());
    let InForce { mut rules, dir, findings, failure } = config::load(&args.config, &mut outcome.sources, io);
    outcome.findings = Findings::of(findings, args.input.limits(), &outcome.sources).finish();
    for (_, check, setting) in args.severities.forced() {
        rules.force(check, setting);
    }
    rules.reading.exclude(args.exclude.clone(), &paths::as_prefix(&io.cwd));
    let has_rules = failure.is_none();
    outcome.failures.extend(failure);
    let progress = Progress::start(io.progress.take());
    if has_rules {
        progress.say(|| "reading zones".to_owned());
        outcome.read(args, dir.as_deref(), &rules, io);
        if args.list_files {
            drop(progress);
            return outcome.list(args, io);
        }
    }
    let baseline = BaselineFile::of(&args.known, dir.as_deref(), &io.cwd);
    let output = match outcome.output(args, &rules, &baseline, io) {
        Ok(output) => output,
        Err(refusal) => return failed(&refusal, io),
    };
    if has_rules {
        progress.say(|| format!("checking {}", outcome.numbers().what_was_read()));
        outcome.check(args, &rules);
        baseline::apply(&mut outcome, args, &rules, &baseline, io)?;
    }
    drop(progress);
    outcome.finish(args, output, io)
}

/// The files that zones were read from, what they include among them.
fn zone_files(project: &Project, sources: &Sources) -> Vec<SourceId> {
    let of_zones = project.zones.iter().flat_map(Zone::files);
    // What was generated has no comments of its own.
    let is_file = |&source: &SourceId| sources.in_file(sources.whole(source)).source == source;
    let mut files: Vec<SourceId> = of_zones.chain(project.read_files()).filter(is_file).collect();
    files.sort_unstable();
    files.dedup();
    files
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

/// What a run came to.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) sources: Sources,
    pub(super) findings: Vec<Diagnostic>,
    /// Why the job could not be done, or not all of it.
    pub(super) failures: Vec<String>,
    project: Project,
    /// How many findings comments silence.
    ignored: usize,
    /// How many the baseline has.
    pub(super) in_baseline: usize,
    /// How many checks are switched off.
    off: usize,
}

impl Outcome {
    fn read(&mut self, args: &CheckArgs, rules_dir: Option<&Path>, rules: &RuleSet, io: &mut Io) {
        match input::read(&args.input, rules_dir, &rules.reading, &mut self.sources, io) {
            Ok(project) => self.project = project,
            Err(failure) => return self.failures.push(failure),
        }
        self.failures.append(&mut self.project.failures);
    }

    fn list(&mut self, args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
        let list = if Format::from(args.format) == Format::Json { list::json } else { list::text };
        until_closed(list(&self.project, &self.sources, &io.cwd, io.stdout))?;
        self.say_failures(io)?;
        Ok(if self.failures.is_empty() { Exit::Clean } else { Exit::Failed })
    }

    fn say_failures(&self, io: &mut Io) -> io::Result<()> {
        self.failures.iter().try_for_each(|failure| failed(failure, io).map(drop))
    }

    /// The files that are read, and those that could be: an output must be none of them.
    pub(super) fn inputs<'o>(&'o self, args: &'o CheckArgs, cwd: &'o Path) -> impl Iterator<Item = PathBuf> + 'o {
        let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
        let stdin = args.input.paths.iter().find(is_stdin).map(|_| Path::new("/dev/stdin"));
        let named = args.input.paths.iter().chain(&args.input.stdin_filename).chain(&args.config.config);
        let listed = self.project.listed.iter().map(|listed| listed.path.as_path());
        let sources = self.sources.iter().map(|(_, source)| Path::new(source.given_name()));
        let all = stdin.into_iter().chain(named.map(PathBuf::as_path)).chain(listed).chain(sources);
        all.map(|path| paths::lexical(path, cwd))
    }

    /// Where the report goes, if not to standard output.
    fn output(
        &self,
        args: &CheckArgs,
        rules: &RuleSet,
        baseline: &BaselineFile,
        io: &Io,
    ) -> Result<Option<Output>, String> {
        let Some(path) = args.output_file.as_deref().filter(|path| path.as_os_str() != "-") else { return Ok(None) };
        let full = paths::lexical(path, &io.cwd);
        let text = paths::with_slashes(&full);
        if full == baseline.path {
            return Err(What::Report.refused(&full, "it is the baseline", &io.cwd));
        }
        if rules.reading.given(&text).is_some_and(|given| given.origin(&text).is_some()) {
            return Err(What::Report.refused(&full, "by `zones` of the rule file it is a zone", &io.cwd));
        }
        let inputs = self.inputs(args, &io.cwd).chain([baseline.path.clone()]);
        Output::at(path, What::Report, inputs, &io.cwd).map(Some)
    }

    fn check(&mut self, args: &CheckArgs, rules: &RuleSet) {
        let limits = args.input.limits();
        let mut findings = std::mem::take(&mut self.project.findings);
        let project = &self.project;
        // What was not read may be what a rule is for.
        let folders = project.folders.iter().filter(|_| self.failures.is_empty());
        let input = checks::Input {
            sources: &self.sources,
            zones: &project.zones,
            views: project.views(),
            rules,
            path_of: &|source| project.path_of(source).map(paths::with_slashes),
            files: &project.read_files(),
            whole: &folders.map(|folder| paths::as_prefix(folder)).collect::<Vec<_>>(),
            now: args.now.unwrap_or_else(time_of_day),
            limits,
        };
        let settings = Settings::of(&input);
        self.off = settings.switched_off();
        findings.retain_mut(|finding| settings.apply(finding, &self.sources));
        findings.absorb(checks::run(&input), &self.sources);
        // Of a rule file there is nothing to say: where there is, nothing is checked.
        self.findings = findings.finish();
        // What is said twice is one finding, also where it is counted.
        report::sort(&self.sources, &mut self.findings);
        // What a limit kept from being read or shown may be what a comment is for.
        let is_all_found = !self.findings.iter().any(limits::is_reached);
        if !args.known.no_ignores {
            let kinds: Vec<&str> = checks::all_kinds().iter().map(|meta| meta.id).collect();
            let mut ignored = ignore::apply(
                &mut self.findings,
                &ignore::Input {
                    sources: &self.sources,
                    files: &zone_files(project, &self.sources),
                    checks: &kinds,
                    is_judged: &|check, file| is_all_found && settings.is_judged(check, file),
                    limits,
                },
            );
            ignored.findings.retain_mut(|finding| settings.apply(finding, &self.sources));
            self.findings.extend(ignored.findings.finish());
            self.ignored = ignored.count;
        }
    }

    /// What was read, in numbers.
    fn numbers(&self) -> Summary {
        Summary {
            files: self.project.files,
            zones: self.project.zones.len(),
            records: self.project.zones.iter().map(|zone| zone.len()).sum(),
            skipped: self.project.copies,
            ignored: self.ignored,
            baseline: self.in_baseline,
            off: self.off,
            excluded: self.project.excluded.len(),
            ..Summary::default()
        }
    }

    fn finish(&mut self, args: &CheckArgs, output: Option<Output>, io: &mut Io) -> io::Result<Exit> {
        report::sort(&self.sources, &mut self.findings);
        checks::put_together(&mut self.findings);
        let report = Report {
            sources: &self.sources,
            findings: &self.findings,
            failures: &self.failures,
            summary: self.numbers().with(&self.findings),
        };
        let is_for_people = output.is_none() && Format::from(args.format) == Format::Full;
        until_closed(write(&report, args, output, io))?;
        self.say_failures(io)?;
        let closing: &mut dyn Write = if is_for_people { io.stdout } else { io.stderr };
        if self.project.files > 0 {
            until_closed(writeln!(closing, "{}", report.summary.closing_line()))?;
        }
        until_closed(closing.flush())?;
        let fails = |severity: Severity| args.fail_on.fails(severity);
        Ok(match () {
            () if !self.failures.is_empty() => Exit::Failed,
            () if self.findings.iter().any(|finding| fails(finding.severity)) => Exit::Found,
            () => Exit::Clean,
        })
    }
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
