//! Words that are one slip of the keyboard apart, found without comparing each with each.

use std::sync::OnceLock;

use super::typo::Typo;
use super::words::hash;
use crate::numbers::NumberSet;

/// So few words are sooner compared with each than looked up.
const FEW: usize = 16;

/// Words to look among, each with what it stands for.
///
/// Two words that are one slip apart have a piece in common: the one or the other with at most one
/// letter left out.
pub(crate) struct TypoIndex<T> {
    words: Vec<(Vec<u8>, T)>,
    /// Tells of most words that they are like none, where there are more than a few.
    filter: PieceFilter,
    /// The pieces of the words, each with the number of its word and sorted, once they are asked for.
    pieces: OnceLock<Vec<(u64, u32)>>,
}

/// The pieces of words as bits of a Bloom filter: each sets two bits of one machine word.
struct PieceFilter(Vec<u64>);

/// Bits of a filter for each piece in it.
const BITS_OF_PIECE: usize = 32;

impl PieceFilter {
    fn of(words: &[(Vec<u8>, impl Sized)]) -> PieceFilter {
        let count: usize = words.iter().map(|(word, _)| word.len() + 1).sum();
        let mut filter = PieceFilter(vec![0; (count * BITS_OF_PIECE / 64).next_power_of_two()]);
        for piece in words.iter().flat_map(|(word, _)| pieces(word)) {
            let (at, bits) = filter.bits_of(piece);
            filter.0[at] |= bits;
        }
        filter
    }

    /// The machine word that a piece is in, and its bits there.
    fn bits_of(&self, piece: u64) -> (usize, u64) {
        let at = (piece >> 12) as usize & (self.0.len() - 1);
        (at, 1 << (piece & 63) | 1 << (piece >> 6 & 63))
    }

    fn may_have(&self, piece: u64) -> bool {
        let (at, bits) = self.bits_of(piece);
        self.0[at] & bits == bits
    }
}

impl<T> TypoIndex<T> {
    /// The words in lower case; of a word that stands among them again, the first.
    pub(crate) fn of(words: impl IntoIterator<Item = (Vec<u8>, T)>) -> TypoIndex<T> {
        let mut words: Vec<(Vec<u8>, T)> = words.into_iter().collect();
        let mut filter = PieceFilter(Vec::new());
        if words.len() > FEW {
            let mut known = NumberSet::default();
            words.retain(|(word, _)| known.insert(hash(word)));
            filter = PieceFilter::of(&words);
        }
        TypoIndex { words, filter, pieces: OnceLock::new() }
    }

    /// Whether there is no word to look among.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether there may be a word of which one slip makes this one: soon told where most words are like none.
    pub(crate) fn may_be_like(&self, wrong: &[u8]) -> bool {
        self.filter.0.is_empty() || pieces(wrong).any(|piece| self.filter.may_have(piece))
    }

    /// The words of which one slip makes this one, in the order they were given.
    pub(crate) fn like(&self, wrong: &[u8]) -> Vec<(&[u8], &T, Typo)> {
        let near = |number: u32| {
            let (right, of) = &self.words[number as usize];
            Some((right.as_slice(), of, Typo::between(right, wrong)?))
        };
        if self.filter.0.is_empty() {
            return (0..self.words.len() as u32).filter_map(near).collect();
        }
        let of_pieces = pieces(wrong).filter(|&piece| self.filter.may_have(piece));
        let mut numbers: Vec<u32> = of_pieces.flat_map(|piece| self.with_piece(piece)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().filter_map(near).collect()
    }

    /// The numbers of the words that have a piece.
    fn with_piece(&self, piece: u64) -> impl Iterator<Item = u32> {
        let all = self.pieces.get_or_init(|| {
            let numbered = self.words.iter().zip(0..);
            let mut all: Vec<(u64, u32)> =
                numbered.flat_map(|((word, _), number)| pieces(word).map(move |piece| (piece, number))).collect();
            all.sort_unstable();
            all
        });
        let from = all.partition_point(|(other, _)| *other < piece);
        all[from..].iter().take_while(move |(other, _)| *other == piece).map(|(_, number)| *number)
    }
}

/// The hashes of a word with each of its letters left out, and of the word. A hash is the sum of its letters, each
/// times a power: what is before the letter keeps its powers, and what is behind it has the next lower ones.
fn pieces(word: &[u8]) -> impl Iterator<Item = u64> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let letter = |byte: &u8| u64::from(*byte) + 1;
    let (mut before, mut power) = (0u64, 1u64);
    let of_rest = |sum: u64, byte: &u8| sum.wrapping_mul(BASE).wrapping_add(letter(byte));
    let mut behind = word.iter().skip(1).rev().fold(0u64, of_rest);
    let mut letters = word.iter().map(letter);
    let mut left_out = letters.next().unwrap_or(0);
    (0..word.len() + 1).map(move |_| {
        let piece = before.wrapping_add(behind);
        before = before.wrapping_add(left_out.wrapping_mul(power));
        left_out = letters.next().unwrap_or(0);
        behind = behind.wrapping_sub(left_out.wrapping_mul(power));
        power = power.wrapping_mul(BASE);
        piece
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_one_slip_apart_are_found() {
        for others in [0, FEW] {
            let words = ["kafka", "kafkas", "zookeeper", "db"].map(str::to_owned).into_iter();
            let words: Vec<String> = words.chain((0..others).map(|number| format!("other{}", number * 11))).collect();
            let near = TypoIndex::of(words.iter().map(|word| (word.as_bytes().to_vec(), word.as_str())));
            let like = |wrong: &str| near.like(wrong.as_bytes()).into_iter().map(|(_, of, _)| *of).collect::<Vec<_>>();
            assert_eq!(like("kafak"), ["kafka"]);
            assert_eq!(like("kafka"), ["kafkas"]);
            assert_eq!(like("zokeeper"), ["zookeeper"]);
            assert_eq!(like("zoookeeper"), ["zookeeper"]);
            assert_eq!(like("zoikeeper"), ["zookeeper"]);
            assert_eq!(like("bd"), ["db"]);
            assert!(like("elastic").is_empty());
            let may_be_like = |wrong: &str| near.may_be_like(wrong.as_bytes());
            assert!(may_be_like("kafak") && may_be_like("zokeeper"));
            assert_eq!(may_be_like("elastic"), others == 0, "of few words none is left out");
        }
    }
}
