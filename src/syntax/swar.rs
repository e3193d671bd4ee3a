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
    word ^ from_to(word, b'a', b'z') >> 2
}

/// The letters of a word in lower case, all else as it is.
pub(crate) const fn lower(word: u64) -> u64 {
    word ^ from_to(word, b'A', b'Z') >> 2
}

/// The bytes between two, and these, all of them right; both are below 128.
const fn from_to(word: u64, first: u8, last: u8) -> u64 {
    let low = word & !HIGH;
    let reaches = low + ONES * (0x80 - first as u64);
    let passes = low + ONES * (0x7f - last as u64);
    reaches & !passes & !word & HIGH
}

/// The first eight bytes of a text as a word, or all it has, the first the lowest.
pub(crate) const fn start(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => load(text),
    }
}

/// A word with zeros in the place of all but its first bytes.
pub(crate) const fn first_bytes(word: u64, count: usize) -> u64 {
    match u64::MAX.checked_shr(u64::BITS - 8 * count as u32) {
        Some(mask) => word & mask,
        None => 0,
    }
}

/// The first `count` of some bytes as two words, and `pad` in the place of those behind them: how many they are
/// differs from name to name, so nothing branches on it. `None` where they are more than sixteen, or where the
/// bytes end before sixteen.
#[inline(always)]
pub(crate) fn sixteen(bytes: &[u8], count: usize, pad: u8) -> Option<[u64; 2]> {
    /// The bytes of the two words that are there, for each count.
    const MASKS: [[u64; 2]; 17] = {
        let mut masks = [[0, 0]; 17];
        let mut count = 0;
        while count < masks.len() {
            masks[count] = match count {
                0..=8 => [first_bytes(u64::MAX, count), 0],
                _ => [u64::MAX, first_bytes(u64::MAX, count - 8)],
            };
            count += 1;
        }
        masks
    };
    let (eights, mask) = (bytes.first_chunk::<16>()?.as_chunks().0, MASKS.get(count)?);
    let masked = |at: usize| u64::from_le_bytes(eights[at]) & mask[at] | repeated(pad) & !mask[at];
    Some([masked(0), masked(1)])
}

/// One to seven bytes as a word, with their number in the highest byte, so that no two texts have the
/// same; zero for any other number of bytes.
///
/// The text is the first bytes of some. Eight are read and those behind the text left out: a branch on its
/// length would cost more.
pub(crate) const fn short(bytes: &[u8], count: usize) -> u64 {
    if count == 0 || count > 7 {
        return 0;
    }
    first_bytes(start(bytes), count) | (count as u64) << 56
}

/// The number that the first bytes of a word, eight at most, are as digits; `None` where one is none.
pub(super) fn number(word: u64, count: usize) -> Option<u32> {
    // What is not there stands before the first digit as zeros.
    let digits = (word ^ repeated(b'0')).checked_shl(u64::BITS - 8 * count as u32).unwrap_or(0);
    if (digits | digits.wrapping_add(repeated(0x80 - 10))) & HIGH != 0 {
        return None;
    }
    // Two digits together in each pair of bytes, then four and four.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let (even, odd) = (pairs & 0xff_0000_00ff, pairs >> 16 & 0xff_0000_00ff);
    let hundreds = even.wrapping_mul(100 + (1_000_000 << 32));
    Some((hundreds.wrapping_add(odd.wrapping_mul(1 + (10_000 << 32))) >> 32) as u32)
}

/// The longest text whose dots fit in a word.
pub(crate) const LONGEST: usize = 64;

/// A bit for every dot of a text that is not too long, escaped or not, the first byte's the lowest.
pub(crate) fn dots(text: &[u8]) -> u64 {
    places(text, b'.')
}

/// The same for the first bytes of some.
#[inline(always)]
pub(crate) fn dots_of_first(bytes: &[u8], count: usize) -> u64 {
    let bits = |eight| gather(all_equal(u64::from_le_bytes(eight), b'.') >> 7);
    let own = |dots: u64| dots & ((1 << count) - 1);
    match bytes.first_chunk::<32>().map(|first| first.as_chunks().0) {
        Some(&[a, b, ..]) if count <= 16 => own(bits(a) | bits(b) << 8),
        Some(&[a, b, c, d]) if count <= 32 => own(bits(a) | bits(b) << 8 | bits(c) << 16 | bits(d) << 24),
        _ => dots(&bytes[..count]),
    }
}

/// The same for any byte.
pub(crate) fn places(text: &[u8], byte: u8) -> u64 {
    places_of(text, |word| all_equal(word, byte))
}

/// The same for the digits of hexadecimal numbers, in any case.
pub(super) fn hex_digits(text: &[u8]) -> u64 {
    places_of(text, |word| from_to(word, b'0', b'9') | from_to(word | repeated(b'a' ^ b'A'), b'a', b'f'))
}

/// The same for the bytes of which something holds that is told of each byte of a word.
#[inline(always)]
fn places_of(text: &[u8], holds: impl Fn(u64) -> u64) -> u64 {
    let bits = |word| gather(holds(word) >> 7);
    let Some(last) = text.last_chunk() else { return bits(load(text)) };
    // The last eight bytes overlap those before them, and say the same.
    let mut places = bits(u64::from_le_bytes(*last)) << (text.len() - last.len());
    let (mut rest, mut before) = (text, 0);
    while let Some((eight, after)) = rest.split_first_chunk()
        && before < LONGEST
    {
        places |= bits(u64::from_le_bytes(*eight)) << before;
        (rest, before) = (after, before + eight.len());
    }
    places
}

/// The bytes that are one byte, all of them right.
fn all_equal(word: u64, byte: u8) -> u64 {
    let differs = word ^ repeated(byte);
    !(((differs & !HIGH) + !HIGH) | differs | !HIGH)
}

/// The lowest bit of every byte, side by side; the other bits are zero.
pub(super) fn gather(word: u64) -> u64 {
    word.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_byte_that_is_no_digit_makes_no_number() {
        for (count, at) in (1..=8).flat_map(|count| (0..count).map(move |at| (count, at))) {
            for byte in 0..=u8::MAX {
                let mut text = *b"19203847";
                text[at] = byte;
                let slow = std::str::from_utf8(&text[..count]).ok().filter(|text| !text.starts_with('+'));
                let slow = slow.and_then(|text| text.parse().ok());
                assert_eq!(number(u64::from_le_bytes(text), count), slow, "{text:?} {count}");
            }
        }
    }

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
            for count in 0..=bytes.len().min(7) {
                let of_alone = short(&bytes[..count], count);
                prop_assert_eq!(short(bytes, count), of_alone);
                prop_assert_eq!(of_alone >> 56, count as u64);
            }
            for count in 0..=bytes.len() {
                let (own, alone) = (&bytes[..count], sixteen(bytes, count, b'0'));
                if let Some([low, high]) = alone {
                    let padded = [own, b"0000000000000000"].concat();
                    prop_assert_eq!([low, high], [start(&padded), start(&padded[8..])]);
                }
                prop_assert_eq!(alone.is_some(), count <= 16 && bytes.len() >= 16);
                if count <= LONGEST {
                    prop_assert_eq!(dots_of_first(bytes, count), dots(own));
                }
            }
            let few = &bytes[..bytes.len().min(8)];
            prop_assert_eq!(upper(load(few)), load(&few.to_ascii_uppercase()));
            prop_assert_eq!(lower(load(few)), load(&few.to_ascii_lowercase()));
            prop_assert_eq!(start(bytes), load(few));
            prop_assert_eq!(load(few), few.iter().rev().fold(0, |word, &b| word << 8 | u64::from(b)));
        }
    }
}
