//! The files of the system that runs the module, through functions that it is given: node has them, a page has not.
//!
//! What a function has to tell beside a number it writes into the input, as a caller of the module does.

use std::ffi::OsStr;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use zonelint::fs::{FileKind, FileSystem, LooksOn, ReadError, Real, Takes, Walk, WalkEntry};

use super::input::take_input;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// What is at a path, or behind the links of it: a fault or a kind.
    safe fn kind(path: *const u8, length: usize, follows: bool) -> u32;
    /// Where a link leads, as text.
    safe fn read_link(path: *const u8, length: usize) -> u32;
    /// What is in a folder: for each entry its kind in one octet, its name, and NUL.
    safe fn list(path: *const u8, length: usize) -> u32;
    /// The size of a file, or less than zero.
    safe fn size(path: *const u8, length: usize) -> f64;
    /// So many of its first octets, if it is a regular file and no link.
    safe fn read(path: *const u8, length: usize, most: f64) -> u32;
    /// A variable of the environment, as text; whether there is one.
    safe fn variable(name: *const u8, length: usize) -> bool;
    /// Seconds since 1970.
    pub(super) safe fn time() -> u32;
}

/// The numbers of `../../host.js`.
const DONE: u32 = 0;
const FAULTS: [(u32, ErrorKind); 4] = [
    (1, ErrorKind::NotFound),
    (2, ErrorKind::PermissionDenied),
    (3, ErrorKind::NotADirectory),
    (4, ErrorKind::InvalidInput),
];
const IS_FOLDER: u32 = 5;
const NOT_REGULAR: u32 = 6;
const TOO_LARGE: u32 = 7;
const KINDS: [(u32, FileKind); 4] =
    [(16, FileKind::File), (17, FileKind::Folder), (18, FileKind::Link), (19, FileKind::Other)];

/// The files that the host reads.
#[derive(Debug)]
pub(super) struct HostFs;

/// A variable of the host's environment.
pub(super) fn environment(name: &str) -> Option<String> {
    variable(name.as_ptr(), name.len()).then(|| String::from_utf8_lossy(&take_input()).into_owned())
}

fn octets(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

fn text_path(text: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(text).into_owned())
}

fn fault(number: u32) -> ErrorKind {
    FAULTS.iter().find(|(own, _)| *own == number).map_or(ErrorKind::Other, |(_, kind)| *kind)
}

fn kind_at(path: &Path, follows: bool) -> io::Result<FileKind> {
    let path = octets(path);
    let number = kind(path.as_ptr(), path.len(), follows);
    KINDS.iter().find(|(own, _)| *own == number).map(|(_, kind)| *kind).ok_or_else(|| fault(number).into())
}

fn read_at(path: &Path, most: f64) -> Result<Vec<u8>, ReadError> {
    let path = octets(path);
    match read(path.as_ptr(), path.len(), most) {
        DONE => Ok(take_input()),
        IS_FOLDER => Err(ReadError::Directory),
        NOT_REGULAR => Err(ReadError::NotRegular),
        TOO_LARGE => Err(ReadError::TooLarge),
        number => Err(ReadError::Io(fault(number).into())),
    }
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> io::Result<Vec<WalkEntry>> {
    let path = octets(folder);
    let number = list(path.as_ptr(), path.len());
    if number != DONE {
        return Err(fault(number).into());
    }
    let input = take_input();
    let mut found: Vec<&[u8]> = input.split(|&byte| byte == 0).filter(|entry| entry.len() > 1).collect();
    found.sort_unstable_by_key(|entry| &entry[1..]);
    let entry = |entry: &[u8]| {
        let kind = KINDS.iter().find(|(number, _)| *number == u32::from(entry[0])).map(|(_, kind)| *kind);
        WalkEntry { path: folder.join(text_path(&entry[1..])), kind: kind.unwrap_or(FileKind::Other) }
    };
    Ok(found.into_iter().map(entry).collect())
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name: &OsStr| name.as_encoded_bytes().starts_with(b"."))
}

impl FileSystem for HostFs {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        kind_at(path, false)
    }

    fn kind_behind_links(&self, path: &Path) -> io::Result<FileKind> {
        kind_at(path, true)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        let path = octets(path);
        match read_link(path.as_ptr(), path.len()) {
            DONE => Ok(text_path(&take_input())),
            number => Err(fault(number).into()),
        }
    }

    fn walk<'f>(&'f self, folder: &Path, mut takes: Takes<'f>) -> Walk<'f> {
        // The next entry is the last one.
        let mut open = vec![WalkEntry { path: folder.to_path_buf(), kind: FileKind::Folder }];
        let mut failed: Option<(PathBuf, io::Error)> = None;
        let mut is_top = true;
        Box::new(std::iter::from_fn(move || {
            if let Some(failure) = failed.take() {
                return Some(Err(failure));
            }
            let entry = loop {
                let entry = open.pop()?;
                if std::mem::take(&mut is_top) || !is_hidden(&entry.path) && takes(&entry.path, entry.kind) {
                    break entry;
                }
            };
            if entry.kind == FileKind::Folder {
                match entries(&entry.path) {
                    Ok(inner) => open.extend(inner.into_iter().rev()),
                    Err(error) => failed = Some((entry.path.clone(), error)),
                }
            }
            Some(Ok(entry))
        }))
    }

    fn length(&self, real: &Real) -> io::Result<u64> {
        let path = octets(real.path());
        let size = size(path.as_ptr(), path.len());
        if size < 0.0 { Err(ErrorKind::NotFound.into()) } else { Ok(size as u64) }
    }

    fn read(&self, real: &Real) -> Result<Vec<u8>, ReadError> {
        read_at(real.path(), f64::INFINITY)
    }

    fn look(&self, real: &Real, first: u64, most: u64, goes_on: LooksOn) -> Result<Vec<u8>, ReadError> {
        let start = read_at(real.path(), first as f64)?;
        // It is asked of short files, too, as it remembers what it saw.
        let goes_on = goes_on(&start);
        if !goes_on || most <= first || (start.len() as u64) < first {
            return Ok(start);
        }
        read_at(real.path(), most as f64)
    }
}
