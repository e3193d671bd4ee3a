//! The stages of a run that are about the version it is held against.

use std::ops::ControlFlow::{self, Break, Continue};
use std::path::PathBuf;

use super::{Outcome, PipelineRun, Request, Stage, project_request};
use crate::checks::Part;
use crate::diagnostic::Diagnostic;
use crate::lint::base::{Base, BaseOutcome, pairs};
use crate::lint::rules::RuleSource;
use crate::project::Input;

impl PipelineRun<'_> {
    /// Reads the version that all is held against. What of it cannot be read is nothing to tell of the version that is
    /// checked.
    pub(super) fn read_base(&mut self) -> ControlFlow<()> {
        let Some(base) = self.request.base else { return Continue(()) };
        self.outcome.sources.begin_base(base.naming.clone());
        let mut read = self.shared(&base).unwrap_or_else(|| self.whole(&base));
        self.outcome.sources.end_base();
        read.pairs = pairs(&read.project, &self.outcome.project);
        self.outcome.base = Some(read);
        Continue(())
    }

    /// The version, where only records of some zones differ.
    fn shared(&mut self, base: &Base) -> Option<BaseOutcome> {
        let Outcome { sources, project, rules: Some(rules), rules_dir, .. } = &mut self.outcome else { return None };
        let input = &self.request.input;
        let request = project_request(base.fs, input, rules_dir.as_deref(), &rules.file_selection);
        BaseOutcome::sharing(project, &request, base.changed?, self.fs, sources)
    }

    /// All of the version.
    fn whole(&mut self, base: &Base) -> BaseOutcome {
        let paths = paths_of_base(self.request);
        let is_read = |stage, _: &Outcome| if stage == Stage::ReadBase { Break(()) } else { Continue(()) };
        let request = Request { before: &is_read, ..request_of_base(self.request, &paths) };
        let mut run = PipelineRun::new(base.fs, &request, std::mem::take(&mut self.outcome.sources));
        run.run();
        let Outcome { sources, project, rules, failures, .. } = run.outcome;
        self.outcome.sources = sources;
        BaseOutcome::of(project, rules, failures)
    }

    /// Leaves out the findings that the version has, too. It is asked for no others.
    pub(super) fn apply_base(&mut self) -> ControlFlow<()> {
        let Some(base) = self.outcome.base.take() else { return Continue(()) };
        let mut findings = std::mem::take(&mut self.outcome.findings);
        let before = findings.len();
        base.take_unchanged(&mut findings, &self.outcome.project, &self.outcome.sources);
        let part = base.part(&findings);
        let (base, known) = if part.checks.is_empty() { (base, Vec::new()) } else { self.check_base(base, part) };
        BaseOutcome::take_known(&known, &mut findings, &self.outcome.sources);
        self.outcome.in_base = before - findings.len();
        self.outcome.findings = findings;
        self.outcome.base = Some(base);
        Continue(())
    }

    /// Runs some checks on the version, up to the comments in its zones.
    fn check_base(&mut self, mut base: BaseOutcome, part: Part) -> (BaseOutcome, Vec<Diagnostic>) {
        let paths = paths_of_base(self.request);
        let request = request_of_base(self.request, &paths);
        let fs = self.request.base.map_or(self.fs, |base| base.fs);
        let mut run = PipelineRun::new(fs, &request, std::mem::take(&mut self.outcome.sources));
        run.part = Some(part);
        let rules = if base.rules.is_some() { &mut base.rules } else { &mut self.outcome.rules };
        run.outcome.rules = rules.take();
        run.outcome.project = base.project;
        let stages = [PipelineRun::check, PipelineRun::overlap, PipelineRun::sort, PipelineRun::suppress];
        let _ = stages.into_iter().try_for_each(|stage| stage(&mut run));
        let findings = run.outcome.findings;
        (self.outcome.sources, base.project) = (run.outcome.sources, run.outcome.project);
        *rules = run.outcome.rules;
        (base, findings)
    }
}

/// What is read of the version: the same paths, and the file that standard input stands for.
fn paths_of_base(request: &Request) -> Vec<PathBuf> {
    let Input { paths, stdin, .. } = request.input;
    paths.iter().chain(stdin.map(|stdin| &stdin.path)).cloned().collect()
}

fn request_of_base<'r>(request: &'r Request<'r>, paths: &'r [PathBuf]) -> Request<'r> {
    let input = Input { paths, stdin: None, ..request.input };
    let rules = RuleSource { near: paths, ..request.rules };
    Request { input, rules, base: None, baseline: None, before: &|_, _| Continue(()), ..*request }
}
