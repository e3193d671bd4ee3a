//! The disk.

mod open;

use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use walkdir::{DirEntry, WalkDir};

use self::open::Handles;
use super::{Entry, FileKind, FileSystem, ReadError, Real, Walk, is_hidden};

/// The files of the system.
#[derive(Debug, Default)]
pub struct OsFs {
    /// Handles of folders that nobody uses at the moment: a thread takes some for the time it opens a file, so that
    /// one folder after the other is not opened anew.
    idle: Mutex<Vec<Handles>>,
}

impl OsFs {
    fn with_handles<T>(&self, work: impl FnOnce(&mut Handles) -> T) -> T {
        let mut handles = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let result = work(&mut handles);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(handles);
        result
    }
}

impl FileSystem for OsFs {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        path.symlink_metadata().map(|found| kind(found.file_type()))
    }

    fn kind_behind_links(&self, path: &Path) -> io::Result<FileKind> {
        path.metadata().map(|found| kind(found.file_type()))
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        path.read_link()
    }

    fn walk<'f>(&'f self, folder: &Path) -> Walk<'f> {
        let top = folder.to_path_buf();
        let is_visible = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry.file_name());
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_visible);
        Box::new(walk.map(move |entry| match entry {
            Ok(entry) => Ok(Entry { kind: kind(entry.file_type()), path: entry.into_path() }),
            Err(error) => {
                let path = error.path().unwrap_or(&top).to_path_buf();
                Err((path, error.into()))
            }
        }))
    }

    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError> {
        self.with_handles(|handles| handles.read(real))
    }

    fn read_start(&self, real: &Real, length: u64) -> Result<Vec<u8>, ReadError> {
        self.with_handles(|handles| handles.read_start(real, length))
    }
}

fn kind(of: FileType) -> FileKind {
    match () {
        () if of.is_symlink() => FileKind::Link,
        () if of.is_dir() => FileKind::Folder,
        () if of.is_file() => FileKind::File,
        () => FileKind::Other,
    }
}
