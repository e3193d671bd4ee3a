//! A project that stays read from one run to the next, as an editor needs it: of what changes only the zones are read
//! again.

use std::collections::HashSet;
use std::ops::ControlFlow::{Break, Continue};
use std::path::{Path, PathBuf};

use super::{Outcome, PipelineRun, Request, Stage, project_request};
use crate::checks::Part;
use crate::diagnostic::Diagnostic;
use crate::findings::Findings;
use crate::fs::FileSystem;
use crate::project::Project;
use crate::ruleset::RuleSet;
use crate::source::{SourceId, Sources};

/// Rules and zones as they were read, and the version of the zones that has what changed since.
#[derive(Debug)]
pub struct Standing {
    /// As it was read; its findings are those of the rule file.
    base: Outcome,
    now: Option<Version>,
}

/// The zones with what changed; most are shared with those that were read.
#[derive(Debug, Default)]
struct Version {
    sources: Sources,
    project: Project,
}

impl Standing {
    /// Reads all that is asked for.
    pub fn read(fs: &dyn FileSystem, request: &Request) -> Standing {
        let before = |stage, outcome: &Outcome| match stage {
            Stage::Rules | Stage::Read => (request.before)(stage, outcome),
            _ => Break(()),
        };
        let request = Request { before: &before, ..*request };
        let mut run = PipelineRun::new(fs, &request, Sources::default());
        run.run();
        Standing { base: run.outcome, now: None }
    }

    /// What the spans of zones and rules point into.
    pub fn sources(&self) -> &Sources {
        self.now.as_ref().map_or(&self.base.sources, |now| &now.sources)
    }

    /// The zones.
    pub fn project(&self) -> &Project {
        self.now.as_ref().map_or(&self.base.project, |now| &now.project)
    }

    /// The same as they were read, without what changed since.
    pub fn as_read(&self) -> (&Sources, &Project) {
        (&self.base.sources, &self.base.project)
    }

    /// The rules in force, if they could be understood.
    pub fn rules(&self) -> Option<&RuleSet> {
        self.base.rules.as_ref()
    }

    /// The folder of the rule file.
    pub fn rules_dir(&self) -> Option<&Path> {
        self.base.rules_dir.as_deref()
    }

    /// The mistakes of the rule file; while it has any, no zone is read.
    pub fn mistakes(&self) -> &[Diagnostic] {
        &self.base.findings
    }

    /// Why not all was read, each complete in one line.
    pub fn failures(&self) -> &[String] {
        &self.base.failures
    }

    /// Takes in what files of zones hold now that have changed since all was read. Whether it could: where more than
    /// records may differ, all has to be read again.
    pub fn follow(&mut self, fs: &dyn FileSystem, request: &Request, changed: &HashSet<PathBuf>) -> bool {
        self.now = None;
        if changed.is_empty() {
            return true;
        }
        let Outcome { project, rules: Some(rules), rules_dir, sources, .. } = &self.base else { return false };
        let mut sources = sources.clone();
        let asked = project_request(fs, &request.input, rules_dir.as_deref(), &rules.file_selection);
        let Some(version) = project.with_files_of(&asked, changed, &mut sources) else { return false };
        let own = version.own.iter().flat_map(|&zone| project.zones[zone].files());
        let replaced: HashSet<SourceId> = own.collect();
        let mut findings = project.findings.clone();
        findings.retain_mut(|finding| !replaced.contains(&sources.in_file(finding.primary.span).source));
        let mut project = version.project;
        findings.absorb(std::mem::replace(&mut project.findings, Findings::new(request.input.limits)), &sources);
        project.findings = findings;
        self.now = Some(Version { sources, project });
        true
    }

    /// What is found in some files, by some checks. `None` where nobody waits for it any more: a stage did not begin,
    /// or checks were left out.
    pub fn check(
        &mut self,
        fs: &dyn FileSystem,
        request: &Request,
        part: Part,
        files: HashSet<SourceId>,
    ) -> Option<Vec<Diagnostic>> {
        let mut run = PipelineRun::new(fs, request, Sources::default());
        run.part = Some(part);
        let (sources, project) = match &mut self.now {
            Some(now) => (&mut now.sources, &mut now.project),
            None => (&mut self.base.sources, &mut self.base.project),
        };
        let found_in_reading = project.findings.clone();
        run.outcome.sources = std::mem::take(sources);
        run.outcome.project = std::mem::take(project);
        run.outcome.rules = self.base.rules.take();
        run.outcome.rules_dir = self.base.rules_dir.clone();
        // Not all was read where something could not be.
        run.outcome.failures = self.base.failures.clone();
        run.outcome.project.report_only(files);
        let is_done = run.rest();
        let mut outcome = run.finish();
        *sources = outcome.sources;
        *project = outcome.project;
        project.findings = found_in_reading;
        self.base.rules = outcome.rules.take();
        is_done.then_some(outcome.findings)
    }
}

impl PipelineRun<'_> {
    /// Does the stages that come after reading; whether all of them were done.
    fn rest(&mut self) -> bool {
        for (stage, work) in super::stages() {
            if matches!(stage, Stage::Rules | Stage::Read | Stage::ReadBase) {
                continue;
            }
            if (self.request.before)(stage, &self.outcome).is_break() || (self.request.is_superseded)() {
                return false;
            }
            // Without a baseline the last stages have nothing to do.
            if work(self) == Break(()) {
                break;
            }
        }
        (self.request.before)(Stage::Baseline, &self.outcome) == Continue(()) && !(self.request.is_superseded)()
    }
}
