//! Reading a project: from the paths of a request to zones.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::budget::Used;
use super::discover::{self, File, FoundKind};
use super::files::{FileTable, Opened};
use super::identity::copied::{SeenFile, copied};
use super::identity::{OriginHints, OriginSource};
use super::input::Stdin;
use super::list::{Listed, Why};
use super::parts::{self, ReadFile};
use super::path_index::PathIndex;
use super::reader::{self, Done, Job};
use super::root::project_root;
use super::server_config::{self, ConfFile, Servers};
use super::{ORIGIN_DIFFERS, Project, ProjectRequest, include};
use crate::findings::Findings;
use crate::fs::{Links, ReadError, Real, paths};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::name::DomainName;

/// A directory that is searched.
struct Searched {
    top: PathBuf,
    holds_zone: bool,
    /// Zones if nothing includes them.
    fragments: Vec<Job>,
    /// Data of tinydns.
    tinydns: Option<PathBuf>,
}

/// A project that is being read.
struct Loader<'r> {
    request: &'r ProjectRequest<'r>,
    opened: Opened<'r>,
    project: Project,
    /// The files that were read, until it is known which of them are zones.
    files: Vec<ReadFile>,
}

/// Reads all that is asked for.
pub(super) fn load(request: &ProjectRequest, sources: &mut Sources) -> Project {
    let links = Links::new(request.fs, request.rules_dir);
    let project = Project { findings: Findings::new(request.input.limits), ..Project::default() };
    let mut loader =
        Loader { request, opened: Opened { links, table: FileTable::default() }, project, files: Vec::new() };
    let mut used = Used::new(request.input.limits);
    let (jobs, searched) = loader.jobs(sources);
    loader.take(jobs, sources, &mut used);
    let left = loader.not_included(searched);
    loader.take(left, sources, &mut used);
    loader.finish(sources);
    let Loader { opened, mut project, .. } = loader;
    project.table = opened.table;
    project.listed.sort_by(|a, b| a.path.cmp(&b.path));
    include::merge_missing(project.findings.list_mut());
    project.name_views(request, sources);
    project.find_views(request.input.limits, sources);
    project
}

impl Loader<'_> {
    /// The files that are named, and what is found in the folders that are.
    fn jobs(&mut self, sources: &mut Sources) -> (Vec<Job>, Vec<Searched>) {
        let request = self.request;
        let named = self.named_servers(sources);
        let (mut jobs, mut searched) = (Vec::new(), Vec::new());
        let full: Vec<PathBuf> =
            request.input.paths.iter().map(|path| paths::lexical(path, request.input.cwd)).collect();
        let reals = self.opened.links.all_named(&full);
        for (full, real) in full.into_iter().zip(reals) {
            match real {
                Ok(real) if request.fs.is_folder(real.path()) => {
                    searched.push(self.search(full, &real, named.as_ref(), &mut jobs, sources));
                }
                real => jobs.push(job(full, real, true, named.as_ref().unwrap_or(&Servers::default()), request)),
            }
        }
        jobs.extend(self.stdin(sources));
        (jobs, searched)
    }

    /// What came on standard input.
    fn stdin(&mut self, sources: &mut Sources) -> Option<Job> {
        let request = self.request;
        let Stdin { path, bytes } = request.input.stdin?;
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(failure) => {
                self.project.failures.insert(0, failure.clone());
                return None;
            }
        };
        let full = paths::lexical(path, request.input.cwd);
        match self.opened.links.named(&full, &[]) {
            // What it includes would be looked for there.
            Err(error @ ReadError::LinkOutside) => {
                self.fail(&full, &error);
                None
            }
            real => {
                let id = sources.add(paths::shown(&full, request.input.cwd), bytes.to_vec());
                self.opened.table.name(id, &full);
                Some(Job { source: Some(id), ..job(full, real, true, &Servers::default(), request) })
            }
        }
    }

    /// The fragments that no zone includes. Folders without a zone are reported.
    fn not_included(&mut self, searched: Vec<Searched>) -> Vec<Job> {
        let has_fragments = searched.iter().any(|searched| !searched.fragments.is_empty());
        let owners = if has_fragments { self.owners() } else { HashMap::new() };
        let mut left = Vec::new();
        for Searched { top, mut holds_zone, fragments, tinydns } in searched {
            for fragment in fragments {
                // What a zone includes was checked with that zone.
                match fragment.real.as_ref().ok().and_then(|real| self.opened.table.source_of(real)) {
                    Some(source) => self.list_included(fragment.path, owners.get(&source).copied()),
                    None => {
                        holds_zone = true;
                        left.push(fragment);
                    }
                }
            }
            if !holds_zone && self.project.failures.is_empty() {
                let top = paths::shown(&top, self.request.input.cwd);
                let words = match tinydns.map(|path| paths::shown(&path, self.request.input.cwd)) {
                    Some(path) => format!("`{path}` is tinydns data; transfer the zone from its server and check that"),
                    None => "none of its files has an SOA record".to_owned(),
                };
                self.project.failures.push(format!("no zone file in `{top}`: {words}"));
            }
        }
        left
    }

    /// What is to be read of a directory.
    fn search(
        &mut self,
        top: PathBuf,
        real: &Real,
        named: Option<&Servers>,
        jobs: &mut Vec<Job>,
        sources: &mut Sources,
    ) -> Searched {
        let request = self.request;
        self.project.folders.push(top.clone());
        let takes = |path: &Path| request.file_selection.takes(&paths::with_slashes(path));
        let root = project_root(&top, request, &mut self.opened.links);
        let found = discover::walk(&top, real, &root, &mut self.opened.links, takes);
        for (path, error) in found.failed {
            self.fail(&path, &error);
        }
        self.project.excluded.extend(found.excluded);
        let holds_conf = found.files.iter().any(|file| matches!(file.kind, FoundKind::Conf(_)));
        let all = found.files.iter().filter(|_| holds_conf).map(|file| file.path.clone());
        let index = PathIndex::new(all, &request.file_selection.moved);
        let mut confs = Vec::new();
        let mut files = Vec::new();
        for file in found.files {
            match file {
                File { path, real, bytes, kind: FoundKind::Conf(start), is_copy: false, .. } if named.is_none() => {
                    let name = paths::shown(&path, request.input.cwd);
                    let is_whole = bytes.is_some();
                    let Ok(source) = self.opened.open(&path, real, name, bytes, sources) else { continue };
                    let whole = || server_config::read(sources.get(source).bytes()).unwrap_or_default();
                    let conf = if is_whole { start } else { whole() };
                    confs.push(ConfFile { path, source, conf });
                }
                file => files.push(file),
            }
        }
        let mut found_servers = Servers::of(&confs, &index, request.input.limits);
        found_servers.finding.take().into_iter().for_each(|finding| _ = self.project.findings.add(finding, sources));
        let servers = named.unwrap_or(&found_servers);
        let mut searched = Searched { top, holds_zone: false, fragments: Vec::new(), tinydns: None };
        for file in files {
            // The look at a part of a file may have missed something.
            let seen = file.bytes.is_some().then_some(file.seen);
            let job = Job { bytes: file.bytes, seen, ..job(file.path, Ok(file.real), false, servers, request) };
            let is_declared = job.hints.rule.is_some() || !job.hints.servers.is_empty();
            match file.kind {
                FoundKind::Zone | FoundKind::Fragment if file.is_copy && !is_declared => {
                    self.project.copies += 1;
                    self.project.listed.push(Listed { path: job.path, zone: None, views: Vec::new(), why: Why::Copy });
                }
                FoundKind::Fragment if !is_declared => searched.fragments.push(job),
                FoundKind::Tinydns if !is_declared => searched.tinydns = Some(job.path),
                FoundKind::Other | FoundKind::Conf(_) if !is_declared => {}
                _ => {
                    searched.holds_zone = true;
                    jobs.push(job);
                }
            }
        }
        searched
    }

    /// The configurations that the rule file names, put together; none where it names none.
    fn named_servers(&mut self, sources: &mut Sources) -> Option<Servers> {
        let request = self.request;
        let first = request.file_selection.servers.first()?;
        // Not the folder of what is named, or any path would be inside.
        let roots = [request.rules_dir.unwrap_or(request.input.cwd), request.input.cwd];
        let roots = roots.map(|folder| project_root(folder, request, &mut self.opened.links));
        let first = paths::lexical(&first.0, request.input.cwd);
        let root = roots.iter().find(|root| first.starts_with(root)).unwrap_or(&roots[0]);
        let index = PathIndex::of_folder(root, request.fs, &request.file_selection.moved);
        let mut confs: Vec<ConfFile> = Vec::new();
        let mut seen = HashSet::new();
        let named = request.file_selection.servers.iter();
        let mut todo: Vec<(PathBuf, Option<Span>)> =
            named.map(|(path, at)| (paths::lexical(path, request.input.cwd), Some(*at))).collect();
        while let Some((path, named_at)) = todo.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let shown = paths::shown(&path, request.input.cwd);
            let real = self.opened.links.below(&path, &roots);
            let opened = real.and_then(|real| self.opened.open(&path, real, shown.clone(), None, sources));
            let source = match opened {
                Ok(source) => source,
                Err(error) => {
                    self.fail_at(&path, &error, named_at, sources);
                    continue;
                }
            };
            let Some(conf) = server_config::read(sources.get(source).bytes()) else {
                if named_at.is_some() {
                    self.project
                        .failures
                        .push(format!("`{shown}` lists no zones: it is not a configuration of BIND, NSD or Knot"));
                }
                continue;
            };
            let included =
                conf.includes.iter().filter_map(|(file, _)| index.find(file, conf.directory.as_deref(), &path));
            todo.extend(included.map(|found| (found.path, None)));
            confs.push(ConfFile { path, source, conf });
        }
        let mut servers = Servers::of(&confs, &index, request.input.limits);
        servers.finding.take().into_iter().for_each(|finding| _ = self.project.findings.add(finding, sources));
        Some(servers)
    }

    /// Reads files as zones, each once however often it is named.
    fn take(&mut self, jobs: Vec<Job>, sources: &mut Sources, used: &mut Used) {
        for Done { path, views, result } in reader::read(jobs, self.request, &mut self.opened, sources, used) {
            match result {
                Ok(read) if self.project.read.insert(read.source) => self.files.push(ReadFile { path, views, read }),
                Ok(_) => {}
                Err(error) => self.fail(&path, &error),
            }
        }
    }

    /// Makes zones of the files that were read, but for those that are parts of others.
    fn finish(&mut self, sources: &Sources) {
        let mut files = std::mem::take(&mut self.files);
        find_copied(&mut files, sources);
        let parts = parts::parts(&files);
        let wholes: HashMap<usize, (PathBuf, Option<DomainName>)> = parts
            .iter()
            .map(|(&part, &whole)| (part, (files[whole].path.clone(), files[whole].known_apex())))
            .collect();
        for (number, file) in files.into_iter().enumerate() {
            let known_apex = file.known_apex();
            let ReadFile { path, views, read } = file;
            if let Some((by, zone)) = wholes.get(&number).cloned() {
                self.project.read.remove(&read.source);
                self.project.listed.push(Listed { path, zone, views: Vec::new(), why: Why::IncludedBy(by) });
                continue;
            }
            self.project.files += 1;
            self.project.findings.absorb(read.findings, sources);
            let why = Why::Read(read.origin_source);
            self.project.listed.push(Listed { path, zone: known_apex, views: views.clone(), why });
            if let Some(mut zone) = read.zone {
                if matches!(read.origin_source, OriginSource::Rule(_) | OriginSource::Server(_)) {
                    zone.declare();
                }
                if read.is_dynamic {
                    zone.update();
                }
                zone.serve_as(read.other_names);
                self.project.zones.push(zone);
                self.project.views_of.push(views);
            }
        }
    }

    /// The file whose zone each source is part of, the first where it is part of several.
    fn owners(&self) -> HashMap<SourceId, usize> {
        let files = self.files.iter().enumerate().rev();
        let sources = files.filter_map(|(index, file)| Some((index, file.read.zone.as_ref()?)));
        sources.flat_map(|(index, zone)| zone.files().map(move |file| (file, index))).collect()
    }

    fn list_included(&mut self, path: PathBuf, owner: Option<usize>) {
        let owner = owner.map(|owner| &self.files[owner]);
        let by = owner.map(|file| file.path.clone()).unwrap_or_default();
        let zone = owner.and_then(ReadFile::known_apex);
        self.project.listed.push(Listed { path, zone, views: Vec::new(), why: Why::IncludedBy(by) });
    }

    fn fail(&mut self, path: &Path, error: &ReadError) {
        self.project.failures.push(format!("`{}` cannot be read: {error}", paths::shown(path, self.request.input.cwd)));
    }

    /// What a rule file names, with the place that does.
    fn fail_at(&mut self, path: &Path, error: &ReadError, at: Option<Span>, sources: &Sources) {
        let by = at.map(|at| (sources.get(at.source), at.start));
        let by = by.map(|(file, at)| format!(", named by `{}:{}`", file.name(), file.position(at).line));
        self.fail(path, error);
        self.project.failures.last_mut().into_iter().for_each(|failure| failure.extend(by.iter().map(String::as_str)));
    }
}

/// Says of which files the names tell that they were copied from others. That a name is nearly the other says less.
fn find_copied(files: &mut [ReadFile], sources: &Sources) {
    let seen: Vec<SeenFile> = files.iter().map(ReadFile::seen).collect();
    for (number, finding) in copied(&seen) {
        let findings = &mut files[number].read.findings;
        findings.list_mut().retain(|other| !other.is(&ORIGIN_DIFFERS));
        findings.add(finding, sources);
    }
}

/// What there is to say of a file before it is read.
fn job(
    path: PathBuf,
    real: Result<Real, ReadError>,
    is_named: bool,
    servers: &Servers,
    request: &ProjectRequest,
) -> Job {
    let text = paths::with_slashes(&path);
    let given = request.file_selection.given(&text);
    let rule = given.and_then(|given| Some((DomainName::new(&given.origin(&text)?), given.span)));
    let servers = servers.zones_of(&path).to_vec();
    let mut views: Vec<String> = servers.iter().filter_map(|served| served.view.clone()).collect();
    views.sort();
    views.dedup();
    if let Some(view) = given.and_then(|given| given.view) {
        views = vec![view.to_owned()];
    }
    let (named, fallback) = if is_named { (request.input.origin, None) } else { (None, request.input.origin) };
    let (named, fallback) = (named.map(DomainName::new), fallback.map(DomainName::new));
    Job {
        path,
        real,
        bytes: None,
        seen: None,
        source: None,
        hints: OriginHints { named, rule, servers, fallback },
        views,
    }
}
