//! What differs between two versions of a zone: RRset by RRset, by what the records mean and not how they are written.
//!
//! | file | holds |
//! |---|---|
//! | `lockstep` | the records that are written alike in both, which need no closer look |
//! | `rrset` | one RRset that differs: records removed and added, each beside the one it stands for |
//! | `serial` | the serials of both, and how far one is ahead of the other (RFC 1982) |
//!
//! Comments, the order of records, the case of names, units of TTLs, parentheses and `$ORIGIN` are no difference.

mod lockstep;
mod rrset;
mod serial;

use std::collections::HashMap;

use crate::syntax::rdata::RType;
use crate::text::escape::unescape_lossy;
use crate::zone::{NameId, RRset, Versions, Zone};

pub use rrset::{RecordPair, RrsetChange};
pub use serial::{Serials, Step};

/// Which zone of one project is which of another, as indexes; one of them is missing where the zone was added or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZonePair {
    /// The zone in the old version.
    pub old: Option<usize>,
    /// The zone in the new version.
    pub new: Option<usize>,
}

/// Two versions of a zone, and what differs. One of them is missing where the zone was added or removed.
#[derive(Debug)]
pub struct ZoneChange<'z> {
    /// The version before.
    pub old: Option<&'z Zone>,
    /// The version after.
    pub new: Option<&'z Zone>,
    /// The RRsets that differ, in the canonical order of their owners (RFC 4034 section 6.1), the SOA first.
    pub rrsets: Vec<RrsetChange>,
}

/// An owner by its id in each version, where that has the name.
type BothOwners = (Option<NameId>, Option<NameId>);

impl<'z> ZoneChange<'z> {
    /// What differs between two versions.
    pub fn of(old: Option<&'z Zone>, new: Option<&'z Zone>) -> ZoneChange<'z> {
        let mut rrsets = match (old, new) {
            (Some(old), Some(new)) => between(old, new),
            (Some(old), None) => old.rrsets().map(|rrset| RrsetChange::removed(&rrset)).collect(),
            (None, Some(new)) => new.rrsets().map(|rrset| RrsetChange::added(&rrset)).collect(),
            (None, None) => Vec::new(),
        };
        let change = ZoneChange { old, new, rrsets: Vec::new() };
        rrsets.sort_by_cached_key(|rrset| (rrset.rtype != RType::SOA, change.canonical_owner(rrset), rrset.rtype));
        ZoneChange { rrsets, ..change }
    }

    /// Whether anything differs.
    pub fn is_empty(&self) -> bool {
        self.rrsets.is_empty()
    }

    /// Whether anything differs but the serial: then it has to be another.
    pub fn is_beside_serial(&self) -> bool {
        self.rrsets.iter().any(|rrset| !self.is_of_serial_alone(rrset))
    }

    /// Whether all that differs in an RRset is the serial.
    pub fn is_of_serial_alone(&self, rrset: &RrsetChange) -> bool {
        let (Some(old), Some(new)) = (self.old, self.new) else { return false };
        rrset.rtype == RType::SOA && rrset.ttls.is_none() && serial::is_alone(old, new, rrset)
    }

    /// The serials of both versions.
    pub fn serials(&self) -> Option<Serials> {
        Serials::of(self.old?, self.new?)
    }

    /// The owner of an RRset to show, as the new version writes it where that has it.
    pub fn owner(&self, rrset: &RrsetChange) -> String {
        let (zone, name) = self.owner_in(rrset);
        zone.name_text(name)
    }

    /// A version that has the owner of an RRset, and its id there.
    pub(crate) fn owner_in(&self, rrset: &RrsetChange) -> (&'z Zone, NameId) {
        let new = self.new.zip(rrset.new_owner);
        new.or(self.old.zip(rrset.old_owner)).expect("an RRset is in one of the versions")
    }

    fn canonical_owner(&self, rrset: &RrsetChange) -> Vec<Vec<u8>> {
        let (zone, name) = self.owner_in(rrset);
        let labels = zone.labels(name).into_iter().rev();
        labels.map(|label| unescape_lossy(label).to_ascii_lowercase()).collect()
    }
}

/// The RRsets that differ between two versions that both exist.
fn between(old: &Zone, new: &Zone) -> Vec<RrsetChange> {
    let mut versions = Versions::new(old, new);
    let (left, right) = lockstep::unlike(&mut versions);
    let mut seen: HashMap<BothOwners, Vec<RType>> = HashMap::new();
    let mut owners = HashMap::new();
    for id in left {
        let record = old.record(id);
        let owner =
            *owners.entry(record.owner).or_insert_with(|| (Some(record.owner), versions.new_name(record.owner)));
        add(seen.entry(owner).or_default(), record.rtype);
    }
    owners.clear();
    for id in right {
        let record = new.record(id);
        let owner =
            *owners.entry(record.owner).or_insert_with(|| (versions.old_name(record.owner), Some(record.owner)));
        add(seen.entry(owner).or_default(), record.rtype);
    }
    let all = seen.into_iter().flat_map(|(owner, types)| types.into_iter().map(move |rtype| (owner, rtype)));
    all.filter_map(|((before, after), rtype)| {
        let rrset = |zone: &Zone, owner: Option<NameId>| owner.map(|owner| zone.rrset(owner, rtype).to_vec());
        let (records, others) = (rrset(old, before).unwrap_or_default(), rrset(new, after).unwrap_or_default());
        let of = |owner: Option<NameId>, records| owner.map(|owner| RRset { owner, rtype, records });
        RrsetChange::between((old, of(before, &records)), (new, of(after, &others)))
    })
    .collect()
}

fn add(types: &mut Vec<RType>, rtype: RType) {
    if !types.contains(&rtype) {
        types.push(rtype);
    }
}

#[cfg(test)]
mod tests;
