//! What is known of a zone once all of it was read: which names are in it, and who owns what.

use std::ops::Range;

use super::char_classes::CharClasses;
use super::record::{Record, RecordId};
use super::texts::Texts;
use super::{name_id::NameId, names::Names};
use crate::syntax::rdata::RType;

/// What is known of a name without looking at its records; most questions need no more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::zone) struct NameFlags(u8);

impl NameFlags {
    /// It is the apex or below it.
    pub(in crate::zone) const IN_ZONE: NameFlags = NameFlags(1);
    /// It owns a record.
    pub(in crate::zone) const OWNER: NameFlags = NameFlags(2);
    /// It owns a CNAME.
    pub(in crate::zone) const ALIAS: NameFlags = NameFlags(4);
    /// It owns NS records, and is not the apex.
    pub(in crate::zone) const CUT: NameFlags = NameFlags(8);
    /// It owns a DNAME.
    pub(in crate::zone) const DNAME: NameFlags = NameFlags(16);
    /// It owns a record, and its first label is `*`.
    pub(in crate::zone) const WILDCARD: NameFlags = NameFlags(32);
    /// It owns an address: A or AAAA.
    pub(in crate::zone) const ADDRESS: NameFlags = NameFlags(64);
    /// It is the target of an NS record.
    pub(in crate::zone) const SERVER: NameFlags = NameFlags(128);

    pub(in crate::zone) fn has(self, has_flag: NameFlags) -> bool {
        self.0 & has_flag.0 != 0
    }

    pub(in crate::zone) fn add(&mut self, has_flag: NameFlags) {
        self.0 |= has_flag.0;
    }
}

/// What is known of the owner of a record by its type, and last of that of any other type. Branch-free: record types
/// arrive unsorted.
static OF_OWNERS: [NameFlags; 64] = {
    let mut name_flags = [NameFlags::OWNER; 64];
    name_flags[RType::A.0 as usize] = NameFlags(NameFlags::OWNER.0 | NameFlags::ADDRESS.0);
    name_flags[RType::AAAA.0 as usize] = NameFlags(NameFlags::OWNER.0 | NameFlags::ADDRESS.0);
    name_flags[RType::CNAME.0 as usize] = NameFlags(NameFlags::OWNER.0 | NameFlags::ALIAS.0);
    name_flags[RType::DNAME.0 as usize] = NameFlags(NameFlags::OWNER.0 | NameFlags::DNAME.0);
    name_flags
};

/// The flags of every name.
pub(in crate::zone) fn name_flags(names: &Names, apex: NameId, records: &[Record], texts: &Texts) -> Vec<NameFlags> {
    let mut name_flags = mark_in_zone(names, apex, texts);
    for record in records {
        let own = &mut name_flags[record.owner.0 as usize];
        own.add(OF_OWNERS[(record.rtype.0 as usize).min(OF_OWNERS.len() - 1)]);
        if record.rtype == RType::NS {
            if record.owner != apex {
                own.add(NameFlags::CUT);
            }
            if let Some(server) = record.target() {
                name_flags[server.0 as usize].add(NameFlags::SERVER);
            }
        }
    }
    for name in names.having(CharClasses::STAR).chain(names.having(CharClasses::STRANGE)) {
        let own = &mut name_flags[name.0 as usize];
        if own.has(NameFlags::OWNER) && names.is_wildcard(name, texts) {
            own.add(NameFlags::WILDCARD);
        }
    }
    name_flags
}

/// A name is in the zone if what it is relative to is; text that spells out the apex from
/// further up is the exception, and looked at label by label.
fn mark_in_zone(names: &Names, apex: NameId, texts: &Texts) -> Vec<NameFlags> {
    let apex_labels = names.labels(apex, texts).len();
    let mut name_flags = vec![NameFlags::default(); names.len()];
    for number in 0..names.len() {
        let id = NameId(number as u32);
        let suffix = names.suffix(id);
        let in_zone = id == apex
            || name_flags[suffix.0 as usize].has(NameFlags::IN_ZONE)
            || (suffix != NameId::ROOT || !names.splits_at_apex() || names.char_classes(id).has(CharClasses::STRANGE))
                && names.labels(id, texts).len() > apex_labels
                && names.ancestors(id, texts).contains(&apex);
        if in_zone {
            name_flags[number].add(NameFlags::IN_ZONE);
        }
    }
    name_flags
}

/// The SOA at the apex, the first if there are several.
pub(in crate::zone) fn soa(apex: NameId, records: &[Record]) -> Option<RecordId> {
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
pub(in crate::zone) struct ByType {
    records: Vec<RecordId>,
    /// The buckets that hold any, and their place in the list if they are in it; a zone has few types.
    buckets: Vec<(usize, Option<Range<usize>>)>,
}

impl ByType {
    pub(in crate::zone) fn of(records: &[Record]) -> ByType {
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
        // Those of common types all go to one place behind the others: branch-free, as record types arrive unsorted.
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
    pub(in crate::zone) fn with(&self, rtype: RType) -> Option<&[RecordId]> {
        let bucket = (rtype.0 as usize).min(BUCKETS);
        match self.buckets.binary_search_by_key(&bucket, |(bucket, _)| *bucket) {
            Ok(at) => self.buckets[at].1.clone().map(|range| &self.records[range]),
            Err(_) => Some(&[]),
        }
    }
}

/// What is known of some name.
pub(in crate::zone) fn kinds(name_flags: &[NameFlags]) -> NameFlags {
    name_flags.iter().fold(NameFlags::default(), |mut all, &own| {
        all.add(own);
        all
    })
}

/// Counting sort by owner, then each owner's few records by type; stable, so place decides last.
pub(in crate::zone) fn group_by_owner(records: &[Record], names: usize) -> (Vec<RecordId>, Vec<u32>) {
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
