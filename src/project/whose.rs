//! Whose zone a file is, and what tells.

use std::path::Path;

use super::origin;
use super::server::Told;
use super::{ORIGIN_DIFFERS, ORIGIN_UNKNOWN, with_final_dot};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceId, Sources, Span};
use crate::zone::UNKNOWN_ORIGIN;
use crate::zone::peek::{self, Peek};

/// What is said of a file by others than itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Sayings {
    /// The command line, for a file it names.
    pub named: Option<String>,
    /// The rule file.
    pub rule: Option<(String, Span)>,
    /// The configurations of servers.
    pub servers: Vec<Told>,
    /// The command line, for files that nothing else tells of.
    pub fallback: Option<String>,
}

/// What told whose zone a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
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
    /// The name of the file.
    FileName,
    /// Nothing.
    Nothing,
}

/// Whose zone a file is.
#[derive(Debug)]
pub(super) struct Whose {
    /// What names are relative to until the file says otherwise.
    pub origin: String,
    pub apex: String,
    pub because: Because,
    /// What is wrong with that.
    pub finding: Option<Diagnostic>,
    /// Whether the zone can be checked at all.
    pub is_usable: bool,
}

/// What tells, in this order: the command line for files it names, the rule file, the servers'
/// configuration, the SOA's owner, the first `$ORIGIN`, the file name, and the command line for the
/// files of a directory. Where the SOA names another zone than was said, the file is that zone.
pub(super) fn whose(id: SourceId, path: &Path, sayings: &Sayings, seen: &Peek, sources: &Sources) -> Whose {
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let by_name = origin::from_file_name(&file_name);
    let said = said(sayings, seen);
    let expected = said.as_ref().map(|(zone, _)| zone.clone()).or(by_name.clone());
    if let Some(expected) = expected.filter(|zone| zone != "." && seen.soa_owner.as_deref() == Some(".")) {
        let finding = Some(soa_at_root(id, seen, &expected));
        return Whose { origin: ".".into(), apex: expected, because: Because::Soa, finding, is_usable: false };
    }
    let by_soa = seen.soa_owner.clone().map(|zone| (zone, Because::Soa));
    let by_origin = seen.origin.clone().map(|zone| (zone, Because::Origin));
    let has_below = |zone: &String| peek::has_origin_below(sources.get(id).bytes(), zone);
    let by_name = by_name.or_else(|| origin::of_one_label(&file_name).filter(has_below));
    let by_name = by_name.map(|zone| (zone, Because::FileName));
    let fallback = sayings.fallback.as_deref().map(|zone| (with_final_dot(zone), Because::CommandLine));
    let Some((apex, because)) = by_soa.clone().or(said.clone()).or(by_origin).or(by_name).or(fallback) else {
        let finding = Some(unknown(id)).filter(|_| !origin::is_anybodys(&file_name));
        let because = Because::Nothing;
        return Whose { origin: UNKNOWN_ORIGIN.into(), apex: UNKNOWN_ORIGIN.into(), because, finding, is_usable: true };
    };
    let is_same = |(zone, _): &(String, Because)| zone.eq_ignore_ascii_case(&apex);
    let finding = match said.as_ref().filter(|said| !is_same(said)) {
        Some((zone, because)) => Some(differs(id, seen, zone, &apex, *because)),
        None => misnamed(id, seen, &file_name, &apex, said.as_ref(), sayings),
    };
    // Told the same by others and by itself: the others come first.
    let (origin, because) = said.map_or((apex.clone(), because), |(zone, by)| {
        if zone.eq_ignore_ascii_case(&apex) { (zone, by) } else { (zone, because) }
    });
    Whose { origin, apex, because, finding, is_usable: true }
}

/// What others say. Of several zones that a configuration reads from the file the one counts that the
/// file says it is, else the first.
fn said(sayings: &Sayings, seen: &Peek) -> Option<(String, Because)> {
    if let Some(named) = &sayings.named {
        return Some((with_final_dot(named), Because::CommandLine));
    }
    if let Some((zone, at)) = &sayings.rule {
        return Some((with_final_dot(zone), Because::Rule(*at)));
    }
    let content = seen.soa_owner.as_ref();
    let agrees = |told: &&Told| content.is_some_and(|zone| zone.eq_ignore_ascii_case(&told.zone));
    // A file that is elsewhere on the server may be another of the same name.
    let likely = |told: &&Told| told.is_sure || content.is_none();
    let told = sayings.servers.iter().find(agrees).or_else(|| sayings.servers.iter().find(likely))?;
    Some((told.zone.clone(), Because::Server(told.at)))
}

fn at((start, end): (u32, u32), source: SourceId) -> Span {
    Span { source, start, end }
}

fn unknown(id: SourceId) -> Diagnostic {
    let message = "nothing tells which zone this is: no absolute SOA owner, no `$ORIGIN`, and not the file name";
    let finding = Diagnostic::new(&ORIGIN_UNKNOWN, at((0, 0), id), message);
    finding
        .help("pass `--origin NAME`, put `$ORIGIN NAME.` at the top, or name the file under `zones` in the rule file")
}

/// Exports of panels write the root as origin and forget the zone.
fn soa_at_root(id: SourceId, seen: &Peek, expected: &str) -> Diagnostic {
    let message =
        format!("the SOA is that of the root zone `.`, in a file of `{expected}`: nothing else here is checked");
    let finding = Diagnostic::new(&ORIGIN_DIFFERS, at(seen.soa_owner_at, id), message);
    finding.help(format!("write `$ORIGIN {expected}`, or `{expected}` as the owner of the SOA"))
}

/// The SOA is of another zone than the file is said to hold.
fn differs(id: SourceId, seen: &Peek, said: &str, apex: &str, because: Because) -> Diagnostic {
    let message = format!("the file is given as `{said}`, but its SOA is that of `{apex}`");
    let finding = Diagnostic::new(&ORIGIN_DIFFERS, at(seen.soa_owner_at, id), message);
    let (said, apex) = (said.trim_end_matches('.'), apex.trim_end_matches('.'));
    match because {
        Because::Server(place) => finding.label(place, "the configuration names it here").help(format!(
            "correct the file that the configuration names for `{said}`, or the SOA; servers refuse the zone as it is"
        )),
        Because::Rule(place) => finding
            .label(place, "the rule file says so here")
            .help(format!("correct the entry, or the SOA; servers refuse the zone as `{said}`")),
        _ => finding
            .help(format!("pass `--origin {apex}`, or correct the owner of the SOA; servers refuse the zone as it is")),
    }
}

/// The file is called after a zone that is nearly, but not quite, the one it is.
fn misnamed(
    id: SourceId,
    seen: &Peek,
    file_name: &str,
    apex: &str,
    said: Option<&(String, Because)>,
    sayings: &Sayings,
) -> Option<Diagnostic> {
    let meant = origin::nearly(file_name, apex)?;
    let place = match said {
        Some((_, Because::Server(place))) if sayings.servers.len() == 1 => *place,
        Some(_) => return None,
        None if seen.soa_owner.is_some() => at(seen.soa_owner_at, id),
        None => return None,
    };
    let (message, severity) = if said.is_some() {
        (
            format!("the configuration reads `{apex}` from `{file_name}`, which by its name is `{meant}`"),
            Severity::Warning,
        )
    } else {
        (format!("the zone is `{apex}`, but the file is called `{file_name}` as if it were `{meant}`"), Severity::Info)
    };
    let help = "if the name of the file is right, correct the zone; if it is not, rename the file";
    Some(Diagnostic::new(&ORIGIN_DIFFERS, place, message).severity(severity).help(help))
}
