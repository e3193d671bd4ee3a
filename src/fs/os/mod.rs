//! The disk.

mod open;

use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use walkdir::{DirEntry, WalkDir};

use self::open::Handles;
use super::{FileKind, FileSystem, LooksOn, ReadError, Real, Takes, Walk, WalkEntry, is_hidden};

/// The files of the system, for one run: handles of folders stay open, so that a folder which is replaced later may
/// still be read as it was. A program that runs on takes a new one for each run.
#[derive(Debug, Default)]
pub struct OsFs {
    /// Handles of folders that no thread uses at the moment; a thread takes some for the time it reads a file.
    idle: Mutex<Vec<Handles>>,
}

impl OsFs {
    /// Reads a file with the handles that lead closest to its folder: with those of another thread, which reads
    /// other folders, both threads would open their folders anew for each file.
    fn with_handles<T>(&self, real: &Real, work: impl FnOnce(&mut Handles) -> T) -> T {
        let mut handles = self.closest(real.path()).unwrap_or_default();
        let result = work(&mut handles);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(handles);
        result
    }

    fn closest(&self, path: &Path) -> Option<Handles> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let (closest, _) = idle.iter().enumerate().max_by_key(|(_, handles)| handles.usable_for(path))?;
        Some(idle.swap_remove(closest))
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

    fn walk<'f>(&'f self, folder: &Path, mut takes: Takes<'f>) -> Walk<'f> {
        let top = folder.to_path_buf();
        let is_taken = move |entry: &DirEntry| {
            entry.depth() == 0 || !is_hidden(entry.file_name()) && takes(entry.path(), kind(entry.file_type()))
        };
        // Entries of one folder begin alike: compared as bytes, no path is taken apart.
        let by_name = |a: &DirEntry, b: &DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
        let walk = WalkDir::new(folder).sort_by(by_name).into_iter().filter_entry(is_taken);
        Box::new(walk.map(move |entry| match entry {
            Ok(entry) => Ok(WalkEntry { kind: kind(entry.file_type()), path: entry.into_path() }),
            Err(error) => {
                let path = error.path().unwrap_or(&top).to_path_buf();
                Err((path, error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into())))
            }
        }))
    }

    fn length(&self, real: &Real) -> io::Result<u64> {
        real.path().symlink_metadata().map(|found| found.len())
    }

    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError> {
        self.with_handles(real, |handles| handles.read(real))
    }

    fn look(&self, real: &Real, first: u64, most: u64, goes_on: LooksOn) -> Result<Vec<u8>, ReadError> {
        self.with_handles(real, |handles| handles.look(real, first, most, goes_on))
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
