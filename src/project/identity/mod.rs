//! Which zone a file holds, and what tells.

pub(super) mod copied;
pub(super) mod file_name;

use std::collections::HashSet;
use std::path::Path;

use super::server_config::ServedZone;
use super::{ORIGIN_DIFFERS, ORIGIN_UNKNOWN};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::iana::arpa;
use crate::syntax::name::DomainName;
use crate::zone::UNKNOWN_ORIGIN;
use crate::zone::absolute_owners;
use crate::zone::export_header;
use crate::zone::probe::{self, Probe};

/// What others than the file itself say of its origin.
#[derive(Clone, Debug, Default)]
pub(super) struct OriginHints {
    /// The command line, for a file it names.
    pub named: Option<DomainName>,
    /// The rule file.
    pub rule: Option<(DomainName, Span)>,
    /// The configurations of servers.
    pub servers: Vec<ServedZone>,
    /// The command line, for files that nothing else tells of.
    pub fallback: Option<DomainName>,
    /// The view that the rule file gives it.
    pub view: Option<String>,
}

impl OriginHints {
    /// The other zones that servers read from the file, each once.
    pub(super) fn other_zones(&self, own: &DomainName) -> Vec<&ServedZone> {
        let mut seen = HashSet::from([own]);
        self.servers.iter().filter(|served| seen.insert(&served.zone)).collect()
    }

    /// The views that the file stands in as a zone; if servers read it as others only, as any of these.
    pub(super) fn views(&self, zone: &DomainName) -> Vec<String> {
        if let Some(view) = &self.view {
            return vec![view.clone()];
        }
        let is_known = self.servers.iter().any(|served| served.zone == *zone);
        let own = self.servers.iter().filter(|served| !is_known || served.zone == *zone);
        let mut views: Vec<String> = own.filter_map(|served| served.view.clone()).collect();
        views.sort();
        views.dedup();
        views
    }

    /// Whether servers update the zone at run time.
    pub(super) fn is_dynamic(&self, zone: &DomainName) -> bool {
        self.servers.iter().any(|served| served.is_dynamic && served.zone == *zone)
    }
}

/// What tells which zone a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginSource {
    /// `--origin`.
    CommandLine,
    /// An entry of a rule file.
    Rule(Span),
    /// The configuration of a server.
    Server(Span),
    /// The owner of the SOA.
    Soa,
    /// An `$ORIGIN`.
    Origin,
    /// The domain that the owners of its records have in common.
    Owners,
    /// The name of the file.
    FileName,
    /// The comments at its top.
    Comment,
    /// Nothing tells.
    Unknown,
}

/// Which zone a file holds.
#[derive(Debug)]
pub(super) struct ZoneIdentity {
    /// What names are relative to until the file says otherwise.
    pub origin: DomainName,
    pub apex: DomainName,
    pub origin_source: OriginSource,
    /// Where the SOA has the name of the zone; else the top of the file.
    pub said_at: (u32, u32),
    /// What is wrong with that.
    pub finding: Option<Diagnostic>,
}

/// What tells, in this order: the command line for files it names, the rule file, the servers'
/// configuration, the SOA's owner, the first `$ORIGIN`, the owners of records that find a domain, the file name, the
/// comments at the top, the command line for the files of a directory, and the SOA's owner if its final dot is missing.
/// Where the SOA names another zone than was stated, the file is that zone, and names are relative to it: so are most of
/// those in a file that was copied or named by mistake. An SOA of the root zone in a file of another zone tells nothing.
pub(super) fn identify(
    id: SourceId,
    path: &Path,
    hints: &OriginHints,
    seen: &Probe,
    sources: &Sources,
) -> ZoneIdentity {
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file_name = file_name::unpacked(&file_name).to_owned();
    let by_name = file_name::from_file_name(&file_name);
    let stated = stated(hints, seen);
    let expected = stated.as_ref().map(|(zone, _)| zone.clone()).or(by_name.clone());
    if let Some(expected) =
        expected.filter(|zone| !zone.is_root() && seen.soa_owner.as_ref().is_some_and(DomainName::is_root))
    {
        let finding = Some(soa_at_root(id, seen, &expected));
        let origin_source = stated.map_or(OriginSource::FileName, |(_, by)| by);
        return ZoneIdentity { origin: DomainName::new("."), apex: expected, origin_source, said_at: (0, 0), finding };
    }
    let by_soa = seen.soa_owner.clone().map(|zone| (zone, OriginSource::Soa));
    let by_origin = seen.origin.clone().map(|zone| (zone, OriginSource::Origin));
    let has_below = |zone: &DomainName| probe::has_origin_below(sources.get(id).text(), zone);
    let by_name = by_name.or_else(|| file_name::from_single_label(&file_name).filter(has_below));
    // Absolute owners know better than the name of the file.
    let is_told = by_soa.is_some() || stated.is_some() || by_origin.is_some();
    let absolute = || absolute_owners::zone(sources.get(id).text(), by_name.as_ref());
    let by_owners = seen.system_zone.clone().or_else(|| if is_told { None } else { absolute() });
    let by_owners = by_owners.map(|zone| (zone, OriginSource::Owners));
    let by_name = by_owners.or(by_name.map(|zone| (zone, OriginSource::FileName)));
    let by_comment = || Some((export_header::zone(sources.get(id).bytes())?, OriginSource::Comment));
    let by_name = by_name.or_else(by_comment);
    let fallback = hints.fallback.clone().map(|zone| (zone, OriginSource::CommandLine));
    // Without a final dot it is as good as a name can be that nothing else tells.
    let if_whole = seen.soa_owner_if_whole.clone().map(|zone| (zone, OriginSource::Soa));
    let told = by_soa.clone().or(stated.clone()).or(by_origin).or(by_name).or(fallback).or(if_whole);
    let Some((apex, origin_source)) = told else {
        let finding = Some(unknown(id)).filter(|_| !file_name::is_generic(&file_name));
        let origin_source = OriginSource::Unknown;
        return ZoneIdentity {
            origin: DomainName::new(UNKNOWN_ORIGIN),
            apex: DomainName::new(UNKNOWN_ORIGIN),
            origin_source,
            said_at: (0, 0),
            finding,
        };
    };
    let is_same = |(zone, _): &(DomainName, OriginSource)| *zone == apex;
    let finding = match stated.as_ref().filter(|stated| !is_same(stated)) {
        Some((zone, origin_source)) => Some(differs(id, seen, zone, &apex, *origin_source)),
        None => misnamed(id, seen, &file_name, &apex, stated.as_ref(), hints),
    };
    let finding = finding.or_else(|| no_tree(id, seen, &apex, stated.as_ref()));
    // Where others state the same zone as the file, they are its source.
    let origin_source = stated.filter(|(zone, _)| *zone == apex).map_or(origin_source, |(_, by)| by);
    let said_at = if seen.soa_owner.is_some() { seen.soa_owner_at } else { (0, 0) };
    ZoneIdentity { origin: apex.clone(), apex, origin_source, said_at, finding }
}

/// The zone that others state. Of several zones that a configuration reads from the file the one counts that the
/// file says it is, else the first.
fn stated(hints: &OriginHints, seen: &Probe) -> Option<(DomainName, OriginSource)> {
    if let Some(named) = &hints.named {
        return Some((named.clone(), OriginSource::CommandLine));
    }
    if let Some((zone, at)) = &hints.rule {
        return Some((zone.clone(), OriginSource::Rule(*at)));
    }
    let content = seen.soa_owner.as_ref();
    let agrees = |served: &&ServedZone| content.is_some_and(|zone| *zone == served.zone);
    // A file that is elsewhere on the server may be another of the same name.
    let likely = |served: &&ServedZone| served.is_sure || content.is_none();
    let served = hints.servers.iter().find(agrees).or_else(|| hints.servers.iter().find(likely))?;
    Some((served.zone.clone(), OriginSource::Server(served.at)))
}

fn at((start, end): (u32, u32), source: SourceId) -> Span {
    Span { source, start, end }
}

fn unknown(id: SourceId) -> Diagnostic {
    let message = "it is not known which zone this is: no absolute SOA owner, no `$ORIGIN`, and not in the file name";
    let finding = Diagnostic::new(&ORIGIN_UNKNOWN, at((0, 0), id), message);
    finding.help("use `--origin NAME`, put `$ORIGIN NAME.` at the top, or list the file under `zones` in the rule file")
}

/// Exports of panels write the root as origin and forget the zone.
fn soa_at_root(id: SourceId, seen: &Probe, expected: &DomainName) -> Diagnostic {
    let message = format!(
        "the SOA is that of the root zone `.`, but the file is for `{expected}`: it is checked as `{expected}`"
    );
    let finding = Diagnostic::new(&ORIGIN_DIFFERS, at(seen.soa_owner_at, id), message);
    finding.help(format!("write `$ORIGIN {expected}`, or `{expected}` as the owner of the SOA"))
}

/// The SOA is of another zone than the file is said to hold.
fn differs(
    id: SourceId,
    seen: &Probe,
    stated: &DomainName,
    apex: &DomainName,
    origin_source: OriginSource,
) -> Diagnostic {
    let message = format!("the file should be `{stated}`, but its SOA is that of `{apex}`: it is checked as `{apex}`");
    let finding = Diagnostic::new(&ORIGIN_DIFFERS, at(seen.soa_owner_at, id), message);
    let (stated, apex) = (stated.without_final_dot(), apex.without_final_dot());
    match origin_source {
        OriginSource::Server(place) => finding
            .label(place, "the configuration says so here")
            .help(format!("correct the file in the configuration of `{stated}`, or the SOA; servers refuse this zone")),
        OriginSource::Rule(place) => finding
            .label(place, "the rule file says so here")
            .help(format!("correct the entry, or the SOA; servers refuse the zone as `{stated}`")),
        _ => finding.help(format!("use `--origin {apex}`, or correct the owner of the SOA; servers refuse this zone")),
    }
}

/// A reverse zone whose tree is misspelt: nobody asks for names in it.
fn no_tree(
    id: SourceId,
    seen: &Probe,
    apex: &DomainName,
    stated: Option<&(DomainName, OriginSource)>,
) -> Option<Diagnostic> {
    let meant = arpa::meant_by(apex.as_str())?;
    let place = match stated {
        Some((_, OriginSource::Server(place) | OriginSource::Rule(place))) => *place,
        _ => at(seen.soa_owner_at, id),
    };
    let tree = if meant.ends_with(arpa::IP6) { arpa::IP6 } else { arpa::IN_ADDR };
    let message = format!("`{apex}` is not a reverse zone: addresses are looked up below `{tree}`");
    let finding = Diagnostic::new(&ORIGIN_DIFFERS, place, message).severity(Severity::Error);
    Some(finding.help(format!("write `{}`", meant.trim_end_matches('.'))))
}

/// The file is called after a zone that is nearly, but not quite, the one it is.
fn misnamed(
    id: SourceId,
    seen: &Probe,
    file_name: &str,
    apex: &DomainName,
    stated: Option<&(DomainName, OriginSource)>,
    hints: &OriginHints,
) -> Option<Diagnostic> {
    let meant = file_name::near_miss(file_name, apex)?;
    let place = match stated {
        Some((_, OriginSource::Server(place))) if hints.servers.len() == 1 => *place,
        Some(_) => return None,
        None if seen.soa_owner.is_some() => at(seen.soa_owner_at, id),
        None => return None,
    };
    let (message, severity) = if stated.is_some() {
        (
            format!("the configuration uses `{file_name}` for `{apex}`, but by its name it is `{meant}`"),
            Severity::Warning,
        )
    } else {
        (format!("the zone is `{apex}`, but the file name `{file_name}` suggests `{meant}`"), Severity::Info)
    };
    let help = "correct the zone, or rename the file";
    Some(Diagnostic::new(&ORIGIN_DIFFERS, place, message).severity(severity).help(help))
}
