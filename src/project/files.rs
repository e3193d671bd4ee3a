//! The files of a run, and why one was not read.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::contain::{Links, Real};
use super::open::Handles;
use crate::source::{Renumber, SourceId, Sources};
use crate::zone::NumberMap;

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
            ReadError::Outside => f.write_str("it lies outside the project"),
            ReadError::LinkOutside => {
                f.write_str("it is a link out of the project; if that is meant, name what it leads to")
            }
            ReadError::Dangling => f.write_str("it is a link to nothing"),
            ReadError::Unresolved => f.write_str("it leads through too many links or folders"),
            ReadError::Changed => f.write_str("it changed while it was read"),
        }
    }
}

/// All bytes of a file.
pub fn read(real: &Real) -> Result<Vec<u8>, ReadError> {
    Handles::default().read(real)
}

/// The first bytes of a file.
pub fn read_start(real: &Real, length: u64) -> Result<Vec<u8>, ReadError> {
    Handles::default().read_start(real, length)
}

/// The files a run has opened: each is read once, whatever names it and however often.
#[derive(Clone, Debug, Default)]
pub(super) struct Opened {
    /// Where paths lead.
    pub links: Links,
    handles: Handles,
    /// By path without links, which is text here: to hash a path is to take it apart.
    sources: HashMap<OsString, SourceId>,
    /// As the file was named, absolute.
    paths: NumberMap<SourceId, PathBuf>,
}

impl Opened {
    /// The source of a file that was named by one path and is at another, where [`Links`] allowed it; it is
    /// shown under a name. Its bytes are read unless they are known.
    pub(super) fn open(
        &mut self,
        path: &Path,
        real: Real,
        name: String,
        bytes: Option<Vec<u8>>,
        sources: &mut Sources,
    ) -> Result<SourceId, ReadError> {
        if let Some(known) = self.source_of(&real) {
            return Ok(known);
        }
        let bytes = bytes.map_or_else(|| self.handles.read(&real), Ok)?;
        let source = sources.add(name, bytes);
        self.sources.insert(real.into_path().into(), source);
        self.paths.insert(source, path.to_path_buf());
        Ok(source)
    }

    /// The source of a file, if it was opened.
    pub(super) fn source_of(&self, real: &Real) -> Option<SourceId> {
        self.sources.get(real.path().as_os_str()).copied()
    }

    /// Takes in what a copy of this table gained, and of its sources those from `known` on. A file that
    /// both have opened stays one source.
    pub(super) fn absorb(&mut self, copy: &Opened, from: &Sources, known: usize, into: &mut Sources) -> Renumber {
        let new = copy.sources.iter().filter(|(_, source)| source.0 as usize >= known);
        let canonical: NumberMap<SourceId, &OsString> = new.map(|(path, &source)| (source, path)).collect();
        let ids = into.absorb(from, known, |old| self.sources.get(*canonical.get(&old)?).copied());
        for (&old, &path) in &canonical {
            self.sources.entry(path.clone()).or_insert(ids.id(old));
        }
        for (&old, path) in &copy.paths {
            self.paths.entry(ids.id(old)).or_insert_with(|| path.clone());
        }
        ids
    }

    /// Gives text that came another way the path it is reported under.
    pub(super) fn name(&mut self, source: SourceId, path: &Path) {
        self.paths.insert(source, path.to_path_buf());
    }

    /// The path of a source that is a file.
    pub(super) fn path_of(&self, source: SourceId) -> Option<&Path> {
        self.paths.get(&source).map(PathBuf::as_path)
    }
}
