//! The files of a run, behind one trait: those of the system, text in memory, or unsaved text over either.
//!
//! | file | holds |
//! |---|---|
//! | `os` | the disk, read without following links |
//! | `memory` | files that exist in memory only |
//! | `overlay` | text that stands for files of another file system, as an editor has it |
//! | `links` | where a path leads, and whether that may be read |
//! | `paths` | paths as text, and the files and folders that mark a project |
//!
//! Nothing here writes.

mod links;
mod memory;
#[cfg(not(target_family = "wasm"))]
mod os;
mod overlay;
pub mod paths;

use std::fmt::{self, Debug};
use std::io;
use std::path::{Path, PathBuf};

pub use links::{Links, Real};
pub use memory::MemoryFs;
#[cfg(not(target_family = "wasm"))]
pub use os::OsFs;
pub use overlay::OverlayFs;

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Folder,
    /// A symbolic link.
    Link,
    /// A device, a FIFO or a socket: reading one may never end, or do something.
    Other,
}

/// Something below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalkEntry {
    /// The path, which starts with that of the folder.
    pub path: PathBuf,
    /// What is there; links are not followed.
    pub kind: FileKind,
}

/// Entries in the order of their paths, and paths that could not be looked at.
pub type Walk<'f> = Box<dyn Iterator<Item = Result<WalkEntry, (PathBuf, io::Error)>> + 'f>;

/// Where files are read from. All paths are absolute.
pub trait FileSystem: Debug + Sync {
    /// What is at a path itself; `NotFound` if nothing is.
    fn kind(&self, path: &Path) -> io::Result<FileKind>;

    /// The same where links lead; never [`FileKind::Link`].
    fn kind_behind_links(&self, path: &Path) -> io::Result<FileKind>;

    /// What a symbolic link holds. `NotFound` tells that nothing is there, any other error that it is no link.
    fn read_link(&self, path: &Path) -> io::Result<PathBuf>;

    /// All that is below a folder and not hidden; links are not followed.
    fn walk<'f>(&'f self, folder: &Path) -> Walk<'f>;

    /// All bytes of a regular file, at most [`crate::source::MAX_LEN`].
    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError>;

    /// The first bytes of a regular file.
    fn read_start(&self, real: &Real, length: u64) -> Result<Vec<u8>, ReadError>;

    /// Whether a regular file is at a path, or where links lead.
    fn is_file(&self, path: &Path) -> bool {
        self.kind_behind_links(path).is_ok_and(|kind| kind == FileKind::File)
    }

    /// Whether a directory is at a path, or where links lead.
    fn is_folder(&self, path: &Path) -> bool {
        self.kind_behind_links(path).is_ok_and(|kind| kind == FileKind::Folder)
    }
}

/// Why a path was not read.
#[derive(Debug)]
pub enum ReadError {
    /// What the system says.
    Io(io::Error),
    /// A device, a FIFO or a socket: reading one may never end, or do something.
    NotRegular,
    /// A directory where a file was expected.
    Directory,
    /// Over 4 GiB.
    TooLarge,
    /// It is no file of the project, and was not looked at.
    Outside,
    /// So it is, by a link of the project.
    LinkOutside,
    /// A link to nothing.
    Dangling,
    /// Links lead to each other, or the path has more parts than are followed.
    Unresolved,
    /// It is not what it was before it was opened.
    Changed,
}

impl ReadError {
    /// The same in the terms of the system.
    pub fn kind(&self) -> io::ErrorKind {
        match self {
            ReadError::Io(error) => error.kind(),
            _ => io::ErrorKind::Other,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Io(error) => match error.kind() {
                io::ErrorKind::NotFound => f.write_str("it does not exist"),
                io::ErrorKind::PermissionDenied => f.write_str("permission denied"),
                _ => write!(f, "{error}"),
            },
            ReadError::NotRegular => f.write_str("it is not a regular file"),
            ReadError::Directory => f.write_str("it is a directory"),
            ReadError::TooLarge => f.write_str("it is larger than 4 GiB"),
            ReadError::Outside => f.write_str("it is outside the project"),
            ReadError::LinkOutside => {
                f.write_str("it is a link out of the project; to use that file, name it directly")
            }
            ReadError::Dangling => f.write_str("it is a link to a file that does not exist"),
            ReadError::Unresolved => f.write_str("it has too many links or directories on the way"),
            ReadError::Changed => f.write_str("it changed while it was read"),
        }
    }
}

/// What is hidden is nobody's zone.
fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
