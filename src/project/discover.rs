//! What the files of a directory are.

use std::cell::RefCell;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::gitignore::GitIgnore;
use super::identity::file_name;
use super::server_config::{self, Conf};
use crate::fs::{FileKind, FileSystem, Links, ReadError, Real, WalkEntry};
use crate::parallel::in_pieces;
use crate::ruleset;
use crate::source::{first_sides, gzip};
use crate::zone::probe::{self, Probe};
use crate::zone::unreadable;

/// Most files are told to be none of ours by so many bytes.
const FIRST_LOOK: u64 = 1 << 13;
/// The SOA stands at the top of a zone file.
const LOOKED_AT: u64 = 1 << 16;
/// Copies and by-products that editors, servers and people leave beside a zone file.
const COPIES: [&str; 11] = [".bak", ".backup", ".orig", ".old", ".save", ".saved", ".jnl", ".jbk", ".swp", ".rej", "~"];
/// What signers put behind the name of the file that they sign, and gzip behind that of the file it compresses.
const MADE_OF: [&str; 2] = [".signed", ".gz"];

/// How the names of templates end.
const TEMPLATES: [&str; 11] =
    ["epp", "erb", "gotmpl", "hbs", "j2", "jinja", "jinja2", "mustache", "template", "tmpl", "tpl"];

/// The folder that zones are compiled to by those who keep their sources beside it.
const MADE: &str = "compiled";

/// So many files around what is named are looked into: a home directory that is a repository has more.
const MAX_AROUND: usize = 100_000;

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// All files, in order of their paths.
    pub files: Vec<File>,
    /// Paths that could not be looked at.
    pub failed: Vec<(PathBuf, ReadError)>,
    /// Files that were not taken.
    pub excluded: Vec<PathBuf>,
    /// Files and folders that git ignores.
    pub ignored: HashSet<PathBuf>,
    /// There are more files than were to be looked at, and none was.
    pub is_too_large: bool,
}

/// How far a walk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Reach {
    /// All that is below the folder.
    All,
    /// The same, unless it is more than [`MAX_AROUND`] files.
    Deep,
    /// What is in the folder itself, unless it is more than as many.
    Flat,
}

/// A file that was looked into.
#[derive(Debug)]
pub(super) struct File {
    /// Absolute.
    pub path: PathBuf,
    /// The same without links.
    pub real: Real,
    /// All of it, where the look took in all of it, it is of use, and the file is no link.
    pub bytes: Option<Vec<u8>>,
    /// What the look at its bytes saw.
    pub seen: Probe,
    /// What it is.
    pub kind: FoundKind,
    /// Whether another file is what it was made from, as far as names tell.
    pub is_copy: bool,
}

/// What a file is, by its content.
#[derive(Debug)]
pub(super) enum FoundKind {
    /// It holds a zone.
    Zone,
    /// It starts like part of a zone but has no SOA, or holds the records that find a domain: a zone if nothing
    /// includes it.
    Fragment,
    /// It is the configuration of a server.
    Conf(Conf),
    /// It is what a zone is made from: called like a template, and with its marks.
    Template,
    /// It is data of tinydns.
    Tinydns,
    /// It is called like a zone, or is one, and nobody can read it: it is empty, UTF-16, or damaged.
    Unreadable,
    /// It is something else.
    Other,
}

impl File {
    /// That of its bytes, or of its first ones.
    pub(super) fn of(start: Vec<u8>, is_link: bool, path: PathBuf, real: Real) -> File {
        let seen = kind(&gzip::unpacked_start(&start, LOOKED_AT));
        File::told(seen, start, is_link, path, real)
    }

    /// One that was told by its first bytes.
    fn told((mut kind, seen): (FoundKind, Probe), start: Vec<u8>, is_link: bool, path: PathBuf, real: Real) -> File {
        if matches!(kind, FoundKind::Other) && is_unreadable(&path, &start) {
            kind = FoundKind::Unreadable;
        }
        let is_whole = (start.len() as u64) < LOOKED_AT && !gzip::is_packed(&start);
        let is_of_use = !is_link && !matches!(kind, FoundKind::Other | FoundKind::Tinydns);
        File { path, real, bytes: (is_whole && is_of_use).then_some(start), seen, kind, is_copy: false }
    }

    /// Whether it is called like a copy of another file, or stands in a folder of what was made from others below the
    /// one that is searched. What is made from one file is a copy where its source is found, in whatever folder.
    fn is_called_copy(&self, top: &Path, sources: &HashSet<OsString>) -> bool {
        let path = self.path.as_os_str().as_encoded_bytes();
        let ends_in = |copy: &&str| {
            let end = path.len().saturating_sub(copy.len());
            path[end..].eq_ignore_ascii_case(copy.as_bytes())
        };
        let folders = || self.path.ancestors().skip(1).take_while(|folder| folder.as_os_str() != top.as_os_str());
        let has_source = || self.path.file_stem().is_some_and(|stem| sources.contains(stem));
        COPIES.iter().any(ends_in)
            || MADE_OF.iter().any(ends_in) && has_source()
            || folders().any(|folder| folder.ends_with(MADE))
    }
}

/// Walks a directory, which is called `top` and is `real`. Hidden entries, symbolic links to directories, those that
/// lead outside the project root and what git ignores are passed over, and so is what `takes` does not take.
pub(super) fn walk(
    (top, real): (&Path, &Real),
    reach: Reach,
    root: &Path,
    links: &mut Links,
    git: Option<GitIgnore>,
    takes: impl Fn(&Path) -> bool,
) -> Found {
    let mut found = Found::default();
    let mut paths = Vec::new();
    let roots = [root.to_path_buf()];
    let fs = links.fs();
    let most = if reach == Reach::All { usize::MAX } else { MAX_AROUND };
    let git = RefCell::new(git);
    let is_left = |path: &Path, kind| git.borrow_mut().as_mut().is_some_and(|git| git.leaves_out(path, kind, real));
    let goes_on = |path: &Path, kind| !(reach == Reach::Flat && kind == FileKind::Folder || is_left(path, kind));
    for entry in fs.walk(top, Box::new(goes_on)) {
        if paths.len() > most {
            return Found { is_too_large: true, ..Found::default() };
        }
        let WalkEntry { path, kind } = match entry {
            Ok(entry) => entry,
            Err((path, error)) => {
                found.failed.push((path, ReadError::Io(error)));
                continue;
            }
        };
        let file = match kind {
            FileKind::Link => links.below(&path, &roots).ok().filter(|real| fs.is_file(real.path())),
            FileKind::File => real.file_below(top, &path),
            FileKind::Folder | FileKind::Other => None,
        };
        match file {
            Some(file) if takes(&path) => paths.push((kind == FileKind::Link, path, file)),
            Some(_) => found.excluded.push(path),
            None => {}
        }
    }
    let looked = in_pieces(paths, |paths| {
        paths.into_iter().map(|(is_link, path, real)| look(is_link, path, real, fs)).collect::<Vec<_>>()
    });
    for file in looked.into_iter().flatten() {
        match file {
            Ok(file) => found.files.extend(file),
            Err(failed) => found.failed.push(failed),
        }
    }
    found.ignored = git.into_inner().map(|git| git.ignored).unwrap_or_default();
    found.tell_copies(top);
    found
}

impl Found {
    fn tell_copies(&mut self, top: &Path) {
        let zones = self.files.iter().filter(|file| matches!(file.kind, FoundKind::Zone | FoundKind::Fragment));
        let names = zones.filter_map(|file| Some(file.path.file_name()?.to_os_string()));
        let names: HashSet<OsString> = names.collect();
        for file in self.files.iter_mut().filter(|file| !matches!(file.kind, FoundKind::Other)) {
            file.is_copy = file.is_called_copy(top, &names);
        }
    }
}

/// Files that are named, each looked into whatever it is.
pub(super) fn look_at(
    named: Vec<(PathBuf, Real)>,
    fs: &dyn FileSystem,
) -> impl Iterator<Item = Result<File, (PathBuf, ReadError)>> {
    let one = |(path, real): (PathBuf, Real)| match fs.read_start(&real, LOOKED_AT) {
        Ok(start) => Ok(File::of(start, false, path, real)),
        Err(error) => Err((path, error)),
    };
    in_pieces(named, |named| named.into_iter().map(one).collect::<Vec<_>>()).into_iter().flatten()
}

/// None of a baseline, which is nothing else, whatever is said of its path.
fn look(is_link: bool, path: PathBuf, real: Real, fs: &dyn FileSystem) -> Result<Option<File>, (PathBuf, ReadError)> {
    let mut is_promising = false;
    let mut goes_on = |first: &[u8]| {
        is_promising = gzip::is_packed(first) || !is_no_text(first) && may_be_ours(first);
        is_promising
    };
    match fs.look(&real, FIRST_LOOK, LOOKED_AT, &mut goes_on) {
        Ok(start) if is_baseline(&start) => Ok(None),
        Ok(start) if is_promising => {
            let is_template = is_template(&path, &start);
            let file = File::of(start, is_link, path, real);
            let is_zone = matches!(file.kind, FoundKind::Zone | FoundKind::Fragment);
            Ok(Some(if is_zone && is_template { File { kind: FoundKind::Template, ..file } } else { file }))
        }
        Ok(start) => Ok(Some(File::told((neither(&start), Probe::default()), start, is_link, path, real))),
        Err(error) => Err((path, error)),
    }
}

/// What [`kind_of_input`] calls a baseline.
pub const BASELINE: &str = "a baseline";

/// What a file is to a run that finds it or is given it, by its content; none if no run reads such files.
pub fn kind_of_input(path: &Path, fs: &dyn FileSystem) -> Option<&'static str> {
    let real = Links::new(fs, None).named(path, &[]).ok()?;
    let start = fs.read_start(&real, LOOKED_AT).ok()?;
    match kind(&gzip::unpacked_start(&start, LOOKED_AT)) {
        (FoundKind::Zone, _) => Some("a zone file"),
        (FoundKind::Fragment, _) => Some("a part of a zone"),
        (FoundKind::Conf(_), _) => Some("the configuration of a server"),
        (FoundKind::Template | FoundKind::Tinydns | FoundKind::Unreadable, _) => None,
        (FoundKind::Other, _) if is_baseline(&start) => Some(BASELINE),
        (FoundKind::Other, _) if ruleset::is_rule_file(&start) => Some("a rule file"),
        // Nothing finds it, but a zone may include it.
        (FoundKind::Other, seen) => (seen.read > seen.unread).then_some("a part of a zone"),
    }
}

/// Whether a file starts as a baseline does, in whatever layout: names in it may be those of directives.
fn is_baseline(start: &[u8]) -> bool {
    let has = |key: &[u8]| memchr::memmem::find(start, key).is_some();
    start.trim_ascii_start().starts_with(b"{") && has(b"\"version\"") && has(b"\"paths\"") && has(b"\"findings\"")
}

/// Whether a file is data, a program, or a baseline.
fn is_no_text(start: &[u8]) -> bool {
    memchr::memchr(0, start).is_some() || start.starts_with(b"#!") || is_baseline(start)
}

/// Whether a text may be a zone, a part of one, or a configuration.
fn may_be_ours(start: &[u8]) -> bool {
    let start = &*first_sides(start);
    !probe::is_other_text(start) || server_config::may_start(start) || names_soa(start)
}

fn names_soa(start: &[u8]) -> bool {
    ["SOA", "soa"].into_iter().any(|word| memchr::memmem::find(start, word.as_bytes()).is_some())
}

/// Whether a file is what others are made from, by its name and its content: a mark alone is a slip, many are not.
fn is_template(path: &Path, start: &[u8]) -> bool {
    let is_one = |extension: &OsStr| TEMPLATES.iter().any(|known| extension.eq_ignore_ascii_case(known));
    path.extension().is_some_and(is_one) && unreadable::mark_in(start).is_some() || unreadable::is_template(start)
}

/// Whether a file that is none of the others is a zone in UTF-16, or is called like a zone and has nothing to read.
fn is_unreadable(path: &Path, start: &[u8]) -> bool {
    if let Some(text) = unreadable::from_utf16(start)
        && matches!(kind(&text).0, FoundKind::Zone | FoundKind::Fragment)
    {
        return true;
    }
    let has_nothing_to_read = gzip::is_packed(start)
        || memchr::memchr(0, start).is_some() && !unreadable::is_raw(start)
        || unreadable::is_empty(start);
    has_nothing_to_read && path.file_name().is_some_and(|name| file_name::is_of_zone(&name.to_string_lossy()))
}

fn kind(start: &[u8]) -> (FoundKind, Probe) {
    if is_no_text(start) {
        return (FoundKind::Other, Probe::default());
    }
    let start = &*first_sides(start);
    let seen = (!probe::is_other_text(start)).then(|| probe::probe(start));
    let Some(seen) = seen.filter(|seen| seen.unread <= seen.read) else { return kind_of_other_text(start) };
    let kind = match () {
        () if seen.has_soa => FoundKind::Zone,
        () if seen.has_directive || seen.system_zone.is_some() => FoundKind::Fragment,
        () => server_config::read(start).map_or(FoundKind::Other, FoundKind::Conf),
    };
    (kind, seen)
}

/// What a text is that does not begin as a zone.
fn kind_of_other_text(start: &[u8]) -> (FoundKind, Probe) {
    if let Some(conf) = server_config::read(start) {
        return (FoundKind::Conf(conf), Probe::default());
    }
    // The look at a part of a file may end inside a record.
    let is_part = start.len() as u64 >= LOOKED_AT;
    let end = memchr::memrchr(b'\n', start).filter(|_| is_part).unwrap_or(start.len());
    match names_soa(start).then(|| probe::below_other_text(&start[..end])).flatten() {
        Some(seen) => (FoundKind::Zone, seen),
        None => (neither(start), Probe::default()),
    }
}

fn neither(start: &[u8]) -> FoundKind {
    if !is_no_text(start) && unreadable::is_tinydns(start) { FoundKind::Tinydns } else { FoundKind::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_content() {
        let kind = |text: &[u8]| match super::kind(text).0 {
            FoundKind::Zone => "zone",
            FoundKind::Fragment => "fragment",
            FoundKind::Template => "template",
            FoundKind::Conf(_) => "configuration",
            FoundKind::Tinydns => "tinydns",
            FoundKind::Unreadable => "unreadable",
            FoundKind::Other => "other",
        };
        assert_eq!(kind(b"$TTL 1h\n@ IN SOA a b 1 2 3 4 5\n"), "zone");
        assert_eq!(kind(b"$ORIGIN example.com.\nwww A 192.0.2.1\n"), "fragment");
        assert_eq!(kind(b"_ldap._tcp.example.com. 600 IN SRV 0 100 389 dc.example.com.\n"), "fragment");
        assert_eq!(kind(b"#!/bin/sh\ncat <<E\n@ IN SOA a b 1 2 3 4 5\nE\n"), "other");
        assert_eq!(kind(b"How to write a zone\n\nStart with the SOA:\n\n@ IN SOA a b 1 2 3 4 5\n"), "other");
        assert_eq!(kind(b"zone \"example.com\" {\n type master;\n};\n"), "other");
        assert_eq!(kind(b"zone \"example.com\" {\n type master; file \"x\";\n};\n"), "configuration");
        assert_eq!(kind(b"zone:\n  name: example.com\n  zonefile: x\n"), "configuration");
        assert_eq!(kind(b"\x7fELF\0\0$TTL 1h\n"), "other");
        assert_eq!(kind(b"\nNAMES = {\n'www': 'a',\n'mail': 'b',\n'ftp': 'c',\n}\n"), "other");
        assert_eq!(kind(b"# hosts\n.example.com:192.0.2.1:a\n+www.example.com:192.0.2.2:300\n"), "tinydns");
        assert_eq!(kind(b""), "other");
    }
}
