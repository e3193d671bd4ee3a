//! Marks on bytes, looked for in a block at once and then told one after the other: the words of a
//! zone file are so short that to look for the end of each takes longer than to read it.

use super::swar::gather;

/// Bytes of a block.
pub(super) const BLOCK: usize = u64::BITS as usize;

/// The marked bytes of one block of a text, which is gone through from front to back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByteScanner {
    /// Where the block after the one that is known starts; blocks start at multiples of their size.
    end: usize,
    /// A bit for every byte of the block, the first byte's the lowest.
    bits: u64,
}

impl ByteScanner {
    /// The block that a place lies in: where it starts, and the marks from the place on. What is
    /// behind the end of the text is marked as well. The text and what is marked in it are the same
    /// each time.
    #[inline(always)]
    pub(super) fn block(&mut self, bytes: &[u8], at: usize, is_marked: impl Fn(u8) -> bool) -> (usize, u64) {
        let start = at / BLOCK * BLOCK;
        if start + BLOCK != self.end {
            self.look(bytes, start, is_marked);
        }
        (start, self.bits & u64::MAX << (at % BLOCK))
    }

    /// The first place from `at` on whose byte is marked, or the end of the text.
    pub(super) fn next(&mut self, bytes: &[u8], mut at: usize, is_marked: impl Fn(u8) -> bool) -> usize {
        while at < bytes.len() {
            match self.block(bytes, at, &is_marked) {
                (start, 0) => at = start + BLOCK,
                (start, marks) => return bytes.len().min(start + marks.trailing_zeros() as usize),
            }
        }
        bytes.len()
    }

    #[inline(never)]
    fn look(&mut self, bytes: &[u8], start: usize, is_marked: impl Fn(u8) -> bool) {
        let mut last = [0; BLOCK];
        let rest = &bytes[start.min(bytes.len())..];
        let block = rest.first_chunk().unwrap_or_else(|| {
            last[..rest.len()].copy_from_slice(rest);
            &last
        });
        // Compilers make vector instructions of this, without being told the machine.
        let marks: [u8; BLOCK] = std::array::from_fn(|at| u8::from(is_marked(block[at])));
        let eights = marks.as_chunks().0.iter().enumerate();
        let bits = eights.map(|(at, eight)| gather(u64::from_le_bytes(*eight)) << (8 * at));
        *self = ByteScanner { end: start + BLOCK, bits: bits.fold(0, |all, bits| all | bits) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_told_in_order(text in "[a ;]{0,200}", steps in prop::collection::vec(0usize..90, 0..20)) {
            let bytes = text.as_bytes();
            let mut marks = ByteScanner::default();
            let mut at = 0;
            for step in steps {
                at = (at + step).min(bytes.len());
                let slow = bytes[at..].iter().position(|&b| b != b'a').map_or(bytes.len(), |ahead| at + ahead);
                prop_assert_eq!(marks.next(bytes, at, |b| b != b'a'), slow);
            }
        }
    }
}
