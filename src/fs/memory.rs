//! Files that exist in memory only.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use super::{FileKind, FileSystem, LooksOn, ReadError, Real, Takes, Walk, WalkEntry, is_hidden, looked_at};

/// Files by their absolute paths. A folder is there if a file is below it; there are no links.
#[derive(Clone, Debug, Default)]
pub struct MemoryFs {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl MemoryFs {
    /// No files.
    pub fn new() -> MemoryFs {
        MemoryFs::default()
    }

    /// These files and one more. A file of that path is replaced.
    pub fn with(mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> MemoryFs {
        self.insert(path, bytes);
        self
    }

    /// Adds a file. One of that path is replaced.
    pub fn insert(&mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Removes a file.
    pub fn remove(&mut self, path: &Path) {
        self.files.remove(path);
    }

    /// The bytes of a file.
    pub(super) fn get(&self, path: &Path) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The files below a folder, in order.
    pub(super) fn below<'f>(&'f self, folder: &Path) -> impl Iterator<Item = &'f Path> + use<'f> {
        let from = (Bound::Excluded(folder), Bound::Unbounded);
        let folder = folder.to_path_buf();
        let after = self.files.range::<Path, _>(from).map(|(path, _)| path.as_path());
        after.take_while(move |path| path.starts_with(&folder))
    }
}

/// Whether a walk through a folder comes to a file below it: no folder on the way is hidden or passed over.
pub(super) fn is_taken_below(file: &Path, of: FileKind, folder: &Path, takes: &mut Takes) -> bool {
    let Ok(below) = file.strip_prefix(folder) else { return false };
    let mut path = folder.to_path_buf();
    below.components().all(|part| {
        path.push(part);
        let kind = if path == file { of } else { FileKind::Folder };
        !is_hidden(part.as_os_str()) && takes(&path, kind)
    })
}

impl FileSystem for MemoryFs {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        match () {
            () if self.files.contains_key(path) => Ok(FileKind::File),
            () if path.parent().is_none() || self.below(path).next().is_some() => Ok(FileKind::Folder),
            () => Err(ErrorKind::NotFound.into()),
        }
    }

    fn kind_behind_links(&self, path: &Path) -> io::Result<FileKind> {
        self.kind(path)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        self.kind(path).and_then(|_| Err(ErrorKind::InvalidInput.into()))
    }

    fn walk<'f>(&'f self, folder: &Path, mut takes: Takes<'f>) -> Walk<'f> {
        let top = folder.to_path_buf();
        let visible = self.below(folder).filter(move |path| is_taken_below(path, FileKind::File, &top, &mut takes));
        Box::new(visible.map(|path| Ok(WalkEntry { path: path.to_path_buf(), kind: FileKind::File })))
    }

    fn length(&self, real: &Real) -> io::Result<u64> {
        let bytes = self.get(real.path()).ok_or(ErrorKind::NotFound)?;
        Ok(bytes.len() as u64)
    }

    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError> {
        match self.get(real.path()) {
            Some(bytes) => Ok(bytes.to_vec()),
            None if self.kind(real.path()).is_ok() => Err(ReadError::Directory),
            None => Err(ReadError::Io(ErrorKind::NotFound.into())),
        }
    }

    fn look(&self, real: &Real, first: u64, most: u64, goes_on: LooksOn) -> Result<Vec<u8>, ReadError> {
        Ok(looked_at(self.read(real)?, first, most, goes_on))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_where_files_are_below() {
        let fs = MemoryFs::new().with("/a/b/zone", "x").with("/a/b/.git/config", "").with("/a/bc", "");
        let kind = |path: &str| fs.kind(Path::new(path)).ok();
        assert_eq!(
            ["/", "/a", "/a/b", "/a/b/zone"].map(kind),
            [Some(FileKind::Folder), Some(FileKind::Folder), Some(FileKind::Folder), Some(FileKind::File)]
        );
        assert_eq!(["/b", "/a/b/zone/x", "/a/b/zon"].map(kind), [None; 3]);
        let walked = |folder: &str| {
            let paths =
                fs.walk(Path::new(folder), Box::new(|_, _| true)).map(|entry| entry.expect("nothing fails").path);
            paths.map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(walked("/a/b"), ["/a/b/zone"], "hidden entries are passed over, and /a/bc is not below");
        assert_eq!(walked("/a/b/.git"), ["/a/b/.git/config"], "unless they are what is walked");
    }
}
