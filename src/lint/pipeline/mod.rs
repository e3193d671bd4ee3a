//! The stages of a run; those about an older version are in `base`.

mod base;

use std::ops::ControlFlow::{self, Break, Continue};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::checks::{self, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::Findings;
use crate::fs::{FileSystem, paths};
use crate::internal_error;
use crate::limits::Limits;
use crate::lint::base::{Base, BaseOutcome};
use crate::lint::baseline::{self, Applied, Baseline, BaselineFile, Known, Mode};
use crate::lint::choice::Choice;
use crate::lint::groups::check_names;
use crate::lint::rules::{self, RuleSource, RulesInForce};
use crate::lint::severity::Severities;
use crate::lint::{overlap, suppress};
use crate::project::{Input, Project, ProjectRequest};
use crate::report::{self, Report, Summary};
use crate::ruleset::{Exclude, FileGlob, FileSelection, RuleSet, Setting};
use crate::source::{SourceId, Sources, Span};
use crate::zone::Zone;

/// What is linted, and how.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    /// The zones.
    pub input: Input<'r>,
    /// The rule file.
    pub rules: RuleSource<'r>,
    /// What goes before all that rule files say of checks.
    pub choice: Choice<'r>,
    /// Files that are left out of searched folders, besides those of rule files.
    pub exclude: &'r [FileGlob],
    /// Whether comments in zones silence findings.
    pub suppress: bool,
    /// Findings of a lower severity are not shown; the baseline has them all the same.
    pub min_severity: Severity,
    /// The version that all is held against, if any is.
    pub base: Option<Base<'r>>,
    /// The baseline; none where none is looked for.
    pub baseline: Option<Known<'r>>,
    /// Whether findings that say the same are left apart, each at its own place.
    pub apart: bool,
    /// The time that signatures are judged by, in seconds since 1970.
    pub now: u32,
    /// Called before each stage; [`Break`] ends the run with what was found by then.
    pub before: &'r dyn Fn(Stage, &Outcome) -> ControlFlow<()>,
}

impl<'r> Request<'r> {
    /// Lints paths by the nearest rule file.
    pub fn new(paths: &'r [PathBuf], cwd: &'r Path) -> Request<'r> {
        let (gitignore, limits) = (true, Limits::default());
        let input = Input { paths, stdin: None, origin: None, cwd, include_dir: None, gitignore, limits };
        Request {
            input,
            rules: RuleSource { near: paths, ..RuleSource::default() },
            choice: Choice::default(),
            exclude: &[],
            suppress: true,
            min_severity: Severity::Info,
            base: None,
            baseline: None,
            apart: false,
            now: 0,
            before: &|_, _| Continue(()),
        }
    }
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What the spans of findings point into.
    pub sources: Sources,
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// Why the job could not be done, or not all of it; each complete in one line.
    pub failures: Vec<String>,
    /// What else there is to tell whoever runs it; each complete in one line.
    pub notices: Vec<String>,
    /// The rules in force; with a failure, what of them could be understood.
    pub rules: Option<RuleSet>,
    /// The folder of the rule file.
    pub rules_dir: Option<PathBuf>,
    /// The zones that were read.
    pub project: Project,
    /// The version that all is held against.
    pub base: Option<BaseOutcome>,
    /// The baseline to write, where one is asked for.
    pub baseline: Option<Baseline>,
    /// How many the version has that all is held against.
    in_base: usize,
    /// How many findings comments silence.
    ignored: usize,
    /// How many the baseline has.
    in_baseline: usize,
    /// How many are of a lower severity than is asked for.
    hidden: usize,
    /// How many checks are switched off.
    off: usize,
}

impl Outcome {
    /// What was read, in numbers; without the findings.
    pub fn numbers(&self) -> Summary {
        Summary {
            files: self.project.files,
            zones: self.project.checked_zones().len(),
            records: self.project.checked_zones().iter().map(|zone| zone.len()).sum(),
            skipped: self.project.copies,
            templates: self.project.templates,
            ignored: self.ignored,
            base: self.in_base,
            baseline: self.in_baseline,
            hidden: self.hidden,
            off: self.off,
            excluded: self.project.excluded.len(),
            gitignored: self.project.ignored.len(),
            ..Summary::default()
        }
    }

    /// The file of a baseline, by the rules in force.
    pub fn baseline_file(&self, known: &Known, cwd: &Path) -> BaselineFile {
        let stated = self.rules.as_ref().and_then(|rules| rules.run.baseline.as_deref());
        known.file(stated, self.rules_dir.as_deref(), cwd)
    }

    /// All that a report is made of.
    pub fn report(&self) -> Report<'_> {
        Report {
            sources: &self.sources,
            findings: &self.findings,
            failures: &self.failures,
            summary: self.numbers().with(&self.findings),
            root: None,
            services: None,
        }
    }
}

/// A stage of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Rule files are loaded.
    Rules,
    /// Zones are read.
    Read,
    /// The version that all is held against is read and checked.
    ReadBase,
    /// Checks are run. Each finding gets its severity as it comes in: one that is off costs no memory.
    Check,
    /// Of several findings about one mistake the most specific is kept.
    Overlap,
    /// Findings are put in order.
    Sort,
    /// Comments in zones silence findings.
    Suppress,
    /// What the version has that all is held against is left out.
    Base,
    /// The baseline is read.
    ReadBaseline,
    /// What the baseline has is left out.
    Baseline,
}

/// Does a stage; `Break` ends the run.
type Work<'r> = fn(&mut PipelineRun<'r>) -> ControlFlow<()>;

/// The stages, in their order.
fn stages<'r>() -> [(Stage, Work<'r>); 10] {
    [
        (Stage::Rules, PipelineRun::load_rules),
        (Stage::Read, PipelineRun::read),
        (Stage::ReadBase, PipelineRun::read_base),
        (Stage::Check, PipelineRun::check),
        (Stage::Overlap, PipelineRun::overlap),
        (Stage::Sort, PipelineRun::sort),
        (Stage::Suppress, PipelineRun::suppress),
        (Stage::Base, PipelineRun::apply_base),
        (Stage::ReadBaseline, PipelineRun::read_baseline),
        (Stage::Baseline, PipelineRun::apply_baseline),
    ]
}

/// Does a whole run. What cannot be done is among the failures of the outcome, and what is wrong with zones and rule
/// files among its findings.
pub fn lint(fs: &dyn FileSystem, request: &Request) -> Outcome {
    let mut run = PipelineRun::new(fs, request, Sources::default());
    run.run();
    // Whatever ended the run, there is a report of it.
    let Outcome { sources, findings, hidden, .. } = &mut run.outcome;
    let before = findings.len();
    findings.retain(|finding| finding.severity >= request.min_severity);
    *hidden = before - findings.len();
    report::sort(sources, findings);
    if !request.apart {
        overlap::merge(findings, sources);
    }
    run.outcome
}

/// Reads zones alone.
pub fn read(
    fs: &dyn FileSystem,
    input: &Input,
    rules_dir: Option<&Path>,
    selection: &FileSelection,
    sources: &mut Sources,
) -> Result<Project, String> {
    let request = project_request(fs, input, rules_dir, selection);
    if let Some(dir) = request.include_dir.filter(|dir| !fs.is_folder(dir)) {
        let by = selection.include_dir.as_ref().filter(|_| input.include_dir.is_none());
        let by = by.map(|(_, at)| format!(", named by `{}`", sources.file_and_line(*at)));
        return Err(format!("`{}` is not a directory{}", paths::shown(dir, input.cwd), by.unwrap_or_default()));
    }
    Ok(Project::read(request, sources))
}

/// What is to be read by what the command line and the rule file say.
fn project_request<'r>(
    fs: &'r dyn FileSystem,
    input: &'r Input<'r>,
    rules_dir: Option<&'r Path>,
    file_selection: &'r FileSelection,
) -> ProjectRequest<'r> {
    let by_rules = file_selection.include_dir.as_ref().map(|(dir, _)| dir.as_path());
    ProjectRequest { fs, input, rules_dir, file_selection, include_dir: input.include_dir.or(by_rules) }
}

/// What the checks find in zones by rules that are for no files: one finding for each mistake.
pub(crate) fn check(zones: &[Arc<Zone>], rules: &RuleSet, sources: &Sources) -> Vec<Diagnostic> {
    let path_of = |_| None;
    let severities = Severities::of(rules, zones, &path_of);
    let accepts = |finding: &mut Diagnostic| severities.apply(finding, sources);
    let mut found = checks::run(&checks::CheckInput::of(zones, rules, sources, &path_of, &accepts));
    overlap::resolve(found.list_mut(), 0);
    found.into_kept()
}

/// A run that is under way.
struct PipelineRun<'r> {
    fs: &'r dyn FileSystem,
    request: &'r Request<'r>,
    outcome: Outcome,
    /// The checks that are run, where those are not all that are on.
    part: Option<Part>,
    /// What the checks found.
    found: Findings,
    baseline_file: BaselineFile,
    /// The baseline, and its bytes.
    baseline: (Baseline, Vec<u8>),
}

impl<'r> PipelineRun<'r> {
    fn new(fs: &'r dyn FileSystem, request: &'r Request<'r>, sources: Sources) -> PipelineRun<'r> {
        let found = Findings::new(request.input.limits);
        let outcome = Outcome { sources, ..Outcome::default() };
        let (baseline_file, baseline) = Default::default();
        PipelineRun { fs, request, outcome, part: None, found, baseline_file, baseline }
    }

    /// Does the stages, until one of them ends the run.
    fn run(&mut self) {
        for (stage, work) in stages() {
            if (self.request.before)(stage, &self.outcome).is_break() || work(self).is_break() {
                break;
            }
        }
    }

    fn load_rules(&mut self) -> ControlFlow<()> {
        let Request { input, rules, .. } = self.request;
        let loaded = rules::load(self.fs, rules, input.cwd, &mut self.outcome.sources);
        let RulesInForce { mut rules, dir, findings, failure, notice } = loaded;
        self.outcome.notices.extend(notice);
        self.outcome.findings = Findings::of(findings, input.limits, &self.outcome.sources).finish();
        self.outcome.rules_dir = dir;
        self.request.choice.apply(&mut rules);
        rules.file_selection.exclude(self.request.exclude.to_vec(), &paths::as_prefix(input.cwd));
        self.outcome.rules = Some(rules);
        match failure {
            Some(failure) => {
                self.outcome.failures.push(format!("{failure}; no zone was checked"));
                Break(())
            }
            None => Continue(()),
        }
    }

    fn read(&mut self) -> ControlFlow<()> {
        let Outcome { sources, failures, rules, rules_dir, .. } = &mut self.outcome;
        let Some(rules) = rules else { return Break(()) };
        match read(self.fs, &self.request.input, rules_dir.as_deref(), &rules.file_selection, sources) {
            Ok(mut project) => {
                failures.append(&mut project.failures);
                self.outcome.project = project;
            }
            Err(failure) => failures.push(failure),
        }
        Continue(())
    }

    fn check(&mut self) -> ControlFlow<()> {
        let mut findings = std::mem::take(&mut self.outcome.project.findings);
        let Outcome { sources, project, rules: Some(rules), failures, notices, off, base, .. } = &mut self.outcome
        else {
            return Break(());
        };
        let (sources, project) = (&*sources, &*project);
        let path_of = |source| project.path_of(source).map(paths::with_slashes);
        let severities = Severities::of(rules, &project.zones, &path_of);
        let accepts = |finding: &mut Diagnostic| severities.apply(finding, sources);
        *off = severities.switched_off();
        let whole = whole_folders(project, failures);
        let idle = idle_excludes(project, rules, &whole);
        notices.extend(idle.iter().filter(|exclude| exclude.span.is_none()).map(|exclude| {
            let text = &exclude.text;
            format!("`--exclude {text}` matches no file: a pattern without `/` matches at any depth, others start at the current directory")
        }));
        let idle: Vec<(Span, String)> =
            idle.into_iter().filter_map(|exclude| Some((exclude.span?, exclude.text.clone()))).collect();
        findings.retain_mut(accepts);
        let change = base.as_ref().map(|base| checks::ChangeInput {
            zones: &base.project.zones,
            views: base.project.views(),
            pairs: &base.pairs,
        });
        self.found = checks::run(&checks::CheckInput {
            part: self.part.as_ref(),
            change,
            sources,
            zones: &project.zones,
            checked: project.checked_zones().len(),
            views: project.views(),
            rules,
            path_of: &path_of,
            files: &project.read_files(),
            // What was not read may be what a rule is for.
            whole: &whole,
            idle_excludes: &idle,
            now: self.request.now,
            accepts: &accepts,
            limits: self.request.input.limits,
        });
        failures.extend(internal_error::failure(self.found.list_mut()));
        self.outcome.project.findings = findings;
        Continue(())
    }

    fn overlap(&mut self) -> ControlFlow<()> {
        let Outcome { sources, project, findings, .. } = &mut self.outcome;
        overlap::resolve(self.found.list_mut(), project.views().len());
        let mut all = std::mem::take(&mut project.findings);
        let mut found = std::mem::replace(&mut self.found, Findings::new(self.request.input.limits));
        found.retain_mut(|finding| project.is_reported(sources.in_file(finding.primary.span).source));
        all.absorb(found, sources);
        // Of a rule file there is nothing to say: where there is, nothing is checked.
        *findings = all.finish();
        Continue(())
    }

    /// What is said twice is one finding, also where it is counted.
    fn sort(&mut self) -> ControlFlow<()> {
        report::sort(&self.outcome.sources, &mut self.outcome.findings);
        Continue(())
    }

    fn suppress(&mut self) -> ControlFlow<()> {
        if !self.request.suppress {
            return Continue(());
        }
        let Outcome { sources, project, rules: Some(rules), failures, findings, ignored, .. } = &mut self.outcome
        else {
            return Break(());
        };
        // What a limit kept from being read or shown may be what a comment is for.
        let is_all_found = !findings.iter().any(|finding| finding.meta.is_about_run());
        let path_of = |source| project.path_of(source).map(paths::with_slashes);
        let severities = Severities::of(rules, &project.zones, &path_of);
        let whole = whole_folders(project, failures);
        let input = suppress::SuppressInput {
            sources,
            files: &zone_files(project, sources),
            checks: check_names(),
            is_judged: &|check, file| is_all_found && severities.is_judged(check, file, &whole),
            limits: self.request.input.limits,
        };
        let mut suppressed = suppress::apply(findings, &input);
        suppressed.findings.retain_mut(|finding| severities.apply(finding, sources));
        findings.extend(suppressed.findings.finish());
        *ignored = suppressed.count;
        Continue(())
    }

    fn read_baseline(&mut self) -> ControlFlow<()> {
        let Some(known) = &self.request.baseline else { return Break(()) };
        self.baseline_file = self.outcome.baseline_file(known, self.request.input.cwd);
        match self.baseline_file.read(self.fs) {
            Ok(baseline) => {
                self.baseline = baseline;
                Continue(())
            }
            Err(failure) => {
                self.outcome.failures.push(failure);
                Break(())
            }
        }
    }

    fn apply_baseline(&mut self) -> ControlFlow<()> {
        let Some(Known { mode, .. }) = self.request.baseline else { return Break(()) };
        let Outcome { sources, findings, failures, notices, rules: Some(rules), in_baseline, baseline, .. } =
            &mut self.outcome
        else {
            return Break(());
        };
        let (Input { paths, cwd, .. }, file) = (&self.request.input, &self.baseline_file);
        let (old, bytes) = std::mem::take(&mut self.baseline);
        if old.is_of_version_1() && mode != Mode::Write {
            let words = "has version 1, which does not distinguish wrong values";
            notices.push(format!("`{}` {words}: `zonelint check --write-baseline` rewrites it", file.shown));
        }
        let before = findings.len();
        let is_off = |check: &str| rules.forced(check) == Some(Setting::Off);
        let mut all = baseline::Compared { sources, findings, failures, read: (paths, cwd), is_off: &is_off };
        let Applied { made, gone } = all.apply(&old, file, mode);
        *in_baseline = before - findings.len();
        *baseline = made;
        findings.extend(gone.and_then(|gone| gone.stale_by(rules, file, bytes, sources)));
        Continue(())
    }
}

/// Folders of which every zone was read, as rule files write paths.
fn whole_folders(project: &Project, failures: &[String]) -> Vec<String> {
    let folders = project.folders.iter().filter(|_| failures.is_empty());
    folders.map(|folder| paths::as_prefix(folder)).collect()
}

/// The patterns of `exclude` that leave out no file of the project, as far as all of it was searched.
fn idle_excludes<'r>(project: &Project, rules: &'r RuleSet, whole: &[String]) -> Vec<&'r Exclude> {
    let left_out = project.excluded.iter().chain(&project.ignored).map(|path| paths::with_slashes(path));
    let mut idle = if whole.is_empty() { Vec::new() } else { rules.file_selection.idle_excludes(left_out) };
    let is_searched = |exclude: &&Exclude| whole.iter().any(|folder| exclude.folder.starts_with(folder.as_str()));
    idle.retain(|exclude| exclude.span.is_none() || is_searched(exclude));
    idle
}

/// The files that zones were read from, what they include among them.
pub(super) fn zone_files(project: &Project, sources: &Sources) -> Vec<SourceId> {
    let of_zones = project.zones.iter().flat_map(|zone| zone.files());
    // What was generated has no comments of its own.
    let is_file = |&source: &SourceId| sources.in_file(sources.whole(source)).source == source;
    let all = of_zones.chain(project.read_files()).filter(|&file| project.is_reported(file));
    let mut files: Vec<SourceId> = all.filter(is_file).collect();
    files.sort_unstable();
    files.dedup();
    files
}
