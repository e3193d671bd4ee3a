//! The files of configurations put together: which file holds which zone, in which view.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Conf;
use crate::diagnostic::Diagnostic;
use crate::limits::{self, Grant, Limits, Meter};
use crate::project::path_index::{Match, PathIndex};
use crate::source::{SourceId, Span};
use crate::syntax::name::DomainName;

/// Includes of a sound configuration nest two or three deep.
const MAX_DEPTH: usize = 8;

/// A configuration file of the project.
#[derive(Debug)]
pub(in crate::project) struct ConfFile {
    /// Absolute.
    pub path: PathBuf,
    /// Its bytes.
    pub source: SourceId,
    /// What it says.
    pub conf: Conf,
}

/// Where a server starts relative paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Start<'c> {
    directory: &'c str,
    /// The file that says so.
    by: &'c Path,
}

/// The same, to be kept.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::project) struct Directory {
    /// As written.
    pub path: String,
    /// The file that says so.
    pub by: PathBuf,
}

/// A zone that a configuration reads from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::project) struct ServedZone {
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
    /// Where relative paths start, if the configuration says so.
    pub directory: Option<Arc<Directory>>,
}

/// All that configurations say of files, by absolute path.
#[derive(Debug, Default)]
pub(in crate::project) struct Servers {
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

/// The files of all configurations, and which of them a path in one means.
struct Includes<'c> {
    by_path: HashMap<&'c Path, &'c ConfFile>,
    index: &'c PathIndex,
}

impl<'c> Includes<'c> {
    fn new(confs: &'c [ConfFile], index: &'c PathIndex) -> Includes<'c> {
        Includes { by_path: confs.iter().map(|conf| (conf.path.as_path(), conf)).collect(), index }
    }

    fn file(&self, conf: &ConfFile, path: &str) -> Option<&'c ConfFile> {
        let found = self.index.find(path, conf.conf.directory.as_deref(), &conf.path)?;
        self.by_path.get(found.path.as_path()).copied()
    }

    /// Files and all that they include, however deep, each once.
    fn tree(&self, mut tree: Vec<&'c ConfFile>) -> Vec<&'c ConfFile> {
        let mut seen: HashSet<&Path> = tree.iter().map(|conf| conf.path.as_path()).collect();
        let mut next = 0;
        while let Some(conf) = tree.get(next).copied() {
            next += 1;
            let included = conf.conf.includes.iter().filter_map(|(path, _)| self.file(conf, path));
            tree.extend(included.filter(|file| seen.insert(&file.path)));
        }
        tree
    }
}

fn own_start(conf: &ConfFile) -> Option<Start<'_>> {
    conf.conf.directory.as_deref().map(|directory| Start { directory, by: &conf.path })
}

/// Which files of a configuration belong together, for one includes the other: what one of them says of the server
/// holds for all.
struct Groups<'c> {
    /// A file of the same group, as numbers; the first of a group has its own.
    above: Vec<usize>,
    numbers: HashMap<&'c Path, usize>,
    /// Where relative paths start, by the first of the group, if its files agree.
    starts: HashMap<usize, Option<Start<'c>>>,
}

impl<'c> Groups<'c> {
    fn of(confs: &'c [ConfFile], pairs: &[(&'c ConfFile, &'c ConfFile)]) -> Groups<'c> {
        let numbers: HashMap<&Path, usize> = confs.iter().map(|conf| conf.path.as_path()).zip(0..).collect();
        let mut groups = Groups { above: (0..confs.len()).collect(), numbers, starts: HashMap::new() };
        for (one, other) in pairs {
            let (one, other) = (groups.first(&one.path), groups.first(&other.path));
            groups.above[one] = other;
        }
        for start in confs.iter().filter_map(own_start) {
            let first = groups.first(start.by);
            let known = groups.starts.entry(first).or_insert(Some(start));
            *known = known.filter(|known| known.directory == start.directory);
        }
        groups
    }

    fn first(&mut self, path: &Path) -> usize {
        let mut number = self.numbers[path];
        while self.above[number] != number {
            self.above[number] = self.above[self.above[number]];
            number = self.above[number];
        }
        number
    }

    fn start(&mut self, conf: &ConfFile) -> Option<Start<'c>> {
        let first = self.first(&conf.path);
        self.starts.get(&first).copied().flatten()
    }
}

/// The sources of files of configurations, named by their paths, and of all that they include.
pub(in crate::project) fn sources_of(
    paths: &HashSet<PathBuf>,
    confs: &[ConfFile],
    index: &PathIndex,
) -> HashSet<SourceId> {
    let named = confs.iter().filter(|conf| paths.contains(&conf.path)).collect();
    Includes::new(confs, index).tree(named).into_iter().map(|conf| conf.source).collect()
}

impl Servers {
    /// Puts configurations together: those that nothing includes are read first, and what they
    /// include stands in the view it is included in, and starts from the same directory.
    pub(in crate::project) fn of(confs: &[ConfFile], index: &PathIndex, limits: Limits) -> Servers {
        let mut servers = Servers::default();
        let includes = Includes::new(confs, index);
        let all = confs.iter().flat_map(|conf| conf.conf.includes.iter().map(move |(path, _)| (conf, path)));
        let pairs: Vec<_> = all.filter_map(|(conf, path)| Some((conf, includes.file(conf, path)?))).collect();
        let included: HashSet<&Path> = pairs.iter().map(|(_, conf)| conf.path.as_path()).collect();
        let mut groups = Groups::of(confs, &pairs);
        let roots = confs.iter().filter(|conf| !included.contains(conf.path.as_path()));
        let mut todo: Vec<_> = roots.rev().map(|conf| (conf, groups.start(conf), None, 0)).collect();
        let mut visited = Visited { depths: HashMap::new(), again: Meter::new(limits.declared) };
        while let Some((file, start, view, depth)) = todo.pop() {
            let start = own_start(file).or(start);
            match visited.visit(file, start, view, depth) {
                Some(Grant::Given) => {}
                Some(Grant::Ends(limit)) => {
                    servers.finding = Some(too_many(file, limit));
                    continue;
                }
                Some(Grant::Ended) | None => continue,
            }
            servers.take(file, start, view, index);
            for (path, own_view) in file.conf.includes.iter().rev().filter(|_| depth < MAX_DEPTH) {
                let view: Option<&str> = own_view.as_deref().or(view);
                todo.extend(includes.file(file, path).map(|conf| (conf, start, view, depth + 1)));
            }
        }
        servers
    }

    fn take(&mut self, file: &ConfFile, start: Option<Start>, view: Option<&str>, index: &PathIndex) {
        let directory = start.map(|start| Directory { path: start.directory.to_owned(), by: start.by.to_path_buf() });
        let directory = directory.map(Arc::new);
        for declared in &file.conf.zones {
            let found = index.find(&declared.file, start.map(|start| start.directory), &file.path);
            let Some(Match { path, is_sure }) = found else { continue };
            let at = Span { source: file.source, start: declared.at.0, end: declared.at.1 };
            let served = ServedZone {
                zone: declared.zone.clone(),
                at,
                view: declared.view.as_deref().or(view).map(str::to_owned),
                is_sure,
                is_dynamic: declared.is_dynamic,
                directory: directory.clone(),
            };
            let of_file = self.files.entry(path).or_default();
            if of_file.known.insert((served.zone.clone(), served.view.clone())) {
                of_file.zones.push(served);
            }
        }
    }

    /// Whether they say nothing of any file.
    pub(in crate::project) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The zones that are read from a file.
    pub(in crate::project) fn zones_of(&self, path: &Path) -> &[ServedZone] {
        self.files.get(path).map_or(&[], |of_file| of_file.zones.as_slice())
    }
}

/// The directory and the view that a file is read in.
type Within<'c> = (Option<Start<'c>>, Option<&'c str>);

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
        start: Option<Start<'c>>,
        view: Option<&'c str>,
        depth: usize,
    ) -> Option<Grant> {
        let of_file = self.depths.entry(&file.path).or_default();
        let is_first = of_file.is_empty();
        let before = of_file.entry((start, view)).or_insert(usize::MAX);
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
        "files included in several views have more than {limit} statements, counted \
                 once per view: this file is not read for all of its views"
    );
    limits::reached("declared", at, message)
}
