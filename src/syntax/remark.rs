//! Lines that were meant for people, and lack the `;` of a comment.

use super::dialect;
use super::entry::has_sound_data;
use super::entry::{Head, is_comment};
use super::iana::classes;

use super::rdata::RType;
use super::token::{Line, Token};
use crate::text::suggest::distance_within;

/// As many words make a sentence; one less where it starts as one.
const WORDS: usize = 4;
/// So many words at its start have to be words of a language.
const LOOKED_AT: usize = 3;

/// Whether a line that cannot be read starts as a comment does in other languages.
pub(crate) fn is_marked(tokens: &[Token], bytes: &[u8]) -> bool {
    is_comment(tokens[0].text(bytes)) && !tokens[0].quoted
}

/// Whether a line that cannot be read is a sentence: words, and none of them where a class, TTL or type is read.
#[cold]
pub(crate) fn is_prose(line: Line, tokens: &[Token], bytes: &[u8]) -> bool {
    let first = tokens[0].text(bytes);
    let is_title = !line.blank && first.first().is_some_and(u8::is_ascii_uppercase);
    let least = if is_title { WORDS - 1 } else { WORDS };
    if tokens.len() < least || tokens.iter().any(|token| token.quoted) {
        return false;
    }
    let mut start = tokens.iter().take(LOOKED_AT).enumerate();
    let second = tokens[1].text(bytes);
    second.iter().any(u8::is_ascii_lowercase)
        && dialect::of_type(second).is_none()
        && start.all(|(at, token)| is_word(token.text(bytes)) && !starts_record(at, tokens, bytes))
        && !is_near_type(second)
}

/// A word of letters, and what stands between words and behind them.
fn is_word(text: &[u8]) -> bool {
    let word = text.strip_suffix(b",").or_else(|| text.strip_suffix(b":")).unwrap_or(text);
    let word = word.strip_suffix(b".").unwrap_or(word);
    let letters = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'-' | b'\'' | b'/' | b'&') || !b.is_ascii();
    text == b"-" || !word.is_empty() && word.iter().all(letters)
}

/// Whether a word is a class, or a type with what it takes behind it.
fn starts_record(at: usize, tokens: &[Token], bytes: &[u8]) -> bool {
    let text = tokens[at].text(bytes);
    let is_class = text.iter().all(u8::is_ascii_uppercase) && classes::number_of(text).is_some();
    let is_type = || {
        let rtype = RType::from_mnemonic(text)?;
        let is_written = text.len() > 1 && text.iter().all(u8::is_ascii_uppercase);
        Some(is_written || has_sound_data(&Head::of_type(rtype, at), tokens, bytes))
    };
    is_class || is_type().unwrap_or(false)
}

fn is_near_type(text: &[u8]) -> bool {
    let written = String::from_utf8_lossy(text).to_ascii_uppercase();
    let types = RType::all().filter(|rtype| !rtype.is_meta() && !rtype.is_obsolete());
    let names = types.map(RType::mnemonic).filter(|name| name.len() > 2);
    text.len() > 2 && names.into_iter().any(|name| distance_within(&name, &written, 1).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::lexer::Lexer;
    use super::*;

    #[test]
    fn sentences_are_told_from_records() {
        for (text, is_sentence) in [
            ("name servers - NS records", true),
            ("Name servers below", true),
            ("  the mail servers, both of them", true),
            ("this is a test zone", true),
            ("Hosts of the lab: see the wiki", true),
            ("www cnme host other", false),
            ("www alias host", false),
            ("www in cname host", false),
            ("www IN CNAM b", false),
            ("host FOO bar baz", false),
            ("mail mx 10 smtp", false),
            ("www a 192.0.2.1", false),
            ("name servers", false),
        ] {
            let mut tokens = Vec::new();
            let line = Lexer::new(text.as_bytes(), 0).next(&mut tokens, &mut Vec::new()).expect("an entry");
            assert_eq!(is_prose(line, &tokens, text.as_bytes()), is_sentence, "{text}");
        }
    }
}
