//! What the configurations of name servers say: which file holds which zone, in which view.
//!
//! BIND, NSD and Knot are read, each by a small parser that never fails: what it does not
//! understand it passes over.

mod keyed;
mod named;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use super::path_index::{Match, PathIndex};
use crate::diagnostic::Diagnostic;
use crate::limits::{self, Grant, Limits, Meter};
use crate::source::{SourceId, Span};
use crate::syntax::name::DomainName;
use crate::syntax::rdata::name;

/// Includes of a sound configuration nest two or three deep.
const MAX_DEPTH: usize = 8;

/// No system has longer paths.
const MAX_PATH: usize = 4096;

/// One file of a configuration.
#[derive(Debug, Default)]
pub(super) struct Conf {
    /// Where relative paths start.
    pub directory: Option<String>,
    /// The primary zones with their files.
    pub zones: Vec<Declared>,
    /// The files it includes, each with the view it stands in.
    pub includes: Vec<(String, Option<String>)>,
}

/// A zone and its file, as a configuration names them.
#[derive(Debug)]
pub(super) struct Declared {
    /// Which.
    pub zone: DomainName,
    /// Where the name of the zone stands.
    at: (u32, u32),
    /// The path as written, completed by templates.
    pub file: String,
    view: Option<String>,
    /// It is updated at run time (RFC 2136), so that its file is not all of it.
    is_dynamic: bool,
}

impl Declared {
    /// None where the name is none, as in a template of a configuration.
    fn new(zone: ConfText, file: String, view: Option<&str>) -> Option<Declared> {
        name::check(zone.bytes()).ok()?;
        if file.is_empty() || file.len() > MAX_PATH || zone.bytes().iter().any(|byte| b"{}$%<>*\" ".contains(byte)) {
            return None;
        }
        let at = (zone.start as u32, zone.end as u32);
        Some(Declared {
            zone: DomainName::new(&zone.to_string()),
            at,
            file,
            view: view.map(str::to_owned),
            is_dynamic: false,
        })
    }
}

/// The configuration that a file is; none if it is something else.
pub(super) fn read(bytes: &[u8]) -> Option<Conf> {
    let says_something = |conf: &Conf| !conf.zones.is_empty() || !conf.includes.is_empty();
    // Nothing without the word is worth reading.
    let speaks_of = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    if !speaks_of("zone") && !speaks_of("include") || bytes.len() > u32::MAX as usize {
        return None;
    }
    Some(named::read(bytes)).filter(says_something).or_else(|| Some(keyed::read(bytes)).filter(says_something))
}

/// A configuration file of the project.
#[derive(Debug)]
pub(super) struct ConfFile {
    /// Absolute.
    pub path: PathBuf,
    /// Its bytes.
    pub source: SourceId,
    /// What it says.
    pub conf: Conf,
}

/// A zone that a configuration reads from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServedZone {
    /// The zone.
    pub zone: DomainName,
    /// Where its name stands.
    pub at: Span,
    /// The view it stands in.
    pub view: Option<String>,
    /// Whether more than the name of the file was found as written.
    pub is_sure: bool,
    /// Whether it is updated at run time.
    pub is_dynamic: bool,
}

/// All that configurations say of files, by absolute path.
#[derive(Debug, Default)]
pub(super) struct Servers {
    files: HashMap<PathBuf, OfFile>,
    /// What was not read of them.
    pub finding: Option<Diagnostic>,
}

/// The zones of one file, each once.
#[derive(Debug, Default)]
struct OfFile {
    zones: Vec<ServedZone>,
    /// Their names, with their views.
    known: HashSet<(DomainName, Option<String>)>,
}

impl Servers {
    /// Puts configurations together: those that nothing includes are read first, and what they
    /// include stands in the view it is included in, and starts from the same directory.
    pub(super) fn of(confs: &[ConfFile], index: &PathIndex, limits: Limits) -> Servers {
        let mut servers = Servers::default();
        let by_path: HashMap<&Path, &ConfFile> = confs.iter().map(|conf| (conf.path.as_path(), conf)).collect();
        let find = |conf: &ConfFile, path: &str| {
            let found = index.find(path, conf.conf.directory.as_deref(), &conf.path)?;
            by_path.get(found.path.as_path()).copied()
        };
        let all_includes = confs.iter().flat_map(|conf| conf.conf.includes.iter().map(move |(path, _)| (conf, path)));
        let included: HashSet<&Path> =
            all_includes.filter_map(|(conf, path)| find(conf, path)).map(|conf| conf.path.as_path()).collect();
        let roots = confs.iter().filter(|conf| !included.contains(conf.path.as_path()));
        let mut todo: Vec<_> = roots.rev().map(|conf| (conf, None, None, 0)).collect();
        let mut visited = Visited { depths: HashMap::new(), again: Meter::new(limits.declared) };
        while let Some((file, directory, view, depth)) = todo.pop() {
            let directory: Option<&str> = file.conf.directory.as_deref().or(directory);
            match visited.visit(file, directory, view, depth) {
                Some(Grant::Given) => {}
                Some(Grant::Ends(limit)) => {
                    servers.finding = Some(too_many(file, limit));
                    continue;
                }
                Some(Grant::Ended) | None => continue,
            }
            servers.take(file, directory, view, index);
            for (path, own_view) in file.conf.includes.iter().rev().filter(|_| depth < MAX_DEPTH) {
                let view: Option<&str> = own_view.as_deref().or(view);
                todo.extend(find(file, path).map(|conf| (conf, directory, view, depth + 1)));
            }
        }
        servers
    }

    fn take(&mut self, file: &ConfFile, directory: Option<&str>, view: Option<&str>, index: &PathIndex) {
        for declared in &file.conf.zones {
            let Some(Match { path, is_sure }) = index.find(&declared.file, directory, &file.path) else { continue };
            let at = Span { source: file.source, start: declared.at.0, end: declared.at.1 };
            let view = declared.view.as_deref().or(view).map(str::to_owned);
            let served = ServedZone { zone: declared.zone.clone(), at, view, is_sure, is_dynamic: declared.is_dynamic };
            let of_file = self.files.entry(path).or_default();
            if of_file.known.insert((served.zone.clone(), served.view.clone())) {
                of_file.zones.push(served);
            }
        }
    }

    /// The zones that are read from a file.
    pub(super) fn zones_of(&self, path: &Path) -> &[ServedZone] {
        self.files.get(path).map_or(&[], |of_file| of_file.zones.as_slice())
    }
}

/// The directory and the view that a file is read in.
type Within<'c> = (Option<&'c str>, Option<&'c str>);

/// The files of a configuration that were read, and how.
struct Visited<'c> {
    /// How deep the includes were nested, by directory and view.
    depths: HashMap<&'c Path, HashMap<Within<'c>, usize>>,
    /// What is read again.
    again: Meter,
}

impl<'c> Visited<'c> {
    /// Whether a file may be read as what it is in this directory and view; none where it was, and says no more.
    fn visit(
        &mut self,
        file: &'c ConfFile,
        directory: Option<&'c str>,
        view: Option<&'c str>,
        depth: usize,
    ) -> Option<Grant> {
        let of_file = self.depths.entry(&file.path).or_default();
        let is_first = of_file.is_empty();
        let before = of_file.entry((directory, view)).or_insert(usize::MAX);
        if *before <= depth {
            return None;
        }
        *before = depth;
        let statements = file.conf.zones.len() + file.conf.includes.len();
        Some(if is_first { Grant::Given } else { self.again.take(statements) })
    }
}

/// The finding that files of a configuration are included more often than is read.
fn too_many(file: &ConfFile, limit: usize) -> Diagnostic {
    let (start, end) = file.conf.zones.first().map_or((0, 0), |declared| declared.at);
    let at = Span { source: file.source, start, end };
    let message = format!(
        "files included in several views have more than {limit} statements, counted once per view: this file is \
        not read for all of its views"
    );
    limits::reached("declared", at, message)
}

/// A word of a configuration.
#[derive(Clone, Copy, Debug)]
struct ConfText<'b> {
    all: &'b [u8],
    start: usize,
    end: usize,
}

impl<'b> ConfText<'b> {
    fn new(all: &'b [u8], start: usize, end: usize) -> ConfText<'b> {
        ConfText { all, start, end: end.min(all.len()) }
    }

    fn bytes(self) -> &'b [u8] {
        &self.all[self.start..self.end]
    }

    fn is(self, keyword: &str) -> bool {
        self.bytes().eq_ignore_ascii_case(keyword.as_bytes())
    }

    /// The word without its colon, if it is a key.
    fn key(self) -> Option<ConfText<'b>> {
        let is_key = |stem: &&[u8]| stem.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-');
        let stem = self.bytes().strip_suffix(b":").filter(|stem| !stem.is_empty())?;
        is_key(&stem).then_some(ConfText { end: self.end - 1, ..self })
    }
}

impl fmt::Display for ConfText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Zone, file and view of each zone.
    pub(super) fn zones(conf: &Conf) -> Vec<(&str, &str, Option<&str>)> {
        conf.zones.iter().map(|z| (z.zone.as_str(), z.file.as_str(), z.view.as_deref())).collect()
    }

    #[test]
    fn a_configuration_is_told_by_its_content() {
        assert!(read(b"zone \"a.example\" { type master; file \"a\"; };").is_some());
        assert!(read(b"include \"/etc/bind/named.conf.local\";").is_some());
        assert!(read(b"zone:\n  name: a.example\n  zonefile: a\n").is_some());
        for other in ["", "$ORIGIN a.example.\n@ A 192.0.2.1\n", "#include <zone.h>\nint main() { return 0; }\n"] {
            assert!(read(other.as_bytes()).is_none(), "{other}");
        }
    }
}
