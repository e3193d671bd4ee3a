//! From paths to zones: which files are read, as which zone, and what they include.
//!
//! | file | knows |
//! |---|---|
//! | `discover` | what the files of a folder are, by their content |
//! | `server` | what the configurations of BIND, NSD and Knot say |
//! | `tree` | which file here a path of a server means |
//! | `whose`, `origin` | which zone a file holds, and what tells |
//! | `reader` | files to zones, on all cores |
//! | `budget` | what all files may ask for together |
//! | `include` | which file an `$INCLUDE` means |
//! | `contain` | where a path leads, and whether that may be read |
//! | `open`, `files`, `paths` | the disk |
//! | `views` | which zones answer the same clients |
//! | `list` | what became of each file |

mod budget;
pub mod contain;
mod discover;
pub mod files;
mod include;
mod list;
mod open;
mod origin;
pub mod paths;
mod reader;
mod server;
mod tree;
mod views;
mod whose;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Meta, Severity};
use crate::findings::Findings;
use crate::limits::Limits;
use crate::ruleset::Reading;
use crate::source::{SourceId, Sources, Span};
use crate::zone::Zone;
use budget::Used;
use contain::{Links, Real};
use discover::{File, Kind};
use files::{Opened, ReadError};
use reader::{Done, Job};
use server::{ConfFile, Servers};
use tree::Tree;
use views::Seen;
use whose::Sayings;

pub use discover::{BASELINE, kind_of_input};
pub use list::{Listed, Why};
pub use whose::Because;

/// Nothing tells which zone a file holds.
pub static ORIGIN_UNKNOWN: Meta = Meta {
    id: "origin-unknown",
    summary: "nothing tells which zone a file holds",
    severity: Severity::Info,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("origin_unknown.md"),
};

/// The file says it is another zone than the one it was given as.
pub static ORIGIN_DIFFERS: Meta = Meta {
    id: "origin-differs",
    summary: "a file, its name and who names it disagree on which zone it is",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.2"],
    explain: include_str!("origin_differs.md"),
};

/// Stands for the origin nobody knows: relative names are below it, absolute ones are not.
pub(crate) const UNKNOWN: &str = "origin-unknown.invalid.";

/// What is to be read.
#[derive(Debug)]
pub struct Request<'r> {
    /// Files and directories, as named.
    pub paths: &'r [PathBuf],
    /// What came on standard input, and the path to report it under.
    pub stdin: Option<(PathBuf, Vec<u8>)>,
    /// `--origin`, without regard to the final dot.
    pub origin: Option<&'r str>,
    /// Absolute.
    pub cwd: &'r Path,
    /// The folder of the rule file in force.
    pub rules_dir: Option<&'r Path>,
    /// Where relative `$INCLUDE`s start.
    pub include_dir: Option<&'r Path>,
    /// What rule files say of reading.
    pub reading: &'r Reading,
    /// How much is taken on.
    pub limits: Limits,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Project {
    /// The zones, in the order of their files.
    pub zones: Vec<Zone>,
    /// What reading found.
    pub findings: Findings,
    /// What could not be read, each complete in one line.
    pub failures: Vec<String>,
    /// Files read as zones.
    pub files: usize,
    /// Copies passed over.
    pub copies: usize,
    /// Files of searched folders that patterns leave out.
    pub excluded: HashSet<PathBuf>,
    /// Folders that were read as a whole, absolute.
    pub folders: Vec<PathBuf>,
    /// What became of each file that is a zone or looks like one.
    pub listed: Vec<Listed>,
    /// The views each zone is said to stand in; none means all.
    views_of: Vec<Vec<String>>,
    views: Vec<Vec<usize>>,
    opened: Opened,
    /// The files that were read as zones.
    read: HashSet<SourceId>,
}

/// A directory that is searched.
struct Searched {
    top: PathBuf,
    holds_zone: bool,
    /// Zones if nothing includes them.
    fragments: Vec<Job>,
}

impl Project {
    /// Reads all that is asked for; what cannot be read is a failure and stops nothing.
    pub fn read(request: Request, sources: &mut Sources) -> Project {
        let mut project = Project { findings: Findings::new(request.limits), ..Project::default() };
        project.opened.links = Links::new(request.rules_dir);
        let named = project.named_servers(&request, sources);
        let mut jobs = Vec::new();
        let mut searched = Vec::new();
        let full: Vec<PathBuf> = request.paths.iter().map(|path| paths::lexical(path, request.cwd)).collect();
        let reals = project.opened.links.all_named(&full);
        for (full, real) in full.into_iter().zip(reals) {
            match real {
                Ok(real) if real.path().is_dir() => {
                    searched.push(project.search(full, &real, named.as_ref(), &mut jobs, &request, sources));
                }
                real => jobs.push(job(full, real, true, named.as_ref().unwrap_or(&Servers::default()), &request)),
            }
        }
        if let Some((path, bytes)) = &request.stdin {
            let full = paths::lexical(path, request.cwd);
            match project.opened.links.named(&full, &[]) {
                // What it includes would be looked for there.
                Err(error @ ReadError::LinkOutside) => project.fail(&full, &error, &request),
                real => {
                    let id = sources.add(paths::shown(&full, request.cwd), bytes.clone());
                    project.opened.name(id, &full);
                    jobs.push(Job { source: Some(id), ..job(full, real, true, &Servers::default(), &request) });
                }
            }
        }
        let mut used = Used::new(request.limits);
        project.take(jobs, &request, sources, &mut used);
        let has_fragments = searched.iter().any(|searched| !searched.fragments.is_empty());
        let owners = if has_fragments { project.owners() } else { HashMap::new() };
        let mut left = Vec::new();
        for Searched { top, mut holds_zone, fragments } in searched {
            for fragment in fragments {
                // What a zone includes was checked with that zone.
                match fragment.real.as_ref().ok().and_then(|real| project.opened.source_of(real)) {
                    Some(source) => project.list_included(fragment.path, owners.get(&source).copied()),
                    None => {
                        holds_zone = true;
                        left.push(fragment);
                    }
                }
            }
            if !holds_zone && project.failures.is_empty() {
                let top = paths::shown(&top, request.cwd);
                project.failures.push(format!("no zone file in `{top}`: none of its files has an SOA record"));
            }
        }
        project.take(left, &request, sources, &mut used);
        project.listed.sort_by(|a, b| a.path.cmp(&b.path));
        include::tell_each_once(project.findings.list_mut(), &project.opened);
        project.name_views(&request, sources);
        project.find_views(request.limits, sources);
        project
    }

    /// The zones that answer the same clients, as indexes into the zones.
    pub fn views(&self) -> &[Vec<usize>] {
        &self.views
    }

    fn find_views(&mut self, limits: Limits, sources: &Sources) {
        let (views, left_out) = views::views(&self.seen(), limits.views);
        self.views = views;
        if let Some(zone) = left_out.map(|index| &self.zones[index]) {
            self.findings.add(views::left_out(zone.file(), limits.views), sources);
        }
    }

    fn seen(&self) -> Vec<Seen<'_>> {
        let nowhere = Path::new("");
        let seen = self.zones.iter().zip(&self.views_of).map(|(zone, views)| Seen {
            apex: Some(zone.apex_text().to_ascii_lowercase()).filter(|apex| apex != UNKNOWN),
            path: self.path_of(zone.file()).unwrap_or(nowhere),
            views,
            records: zone.len(),
        });
        seen.collect()
    }

    /// Says of the files of zones that stand several times which version they are part of; what several share is
    /// part of none.
    fn name_views(&self, request: &Request, sources: &mut Sources) {
        let root = paths::git_root(request.cwd).or_else(|| request.rules_dir.map(Path::to_path_buf));
        let labels = views::labels(&self.seen(), root.as_deref().unwrap_or(request.cwd));
        let mut label_of: HashMap<SourceId, Option<Arc<str>>> = HashMap::new();
        for (zone, label) in self.zones.iter().zip(labels).filter(|(_, label)| label.is_some()) {
            let label: Option<Arc<str>> = label.map(Arc::from);
            for file in zone.files() {
                let known = label_of.entry(file).or_insert_with(|| label.clone());
                *known = known.take().filter(|known| Some(known) == label.as_ref());
            }
        }
        label_of
            .into_iter()
            .filter_map(|(file, label)| Some((file, label?)))
            .for_each(|(f, label)| sources.set_view(f, label));
    }

    /// The path of a source, absolute; none of text that is no file.
    pub fn path_of(&self, source: SourceId) -> Option<&Path> {
        self.opened.path_of(source)
    }

    /// The files that were read as zones.
    pub fn read_files(&self) -> Vec<SourceId> {
        self.read.iter().copied().collect()
    }

    /// What is to be read of a directory.
    fn search(
        &mut self,
        top: PathBuf,
        real: &Real,
        named: Option<&Servers>,
        jobs: &mut Vec<Job>,
        request: &Request,
        sources: &mut Sources,
    ) -> Searched {
        self.folders.push(top.clone());
        let takes = |path: &Path| request.reading.takes(&paths::with_slashes(path));
        let root = project_root(&top, request, &mut self.opened.links);
        let found = discover::walk(&top, real, &root, &mut self.opened.links, takes);
        for (path, error) in found.failed {
            self.fail(&path, &error, request);
        }
        self.excluded.extend(found.excluded);
        let holds_conf = found.files.iter().any(|file| matches!(file.kind, Kind::Conf(_)));
        let all = found.files.iter().filter(|_| holds_conf).map(|file| file.path.clone());
        let tree = Tree::new(all, &request.reading.moved);
        let mut confs = Vec::new();
        let mut files = Vec::new();
        for file in found.files {
            let is_copy = file.is_copy(&top);
            match file {
                File { path, real, bytes, kind: Kind::Conf(start), .. } if !is_copy && named.is_none() => {
                    let name = paths::shown(&path, request.cwd);
                    let is_whole = bytes.is_some();
                    let Ok(source) = self.opened.open(&path, real, name, bytes, sources) else { continue };
                    let whole = || server::read(sources.get(source).bytes()).unwrap_or_default();
                    let conf = if is_whole { start } else { whole() };
                    confs.push(ConfFile { path, source, conf });
                }
                file => files.push((is_copy, file)),
            }
        }
        let mut found_servers = Servers::of(&confs, &tree, request.limits);
        found_servers.finding.take().into_iter().for_each(|finding| _ = self.findings.add(finding, sources));
        let servers = named.unwrap_or(&found_servers);
        let mut searched = Searched { top, holds_zone: false, fragments: Vec::new() };
        for (is_copy, file) in files {
            // The look at a part of a file may have missed something.
            let seen = file.bytes.is_some().then_some(file.seen);
            let job = Job { bytes: file.bytes, seen, ..job(file.path, Ok(file.real), false, servers, request) };
            let is_said = job.sayings.rule.is_some() || !job.sayings.servers.is_empty();
            match file.kind {
                Kind::Zone | Kind::Fragment if is_copy && !is_said => {
                    self.copies += 1;
                    self.listed.push(Listed { path: job.path, zone: None, views: Vec::new(), why: Why::Copy });
                }
                Kind::Fragment if !is_said => searched.fragments.push(job),
                Kind::Other | Kind::Conf(_) if !is_said => {}
                _ => {
                    searched.holds_zone = true;
                    jobs.push(job);
                }
            }
        }
        searched
    }

    /// The configurations that the rule file names, put together; none where it names none.
    fn named_servers(&mut self, request: &Request, sources: &mut Sources) -> Option<Servers> {
        let first = request.reading.servers.first()?;
        // Not the folder of what is named, or any path would be inside.
        let roots = [request.rules_dir.unwrap_or(request.cwd), request.cwd];
        let roots = roots.map(|folder| project_root(folder, request, &mut self.opened.links));
        let first = paths::lexical(&first.0, request.cwd);
        let root = roots.iter().find(|root| first.starts_with(root)).unwrap_or(&roots[0]);
        let tree = Tree::of_folder(root, &request.reading.moved);
        let mut confs: Vec<ConfFile> = Vec::new();
        let mut seen = HashSet::new();
        let named = request.reading.servers.iter();
        let mut todo: Vec<(PathBuf, Option<Span>)> =
            named.map(|(path, at)| (paths::lexical(path, request.cwd), Some(*at))).collect();
        while let Some((path, named_at)) = todo.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let shown = paths::shown(&path, request.cwd);
            let real = self.opened.links.below(&path, &roots);
            let opened = real.and_then(|real| self.opened.open(&path, real, shown.clone(), None, sources));
            let source = match opened {
                Ok(source) => source,
                Err(error) => {
                    self.fail_at(&path, &error, named_at, request, sources);
                    continue;
                }
            };
            let Some(conf) = server::read(sources.get(source).bytes()) else {
                if named_at.is_some() {
                    self.failures
                        .push(format!("`{shown}` names no zones: it is no configuration of BIND, NSD or Knot"));
                }
                continue;
            };
            let included =
                conf.includes.iter().filter_map(|(file, _)| tree.find(file, conf.directory.as_deref(), &path));
            todo.extend(included.map(|found| (found.path, None)));
            confs.push(ConfFile { path, source, conf });
        }
        let mut servers = Servers::of(&confs, &tree, request.limits);
        servers.finding.take().into_iter().for_each(|finding| _ = self.findings.add(finding, sources));
        Some(servers)
    }

    /// Reads files as zones, each once however often it is named.
    fn take(&mut self, jobs: Vec<Job>, request: &Request, sources: &mut Sources, used: &mut Used) {
        for Done { path, views, result } in reader::read(jobs, request, &mut self.opened, sources, used) {
            let read = match result {
                Ok(read) => read,
                Err(error) => {
                    self.fail(&path, &error, request);
                    continue;
                }
            };
            if !self.read.insert(read.source) {
                continue;
            }
            self.files += 1;
            self.findings.absorb(read.findings, sources);
            let is_known = read.because != Because::Nothing;
            let (zone, why) = (is_known.then_some(read.apex), Why::Read(read.because));
            self.listed.push(Listed { path, zone, views: views.clone(), why });
            if let Some(mut zone) = read.zone {
                if matches!(read.because, Because::Rule(_) | Because::Server(_)) {
                    zone.declare();
                }
                self.zones.push(zone);
                self.views_of.push(views);
            }
        }
    }

    /// The zone that each source is part of, the first where it is part of several.
    fn owners(&self) -> HashMap<SourceId, usize> {
        let zones = self.zones.iter().enumerate().rev();
        zones.flat_map(|(index, zone)| zone.files().map(move |file| (file, index))).collect()
    }

    fn list_included(&mut self, path: PathBuf, owner: Option<usize>) {
        let zone = owner.map(|owner| &self.zones[owner]);
        let by = zone.and_then(|zone| self.path_of(zone.file())).unwrap_or(Path::new("")).to_path_buf();
        let zone = zone.map(|zone| zone.apex_text().to_owned());
        self.listed.push(Listed { path, zone, views: Vec::new(), why: Why::IncludedBy(by) });
    }

    fn fail(&mut self, path: &Path, error: &ReadError, request: &Request) {
        self.failures.push(format!("`{}` cannot be read: {error}", paths::shown(path, request.cwd)));
    }

    /// What a rule file names, with the place that does.
    fn fail_at(&mut self, path: &Path, error: &ReadError, at: Option<Span>, request: &Request, sources: &Sources) {
        let by = at.map(|at| (sources.get(at.source), at.start));
        let by = by.map(|(file, at)| format!(", named by `{}:{}`", file.name(), file.position(at).line));
        self.fail(path, error, request);
        self.failures.last_mut().into_iter().for_each(|failure| failure.extend(by.iter().map(String::as_str)));
    }
}

/// What there is to say of a file before it is read.
fn job(path: PathBuf, real: Result<Real, ReadError>, is_named: bool, servers: &Servers, request: &Request) -> Job {
    let text = paths::with_slashes(&path);
    let given = request.reading.given(&text);
    let rule = given.and_then(|given| Some((given.origin(&text)?, given.span)));
    let servers = servers.told(&path).to_vec();
    let mut views: Vec<String> = servers.iter().filter_map(|told| told.view.clone()).collect();
    views.sort();
    views.dedup();
    if let Some(view) = given.and_then(|given| given.view) {
        views = vec![view.to_owned()];
    }
    let (named, fallback) = if is_named { (request.origin, None) } else { (None, request.origin) };
    let (named, fallback) = (named.map(str::to_owned), fallback.map(str::to_owned));
    Job {
        path,
        real,
        bytes: None,
        seen: None,
        source: None,
        sayings: Sayings { named, rule, servers, fallback },
        views,
    }
}

/// The git root, else the rule file's folder, else the folder of the file or argument; all without links.
fn project_root(folder: &Path, request: &Request, links: &mut Links) -> PathBuf {
    let real = links.resolved(folder);
    let rules_dir = || links.rules_dir().filter(|dir| real.starts_with(dir)).map(Path::to_path_buf);
    if let Some(root) = paths::git_root(&real).or_else(rules_dir) {
        return root;
    }
    let mut arguments = request.paths.iter().map(|path| paths::lexical(path, request.cwd));
    let argument = arguments.find(|path| folder.starts_with(path) && path.is_dir());
    argument.map_or(real, |argument| links.resolved(&argument))
}

fn with_final_dot(name: &str) -> String {
    if name.ends_with('.') { name.to_owned() } else { format!("{name}.") }
}
