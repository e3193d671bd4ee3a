//! Character-strings and other text (RFC 1035 §5.1).

use super::{Fault, Verdict, show};
use crate::text::escape;

/// RFC 1035 §3.3: one length octet.
const LONGEST_STRING: usize = 255;

/// RFC 1035 §3.2.1: two length octets for the whole of the data.
const LONGEST_RDATA: usize = 65_535;

pub(super) const ESCAPE_HELP: &str =
    r"after a backslash write three digits from `\000` to `\255`, or the character itself";

/// What is wrong with the escape the text starts with.
pub(super) fn escape_message(text: &[u8]) -> String {
    let digits = text.iter().skip(1).take(3).take_while(|b| b.is_ascii_digit()).count();
    let shown = show(&text[..=digits]);
    match digits {
        0 => format!("{shown} at the end escapes nothing"),
        3 => format!("{shown} is not an octet: the maximum is 255"),
        _ => format!("{shown} is not an escape: three digits are needed"),
    }
}

/// The text with its escapes read.
pub(super) fn unescape(text: &[u8]) -> Result<Vec<u8>, Fault> {
    escape::unescape(text).map_err(|at| bad_escape(&text[at..]))
}

#[cold]
fn bad_escape(text: &[u8]) -> Fault {
    Fault::new(escape_message(text)).help(ESCAPE_HELP)
}

pub(super) fn octets(text: &[u8]) -> Result<usize, Fault> {
    let (mut octets, mut at) = (0, 0);
    while let Some(gap) = memchr::memchr(b'\\', &text[at..]) {
        at += gap;
        at += escape::escape(&text[at..]).ok_or_else(|| bad_escape(&text[at..]))?.1;
        octets += gap + 1;
    }
    Ok(octets + text.len() - at)
}

/// A character-string. `escaped`: it holds a backslash.
pub(super) fn check_string(name: &str, text: &[u8], escaped: bool) -> Verdict {
    let octets = if escaped { octets(text)? } else { text.len() };
    if octets <= LONGEST_STRING { Ok(()) } else { Err(long_string(name, octets)) }
}

#[cold]
fn long_string(name: &str, octets: usize) -> Fault {
    Fault::new(format!("{name} is a string of {octets} octets; the maximum is {LONGEST_STRING}"))
        .help(format!("split it into several quoted strings of at most {LONGEST_STRING} octets: `\"…\" \"…\"`"))
}

/// Text that is bounded by the record data only.
pub(super) fn check_long(name: &str, text: &[u8], escaped: bool) -> Verdict {
    let octets = if escaped { octets(text)? } else { text.len() };
    if octets <= LONGEST_RDATA {
        return Ok(());
    }
    Err(Fault::new(format!("{name} has {octets} octets; record data can have {LONGEST_RDATA}")))
}

/// At least `least` digits, as X.121 addresses are written (RFC 1183 §3.1).
pub(super) fn check_digits(name: &str, text: &[u8], least: usize) -> Verdict {
    if text.len() >= least && text.len() <= LONGEST_STRING && text.iter().all(u8::is_ascii_digit) {
        return Ok(());
    }
    Err(Fault::new(format!("{name} {} is not {least} or more digits", show(text))))
}

/// A CAA property tag (RFC 8659 §4.1).
pub(super) fn check_tag(name: &str, text: &[u8]) -> Verdict {
    if text.is_empty() {
        return Err(Fault::new(format!("{name} is empty")));
    }
    if text.len() > LONGEST_STRING {
        return Err(Fault::new(format!("{name} has {} octets; the maximum is {LONGEST_STRING}", text.len())));
    }
    match text.iter().find(|b| !b.is_ascii_alphanumeric()) {
        None => Ok(()),
        Some(bad) => Err(Fault::new(format!(
            "{name} {} has {}; only letters and digits are allowed",
            show(text),
            show(std::slice::from_ref(bad))
        ))
        .help("the usual tags are `issue`, `issuewild`, `issuemail` and `iodef`")),
    }
}
