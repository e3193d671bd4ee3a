//! An owner that spells out the origin, which is added all the same.

use super::missing_dot::{Origin, Relative};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, SAFE_OR_UNSAFE, Severity};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "owner-missing-dot",
    summary: "an owner ends with the origin but without a final dot, so the origin is there twice",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1", "RFC 1912 section 2.1"],
    explain: include_str!("owner_missing_dot.md"),
    overlap: &[OverlapGroup::Name.rank(0)],
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.is_at_its_apex() {
        return;
    }
    let Some((first, _)) = cx.zone.records().next() else { return };
    let mut origin = Origin::at(cx.zone, first);
    let apex = cx.zone.apex();
    findings.extend(of_soa(cx));
    for owner in cx.zone.names_maybe_whole().filter(|&name| name != apex) {
        // Where a line goes on with the owner of the line before, its first word is no owner.
        let Some(&id) = cx.zone.records_of(owner).iter().min() else { continue };
        origin.follow(id);
        if origin.is_spelled_out_by(cx.zone.written(owner)) {
            findings.extend(finding(cx, id));
        }
    }
}

/// An SOA is read as that of the apex where only the dot is missing.
fn of_soa(cx: &ZoneContext) -> Option<Diagnostic> {
    let soa = cx.zone.soa()?;
    let name = Relative::at(cx, soa, cx.soa()?.owner())?;
    let apex = cx.zone.apex_name();
    if !name.text.eq_ignore_ascii_case(apex.without_final_dot()) {
        return None;
    }
    let mut finding = name.finding(&META, cx, soa).note(format!("the zone is checked as `{apex}`"));
    if cx.zone.is_declared() {
        // The server that is told of the zone refuses it without its SOA.
        finding.severity = Severity::Error;
    }
    Some(here_as_well(cx, soa, &name, finding))
}

fn finding(cx: &ZoneContext, id: RecordId) -> Option<Diagnostic> {
    let owner = cx.zone.record(id).owner;
    let name = Relative::at(cx, id, cx.zone.entry(id).owner()).filter(Relative::is_whole)?;
    // Of a second SOA another check speaks.
    if cx.zone.has(owner, RType::SOA) {
        return None;
    }
    Some(here_as_well(cx, id, &name, name.finding(&META, cx, id)))
}

/// Shows the other records of the owner that are written so.
fn here_as_well(cx: &ZoneContext, id: RecordId, name: &Relative, finding: Diagnostic) -> Diagnostic {
    let all = cx.zone.records_of(cx.zone.record(id).owner);
    let mut others: Vec<RecordId> = all.iter().copied().filter(|&other| other != id).collect();
    others.sort_unstable();
    let is_so = |place: &Span| cx.zone.bytes(*place).eq_ignore_ascii_case(name.text.as_bytes());
    let places: Vec<Span> =
        others.into_iter().map(|other| cx.zone.entry(other).owner()).filter(|place| is_so(place)).collect();
    let mut finding = finding.said_of_each(&places, |&place| (place, "here as well"));
    let dots = places.iter().map(|&place| Span { start: place.end, ..place });
    finding.fix = finding.fix.take().map(|fix| Box::new(fix.and_each(dots, ".")));
    finding
}
