//! Opening files without following links, and reading them.

use std::fs::File;
use std::io::Read;

use crate::fs::{LooksOn, ReadError, Real};
use crate::parallel::cores;
use crate::source::MAX_LEN;

pub(super) use handles::Handles;

/// To get so much of a file from the system takes far longer than to start a thread.
const LARGE: usize = 32 << 20;

impl Handles {
    /// All bytes of a regular file.
    pub(super) fn read(&mut self, real: &Real) -> Result<Vec<u8>, ReadError> {
        let (file, size) = self.open(real.path(), real.is_seen_file())?;
        if size > MAX_LEN {
            return Err(ReadError::TooLarge);
        }
        let pieces = if (size as usize) < LARGE { None } else { read_pieces(&file, size as usize, cores()) };
        pieces.map_or_else(|| read_at_most(&file, size, MAX_LEN), Ok)
    }

    /// The first bytes of a regular file, and more where they ask for it.
    pub(super) fn look(&mut self, real: &Real, first: u64, most: u64, goes_on: LooksOn) -> Result<Vec<u8>, ReadError> {
        let (file, size) = self.open(real.path(), real.is_seen_file())?;
        let mut bytes = read_at_most(&file, size, first)?;
        if goes_on(&bytes) && bytes.len() as u64 == first && first < most {
            (&file).take(most - first).read_to_end(&mut bytes).map_err(ReadError::Io)?;
        }
        Ok(bytes)
    }
}

/// What a file gains while it is read is left; one that says it is empty may be one whose length is not known before.
fn read_at_most(file: &File, size: u64, most: u64) -> Result<Vec<u8>, ReadError> {
    let length = if size == 0 { most } else { most.min(size) };
    let mut bytes = Vec::with_capacity(size.min(length) as usize);
    file.take(length).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    Ok(bytes)
}

/// All bytes of a file of this size, in so many pieces at the same time; nothing if it turns out to have
/// another size.
#[cfg(unix)]
fn read_pieces(file: &File, size: usize, count: usize) -> Option<Vec<u8>> {
    use std::os::unix::fs::FileExt;
    use std::thread;

    use crate::parallel::{Task, start};

    let mut bytes = vec![0; size];
    let length = size.div_ceil(count);
    let is_read = thread::scope(|scope| {
        let pieces = bytes.chunks_mut(length).zip((0u64..).step_by(length));
        let threads: Vec<_> = pieces.map(|(piece, at)| start(scope, move || file.read_exact_at(piece, at))).collect();
        threads.into_iter().map(Task::result).all(|read| read.is_ok())
    });
    (is_read && file.metadata().is_ok_and(|found| found.len() == size as u64)).then_some(bytes)
}

#[cfg(not(unix))]
fn read_pieces(_: &File, _: usize, _: usize) -> Option<Vec<u8>> {
    None
}

#[cfg(unix)]
mod handles {
    use std::ffi::OsStr;
    use std::fs::File;
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStrExt;
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat};
    use rustix::io::Errno;

    use super::ReadError;

    /// Each thread holds some, and a process may have 256 files open.
    const MOST: usize = 4;

    /// Opens files, each folder of a path from the handle of the one above it: where a link is met, it was
    /// put there after the path was made.
    #[derive(Clone, Debug, Default)]
    pub(in crate::fs) struct Handles {
        /// The last folders on the way to the last file, each in the one before.
        folders: Vec<(PathBuf, Arc<OwnedFd>)>,
    }

    impl Handles {
        /// A regular file and its size. To open another may be to wait, or to do something; what a walk saw to be a
        /// regular file is no device a moment later.
        pub(super) fn open(&mut self, path: &Path, is_seen_file: bool) -> Result<(File, u64), ReadError> {
            let Some((folder, name)) = path.parent().zip(path.file_name()) else { return Err(ReadError::Directory) };
            let folder = self.folder(folder)?;
            let before = (!is_seen_file).then(|| regular(&folder, name)).transpose()?;
            // Should it have become a FIFO by now, to open it must not be to wait for its writer.
            let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
            let file = rustix::fs::openat(&folder, name, flags, Mode::empty())?;
            let after = rustix::fs::fstat(&file)?;
            let identity = |stat: &Stat| (stat.st_dev, stat.st_ino);
            let is_regular = FileType::from_raw_mode(after.st_mode) == FileType::RegularFile;
            if !is_regular || before.is_some_and(|before| identity(&before) != identity(&after)) {
                return Err(ReadError::Changed);
            }
            Ok((file.into(), after.st_size as u64))
        }

        /// How many of the open folders lead to a file.
        pub(in crate::fs) fn usable_for(&self, path: &Path) -> usize {
            self.folders.iter().take_while(|(folder, _)| below(path, folder).is_some()).count()
        }

        fn folder(&mut self, folder: &Path) -> Result<Arc<OwnedFd>, ReadError> {
            if let Some((_, known)) = self.folders.last().filter(|(path, _)| path.as_os_str() == folder.as_os_str()) {
                return Ok(Arc::clone(known));
            }
            while self.folders.last().is_some_and(|(path, _)| below(folder, path).is_none()) {
                self.folders.pop();
            }
            let (mut path, mut handle) = match self.folders.last() {
                Some((path, handle)) => (path.clone(), Arc::clone(handle)),
                None => (PathBuf::from("/"), Arc::new(rustix::fs::open("/", folder_flags(), Mode::empty())?)),
            };
            for name in below(folder, &path).ok_or(Errno::NOENT)?.components() {
                path.push(name);
                handle = Arc::new(rustix::fs::openat(&handle, name.as_os_str(), folder_flags(), Mode::empty())?);
                if self.folders.len() == MOST {
                    self.folders.remove(0);
                }
                self.folders.push((path.clone(), Arc::clone(&handle)));
            }
            Ok(handle)
        }
    }

    /// What is known of a file before it is opened, if it is a regular one.
    fn regular(folder: &OwnedFd, name: &OsStr) -> Result<Stat, ReadError> {
        let found = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
        match FileType::from_raw_mode(found.st_mode) {
            FileType::RegularFile => Ok(found),
            FileType::Directory => Err(ReadError::Directory),
            FileType::Symlink => Err(ReadError::Changed),
            _ => Err(ReadError::NotRegular),
        }
    }

    /// What a path has more than that of a folder above it: both are without links, so that their text tells.
    fn below<'p>(path: &'p Path, folder: &Path) -> Option<&'p Path> {
        let (path, folder) = (path.as_os_str().as_bytes(), folder.as_os_str().as_bytes());
        let rest = path.strip_prefix(folder).filter(|rest| folder == b"/" || matches!(rest, [] | [b'/', ..]))?;
        Some(Path::new(OsStr::from_bytes(rest.strip_prefix(b"/").unwrap_or(rest))))
    }

    /// A folder need not be readable to be passed through, where the system knows the difference.
    fn folder_flags() -> OFlags {
        let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        #[cfg(any(target_os = "linux", target_os = "android"))]
        let flags = flags | OFlags::PATH;
        flags
    }

    impl From<Errno> for ReadError {
        fn from(error: Errno) -> ReadError {
            match error {
                // What was no link when the path was made.
                Errno::LOOP | Errno::NOTDIR => ReadError::Changed,
                error => ReadError::Io(error.into()),
            }
        }
    }
}

#[cfg(not(unix))]
mod handles {
    use std::fs::File;
    use std::path::Path;

    use super::ReadError;
    use crate::fs::{Links, OsFs};

    /// Opens files, and looks afterwards whether a link was put into the path.
    #[derive(Clone, Debug, Default)]
    pub(in crate::fs) struct Handles {}

    impl Handles {
        /// No folders are kept open.
        pub(in crate::fs) fn usable_for(&self, _: &Path) -> usize {
            0
        }

        /// A regular file and its size.
        pub(super) fn open(&mut self, path: &Path, _: bool) -> Result<(File, u64), ReadError> {
            let before = path.symlink_metadata().map_err(ReadError::Io)?;
            match () {
                () if before.is_dir() => return Err(ReadError::Directory),
                () if before.is_symlink() => return Err(ReadError::Changed),
                () if !before.is_file() => return Err(ReadError::NotRegular),
                () => {}
            }
            let file = File::open(path).map_err(ReadError::Io)?;
            let after = file.metadata().map_err(ReadError::Io)?;
            if !after.is_file() || Links::new(&OsFs::default(), None).resolved(path) != path {
                return Err(ReadError::Changed);
            }
            Ok((file, after.len()))
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::fs::{Links, OsFs};
    use std::fs::{create_dir_all, write};
    use std::path::Path;

    #[test]
    fn pieces_are_the_whole_file_or_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("zone");
        let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();
        write(&path, &bytes).expect("it can be written");
        let file = File::open(&path).expect("it is there");
        for count in 2..6 {
            for size in [1, 998, 999, 1000, 1001, 2000] {
                let expected = (size == 1000).then_some(&bytes);
                assert_eq!(read_pieces(&file, size, count).as_ref(), expected, "{size} {count}");
            }
        }
    }

    fn real(top: &Path, file: &str) -> Real {
        Links::new(&OsFs::default(), None).below(&top.join(file), &[top.to_path_buf()]).expect("it is there")
    }

    #[test]
    fn files_of_any_folder_are_read_one_after_the_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().canonicalize().expect("it is there");
        let mut handles = Handles::default();
        let files = ["a/b/c/d/e/f/g/h", "a/b/c/d/x", "a/b/c/d/e/y", "b/z", "top", "a/b/c/d/e/f/g/i"];
        for file in files {
            create_dir_all(top.join(file).parent().expect("a folder")).expect("it can be made");
            write(top.join(file), file).expect("it can be written");
        }
        for file in files.iter().chain(files.iter().rev()) {
            assert_eq!(handles.read(&real(&top, file)).expect("it is there"), file.as_bytes());
            for (first, most, goes_on) in [(1, 1, false), (1, 3, false), (1, 3, true)] {
                let start = handles.look(&real(&top, file), first, most, &mut |_| goes_on).expect("it is there");
                let length = file.len().min(if goes_on { most } else { first } as usize);
                assert_eq!(start, &file.as_bytes()[..length]);
            }
        }
    }

    #[test]
    fn no_link_is_followed_and_no_pipe_opened() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().canonicalize().expect("it is there");
        create_dir_all(top.join("folder")).expect("it can be made");
        write(top.join("folder/file"), "x").expect("it can be written");
        symlink("folder", top.join("link")).expect("it can be made");
        symlink("file", top.join("folder/to-file")).expect("it can be made");
        let made = std::process::Command::new("mkfifo").arg(top.join("pipe")).status().expect("there is mkfifo");
        assert!(made.success());
        let mut handles = Handles::default();
        for path in ["link/file", "folder/to-file"] {
            for is_seen_file in [false, true] {
                assert!(matches!(handles.open(&top.join(path), is_seen_file), Err(ReadError::Changed)), "{path}");
            }
        }
        assert!(matches!(handles.open(&top.join("pipe"), false), Err(ReadError::NotRegular)));
        assert!(matches!(handles.open(&top.join("folder"), false), Err(ReadError::Directory)));
        assert!(matches!(handles.open(Path::new("/dev/zero"), false), Err(ReadError::NotRegular)));
        // What was a file when a walk saw it.
        for path in ["pipe", "folder"] {
            assert!(matches!(handles.open(&top.join(path), true), Err(ReadError::Changed)), "{path}");
        }
    }
}
