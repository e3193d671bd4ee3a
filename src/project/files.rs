//! Reading files: regular ones only, and none that spans could not address.

use std::collections::HashMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread;

use crate::parallel::{cores, joined};
use crate::source::{MAX_LEN, Renumber, SourceId, Sources};
use crate::zone::NumberMap;

/// To get so much of a file from the system takes far longer than to start a thread.
const LARGE: usize = 32 << 20;

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
        }
    }
}

/// All bytes of a regular file.
pub fn read(path: &Path) -> Result<Vec<u8>, ReadError> {
    let size = regular(path)? as usize;
    let count = if size < LARGE { 1 } else { cores() };
    let bytes = if count == 1 { std::fs::read(path) } else { read_pieces(path, size, count) };
    bytes.map_err(ReadError::Io)
}

/// All bytes of a file of this size, in so many pieces at the same time; in one go if it turns out
/// to have another size.
#[cfg(unix)]
fn read_pieces(path: &Path, size: usize, count: usize) -> io::Result<Vec<u8>> {
    use std::os::unix::fs::FileExt;
    let file = std::fs::File::open(path)?;
    let mut bytes = vec![0; size];
    let length = size.div_ceil(count);
    let is_read = thread::scope(|scope| {
        let pieces = bytes.chunks_mut(length).zip((0u64..).step_by(length));
        let file = &file;
        let threads: Vec<_> = pieces.map(|(piece, at)| scope.spawn(move || file.read_exact_at(piece, at))).collect();
        threads.into_iter().all(|thread| joined(thread).is_ok())
    });
    if is_read && file.metadata()?.len() == size as u64 { Ok(bytes) } else { std::fs::read(path) }
}

#[cfg(not(unix))]
fn read_pieces(path: &Path, _: usize, _: usize) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// The first bytes of a file that is known to be a regular one.
pub(super) fn read_start(path: &Path, length: u64) -> Result<Vec<u8>, ReadError> {
    let file = std::fs::File::open(path).map_err(ReadError::Io)?;
    let size = file.metadata().map_err(ReadError::Io)?.len();
    // A file that says it is empty may be one whose length is not known before it is read.
    let length = if size == 0 { length } else { length.min(size) };
    let mut bytes = Vec::with_capacity(size.min(length) as usize);
    file.take(length).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    Ok(bytes)
}

/// The size of a regular file. Refuses others before opening: to open a FIFO is to wait for its writer.
fn regular(path: &Path) -> Result<u64, ReadError> {
    let metadata = std::fs::metadata(path).map_err(ReadError::Io)?;
    match () {
        () if metadata.is_dir() => Err(ReadError::Directory),
        () if !metadata.is_file() => Err(ReadError::NotRegular),
        () if metadata.len() > MAX_LEN => Err(ReadError::TooLarge),
        () => Ok(metadata.len()),
    }
}

/// The files a run has opened: each is read once, whatever names it and however often.
#[derive(Clone, Debug, Default)]
pub(super) struct Opened {
    /// By canonical path, which is text here: to hash a path is to take it apart.
    sources: HashMap<OsString, SourceId>,
    /// As the file was named, absolute.
    paths: NumberMap<SourceId, PathBuf>,
    /// Canonical paths of folders by how they were named: most files of a run lie in few.
    folders: HashMap<OsString, PathBuf>,
}

impl Opened {
    /// The source of a file, shown under a name; its bytes are read unless they are known, and they
    /// are known only of files that are no links.
    pub(super) fn open(
        &mut self,
        path: &Path,
        name: String,
        bytes: Option<Vec<u8>>,
        sources: &mut Sources,
    ) -> Result<SourceId, ReadError> {
        let canonical = if bytes.is_some() { self.of_plain(path)? } else { self.canonical(path)? };
        let known = match self.sources.entry(canonical.into()) {
            Occupied(known) => return Ok(*known.get()),
            Vacant(new) => new,
        };
        let bytes = bytes.map_or_else(|| read(Path::new(known.key())), Ok)?;
        let source = *known.insert(sources.add(name, bytes));
        self.paths.insert(source, path.to_path_buf());
        Ok(source)
    }

    /// The source of a file, if it was opened.
    pub(super) fn source_of(&mut self, path: &Path) -> Option<SourceId> {
        let canonical = self.canonical(path).ok()?;
        self.sources.get(canonical.as_os_str()).copied()
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

    fn canonical(&mut self, path: &Path) -> Result<PathBuf, ReadError> {
        let is_link = path.symlink_metadata().map_err(ReadError::Io)?.is_symlink();
        if is_link { path.canonicalize().map_err(ReadError::Io) } else { self.of_plain(path) }
    }

    /// The canonical path of what is no link itself.
    fn of_plain(&mut self, path: &Path) -> Result<PathBuf, ReadError> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return path.canonicalize().map_err(ReadError::Io);
        };
        Ok(self.folder(folder)?.join(name))
    }

    /// The canonical path of a folder; one below a folder that is known needs no more than a look.
    pub(super) fn folder(&mut self, folder: &Path) -> Result<PathBuf, ReadError> {
        if let Some(canonical) = self.folders.get(folder.as_os_str()) {
            return Ok(canonical.clone());
        }
        let is_below_known = || folder.ancestors().skip(1).any(|above| self.folders.contains_key(above.as_os_str()));
        let is_plain = || folder.symlink_metadata().is_ok_and(|found| found.is_dir());
        let canonical = match folder.parent().zip(folder.file_name()).filter(|_| is_below_known() && is_plain()) {
            Some((above, name)) => self.folder(above)?.join(name),
            None => folder.canonicalize().map_err(ReadError::Io)?,
        };
        self.folders.insert(folder.into(), canonical.clone());
        Ok(canonical)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_whole_file_whatever_size_it_was_thought_to_have() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("zone");
        let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();
        std::fs::write(&path, &bytes).expect("it can be written");
        for count in 2..6 {
            for size in [1, 998, 999, 1000, 1001, 2000] {
                assert_eq!(read_pieces(&path, size, count).expect("it is there"), bytes, "{size} {count}");
            }
        }
    }
}
