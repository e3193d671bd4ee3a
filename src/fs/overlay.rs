//! Text that stands for files of another file system: what an editor has not saved yet.

use std::io;
use std::path::{Path, PathBuf};

use super::memory::is_taken_below;
use super::{FileKind, FileSystem, LooksOn, MemoryFs, ReadError, Real, Takes, Walk, WalkEntry};

/// Files in memory over those of another file system. A file of both is the one in memory.
#[derive(Debug)]
pub struct OverlayFs<'b> {
    over: MemoryFs,
    base: &'b dyn FileSystem,
}

impl<'b> OverlayFs<'b> {
    /// Files by their absolute paths, without links, over a file system.
    pub fn new(over: MemoryFs, base: &'b dyn FileSystem) -> OverlayFs<'b> {
        OverlayFs { over, base }
    }

    fn is_over(&self, path: &Path) -> bool {
        self.over.get(path).is_some()
    }

    /// The file system that the file of a path is in.
    fn holding(&self, path: &Path) -> &dyn FileSystem {
        if self.is_over(path) { &self.over } else { self.base }
    }
}

impl FileSystem for OverlayFs<'_> {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        self.holding(path).kind(path).or_else(|_| self.over.kind(path))
    }

    fn kind_behind_links(&self, path: &Path) -> io::Result<FileKind> {
        self.holding(path).kind_behind_links(path).or_else(|_| self.over.kind(path))
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        self.holding(path).read_link(path).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => self.over.read_link(path),
            _ => Err(error),
        })
    }

    fn walk<'f>(&'f self, folder: &Path, mut takes: Takes<'f>) -> Walk<'f> {
        let over: Vec<&Path> =
            self.over.below(folder).filter(|path| is_taken_below(path, FileKind::File, folder, &mut takes)).collect();
        let mut over = over.into_iter().peekable();
        let mut entries = Vec::new();
        let add = |path: &Path| Ok(WalkEntry { path: path.to_path_buf(), kind: FileKind::File });
        let is_new = |entry: &Result<WalkEntry, (PathBuf, io::Error)>| match entry {
            Ok(entry) => !self.is_over(&entry.path),
            // A folder that only exists in memory.
            Err((path, error)) => error.kind() != io::ErrorKind::NotFound || self.over.kind(path).is_err(),
        };
        for entry in self.base.walk(folder, takes).filter(is_new) {
            let at = entry.as_ref().map_or_else(|(path, _)| path, |entry| &entry.path);
            while let Some(path) = over.next_if(|path| *path < at.as_path()) {
                entries.push(add(path));
            }
            entries.push(entry);
        }
        entries.extend(over.map(add));
        Box::new(entries.into_iter())
    }

    fn length(&self, real: &Real) -> io::Result<u64> {
        self.holding(real.path()).length(real)
    }

    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError> {
        self.holding(real.path()).read(real)
    }

    fn look(&self, real: &Real, first: u64, most: u64, goes_on: LooksOn) -> Result<Vec<u8>, ReadError> {
        self.holding(real.path()).look(real, first, most, goes_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::Links;

    #[test]
    fn text_over_a_file_is_what_is_read() {
        let base = MemoryFs::new().with("/a/one", "one").with("/a/two", "two").with("/c/x", "");
        let fs = OverlayFs::new(MemoryFs::new().with("/a/one", "new").with("/a/three", "3").with("/b/x", "x"), &base);
        let mut links = Links::new(&fs, None);
        let mut text = |path: &str| {
            let real = links.named(Path::new(path), &[]).expect("it is there");
            String::from_utf8(fs.read(&real).expect("it can be read")).expect("it is text")
        };
        assert_eq!(["/a/one", "/a/two", "/a/three", "/b/x"].map(&mut text), ["new", "two", "3", "x"]);
        let walked = |folder: &str| {
            let paths =
                fs.walk(Path::new(folder), Box::new(|_, _| true)).map(|entry| entry.expect("nothing fails").path);
            paths.map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(walked("/a"), ["/a/one", "/a/three", "/a/two"]);
        assert_eq!(walked("/b"), ["/b/x"]);
        let is_file = |_: &Path, kind| kind != FileKind::Folder;
        let listed = |folder: &str| fs.walk(Path::new(folder), Box::new(is_file)).filter_map(Result::ok).count();
        assert_eq!((listed("/a"), listed("/")), (3, 0), "folders are not entered that are not taken");
        assert_eq!(walked("/"), ["/a/one", "/a/three", "/a/two", "/b/x", "/c/x"]);
    }
}
