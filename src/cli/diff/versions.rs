//! The two versions that arguments name.

use std::path::{Path, PathBuf};

use super::super::Io;
use super::super::base::{BaseFiles, path_of};
use super::super::diff_args::DiffArgs;
use super::super::read_args::InputArgs;
use crate::fs::{FileSystem, GitFs, Revision, Wanted, paths};
use crate::limits::Limits;
use crate::lint::{self, Base, Outcome};
use crate::project::Project;

/// What is compared.
pub(super) struct Versions<'f> {
    /// The old version.
    pub(super) base: BaseFiles<'f>,
    /// The new one, where it is not what is on the disk.
    revision: Option<GitFs<'f>>,
    disk: &'f dyn FileSystem,
    /// What the new one is called.
    pub(super) new: Option<String>,
    /// What is read of both, by its path in the new one.
    pub(super) input: InputArgs,
    path: PathBuf,
}

impl<'f> Versions<'f> {
    /// Those of arguments, or why there are none, complete in one line.
    pub(super) fn of(args: &DiffArgs, io: &Io<'f>) -> Result<Versions<'f>, String> {
        let on_disk = args.new.as_deref().and_then(|new| path_of(new, io));
        if let Some(failure) = unlike(args, on_disk.as_deref(), io) {
            return Err(failure);
        }
        let (mut revision, mut path) = (None, PathBuf::from("."));
        match (&args.new, on_disk) {
            (Some(name), Some(_)) => path = PathBuf::from(name),
            (Some(name), None) => {
                let found = Revision::find(&io.cwd, Wanted::Named(name))?;
                // A repository without a work tree has its files where it is itself.
                path = if found.has_work_tree { path } else { found.root.clone() };
                revision = Some(GitFs::of(&found, io.fs)?);
            }
            (None, _) => {}
        }
        let base = BaseFiles::of(args.base.as_deref(), std::slice::from_ref(&path), io)?;
        if !base.has_work_tree && revision.is_none() {
            let name = &base.name;
            return Err(format!(
                "this repository has no work tree to compare with: name two revisions, as in `zonelint diff {name} HEAD`"
            ));
        }
        let path = base.in_repository(&path, io);
        let input = InputArgs {
            paths: vec![path.clone()],
            origin: args.origin.clone(),
            include_dir: None,
            stdin_filename: None,
            no_gitignore: false,
            limit: Vec::new(),
        };
        Ok(Versions { base, revision, disk: io.fs, new: args.new.clone(), input, path: paths::lexical(&path, &io.cwd) })
    }

    /// The files of the new version.
    pub(super) fn fs(&self) -> &dyn FileSystem {
        self.revision.as_ref().map_or(self.disk, |revision| revision)
    }

    /// The old version, for a run.
    pub(super) fn base(&self) -> Base<'_> {
        let base = self.base.base();
        // What git tells to differ does so from the work tree.
        Base { changed: base.changed.filter(|_| self.revision.is_none()), ..base }
    }

    /// Where the rule file is looked for from.
    pub(super) fn near(&self) -> &[PathBuf] {
        &self.input.paths
    }

    /// What is read.
    pub(super) fn input<'r>(&'r self, cwd: &'r Path) -> lint::Input<'r> {
        lint::Input {
            paths: &self.input.paths,
            stdin: None,
            origin: self.input.origin.as_deref(),
            cwd,
            include_dir: None,
            gitignore: true,
            limits: Limits::default(),
        }
    }

    /// Why the old version could not be read, or not all of it. What is not there is empty, and so is one version where
    /// the other has zones: all of them came or went.
    pub(super) fn failures(&self, outcome: &mut Outcome) -> Vec<String> {
        let Some(base) = &outcome.base else { return Vec::new() };
        let is_only_empty = |one: &Project, failures: &[String], other: &Project| {
            one.is_without_zones && failures.len() == 1 && !other.checked_zones().is_empty()
        };
        if is_only_empty(&outcome.project, &outcome.failures, &base.project) {
            outcome.failures.clear();
        }
        let is_told = self.base.has(&self.path) && !is_only_empty(&base.project, &base.failures, &outcome.project);
        let of_base = base.failures.iter().filter(|_| is_told);
        of_base.map(|failure| format!("{}: {failure}", self.base.name)).collect()
    }
}

/// What is said where a file is to be compared with something else.
fn unlike(args: &DiffArgs, new: Option<&Path>, io: &Io) -> Option<String> {
    let name = args.base.as_deref()?;
    let base = path_of(name, io)?;
    let new_name = args.new.as_deref();
    match (io.fs.is_file(&base), new.is_some_and(|new| io.fs.is_file(new))) {
        (true, false) => Some(format!(
            "`{name}` is a file: name the file that it is compared with, as in `zonelint diff {name} NEW`"
        )),
        (false, true) if io.fs.is_folder(&base) => Some(format!(
            "`{name}` is a directory, and `{}` a file: compare two of a kind",
            new_name.unwrap_or_default()
        )),
        _ => None,
    }
}
