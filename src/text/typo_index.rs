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
    /// The pieces of the words, each with the number of its word and sorted, where there are more than a few.
    pieces: Vec<(u64, u32)>,
    /// A bit for each piece, once it is asked for.
    bits: OnceLock<Vec<u64>>,
}

/// Bits of a filter for each piece in it.
const BITS_OF_PIECE: usize = 16;

/// The word of a filter and the bit in it that stand for a piece.
fn bit_of(piece: u64, bits: &[u64]) -> (usize, u64) {
    ((piece >> 6) as usize & (bits.len() - 1), 1 << (piece & 63))
}

impl<T> TypoIndex<T> {
    /// The words in lower case; of a word that stands among them again, the first.
    pub(crate) fn of(words: impl IntoIterator<Item = (Vec<u8>, T)>) -> TypoIndex<T> {
        let mut words: Vec<(Vec<u8>, T)> = words.into_iter().collect();
        let mut all = Vec::new();
        if words.len() > FEW {
            let mut known = NumberSet::default();
            words.retain(|(word, _)| known.insert(hash(word)));
            for (number, (word, _)) in words.iter().enumerate() {
                all.extend(pieces(word).map(|piece| (piece, number as u32)));
            }
            all.sort_unstable();
        }
        TypoIndex { words, pieces: all, bits: OnceLock::new() }
    }

    /// Whether there is no word to look among.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether there may be a word of which one slip makes this one: soon told where most words are like none.
    pub(crate) fn may_be_like(&self, wrong: &[u8]) -> bool {
        if self.words.len() <= FEW {
            return true;
        }
        let bits = self.bits.get_or_init(|| {
            let mut bits = vec![0; (self.pieces.len() * BITS_OF_PIECE / 64).next_power_of_two()];
            for (piece, _) in &self.pieces {
                let (word, bit) = bit_of(*piece, &bits);
                bits[word] |= bit;
            }
            bits
        });
        pieces(wrong).any(|piece| {
            let (word, bit) = bit_of(piece, bits);
            bits[word] & bit != 0
        })
    }

    /// The words of which one slip makes this one, in the order they were given.
    pub(crate) fn like(&self, wrong: &[u8]) -> Vec<(&[u8], &T, Typo)> {
        let near = |number: u32| {
            let (right, of) = &self.words[number as usize];
            Some((right.as_slice(), of, Typo::between(right, wrong)?))
        };
        if self.words.len() <= FEW {
            return (0..self.words.len() as u32).filter_map(near).collect();
        }
        let with_piece = |piece: u64| {
            let from = self.pieces.partition_point(|(other, _)| *other < piece);
            self.pieces[from..].iter().take_while(move |(other, _)| *other == piece).map(|(_, number)| *number)
        };
        let mut numbers: Vec<u32> = pieces(wrong).flat_map(with_piece).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().filter_map(near).collect()
    }
}

/// The hashes of a word with each of its letters left out, and of the word. A hash is the sum of its letters, each
/// times a power: what is before the letter keeps its powers, and what is behind it has the next lower ones.
fn pieces(word: &[u8]) -> impl Iterator<Item = u64> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let letter = |at: usize| word.get(at).map_or(0, |&byte| u64::from(byte) + 1);
    let (mut before, mut power) = (0u64, 1u64);
    let mut behind = (1..word.len()).rev().fold(0u64, |sum, at| sum.wrapping_mul(BASE).wrapping_add(letter(at)));
    (0..=word.len()).map(move |left_out| {
        let piece = before.wrapping_add(behind);
        before = before.wrapping_add(letter(left_out).wrapping_mul(power));
        behind = behind.wrapping_sub(letter(left_out + 1).wrapping_mul(power));
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
