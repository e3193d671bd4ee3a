//! The times of signatures, in seconds and as dates.

/// Seconds since 1970 of a time in presentation format: a number, or `YYYYMMDDHHmmSS` in UTC
/// (RFC 4034 section 3.2). The seconds wrap as they do on the wire.
pub fn parse(text: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(text).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?;
    if digits.len() != 14 {
        return digits.parse().ok();
    }
    let part = |from: usize, to: usize| digits[from..to].parse::<u64>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    let is_date = year >= 1970 && (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_time = hour < 24 && minute < 60 && second < 61;
    (is_date && is_time).then(|| (days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second) as u32)
}

/// Days from 1970 to a date of the Gregorian calendar, whose years are counted from March here.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 719_469
}

/// The date of a time, as the number `YYYYMMDD`.
pub fn date(seconds: u32) -> u32 {
    let since_march = u64::from(seconds / 86400) + 719_468;
    // 146,097 days are 400 years.
    let (of_400, era) = (since_march % 146_097, since_march / 146_097);
    let year = (of_400 - of_400 / 1460 + of_400 / 36_524 - of_400 / 146_096) / 365;
    let day_of_year = of_400 - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    ((year + era * 400) * 10_000 + month * 100 + day) as u32
}

/// Whether one time is before another, in the serial arithmetic of RFC 4034 section 3.1.5.
pub fn is_before(a: u32, b: u32) -> bool {
    a != b && b.wrapping_sub(a) < 1 << 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_seconds_are_the_same_times() {
        for (date, seconds) in [
            ("19700101000000", 0),
            ("20000229235959", 951_868_799),
            ("20000301000000", 951_868_800),
            ("20260101000000", 1_767_225_600),
            ("20380119031408", 2_147_483_648),
        ] {
            assert_eq!(parse(date.as_bytes()), Some(seconds), "{date}");
            assert_eq!(super::date(seconds).to_string(), date[..8]);
        }
        assert_eq!(parse(b"1767225600"), Some(1_767_225_600));
        assert_eq!(parse(b"2026010100000"), None);
        assert_eq!(parse(b"20261301000000"), None);
        assert_eq!(parse(b"tomorrow"), None);
    }

    #[test]
    fn times_wrap() {
        assert!(is_before(1, 2) && !is_before(2, 1) && !is_before(2, 2));
        assert!(is_before(u32::MAX, 5) && !is_before(5, u32::MAX));
    }
}
