//! A revision of a git repository in the place of its work tree.
//!
//! | file | holds |
//! |---|---|
//! | `command` | git as a program: how it is asked, and what its answers mean |
//! | `revision` | which revision is meant |
//! | `blobs` | the contents of files, from one process |
//!
//! Nothing is checked out: the list of files comes from `ls-tree`, and contents from `cat-file --batch`. What
//! `diff-index` does not list is the same in the work tree, and is read there.

mod blobs;
mod command;
mod revision;

use std::collections::{BTreeMap, HashSet};
use std::io::{self, ErrorKind};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use self::blobs::Blobs;
use self::command::Git;
use super::memory::is_taken_below;
use super::{FileKind, FileSystem, LooksOn, ReadError, Real, Takes, Walk, WalkEntry, looked_at, paths};
use crate::source::MAX_LEN;

pub use revision::{Revision, Wanted};

/// So many links are followed, as on Linux.
const MAX_LINKS: usize = 40;

/// The files of a revision, by the paths that they have in the work tree. What is outside of the repository is what
/// another file system has there.
#[derive(Debug)]
pub struct GitFs<'b> {
    around: &'b dyn FileSystem,
    root: PathBuf,
    files: BTreeMap<PathBuf, TreeEntry>,
    /// The files that the work tree may have otherwise, or not at all, and those that only its index has.
    changed: Option<Vec<PathBuf>>,
    blobs: Blobs,
}

/// A file of a revision.
#[derive(Clone, Debug)]
struct TreeEntry {
    kind: FileKind,
    /// The name of its contents.
    object: String,
    length: u64,
    /// Whether the work tree has the same.
    is_in_work_tree: bool,
}

impl<'b> GitFs<'b> {
    /// Lists the files of a revision.
    ///
    /// # Errors
    ///
    /// Why git cannot, complete in one line.
    pub fn of(revision: &Revision, around: &'b dyn FileSystem) -> Result<GitFs<'b>, String> {
        let git = Git::at(&revision.root);
        let listed = git.ask(&["ls-tree", "-r", "-z", "-l", "--full-tree", &revision.tree])?;
        let changed = match revision.has_work_tree {
            true => git.ask(&["diff-index", "-z", "--name-only", &revision.tree, "--"]).ok(),
            false => None,
        };
        let changed: Option<HashSet<&[u8]>> =
            changed.as_ref().map(|names| names.split(|&byte| byte == 0).filter(|name| !name.is_empty()).collect());
        let entry = |line: &[u8]| {
            let (name, mut entry) = TreeEntry::parse(line)?;
            entry.is_in_work_tree = changed.as_ref().is_some_and(|changed| !changed.contains(name));
            Some((revision.root.join(command::path(name)), entry))
        };
        let files = listed.split(|&byte| byte == 0).filter_map(entry).collect();
        let path = |name: &[u8]| revision.root.join(command::path(name));
        let changed = changed.map(|changed| changed.into_iter().map(path).collect());
        Ok(GitFs { around, root: revision.root.clone(), files, changed, blobs: Blobs::new(git) })
    }

    /// The files of which git knows that the work tree may have them otherwise, absolute; none without a work tree.
    /// Files that git does not know are not among them.
    pub fn changed(&self) -> Option<&[PathBuf]> {
        self.changed.as_deref()
    }

    /// The path below the repository, unless it is git's own.
    fn is_tracked(&self, path: &Path) -> bool {
        path.strip_prefix(&self.root).is_ok_and(|below| !below.starts_with(".git"))
    }

    fn below<'f>(&'f self, folder: &Path) -> impl Iterator<Item = (&'f Path, &'f TreeEntry)> + use<'f> {
        let from = (Bound::Excluded(folder), Bound::Unbounded);
        let folder = folder.to_path_buf();
        let after = self.files.range::<Path, _>(from).map(|(path, entry)| (path.as_path(), entry));
        after.take_while(move |(path, _)| path.starts_with(&folder))
    }

    /// The path with its links followed, as far as they lead within the revision.
    fn followed(&self, path: &Path) -> io::Result<PathBuf> {
        let mut path = path.to_path_buf();
        for _ in 0..MAX_LINKS {
            let is_link = |above: &&Path| self.files.get(*above).is_some_and(|entry| entry.kind == FileKind::Link);
            let Some(link) = path.ancestors().find(is_link).map(Path::to_path_buf) else { return Ok(path) };
            let target = paths::lexical(&self.read_link(&link)?, link.parent().unwrap_or(&self.root));
            path = match path.strip_prefix(&link) {
                Ok(rest) if rest.as_os_str().is_empty() => target,
                Ok(rest) => target.join(rest),
                Err(_) => return Err(ErrorKind::InvalidInput.into()),
            };
        }
        Err(ErrorKind::InvalidInput.into())
    }

    fn entry(&self, real: &Real) -> Result<&TreeEntry, ReadError> {
        let entry = self.files.get(real.path()).filter(|entry| entry.kind == FileKind::File);
        entry.ok_or_else(|| match self.kind(real.path()) {
            Ok(FileKind::Folder) => ReadError::Directory,
            Ok(_) => ReadError::NotRegular,
            Err(error) => ReadError::Io(error),
        })
    }
}

impl FileSystem for GitFs<'_> {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        if path.strip_prefix(&self.root).is_ok_and(|below| below == Path::new(".git")) {
            return Ok(FileKind::Folder);
        }
        if !self.is_tracked(path) {
            return self.around.kind(path);
        }
        match self.files.get(path) {
            Some(entry) => Ok(entry.kind),
            None if path == self.root || self.below(path).next().is_some() => Ok(FileKind::Folder),
            None => Err(ErrorKind::NotFound.into()),
        }
    }

    fn kind_behind_links(&self, path: &Path) -> io::Result<FileKind> {
        let path = self.followed(path)?;
        if self.is_tracked(&path) { self.kind(&path) } else { self.around.kind_behind_links(&path) }
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        if !self.is_tracked(path) {
            return self.around.read_link(path);
        }
        match self.files.get(path) {
            Some(entry) if entry.kind == FileKind::Link => Ok(command::path(&self.blobs.read(&entry.object)?)),
            _ => self.kind(path).and_then(|_| Err(ErrorKind::InvalidInput.into())),
        }
    }

    fn walk<'f>(&'f self, folder: &Path, mut takes: Takes<'f>) -> Walk<'f> {
        if !self.is_tracked(folder) {
            return self.around.walk(folder, takes);
        }
        let top = folder.to_path_buf();
        let taken = self.below(folder).filter(move |(path, entry)| is_taken_below(path, entry.kind, &top, &mut takes));
        Box::new(taken.map(|(path, entry)| Ok(WalkEntry { path: path.to_path_buf(), kind: entry.kind })))
    }

    fn length(&self, real: &Real) -> io::Result<u64> {
        if !self.is_tracked(real.path()) {
            return self.around.length(real);
        }
        self.entry(real).map(|entry| entry.length).map_err(|error| error.kind().into())
    }

    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError> {
        if !self.is_tracked(real.path()) {
            return self.around.read(real);
        }
        let entry = self.entry(real)?;
        if entry.length > MAX_LEN {
            return Err(ReadError::TooLarge);
        }
        // A sparse checkout does not have all that is the same.
        let same = entry.is_in_work_tree.then(|| self.around.read(real).ok()).flatten();
        same.map_or_else(|| self.blobs.read(&entry.object).map_err(ReadError::Io), Ok)
    }

    fn look(&self, real: &Real, first: u64, most: u64, goes_on: LooksOn) -> Result<Vec<u8>, ReadError> {
        let is_elsewhere = |path: &Path| self.files.get(path).is_some_and(|entry| entry.is_in_work_tree);
        if !self.is_tracked(real.path()) || is_elsewhere(real.path()) && self.around.kind(real.path()).is_ok() {
            return self.around.look(real, first, most, goes_on);
        }
        Ok(looked_at(self.read(real)?, first, most, goes_on))
    }
}

impl TreeEntry {
    /// One of `MODE TYPE OBJECT LENGTH<tab>NAME`, with its name.
    fn parse(line: &[u8]) -> Option<(&[u8], TreeEntry)> {
        let tab = memchr::memchr(b'\t', line)?;
        let head = std::str::from_utf8(&line[..tab]).ok()?;
        let mut words = head.split_ascii_whitespace();
        let (mode, _, object, length) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let kind = match mode {
            "120000" => FileKind::Link,
            // Another repository, which is not read.
            "160000" => FileKind::Folder,
            _ => FileKind::File,
        };
        let (object, length) = (object.to_owned(), length.parse().unwrap_or_default());
        Some((&line[tab + 1..], TreeEntry { kind, object, length, is_in_work_tree: false }))
    }
}
