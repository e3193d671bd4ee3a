//! Memory asked for before it is needed.
//!
//! The text of a large zone is far larger than the processor's caches, and who reads the text of one
//! record in ten waits for the memory every time. To wait for that of many records at once takes
//! little longer than to wait for that of one.

use std::hint::black_box;

use super::texts::TextRef;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, Record, RecordFlags, RecordId, Zone};

/// So many places of the memory a core can wait for at once, and a few more.
const BLOCK: usize = 32;

impl Zone {
    /// The same records in the same order, for those who read their words or the names of their owners.
    pub fn prefetch_texts(&self, ids: impl Iterator<Item = RecordId>) -> impl Iterator<Item = RecordId> {
        let place = |id| (self.text_of(id), self.record(id).start, self.type_at(id), self.record(id).owner);
        prefetch(ids, place, |(text, start, rtype, owner)| {
            self.byte(text, start) ^ self.byte(text, rtype) ^ self.names.hash(owner) as u8
        })
    }

    /// The records of some types whose data can be read and of whose text something was noticed, in the
    /// order they were read, for those who read their words.
    pub fn with_flags(&self, types: &[RType], note: RecordFlags) -> impl Iterator<Item = RecordId> + use<'_> {
        let is_noted = |record: &Record| record.is_readable() && record.has(note);
        let noted = types.iter().flat_map(|&rtype| self.of_type(rtype)).filter(|(_, record)| is_noted(record));
        let mut ids: Vec<RecordId> = noted.map(|(id, _)| id).collect();
        ids.sort_unstable();
        self.prefetch_texts(ids.into_iter())
    }

    /// The same names in the same order, for those who read their own text.
    pub fn prefetch_names(&self, names: impl Iterator<Item = NameId>) -> impl Iterator<Item = NameId> {
        prefetch(names, |name| self.names.text(name), |TextRef { source, start, .. }| self.byte(source, start))
    }

    /// The same names in the same order, for those who look at their records.
    pub fn prefetch_owners(&self, names: impl Iterator<Item = NameId>) -> impl Iterator<Item = NameId> {
        // Where a name has no records this is one of another name, and nothing comes of it.
        let first = |name: NameId| self.by_owner.get(self.first_of[name.0 as usize] as usize).copied();
        let rtype = |first: Option<RecordId>| first.map_or(0, |id| self.record(id).rtype.0 as u8);
        prefetch(names, first, rtype)
    }

    fn byte(&self, text: u16, at: u32) -> u8 {
        self.texts.bytes(text).get(at as usize).copied().unwrap_or_default()
    }
}

/// The same items in the same order. Block by block, before the first of a block is given out, each is
/// asked where it is, and all these places are read.
fn prefetch<T: Copy, P: Copy>(
    items: impl Iterator<Item = T>,
    place: impl Fn(T) -> P,
    read: impl Fn(P) -> u8,
) -> impl Iterator<Item = T> {
    let mut items = items.fuse();
    let (mut block, mut places) = (Vec::with_capacity(BLOCK), Vec::with_capacity(BLOCK));
    let mut given = 0;
    std::iter::from_fn(move || {
        if given == block.len() {
            block.clear();
            block.extend(items.by_ref().take(BLOCK));
            places.clear();
            places.extend(block.iter().map(|&item| place(item)));
            // Nothing here waits for what was read before it, and there is so little to do for each that
            // a core gets to all of them while it waits for the first.
            black_box(places.iter().fold(0, |all, &place| all ^ read(place)));
            given = 0;
        }
        given += 1;
        block.get(given - 1).copied()
    })
}

#[cfg(test)]
mod tests {
    use super::prefetch;

    #[test]
    fn nothing_is_lost_or_moved() {
        for count in [0, 1, 31, 32, 33, 100u32] {
            let items: Vec<u32> = (0..count).collect();
            assert_eq!(prefetch(items.iter().copied(), |item| item, |item| item as u8).collect::<Vec<_>>(), items);
        }
    }
}
