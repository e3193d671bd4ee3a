//! What is known of a zone once all of it was read: which names are in it, and who owns what.

use super::name::{NameId, Names};
use super::record::{Record, RecordId};
use super::texts::Texts;

/// A name is in the zone if what it is relative to is; text that spells out the apex from
/// further up is the exception, and looked at label by label.
pub(super) fn mark_in_zone(names: &Names, apex: NameId, texts: &Texts) -> Vec<bool> {
    let apex_labels = names.labels(apex, texts).len();
    let mut in_zone = vec![false; names.len()];
    for number in 0..names.len() {
        let id = NameId(number as u32);
        let suffix = names.suffix(id);
        in_zone[number] = id == apex
            || in_zone[suffix.0 as usize]
            || (suffix != NameId::ROOT || !names.splits_at_apex() || names.written(id, texts).contains(&b'\\'))
                && names.labels(id, texts).len() > apex_labels
                && names.ancestors(id, texts).contains(&apex);
    }
    in_zone
}

/// Counting sort by owner, then each owner's few records by type; stable, so place decides last.
pub(super) fn group_by_owner(records: &[Record], names: usize) -> (Vec<RecordId>, Vec<u32>) {
    let mut first_of = vec![0u32; names + 1];
    for record in records {
        first_of[record.owner.0 as usize + 1] += 1;
    }
    for at in 1..first_of.len() {
        first_of[at] += first_of[at - 1];
    }
    let mut next = first_of.clone();
    let mut by_owner = vec![RecordId(0); records.len()];
    for (number, record) in records.iter().enumerate() {
        let slot = &mut next[record.owner.0 as usize];
        by_owner[*slot as usize] = RecordId(number as u32);
        *slot += 1;
    }
    for owner in first_of.windows(2) {
        let own = &mut by_owner[owner[0] as usize..owner[1] as usize];
        if own.len() > 1 {
            own.sort_by_key(|&id| records[id.0 as usize].rtype);
        }
    }
    (by_owner, first_of)
}
