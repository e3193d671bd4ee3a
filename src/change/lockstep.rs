//! The records that are written alike in both versions: nearly all, and nearly always in the same order.

use crate::zone::{RecordId, Versions};

/// So many records are looked at on either side for the place where both versions go on alike.
const WINDOW: u32 = 16;
/// After so many places that differ the versions are not written in the same order, and no more places are looked for.
const MOST_PLACES: usize = 20_000;

/// The records of each version that have no partner in the other by a walk through both.
pub(super) fn unlike(versions: &mut Versions) -> (Vec<RecordId>, Vec<RecordId>) {
    let ends = (versions.old.len() as u32, versions.new.len() as u32);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let (mut old, mut new, mut places) = (0, 0, 0);
    while old < ends.0 && new < ends.1 && places < MOST_PLACES {
        if versions.are_written_alike(RecordId(old), RecordId(new)) {
            (old, new) = (old + 1, new + 1);
            continue;
        }
        places += 1;
        let (skip_old, skip_new) = resumes(versions, (old, new), ends);
        left.extend((old..old + skip_old).map(RecordId));
        right.extend((new..new + skip_new).map(RecordId));
        (old, new) = (old + skip_old, new + skip_new);
    }
    left.extend((old..ends.0).map(RecordId));
    right.extend((new..ends.1).map(RecordId));
    (left, right)
}

/// How many records to pass over in each version until both go on alike; one in each where that is not near.
fn resumes(versions: &mut Versions, (old, new): (u32, u32), ends: (u32, u32)) -> (u32, u32) {
    for distance in 1..=WINDOW {
        for skip_old in 0..=distance {
            let skip_new = distance - skip_old;
            let (old, new) = (old + skip_old, new + skip_new);
            if old < ends.0 && new < ends.1 && versions.are_written_alike(RecordId(old), RecordId(new)) {
                return (skip_old, skip_new);
            }
        }
    }
    (1, 1)
}
