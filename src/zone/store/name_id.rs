//! What stands for a name in the tables of a zone.

use std::hint::select_unpredictable;

/// A name of one zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

impl NameId {
    /// The root of the DNS.
    pub const ROOT: NameId = NameId(0);

    /// The place of a pending name, until `Names::flush` gives it an id.
    pub(in crate::zone) const fn pending(place: usize) -> NameId {
        NameId(PENDING | place as u32)
    }

    /// The id of a name that was pending, from those that `Names::flush` gave out.
    pub(in crate::zone) fn flushed(self, flushed: &[NameId]) -> NameId {
        let place = (self.0 ^ PENDING) as usize;
        let Some(last) = flushed.len().checked_sub(1) else { return self };
        // Branch-free: records without a target arrive unsorted.
        select_unpredictable(place <= last, flushed[place.min(last)], self)
    }
}

/// The bit that tells a pending name; no zone has two thousand million names.
const PENDING: u32 = 1 << 31;
