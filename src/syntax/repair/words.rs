//! What one word may have been meant to be.

use super::{Broken, Change};
use crate::syntax::iana::svc_param_keys::{KEYS, ParamValue};
use crate::syntax::rdata::{self, Field, FieldKind};
use crate::syntax::token::Token;
use crate::text::escape::escape;
use crate::text::suggest::distance_within;

/// A character-string has one octet for its length (RFC 1035 section 3.3).
const LONGEST_STRING: usize = 255;
/// Shorter words are no base64.
const SHORTEST_BASE64: usize = 16;

/// What a word may have been, whatever stands around it.
pub(super) fn of_word(broken: &Broken) -> Vec<Change> {
    let (place, token) = (broken.place(), broken.token());
    let Ok(text) = std::str::from_utf8(broken.text()) else { return Vec::new() };
    let mut changes: Vec<Change> = split(text, token.quoted)
        .map(|strings| {
            let inner = place.start + u32::from(token.quoted)..place.end - u32::from(token.quoted);
            Change::safe(inner, strings).titled("split it into strings of at most 255 octets")
        })
        .into_iter()
        .collect();
    if token.quoted {
        let inner = place.start + 1..place.end - 1;
        changes.extend(octal(text).map(|meant| Change::unsure(inner, meant).titled("write the escapes in decimal")));
        if is_plain(text) {
            changes.push(Change::safe(place.clone(), text).titled("remove the quotes"));
        }
        if let Some((key, value)) = text.split_once('=').filter(|_| !is_plain(text)) {
            changes.push(Change::safe(place, format!("{key}=\"{value}\"")));
        }
        return changes;
    }
    changes
        .extend(octal(text).map(|meant| Change::unsure(place.clone(), meant).titled("write the escapes in decimal")));
    let safe = [address(text), without_zeros(text), digits(text), duration(text.as_bytes()), base64(text)];
    changes.extend(safe.into_iter().flatten().map(|meant| Change::safe(place.clone(), meant)));
    let trimmed =
        [text.strip_suffix(','), text.strip_suffix('.').filter(|front| front.len() > 1 && front.ends_with('.'))];
    changes.extend(trimmed.into_iter().flatten().map(|meant| Change::safe(place.clone(), meant)));
    let unsure = [network(text), with_lost_dot(text), padded(text), without_empty_labels(text)];
    changes.extend(unsure.into_iter().flatten().map(|meant| Change::unsure(place.clone(), meant)));
    changes
}

/// Words that a field takes and that are a letter away.
pub(super) fn of_field(field: &Field, text: &[u8]) -> impl Iterator<Item = String> {
    let written = String::from_utf8_lossy(text).into_owned();
    let words: Vec<String> = match field.kind {
        FieldKind::Code(_, registry) => {
            let upper = written.to_ascii_uppercase();
            let near = registry.words().filter(|word| distance_within(word, &upper, 1).is_some());
            near.map(str::to_owned).collect()
        }
        FieldKind::Params => near_keys(&written),
        _ => Vec::new(),
    };
    words.into_iter()
}

/// Keys of service parameters are in small letters (RFC 9460 section 2.1).
fn near_keys(written: &str) -> Vec<String> {
    let (key, value) = written.split_at(written.find('=').unwrap_or(written.len()));
    let lower = key.to_ascii_lowercase();
    let near = KEYS.iter().filter(|(_, name, _)| distance_within(name, &lower, 1).is_some());
    near.map(|(_, name, _)| format!("{name}{value}")).collect()
}

/// Service parameters that are given twice or are missing, have a value too many, or a list that was cut by a space
/// behind a comma (RFC 9460 sections 2.1 and 8).
pub(super) fn of_params(broken: &Broken, params: &[Token]) -> Vec<Change> {
    let (place, token) = (broken.place(), broken.token());
    let text = |token: &Token| std::str::from_utf8(token.text(broken.bytes)).unwrap_or_default();
    let written = text(&token);
    let mut changes = Vec::new();
    let next = params.iter().find(|next| next.start >= place.end);
    if let Some(next) = next.filter(|_| written.ends_with(',')) {
        changes.push(Change::safe(place.end..next.start, "").titled("remove the space in the list"));
    }
    let (key, value) = written.split_once('=').unwrap_or((written, ""));
    let is_given = |key: &&str| params.iter().any(|param| text(param).split('=').next() == Some(*key));
    if key == "mandatory" && !value.contains('"') {
        let kept: Vec<&str> = value.split(',').filter(is_given).collect();
        let meant = format!("mandatory={}", kept.join(","));
        changes.extend((meant != written && !kept.is_empty()).then(|| Change::unsure(place.clone(), meant)));
        let before = broken.tokens[..broken.at].last().filter(|_| kept.is_empty());
        changes.extend(before.map(|before| Change::unsure(before.end..place.end, "")));
    }
    if KEYS.iter().any(|(_, name, shape)| *name == key && matches!(shape, ParamValue::Absent)) && key != written {
        changes.push(Change::unsure(place.clone(), key));
    }
    let is_other = |other: &&Token| other.start < place.start && text(other).split('=').next() == Some(key);
    if let Some(first) = params.iter().find(is_other) {
        // What stands between the first and this one stays.
        let between = std::str::from_utf8(&broken.bytes[first.end as usize..place.start as usize]).unwrap_or_default();
        let at = first.end..place.end;
        if text(first) == written {
            changes.push(Change::safe(at, between.trim_end()).titled("remove the second one"));
        } else if !written.contains('"') && !text(first).contains('"') && !value.is_empty() {
            let joined = format!(",{value}{}", between.trim_end());
            changes.push(Change::unsure(at, joined).titled("put the values into one list"));
        }
    }
    changes
}

/// Text whose escapes are octal, as programs in C write them: they are all that is not ASCII, and all of them as such
/// are characters in UTF-8. The number of an escape is decimal (RFC 1035 section 5.1).
fn octal(text: &str) -> Option<String> {
    let (mut octets, mut meant) = (Vec::new(), String::with_capacity(text.len()));
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            octets.push(byte);
            meant.push(char::from(byte));
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..3)?).ok()?;
        let octet = u8::from_str_radix(digits, 8).ok().filter(|octet| !octet.is_ascii())?;
        octets.push(octet);
        meant.push_str(&format!("\\{octet:03}"));
        rest = &rest[3..];
    }
    (meant != text && text.is_ascii() && std::str::from_utf8(&octets).is_ok()).then_some(meant)
}

/// Whether a word needs no quotes.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\";()\\".contains(&byte))
}

fn is_ipv4(text: &str) -> bool {
    rdata::ipv4(text.as_bytes()).is_some()
}

fn is_address(text: &str) -> bool {
    is_ipv4(text) || rdata::ipv6(text.as_bytes()).is_some()
}

/// An address with a dot or brackets around it, or with commas for its dots.
fn address(text: &str) -> Option<String> {
    let bare = text.strip_suffix('.').unwrap_or(text);
    let bare = bare.strip_prefix('[').and_then(|bare| bare.strip_suffix(']')).unwrap_or(bare);
    if bare.len() < text.len() && is_address(bare) {
        return Some(bare.to_owned());
    }
    Some(text.replace(',', ".")).filter(|dotted| dotted != text && is_ipv4(dotted))
}

/// An address with a prefix length, a port or an interface.
fn network(text: &str) -> Option<String> {
    let bare = text.split(['/', '%']).next().filter(|bare| is_address(bare));
    let bare = bare.or_else(|| text.split(':').next().filter(|bare| is_ipv4(bare)));
    bare.filter(|bare| bare.len() < text.len()).map(str::to_owned)
}

/// Octets with zeros before them, as lists have them to be in line.
fn without_zeros(text: &str) -> Option<String> {
    let trimmed = text.split('.').map(|octet| match octet.trim_start_matches('0') {
        "" if !octet.is_empty() => "0",
        octet => octet,
    });
    let meant = trimmed.collect::<Vec<_>>().join(".");
    (meant != text && is_ipv4(&meant)).then_some(meant)
}

/// Three octets of which one is two, where a dot fits in one place only: `192.0.201` may be `192.0.20.1` or
/// `192.0.2.01`, but `10.0.01` is nothing else than `10.0.0.1`.
fn with_lost_dot(text: &str) -> Option<String> {
    let is_candidate = text.len() <= 15 && text.split('.').count() == 3 && text.is_ascii();
    let with_dot = |at: usize| format!("{}.{}", &text[..at], &text[at..]);
    let mut meant = (1..text.len()).filter(|_| is_candidate).map(with_dot).filter(|meant| is_ipv4(meant));
    meant.next().filter(|_| meant.next().is_none())
}

/// A number with letters that look like digits.
fn digits(text: &str) -> Option<String> {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let meant = text.replace(['O', 'o'], "0").replace(['l', 'I'], "1");
    (has_digit && meant != text && meant.bytes().all(|byte| byte.is_ascii_digit())).then_some(meant)
}

/// A duration whose units are words, or typed twice.
pub(super) fn duration(text: &[u8]) -> Option<String> {
    const UNITS: [(&str, &[&str]); 5] = [
        ("w", &["ww", "wk", "wks", "week", "weeks"]),
        ("d", &["dd", "day", "days"]),
        ("h", &["hh", "hr", "hrs", "hour", "hours"]),
        ("m", &["mm", "min", "mins", "minute", "minutes"]),
        ("s", &["ss", "sec", "secs", "second", "seconds"]),
    ];
    let mut rest = std::str::from_utf8(text).ok().filter(|text| text.len() <= 32)?;
    let mut meant = String::new();
    while !rest.is_empty() {
        let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (digits, behind) = rest.split_at(number);
        let length = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let (word, behind) = behind.split_at(length);
        let word = word.to_ascii_lowercase();
        let unit = UNITS.iter().find(|(unit, words)| *unit == word || words.contains(&word.as_str()))?.0;
        if digits.is_empty() {
            return None;
        }
        meant.extend([digits, unit]);
        rest = behind;
    }
    (!meant.is_empty() && meant.as_bytes() != text).then_some(meant)
}

/// Base64 in the alphabet of URLs (RFC 4648 section 5).
fn base64(text: &str) -> Option<String> {
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=".contains(&byte);
    let meant = text.replace('-', "+").replace('_', "/");
    (text.len() >= SHORTEST_BASE64 && meant != text && text.bytes().all(is_digit)).then_some(meant)
}

/// Base64 with as many `=` as it needs.
fn padded(text: &str) -> Option<String> {
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/".contains(&byte);
    let bare = text.trim_end_matches('=');
    let padding = ["", "", "==", "="].get(bare.len() % 4).filter(|padding| !padding.is_empty())?;
    (bare.len() >= SHORTEST_BASE64 && bare.bytes().all(is_digit)).then(|| format!("{bare}{padding}"))
}

/// A name without the dots that have nothing between them.
fn without_empty_labels(text: &str) -> Option<String> {
    let labels: Vec<&str> = text.split('.').filter(|label| !label.is_empty()).collect();
    let end = if text.ends_with('.') { "." } else { "" };
    (!labels.is_empty() && (text.starts_with('.') || text.contains(".."))).then(|| labels.join(".") + end)
}

/// A string that is too long as several. None is cut within an escape or a character.
fn split(text: &str, quoted: bool) -> Option<String> {
    if text.len() <= LONGEST_STRING {
        return None;
    }
    let between = if quoted { "\" \"" } else { " " };
    let (mut meant, mut octets, mut rest) = (String::with_capacity(text.len() + 16), 0, text);
    while let Some(first) = rest.chars().next() {
        let (taken, length) = match first {
            '\\' => (escape(rest.as_bytes())?.1, 1),
            first => (first.len_utf8(), first.len_utf8()),
        };
        if octets + length > LONGEST_STRING {
            meant.push_str(between);
            octets = 0;
        }
        meant.push_str(rest.get(..taken)?);
        (octets, rest) = (octets + length, &rest[taken..]);
    }
    (meant.len() > text.len()).then_some(meant)
}
