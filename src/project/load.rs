//! Reading a project: from the paths of a request to zones.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::budget::Used;
use super::files::{FileTable, Opened};
use super::identity::OriginSource;
use super::identity::copied::{SeenFile, copied};
use super::input::Stdin;
use super::list::{Listed, Why};
use super::parts::{self, ReadFile};
use super::reader::{self, Done, Job, OtherZone};
use super::search::{self, Search, Searched, StdinFile};
use super::{ORIGIN_DIFFERS, Project, ProjectRequest, include};
use crate::findings::Findings;
use crate::fs::{Links, ReadError, paths};
use crate::source::{SourceId, Sources};
use crate::syntax::name::DomainName;
use crate::zone::Zone;

/// A project that is being read.
pub(super) struct Loader<'r> {
    pub(super) request: &'r ProjectRequest<'r>,
    pub(super) opened: Opened<'r>,
    pub(super) project: Project,
    /// The files that were read, until it is known which of them are zones.
    pub(super) files: Vec<ReadFile>,
    /// What came on standard input.
    pub(super) stdin: Option<SourceId>,
}

/// Reads all that is asked for.
pub(super) fn load(request: &ProjectRequest, sources: &mut Sources) -> Project {
    let links = Links::new(request.fs, request.rules_dir);
    let project = Project { findings: Findings::new(request.input.limits), ..Project::default() };
    let opened = Opened { links, table: FileTable::default() };
    let mut loader = Loader { request, opened, project, files: Vec::new(), stdin: None };
    let mut used = Used::new(request.input.limits);
    let stdin = loader.stdin(sources);
    let Search { jobs, searched, scope } =
        search::search(request, stdin, &mut loader.opened, &mut loader.project, sources);
    loader.take(jobs, sources, &mut used);
    let left = loader.not_included(searched);
    loader.take(left, sources, &mut used);
    loader.finish(sources, |path| scope.holds(path));
    let Loader { opened, mut project, .. } = loader;
    project.table = opened.table;
    project.listed.sort_by(|a, b| a.path.cmp(&b.path));
    include::merge_missing(project.findings.list_mut());
    project.name_views(request, sources);
    project.find_views(request.input.limits, sources);
    let mut findings = std::mem::take(&mut project.findings);
    findings.retain_mut(|finding| project.is_reported(sources.in_file(finding.primary.span).source));
    project.findings = findings;
    project
}

impl Loader<'_> {
    /// What came on standard input. Where it stands for a file, whoever opens that file gets it.
    fn stdin(&mut self, sources: &mut Sources) -> Option<StdinFile> {
        let request = self.request;
        let Stdin { path, bytes, .. } = request.input.stdin?;
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(failure) => {
                self.project.failures.insert(0, failure.clone());
                return None;
            }
        };
        let path = paths::lexical(path, request.input.cwd);
        match self.opened.links.named(&path, &[]) {
            // What it includes would be looked for there.
            Err(error @ ReadError::LinkOutside) => {
                self.fail(&path, &error);
                None
            }
            real => {
                let source = sources.add(paths::shown(&path, request.input.cwd), bytes.to_vec());
                self.opened.table.name(source, &path, real.as_ref().ok());
                self.stdin = Some(source);
                Some(StdinFile { path, real, source })
            }
        }
    }

    /// The fragments that no zone includes. Folders without a zone are reported.
    fn not_included(&mut self, searched: Vec<Searched>) -> Vec<Job> {
        let has_fragments = searched.iter().any(|searched| !searched.fragments.is_empty());
        let owners = if has_fragments { self.owners() } else { HashMap::new() };
        let mut left = Vec::new();
        for Searched { top, mut holds_zone, fragments, unserved } in searched {
            for fragment in fragments {
                let opened = fragment.real.as_ref().ok().and_then(|real| self.opened.table.source_of(real));
                holds_zone = true;
                // Standard input was not opened for a zone.
                match opened.filter(|source| self.stdin != Some(*source) || owners.contains_key(source)) {
                    // What a zone includes was checked with that zone.
                    Some(source) => {
                        let owner = owners.get(&source).copied();
                        self.list_included(fragment.path, owner, fragment.is_neighbour);
                    }
                    None => left.push(fragment),
                }
            }
            if let Some(top) = top.filter(|_| !holds_zone && self.project.failures.is_empty()) {
                let top = paths::shown(&top, self.request.input.cwd);
                let words = match unserved {
                    Some((path, words)) => format!("`{}` {words}", paths::shown(&path, self.request.input.cwd)),
                    None => format!("none of its files has an SOA record{}", self.project.left_by_git()),
                };
                self.project.failures.push(format!("no zone file in `{top}`: {words}"));
                self.project.is_without_zones = true;
            }
        }
        left
    }

    /// Reads files as zones, each once however often it is named. That a neighbour cannot be read fails nothing.
    pub(super) fn take(&mut self, jobs: Vec<Job>, sources: &mut Sources, used: &mut Used) {
        for Done { path, hints, is_neighbour, result } in
            reader::read(jobs, self.request, &mut self.opened, sources, used)
        {
            match result {
                Ok(read) if self.project.read.insert(read.source) => {
                    self.project.hints.push((path.clone(), hints));
                    self.files.push(ReadFile { path, is_neighbour, read })
                }
                Err(error) if !is_neighbour => self.fail(&path, &error),
                Ok(_) | Err(_) => {}
            }
        }
    }

    /// Makes zones of the files that were read, but for those that are parts of others: first of those that are
    /// checked, which are the named ones and those that include a named file.
    pub(super) fn finish(&mut self, sources: &Sources, is_named: impl Fn(&Path) -> bool) {
        let mut files = std::mem::take(&mut self.files);
        find_copied(&mut files, sources);
        let named = files.iter().any(|file| file.is_neighbour).then(|| self.opened.table.sources_where(is_named));
        let parts = parts::parts(&files);
        let wholes: HashMap<usize, (PathBuf, Option<DomainName>)> = parts
            .iter()
            .map(|(&part, &whole)| (part, (files[whole].path.clone(), files[whole].known_apex())))
            .collect();
        let mut reported = named.clone();
        let mut neighbours = Vec::new();
        for (number, file) in files.into_iter().enumerate() {
            let known_apex = file.known_apex();
            let ReadFile { path, is_neighbour, read } = file;
            if let Some((by, zone)) = wholes.get(&number).cloned() {
                self.project.read.remove(&read.source);
                let why = Why::IncludedBy(by);
                self.project.listed.push(Listed { path, zone, views: Vec::new(), why, is_neighbour });
                continue;
            }
            let all = || read.zone.iter().flat_map(Zone::files).chain([read.source]);
            let is_checked =
                !is_neighbour || named.as_ref().is_some_and(|named| all().any(|file| named.contains(&file)));
            if let Some(reported) = reported.as_mut().filter(|_| !is_neighbour) {
                reported.extend(all());
            }
            let listed = |zone, views: &[String], by| {
                let (path, views, why) = (path.clone(), views.to_vec(), Why::Read(by));
                Listed { path, zone, views, why, is_neighbour }
            };
            self.project.listed.push(listed(known_apex, &read.views, read.origin_source));
            let own =
                read.zone.map(|zone| (known(zone, read.origin_source, read.is_dynamic, named.as_ref()), read.views));
            let mut zones: Vec<_> = own.into_iter().collect();
            for OtherZone { zone, at, is_dynamic, views } in read.others {
                let by = OriginSource::Server(at);
                self.project.listed.push(listed(Some(zone.apex_name().clone()), &views, by));
                zones.push((known(zone, by, is_dynamic, named.as_ref()), views));
            }
            if is_checked {
                self.project.files += 1;
                self.project.findings.absorb(read.findings, sources);
                self.project.add(zones);
            } else {
                neighbours.extend(zones);
            }
        }
        self.project.checked = self.project.zones.len();
        self.project.add(neighbours);
        self.project.reported = reported;
    }

    /// The file whose zone each source is part of, the first where it is part of several.
    fn owners(&self) -> HashMap<SourceId, usize> {
        let files = self.files.iter().enumerate().rev();
        let sources = files.filter_map(|(index, file)| Some((index, file.read.zone.as_ref()?)));
        sources.flat_map(|(index, zone)| zone.files().map(move |file| (file, index))).collect()
    }

    fn list_included(&mut self, path: PathBuf, owner: Option<usize>, is_neighbour: bool) {
        let owner = owner.map(|owner| &self.files[owner]);
        let by = owner.map(|file| file.path.clone()).unwrap_or_default();
        let zone = owner.and_then(ReadFile::known_apex);
        self.project.listed.push(Listed { path, zone, views: Vec::new(), why: Why::IncludedBy(by), is_neighbour });
    }

    fn fail(&mut self, path: &Path, error: &ReadError) {
        self.project.fail(path, error, self.request.input.cwd);
    }
}

/// A zone, with what its server is known to do with it.
fn known(mut zone: Zone, by: OriginSource, is_dynamic: bool, named: Option<&HashSet<SourceId>>) -> Zone {
    match by {
        OriginSource::Server(at) => {
            zone.declare(Some(at).filter(|at| named.is_none_or(|named| named.contains(&at.source))))
        }
        OriginSource::Rule(_) => zone.declare(None),
        _ => {}
    }
    if is_dynamic {
        zone.update();
    }
    zone
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
