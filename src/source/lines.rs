//! The lines of a text, which LF, CRLF and a lone CR end.
//!
//! A place is asked for in few of them, so they are only counted, a block of bytes at a time.

use std::ops::Range;

/// What is counted again to find a place.
const BLOCK: usize = 1024;

/// How many lines end in a text, up to each block.
#[derive(Debug)]
pub(super) struct Lines {
    /// How many end before each block, and in all of the text.
    ended: Vec<u32>,
}

impl Lines {
    /// Counts the lines of a text.
    pub(super) fn of(bytes: &[u8]) -> Lines {
        let mut ended = Vec::with_capacity(bytes.len().div_ceil(BLOCK) + 1);
        let mut sum = 0;
        ended.push(sum);
        for start in (0..bytes.len()).step_by(BLOCK) {
            sum += count_ends(bytes, start..bytes.len().min(start + BLOCK));
            ended.push(sum);
        }
        Lines { ended }
    }

    /// The number, from 0, of the line that an offset is on.
    pub(super) fn number(&self, bytes: &[u8], offset: usize) -> usize {
        let block = offset / BLOCK;
        (self.ended[block] + count_ends(bytes, block * BLOCK..offset)) as usize
    }

    /// Where the line starts that an offset is on; nearly every line is shorter than a block.
    pub(super) fn start_before(&self, bytes: &[u8], offset: usize) -> usize {
        let near = ends(bytes, offset.saturating_sub(BLOCK)..offset).next_back().map(|end| end + 1);
        near.or_else(|| self.start(bytes, self.number(bytes, offset))).unwrap_or_default()
    }

    /// The line of a number, from 0, with what ends it; `None` where there are not so many.
    pub(super) fn line(&self, bytes: &[u8], number: usize) -> Option<Range<usize>> {
        let start = self.start(bytes, number)?;
        let near = ends(bytes, start..bytes.len().min(start + BLOCK)).next().map(|end| end + 1);
        Some(start..near.or_else(|| self.start(bytes, number + 1)).unwrap_or(bytes.len()))
    }

    fn start(&self, bytes: &[u8], number: usize) -> Option<usize> {
        let Some(nth) = number.checked_sub(1) else { return Some(0) };
        let after = self.ended.partition_point(|&ended| ended as usize <= nth);
        let block = after.checked_sub(1).filter(|_| after < self.ended.len())?;
        let end = ends(bytes, block * BLOCK..bytes.len()).nth(nth - self.ended[block] as usize);
        end.map(|end| end + 1)
    }
}

/// The last byte of each line that ends in a part of a text.
fn ends(bytes: &[u8], range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
    let all = memchr::memchr2_iter(b'\n', b'\r', &bytes[range.clone()]).map(move |at| range.start + at);
    all.filter(|&at| !bytes[at..].starts_with(b"\r\n"))
}

fn count_ends(bytes: &[u8], range: Range<usize>) -> u32 {
    let text = &bytes[range.clone()];
    if memchr::memchr(b'\r', text).is_some() {
        return ends(bytes, range).count() as u32;
    }
    memchr::memchr_iter(b'\n', text).count() as u32
}

/// What ends the lines of a text.
pub fn newline(bytes: &[u8]) -> &'static str {
    match memchr::memchr2(b'\n', b'\r', bytes).map(|at| &bytes[at..]) {
        Some([b'\r', b'\n', ..]) => "\r\n",
        Some([b'\r', ..]) => "\r",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn lines_are_those_of_a_list_of_them(text in "[a\n\r]{0,1200}|(a{0,80}\n){0,40}|(a{0,300}\r\n){0,9}") {
            let bytes = text.as_bytes();
            let is_end = |at: &usize| match bytes[*at] {
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                byte => byte == b'\n',
            };
            let ends = (0..bytes.len()).filter(is_end);
            let starts: Vec<usize> = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
            let lines = Lines::of(bytes);
            for offset in 0..=bytes.len() {
                let number = starts.partition_point(|&start| start <= offset) - 1;
                prop_assert_eq!(lines.number(bytes, offset), number);
                prop_assert_eq!(lines.start_before(bytes, offset), starts[number]);
            }
            for (number, &start) in starts.iter().enumerate() {
                let end = starts.get(number + 1).map_or(bytes.len(), |&next| next);
                prop_assert_eq!(lines.line(bytes, number), Some(start..end));
            }
            prop_assert_eq!(lines.line(bytes, starts.len()), None);
        }
    }
}
