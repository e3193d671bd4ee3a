//! Words that are one slip of the keyboard apart, found without comparing each with each.

use super::edit::{Slip, slip};
use crate::zone::NumberSet;

/// So few words are sooner compared with each than looked up.
const FEW: usize = 16;

/// Words to look among, each with what it stands for.
///
/// Two words that are one slip apart have a piece in common: the one or the other with at most one
/// letter left out.
pub(super) struct Near<T> {
    words: Vec<(Vec<u8>, T)>,
    /// The pieces of the words, each with the number of its word and sorted, where there are more than a few.
    pieces: Vec<(u64, u32)>,
}

impl<T> Near<T> {
    /// The words in lower case; of a word that stands among them again, the first.
    pub(super) fn of(words: impl IntoIterator<Item = (Vec<u8>, T)>) -> Near<T> {
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
        Near { words, pieces: all }
    }

    /// Whether there is no word to look among.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words of which one slip makes this one, in the order they were given.
    pub(super) fn like(&self, wrong: &[u8]) -> Vec<(&[u8], &T, Slip)> {
        let near = |number: u32| {
            let (right, of) = &self.words[number as usize];
            Some((right.as_slice(), of, slip(right, wrong)?))
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

/// Whether a slip of letters is one that people make, and not one of the ways in which two names of
/// different things differ: a last letter (`hosts`, `server-b`), a first one (`email`), a short word.
pub(super) fn is_believable(right: &[u8], wrong: &[u8], slip: Slip) -> bool {
    let shortest = if matches!(slip, Slip::Substituted(_)) { 5 } else { 6 };
    is_believable_in(right, wrong, slip, shortest)
}

/// The same where words have at least so many letters; three do for two letters swapped.
pub(super) fn is_believable_in(right: &[u8], wrong: &[u8], slip: Slip, shortest: usize) -> bool {
    let (at, text) = match slip {
        Slip::Dropped(at) => (at, right),
        Slip::Transposed(at) | Slip::Doubled(at) | Slip::Substituted(at) | Slip::Inserted(at) => (at, wrong),
    };
    let is_letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphabetic);
    let start = (0..at).rev().take_while(|&before| is_letter(before)).last().unwrap_or(at);
    let end = (at..text.len()).take_while(|&after| is_letter(after)).last().map_or(at, |last| last + 1);
    let (length, is_first, is_last) = (end - start, at == start, at + 1 == end);
    match slip {
        Slip::Transposed(at) => is_letter(at) && is_letter(at + 1) && length >= 3,
        Slip::Doubled(at) => is_letter(at) && length >= shortest,
        Slip::Substituted(at) => {
            right[at].is_ascii_alphabetic() && is_letter(at) && length >= shortest && !is_first && !is_last
        }
        Slip::Dropped(_) | Slip::Inserted(_) => is_letter(at) && length >= shortest && !is_first && !is_last,
    }
}

/// The words of a label: its runs of letters, but for the shortest. Each after its hash.
pub(super) fn words(label: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let mut rest = label;
    let runs = std::iter::from_fn(move || {
        rest = &rest[rest.iter().position(u8::is_ascii_alphabetic)?..];
        let (mut hash, mut length) = (NOTHING, 0);
        while let Some(letter) = rest.get(length).filter(|byte| byte.is_ascii_alphabetic()) {
            hash = with_byte(hash, *letter);
            length += 1;
        }
        let (word, after) = rest.split_at(length);
        rest = after;
        Some((hash, word))
    });
    runs.filter(|(_, word)| word.len() >= 3)
}

/// No label that servers take has more characters, escapes included: a name has no more octets.
const LONGEST: usize = 255 * 4;

/// A label without a run of letters that stands in it twice in a row: `netnet1` is `net1`.
pub(super) fn without_repeat(label: &[u8]) -> Option<Vec<u8>> {
    const SHORTEST: usize = 3;
    if label.len() > LONGEST {
        return None;
    }
    (SHORTEST..=label.len() / 2).rev().find_map(|len| {
        let twice = |at: &usize| {
            let (one, two) = (&label[*at..at + len], &label[at + len..at + 2 * len]);
            one == two && one.iter().all(u8::is_ascii_alphabetic)
        };
        let at = (0..=label.len() - 2 * len).find(twice)?;
        Some([&label[..at], &label[at + len..]].concat())
    })
}

/// A hash that names have in common if they differ in their numbers alone.
pub(super) fn pattern(labels: &[&[u8]]) -> u64 {
    let of_label = |hash, label: &&[u8]| {
        let mut was_digit = false;
        let hash = label.iter().fold(hash, |hash, &byte| {
            let is_digit = byte.is_ascii_digit();
            let goes_on = is_digit && was_digit;
            was_digit = is_digit;
            if goes_on { hash } else { with_byte(hash, if is_digit { b'#' } else { byte }) }
        });
        with_byte(hash, b'.')
    };
    labels.iter().fold(NOTHING, of_label)
}

/// Leaves out most of what has a number that fewer have: to find it by its last byte costs less than to sort it.
pub(super) fn keep_repeated<T>(all: &mut Vec<T>, times: u8, number: impl Fn(&T) -> u64) {
    let mut counts = [0u8; 256];
    let slot = |one: &T| usize::from(number(one) as u8);
    for one in all.iter() {
        counts[slot(one)] = counts[slot(one)].saturating_add(1);
    }
    all.retain(|one| counts[slot(one)] >= times);
}

/// A label's last number, and a hash of what is left of it.
pub(super) fn numbered(label: &[u8]) -> Option<(u64, u64)> {
    let end = label.iter().rposition(u8::is_ascii_digit)? + 1;
    let start = label[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |before| before + 1);
    let with_digit = |number: u64, digit: &u8| number.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    let number = label[start..end].iter().try_fold(0, with_digit)?;
    Some((number, hash_on(hash_on(hash(&label[..start]), b"#"), &label[end..])))
}

/// Fowler, Noll and Vo's hash, without regard to case: short words, and no one to make them
/// collide on purpose.
pub(super) fn hash<'b>(bytes: impl IntoIterator<Item = &'b u8>) -> u64 {
    hash_on(NOTHING, bytes)
}

/// The hash of what was hashed so far and more bytes.
pub(super) fn hash_on<'b>(hash: u64, bytes: impl IntoIterator<Item = &'b u8>) -> u64 {
    bytes.into_iter().fold(hash, |hash, &byte| with_byte(hash, byte))
}

/// The hash of no bytes.
const NOTHING: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of what was hashed so far and one byte more.
fn with_byte(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(LOWER[byte as usize])).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Each byte in lower case.
static LOWER: [u8; 256] = {
    let mut lower = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        lower[byte] = (byte as u8).to_ascii_lowercase();
        byte += 1;
    }
    lower
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_one_slip_apart_are_found() {
        for others in [0, FEW] {
            let words = ["kafka", "kafkas", "zookeeper", "db"].map(str::to_owned).into_iter();
            let words: Vec<String> = words.chain((0..others).map(|number| format!("other{}", number * 11))).collect();
            let near = Near::of(words.iter().map(|word| (word.as_bytes().to_vec(), word.as_str())));
            let like = |wrong: &str| near.like(wrong.as_bytes()).into_iter().map(|(_, of, _)| *of).collect::<Vec<_>>();
            assert_eq!(like("kafak"), ["kafka"]);
            assert_eq!(like("kafka"), ["kafkas"]);
            assert_eq!(like("zokeeper"), ["zookeeper"]);
            assert_eq!(like("zoookeeper"), ["zookeeper"]);
            assert_eq!(like("zoikeeper"), ["zookeeper"]);
            assert_eq!(like("bd"), ["db"]);
            assert!(like("elastic").is_empty());
        }
    }

    #[test]
    fn names_of_different_things_are_not_slips() {
        let believable = |right: &str, wrong: &str| {
            let slip = slip(right.as_bytes(), wrong.as_bytes()).expect("one slip");
            is_believable(right.as_bytes(), wrong.as_bytes(), slip)
        };
        for (right, wrong) in [
            ("wmf#", "wfm#"),
            ("control#", "contorl#"),
            ("cloud#", "clooud#"),
            ("labsdb#", "labdsb#"),
            ("restbase", "resbase"),
        ] {
            assert!(believable(right, wrong), "{wrong} for {right}");
        }
        for (right, wrong) in [("host", "hosts"), ("mail", "email"), ("web-a", "web-b"), ("db#", "dc#"), ("a#", "a")] {
            assert!(!believable(right, wrong), "{wrong} for {right}");
        }
    }

    #[test]
    fn words_are_runs_of_letters() {
        let words: Vec<(u64, &[u8])> = words(b"db1021-a-kafka-ProdX2").collect();
        assert_eq!(words, [(hash(b"kafka"), b"kafka".as_slice()), (hash(b"prodx"), b"ProdX")]);
    }

    #[test]
    fn what_is_there_often_enough_is_kept() {
        let mut numbers = vec![7, 8, 7, 9, 7, 8];
        keep_repeated(&mut numbers, 2, |number| *number);
        assert_eq!(numbers, [7, 8, 7, 7, 8]);
        let mut many = vec![1; 300];
        keep_repeated(&mut many, 255, |number| *number);
        assert_eq!(many.len(), 300);
    }

    #[test]
    fn a_number_is_told_from_its_stem() {
        assert_eq!(numbered(b"DB1021-a"), Some((1021, hash(b"db#-a"))));
        assert_eq!(numbered(b"ps1-d12"), Some((12, hash(b"ps1-d#"))));
        assert_eq!(numbered(b"mail"), None);
    }

    #[test]
    fn names_with_other_numbers_have_one_pattern() {
        let pattern = |name: &str| pattern(&name.split('.').map(str::as_bytes).collect::<Vec<_>>());
        assert_eq!(pattern("Ae2-1021.cr2.example"), pattern("ae31-7.cr1.example"));
        assert_ne!(pattern("ae2-1021.cr2.example"), pattern("ae2-1021.cr.example"));
        assert_ne!(pattern("a1.1b"), pattern("a1.b"));
    }
}
