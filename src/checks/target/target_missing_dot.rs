//! A target without its final dot, which became a name in the zone.

use std::cmp::Reverse;

use super::registry;
use super::target_is_address::is_address;
use crate::checks::name::missing_dot::Relative;
use crate::checks::name::name_is_url_or_email::is_foreign;
use crate::checks::providers::is_providers;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Applicability, Diagnostic, Meta, OverlapGroup, SAFE_OR_UNSAFE, Severity};
use crate::source::Span;
use crate::syntax::iana::tlds::ends_in_tld;
use crate::syntax::rdata::RType;
use crate::zone::target_field;
use crate::zone::{NameId, Record, RecordId};

pub(super) static META: Meta = Meta {
    id: "target-missing-dot",
    summary: "a target is a full name without the final dot, so the origin is added",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.1", "RFC 1912 section 2.1"],
    explain: include_str!("target_missing_dot.md"),
    overlap: &[OverlapGroup::Name.rank(1)],
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

/// So many targets that lead nowhere are one mistake, where they are most of those typed like them.
const MANY: usize = 10;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // In a reverse zone no target has to be, whether or not something is there.
    let is_there = |name: NameId| cx.zone.is_in_zone(name) && cx.zone.is_owner(name);
    let is_within = |(_, record): &(RecordId, &Record)| record.target().is_some_and(is_there);
    let within = cx.is_reverse().then(|| cx.zone.of_type(RType::PTR).filter(is_within).map(|(id, _)| id));
    let mut nowhere = Vec::new();
    for id in cx.zone.dangling().iter().copied().chain(within.into_iter().flatten()) {
        let record = cx.zone.record(id);
        let Some(target) = record.target().filter(|_| record.rtype != RType::SOA) else { continue };
        match mistake(cx, id, target) {
            Some(mistake) if mistake.evidence == Evidence::Nowhere => nowhere.push((id, mistake)),
            Some(mistake) => findings.add(finding(cx, id, &mistake)),
            None => {}
        }
    }
    if nowhere.len() >= MANY && nowhere.len() > others_like(cx, nowhere.len()) {
        findings.add(as_one(cx, &nowhere));
    } else {
        findings.extend(nowhere.iter().map(|(id, mistake)| finding(cx, *id, mistake)));
    }
}

/// How many targets of several labels and without final dot are there, up to so many.
fn others_like(cx: &ZoneContext, enough: usize) -> usize {
    let is_like = |&(_, record): &(RecordId, &Record)| {
        let is_dotted = |target| cx.zone.written(target).contains(&b'.') && cx.zone.relative_to(target) != NameId::ROOT;
        record
            .target()
            .is_some_and(|target| cx.zone.is_in_zone(target) && cx.zone.is_owner(target) && is_dotted(target))
    };
    cx.zone.records().filter(is_like).take(enough).count()
}

/// Where most of a zone is typed so, the mistake is the zone's: its origin, or a program that left out the dots.
fn as_one(cx: &ZoneContext, all: &[(RecordId, Mistake)]) -> Diagnostic {
    let gravest = all.iter().max_by_key(|(id, mistake)| (finding(cx, *id, mistake).severity, Reverse(*id)));
    let (first, mistake) = gravest.unwrap_or(&all[0]);
    let place = |(id, _): &(RecordId, Mistake)| cx.zone.entry(*id).field(target_field(cx.zone.record(*id).rtype)?);
    let others = all.iter().filter(|(id, _)| id != first).filter_map(place);
    let mut finding = finding(cx, *first, mistake);
    finding.add_to_message(&format!("; neither do {} others written like it", all.len() - 1));
    let others: Vec<Span> = others.collect();
    finding = finding.label_each(&others, |&at| (at, "and here"));
    let dots = others.iter().map(|&at| Span { start: at.end, ..at });
    finding.fix = finding.fix.take().map(|fix| Box::new(fix.doubted().and_each(dots, ".")));
    finding
        .help("add the final dots, or correct the origin if these names are relative to another one")
        .said_of(all.len(), "nowhere")
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
    /// It ends in a top-level domain, and this wildcard answers for whatever there is not.
    Wildcard(NameId),
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
    // Of these other checks speak.
    if is_foreign(name.text.as_bytes()) || is_address(name.text.as_bytes()) {
        return None;
    }
    // Services of a network are listed in its reverse zone (RFC 6763 section 11).
    let lists_services = || of.labels(record.owner).iter().any(|label| label.starts_with(b"_"));
    let is_outside = || of.is_whole() && name.leads_out() && !registry::delegates(cx, id);
    let labels = || name.text.split('.').map(str::as_bytes).collect::<Vec<_>>();
    let evidence = if is_reverse && !lists_services() {
        Evidence::Reverse
    } else if of.exists(target) {
        return None;
    } else if name.is_whole() || is_providers(name.text) {
        Evidence::Whole
    } else if !is_outside() {
        return None;
    } else if of.is_missing(target) && name.same_host().is_some() {
        // It was meant, whatever was typed behind it.
        return None;
    } else if of.is_missing(target) {
        Evidence::Nowhere
    } else if let Some(wildcard) = of.wildcard_over(target).filter(|_| ends_in_tld(&labels())) {
        Evidence::Wildcard(wildcard)
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
    match *evidence {
        Evidence::Nowhere => finding.add_to_message(", which does not exist"),
        Evidence::Wildcard(wildcard) => {
            let message = format!(", which only `{}` matches", cx.zone.name_text(wildcard));
            finding.add_to_message(&message);
            let owned = cx.zone.records_of(wildcard).first();
            finding = finding.label_each(owned, |&owned| (cx.zone.entry(owned).owner(), "the wildcard"));
        }
        Evidence::Reverse | Evidence::Whole => {}
    }
    if matches!(evidence, Evidence::Nowhere | Evidence::Wildcard(_)) && !is_followed {
        finding.severity = Severity::Warning;
    }
    if *evidence == Evidence::Reverse && !name.text.contains('.') {
        finding = finding.help("write the full name of the host with a final dot, as in `host.example.com.`");
        finding.fix = None;
    } else if *evidence == Evidence::Reverse
        && let Some(fix) = &mut finding.fix
        && ends_in_tld(&name.text.split('.').map(str::as_bytes).collect::<Vec<_>>())
    {
        // No host has its name in the reverse tree.
        fix.applicability = Applicability::Safe;
    } else if !name.exists_with_dot() {
        finding.fix = finding.fix.take().map(|fix| Box::new(fix.doubted()));
    }
    finding
}
