//! The one place where files are written, each of them whole or not at all.
//!
//! An [`Output`] is looked at before anything is opened: it is none of the files that the run reads, nor one
//! that a run would read, and no symbolic link leads to it. A pull request can plant both.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Io;
use super::temporary::Temporary;
use crate::fs::{FileSystem, OsFs, paths, plain};
use crate::lint::baseline;
use crate::project;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Findings. What was there is replaced.
    Report,
    /// A baseline. Whoever writes it has read the one that is there, so that it is one.
    Baseline,
    /// A rule file. Nothing is replaced.
    Rules,
    /// A zone file with comments added. Whoever writes it has read the one that is there.
    Zone,
    /// A zone file with fixes. The same goes for it.
    Fixed,
}

impl What {
    fn unwritten(self, shown: &str, why: &str) -> String {
        match self {
            What::Report => format!("cannot write: `{shown}`: {why}"),
            What::Baseline | What::Rules | What::Zone => format!("`{shown}` cannot be written: {why}"),
            What::Fixed => format!("`{shown}` is not changed: {why}"),
        }
    }

    /// What is said where a path must not be written to.
    pub(super) fn refused(self, path: &Path, why: &str, cwd: &Path) -> String {
        self.unwritten(&paths::shown(path, cwd), &format!("{why}: {}", self.elsewhere()))
    }

    /// Whether it is a zone, whose file is there and stays what it is but for its text.
    fn is_zone(self) -> bool {
        matches!(self, What::Zone | What::Fixed)
    }

    fn elsewhere(self) -> &'static str {
        match self {
            What::Report => "name another file for the report",
            What::Baseline => "name another file for the baseline",
            What::Rules => "name another file for the rules",
            What::Zone => "add the comments by hand",
            What::Fixed => "fix it by hand",
        }
    }
}

/// Where something is written to. Nothing is open yet.
#[derive(Debug)]
pub(super) struct Output {
    /// The path to print.
    pub(super) shown: String,
    place: Destination,
}

#[derive(Debug)]
enum Destination {
    Stdout,
    Stderr,
    /// A pipe, a device or an open file of this process: it stays what it is.
    Stream(PathBuf),
    /// A file, its folder free of links, and what is replaced.
    File(PathBuf, Replaced),
}

#[derive(Debug)]
enum Replaced {
    Nothing,
    WhatIsThere(Option<Metadata>, What),
}

impl Output {
    /// The place that a path names, or why it must not be written, complete in one line. `inputs` are the files
    /// that the run reads.
    pub(super) fn at(
        named: &Path,
        what: What,
        inputs: impl IntoIterator<Item = PathBuf>,
        cwd: &Path,
    ) -> Result<Output, String> {
        let path = paths::lexical(named, cwd);
        let shown = paths::shown(&path, cwd);
        match place(&path, what, inputs, cwd) {
            Ok(place) => Ok(Output { shown, place }),
            Err(why) => Err(what.unwritten(&shown, &why)),
        }
    }

    /// Standard error, where standard output has something else.
    pub(super) fn stderr() -> Output {
        Output { shown: "standard error".to_owned(), place: Destination::Stderr }
    }

    /// Writes what `fill` writes.
    pub(super) fn write(self, io: &mut Io, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        match self.place {
            Destination::Stdout => fill(io.stdout),
            Destination::Stderr => fill(io.stderr),
            Destination::Stream(path) => OpenOptions::new().write(true).open(path).and_then(|mut file| fill(&mut file)),
            Destination::File(path, replaced) => write_whole(&path, replaced, fill),
        }
    }
}

/// Where a path leads, or why nothing must be written there.
fn place(
    path: &Path,
    what: What,
    inputs: impl IntoIterator<Item = PathBuf>,
    cwd: &Path,
) -> Result<Destination, String> {
    let another = what.elsewhere();
    let found = if is_descriptor(path) { fs::metadata(path) } else { fs::symlink_metadata(path) };
    let found = match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        found => Some(found.map_err(|error| plain(&error))?),
    };
    if found.as_ref().is_some_and(|found| found.is_symlink()) {
        return Err(format!("it is a symbolic link, which is not followed: remove it, or {another}"));
    }
    if found.as_ref().is_some_and(Metadata::is_dir) {
        return Err("it is a directory".to_owned());
    }
    let is_file = found.as_ref().is_some_and(Metadata::is_file);
    let own = is_file.then(|| identity(path)).flatten();
    if inputs.into_iter().any(|input| input == path || own.is_some() && identity(&input) == own) {
        let loss = if is_file { ", so its content would be lost" } else { "" };
        return Err(format!("this run reads it{loss}: {another}"));
    }
    if let Some(kind) = reserved(path, what) {
        return Err(format!("this is the name of {kind}: {another}"));
    }
    match &found {
        Some(_) if !is_file || is_descriptor(path) => return Ok(stream(path)),
        Some(_) if what == What::Rules => return Err("it already exists and is not overwritten".to_owned()),
        _ => {}
    }
    let is_full = found.as_ref().is_some_and(|found| found.len() > 0);
    if is_full && what == What::Report && is_called_as_input(path) {
        return Err(format!("it already exists and its name is not that of a report: {another}"));
    }
    if let Some(kind) =
        (is_file && what == What::Report).then(|| project::kind_of_input(path, &OsFs::default())).flatten()
    {
        return Err(format!("it is {kind}, which would be lost: {another}"));
    }
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err("it is not a file".to_owned());
    };
    let canonical = folder.canonicalize().map_err(|error| plain(&error))?;
    if leads_out(folder, &canonical, cwd) {
        return Err(format!("it is outside the project, through a symbolic link: {another}"));
    }
    if let Some(why) = found.as_ref().filter(|_| what.is_zone()).and_then(untouchable) {
        return Err(format!("{why}: {another}"));
    }
    let replaced = if what == What::Rules { Replaced::Nothing } else { Replaced::WhatIsThere(found, what) };
    Ok(Destination::File(canonical.join(name), replaced))
}

/// What a file of this name would be taken for by the next run, there or not.
fn reserved(path: &Path, what: What) -> Option<&'static str> {
    let name = path.file_name()?;
    let is_rules = paths::RULE_FILES.iter().any(|rules| name == *rules);
    match what {
        What::Report | What::Baseline if is_rules => Some("a rule file"),
        What::Report if name == baseline::FILE_NAME => Some("a baseline"),
        _ => None,
    }
}

/// Whether a file is called as rule files, configurations and zones are, such as `db.example` or `named.conf.options`,
/// and as no report is: what is in it need not show, where it is broken, packed or in UTF-16.
fn is_called_as_input(path: &Path) -> bool {
    const OF_INPUTS: [&str; 8] = ["yaml", "yml", "conf", "key", "zone", "db", "inc", "signed"];
    const OF_REPORTS: [&str; 9] = ["csv", "html", "json", "log", "md", "sarif", "text", "txt", "xml"];
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let (first, ends) = name.split_once('.').unwrap_or((&name, ""));
    let is_of_report = OF_REPORTS.iter().any(|end| ends.rsplit('.').next() == Some(end));
    let is_of_input = ends.split('.').any(|end| OF_INPUTS.contains(&end));
    !ends.is_empty() && !is_of_report && (is_of_input || ["db", "named"].contains(&first))
}

/// Whether a path is a name that the system gives an open file: a link by its kind, made by nobody.
fn is_descriptor(path: &Path) -> bool {
    let is_numbered = |folder: &str| path.parent() == Some(Path::new(folder));
    ["/dev/stdin", "/dev/stdout", "/dev/stderr"].iter().any(|name| path == Path::new(name))
        || ["/dev/fd", "/proc/self/fd"].into_iter().any(is_numbered)
}

fn stream(path: &Path) -> Destination {
    let is = |name: &str, number: &str| {
        path == Path::new(name) || is_descriptor(path) && path.file_name().is_some_and(|last| last == number)
    };
    match () {
        () if is("/dev/stdout", "1") => Destination::Stdout,
        () if is("/dev/stderr", "2") => Destination::Stderr,
        () => Destination::Stream(path.to_path_buf()),
    }
}

/// Whether a link below a folder that is a project of its own leads out of it: below a git root, or where the
/// program runs.
fn leads_out(folder: &Path, canonical: &Path, cwd: &Path) -> bool {
    let disk = OsFs::default();
    let own = paths::git_root(cwd, &disk).unwrap_or_else(|| cwd.to_path_buf());
    let is_root = |above: &&Path| **above == *own || disk.kind_behind_links(&above.join(".git")).is_ok();
    let mut roots = folder.ancestors().filter(is_root);
    roots.any(|root| root.canonicalize().is_ok_and(|root| !canonical.starts_with(root)))
}

/// What one file has for itself, however it is named.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

/// Why a zone file that is there must not be replaced.
fn untouchable(found: &Metadata) -> Option<String> {
    if found.permissions().readonly() {
        return Some("it is read-only".to_owned());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if found.nlink() > 1 {
            return Some(format!(
                "it has {} names, as hard links, and only one would have the new text",
                found.nlink()
            ));
        }
    }
    None
}

/// Gives a file the owner and the group that another has.
#[cfg(unix)]
fn keep_owner(file: &File, found: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata()?;
    if (own.uid(), own.gid()) == (found.uid(), found.gid()) {
        return Ok(());
    }
    fchown(file, Some(found.uid()), Some(found.gid())).map_err(|_| io::Error::other("it belongs to another user"))
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Writes a file beside its place and moves it there when it is complete.
fn write_whole(path: &Path, replaced: Replaced, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    Temporary::remove_stale(folder);
    let (mut file, temporary) = Temporary::create(folder)?;
    fill(&mut file)?;
    match replaced {
        Replaced::Nothing => temporary.become_new(path),
        Replaced::WhatIsThere(found, what) => {
            if let Some(found) = found {
                // Whose it is first: to give a file away takes some of its permissions.
                keep_owner(&file, &found).or_else(|error| if what.is_zone() { Err(error) } else { Ok(()) })?;
                file.set_permissions(found.permissions())?;
            }
            // A name that outlives a crash of the system must not lead to a file without its content.
            file.sync_all()?;
            temporary.become_file(path)
        }
    }
}
