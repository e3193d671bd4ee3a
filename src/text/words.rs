//! The words and numbers that names are made of, and what names have in common.

use std::ops::Range;

/// The words of a label: its runs of letters, but for the shortest. Each after its hash.
pub(crate) fn words(label: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
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
pub(crate) fn without_repeat(label: &[u8]) -> Option<Vec<u8>> {
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
pub(crate) fn pattern(labels: &[&[u8]]) -> u64 {
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
pub(crate) fn keep_repeated<T>(all: &mut Vec<T>, times: u8, number: impl Fn(&T) -> u64) {
    let mut counts = [0u8; 256];
    let slot = |one: &T| usize::from(number(one) as u8);
    for one in all.iter() {
        counts[slot(one)] = counts[slot(one)].saturating_add(1);
    }
    all.retain(|one| counts[slot(one)] >= times);
}

/// A label's last number, and a hash of what is left of it.
pub(crate) fn numbered(label: &[u8]) -> Option<(u64, u64)> {
    let at = number_at(label);
    if at.is_empty() {
        return None;
    }
    let with_digit = |number: u64, digit: &u8| number.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    let number = label[at.clone()].iter().try_fold(0, with_digit)?;
    Some((number, hash_on(hash_on(hash(&label[..at.start]), b"#"), &label[at.end..])))
}

/// Where the last number of a label stands; nothing where it has none.
pub(crate) fn number_at(label: &[u8]) -> Range<usize> {
    let end = label.iter().rposition(u8::is_ascii_digit).map_or(0, |last| last + 1);
    let start = label[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |before| before + 1);
    start..end
}

/// Fowler, Noll and Vo's hash, without regard to case: short words, and no one to make them
/// collide on purpose.
pub(crate) fn hash<'b>(bytes: impl IntoIterator<Item = &'b u8>) -> u64 {
    hash_on(NOTHING, bytes)
}

/// The hash of what was hashed so far and more bytes.
pub(crate) fn hash_on<'b>(hash: u64, bytes: impl IntoIterator<Item = &'b u8>) -> u64 {
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
