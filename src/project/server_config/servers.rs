//! The files of configurations put together: which file holds which zone, in which view.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use super::missing::{self, ServerFiles};
use super::{ConfFile, Declared, invalid};
use crate::diagnostic::Diagnostic;
use crate::fs::paths;
use crate::limits::{self, Grant, Limits, Meter};
use crate::project::path_index::{Match, PathIndex};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::name::DomainName;

/// Includes of a sound configuration nest two or three deep.
const MAX_DEPTH: usize = 8;

/// Where a server starts relative paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Start<'c> {
    directory: &'c str,
    /// The file that says so.
    by: &'c Path,
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
    /// The folder here that stands for the one where relative paths start on the server.
    pub folder: Option<PathBuf>,
}

/// All that configurations say of files, by absolute path.
#[derive(Debug, Default)]
pub(in crate::project) struct Servers {
    files: HashMap<PathBuf, OfFile>,
    /// What is wrong with them, and what was not read of them.
    pub findings: Vec<Diagnostic>,
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
    /// How many files of a group nothing includes.
    roots: HashMap<usize, usize>,
}

impl<'c> Groups<'c> {
    fn of(confs: &'c [ConfFile], pairs: &[(&'c ConfFile, &'c ConfFile)]) -> Groups<'c> {
        let numbers: HashMap<&Path, usize> = confs.iter().map(|conf| conf.path.as_path()).zip(0..).collect();
        let above = (0..confs.len()).collect();
        let mut groups = Groups { above, numbers, starts: HashMap::new(), roots: HashMap::new() };
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

    fn count(&mut self, roots: &[&ConfFile]) {
        for root in roots {
            let first = self.first(&root.path);
            *self.roots.entry(first).or_default() += 1;
        }
    }

    /// A number for the server that reads a file; where that may be several, for the file alone.
    fn server(&mut self, conf: &ConfFile) -> usize {
        let first = self.first(&conf.path);
        let is_one = self.roots.get(&first).is_some_and(|&roots| roots == 1);
        if is_one { first } else { self.above.len() + self.numbers[conf.path.as_path()] }
    }

    fn start(&mut self, conf: &ConfFile) -> Option<Start<'c>> {
        let first = self.first(&conf.path);
        self.starts.get(&first).copied().flatten()
    }
}

/// What is gathered while configurations are put together.
struct Taking<'c> {
    index: &'c PathIndex,
    groups: Groups<'c>,
    /// Where a zone was declared first, by server and view.
    declared: HashMap<(usize, Option<&'c str>, &'c DomainName), Span>,
    files: ServerFiles<'c>,
}

/// The folder that the path of a zone starts from, by where its file is.
fn start_here(declared: &Declared, directory: Option<&str>, found: &Path) -> Option<PathBuf> {
    if declared.starts_beside {
        return None;
    }
    let path = Path::new(&declared.file);
    let relative = if paths::is_absolute(path) { path.strip_prefix(directory?).ok()? } else { path };
    let is_plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let above = found.ancestors().nth(relative.components().count())?;
    (is_plain && found.ends_with(relative)).then(|| above.to_path_buf())
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
    pub(in crate::project) fn of(
        confs: &[ConfFile],
        index: &PathIndex,
        limits: Limits,
        sources: &Sources,
        exists: &dyn Fn(&Path) -> bool,
    ) -> Servers {
        let mut servers = Servers::default();
        servers.findings.extend(confs.iter().flat_map(|file| invalid::problems(file, sources)));
        let includes = Includes::new(confs, index);
        let all = confs.iter().flat_map(|conf| conf.conf.includes.iter().map(move |(path, _)| (conf, path)));
        let pairs: Vec<_> = all.filter_map(|(conf, path)| Some((conf, includes.file(conf, path)?))).collect();
        let included: HashSet<&Path> = pairs.iter().map(|(_, conf)| conf.path.as_path()).collect();
        let mut groups = Groups::of(confs, &pairs);
        let roots: Vec<_> = confs.iter().filter(|conf| !included.contains(conf.path.as_path())).collect();
        groups.count(&roots);
        let mut todo: Vec<_> = roots.into_iter().rev().map(|conf| (conf, groups.start(conf), None, 0)).collect();
        let mut cx = Taking { index, groups, declared: HashMap::new(), files: ServerFiles::default() };
        let mut visited = Visited { depths: HashMap::new(), again: Meter::new(limits.declared) };
        while let Some((file, start, view, depth)) = todo.pop() {
            let start = own_start(file).or(start);
            match visited.visit(file, start, view, depth) {
                Some(Grant::Given) => {}
                Some(Grant::Ends(limit)) => {
                    servers.findings.push(too_many(file, limit));
                    continue;
                }
                Some(Grant::Ended) | None => continue,
            }
            servers.take(file, start, view, &mut cx);
            for (path, own_view) in file.conf.includes.iter().rev().filter(|_| depth < MAX_DEPTH) {
                let view: Option<&str> = own_view.as_deref().or(view);
                todo.extend(includes.file(file, path).map(|conf| (conf, start, view, depth + 1)));
            }
        }
        let missing = cx.files.missing(index, |path| servers.files.contains_key(path), exists);
        servers.findings.extend(missing::in_order(missing));
        servers
    }

    fn take<'c>(&mut self, file: &'c ConfFile, start: Option<Start<'c>>, view: Option<&'c str>, cx: &mut Taking<'c>) {
        let directory = start.map(|start| start.directory);
        let server = cx.groups.server(file);
        for declared in &file.conf.zones {
            let at = Span { source: file.source, start: declared.at.0, end: declared.at.1 };
            let view = declared.view.as_deref().or(view);
            let before = *cx.declared.entry((server, view, &declared.zone)).or_insert(at);
            if before != at {
                self.findings.push(invalid::repeated(&declared.zone, view, at, before));
            }
            let found = cx.index.find(&declared.file, directory, &file.path);
            let sure = found.as_ref().filter(|found| found.is_sure).map(|found| found.path.as_path());
            if sure.is_some() || found.is_none() {
                cx.files.take(server, (file, declared), directory, sure);
            }
            let Some(Match { path, is_sure }) = found else { continue };
            let served = ServedZone {
                zone: declared.zone.clone(),
                at,
                view: view.map(str::to_owned),
                is_sure,
                is_dynamic: declared.is_dynamic,
                folder: start_here(declared, directory, &path).or_else(|| cx.index.moved(Path::new(directory?))),
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
