//! One RRset that differs: records removed and added, each beside the one it stands for.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::syntax::rdata::RType;
use crate::zone::{NameId, RRset, RecordId, Zone};

/// Above so many pairs to choose from, records are put side by side in their order.
const MOST_COMPARED: usize = 4096;

/// An RRset that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RrsetChange {
    /// Its owner in the old version, where the name is there.
    pub old_owner: Option<NameId>,
    /// Its owner in the new version, where the name is there.
    pub new_owner: Option<NameId>,
    /// Its type.
    pub rtype: RType,
    /// Records of the old version whose data the new one does not have.
    pub removed: Vec<RecordId>,
    /// Records of the new version whose data the old one does not have.
    pub added: Vec<RecordId>,
    /// How many records have the same data in both.
    pub kept: usize,
    /// The TTL before and after, where that differs and both versions have the RRset.
    pub ttls: Option<(u32, u32)>,
}

/// A record and what became of it; one of them is missing where nothing stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordPair {
    /// The record of the old version.
    pub old: Option<RecordId>,
    /// The record of the new version.
    pub new: Option<RecordId>,
}

impl RrsetChange {
    pub(super) fn removed(rrset: &RRset) -> RrsetChange {
        RrsetChange { old_owner: Some(rrset.owner), removed: rrset.records.to_vec(), ..RrsetChange::none(rrset.rtype) }
    }

    pub(super) fn added(rrset: &RRset) -> RrsetChange {
        RrsetChange { new_owner: Some(rrset.owner), added: rrset.records.to_vec(), ..RrsetChange::none(rrset.rtype) }
    }

    fn none(rtype: RType) -> RrsetChange {
        let (removed, added) = Default::default();
        RrsetChange { old_owner: None, new_owner: None, rtype, removed, added, kept: 0, ttls: None }
    }

    /// What differs between the RRsets of one owner and type in two versions; `None` where nothing does.
    pub(super) fn between(
        (old_zone, old): (&Zone, Option<RRset>),
        (new_zone, new): (&Zone, Option<RRset>),
    ) -> Option<RrsetChange> {
        let rtype = old.or(new)?.rtype;
        let (before, after) = (records(&old), records(&new));
        let data = |zone: &Zone, all: &[RecordId]| all.iter().map(|&id| data(zone, id)).collect::<Vec<_>>();
        let (old_data, new_data) = (data(old_zone, before), data(new_zone, after));
        let removed = missing(before, &old_data, &new_data);
        let added = missing(after, &new_data, &old_data);
        let kept = new_data.iter().collect::<HashSet<_>>().len() - added.len();
        let ttl = |zone: &Zone, all: &[RecordId]| all.iter().map(|&id| zone.record(id).ttl).min();
        let ttls = ttl(old_zone, before).zip(ttl(new_zone, after)).filter(|(before, after)| before != after);
        let is_same = removed.is_empty() && added.is_empty() && ttls.is_none();
        let (old_owner, new_owner) = (old.map(|rrset| rrset.owner), new.map(|rrset| rrset.owner));
        (!is_same).then_some(RrsetChange { old_owner, new_owner, rtype, removed, added, kept, ttls })
    }

    /// Whether the data differ, and not only the TTL.
    pub fn is_of_data(&self) -> bool {
        !self.removed.is_empty() || !self.added.is_empty()
    }

    /// Whether the old version has no such RRset.
    pub fn is_new(&self) -> bool {
        self.removed.is_empty() && self.kept == 0
    }

    /// Whether the new version has no such RRset.
    pub fn is_gone(&self) -> bool {
        self.added.is_empty() && self.kept == 0
    }

    /// The records removed and added, those side by side that have most fields in common.
    pub fn pairs(&self, old: &Zone, new: &Zone) -> Vec<RecordPair> {
        let mut ranked = Vec::new();
        if self.removed.len() * self.added.len() <= MOST_COMPARED {
            let words = |zone: &'_ Zone, id| zone.rdata(id).words().map(<[u8]>::to_ascii_lowercase).collect::<Vec<_>>();
            let added: Vec<_> = self.added.iter().map(|&id| words(new, id)).collect();
            for (before, &id) in self.removed.iter().enumerate() {
                let own = words(old, id);
                ranked.extend(added.iter().enumerate().map(|(after, other)| (alike(&own, other), before, after)));
            }
            // The other way round the same stand side by side.
            ranked.sort_by_key(|&(alike, before, after)| (Reverse(alike), before.max(after), before.min(after)));
        } else {
            ranked.extend((0..self.removed.len().min(self.added.len())).map(|number| (0, number, number)));
        }
        let (mut partner, mut taken) = (vec![None; self.removed.len()], vec![false; self.added.len()]);
        for (_, before, after) in ranked {
            if partner[before].is_none() && !taken[after] {
                (partner[before], taken[after]) = (Some(self.added[after]), true);
            }
        }
        let removed = self.removed.iter().zip(partner).map(|(&old, new)| RecordPair { old: Some(old), new });
        let added = self.added.iter().zip(taken).filter(|(_, taken)| !taken);
        removed.chain(added.map(|(&new, _)| RecordPair { old: None, new: Some(new) })).collect()
    }
}

fn records<'z>(rrset: &Option<RRset<'z>>) -> &'z [RecordId] {
    rrset.as_ref().map_or(&[], |rrset| rrset.records)
}

/// The records whose data others do not have; of those that are alike the first.
fn missing(records: &[RecordId], data: &[Vec<u8>], others: &[Vec<u8>]) -> Vec<RecordId> {
    let mut known: HashSet<&[u8]> = others.iter().map(Vec::as_slice).collect();
    let new = records.iter().zip(data).filter(|(_, data)| known.insert(data));
    new.map(|(&id, _)| id).collect()
}

/// What is equal for equal data: the wire form, names in lower case; of what has none, the text.
fn data(zone: &Zone, id: RecordId) -> Vec<u8> {
    let data = zone.rdata(id);
    data.wire(true)
        .ok()
        .or_else(|| data.canonical_text())
        .unwrap_or_else(|| data.words().collect::<Vec<_>>().join(&b' '))
}

/// How many fields are the same at the same place.
fn alike(one: &[Vec<u8>], other: &[Vec<u8>]) -> usize {
    one.iter().zip(other).filter(|(a, b)| a == b).count()
}
