//! Where a baseline is, and how it is read.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Baseline, FILE_NAME};
use crate::fs::{FileSystem, Links, ReadError, Real, paths};
use crate::lint::root;

/// The baseline of a run.
#[derive(Clone, Copy, Debug)]
pub struct Known<'r> {
    /// Its file; none for the one that the rule file states, or the one beside it.
    pub named: Option<&'r Path>,
    /// What is done with it.
    pub mode: Mode,
}

/// What is done with a baseline. In each mode the findings it has are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It stays as it is, and what it has more than there is found is a finding.
    Apply,
    /// One with all findings is made.
    Write,
    /// One without what is found no more is made.
    Prune,
}

impl Known<'_> {
    /// The file that is named, the one that the rule file states, or the one beside the rule file; without a rule file,
    /// the one here.
    pub fn file(&self, stated: Option<&Path>, rules_dir: Option<&Path>, cwd: &Path) -> BaselineFile {
        let beside = rules_dir.unwrap_or(cwd).join(FILE_NAME);
        let path = paths::lexical(self.named.or(stated).unwrap_or(&beside), cwd);
        let folder = path.parent().unwrap_or(cwd).to_path_buf();
        let shown = paths::shown(&path, cwd);
        let may_be_missing = match self.mode {
            Mode::Apply => self.named.is_none() && stated.is_none(),
            Mode::Write => true,
            Mode::Prune => false,
        };
        let project = rules_dir.unwrap_or(cwd).to_path_buf();
        BaselineFile { path, folder, project, shown, is_named: self.named.is_some(), may_be_missing }
    }
}

/// Where the baseline is, or is going to be.
#[derive(Clone, Debug, Default)]
pub struct BaselineFile {
    /// Absolute.
    pub path: PathBuf,
    /// The path to print.
    pub shown: String,
    folder: PathBuf,
    /// The folder whose project it has to be part of, if nobody named it.
    project: PathBuf,
    is_named: bool,
    may_be_missing: bool,
}

impl BaselineFile {
    /// The file as it may be read: one that nobody named is part of its project.
    fn real(&self, fs: &dyn FileSystem) -> Result<Real, ReadError> {
        let mut links = Links::new(fs, None);
        if self.is_named {
            return links.named(&self.path, &[]);
        }
        let root = root::project_of(&links.resolved(&self.project), fs);
        links.below(&self.path, &[root])
    }

    /// The baseline and its bytes; an empty one if there is none and none was promised.
    pub fn read(&self, fs: &dyn FileSystem) -> Result<(Baseline, Vec<u8>), String> {
        let bytes = match self.real(fs).and_then(|real| fs.read(&real)) {
            Ok(bytes) => bytes,
            Err(error) if self.may_be_missing && error.kind() == ErrorKind::NotFound => return Ok(Default::default()),
            Err(error) => {
                let is_link_out = matches!(error, ReadError::LinkOutside) && !self.is_named;
                let how = if is_link_out { " with `--baseline`" } else { "" };
                return Err(format!("`{}` cannot be read: {error}{how}", self.shown));
            }
        };
        match Baseline::parse(&bytes) {
            Ok(baseline) => Ok((baseline, bytes)),
            Err(error) => Err(format!("`{}` is not a valid baseline: {error}", self.shown)),
        }
    }

    /// What the run reads, relative to the folder of the baseline.
    pub(super) fn paths_read(&self, read: &[PathBuf], cwd: &Path) -> Vec<String> {
        read.iter().map(|path| paths::relative(&paths::lexical(path, cwd), &self.folder)).collect()
    }
}
