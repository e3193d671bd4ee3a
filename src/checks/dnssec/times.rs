//! When the signatures of a zone begin and end.

use std::collections::HashMap;

use super::LONG_AGO;
use super::rrsig::Rrsig;
use crate::checks::ZoneContext;
use crate::syntax::rdata::RType;
use crate::syntax::time::is_before;
use crate::zone::{NameId, RecordId};

/// What the times of the signatures of a zone come to, by the clock of the run.
#[derive(Default)]
pub(in crate::checks) struct SignatureTimes {
    /// They end before they begin.
    pub never: Several,
    /// Where no other of the same algorithm is in its time.
    pub expired: Several,
    /// Not valid yet, likewise.
    pub early: Several,
    /// The signature in its time that ends first, and when.
    pub soonest: Option<(RecordId, u32)>,
    /// Those with a longer TTL than is left of them, and the longest such TTL.
    pub over: Several,
    pub longest_ttl: u32,
    /// The one that is good for the shortest time, and how long, and the one for the longest.
    pub shortest: Option<(RecordId, u32)>,
    pub longest: Option<(RecordId, u32)>,
    /// All expired long ago: the file is an archived copy.
    pub are_archived: bool,
}

/// The first of some signatures, and how many there are.
#[derive(Clone, Copy, Default)]
pub(in crate::checks) struct Several {
    pub first: Option<RecordId>,
    pub count: usize,
}

impl Several {
    pub(super) fn add(&mut self, id: RecordId) {
        self.first.get_or_insert(id);
        self.count += 1;
    }
}

impl ZoneContext<'_> {
    /// What the times of the signatures come to, worked out once.
    pub(super) fn signature_times(&self) -> &SignatureTimes {
        self.signature_times.get_or_init(|| SignatureTimes::of(self))
    }

    /// Those of the same RRset and algorithm: one of them in its time is enough, and the others are left over.
    pub(super) fn signatures_like(&self, by: &Rrsig) -> SignatureGroup {
        let groups = self.signature_groups.get_or_init(|| {
            let mut groups = SignatureGroups::new();
            for by in self.rrsigs() {
                let of_one = SignatureGroup { last: by.expiration, has_current: by.is_in_its_time(self.now) };
                groups.entry(self.key_of(by)).and_modify(|group| group.add(of_one)).or_insert(of_one);
            }
            groups
        });
        groups[&self.key_of(by)]
    }

    fn key_of(&self, by: &Rrsig) -> GroupKey {
        (self.zone.record(by.id).owner, by.covered, by.algorithm)
    }
}

/// An owner, and the type and algorithm of its signatures.
type GroupKey = (NameId, RType, u8);
pub(in crate::checks) type SignatureGroups = HashMap<GroupKey, SignatureGroup>;

/// Signatures of one RRset and algorithm.
#[derive(Clone, Copy)]
pub(in crate::checks) struct SignatureGroup {
    /// When the last of them expires.
    pub last: u32,
    /// One is in its time.
    pub has_current: bool,
}

impl SignatureGroup {
    fn add(&mut self, other: SignatureGroup) {
        self.has_current |= other.has_current;
        if is_before(self.last, other.last) {
            self.last = other.last;
        }
    }
}

impl SignatureTimes {
    fn of(cx: &ZoneContext) -> SignatureTimes {
        let now = cx.now;
        let mut times = SignatureTimes { are_archived: true, ..SignatureTimes::default() };
        for by in cx.rrsigs() {
            let Rrsig { id, expiration, inception, .. } = *by;
            times.are_archived &= is_before(expiration, now.wrapping_sub(LONG_AGO));
            if is_before(expiration, inception) {
                times.never.add(id);
                continue;
            }
            let validity = expiration.wrapping_sub(inception);
            times.shortest = times.shortest.filter(|(_, shortest)| *shortest <= validity).or(Some((id, validity)));
            times.longest = times.longest.filter(|(_, longest)| *longest >= validity).or(Some((id, validity)));
            if by.is_in_its_time(now) {
                let (left, ttl) = (expiration.wrapping_sub(now), cx.zone.record(id).ttl);
                times.soonest =
                    times.soonest.filter(|(_, soonest)| soonest.wrapping_sub(now) <= left).or(Some((id, expiration)));
                if ttl > left && is_before(cx.signatures_like(by).last, now.wrapping_add(ttl)) {
                    times.over.add(id);
                    times.longest_ttl = times.longest_ttl.max(ttl);
                }
            } else if !cx.signatures_like(by).has_current {
                match is_before(expiration, now) {
                    true => times.expired.add(id),
                    false => times.early.add(id),
                }
            }
        }
        times.are_archived &= times.never.count + times.expired.count > 0;
        times
    }
}
