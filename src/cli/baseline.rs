//! The baseline of a run: looked for, held against what was found, written.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::args::{CheckArgs, KnownArgs};
use super::check::Outcome;
use super::output::{Output, What};
use super::{Io, config, until_closed};
use crate::baseline::{BASELINE_STALE, Baseline, Entry, FILE_NAME};
use crate::fs::{FileSystem, Links, ReadError, Real, paths};
use crate::limits;
use crate::report::printable;
use crate::ruleset::RuleSet;

/// Takes out of the findings what the baseline has, and does with its file what is asked for.
pub(super) fn apply(
    outcome: &mut Outcome,
    args: &CheckArgs,
    rules: &RuleSet,
    file: &BaselineFile,
    io: &mut Io,
) -> io::Result<()> {
    let known = &args.known;
    if known.no_baseline {
        return Ok(());
    }
    let opened =
        file.read(known, io.fs).and_then(|read| Ok((read, file.output(known, outcome.inputs(args, &io.cwd), io)?)));
    let ((old, bytes), output) = match opened {
        Ok(opened) => opened,
        Err(failure) => {
            outcome.failures.push(failure);
            return Ok(());
        }
    };
    if output.is_some() && !outcome.failures.is_empty() {
        outcome.failures.push(format!("`{}` is left as it is: not all of the zones could be read", file.shown));
    }
    let output = output.filter(|_| outcome.failures.is_empty());
    let read = file.paths_read(&args.input.paths, &io.cwd);
    let is_all_found = outcome.failures.is_empty() && !outcome.findings.iter().any(limits::is_reached);
    let is_whole = is_all_found && old.paths.iter().all(|path| is_read(path, &read));
    // What was not looked for may be there.
    let is_gone = |entry: &Entry| is_whole && !args.severities.off.contains(&entry.check);
    let before = outcome.findings.len();
    if old.is_of_version_1() && known.write_baseline.is_none() {
        let words = "is of version 1, which does not tell one wrong value from another";
        let words = format!("`{}` {words}: `zonelint check --write-baseline` rewrites it", file.shown);
        until_closed(writeln!(io.stderr, "zonelint: {}", printable(&words)))?;
    }
    let takes_all = known.write_baseline.is_some() && output.is_some();
    let found = takes_all.then(|| Baseline::of(&outcome.sources, &outcome.findings, read));
    let left = old.take(&mut outcome.findings, &outcome.sources);
    outcome.in_baseline = before - outcome.findings.len();
    let written = match found {
        Some(found) => {
            let found = found.with_views_of(&old, &left);
            let mut rest = left.only(|entry| !is_gone(entry));
            if old.is_of_version_1() && !rest.is_empty() {
                let why = "it is of version 1, and is rewritten by a run that reads and checks all it was made of";
                outcome.failures.push(format!("`{}` is left as it is: {why}", file.shown));
                return Ok(());
            }
            outcome.findings.retain(limits::is_reached);
            outcome.in_baseline = before - outcome.findings.len();
            if is_whole {
                rest.paths.clear();
            }
            Some(found.with(rest))
        }
        None if output.is_some() && is_whole => Some(old.without(&left.only(is_gone))),
        None if output.is_some() => {
            let why = "not all that it was made of was read";
            outcome.failures.push(format!("`{}` is left as it is: {why}", file.shown));
            None
        }
        None => {
            let gone = left.only(is_gone);
            outcome.say_stale(&gone, &file.shown, bytes, rules);
            None
        }
    };
    match written.zip(output) {
        Some((baseline, output)) => write(&baseline, output, outcome, io),
        None => Ok(()),
    }
}

impl Outcome {
    /// Says what a baseline has more than there is.
    fn say_stale(&mut self, gone: &Baseline, name: &str, bytes: Vec<u8>, rules: &RuleSet) {
        let source = self.sources.add(name, bytes);
        let Some(mut finding) = gone.stale(source, &self.sources) else { return };
        if let Some(setting) = rules.severity_of(BASELINE_STALE.id, "") {
            let Some(severity) = setting.severity() else { return };
            finding.severity = severity;
        }
        self.findings.push(finding);
    }
}

fn write(baseline: &Baseline, output: Output, outcome: &mut Outcome, io: &mut Io) -> io::Result<()> {
    let (bytes, shown) = (baseline.to_bytes(), output.shown.clone());
    if let Err(error) = output.write(io, |out| out.write_all(&bytes)) {
        outcome.failures.push(format!("`{shown}` cannot be written: {error}"));
        return Ok(());
    }
    let count = baseline.count();
    let plural = if count == 1 { "" } else { "s" };
    until_closed(writeln!(io.stderr, "zonelint: wrote {}: {count} finding{plural}", printable(&shown)))
}

/// Where the baseline is, or is going to be.
pub(super) struct BaselineFile {
    /// Absolute.
    pub(super) path: PathBuf,
    is_named: bool,
    folder: PathBuf,
    shown: String,
}

impl BaselineFile {
    /// The file that is named, or the one beside the rule file; without a rule file, the one here.
    pub(super) fn of(args: &KnownArgs, dir: Option<&Path>, cwd: &Path) -> BaselineFile {
        let named = args.write_baseline.clone().flatten().or_else(|| args.baseline.clone());
        let is_named = named.is_some();
        let path = named.map_or_else(|| dir.unwrap_or(cwd).join(FILE_NAME), |named| paths::lexical(&named, cwd));
        let folder = path.parent().unwrap_or(cwd).to_path_buf();
        let shown = paths::shown(&path, cwd);
        BaselineFile { path, is_named, folder, shown }
    }

    /// The file as it may be read: one that nobody named is part of its project.
    fn real(&self, fs: &dyn FileSystem) -> Result<Real, ReadError> {
        let mut links = Links::new(fs, None);
        if self.is_named {
            return links.named(&self.path, &[]);
        }
        let root = config::project_of(&links.resolved(&self.folder), fs);
        links.below(&self.path, &[root])
    }

    /// The baseline and its bytes; an empty one if there is none and none was promised.
    fn read(&self, args: &KnownArgs, fs: &dyn FileSystem) -> Result<(Baseline, Vec<u8>), String> {
        let may_be_new = args.write_baseline.is_some() || args.baseline.is_none() && !args.prune_baseline;
        let bytes = match self.real(fs).and_then(|real| fs.read(&real)) {
            Ok(bytes) => bytes,
            Err(error) if may_be_new && error.kind() == ErrorKind::NotFound => return Ok(Default::default()),
            Err(error) => {
                let is_link_out = matches!(error, ReadError::LinkOutside) && !self.is_named;
                let how = if is_link_out { " with `--baseline`" } else { "" };
                return Err(format!("`{}` cannot be read: {error}{how}", self.shown));
            }
        };
        match Baseline::parse(&bytes) {
            Ok(baseline) => Ok((baseline, bytes)),
            Err(error) => Err(format!("`{}` is no baseline that can be read: {error}", self.shown)),
        }
    }

    /// What the run reads, relative to the folder of the baseline.
    fn paths_read(&self, read: &[PathBuf], cwd: &Path) -> Vec<String> {
        let read = read.iter().filter(|path| path.as_os_str() != "-");
        read.map(|path| paths::shown(&paths::lexical(path, cwd), &self.folder)).collect()
    }

    /// Where it is to be written, if it is.
    fn output(
        &self,
        args: &KnownArgs,
        inputs: impl Iterator<Item = PathBuf>,
        io: &Io,
    ) -> Result<Option<Output>, String> {
        let is_written = args.write_baseline.is_some() || args.prune_baseline;
        is_written.then(|| Output::at(&self.path, What::Baseline, inputs, &io.cwd)).transpose()
    }
}

/// Whether a path is one that was read, or in a folder that was.
fn is_read(path: &str, read: &[String]) -> bool {
    read.iter().any(|read| read == "." && !path.starts_with("..") || Path::new(path).starts_with(read))
}
