//! `zonelint check`: read the zones, run the checks, say what was found.

use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::{Exit, Io, terminal};
use crate::checks;
use crate::diagnostic::{Diagnostic, Severity};
use crate::project::{Project, Request, files, paths};
use crate::report::{self, Format, Report, Style, Summary};
use crate::ruleset::{ReadFile, RuleSet, Vocabulary};
use crate::source::Sources;
use crate::syntax::rdata::RType;

pub(super) fn run(args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
    // The process ends with the run: to give back the pieces of a large zone one by one would
    // take longer than the checks.
    let mut outcome = ManuallyDrop::new(Outcome::default());
    let (mut rules, rules_dir) = outcome.load_rules(args, io);
    for (_, check, setting) in args.forced() {
        rules.force(check, setting);
    }
    if outcome.failures.is_empty() {
        outcome.lint(args, rules_dir.as_deref(), &rules, io);
    }
    outcome.finish(args, io)
}

/// The document for those who asked for JSON in arguments that are not valid.
pub(super) fn empty_json(out: &mut dyn Write) -> io::Result<()> {
    let report = Report { sources: &Sources::default(), findings: &[], summary: Summary::default() };
    report::render(&report, Format::Json, Style { color: false, unicode: false, width: 80 }, out)
}

/// Rule files on the disk, by paths relative to the current directory.
struct Disk<'a> {
    cwd: &'a Path,
}

impl ReadFile for Disk<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        files::read(&self.absolute(path)).map_err(|error| io::Error::new(error.kind(), error.to_string()))
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        paths::lexical(path, self.cwd)
    }
}

/// What a run came to.
#[derive(Default)]
struct Outcome {
    sources: Sources,
    findings: Vec<Diagnostic>,
    /// Why the job could not be done, or not all of it.
    failures: Vec<String>,
    project: Project,
}

impl Outcome {
    /// The rules in force, and the folder of the file they come from.
    fn load_rules(&mut self, args: &CheckArgs, io: &Io) -> (RuleSet, Option<PathBuf>) {
        let found = || paths::find_rule_file(&io.cwd);
        let path = match &args.config {
            Some(path) => Some(paths::lexical(path, &io.cwd)),
            None if args.no_config => None,
            None => found(),
        };
        let Some(path) = path else {
            return (RuleSet::builtin(&mut self.sources), None);
        };
        let kinds: Vec<&str> = checks::all_kinds().iter().map(|meta| meta.id).collect();
        let is_type = |text: &str| RType::from_mnemonic(text.as_bytes()).is_some();
        let vocabulary = Vocabulary { checks: &kinds, parameters: checks::PARAMETERS, is_type: &is_type };
        let shown = paths::shown(&path, &io.cwd);
        match RuleSet::load(Path::new(&shown), &Disk { cwd: &io.cwd }, &vocabulary, &mut self.sources) {
            Ok((rules, findings)) => {
                if !findings.is_empty() {
                    self.failures.push(format!("`{shown}` holds mistakes, and no zone was checked"));
                    self.findings.extend(findings);
                }
                (rules, path.parent().map(Path::to_path_buf))
            }
            Err(error) => {
                self.failures.push(format!("`{shown}` cannot be read: {error}"));
                (RuleSet::builtin(&mut self.sources), None)
            }
        }
    }

    fn lint(&mut self, args: &CheckArgs, rules_dir: Option<&Path>, rules: &RuleSet, io: &mut Io) {
        let (stdin, paths): (Vec<_>, Vec<_>) = args.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
        let stdin = (!stdin.is_empty()).then(|| self.read_stdin(args, io)).flatten();
        let include_dir = args.include_dir.as_deref().map(|dir| paths::lexical(dir, &io.cwd));
        if let Some(dir) = include_dir.as_deref().filter(|dir| !dir.is_dir()) {
            return self.failures.push(format!("`{}` is not a directory", paths::shown(dir, &io.cwd)));
        }
        let request = Request {
            paths: &paths,
            stdin,
            origin: args.origin.as_deref(),
            cwd: &io.cwd,
            rules_dir,
            include_dir: include_dir.as_deref(),
        };
        self.project = Project::read(request, &mut self.sources);
        self.failures.append(&mut self.project.failures);
        self.findings.append(&mut self.project.findings);
        self.check(rules);
    }

    fn check(&mut self, rules: &RuleSet) {
        let project = &self.project;
        // What was not read may be what a rule is for.
        let folders = project.folders.iter().filter(|_| self.failures.is_empty());
        let input = checks::Input {
            zones: &project.zones,
            rules,
            path_of: &|source| project.path_of(source).map(paths::with_slashes),
            files: &project.read_files(),
            whole: &folders.map(|folder| paths::as_prefix(folder)).collect::<Vec<_>>(),
        };
        self.findings.extend(checks::run(&input));
        checks::apply_settings(&mut self.findings, &input, &self.sources);
    }

    fn read_stdin(&mut self, args: &CheckArgs, io: &mut Io) -> Option<(PathBuf, Vec<u8>)> {
        let mut bytes = Vec::new();
        match io.stdin.read_to_end(&mut bytes) {
            Ok(_) => Some((args.stdin_filename.clone().unwrap_or_else(|| "<stdin>".into()), bytes)),
            Err(error) => {
                self.failures.push(format!("standard input cannot be read: {error}"));
                None
            }
        }
    }

    fn finish(&mut self, args: &CheckArgs, io: &mut Io) -> io::Result<Exit> {
        report::sort(&self.sources, &mut self.findings);
        let summary = Summary {
            files: self.project.files,
            zones: self.project.zones.len(),
            records: self.project.zones.iter().map(|zone| zone.len()).sum(),
            skipped: self.project.copies,
            ..Summary::of(&self.findings)
        };
        let format = Format::from(args.format);
        let style = terminal::style(args.color, io);
        let report = Report { sources: &self.sources, findings: &self.findings, summary };
        report::render(&report, format, style, io.stdout)?;
        for failure in &self.failures {
            writeln!(io.stderr, "zonelint: {}", report::printable(failure))?;
        }
        let closing: &mut dyn Write = if format == Format::Full { io.stdout } else { io.stderr };
        if self.project.files > 0 {
            writeln!(closing, "{}", summary.closing_line())?;
        }
        closing.flush()?;
        let fails = |severity: Severity| args.fail_on.fails(severity);
        Ok(match () {
            () if !self.failures.is_empty() => Exit::Failed,
            () if self.findings.iter().any(|finding| fails(finding.severity)) => Exit::Found,
            () => Exit::Clean,
        })
    }
}
