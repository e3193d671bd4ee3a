//! Eight bytes at a time: what a loop over bytes asks of each, asked of a machine word.
//!
//! In the results the highest bit of a byte says yes. Where several bytes of a word would say so,
//! only the first is sure to be right, and that is the one that is looked for.

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;

/// A byte, eight times.
fn repeated(byte: u8) -> u64 {
    ONES * u64::from(byte)
}

/// The bytes that are one byte.
pub(crate) fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ repeated(byte), 1)
}

/// The bytes that are less than a limit, which is 128 at most.
pub(crate) fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(repeated(limit)) & !word & HIGH
}

/// The first place from `at` on that `fits`, or the end. `may_fit` tells of eight bytes which
/// may, and misses none.
pub(crate) fn find(bytes: &[u8], at: usize, may_fit: impl Fn(u64) -> u64, fits: impl Fn(u8) -> bool) -> usize {
    let mut rest = &bytes[at..];
    while let Some((eight, after)) = rest.split_first_chunk() {
        let hits = may_fit(u64::from_le_bytes(*eight));
        if hits == 0 {
            rest = after;
            continue;
        }
        let hit = hits.trailing_zeros() as usize / 8;
        if fits(rest[hit]) {
            return bytes.len() - rest.len() + hit;
        }
        rest = &rest[hit + 1..];
    }
    bytes.len() - rest.len() + rest.iter().position(|&byte| fits(byte)).unwrap_or(rest.len())
}

/// Up to eight bytes as a word, the first the lowest; what is not there is zero.
pub(crate) const fn load(text: &[u8]) -> u64 {
    // Two reads that overlap take fewer steps than a loop.
    match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            first as u64 | (last as u64) << (8 * (text.len() - 4))
        }
        _ => match *text {
            [] => 0,
            [a] => a as u64,
            [a, b] => u16::from_le_bytes([a, b]) as u64,
            [a, b, c, ..] => u32::from_le_bytes([a, b, c, 0]) as u64,
        },
    }
}

/// The letters of a word in upper case, all else as it is.
pub(super) const fn upper(word: u64) -> u64 {
    let low = word & !HIGH;
    let at_least_a = low + ONES * (0x80 - b'a' as u64);
    let beyond_z = low + ONES * (0x7f - b'z' as u64);
    word ^ ((at_least_a & !beyond_z & !word & HIGH) >> 2)
}

/// A word with zeros in the place of all but its first bytes.
pub(crate) fn first_bytes(word: u64, count: usize) -> u64 {
    word & u64::MAX.checked_shr(u64::BITS - 8 * count as u32).unwrap_or(0)
}

/// The longest text whose dots fit in a word.
pub(crate) const LONGEST: usize = 64;

/// A bit for every dot of a text that is not too long, escaped or not, the first byte's the lowest.
pub(crate) fn dots(text: &[u8]) -> u64 {
    let Some(last) = text.last_chunk() else { return bits_equal(load(text), b'.') };
    // The last eight bytes overlap those before them, and say the same.
    let mut dots = bits_equal(u64::from_le_bytes(*last), b'.') << (text.len() - last.len());
    let (mut rest, mut before) = (text, 0);
    while let Some((eight, after)) = rest.split_first_chunk()
        && before < LONGEST
    {
        dots |= bits_equal(u64::from_le_bytes(*eight), b'.') << before;
        (rest, before) = (after, before + eight.len());
    }
    dots
}

/// The bytes that are one byte, all of them right.
fn all_equal(word: u64, byte: u8) -> u64 {
    let differs = word ^ repeated(byte);
    !(((differs & !HIGH) + !HIGH) | differs | !HIGH)
}

/// The same with a bit for each byte.
fn bits_equal(word: u64, byte: u8) -> u64 {
    gather(all_equal(word, byte) >> 7)
}

/// The lowest bit of every byte, side by side; the other bits are zero.
pub(super) fn gather(word: u64) -> u64 {
    word.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_say_what_bytes_say(text in "[ab.\\\\; A-Za-z`{\u{e9}\n]{0,70}", from in 0usize..8) {
            let bytes = text.as_bytes();
            let from = from.min(bytes.len());
            let slow = bytes[from..].iter().position(|&b| b == b';').map_or(bytes.len(), |at| from + at);
            prop_assert_eq!(find(bytes, from, |word| equal(word, b';'), |b| b == b';'), slow);
            let slow = bytes[from..].iter().position(|&b| b < b'!').map_or(bytes.len(), |at| from + at);
            prop_assert_eq!(find(bytes, from, |word| below(word, b'*'), |b| b < b'!'), slow);
            let marks = bytes.iter().enumerate().filter(|(_, b)| **b == b'.').map(|(at, _)| 1u64.wrapping_shl(at as u32));
            if bytes.len() <= LONGEST {
                prop_assert_eq!(dots(bytes), marks.fold(0, |all, mark| all | mark));
            }
            let few = &bytes[..bytes.len().min(8)];
            prop_assert_eq!(upper(load(few)), load(&few.to_ascii_uppercase()));
            prop_assert_eq!(load(few), few.iter().rev().fold(0, |word, &b| word << 8 | u64::from(b)));
        }
    }
}
