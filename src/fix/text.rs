//! Changes of one text: what is outside of them stays as it is, to the byte.

use std::ops::Range;

use super::columns;
pub(super) use super::columns::Change;

/// A text with changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ChangedText {
    pub(super) bytes: Vec<u8>,
    /// What was where, and where it is now.
    moves: Vec<(Range<usize>, Range<usize>)>,
}

impl ChangedText {
    /// A text with changes, which are in order and do not overlap. Columns stay where that can be.
    pub(super) fn of(bytes: &[u8], changes: &[Change]) -> ChangedText {
        let mut changed = ChangedText::default();
        let mut copied = 0;
        for Change { at, text } in columns::kept(bytes, changes) {
            debug_assert!(copied <= at.start && at.start <= at.end, "changes are in order");
            changed.bytes.extend_from_slice(&bytes[copied..at.start]);
            let start = changed.bytes.len();
            changed.bytes.extend_from_slice(text.as_bytes());
            copied = at.end;
            changed.moves.push((at, start..changed.bytes.len()));
        }
        changed.bytes.extend_from_slice(&bytes[copied..]);
        changed
    }

    /// Where what stood at an offset is now.
    pub(super) fn moved(&self, offset: usize) -> usize {
        let before = self.moves.partition_point(|(old, _)| old.start < offset);
        let Some((old, new)) = before.checked_sub(1).map(|last| &self.moves[last]) else { return offset };
        if offset < old.end { new.end.min(new.start + offset - old.start) } else { offset - old.end + new.end }
    }

    /// The same, behind what is inserted there.
    pub(super) fn moved_behind(&self, offset: usize) -> usize {
        let inserted = self.moves.iter().find(|(old, _)| old.is_empty() && old.start == offset);
        inserted.map_or_else(|| self.moved(offset), |(_, new)| new.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(at: Range<usize>, text: &str) -> Change {
        Change { at, text: text.to_owned() }
    }

    #[test]
    fn what_is_outside_of_changes_stays_and_is_found_again() {
        let text = b"abc def ghi";
        let changed = ChangedText::of(text, &[change(0..1, ""), change(4..7, "d"), change(11..11, "\n")]);
        assert_eq!(changed.bytes, b"bc d ghi\n");
        for (before, after) in [(0, 0), (1, 0), (2, 1), (4, 3), (5, 4), (6, 4), (7, 4), (8, 5), (10, 7), (11, 8)] {
            assert_eq!(changed.moved(before), after, "{before}");
        }
        assert_eq!((changed.moved_behind(2), changed.moved_behind(11)), (1, 9));
        assert_eq!(ChangedText::of(text, &[]).bytes, text);
    }
}
