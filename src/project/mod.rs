//! From paths to zones: which files are read, as which zone, and what they include.
//!
//! | file | knows |
//! |---|---|
//! | `discover` | what the files of a folder are, by their content |
//! | `server` | what the configurations of BIND, NSD and Knot say |
//! | `tree` | which file here a path of a server means |
//! | `whose`, `origin` | which zone a file holds, and what tells |
//! | `reader` | files to zones, on all cores |
//! | `include` | which file an `$INCLUDE` means |
//! | `files`, `paths` | the disk |
//! | `views` | which zones answer the same clients |
//! | `list` | what became of each file |

mod discover;
pub mod files;
mod include;
mod list;
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
use crate::source::{SourceId, Sources};
use crate::zone::Zone;
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
        let named = project.named_servers(&request, sources);
        let mut jobs = Vec::new();
        let mut searched = Vec::new();
        for path in request.paths {
            let full = paths::lexical(path, request.cwd);
            if full.is_dir() {
                searched.push(project.search(full, named.as_ref(), &mut jobs, &request, sources));
            } else {
                jobs.push(job(full, true, named.as_ref().unwrap_or(&Servers::default()), &request));
            }
        }
        if let Some((path, bytes)) = &request.stdin {
            let full = paths::lexical(path, request.cwd);
            let id = sources.add(paths::shown(&full, request.cwd), bytes.clone());
            project.opened.name(id, &full);
            let servers = Servers::default();
            jobs.push(Job { source: Some(id), ..job(full, true, &servers, &request) });
        }
        project.take(jobs, &request, sources);
        let has_fragments = searched.iter().any(|searched| !searched.fragments.is_empty());
        let owners = if has_fragments { project.owners() } else { HashMap::new() };
        let mut left = Vec::new();
        for Searched { top, mut holds_zone, fragments } in searched {
            for fragment in fragments {
                // What a zone includes was checked with that zone.
                match project.opened.source_of(&fragment.path) {
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
        project.take(left, &request, sources);
        project.listed.sort_by(|a, b| a.path.cmp(&b.path));
        include::tell_each_once(project.findings.list_mut(), &project.opened);
        project.name_views(&request, sources);
        project
    }

    /// The zones that answer the same clients, as indexes into the zones.
    pub fn views(&self) -> Vec<Vec<usize>> {
        views::views(&self.seen())
    }

    fn seen(&self) -> Vec<Seen<'_>> {
        let nowhere = Path::new("");
        let seen = self.zones.iter().zip(&self.views_of).map(|(zone, views)| Seen {
            apex: Some(zone.apex_text().to_ascii_lowercase()).filter(|apex| apex != UNKNOWN),
            path: self.path_of(zone.file()).unwrap_or(nowhere),
            views,
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
        named: Option<&Servers>,
        jobs: &mut Vec<Job>,
        request: &Request,
        sources: &mut Sources,
    ) -> Searched {
        self.folders.push(top.clone());
        // What cannot be looked at is told by the walk.
        let _ = self.opened.folder(&top);
        let takes = |path: &Path| request.reading.takes(&paths::with_slashes(path));
        let found = discover::walk(&top, &project_root(&top, request), takes);
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
                File { path, bytes, kind: Kind::Conf(start), .. } if !is_copy && named.is_none() => {
                    let name = paths::shown(&path, request.cwd);
                    let is_whole = bytes.is_some();
                    let Ok(source) = self.opened.open(&path, name, bytes, sources) else { continue };
                    let whole = || server::read(sources.get(source).bytes()).unwrap_or_default();
                    let conf = if is_whole { start } else { whole() };
                    confs.push(ConfFile { path, source, conf });
                }
                file => files.push((is_copy, file)),
            }
        }
        let found_servers = Servers::of(&confs, &tree);
        let servers = named.unwrap_or(&found_servers);
        let mut searched = Searched { top, holds_zone: false, fragments: Vec::new() };
        for (is_copy, file) in files {
            // The look at a part of a file may have missed something.
            let seen = file.bytes.is_some().then_some(file.seen);
            let job = Job { bytes: file.bytes, seen, ..job(file.path, false, servers, request) };
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
        let root = project_root(first.0.parent()?, request);
        let tree = Tree::of_folder(&root, &request.reading.moved);
        let mut confs: Vec<ConfFile> = Vec::new();
        let mut todo: Vec<(PathBuf, bool)> =
            request.reading.servers.iter().map(|(path, _)| (paths::lexical(path, request.cwd), true)).collect();
        while let Some((path, is_named)) = todo.pop() {
            if confs.iter().any(|conf| conf.path == path) {
                continue;
            }
            let shown = paths::shown(&path, request.cwd);
            if path.canonicalize().is_ok_and(|path| !path.starts_with(&root)) {
                self.failures.push(format!("`{shown}` lies outside the project and is not read"));
                continue;
            }
            let source = match self.opened.open(&path, shown.clone(), None, sources) {
                Ok(source) => source,
                Err(error) => {
                    self.fail(&path, &error, request);
                    continue;
                }
            };
            let Some(conf) = server::read(sources.get(source).bytes()) else {
                if is_named {
                    self.failures
                        .push(format!("`{shown}` names no zones: it is no configuration of BIND, NSD or Knot"));
                }
                continue;
            };
            let included =
                conf.includes.iter().filter_map(|(file, _)| tree.find(file, conf.directory.as_deref(), &path));
            todo.extend(included.map(|found| (found.path, false)));
            confs.push(ConfFile { path, source, conf });
        }
        Some(Servers::of(&confs, &tree))
    }

    /// Reads files as zones, each once however often it is named.
    fn take(&mut self, jobs: Vec<Job>, request: &Request, sources: &mut Sources) {
        for Done { path, views, result } in reader::read(jobs, request, &mut self.opened, sources) {
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
}

/// What there is to say of a file before it is read.
fn job(path: PathBuf, is_named: bool, servers: &Servers, request: &Request) -> Job {
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
    Job { path, bytes: None, seen: None, source: None, sayings: Sayings { named, rule, servers, fallback }, views }
}

/// The git root, else the rule file's folder, else the folder of the file or argument.
fn project_root(folder: &Path, request: &Request) -> PathBuf {
    let rules_dir = request.rules_dir.filter(|dir| folder.starts_with(dir)).map(Path::to_path_buf);
    let argument =
        request.paths.iter().map(|p| paths::lexical(p, request.cwd)).find(|p| p.is_dir() && folder.starts_with(p));
    let root = paths::git_root(folder).or(rules_dir).or(argument).unwrap_or_else(|| folder.to_path_buf());
    root.canonicalize().unwrap_or(root)
}

fn with_final_dot(name: &str) -> String {
    if name.ends_with('.') { name.to_owned() } else { format!("{name}.") }
}
