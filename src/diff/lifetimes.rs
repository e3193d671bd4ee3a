//! How long caches keep the old.

use std::collections::{BTreeMap, HashSet};

use super::ChangedZone;
use super::zone::ttl;
use crate::change::{RrsetChange, ZoneChange};
use crate::syntax::rdata::RType;
use crate::zone::{Answer, NameId, Zone};

/// What caches may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kept {
    /// The old data.
    Data,
    /// That there are none (RFC 2308 section 5).
    Nothing,
}

/// RRsets or names that caches have something old of, for equally long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// For so many seconds at most.
    pub seconds: u32,
    /// What they have.
    pub kept: Kept,
    /// Owner and type of RRsets, or names of which there was nothing.
    pub names: Vec<String>,
}

/// Collects by what is kept and how long, the longest first.
#[derive(Default)]
struct Collector(BTreeMap<(std::cmp::Reverse<u32>, Kept), Vec<String>>);

pub(super) fn of(changed: &[ChangedZone], all: bool) -> Vec<Lifetime> {
    let mut collector = Collector::default();
    for ChangedZone { change, .. } in changed {
        match (change.old, change.new) {
            (Some(old), Some(new)) => collector.add_zone(change, old, new, all),
            (Some(old), None) => {
                let longest = old.records().map(|(_, record)| record.ttl).max();
                collector.add(longest, Kept::Data, format!("all of {}", old.shown_name()));
            }
            // What was answered before is not known here: no zone had it.
            (None, _) => {}
        }
    }
    let lifetime =
        |((seconds, kept), names): ((std::cmp::Reverse<u32>, Kept), _)| Lifetime { seconds: seconds.0, kept, names };
    collector.0.into_iter().map(lifetime).collect()
}

impl Collector {
    fn add(&mut self, seconds: Option<u32>, kept: Kept, name: String) {
        // What is not kept is asked for each time.
        if let Some(seconds) = seconds.filter(|&seconds| seconds > 0) {
            let names = self.0.entry((std::cmp::Reverse(seconds), kept)).or_default();
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
    }

    fn add_zone(&mut self, change: &ZoneChange, old: &Zone, new: &Zone, all: bool) {
        let negative = negative_ttl(old);
        let mut told = HashSet::new();
        for rrset in &change.rrsets {
            let is_of_nobody = rrset.rtype == RType::UNKNOWN || rrset.rtype.is_of_signer() && !all;
            if change.is_of_serial_alone(rrset) || is_of_nobody {
                continue;
            }
            let named = || format!("{} {}", change.owner(rrset), rrset.rtype.mnemonic());
            if !rrset.is_new() {
                self.add(ttl(Some(old), rrset.old_owner, rrset.rtype), Kept::Data, named());
                continue;
            }
            let Some(owner) = rrset.new_owner else { continue };
            match before(old, new, rrset, owner) {
                Before::Synthesized(seconds) => self.add(Some(seconds), Kept::Data, named()),
                Before::NoType => self.add(negative, Kept::Nothing, named()),
                Before::NoName if told.insert(owner) => self.add(negative, Kept::Nothing, change.owner(rrset)),
                Before::NoName | Before::Unknown => {}
            }
        }
    }
}

/// What was answered where now an RRset is.
enum Before {
    /// The records of a wildcard, with this TTL (RFC 4592 section 2.2).
    Synthesized(u32),
    /// That the name has no such records.
    NoType,
    /// That there is no such name.
    NoName,
    /// What another RRset said that is gone, or another zone.
    Unknown,
}

fn before(old: &Zone, new: &Zone, rrset: &RrsetChange, owner: NameId) -> Before {
    let Some(below) = new.labels_below_apex(owner) else { return Before::Unknown };
    match old.answer_for(&below) {
        Answer::NxDomain | Answer::EmptyNonTerminal => Before::NoName,
        Answer::Delegated => Before::Unknown,
        Answer::Owner(name) if old.is_alias(name) && !old.is_wildcard(name) => Before::Unknown,
        Answer::Owner(name) if !old.is_wildcard(name) => Before::NoType,
        Answer::Owner(name) => {
            let types = [rrset.rtype, RType::CNAME];
            let synthesized = types.into_iter().find_map(|rtype| ttl(Some(old), Some(name), rtype));
            synthesized.map_or(Before::NoType, Before::Synthesized)
        }
    }
}

/// How long caches keep that something does not exist: the lesser of the TTL of the SOA and its last field (RFC 2308
/// section 5).
fn negative_ttl(zone: &Zone) -> Option<u32> {
    let soa = zone.soa()?;
    let data = zone.rdata(soa).wire(true).ok()?;
    let minimum = u32::from_be_bytes(*data.last_chunk::<4>()?);
    Some(minimum.min(zone.record(soa).ttl))
}
