//! A target without its final dot, which became a name in the zone.

use super::providers::is_providers;
use super::target_is_address::is_address;
use crate::checks::name::missing_dot::Relative;
use crate::checks::name::name_is_url_or_email::is_foreign;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::syntax::rdata::RType;
use crate::zone::target_field;
use crate::zone::{NameId, Record, RecordId};

pub(super) static META: Meta = Meta {
    id: "target-missing-dot",
    summary: "a target is a whole name without its final dot, so the origin is added",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.1", "RFC 1912 section 2.1"],
    explain: include_str!("target_missing_dot.md"),
    overlap: &[OverlapGroup::Name.rank(1)],
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // In a reverse zone no target has to be, whether or not something is there.
    let is_there = |name: NameId| cx.zone.is_in_zone(name) && cx.zone.is_owner(name);
    let is_within = |(_, record): &(RecordId, &Record)| record.target().is_some_and(is_there);
    let within = cx.is_reverse().then(|| cx.zone.of_type(RType::PTR).filter(is_within).map(|(id, _)| id));
    for id in cx.zone.dangling().iter().copied().chain(within.into_iter().flatten()) {
        let record = cx.zone.record(id);
        let Some(target) = record.target().filter(|_| record.rtype != RType::SOA) else { continue };
        if let Some(mistake) = mistake(cx, id, target) {
            findings.add(finding(cx, id, &mistake));
        }
    }
}

/// A target without its dot, and what shows that one is missing.
pub(in crate::checks) struct Mistake<'z> {
    name: Relative<'z>,
    evidence: Evidence,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// Hosts do not have their names in the reverse tree.
    Reverse,
    /// It spells out the origin, or ends as a provider's names do.
    Whole,
    /// It ends as names elsewhere do, and is nowhere here.
    Nowhere,
}

/// Whether a target in the zone lacks its dot.
pub(in crate::checks) fn mistake<'z>(cx: &ZoneContext<'z>, id: RecordId, target: NameId) -> Option<Mistake<'z>> {
    let of = cx.zone;
    let record = of.record(id);
    let is_reverse = record.rtype == RType::PTR && cx.is_reverse();
    if !is_reverse && (of.exists(target) || of.cut_above(target).is_some() || of.dname_above(target).is_some()) {
        return None;
    }
    let name = Relative::at(cx, id, of.entry(id).field(target_field(record.rtype)?)?)?;
    // Of a URL another check speaks.
    if is_foreign(name.text.as_bytes()) {
        return None;
    }
    // Services of a network are listed in its reverse zone (RFC 6763 section 11).
    let lists_services = || of.labels(record.owner).iter().any(|label| label.starts_with(b"_"));
    let evidence = if is_reverse && !lists_services() {
        Evidence::Reverse
    } else if of.exists(target) || record.rtype != RType::PTR && is_address(name.text.as_bytes()) {
        return None;
    } else if name.is_whole() || is_providers(name.text) {
        Evidence::Whole
    } else if of.is_whole() && name.leads_out() && of.is_missing(target) {
        Evidence::Nowhere
    } else {
        return None;
    };
    Some(Mistake { name, evidence })
}

fn finding(cx: &ZoneContext, id: RecordId, mistake: &Mistake) -> Diagnostic {
    let Mistake { name, evidence } = mistake;
    let mut finding = name.finding(&META, cx, id);
    let rtype = cx.zone.record(id).rtype;
    let is_followed = matches!(rtype, RType::NS | RType::MX | RType::SRV | RType::PTR);
    if *evidence == Evidence::Nowhere {
        finding.add_to_message(", which does not exist");
        if !is_followed {
            finding.severity = Severity::Warning;
        }
    }
    if *evidence == Evidence::Reverse && (!name.text.contains('.') || is_address(name.text.as_bytes())) {
        finding = finding.help("write the whole name of the host with a final dot, as `host.example.com.`");
    }
    finding
}
