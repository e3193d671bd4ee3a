//! What is named, and the project around it.
//!
//! Findings are about what is named; what else the project holds says which zones these files are, and is what
//! they are held against.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::ProjectRequest;
use super::discover::{self, File, FoundKind, Reach};
use super::root::marked_root;
use crate::fs::{Links, ReadError, Real, paths};

/// What a person named, by kind.
#[derive(Debug)]
pub(super) enum Named {
    /// A folder to search.
    Folder(PathBuf, Real),
    /// A file, looked into.
    File(Box<File>),
    /// What cannot be read.
    Unreadable(PathBuf, ReadError),
}

/// What the arguments name, in their order.
pub(super) fn named(request: &ProjectRequest, links: &mut Links) -> Vec<Named> {
    let full: Vec<PathBuf> = request.input.paths.iter().map(|path| paths::lexical(path, request.input.cwd)).collect();
    let reals = links.all_named(&full);
    let mut all = Vec::new();
    let mut files = Vec::new();
    for (full, real) in full.into_iter().zip(reals) {
        all.push(match real {
            Ok(real) if request.fs.is_folder(real.path()) => Some(Named::Folder(full, real)),
            Ok(real) => {
                files.push((full, real));
                None
            }
            Err(error) => Some(Named::Unreadable(full, error)),
        });
    }
    let mut files = discover::look_at(files, request.fs).map(|file| match file {
        Ok(file) => Named::File(Box::new(file)),
        Err((path, error)) => Named::Unreadable(path, error),
    });
    all.into_iter().filter_map(|named| named.or_else(|| files.next())).collect()
}

/// A folder around what is named.
#[derive(Debug)]
pub(super) struct Around {
    /// As the names of what is named begin, where they do.
    pub top: PathBuf,
    pub real: Real,
    pub reach: Reach,
}

/// The files and folders that are named.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// As they were named, and without links.
    files: HashSet<PathBuf>,
    folders: HashSet<PathBuf>,
}

impl Scope {
    /// That of what is named, and of the file that standard input stands for.
    pub(super) fn of(named: &[Named], stdin: Option<&Path>) -> Scope {
        let mut scope = Scope::default();
        for one in named {
            match one {
                Named::Folder(path, real) => scope.folders.extend([path.clone(), real.path().to_path_buf()]),
                Named::File(file) => scope.files.extend([file.path.clone(), file.real.path().to_path_buf()]),
                Named::Unreadable(path, _) => _ = scope.files.insert(path.clone()),
            }
        }
        scope.files.extend(stdin.map(Path::to_path_buf));
        scope
    }

    /// Whether a file is named, or below a folder that is.
    pub(super) fn holds(&self, path: &Path) -> bool {
        self.files.contains(path) || !self.folders.is_empty() && self.is_below(path)
    }

    fn is_below(&self, path: &Path) -> bool {
        path.ancestors().any(|folder| self.folders.contains(folder))
    }

    /// The folders in which to look for what belongs to what is named: of a repository all of it, and so of the folder
    /// of the rule file; else the folder of a file itself, for the configurations there, and all below that of a
    /// configuration.
    pub(super) fn around(
        &self,
        named: &[Named],
        stdin: Option<&Path>,
        request: &ProjectRequest,
        links: &mut Links,
    ) -> Vec<Around> {
        let mut seen = HashSet::new();
        let mut found: Vec<Around> = Vec::new();
        let of_file = |path: &Path, reach| Some((path.parent()?.to_path_buf(), Some(reach)));
        let places = named.iter().filter_map(|one| match one {
            Named::Folder(path, _) => Some((path.clone(), None)),
            Named::File(file) => {
                let is_conf = matches!(file.kind, FoundKind::Conf(_));
                of_file(&file.path, if is_conf { Reach::Deep } else { Reach::Flat })
            }
            Named::Unreadable(..) => None,
        });
        let stdin = stdin.and_then(|path| of_file(path, Reach::Flat));
        for (folder, reach) in places.chain(stdin) {
            if !seen.insert((folder.clone(), reach)) {
                continue;
            }
            let real = links.resolved(&folder);
            let (root, reach) = match (marked_root(&real, request, links), reach) {
                (Some(root), _) => (root, Reach::Deep),
                (None, Some(reach)) => (real, reach),
                (None, None) => continue,
            };
            if self.is_below(&root) || found.iter().any(|around| around.holds(&root, reach)) {
                continue;
            }
            let is_root = |above: &&Path| links.resolved(above) == root;
            let top = folder.ancestors().find(is_root).unwrap_or(&root).to_path_buf();
            if let Ok(real) = links.named(&top, &[]) {
                found.retain(|other| reach != Reach::Deep || !other.real.path().starts_with(&root));
                found.push(Around { top, real, reach });
            }
        }
        found
    }
}

impl Around {
    /// Whether a walk through this folder comes by all that one through another would.
    fn holds(&self, other: &Path, reach: Reach) -> bool {
        match self.reach {
            Reach::Flat => self.real.path() == other && self.reach == reach,
            Reach::All | Reach::Deep => other.starts_with(self.real.path()),
        }
    }
}
