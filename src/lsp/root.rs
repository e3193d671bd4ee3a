//! The projects that the open texts are part of, each of which stays read.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow::Continue;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{Document, Documents};
use crate::checks::{self, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fs::{FileSystem, MemoryFs, OverlayFs, paths};
use crate::limits::Limits;
use crate::lint::baseline::{BASELINE_STALE, Known, Mode};
use crate::lint::{Choice, Input, Request, RuleSource, Standing, all_kinds};
use crate::source::SourceId;

/// A folder of files that belong together, or one file that belongs to nothing.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) path: PathBuf,
    pub(super) standing: Standing,
    /// The texts that were open when all was read, by their paths without links.
    texts: HashMap<PathBuf, Arc<Vec<u8>>>,
    /// How often the disk had changed by then.
    disk: u64,
    /// Where names of files start.
    pub(super) cwd: PathBuf,
    /// The texts that were followed, and what was found in them, if somebody asked.
    followed: HashMap<PathBuf, Arc<Vec<u8>>>,
    found: Option<(Depth, Vec<Diagnostic>)>,
}

/// Which checks are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// Those of one zone.
    Zone,
    /// Those of several zones, too.
    Project,
}

/// What a run is given from outside.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'s> {
    pub(super) fs: &'s dyn FileSystem,
    /// The time, in seconds since 1970.
    pub(super) now: u32,
}

impl Root {
    /// Where the project of a file begins: with its rule file, with its repository, or with a folder that the client
    /// has open. A file of none of these stands for itself.
    pub(super) fn of(document: &Document, folders: &[PathBuf], fs: &dyn FileSystem) -> PathBuf {
        let folder = document.real.parent().unwrap_or(&document.real);
        let rules = || paths::find_rule_file(folder, fs).and_then(|file| file.parent().map(Path::to_path_buf));
        let opened = || folders.iter().filter(|folder| document.real.starts_with(folder)).min().cloned();
        rules().or_else(|| paths::git_root(folder, fs)).or_else(opened).unwrap_or_else(|| document.real.clone())
    }

    /// Reads all of a project.
    pub(super) fn read(path: PathBuf, documents: &Documents, disk: u64, around: Surroundings) -> Root {
        let fs = OverlayFs::new(over(documents), around.fs);
        let named = [path.clone()];
        let cwd = if fs.is_folder(&path) { path.as_path() } else { path.parent().unwrap_or(&path) };
        let standing = Standing::read(&fs, &request(&named, cwd, around.now, &|| false));
        let (cwd, texts) = (cwd.to_path_buf(), texts(documents));
        Root { cwd, path, standing, followed: texts.clone(), texts, disk, found: None }
    }

    /// Takes in what the open texts are now. Whether it could: else all has to be read again.
    pub(super) fn follow(&mut self, documents: &Documents, disk: u64, around: Surroundings) -> bool {
        if disk != self.disk {
            return false;
        }
        let now = texts(documents);
        let is_followed = |(real, text): (&PathBuf, _)| self.followed.get(real).is_some_and(|one| is_same(one, text));
        if now.len() == self.followed.len() && now.iter().all(is_followed) {
            return true;
        }
        self.found = None;
        self.followed = now;
        let Some(changed) = self.changed(documents) else { return false };
        let fs = OverlayFs::new(over(documents), around.fs);
        let named = [self.path.clone()];
        self.standing.follow(&fs, &request(&named, &self.cwd, around.now, &|| false), &changed)
    }

    /// The files of zones that hold something else than was read, as they were named; none where another file does, so
    /// that all has to be read again.
    fn changed(&self, documents: &Documents) -> Option<HashSet<PathBuf>> {
        let open: HashSet<&PathBuf> = documents.values().map(|document| &document.real).collect();
        if !self.texts.keys().all(|real| open.contains(real)) {
            return None;
        }
        let (sources, project) = self.standing.as_read();
        let mut changed = HashSet::new();
        for document in documents.values() {
            let before = self.texts.get(&document.real);
            if before.is_some_and(|before| is_same(before, &document.text)) {
                continue;
            }
            let at = self.sources_of(document);
            let is_read = |source: &SourceId| sources.get(*source).bytes() == document.text.as_slice();
            let of_project = project.sources_at(&document.real);
            match of_project.iter().next() {
                // What is typed into some file may make it a zone; and a rule file says how all others are read.
                None if at.is_empty() || !at.iter().all(is_read) => return None,
                None => {}
                Some(_) if of_project.iter().all(is_read) => {}
                Some(_) => {
                    changed.extend(of_project.iter().filter_map(|&id| project.path_of(id)).map(Path::to_path_buf))
                }
            }
        }
        Some(changed)
    }

    /// What was found in the open texts when somebody last asked; nothing since they changed.
    pub(super) fn found(&self) -> &[Diagnostic] {
        self.found.as_ref().map(|(_, found)| found.as_slice()).unwrap_or_default()
    }

    /// Finds what is wrong in open texts. Whether it was done: else nobody waits for it any more.
    pub(super) fn check(
        &mut self,
        documents: &Documents,
        depth: Depth,
        around: Surroundings,
        is_superseded: &(dyn Fn() -> bool + Sync),
    ) -> bool {
        if self.found.as_ref().is_none_or(|(known, _)| *known < depth) {
            let files = documents.values().flat_map(|document| self.sources_of(document)).collect();
            let fs = OverlayFs::new(over(documents), around.fs);
            let found = self.found_in(&files, depth, Surroundings { fs: &fs, ..around }, is_superseded);
            self.found = found.map(|found| (depth, found));
        }
        self.found.is_some()
    }

    fn found_in(
        &mut self,
        files: &HashSet<SourceId>,
        depth: Depth,
        around: Surroundings,
        is_superseded: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Diagnostic>> {
        if !self.standing.mistakes().is_empty() {
            return Some(self.standing.mistakes().to_vec());
        }
        let named = [self.path.clone()];
        let zones = self.standing.project().zones.iter().enumerate();
        let open = zones.filter(|(_, zone)| zone.files().any(|file| files.contains(&file)));
        let is_asked = |check: &&str| depth == Depth::Project || !checks::sees_other_zones(check);
        let checks: HashSet<&'static str> = all_kinds().iter().map(|meta| meta.id).filter(is_asked).collect();
        let part = Part { checks, zones: Some(open.map(|(number, _)| number).collect()) };
        let request = request(&named, &self.cwd, around.now, is_superseded);
        let mut findings = self.standing.check(around.fs, &request, part, files.clone())?;
        // Not all is looked at: what was not found may be there.
        findings.retain(|finding| !finding.is(&BASELINE_STALE));
        Some(findings)
    }

    /// The sources of a text that is open.
    pub(super) fn sources_of(&self, document: &Document) -> BTreeSet<SourceId> {
        let project = self.standing.project();
        let mut all: BTreeSet<SourceId> = project.sources_at(&document.real).into_iter().collect();
        all.extend(project.sources_at(&document.path));
        let rules = self.standing.rules().map(|rules| rules.layers()).unwrap_or_default();
        let sources = self.standing.sources();
        let named = |source: &&SourceId| {
            let path = paths::lexical(Path::new(sources.get(**source).given_name()), &self.cwd);
            path == document.path || path == document.real
        };
        all.extend(rules.iter().filter(named));
        all
    }
}

fn is_same(one: &Arc<Vec<u8>>, other: &Arc<Vec<u8>>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}

/// The open texts, by their paths without links.
fn texts(documents: &Documents) -> HashMap<PathBuf, Arc<Vec<u8>>> {
    documents.values().map(|document| (document.real.clone(), Arc::clone(&document.text))).collect()
}

/// The open texts, to lie over their files.
fn over(documents: &Documents) -> MemoryFs {
    let texts = documents.values().map(|document| (&document.real, document.text.to_vec()));
    texts.fold(MemoryFs::new(), |fs, (real, text)| fs.with(real, text))
}

/// A project is asked for as `zonelint check` in its folder would be; only that each place is a finding of its own.
fn request<'r>(
    named: &'r [PathBuf],
    cwd: &'r Path,
    now: u32,
    is_superseded: &'r (dyn Fn() -> bool + Sync),
) -> Request<'r> {
    let input = Input {
        paths: named,
        stdin: None,
        origin: None,
        cwd,
        include_dir: None,
        gitignore: true,
        limits: Limits::default(),
    };
    Request {
        input,
        rules: RuleSource { near: named, ..RuleSource::default() },
        choice: Choice::default(),
        exclude: &[],
        suppress: true,
        min_severity: Severity::Info,
        base: None,
        baseline: Some(Known { named: None, mode: Mode::Apply }),
        apart: true,
        now,
        before: &|_, _| Continue(()),
        is_superseded,
    }
}
