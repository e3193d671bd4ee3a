//! What is known of a zone once all of it was read: which names are in it, and who owns what.

use std::ops::Range;

use super::name::{NameId, Names};
use super::record::{Record, RecordId};
use super::shape::Shape;
use super::texts::Texts;
use crate::syntax::rdata::RType;

/// What is known of a name without looking at its records; most questions need no more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts(u8);

impl Facts {
    /// It is the apex or below it.
    pub(super) const IN_ZONE: Facts = Facts(1);
    /// It owns a record.
    pub(super) const OWNER: Facts = Facts(2);
    /// It owns a CNAME.
    pub(super) const ALIAS: Facts = Facts(4);
    /// It owns NS records, and is not the apex.
    pub(super) const CUT: Facts = Facts(8);
    /// It owns a DNAME.
    pub(super) const DNAME: Facts = Facts(16);
    /// It owns a record, and its first label is `*`.
    pub(super) const WILDCARD: Facts = Facts(32);
    /// It owns an address: A or AAAA.
    pub(super) const ADDRESS: Facts = Facts(64);
    /// It is the target of an NS record.
    pub(super) const SERVER: Facts = Facts(128);

    pub(super) fn has(self, fact: Facts) -> bool {
        self.0 & fact.0 != 0
    }

    pub(super) fn add(&mut self, fact: Facts) {
        self.0 |= fact.0;
    }
}

/// What is known of the owner of a record by its type, and last of that of any other type. Types come in no
/// order: to branch on each would take longer than to look.
static OF_OWNERS: [Facts; 64] = {
    let mut facts = [Facts::OWNER; 64];
    facts[RType::A.0 as usize] = Facts(Facts::OWNER.0 | Facts::ADDRESS.0);
    facts[RType::AAAA.0 as usize] = Facts(Facts::OWNER.0 | Facts::ADDRESS.0);
    facts[RType::CNAME.0 as usize] = Facts(Facts::OWNER.0 | Facts::ALIAS.0);
    facts[RType::DNAME.0 as usize] = Facts(Facts::OWNER.0 | Facts::DNAME.0);
    facts
};

/// The facts of every name.
pub(super) fn facts(names: &Names, apex: NameId, records: &[Record], texts: &Texts) -> Vec<Facts> {
    let mut facts = mark_in_zone(names, apex, texts);
    for record in records {
        let own = &mut facts[record.owner.0 as usize];
        own.add(OF_OWNERS[(record.rtype.0 as usize).min(OF_OWNERS.len() - 1)]);
        if record.rtype == RType::NS {
            if record.owner != apex {
                own.add(Facts::CUT);
            }
            if let Some(server) = record.target() {
                facts[server.0 as usize].add(Facts::SERVER);
            }
        }
    }
    for name in names.having(Shape::STAR).chain(names.having(Shape::STRANGE)) {
        let own = &mut facts[name.0 as usize];
        if own.has(Facts::OWNER) && names.is_wildcard(name, texts) {
            own.add(Facts::WILDCARD);
        }
    }
    facts
}

/// A name is in the zone if what it is relative to is; text that spells out the apex from
/// further up is the exception, and looked at label by label.
fn mark_in_zone(names: &Names, apex: NameId, texts: &Texts) -> Vec<Facts> {
    let apex_labels = names.labels(apex, texts).len();
    let mut facts = vec![Facts::default(); names.len()];
    for number in 0..names.len() {
        let id = NameId(number as u32);
        let suffix = names.suffix(id);
        let in_zone = id == apex
            || facts[suffix.0 as usize].has(Facts::IN_ZONE)
            || (suffix != NameId::ROOT || !names.splits_at_apex() || names.shape(id).has(Shape::STRANGE))
                && names.labels(id, texts).len() > apex_labels
                && names.ancestors(id, texts).contains(&apex);
        if in_zone {
            facts[number].add(Facts::IN_ZONE);
        }
    }
    facts
}

/// The SOA at the apex, the first if there are several.
pub(super) fn soa(apex: NameId, records: &[Record]) -> Option<RecordId> {
    let is_soa = |record: &Record| record.rtype == RType::SOA && record.owner == apex;
    records.iter().position(is_soa).map(|number| RecordId(number as u32))
}

/// Types from here on share a bucket; the registry has nothing near it.
const BUCKETS: usize = 300;
/// A type that more than one record in so many has is not listed: to look at all records takes not
/// much longer than the list would, and no room.
const COMMON: usize = 4;
/// In a zone of no more records every type is listed: the list takes hardly any room.
const SMALL: usize = 4096;

/// The records sorted by type and then by place, but for those of common types.
#[derive(Debug)]
pub(super) struct ByType {
    records: Vec<RecordId>,
    /// The buckets that hold any, and their place in the list if they are in it; a zone has few types.
    buckets: Vec<(usize, Option<Range<usize>>)>,
}

impl ByType {
    pub(super) fn of(records: &[Record]) -> ByType {
        let bucket = |record: &Record| (record.rtype.0 as usize).min(BUCKETS);
        // How many there are of each, and then where the next one goes and how far that takes the place on.
        let mut slots = [0u32; BUCKETS + 1];
        let mut steps = [1u32; BUCKETS + 1];
        for record in records {
            slots[bucket(record)] += 1;
        }
        let mut buckets = Vec::new();
        let mut end = 0;
        for (bucket, slot) in slots.iter_mut().enumerate().filter(|(_, count)| **count > 0) {
            let count = *slot as usize;
            if count > SMALL.max(records.len() / COMMON) {
                steps[bucket] = 0;
                buckets.push((bucket, None));
                continue;
            }
            *slot = end as u32;
            buckets.push((bucket, Some(end..end + count)));
            end += count;
        }
        // Those of common types all go to one place behind the others, for types come in no order.
        slots.iter_mut().zip(steps).filter(|(_, step)| *step == 0).for_each(|(slot, _)| *slot = end as u32);
        let mut sorted = vec![RecordId(0); end + 1];
        for (number, record) in records.iter().enumerate() {
            let bucket = bucket(record);
            sorted[slots[bucket] as usize] = RecordId(number as u32);
            slots[bucket] += steps[bucket];
        }
        sorted.pop();
        ByType { records: sorted, buckets }
    }

    /// The records of a type, in the order they were read; of a high type, others among them. `None`
    /// where the type is common.
    pub(super) fn with(&self, rtype: RType) -> Option<&[RecordId]> {
        let bucket = (rtype.0 as usize).min(BUCKETS);
        match self.buckets.binary_search_by_key(&bucket, |(bucket, _)| *bucket) {
            Ok(at) => self.buckets[at].1.clone().map(|range| &self.records[range]),
            Err(_) => Some(&[]),
        }
    }
}

/// What is known of some name.
pub(super) fn kinds(facts: &[Facts]) -> Facts {
    facts.iter().fold(Facts::default(), |mut all, &own| {
        all.add(own);
        all
    })
}

/// Counting sort by owner, then each owner's few records by type; stable, so place decides last.
pub(super) fn group_by_owner(records: &[Record], names: usize) -> (Vec<RecordId>, Vec<u32>) {
    let mut first_of = vec![0u32; names + 1];
    for record in records {
        first_of[record.owner.0 as usize] += 1;
    }
    // From how many to where they end; and filled from the end, that comes down to where they start.
    for at in 1..first_of.len() {
        first_of[at] += first_of[at - 1];
    }
    let mut by_owner = vec![RecordId(0); records.len()];
    for (number, record) in records.iter().enumerate().rev() {
        let slot = &mut first_of[record.owner.0 as usize];
        *slot -= 1;
        by_owner[*slot as usize] = RecordId(number as u32);
    }
    for owner in first_of.windows(2) {
        let own = &mut by_owner[owner[0] as usize..owner[1] as usize];
        if own.len() > 1 {
            own.sort_by_key(|&id| records[id.0 as usize].rtype);
        }
    }
    (by_owner, first_of)
}
