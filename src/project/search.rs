//! The files that are named and those of folders: what is read of them, and as which zones.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::discover::{self, File, Found, FoundKind, Reach};
use super::files::Opened;
use super::gitignore::GitIgnore;
use super::identity::OriginHints;
use super::list::{Listed, Why};
use super::path_index::PathIndex;
use super::reader::Job;
use super::root::project_root;
use super::scope::{self, Around, Named, Scope};
use super::server_config::{self, ConfFile, Servers};
use super::{Project, ProjectRequest, Searching};
use crate::fs::{ReadError, Real, paths};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::name::DomainName;

/// So many bytes of files around what is named are read; the smallest files first.
const MAX_BYTES: u64 = 64 << 20;

/// What is to be read.
pub(super) struct Search {
    /// First what is named.
    pub jobs: Vec<Job>,
    pub searched: Vec<Searched>,
    /// What is named.
    pub scope: Scope,
}

/// A directory that was searched, or what was named besides.
#[derive(Default)]
pub(super) struct Searched {
    /// The directory, if it is one that should have a zone.
    pub top: Option<PathBuf>,
    pub holds_zone: bool,
    /// Zones if nothing includes them.
    pub fragments: Vec<Job>,
    /// What zones are made from, or are kept as by other servers, and what to do instead.
    pub unserved: Option<(PathBuf, &'static str)>,
}

/// What came on standard input.
pub(super) struct StdinFile {
    /// Absolute.
    pub path: PathBuf,
    /// The file that it stands for, if there is one.
    pub real: Result<Real, ReadError>,
    pub source: SourceId,
}

/// Looks for files, and for who says which zones they are.
pub(super) fn search(
    request: &ProjectRequest,
    stdin: Option<StdinFile>,
    opened: &mut Opened,
    project: &mut Project,
    sources: &mut Sources,
) -> Search {
    let mut named = scope::named(request, &mut opened.links);
    let mut text = None;
    let is_file = request.input.stdin.is_some_and(|stdin| stdin.is_named);
    let stands_for = stdin.as_ref().filter(|_| is_file).map(|stdin| stdin.path.clone());
    match stdin {
        Some(StdinFile { path, real: Ok(real), source }) if is_file => {
            let start = sources.get(source).bytes().to_vec();
            named.push(Named::File(Box::new(File { bytes: None, ..File::of(start, false, path, real) })));
        }
        stdin => text = stdin,
    }
    let stands_for = stands_for.as_deref();
    let scope = Scope::of(&named, stands_for);
    let around = scope.around(&named, stands_for, request, &mut opened.links);
    // Nothing says of a folder without a mark that its zones belong together.
    let is_project = around.iter().any(|around| around.reach != Reach::Flat);
    let has_neighbours = is_project && named.iter().any(|one| matches!(one, Named::File(_)));
    let (confs, named_confs) = Default::default();
    let mut searcher = Searcher { request, opened, project, confs, named_confs, has_neighbours };
    let (batches, all) = searcher.batches(named, &scope, &around, sources);
    let index = searcher.named_confs(sources).unwrap_or_else(|| {
        let paths = all.into_iter().filter(|_| !searcher.confs.is_empty());
        PathIndex::new(paths, &request.file_selection.moved)
    });
    // A link is there, wherever it leads.
    let exists = |path: &Path| request.fs.kind(path).is_ok();
    let mut servers = Servers::of(&searcher.confs, &index, request.input.limits, sources, &exists);
    searcher.project.configurations = searcher.confs.iter().map(|conf| conf.source).collect();
    let findings = std::mem::take(&mut servers.findings);
    findings.into_iter().for_each(|finding| _ = searcher.project.findings.add(finding, sources));
    let checked = server_config::sources_of(&searcher.named_confs, &searcher.confs, &index);
    let mut jobs = Vec::new();
    if let Some(StdinFile { path, real, source }) = text {
        jobs.push(Job { source: Some(source), ..job(path, real, true, &servers, request) });
    }
    let searched = batches.into_iter().map(|batch| searcher.take(batch, (&servers, &checked), &mut jobs)).collect();
    let is_named = |job: &Job| job.hints.servers.iter().any(|served| checked.contains(&served.at.source));
    let is_any_here = jobs.iter().any(is_named);
    searcher.tell_empty(&checked, is_any_here);
    jobs.sort_by_key(|job| job.is_neighbour);
    searcher.leave_large(&mut jobs);
    Search { jobs, searched, scope }
}

/// Files that were found together.
struct Batch {
    searched: Searched,
    files: Vec<File>,
    /// Jobs that need no look.
    jobs: Vec<Job>,
    kind: BatchKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BatchKind {
    Named,
    Folder,
    Around,
}

struct Searcher<'r, 'f> {
    request: &'r ProjectRequest<'r>,
    opened: &'r mut Opened<'f>,
    project: &'r mut Project,
    /// The configurations that count.
    confs: Vec<ConfFile>,
    /// Those of them that are named to be checked.
    named_confs: HashSet<PathBuf>,
    /// Whether other zones than those that configurations name are read around what is named: a folder says by itself
    /// what is to be held against each other.
    has_neighbours: bool,
}

impl<'f> Searcher<'_, 'f> {
    /// All files, and the paths of all of them.
    fn batches(
        &mut self,
        named: Vec<Named>,
        scope: &Scope,
        around: &[Around],
        sources: &mut Sources,
    ) -> (Vec<Batch>, Vec<PathBuf>) {
        let new = |kind| Batch { searched: Searched::default(), files: Vec::new(), jobs: Vec::new(), kind };
        let mut batches = vec![new(BatchKind::Named)];
        for one in named {
            match one {
                Named::Folder(top, real) => {
                    let root = project_root(&top, self.request, &mut self.opened.links);
                    let takes = |path: &Path| self.request.file_selection.takes(&paths::with_slashes(path));
                    let git = self.git(&top, &real);
                    let found = discover::walk((&top, &real), Reach::All, &root, &mut self.opened.links, git, takes);
                    let files = self.found(found);
                    self.project.folders.push(top.clone());
                    let searched = Searched { top: Some(top), ..Searched::default() };
                    batches.push(Batch { searched, files, ..new(BatchKind::Folder) });
                }
                Named::File(file) => batches[0].files.push(*file),
                Named::Unreadable(path, error) => {
                    batches[0].jobs.push(job(path, Err(error), true, &Servers::default(), self.request));
                }
            }
        }
        for Around { top, real, reach } in around {
            let takes =
                |path: &Path| self.request.file_selection.takes(&paths::with_slashes(path)) && !scope.holds(path);
            let git = self.git(top, real);
            let found = discover::walk((top, real), *reach, real.path(), &mut self.opened.links, git, takes);
            let searching = match reach {
                _ if found.is_too_large => Searching::TooLarge,
                Reach::Flat => Searching::Flat,
                Reach::All | Reach::Deep => Searching::Deep,
            };
            self.project.around.push((top.clone(), searching));
            batches.push(Batch { files: found.files, ..new(BatchKind::Around) });
        }
        let files = || batches.iter().flat_map(|batch| &batch.files);
        let holds_conf = files().any(|file| matches!(file.kind, FoundKind::Conf(_)));
        let all = files().filter(|_| holds_conf).map(|file| file.path.clone()).collect();
        for batch in &mut batches {
            let files = std::mem::take(&mut batch.files);
            batch.files = files.into_iter().filter_map(|file| self.without_conf(file, batch.kind, sources)).collect();
        }
        (batches, all)
    }

    /// What git ignores in a folder.
    fn git(&self, top: &Path, real: &Real) -> Option<GitIgnore<'f>> {
        self.request.input.gitignore.then(|| GitIgnore::of(top, real, &self.opened.links)).flatten()
    }

    /// The files of a folder that is to be checked.
    fn found(&mut self, found: Found) -> Vec<File> {
        for (path, error) in found.failed {
            self.project.fail(&path, &error, self.request.input.cwd);
        }
        self.project.excluded.extend(found.excluded);
        self.project.ignored.extend(found.ignored);
        found.files
    }

    /// A file, if it is not a configuration that counts.
    fn without_conf(&mut self, file: File, kind: BatchKind, sources: &mut Sources) -> Option<File> {
        let counts = kind == BatchKind::Named || self.request.file_selection.servers.is_empty();
        match file {
            File { path, real, bytes, kind: FoundKind::Conf(start), is_copy: false, .. } if counts => {
                let name = paths::shown(&path, self.request.input.cwd);
                let is_whole = bytes.is_some();
                let opened = self.opened.open(&path, real, name, bytes, sources);
                let source = match opened {
                    Ok(source) => source,
                    Err(error) => {
                        if kind == BatchKind::Named {
                            self.project.fail(&path, &error, self.request.input.cwd);
                        }
                        return None;
                    }
                };
                let whole = || server_config::read(sources.get(source).text()).unwrap_or_default();
                let conf = if is_whole { start } else { whole() };
                if kind == BatchKind::Named {
                    self.named_confs.insert(path.clone());
                }
                self.confs.push(ConfFile { path, source, conf });
                None
            }
            file => Some(file),
        }
    }

    /// Takes in the configurations that the rule file names; none where it names none, else the files that they can
    /// mean.
    fn named_confs(&mut self, sources: &mut Sources) -> Option<PathIndex> {
        let request = self.request;
        let first = request.file_selection.servers.first()?;
        // Not the folder of what is named, or any path would be inside.
        let roots = [request.rules_dir.unwrap_or(request.input.cwd), request.input.cwd];
        let roots = roots.map(|folder| project_root(folder, request, &mut self.opened.links));
        let first = paths::lexical(&first.0, request.input.cwd);
        let root = roots.iter().find(|root| first.starts_with(root)).unwrap_or(&roots[0]);
        let index = PathIndex::of_folder(root, request.fs, &request.file_selection.moved);
        let mut seen: HashSet<PathBuf> = self.confs.iter().map(|conf| conf.path.clone()).collect();
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
                    self.project.fail_at(&path, &error, named_at, request.input.cwd, sources);
                    continue;
                }
            };
            let Some(conf) = server_config::read(sources.get(source).text()) else {
                if named_at.is_some() {
                    let failure = format!("`{shown}` lists no zones: it is not a configuration of BIND, NSD or Knot");
                    self.project.failures.push(failure);
                }
                continue;
            };
            let included =
                conf.includes.iter().filter_map(|(file, _)| index.find(file, conf.directory.as_deref(), &path));
            todo.extend(included.map(|found| (found.path, None)));
            self.confs.push(ConfFile { path, source, conf });
        }
        Some(index)
    }

    /// Sorts out what is read of files, where these configurations are to be checked with all zones they name.
    fn take(
        &mut self,
        batch: Batch,
        (servers, checked): (&Servers, &HashSet<SourceId>),
        jobs: &mut Vec<Job>,
    ) -> Searched {
        let Batch { mut searched, files, jobs: unread, kind } = batch;
        jobs.extend(unread);
        let (is_named, is_around) = (kind == BatchKind::Named, kind == BatchKind::Around);
        searched.holds_zone = is_named;
        // Most files of a folder are something else, and to ask who names a file takes longer than to find it.
        let is_any_declared = !servers.is_empty() || self.request.file_selection.names_zones();
        for file in files {
            if !is_named && !is_any_declared && matches!(file.kind, FoundKind::Other) {
                continue;
            }
            // The look at a part of a file may have missed something, and one that is no text was not looked at.
            let is_probed = file.bytes.is_some() && matches!(file.kind, FoundKind::Zone | FoundKind::Fragment);
            let seen = is_probed.then_some(file.seen);
            let job = job(file.path, Ok(file.real), is_named, servers, self.request);
            let is_checked = job.hints.servers.iter().any(|served| checked.contains(&served.at.source));
            let mut job = Job { bytes: file.bytes, seen, is_neighbour: is_around && !is_checked, ..job };
            // `--origin` is for what is named.
            job.hints.fallback.take_if(|_| job.is_neighbour);
            let hints = &job.hints;
            let is_declared = hints.named.is_some() || hints.rule.is_some() || !hints.servers.is_empty();
            match file.kind {
                _ if is_around && !is_declared && !self.has_neighbours => {}
                FoundKind::Zone | FoundKind::Fragment | FoundKind::Unreadable if file.is_copy && !is_declared => {
                    self.project.copies += usize::from(!job.is_neighbour);
                    self.project.listed.push(skipped(job, Why::Copy));
                }
                FoundKind::Template if !is_declared => {
                    searched.unserved = Some((job.path.clone(), "is a template; check what is made from it"));
                    self.project.templates += usize::from(!job.is_neighbour);
                    self.project.listed.push(skipped(job, Why::Template));
                }
                FoundKind::Fragment | FoundKind::Unreadable if !is_declared => searched.fragments.push(job),
                // A zone may include whatever it is.
                FoundKind::Other | FoundKind::Tinydns if is_named && !is_declared => searched.fragments.push(job),
                FoundKind::Tinydns if !is_declared => {
                    let instead = "is tinydns data; transfer the zone from its server and check that";
                    searched.unserved = Some((job.path, instead));
                }
                FoundKind::Other | FoundKind::Conf(_) if !is_declared => {}
                _ => {
                    searched.holds_zone = true;
                    jobs.push(job);
                }
            }
        }
        searched
    }

    /// Says of configurations that are named that none of their zones is here.
    fn tell_empty(&mut self, checked: &HashSet<SourceId>, is_any_here: bool) {
        let names_zones = self.confs.iter().any(|conf| checked.contains(&conf.source) && !conf.conf.zones.is_empty());
        if is_any_here || !names_zones {
            return;
        }
        let named = self.confs.iter().filter(|conf| self.named_confs.contains(&conf.path));
        let shown: Vec<String> =
            named.map(|conf| format!("`{}`", paths::shown(&conf.path, self.request.input.cwd))).collect();
        let (names, shown) = (if shown.len() == 1 { "names" } else { "name" }, shown.join(", "));
        self.project.failures.push(format!("none of the zone files that {shown} {names} is here"));
    }

    /// Leaves out the largest neighbours where all of them are more than is read.
    fn leave_large(&mut self, jobs: &mut Vec<Job>) {
        let length = |job: &Job| match (&job.bytes, &job.real) {
            (Some(bytes), _) => bytes.len() as u64,
            (None, Ok(real)) => self.request.fs.length(real).unwrap_or_default(),
            (None, Err(_)) => 0,
        };
        let around = jobs.partition_point(|job| !job.is_neighbour);
        let mut lengths: Vec<(u64, usize)> = jobs[around..].iter().map(length).zip(around..).collect();
        if lengths.iter().map(|(length, _)| length).sum::<u64>() <= MAX_BYTES {
            return;
        }
        lengths.sort_unstable();
        let mut sum = 0;
        let mut is_left_out = vec![false; jobs.len()];
        for (length, number) in lengths {
            sum += length;
            is_left_out[number] = sum > MAX_BYTES;
        }
        let (kept, left_out): (Vec<_>, Vec<_>) =
            std::mem::take(jobs).into_iter().zip(is_left_out).partition(|(_, is_left_out)| !is_left_out);
        jobs.extend(kept.into_iter().map(|(job, _)| job));
        self.project.listed.extend(left_out.into_iter().map(|(job, _)| skipped(job, Why::TooMuch)));
    }
}

/// What there is to say of a file that is not read.
fn skipped(job: Job, why: Why) -> Listed {
    let Job { path, is_neighbour, .. } = job;
    Listed { path, zone: None, views: Vec::new(), why, is_neighbour }
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
    let view = given.and_then(|given| given.view).map(str::to_owned);
    let (named, fallback) = if is_named { (request.input.origin, None) } else { (None, request.input.origin) };
    let (named, fallback) = (named.map(DomainName::new), fallback.map(DomainName::new));
    Job {
        path,
        real,
        bytes: None,
        seen: None,
        source: None,
        hints: OriginHints { named, rule, servers, fallback, view },
        is_neighbour: false,
    }
}
