//! Files to zones, on all cores.
//!
//! A piece of the work reads its files as if it were the only one, into copies of the tables of
//! the run; then the pieces are put together in order, and each source gets the id that it would
//! have had if one had been read after the other.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::budget::{Account, Budget, Used};
use super::files::Opened;
use super::identity::{OriginHints, OriginSource, ZoneIdentity, identify};
use super::include::IncludeFiles;
use super::path_index::PathIndexes;
use super::server_config::ServedZone;
use super::{ORIGIN_DIFFERS, ProjectRequest};
use crate::diagnostic::Diagnostic;
use crate::findings::Findings;
use crate::fs::{ReadError, Real, paths};
use crate::limits::{self, Grant};
use crate::parallel::in_pieces;
use crate::source::{SourceId, Sources, Span};
use crate::syntax::name::DomainName;
use crate::syntax::rdata::RType;
use crate::zone::probe::{self, Probe};
use crate::zone::{self, Zone};

/// A file to be read as a zone.
#[derive(Debug)]
pub(super) struct Job {
    /// Absolute.
    pub path: PathBuf,
    /// Where it is, or why it is not read.
    pub real: Result<Real, ReadError>,
    /// All of it, if it was read already.
    pub bytes: Option<Vec<u8>>,
    /// What a first look at all of it saw, if somebody looked.
    pub seen: Option<Probe>,
    /// Its source, if it came another way than by its path.
    pub source: Option<SourceId>,
    /// What others than the file say of its origin.
    pub hints: OriginHints,
    /// Whether it was not named.
    pub is_neighbour: bool,
}

impl Job {
    /// Where it is. Why it is not read is told once, and it is not asked again.
    fn real(&mut self) -> Result<Real, ReadError> {
        match &self.real {
            Ok(real) => Ok(real.clone()),
            Err(_) => std::mem::replace(&mut self.real, Err(ReadError::NotRegular)),
        }
    }
}

/// What came of a job.
pub(super) struct Done {
    pub path: PathBuf,
    pub hints: OriginHints,
    pub is_neighbour: bool,
    pub result: Result<Read, ReadError>,
}

/// A file that was read.
pub(super) struct Read {
    pub source: SourceId,
    /// Its zone, if it is a zone file.
    pub zone: Option<Zone>,
    /// The name of the zone, and what tells it.
    pub apex: DomainName,
    pub origin_source: OriginSource,
    /// Where the SOA has the name of the zone; else the top of the file.
    pub said_at: Span,
    /// Whether the zone is updated at run time.
    pub is_dynamic: bool,
    /// The views it is said to stand in.
    pub views: Vec<String>,
    /// The other zones that servers read from the file.
    pub others: Vec<OtherZone>,
    pub findings: Findings,
}

/// A further zone that a server reads from a file, which does not say itself which zone it is.
pub(super) struct OtherZone {
    pub zone: Zone,
    /// Where the server's configuration names it.
    pub at: Span,
    pub is_dynamic: bool,
    pub views: Vec<String>,
}

/// A file, and what came of it.
type Tried = (Job, Result<Read, ReadError>);

/// Reads files in order; what comes of them is in the tables of the run.
pub(super) fn read(
    jobs: Vec<Job>,
    request: &ProjectRequest,
    opened: &mut Opened,
    sources: &mut Sources,
    used: &mut Used,
) -> impl Iterator<Item = Done> + use<> {
    let indexes = PathIndexes::default();
    let known = sources.len();
    let start = |budget: &Budget| {
        let (sources, opened, budget) = (sources.clone(), opened.clone(), budget.clone());
        ReaderShare { sources, opened, indexes: &indexes, request, budget, done: Vec::new() }
    };
    let budget = Budget::new(used);
    let mut pieces = in_pieces(jobs, |jobs| start(&budget).read_all(jobs.into_iter().map(|job| (job, None))));
    let mut now = budget.used();
    if now.was_short() && pieces.len() > 1 {
        // Which core came too late was a matter of chance: files ask again in their order.
        let tried = pieces.into_iter().flat_map(|piece| piece.done);
        let jobs: Vec<_> = tried.map(|(job, result)| (job, result.err())).collect();
        let budget = Budget::new(used);
        pieces = vec![start(&budget).read_all(jobs)];
        now = budget.used();
    }
    *used = now;
    for piece in &mut pieces {
        let ids = opened.table.absorb(&piece.opened.table, &piece.sources, known, sources);
        for read in piece.done.iter_mut().filter_map(|(_, result)| result.as_mut().ok()) {
            read.source = ids.id(read.source);
            read.said_at = ids.span(read.said_at);
            read.findings.renumber(&ids);
            for zone in read.zone.iter_mut().chain(read.others.iter_mut().map(|other| &mut other.zone)) {
                zone.renumber(&ids, sources);
            }
        }
    }
    let done: Vec<Vec<Tried>> = pieces.into_iter().map(|piece| piece.done).collect();
    let told = |(Job { path, hints, is_neighbour, .. }, result)| Done { path, hints, is_neighbour, result };
    done.into_iter().flatten().map(told)
}
struct ReaderShare<'r> {
    sources: Sources,
    opened: Opened<'r>,
    indexes: &'r PathIndexes,
    request: &'r ProjectRequest<'r>,
    budget: Budget,
    done: Vec<Tried>,
}

impl ReaderShare<'_> {
    /// Reads files that did not fail before.
    fn read_all(mut self, jobs: impl IntoIterator<Item = (Job, Option<ReadError>)>) -> Self {
        for (mut job, failed) in jobs {
            let result = failed.map_or_else(|| self.read(&mut job), Err);
            self.done.push((job, result));
        }
        self
    }

    fn read(&mut self, job: &mut Job) -> Result<Read, ReadError> {
        let source = match job.source {
            Some(source) => source,
            None => {
                let (real, bytes) = (job.real()?, job.bytes.take());
                let name = paths::shown(&job.path, self.request.input.cwd);
                self.opened.open(&job.path, real, name, bytes, &mut self.sources)?
            }
        };
        let mut read = self.zone(source, &job.path, &job.hints, job.seen.take());
        let has_journal = self.has_journal(&job.path);
        read.is_dynamic = has_journal || job.hints.is_dynamic(&read.apex);
        read.views = job.hints.views(&read.apex);
        place_others(&mut read.others, &job.hints, has_journal);
        Ok(read)
    }

    /// Whether BIND keeps a journal of updates beside a file.
    fn has_journal(&self, path: &Path) -> bool {
        let mut journal = path.as_os_str().to_owned();
        journal.push(".jnl");
        self.request.fs.is_file(Path::new(&journal))
    }

    fn zone(&mut self, source: SourceId, path: &Path, hints: &OriginHints, seen: Option<Probe>) -> Read {
        let seen = seen.unwrap_or_else(|| probe::probe(self.sources.get(source).text()));
        let identity = identify(source, path, hints, &seen, &self.sources);
        let is_guess =
            matches!(identity.origin_source, OriginSource::FileName | OriginSource::Comment | OriginSource::Unknown);
        let mut account = self.budget.account();
        let read = self.zone_of(source, (path, &hints.servers), identity, &mut account);
        // The SOA in an included file knows better than the name of the file.
        let mut read = match read.zone.as_ref().filter(|_| is_guess).and_then(soa_elsewhere) {
            Some(apex) => {
                let origin = apex.clone();
                let identity =
                    ZoneIdentity { origin, apex, origin_source: OriginSource::Soa, said_at: (0, 0), finding: None };
                account.start_again();
                self.zone_of(source, (path, &hints.servers), identity, &mut account)
            }
            None => read,
        };
        let others = hints.other_zones(&read.apex);
        match (others.first(), read.origin_source) {
            (Some(first), _) if seen.soa_owner.is_some() && read.zone.is_some() => {
                let refused = refused(&read, first, others.len() - 1);
                refused.into_iter().for_each(|finding| _ = read.findings.add(finding, &self.sources));
            }
            (Some(_), OriginSource::Server(_)) => {
                self.read_again(&mut read, &others, (path, &hints.servers), &mut account)
            }
            _ => {}
        }
        read
    }

    /// Reads the other zones that servers read from a file. What was said of it is not said again.
    fn read_again(
        &mut self,
        read: &mut Read,
        others: &[&ServedZone],
        place: (&Path, &[ServedZone]),
        account: &mut Account,
    ) {
        let told = |sources: &Sources, finding: &Diagnostic| (sources.in_file(finding.primary.span), finding.meta.id);
        let mut said: HashSet<_> = read.findings.iter().map(|finding| told(&self.sources, finding)).collect();
        let size = self.sources.get(read.source).bytes().len();
        for served in others {
            match account.read_again(size) {
                Grant::Given => {}
                Grant::Ends(limit) => {
                    read.findings.add(too_many(read.source, served, limit), &self.sources);
                    break;
                }
                Grant::Ended => break,
            }
            let apex = served.zone.clone();
            let (origin, origin_source) = (apex.clone(), OriginSource::Server(served.at));
            let identity = ZoneIdentity { origin, apex, origin_source, said_at: (0, 0), finding: None };
            let mut again = self.zone_of(read.source, (place.0, std::slice::from_ref(*served)), identity, account);
            again.findings.retain_mut(|finding| said.insert(told(&self.sources, finding)));
            read.findings.absorb(again.findings, &self.sources);
            let other = |zone| OtherZone { zone, at: served.at, is_dynamic: false, views: Vec::new() };
            read.others.extend(again.zone.map(other));
        }
    }

    fn zone_of(
        &mut self,
        source: SourceId,
        (path, served): (&Path, &[ServedZone]),
        identity: ZoneIdentity,
        account: &mut Account,
    ) -> Read {
        let ZoneIdentity { origin, apex, origin_source, said_at: (start, end), finding } = identity;
        let mut includes = IncludeFiles {
            request: self.request,
            root: None,
            indexes: self.indexes,
            opened: &mut self.opened,
            zone: path,
            served,
            reported_bases: HashSet::new(),
            account,
            hints: HashMap::new(),
        };
        let (mut zone, mut findings) =
            zone::read(source, &origin, &apex, &mut includes, &mut self.sources, self.request.input.limits);
        let by_server = matches!(origin_source, OriginSource::Server(_));
        if by_server && finding.as_ref().is_some_and(|finding| finding.is(&ORIGIN_DIFFERS)) {
            zone.iter_mut().for_each(Zone::misname);
        }
        // Of a file that is no zone file there is no more to say.
        if let Some(finding) = finding.filter(|_| zone.is_some()) {
            findings.add(finding, &self.sources);
        }
        let said_at = Span { source, start, end };
        Read {
            source,
            zone,
            apex,
            origin_source,
            said_at,
            is_dynamic: false,
            views: Vec::new(),
            others: Vec::new(),
            findings,
        }
    }
}

/// Says of the other zones of a file in which views they stand, and whether they are updated: there can be thousands,
/// and the configuration is gone through once.
fn place_others(others: &mut [OtherZone], hints: &OriginHints, has_journal: bool) {
    let numbers = others.iter().enumerate().map(|(number, other)| (other.zone.apex_name().clone(), number));
    let numbers: HashMap<DomainName, usize> = numbers.collect();
    for served in &hints.servers {
        let Some(other) = numbers.get(&served.zone).map(|&number| &mut others[number]) else { continue };
        other.is_dynamic |= served.is_dynamic;
        other.views.extend(served.view.clone());
    }
    for other in others {
        other.is_dynamic |= has_journal;
        other.views.sort();
        other.views.dedup();
        if let Some(view) = &hints.view {
            other.views = vec![view.clone()];
        }
    }
}

/// Servers read other zones from a file that says which zone it is.
fn refused(read: &Read, first: &ServedZone, more: usize) -> Option<Diagnostic> {
    if !matches!(read.origin_source, OriginSource::Server(_)) || !first.is_sure {
        return None;
    }
    let more = match more {
        0 => String::new(),
        1 => " and 1 more zone".to_owned(),
        more => format!(" and {more} more zones"),
    };
    let (apex, other) = (&read.apex, &first.zone);
    let message = format!("the SOA is that of `{apex}`, but servers read `{other}`{more} from this file as well");
    let finding = Diagnostic::new(&ORIGIN_DIFFERS, read.said_at, message).label(first.at, "the configuration says so");
    Some(
        finding
            .help("write `@` as the owner of the SOA, so that it matches each of them, or give each zone its own file"),
    )
}

/// The finding that a file is not read for all of its zones.
fn too_many(file: SourceId, first: &ServedZone, limit: usize) -> Diagnostic {
    let message = format!(
        "files that are read again, for other zones or includes, have more than {limit} bytes: this one is not checked \
         as `{}`, nor as what follows it in the configuration",
        first.zone
    );
    limits::reached("included", Span { source: file, start: 0, end: 0 }, message)
}

/// The owner of the SOA, where that is not the apex.
fn soa_elsewhere(zone: &Zone) -> Option<DomainName> {
    if zone.soa().is_some() {
        return None;
    }
    let soa = zone.records().find(|(_, record)| record.rtype == RType::SOA)?.1;
    Some(DomainName::new(&zone.name_text(soa.owner)))
}
