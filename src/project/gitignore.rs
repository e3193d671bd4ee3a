//! What git is told to ignore: files that are made from others, and those of one person.
//!
//! Only `.gitignore` counts, in the folders of the repository: what is found is the same on every machine.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::fs::{FileKind, Links, Real, paths};

const NAME: &str = ".gitignore";
/// Such files have some lines.
const MAX_LEN: u64 = 1 << 16;

/// The patterns that hold for what a folder is searched for.
pub(super) struct GitIgnore<'f> {
    links: Links<'f>,
    /// The folder that is searched, as it is called.
    top: PathBuf,
    /// The repository.
    root: PathBuf,
    /// By path without links, which is text here: to hash a path is to take it apart.
    folders: HashMap<OsString, Option<Rc<Patterns>>>,
    /// What was ignored; of a folder nothing that is below it.
    pub ignored: HashSet<PathBuf>,
}

/// The patterns of a folder.
struct Patterns {
    own: Gitignore,
    /// What they say nothing of is asked of the folder above.
    above: Option<Rc<Patterns>>,
}

impl<'f> GitIgnore<'f> {
    /// For a folder that is searched; none outside of repositories. Whoever names a folder that is ignored itself
    /// wants what is in it.
    pub(super) fn of(top: &Path, real: &Real, links: &Links<'f>) -> Option<GitIgnore<'f>> {
        let root = paths::git_root(real.path(), links.fs())?;
        let (links, top) = (links.clone(), top.to_path_buf());
        let mut git = GitIgnore { links, top, root, folders: HashMap::new(), ignored: HashSet::new() };
        let root = git.root.clone();
        let mut way = real.path().ancestors().take_while(|folder| **folder != root);
        if way.any(|folder| git.is_ignored(folder, FileKind::Folder)) {
            let own = git.read(real.path()).map(|own| Rc::new(Patterns { own, above: None }));
            git.folders.insert(real.path().into(), own);
        }
        Some(git)
    }

    /// Whether a walk leaves out what it found below the folder.
    pub(super) fn leaves_out(&mut self, found: &Path, kind: FileKind, real: &Real) -> bool {
        let Some(path) = real.below(&self.top, found) else { return false };
        let is_ignored = self.is_ignored(path.path(), kind);
        if is_ignored {
            self.ignored.insert(found.to_path_buf());
        }
        is_ignored
    }

    fn is_ignored(&mut self, path: &Path, kind: FileKind) -> bool {
        let mut patterns = path.parent().and_then(|folder| self.patterns(folder));
        while let Some(of_folder) = patterns {
            match of_folder.own.matched(path, kind == FileKind::Folder) {
                Match::None => patterns = of_folder.above.clone(),
                said => return said.is_ignore(),
            }
        }
        false
    }

    fn patterns(&mut self, folder: &Path) -> Option<Rc<Patterns>> {
        if let Some(known) = self.folders.get(folder.as_os_str()) {
            return known.clone();
        }
        let is_repository = folder == self.root || self.links.fs().kind(&folder.join(".git")).is_ok();
        let above = folder.parent().filter(|_| !is_repository).and_then(|above| self.patterns(above));
        let patterns = match self.read(folder) {
            Some(own) => Some(Rc::new(Patterns { own, above })),
            None => above,
        };
        self.folders.insert(folder.into(), patterns.clone());
        patterns
    }

    /// The file of a folder. Lines that are no pattern are passed over, as git does.
    fn read(&mut self, folder: &Path) -> Option<Gitignore> {
        let real = self.links.below(&folder.join(NAME), std::slice::from_ref(&self.root)).ok()?;
        let bytes = self.links.fs().read_start(&real, MAX_LEN).ok()?;
        let mut patterns = GitignoreBuilder::new(folder);
        for line in String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').lines() {
            let _ = patterns.add_line(None, line);
        }
        patterns.build().ok()
    }
}
