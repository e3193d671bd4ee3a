//! Durations as zone files write them: seconds, or numbers with units.
//!
//! RFC 2308 §4 knows seconds only; `1h30m` is BIND's notation, and every server reads it.

use super::swar::{number, short};

/// Seconds of each unit, longest first.
const UNITS: [(u64, u8); 5] = [(604_800, b'w'), (86_400, b'd'), (3_600, b'h'), (60, b'm'), (1, b's')];

/// It reads as a duration of more than 2^32-1 seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooBig;

/// Seconds of a duration; `None` if the text is none at all.
///
/// Units come in any order and as often as one likes. After a unit every number needs one:
/// `1h30` is not a duration.
pub fn parse(text: &[u8]) -> Option<Result<u32, TooBig>> {
    if !text.first()?.is_ascii_digit() {
        return None;
    }
    if let Some(seconds) = of_short(short(text, text.len())) {
        return Some(Ok(seconds));
    }
    let (mut total, mut number) = (0u64, 0u64);
    let (mut in_number, mut has_unit) = (false, false);
    for &byte in text {
        if byte.is_ascii_digit() {
            number = number.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
            in_number = true;
        } else {
            if !in_number {
                return None;
            }
            total = total.saturating_add(number.saturating_mul(seconds_of(byte)?));
            (number, in_number, has_unit) = (0, false, true);
        }
    }
    if in_number && has_unit {
        return None;
    }
    Some(u32::try_from(total.saturating_add(number)).map_err(|_| TooBig))
}

/// The same for what [`short`] makes of a text: seconds, or a number with one unit behind it, as nearly
/// all are written; `None` where a closer look may say more.
#[inline]
pub(super) fn of_short(short: u64) -> Option<u32> {
    let last = ((short >> 56) as usize).checked_sub(1)?;
    // One line has a unit and the next has none: nothing branches on that.
    let unit = (short >> (8 * last)) as u8;
    let digits = last + usize::from(unit.is_ascii_digit());
    let length = SECONDS[usize::from(unit)];
    if digits == 0 || length == 0 {
        return None;
    }
    u32::try_from(u64::from(number(short, digits)?) * u64::from(length)).ok()
}

/// The seconds that the last character of a duration stands for, one if it is a digit; zero if it can be none.
static SECONDS: [u32; 256] = {
    let mut seconds = [0; 256];
    let mut at = 0;
    while at < UNITS.len() {
        let (length, letter) = UNITS[at];
        seconds[letter as usize] = length as u32;
        seconds[letter.to_ascii_uppercase() as usize] = length as u32;
        at += 1;
    }
    let mut digit = b'0';
    while digit <= b'9' {
        seconds[digit as usize] = 1;
        digit += 1;
    }
    seconds
};

fn seconds_of(unit: u8) -> Option<u64> {
    let seconds = SECONDS[usize::from(unit)];
    (seconds > 0 && !unit.is_ascii_digit()).then(|| seconds.into())
}

/// The shortest form people read: `1h30m`, `2w`, `0s`.
pub fn format(seconds: u32) -> String {
    if seconds == 0 {
        return "0s".to_owned();
    }
    let mut rest = u64::from(seconds);
    let mut out = String::new();
    for (length, letter) in UNITS {
        if rest >= length {
            out.push_str(&(rest / length).to_string());
            out.push(letter as char);
            rest %= length;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn seconds_and_units_are_read() {
        for (text, seconds) in [
            ("0", 0),
            ("300", 300),
            ("0300", 300),
            ("4294967295", u32::MAX),
            ("2147483648", 1 << 31),
            ("1H", 3_600),
            ("1h30m", 5_400),
            ("30m1h", 5_400),
            ("2W", 1_209_600),
            ("1w1d1h1m1s", 694_861),
            ("1m1m", 120),
        ] {
            assert_eq!(parse(text.as_bytes()), Some(Ok(seconds)), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_none() {
        for text in ["", "A", "IN", "1x", "h", "1h30", "1hm", "-1", "+1", "1.5h", "1 ", "\\049", "3600A"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn more_than_32_bits_is_too_big() {
        for text in ["4294967296", "99999999999999999999999999", "7102w", "99999999999999999999w"] {
            assert_eq!(parse(text.as_bytes()), Some(Err(TooBig)), "{text}");
        }
    }

    #[test]
    fn the_human_form_is_short() {
        for (seconds, text) in
            [(0, "0s"), (90, "1m30s"), (3_600, "1h"), (5_400, "1h30m"), (86_400, "1d"), (604_800, "1w")]
        {
            assert_eq!(format(seconds), text);
        }
    }

    proptest! {
        #[test]
        fn the_human_form_reads_back(seconds: u32) {
            prop_assert_eq!(parse(format(seconds).as_bytes()), Some(Ok(seconds)));
        }

        #[test]
        fn no_bytes_break_it(text: Vec<u8>) {
            let _ = parse(&text);
        }
    }
}
