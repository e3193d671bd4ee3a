//! Which files of a directory are zones.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::files::{self, ReadError};
use crate::zone::peek;

/// The SOA stands at the top of a zone file.
const LOOKED_AT: u64 = 1 << 16;
/// Copies and by-products that editors, servers and people leave beside a zone file.
const COPIES: [&str; 12] =
    [".bak", ".backup", ".orig", ".old", ".save", ".saved", ".signed", ".jnl", ".jbk", ".swp", ".rej", "~"];

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Files that hold a zone, in order of their paths.
    pub zones: Vec<File>,
    /// Files that start like part of a zone but have no SOA: a zone if nothing includes them.
    pub fragments: Vec<File>,
    /// How many copies were passed over.
    pub copies: usize,
    /// Paths that could not be looked at.
    pub failed: Vec<(PathBuf, ReadError)>,
}

/// A file that was looked into.
#[derive(Debug)]
pub(super) struct File {
    /// Absolute.
    pub path: PathBuf,
    /// All of it, where the look took in all of it.
    pub bytes: Option<Vec<u8>>,
}

/// Walks a directory. Hidden entries, symbolic links to directories and those that lead outside
/// the project root are passed over.
pub(super) fn walk(top: &Path, root: &Path) -> Found {
    let mut found = Found::default();
    let walk = WalkDir::new(top).sort_by_file_name().into_iter();
    let visible = walk.filter_entry(|e| e.depth() == 0 || !e.file_name().as_encoded_bytes().starts_with(b"."));
    for entry in visible {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(top).to_path_buf();
                found.failed.push((path, ReadError::Io(error.into())));
                continue;
            }
        };
        let stays_inside = || entry.path().canonicalize().is_ok_and(|path| path.starts_with(root) && path.is_file());
        let is_file = entry.file_type().is_file() || entry.file_type().is_symlink() && stays_inside();
        if !is_file {
            continue;
        }
        let start = match files::read_start(entry.path(), LOOKED_AT) {
            Ok(start) => start,
            Err(error) => {
                found.failed.push((entry.into_path(), error));
                continue;
            }
        };
        let kind = kind(&start);
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        if kind != Kind::Other && COPIES.iter().any(|c| name.ends_with(c)) {
            found.copies += 1;
            continue;
        }
        let is_whole = (start.len() as u64) < LOOKED_AT;
        let file = File { path: entry.into_path(), bytes: is_whole.then_some(start) };
        match kind {
            Kind::Zone => found.zones.push(file),
            Kind::Fragment => found.fragments.push(file),
            Kind::Other => {}
        }
    }
    found
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Zone,
    Fragment,
    Other,
}

fn kind(start: &[u8]) -> Kind {
    if start.contains(&0) || start.starts_with(b"#!") {
        return Kind::Other;
    }
    let seen = peek::peek(start);
    match () {
        // Text that quotes a zone, such as a manual or a script, does not read as one before the SOA.
        () if seen.unread > seen.read => Kind::Other,
        () if seen.has_soa => Kind::Zone,
        () if seen.has_directive => Kind::Fragment,
        () => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_told_by_their_content() {
        assert_eq!(kind(b"$TTL 1h\n@ IN SOA a b 1 2 3 4 5\n"), Kind::Zone);
        assert_eq!(kind(b"$ORIGIN example.com.\nwww A 192.0.2.1\n"), Kind::Fragment);
        assert_eq!(kind(b"#!/bin/sh\ncat <<E\n@ IN SOA a b 1 2 3 4 5\nE\n"), Kind::Other);
        assert_eq!(kind(b"How to write a zone\n\nStart with the SOA:\n\n@ IN SOA a b 1 2 3 4 5\n"), Kind::Other);
        assert_eq!(kind(b"zone \"example.com\" {\n type master;\n};\n"), Kind::Other);
        assert_eq!(kind(b"\x7fELF\0\0$TTL 1h\n"), Kind::Other);
        assert_eq!(kind(b""), Kind::Other);
    }
}
