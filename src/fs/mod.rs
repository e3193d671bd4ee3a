//! The files of a run, behind one trait: those of the system, text in memory, or unsaved text over either.
//!
//! | file | holds |
//! |---|---|
//! | `os` | the disk, read without following links |
//! | `memory` | files that exist in memory only |
//! | `git` | a revision of a repository in the place of its work tree |
//! | `moved` | files of another place in the place of those of a folder |
//! | `overlay` | text that stands for files of another file system, as an editor has it |
//! | `links` | where a path leads, and whether that may be read |
//! | `paths` | paths as text, and the files and folders that mark a project |
//!
//! Nothing here writes.

mod git;
mod links;
mod memory;
mod moved;
mod os;
mod overlay;
pub mod paths;

use std::fmt::{self, Debug};
use std::io;
use std::path::{Path, PathBuf};

pub use git::{GitFs, Revision, Wanted};
pub use links::{Links, Real};
pub use memory::MemoryFs;
pub use moved::MovedFs;
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

/// Whether the first bytes of a file ask for more; it is asked once.
pub type LooksOn<'l> = &'l mut dyn FnMut(&[u8]) -> bool;

/// Whether a walk goes on with an entry, and with all that is below it.
pub type Takes<'f> = Box<dyn FnMut(&Path, FileKind) -> bool + 'f>;

/// Where files are read from. All paths are absolute.
pub trait FileSystem: Debug + Sync {
    /// What is at a path itself; `NotFound` if nothing is.
    fn kind(&self, path: &Path) -> io::Result<FileKind>;

    /// The same where links lead; never [`FileKind::Link`].
    fn kind_behind_links(&self, path: &Path) -> io::Result<FileKind>;

    /// What a symbolic link holds. `NotFound` tells that nothing is there, any other error that it is no link.
    fn read_link(&self, path: &Path) -> io::Result<PathBuf>;

    /// All that is below a folder, not hidden, and taken; links are not followed.
    fn walk<'f>(&'f self, folder: &Path, takes: Takes<'f>) -> Walk<'f>;

    /// How many bytes a file has.
    fn length(&self, real: &Real) -> io::Result<u64>;

    /// All bytes of a regular file, at most [`crate::source::MAX_LEN`].
    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError>;

    /// The first bytes of a regular file: so many, and up to another length where these ask for more.
    fn look(&self, real: &Real, first: u64, most: u64, goes_on: LooksOn) -> Result<Vec<u8>, ReadError>;

    /// The first bytes of a regular file.
    fn read_start(&self, real: &Real, length: u64) -> Result<Vec<u8>, ReadError> {
        self.look(real, length, length, &mut |_| false)
    }

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
            ReadError::Io(error) => f.write_str(&plain(error)),
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

/// An error of the system in words, without its number.
pub fn plain(error: &io::Error) -> String {
    let kind = error.get_ref().map_or(error.kind(), |_| io::ErrorKind::Other);
    match kind {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is a file, not a directory".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        _ => {
            // What somebody wrote around an error of the system says more than its kind.
            let text = error.to_string();
            let text = text.split(" (os error ").next().unwrap_or(&text);
            let is_word = text.chars().nth(1).is_some_and(char::is_lowercase);
            let first = text.get(..1).filter(|_| is_word).map(str::to_ascii_lowercase);
            first.map_or_else(|| text.to_owned(), |first| first + &text[1..])
        }
    }
}

/// The start of a file of which all bytes are at hand, as [`FileSystem::look`] has it.
fn looked_at(mut bytes: Vec<u8>, first: u64, most: u64, goes_on: LooksOn) -> Vec<u8> {
    let up_to = |length: u64| usize::try_from(length).unwrap_or(usize::MAX).min(bytes.len());
    let (first, most) = (up_to(first), up_to(most));
    let length = if goes_on(&bytes[..first]) { most } else { first };
    bytes.truncate(length);
    bytes
}

/// What is hidden is nobody's zone.
fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
