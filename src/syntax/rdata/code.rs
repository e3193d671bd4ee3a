//! Numbers that may be written by the words of their registry.

use super::{Fault, Verdict, number, show};
use crate::syntax::iana::Registry;

/// The number that digits, a word, or several joined with `|` stand for.
pub(super) fn value(registry: &Registry, text: &[u8]) -> Option<u64> {
    let mut parts = text.split(|b| registry.is_of_flags() && *b == b'|');
    let joined = || parts.try_fold(0, |all, part| Some(all | u64::from(registry.number(part)?)));
    number::decimal(text).or_else(joined)
}

/// A number of at most `max`, or a word.
pub(super) fn check(name: &str, text: &[u8], max: u64, registry: &Registry) -> Verdict {
    if text.first().is_some_and(u8::is_ascii_digit) && text.iter().all(u8::is_ascii_digit) {
        return number::check(name, text, max);
    }
    let known = |part: &[u8]| registry.number(part).is_some();
    let mut parts = text.split(|b| registry.is_of_flags() && *b == b'|');
    match parts.find(|part| !known(part)) {
        None => Ok(()),
        Some(part) => Err(unknown(part, registry)),
    }
}

#[cold]
fn unknown(text: &[u8], registry: &Registry) -> Fault {
    let fault = Fault::new(format!("{} is not {}", show(text), registry.what()));
    let written = String::from_utf8_lossy(text).to_ascii_uppercase();
    let words: Vec<&str> = registry.words().collect();
    match number::closest(&written, &words) {
        Some(close) => fault.help(format!("did you mean `{close}`?")),
        None => fault.help(format!("write a number, or one of {}", words[..words.len().min(10)].join(", "))),
    }
}
