//! Numbers, times and durations.

use super::{Fault, Verdict, show};
use crate::syntax::ttl;
use crate::text::suggest::distance_within;

/// A decimal number of at most `max`.
pub(super) fn check(name: &str, text: &[u8], max: u64) -> Verdict {
    match decimal(text) {
        Some(number) if number <= max => Ok(()),
        Some(_) => Err(Fault::new(format!("{name} {} is over {max}", show(text)))),
        None if too_long_for_u64(text) => Err(Fault::new(format!("{name} {} is over {max}", show(text)))),
        None => Err(no_number(name, text, max)),
    }
}

/// The number; `None` for anything but digits, and past 19 of them.
pub(super) fn decimal(text: &[u8]) -> Option<u64> {
    if text.is_empty() || text.len() > 20 {
        return None;
    }
    text.iter().try_fold(0u64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 { None } else { number.checked_mul(10)?.checked_add(u64::from(digit)) }
    })
}

fn too_long_for_u64(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

#[cold]
fn no_number(name: &str, text: &[u8], max: u64) -> Fault {
    match text {
        [b'-', rest @ ..] if too_long_for_u64(rest) => {
            Fault::new(format!("{name} {} is below zero", show(text))).help(format!("write a number from 0 to {max}"))
        }
        _ if ttl::parse(text).is_some() => {
            Fault::new(format!("{name} {} is not a number: units are only for times", show(text)))
        }
        _ => Fault::new(format!("{name} {} is not a number", show(text))),
    }
}

/// Seconds or a duration with units, at most 2^32-1 seconds.
pub(super) fn check_duration(name: &str, text: &[u8]) -> Verdict {
    match ttl::parse(text) {
        Some(Ok(_)) => Ok(()),
        Some(Err(ttl::TooBig)) => Err(Fault::new(format!("{name} {} is over {} seconds", show(text), u32::MAX))),
        None => Err(Fault::new(format!("{name} {} is not a number of seconds", show(text)))
            .help("write seconds, or units as in `1h30m` (w, d, h, m, s)")),
    }
}

/// A time of RRSIG: 14 digits are a date, up to 10 are seconds (RFC 4034 §3.2).
pub(super) fn check_time(name: &str, text: &[u8]) -> Verdict {
    let fault = |why: &str| {
        Err(Fault::new(format!("{name} {} {why}", show(text))).help("write `YYYYMMDDHHmmSS`, or seconds since 1970"))
    };
    let Some(number) = decimal(text) else { return fault("is not a time") };
    match text.len() {
        14 => match date_fault(number) {
            None => Ok(()),
            Some(why) => fault(why),
        },
        0..=10 if number <= u64::from(u32::MAX) => Ok(()),
        0..=10 => fault("is over 4294967295 seconds"),
        _ => fault("is neither a date of 14 digits nor seconds"),
    }
}

fn date_fault(number: u64) -> Option<&'static str> {
    let part = |divisor: u64| number / divisor % 100;
    let (year, month, day) = (number / 10_000_000_000, part(100_000_000), part(1_000_000));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return Some("is not a date: months are 01 to 12"),
    };
    if year < 1970 {
        Some("is before 1970")
    } else if !(1..=days).contains(&day) {
        Some("is not a date: the month has no such day")
    } else if part(10_000) > 23 {
        Some("is not a date: hours are 00 to 23")
    } else if part(100) > 59 || part(1) > 60 {
        Some("is not a date: minutes and seconds are 00 to 59")
    } else {
        None
    }
}

/// A decimal with sign and fraction, of at most `max` in magnitude.
pub(super) fn check_decimal(name: &str, text: &[u8], max: u32) -> Verdict {
    let digits = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    let mut parts = digits.splitn(2, |b| *b == b'.');
    let whole = parts.next().unwrap_or_default();
    let fraction = parts.next().unwrap_or_default();
    let is_decimal = (whole.len() + fraction.len() > 0) && whole.iter().chain(fraction).all(u8::is_ascii_digit);
    if !is_decimal {
        return Err(Fault::new(format!("{name} {} is not a decimal number", show(text))));
    }
    let whole = if whole.is_empty() { Some(0) } else { decimal(whole) };
    let has_fraction = fraction.iter().any(|b| *b != b'0');
    match whole {
        Some(whole) if whole < u64::from(max) || (whole == u64::from(max) && !has_fraction) => Ok(()),
        _ => Err(Fault::new(format!("{name} {} is outside -{max} to {max}", show(text)))),
    }
}

/// The candidate a slip of the hand or two away.
pub(super) fn closest<'a>(written: &str, candidates: &[&'a str]) -> Option<&'a str> {
    // A word as long as this is no slip of a mnemonic, and the distance is quadratic.
    if written.len() > 30 {
        return None;
    }
    let near = candidates.iter().filter_map(|&known| Some((distance_within(written, known, 2)?, known)));
    let (distance, known) = near.min_by_key(|(distance, _)| *distance)?;
    (distance < known.len()).then_some(known)
}
