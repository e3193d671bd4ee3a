//! Records of one RRset with different TTLs.

use super::ttl_digits_swapped::swapped_from;
use crate::checks::name::owner_read_as_ttl::is_misread;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Applicability, Diagnostic, Fix, MOST_PLACES, Meta, SAFE_OR_UNSAFE, Severity};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::syntax::ttl;
use crate::zone::{NumberMap, RRset, RecordId};

pub(super) static META: Meta = Meta {
    id: "rrset-ttl-mismatch",
    summary: "records of one RRset have different TTLs",
    severity: Severity::Warning,
    references: &["RFC 2181 section 5.2"],
    explain: include_str!("rrset_ttl_mismatch.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for rrset in cx.zone.rrsets_of_several().filter(|rrset| is_one_set(rrset.rtype)) {
        let ttl = |id: RecordId| cx.zone.record(id).ttl;
        let first = ttl(rrset.records[0]);
        if rrset.records[1..].iter().any(|&id| ttl(id) != first) {
            report(cx, rrset, findings);
        }
    }
}

/// RRSIGs of one owner sign different RRsets and are none themselves (RFC 4035 section 2.2).
fn is_one_set(rtype: RType) -> bool {
    !matches!(rtype, RType::RRSIG | RType::UNKNOWN)
}

/// The TTLs there are, in an order that is not that of the records.
fn in_order(counts: NumberMap<u32, usize>) -> String {
    let mut ttls: Vec<u32> = counts.into_keys().collect();
    ttls.sort_unstable();
    ttls.truncate(MOST_PLACES);
    format!("{ttls:?}")
}

fn report(cx: &ZoneContext, rrset: RRset, findings: &mut FindingSink) {
    let ttl = |id: RecordId| cx.zone.record(id).ttl;
    let mut counts: NumberMap<u32, usize> = NumberMap::default();
    rrset.records.iter().for_each(|&id| *counts.entry(ttl(id)).or_default() += 1);
    let count = |id: RecordId| counts.get(&ttl(id));
    // The most frequent value is the usual one; on a tie one without a slip in it, then the first.
    let sound = |id: RecordId| swapped_from(ttl(id)).is_none();
    let usual = rrset.records.iter().copied().max_by_key(|&id| (count(id), sound(id), std::cmp::Reverse(id)));
    let Some(usual) = usual else { return };
    // Of digits swapped another check speaks, and of owners that are read as TTLs.
    let is_odd =
        |&id: &RecordId| ttl(id) != ttl(usual) && swapped_from(ttl(id)) != Some(ttl(usual)) && !is_misread(cx, id);
    let odd: Vec<RecordId> = rrset.records.iter().copied().filter(is_odd).collect();
    let Some(&first) = odd.first() else { return };
    let (owner, rtype) = (cx.zone.name_text(rrset.owner), rrset.rtype.mnemonic());
    let (wrong, right) = (ttl(first), ttl(usual));
    let message = format!("TTL {wrong} differs from the {right} of the other {rtype} records of `{owner}`");
    let place = |id: RecordId| (own_place(cx, id), format!("{} here", ttl(id)));
    let is_majority = count(usual).is_some_and(|count| count * 2 > rrset.records.len());
    let mut finding = Diagnostic::new(&META, own_place(cx, first), message);
    if cx.zone.entry(first).ttl().is_none() {
        finding = finding.label(cx.zone.ttl_given_at(first), "the line has no TTL and takes this one");
    }
    let finding = finding
        .label(cx.zone.ttl_given_at(usual), format!("{right} here"))
        .label_each(odd[1..].iter().copied(), place)
        .fix(fix(cx, &odd, usual, is_majority));
    let help = "give all records of an RRset the same TTL: servers and caches use one for all of them";
    findings.add(finding.help(help).subject(cx.subject_of_set(first)).known_by(&in_order(counts)));
}

/// Where a record says its TTL, or its type if it takes that of a `$TTL`: that line may be right for all others.
fn own_place(cx: &ZoneContext, id: RecordId) -> Span {
    let entry = cx.zone.entry(id);
    entry.ttl().unwrap_or_else(|| entry.rtype())
}

/// The usual TTL for the odd records, where each says its own: as it is written for one that has it.
fn fix(cx: &ZoneContext, odd: &[RecordId], usual: RecordId, is_majority: bool) -> Option<Fix> {
    let right = cx.zone.record(usual).ttl;
    let written = cx.zone.bytes(cx.zone.ttl_given_at(usual));
    let is_ttl = ttl::parse(written) == Some(Ok(right));
    let text = std::str::from_utf8(written).ok().filter(|_| is_ttl).map_or_else(|| right.to_string(), str::to_owned);
    let places: Option<Vec<Span>> = odd.iter().map(|&id| cx.zone.entry(id).ttl()).collect();
    let (first, others) = places.as_deref()?.split_first()?;
    let applicability = if is_majority { Applicability::Safe } else { Applicability::Unsafe };
    Some(Fix::of(applicability, *first, text.clone()).and_each(others.iter().copied(), &text))
}
