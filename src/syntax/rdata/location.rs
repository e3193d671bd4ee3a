//! LOC: `d1 [m1 [s1]] N|S d2 [m2 [s2]] E|W alt[m] [siz[m] [hp[m] [vp[m]]]]` (RFC 1876 §3).

use super::number::decimal;
use super::{Fault, show};
use crate::syntax::token::Token;

const FORM: &str = "write it as `52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m`";

/// One half of a position.
struct Angle {
    name: &'static str,
    most: u64,
    hemispheres: [u8; 2],
}

const ANGLES: [Angle; 2] = [
    Angle { name: "latitude", most: 90, hemispheres: *b"NS" },
    Angle { name: "longitude", most: 180, hemispheres: *b"EW" },
];

/// Metres a length may have, in centimetres. The altitude counts from 100 km below the spheroid.
const LENGTHS: [(&str, i64, i64); 4] = [
    ("altitude", -10_000_000, 4_284_967_295),
    ("size", 0, 9_000_000_000),
    ("horizontal precision", 0, 9_000_000_000),
    ("vertical precision", 0, 9_000_000_000),
];

/// The whole of the data; the index is the word at fault.
pub(super) fn check(tokens: &[Token], source: &[u8]) -> Result<(), (usize, Fault)> {
    let mut at = 0;
    let text = |at: usize| tokens.get(at).map(|token| token.text(source));
    let last = tokens.len() - 1;
    for angle in &ANGLES {
        at += check_angle(angle, |offset| text(at + offset))
            .map_err(|(offset, fault)| ((at + offset).min(last), fault))?;
    }
    for (index, length) in LENGTHS.iter().enumerate() {
        match text(at) {
            Some(word) => check_length(length, word).map_err(|fault| (at, fault))?,
            None if index == 0 => return Err((last, Fault::new("LOC has no altitude").help(FORM))),
            None => return Ok(()),
        }
        at += 1;
    }
    match text(at) {
        None => Ok(()),
        Some(word) => Err((at, Fault::new(format!("{} comes after the last field of LOC", show(word))).help(FORM))),
    }
}

/// Degrees, minutes, seconds, hemisphere; returns the words taken.
fn check_angle<'a>(angle: &Angle, word: impl Fn(usize) -> Option<&'a [u8]>) -> Result<usize, (usize, Fault)> {
    let is_hemisphere = |text: &[u8]| matches!(text, [b] if angle.hemispheres.contains(&b.to_ascii_uppercase()));
    let [first, second] = angle.hemispheres.map(char::from);
    let name = angle.name;
    let mut total = 0;
    for (index, (unit, scale)) in [("degrees", 3600), ("minutes", 60), ("seconds", 1)].into_iter().enumerate() {
        let Some(text) = word(index) else {
            return Err((index, Fault::new(format!("LOC ends before the {name} is complete")).help(FORM)));
        };
        if index > 0 && is_hemisphere(text) {
            return Ok(index + 1);
        }
        let places = if unit == "seconds" { 3 } else { 0 };
        let Some(number) = fixed_point(text, places).and_then(|n| n.checked_mul(1000 / 10u64.pow(places as u32)))
        else {
            return Err((index, Fault::new(format!("{} is not {unit} of {name}", show(text))).help(FORM)));
        };
        let most = if unit == "degrees" { angle.most } else { 59 };
        if number / 1000 > most {
            return Err((index, Fault::new(format!("{unit} of {name} {} are over {most}", show(text)))));
        }
        total += number * scale;
        if total > angle.most * 3_600_000 {
            return Err((index, Fault::new(format!("{name} is over {} degrees", angle.most))));
        }
    }
    match word(3) {
        Some(text) if is_hemisphere(text) => Ok(4),
        Some(text) => Err((3, Fault::new(format!("{} is neither `{first}` nor `{second}`", show(text))).help(FORM))),
        None => Err((3, Fault::new(format!("the {} has no `{first}` or `{second}`", angle.name)).help(FORM))),
    }
}

fn check_length((name, least, most): &(&str, i64, i64), text: &[u8]) -> Result<(), Fault> {
    match centimetres(text) {
        None => Err(Fault::new(format!("{name} {} is not a length in metres", show(text))).help(FORM)),
        Some(length) if (*least..=*most).contains(&length) => Ok(()),
        Some(_) => {
            Err(Fault::new(format!("{name} {} is outside {} to {} metres", show(text), least / 100, most / 100)))
        }
    }
}

fn centimetres(text: &[u8]) -> Option<i64> {
    let bare = text.strip_suffix(b"m").or_else(|| text.strip_suffix(b"M")).unwrap_or(text);
    let (sign, digits) = match bare {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, bare),
    };
    Some(sign * i64::try_from(fixed_point(digits, 2)?).ok()?)
}

/// A position in thousandths of a second, north and east positive, and the lengths that are given in centimetres;
/// of data that was checked.
pub(super) fn read(words: &[&[u8]]) -> Option<([i64; 2], Vec<i64>)> {
    let (mut angles, mut rest) = ([0; 2], words);
    for (angle, value) in ANGLES.iter().zip(&mut angles) {
        let is_hemisphere = |word: &&[u8]| matches!(word, [b] if b.is_ascii_alphabetic());
        let (units, after) = rest.split_at_checked(rest.iter().position(is_hemisphere)?)?;
        let (hemisphere, after) = after.split_first()?;
        for (unit, scale) in units.iter().zip([3600, 60, 1]) {
            *value += i64::try_from(fixed_point(unit, 3)?).ok()? * scale;
        }
        if hemisphere.eq_ignore_ascii_case(&angle.hemispheres[1..]) {
            *value = -*value;
        }
        rest = after;
    }
    Some((angles, rest.iter().map(|text| centimetres(text)).collect::<Option<Vec<_>>>()?))
}

/// A decimal number with at most this many places, as a whole number of the smallest place.
fn fixed_point(text: &[u8], places: usize) -> Option<u64> {
    let (whole, fraction) = match memchr::memchr(b'.', text) {
        Some(dot) => (&text[..dot], &text[dot + 1..]),
        None => (text, &[][..]),
    };
    if fraction.len() > places || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let value = |digits: &[u8]| if digits.is_empty() { Some(0) } else { decimal(digits) };
    let scale = |places: usize| 10u64.pow(places as u32);
    value(whole)?.checked_mul(scale(places))?.checked_add(value(fraction)? * scale(places - fraction.len()))
}
