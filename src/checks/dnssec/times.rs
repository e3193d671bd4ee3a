//! When the signatures of a zone begin and end.

use super::LONG_AGO;
use super::rrsig::Rrsig;
use crate::checks::ZoneContext;
use crate::syntax::time::is_before;
use crate::zone::RecordId;

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

    /// Whether another signature of the same RRset and algorithm fits: what does not is left over.
    pub(super) fn has_other_signature(&self, by: &Rrsig, fits: impl Fn(&Rrsig) -> bool) -> bool {
        let is_alike = |other: &Rrsig| (other.covered, other.algorithm) == (by.covered, by.algorithm);
        let others = self.rrsigs_of(self.zone.record(by.id).owner).filter(|other| other.id != by.id && is_alike(other));
        others.into_iter().any(fits)
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
                let is_longer = |other: &Rrsig| !is_before(other.expiration, now.wrapping_add(ttl));
                if ttl > left && !cx.has_other_signature(by, is_longer) {
                    times.over.add(id);
                    times.longest_ttl = times.longest_ttl.max(ttl);
                }
            } else if !cx.has_other_signature(by, |other| other.is_in_its_time(now)) {
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
