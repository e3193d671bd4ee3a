//! Records that stand in the zone twice.

use std::collections::{BTreeMap, HashMap};

use crate::checks::alike::Alike;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE_OR_UNSAFE, Severity};
use crate::syntax::rdata::RType;
use crate::text::words;
use crate::zone::{RRset, RecordId, target_field};

pub(super) static META: Meta = Meta {
    id: "record-duplicate",
    summary: "a record is in the zone twice",
    severity: Severity::Warning,
    references: &["RFC 2181 section 5"],
    explain: include_str!("record_duplicate.md"),
    is_merged: true,
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut by_type: BTreeMap<u16, Alike> = BTreeMap::new();
    for rrset in cx.zone.rrsets_of_several() {
        if may_repeat(cx, &rrset) && !ends_transfer(cx, &rrset) {
            let rtype = rrset.rtype.0;
            let alike = by_type.entry(rtype).or_default();
            compare(cx, &rrset, &mut |finding| alike.add(finding, &[b"copied", &rtype.to_be_bytes()], findings));
        }
    }
    by_type.into_values().for_each(|alike| alike.finish(findings));
}

/// A zone transfer starts and ends with the SOA (RFC 5936 section 2.2), and is kept as it came, with a
/// digest of it below.
fn ends_transfer(cx: &ZoneContext, rrset: &RRset) -> bool {
    let &[_, last] = rrset.records else { return false };
    let mut below = last.0 + 1..cx.zone.len() as u32;
    rrset.rtype == RType::SOA && below.all(|id| cx.zone.record(RecordId(id)).rtype == RType::ZONEMD)
}

/// So many records are compared each with each.
const FEW: usize = 8;
/// So many numbers are counted on from a target that is there twice.
const SERIES: u64 = 8;
/// More targets than this are no list that was typed.
const MOST_TARGETS: usize = 64;

/// What can be told without reading text: records with different targets are no duplicates.
fn may_repeat(cx: &ZoneContext, rrset: &RRset) -> bool {
    if rrset.rtype == RType::UNKNOWN {
        return false;
    }
    cx.zone.record(rrset.records[0]).target().is_none() || may_share_target(cx, rrset.records)
}

/// Whether two of the records have one target; of many, whether it is worth looking.
pub(in crate::checks) fn may_share_target(cx: &ZoneContext, records: &[RecordId]) -> bool {
    let target = |id: &RecordId| cx.zone.record(*id).target();
    if let [one, other] = records {
        return target(one) == target(other);
    }
    let repeats = |(at, id): (usize, &RecordId)| {
        let own = target(id);
        records[..at].iter().any(|other| target(other) == own)
    };
    records.len() > FEW || records.iter().enumerate().any(repeats)
}

fn compare(cx: &ZoneContext, rrset: &RRset, add: &mut dyn FnMut(Diagnostic)) {
    let mut seen: HashMap<(Option<u32>, Vec<u8>), RecordId> = HashMap::with_capacity(rrset.records.len());
    for &id in rrset.records {
        let record = cx.zone.record(id);
        let target = record.target().map(|name| name.0);
        let Some(data) = cx.zone.rdata(id).canonical_text().filter(|_| record.is_readable()) else { continue };
        let first = *seen.entry((target, data)).or_insert(id);
        // With another TTL they are a mismatch, of which that check speaks.
        if first != id && cx.zone.record(first).ttl == record.ttl {
            let (name, rtype) = (cx.zone.name_text(rrset.owner), rrset.rtype.mnemonic());
            let message = format!("this {rtype} of `{name}` is already in the zone");
            let finding = Diagnostic::new(&META, cx.zone.entry(id).span(), message);
            let finding = finding.label(cx.zone.entry(first).span(), "the first one");
            let removal = || cx.own_line(id).map(|line| Fix::safe(line, "").titled("remove this line"));
            let fix = counted_on(cx, rrset, id).or_else(removal);
            add(finding
                .help("remove one of them, or correct the one that should be different")
                .fix(fix)
                .subject(cx.subject(id)));
        }
    }
}

/// A copied line whose number was not counted on: the next host of the series is not among the targets.
fn counted_on(cx: &ZoneContext, rrset: &RRset, id: RecordId) -> Option<Fix> {
    // Of an alias there is one.
    let target = cx.zone.record(id).target().filter(|_| [RType::NS, RType::MX, RType::SRV].contains(&rrset.rtype))?;
    let (number, _) = words::numbered(cx.zone.first_label(target))?;
    let at = cx.zone.entry(id).field(target_field(rrset.rtype)?)?;
    let next = (number + 1..=number + SERIES).map_while(|number| {
        let meant = cx.with_number(target, number)?;
        let name = cx.zone.find(&meant).filter(|name| cx.zone.is_owner(*name))?;
        Some((name, meant))
    });
    let is_target = |name| rrset.records.iter().take(MOST_TARGETS).any(|&id| cx.zone.record(id).target() == Some(name));
    let (_, meant) = next.into_iter().find(|(name, _)| !is_target(*name))?;
    cx.renamed(id, at, &meant)
}
