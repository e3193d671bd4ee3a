//! Files to zones, on all cores.
//!
//! A piece of the work reads its files as if it were the only one, into copies of the tables of
//! the run; then the pieces are put together in order, and each source gets the id that it would
//! have had if one had been read after the other.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::ProjectRequest;
use super::budget::{Account, Budget, Used};
use super::files::Opened;
use super::identity::{OriginHints, OriginSource, ZoneIdentity, identify};
use super::include::IncludeFiles;
use super::path_index::PathIndexes;
use super::server_config::ServedZone;
use crate::findings::Findings;
use crate::fs::{ReadError, Real, paths};
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
    /// The views it is said to stand in.
    pub views: Vec<String>,
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
    pub views: Vec<String>,
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
    /// What else servers read from the file.
    pub other_names: Vec<DomainName>,
    pub findings: Findings,
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
            if let Some(zone) = &mut read.zone {
                zone.renumber(&ids, sources);
            }
        }
    }
    let done: Vec<Vec<Tried>> = pieces.into_iter().map(|piece| piece.done).collect();
    let told = |(Job { path, views, is_neighbour, .. }, result)| Done { path, views, is_neighbour, result };
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
        let is_updated = |served: &ServedZone| served.is_dynamic && served.zone == read.apex;
        read.is_dynamic = job.hints.servers.iter().any(is_updated) || self.has_journal(&job.path);
        let others = job.hints.servers.iter().map(|served| &served.zone).filter(|zone| **zone != read.apex);
        read.other_names = others.cloned().collect();
        Ok(read)
    }

    /// Whether BIND keeps a journal of updates beside a file.
    fn has_journal(&self, path: &Path) -> bool {
        let mut journal = path.as_os_str().to_owned();
        journal.push(".jnl");
        self.request.fs.is_file(Path::new(&journal))
    }

    fn zone(&mut self, source: SourceId, path: &Path, hints: &OriginHints, seen: Option<Probe>) -> Read {
        let seen = seen.unwrap_or_else(|| probe::probe(self.sources.get(source).bytes()));
        let identity = identify(source, path, hints, &seen, &self.sources);
        let is_guess =
            matches!(identity.origin_source, OriginSource::FileName | OriginSource::Comment | OriginSource::Unknown);
        let mut account = self.budget.account();
        let read = self.zone_of(source, path, identity, &mut account);
        // The SOA in an included file knows better than the name of the file.
        match read.zone.as_ref().filter(|_| is_guess).and_then(soa_elsewhere) {
            Some(apex) => {
                let origin = apex.clone();
                let identity =
                    ZoneIdentity { origin, apex, origin_source: OriginSource::Soa, said_at: (0, 0), finding: None };
                account.start_again();
                self.zone_of(source, path, identity, &mut account)
            }
            None => read,
        }
    }

    fn zone_of(&mut self, source: SourceId, path: &Path, identity: ZoneIdentity, account: &mut Account) -> Read {
        let ZoneIdentity { origin, apex, origin_source, said_at: (start, end), finding } = identity;
        let mut includes = IncludeFiles {
            request: self.request,
            root: None,
            indexes: self.indexes,
            opened: &mut self.opened,
            zone: path,
            reported_bases: HashSet::new(),
            account,
        };
        let (zone, mut findings) =
            zone::read(source, &origin, &apex, &mut includes, &mut self.sources, self.request.input.limits);
        // Of a file that is no zone file there is no more to say.
        if let Some(finding) = finding.filter(|_| zone.is_some()) {
            findings.add(finding, &self.sources);
        }
        let said_at = Span { source, start, end };
        Read { source, zone, apex, origin_source, said_at, is_dynamic: false, other_names: Vec::new(), findings }
    }
}

/// The owner of the SOA, where that is not the apex.
fn soa_elsewhere(zone: &Zone) -> Option<DomainName> {
    if zone.soa().is_some() {
        return None;
    }
    let soa = zone.records().find(|(_, record)| record.rtype == RType::SOA)?.1;
    Some(DomainName::new(&zone.name_text(soa.owner)))
}
