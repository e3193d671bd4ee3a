//! Files that configurations name and that do not exist.
//!
//! A repository need not hold all files of a server: what is made at run time or comes with the system is not in it.
//! So a file counts as missing only in a folder that holds the files of other zones, or one with nearly the same name.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::{ConfFile, Declared};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::fs::paths;
use crate::project::path_index::PathIndex;
use crate::source::Span;
use crate::text::suggest::distance_within;

/// A configuration names a file that does not exist.
pub static SERVER_CONFIG_FILE_MISSING: Meta = Meta {
    id: "server-config-file-missing",
    summary: "a name server's configuration names a zone file that does not exist",
    severity: Severity::Warning,
    references: &["https://bind9.readthedocs.io/en/stable/reference.html"],
    explain: include_str!("server_config_file_missing.md"),
    ..Meta::DEFAULT
};

/// Zones that servers have by themselves, with files that come with the system.
const OF_THE_SYSTEM: [&str; 8] = [
    "localhost.",
    "localdomain.",
    "localhost.localdomain.",
    "0.in-addr.arpa.",
    "127.in-addr.arpa.",
    "255.in-addr.arpa.",
    "0.0.127.in-addr.arpa.",
    "1.0.0.127.in-addr.arpa.",
];

/// A folder of one server; configurations that belong together have one number.
type ServerFolder = (usize, PathBuf);

/// The files of zones, by the folder that the server has them in.
#[derive(Default)]
pub(super) struct ServerFiles<'c> {
    folders: HashMap<ServerFolder, Folder<'c>>,
}

#[derive(Default)]
struct Folder<'c> {
    /// How many of its files lie in which folder here.
    found: HashMap<PathBuf, usize>,
    missing: Vec<(&'c ConfFile, &'c Declared, String)>,
}

impl<'c> ServerFiles<'c> {
    /// Takes in the file of a zone, by its path on the server; it was found here, or was not.
    pub(super) fn take(
        &mut self,
        server: usize,
        (file, declared): (&'c ConfFile, &'c Declared),
        directory: Option<&str>,
        found: Option<&Path>,
    ) {
        let path = Path::new(directory.unwrap_or_default()).join(&declared.file);
        let Some((folder, name)) = path.parent().zip(path.file_name()) else { return };
        let folder = self.folders.entry((server, folder.to_path_buf())).or_default();
        match found {
            // What comes with the system may lie anywhere.
            Some(_) if !is_written_by_hand(declared, &name.to_string_lossy()) => {}
            Some(found) => {
                let here = found.parent().unwrap_or(found).to_path_buf();
                *folder.found.entry(here).or_default() += 1;
            }
            None => folder.missing.push((file, declared, name.to_string_lossy().into_owned())),
        }
    }

    /// The files that should be here. `is_used` tells the files that zones are read from.
    pub(super) fn missing(
        &self,
        index: &PathIndex,
        is_used: impl Fn(&Path) -> bool,
        exists: &dyn Fn(&Path) -> bool,
    ) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for ((_, server), folder) in self.folders.iter().filter(|(_, folder)| !folder.missing.is_empty()) {
            let Some((here, severity)) = folder.here(server, index) else { continue };
            let names = index.files_in(&here).filter(|path| !is_used(path));
            let names: Vec<String> =
                names.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect();
            for (file, declared, name) in &folder.missing {
                let is_there = || exists(&here.join(name)) || exists(&here.join(name.trim_end_matches(".signed")));
                let meant = meant(name, &names);
                let severity = severity.filter(|_| is_written_by_hand(declared, name));
                if let Some(severity) = meant.map(|_| Severity::Warning).or(severity).filter(|_| !is_there()) {
                    findings.push(finding(file, declared, &here, meant).severity(severity));
                }
            }
        }
        findings
    }
}

impl Folder<'_> {
    /// The folder here that stands for that of the server, and how much it matters that a file is not in it; nothing
    /// where few of its files are.
    fn here(&self, server: &Path, index: &PathIndex) -> Option<(PathBuf, Option<Severity>)> {
        if let Some(moved) = index.moved(server) {
            let is_here = index.files_in(&moved).next().is_some();
            return is_here.then_some((moved, Some(Severity::Warning)));
        }
        if let Some((here, count)) = self.found.iter().max_by_key(|(path, count)| (**count, *path)) {
            let are_most = *count > 1 && *count >= self.missing.len();
            return Some((here.clone(), are_most.then_some(Severity::Info)));
        }
        // Nothing of it was found: a name that is nearly that of a file has to tell.
        let (file, ..) = self.missing.first()?;
        let here = paths::lexical(server, file.path.parent()?);
        (!paths::is_absolute(server)).then_some((here, None))
    }
}

/// Whether people write a file, and not the server or the system.
fn is_written_by_hand(declared: &Declared, name: &str) -> bool {
    let is_of_system = OF_THE_SYSTEM.contains(&declared.zone.as_str());
    !declared.is_dynamic && !is_of_system && !name.contains("empty")
}

/// The file that was meant, one slip away.
fn meant<'n>(name: &str, names: &'n [String]) -> Option<&'n str> {
    let is_near = |other: &&String| !other.ends_with('~') && distance_within(name, other, 1).is_some();
    let mut near = names.iter().filter(is_near).map(String::as_str);
    near.next().filter(|_| name.len() > 3 && near.next().is_none())
}

fn finding(file: &ConfFile, declared: &Declared, here: &Path, meant: Option<&str>) -> Diagnostic {
    let at = Span { source: file.source, start: declared.file_at.0, end: declared.file_at.1 };
    let (path, zone) = (&declared.file, &declared.zone);
    let message = format!("the file `{path}` of the zone `{zone}` does not exist");
    let folder = here.file_name().unwrap_or_default().to_string_lossy();
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`? no zone is read from that file in `{folder}`"),
        None => format!("add it to the folder `{folder}`, where the files of other zones are, or remove the zone"),
    };
    Diagnostic::new(&SERVER_CONFIG_FILE_MISSING, at, message).help(help)
}

/// In the order of their places, whichever folder they are of.
pub(super) fn in_order(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    findings.retain(|finding| seen.insert(finding.primary.span));
    findings.sort_by_key(|finding| finding.primary.span);
    findings
}
