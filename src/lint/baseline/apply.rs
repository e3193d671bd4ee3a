//! Findings held against a baseline.

use std::path::{Path, PathBuf};

use super::file::{BaselineFile, Mode};
use super::{BASELINE_STALE, Baseline, BaselineEntry};
use crate::diagnostic::Diagnostic;
use crate::ruleset::RuleSet;
use crate::source::Sources;

/// What a baseline is held against.
pub(in crate::lint) struct Compared<'a> {
    /// What the findings point into.
    pub sources: &'a Sources,
    /// Those the baseline has are left out.
    pub findings: &'a mut Vec<Diagnostic>,
    /// Why not all of the job could be done; why no baseline is made is added.
    pub failures: &'a mut Vec<String>,
    /// What was linted, and the current directory.
    pub read: (&'a [PathBuf], &'a Path),
    /// Whether a check is switched off: what was not looked for may be there.
    pub is_off: &'a dyn Fn(&str) -> bool,
}

/// What comes of a baseline.
#[derive(Default)]
pub(in crate::lint) struct Applied {
    /// The baseline to write.
    pub made: Option<Baseline>,
    /// What the baseline has more than was found.
    pub gone: Option<Baseline>,
}

impl Compared<'_> {
    /// Takes out of the findings what the baseline has, and makes the one that is asked for.
    pub(in crate::lint) fn apply(&mut self, old: &Baseline, file: &BaselineFile, mode: Mode) -> Applied {
        if mode != Mode::Apply && !self.failures.is_empty() {
            self.stays(file, "not all of the zones could be read");
        }
        let read = file.paths_read(self.read.0, self.read.1);
        let is_all_found = self.failures.is_empty() && !self.findings.iter().any(|finding| finding.meta.is_about_run());
        let is_whole = is_all_found && old.paths.iter().all(|path| is_read(path, &read));
        let is_gone = |entry: &BaselineEntry| is_whole && !(self.is_off)(&entry.check);
        let can_be_made = self.failures.is_empty();
        let found = (mode == Mode::Write && can_be_made).then(|| Baseline::of(self.sources, self.findings, read));
        let left = old.take(self.findings, self.sources);
        let gone = left.clone().only(is_gone);
        match (mode, found) {
            (Mode::Write, Some(found)) => {
                let rest = left.clone().only(|entry| !is_gone(entry));
                let made = self.made(old, found.with_views_of(old, &left), rest, is_whole, file);
                Applied { made, gone: None }
            }
            (Mode::Prune, _) if can_be_made && is_whole => {
                Applied { made: Some(old.clone().without(&gone)), gone: None }
            }
            (Mode::Prune, _) if can_be_made => {
                self.stays(file, "this run does not read all files that it was made from");
                Applied::default()
            }
            _ => Applied { made: None, gone: Some(gone) },
        }
    }

    /// A baseline of what was found, and of what is in the old one and was not looked for.
    fn made(
        &mut self,
        old: &Baseline,
        found: Baseline,
        mut rest: Baseline,
        is_whole: bool,
        file: &BaselineFile,
    ) -> Option<Baseline> {
        if old.is_of_version_1() && !rest.is_empty() {
            self.stays(file, "it has version 1; a run that reads all files it was made from rewrites it");
            return None;
        }
        self.findings.retain(|finding| finding.meta.is_about_run());
        if is_whole {
            rest.paths.clear();
        }
        Some(found.with(rest))
    }

    fn stays(&mut self, file: &BaselineFile, why: &str) {
        self.failures.push(format!("`{}` is not changed: {why}", file.shown));
    }
}

impl Baseline {
    /// What it has more than was found, as a finding in its file, unless the rules switch that off.
    pub(in crate::lint) fn stale_by(
        &self,
        rules: &RuleSet,
        file: &BaselineFile,
        bytes: Vec<u8>,
        sources: &mut Sources,
    ) -> Option<Diagnostic> {
        let source = sources.add(&file.shown, bytes);
        let mut finding = self.stale(source, sources)?;
        if let Some(setting) = rules.severity_of(BASELINE_STALE.id, "") {
            finding.severity = setting.severity()?;
        }
        Some(finding)
    }
}

/// Whether a path is one that was read, or in a folder that was.
fn is_read(path: &str, read: &[String]) -> bool {
    read.iter().any(|read| read == "." && !path.starts_with("..") || Path::new(path).starts_with(read))
}
