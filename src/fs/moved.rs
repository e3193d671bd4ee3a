//! Files of another place in the place of those of a folder, as the version before of what is checked.

use std::io;
use std::path::{Path, PathBuf};

use super::{FileKind, FileSystem, Links, LooksOn, ReadError, Real, Takes, Walk, WalkEntry};

/// A file system in which some folders or files are those of other paths.
#[derive(Debug)]
pub struct MovedFs<'b> {
    base: &'b dyn FileSystem,
    /// Where each is asked for, and where it is; the first that holds a path counts.
    moves: Vec<(PathBuf, PathBuf)>,
}

impl<'b> MovedFs<'b> {
    /// Folders or files: for each the path that it is asked for by, and the path where it is. Both are absolute.
    pub fn new(base: &'b dyn FileSystem, moves: Vec<(PathBuf, PathBuf)>) -> MovedFs<'b> {
        let mut links = Links::new(base, None);
        let mut all = Vec::new();
        // What is opened is asked for by its path without links.
        for (from, to) in moves {
            let (from_real, to_real) = (links.resolved(&from), links.resolved(&to));
            all.extend([(from, to_real.clone()), (from_real, to_real)]);
        }
        MovedFs { base, moves: all }
    }

    /// Where a path is. What marks a repository is where it is asked for: the folder stands for a part of that.
    fn place(&self, path: &Path) -> PathBuf {
        self.moved(path, |(from, to)| (from, to)).unwrap_or_else(|| path.to_path_buf())
    }

    fn moved<'m>(
        &'m self,
        path: &Path,
        direction: impl Fn(&'m (PathBuf, PathBuf)) -> (&'m PathBuf, &'m PathBuf),
    ) -> Option<PathBuf> {
        self.moves.iter().map(direction).find_map(|(from, to)| match path.strip_prefix(from).ok()? {
            rest if rest.as_os_str().is_empty() => Some(to.clone()),
            rest if rest.starts_with(".git") => None,
            rest => Some(to.join(rest)),
        })
    }

    fn real(&self, real: &Real) -> Result<Real, ReadError> {
        Links::new(self.base, None).named(&self.place(real.path()), &[])
    }
}

impl FileSystem for MovedFs<'_> {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        self.base.kind(&self.place(path))
    }

    fn kind_behind_links(&self, path: &Path) -> io::Result<FileKind> {
        self.base.kind_behind_links(&self.place(path))
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        let target = self.base.read_link(&self.place(path))?;
        // A whole path into the folder that is read stands for one where that is asked for.
        Ok(self.moved(&target, |(from, to)| (to, from)).unwrap_or(target))
    }

    fn walk<'f>(&'f self, folder: &Path, mut takes: Takes<'f>) -> Walk<'f> {
        let (asked, place) = (folder.to_path_buf(), self.place(folder));
        let back = move |place: &Path, path: &Path| match path.strip_prefix(place) {
            Ok(rest) if rest.as_os_str().is_empty() => asked.clone(),
            Ok(rest) => asked.join(rest),
            Err(_) => path.to_path_buf(),
        };
        let (there, back_again) = (place.clone(), back.clone());
        let takes: Takes<'f> = Box::new(move |path, kind| takes(&back(&there, path), kind));
        let top = place.clone();
        Box::new(self.base.walk(&place, takes).map(move |entry| match entry {
            Ok(entry) => Ok(WalkEntry { path: back_again(&top, &entry.path), kind: entry.kind }),
            Err((path, error)) => Err((back_again(&top, &path), error)),
        }))
    }

    fn length(&self, real: &Real) -> io::Result<u64> {
        self.real(real).map_err(|error| io::Error::from(error.kind())).and_then(|real| self.base.length(&real))
    }

    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError> {
        self.base.read(&self.real(real)?)
    }

    fn look(&self, real: &Real, first: u64, most: u64, goes_on: LooksOn) -> Result<Vec<u8>, ReadError> {
        self.base.look(&self.real(real)?, first, most, goes_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::MemoryFs;

    #[test]
    fn a_folder_stands_for_another() {
        let base = MemoryFs::new().with("/new/a", "1").with("/new/b", "2").with("/old/a", "0").with("/old/c/d", "3");
        let fs = MovedFs::new(&base, vec![("/new".into(), "/old".into())]);
        let mut links = Links::new(&fs, None);
        let mut text = |path: &str| {
            let real = links.named(Path::new(path), &[]).ok()?;
            fs.read(&real).ok().and_then(|bytes| String::from_utf8(bytes).ok())
        };
        assert_eq!(text("/new/a").as_deref(), Some("0"));
        assert_eq!(text("/new/c/d").as_deref(), Some("3"));
        assert_eq!(text("/old/a").as_deref(), Some("0"));
        assert_eq!(text("/new/b"), None, "the version before does not have it");
        let walked = fs.walk(Path::new("/new"), Box::new(|_, _| true)).map(|entry| entry.expect("nothing fails").path);
        assert_eq!(walked.collect::<Vec<_>>(), [Path::new("/new/a"), Path::new("/new/c/d")]);
    }

    #[test]
    fn a_file_stands_for_another_beside_it() {
        let base = MemoryFs::new().with("/z/new", "1").with("/z/old", "0").with("/z/inc", "2");
        let fs = MovedFs::new(&base, vec![("/z/new".into(), "/z/old".into())]);
        let read = |path: &str| {
            let real = Links::new(&fs, None).named(Path::new(path), &[]).expect("it is there");
            fs.read(&real).expect("it can be read")
        };
        assert_eq!((read("/z/new"), read("/z/inc")), (b"0".to_vec(), b"2".to_vec()));
    }
}
