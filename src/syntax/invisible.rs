//! Characters that no editor shows, or shows as a blank that is none (Unicode's format characters and spaces).

use std::ops::RangeInclusive;

use super::token::Token;

/// Such a character, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invisible {
    /// Offset of its first byte.
    pub start: u32,
    /// Offset after its last byte.
    pub end: u32,
    /// Its code point.
    pub code: char,
    /// What it is called.
    pub name: &'static str,
    /// It looks like a blank.
    pub is_blank: bool,
}

const KINDS: &[(RangeInclusive<char>, &str, bool)] = &[
    ('\u{85}'..='\u{85}', "next line", true),
    ('\u{a0}'..='\u{a0}', "no-break space", true),
    ('\u{ad}'..='\u{ad}', "soft hyphen", false),
    ('\u{61c}'..='\u{61c}', "Arabic letter mark", false),
    ('\u{180e}'..='\u{180e}', "Mongolian vowel separator", false),
    ('\u{2000}'..='\u{200a}', "typographic space", true),
    ('\u{200b}'..='\u{200b}', "zero width space", false),
    ('\u{200c}'..='\u{200c}', "zero width non-joiner", false),
    ('\u{200d}'..='\u{200d}', "zero width joiner", false),
    ('\u{200e}'..='\u{200e}', "left-to-right mark", false),
    ('\u{200f}'..='\u{200f}', "right-to-left mark", false),
    ('\u{2028}'..='\u{2028}', "line separator", true),
    ('\u{2029}'..='\u{2029}', "paragraph separator", true),
    ('\u{202a}'..='\u{202e}', "bidirectional control", false),
    ('\u{202f}'..='\u{202f}', "narrow no-break space", true),
    ('\u{205f}'..='\u{205f}', "typographic space", true),
    ('\u{2060}'..='\u{2060}', "word joiner", false),
    ('\u{2061}'..='\u{2064}', "invisible operator", false),
    ('\u{2066}'..='\u{2069}', "bidirectional control", false),
    ('\u{3000}'..='\u{3000}', "ideographic space", true),
    ('\u{feff}'..='\u{feff}', "byte order mark", false),
];

/// Bytes are asked in such pieces whether all are ASCII.
const PIECE: usize = 4096;
/// Of those in one entry so many are looked at.
const MOST: usize = 256;

impl Invisible {
    /// Words in some scripts are written with it (RFC 5892 appendix A).
    pub fn is_joiner(&self) -> bool {
        matches!(self.code, '\u{200c}' | '\u{200d}')
    }

    /// Whether it stands in a word.
    pub fn is_in(&self, token: Token) -> bool {
        (token.start..token.end).contains(&self.start)
    }
}

/// The first of them from an offset on. Nearly all zones are ASCII, which is all that is asked of them.
pub fn next(bytes: &[u8], from: usize) -> Option<Invisible> {
    let mut at = from;
    while let Some(next) = not_ascii(bytes, at) {
        let (character, length) = decode(&bytes[next..]);
        at = next + length;
        if let Some((code, name, is_blank)) = character.and_then(kind) {
            return Some(Invisible { start: next as u32, end: at as u32, code, name, is_blank });
        }
    }
    None
}

/// Those between two offsets, the first of them: no entry that was typed has more.
pub fn within(bytes: &[u8], start: u32, end: u32) -> Vec<Invisible> {
    let from = |at: u32| next(&bytes[..end as usize], at as usize);
    std::iter::successors(from(start), |one| from(one.end)).take(MOST).collect()
}

/// Whether a character is one of them, and belongs to no script.
pub fn is_one(code: char) -> bool {
    kind(code).is_some() && !matches!(code, '\u{200c}' | '\u{200d}')
}

/// Whether a text has one that belongs to no script.
pub fn is_in(text: &[u8]) -> bool {
    let mut found = next(text, 0);
    while let Some(joiner) = found.filter(Invisible::is_joiner) {
        found = next(text, joiner.end as usize);
    }
    found.is_some()
}

fn not_ascii(bytes: &[u8], from: usize) -> Option<usize> {
    let pieces = bytes.get(from..)?.chunks(PIECE).enumerate();
    let (number, piece) = pieces.into_iter().find(|(_, piece)| !piece.is_ascii())?;
    piece.iter().position(|byte| !byte.is_ascii()).map(|at| from + number * PIECE + at)
}

/// The character that a text starts with, and its bytes; a byte that starts none is passed over.
fn decode(text: &[u8]) -> (Option<char>, usize) {
    let length = match text[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return (None, 1),
    };
    let read = text.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    read.map_or((None, 1), |read| (read.chars().next(), length))
}

fn kind(code: char) -> Option<(char, &'static str, bool)> {
    KINDS.iter().find(|(range, ..)| range.contains(&code)).map(|&(_, name, is_blank)| (code, name, is_blank))
}

/// The words that were meant where some of these characters stand in a word: parted at those that look like blanks,
/// without the others at their ends.
pub fn push_meant(token: Token, found: &[Invisible], words: &mut Vec<Token>) {
    let mut start = token.start;
    let inside = || found.iter().filter(|one| one.is_in(token));
    let mut push = |start: u32, mut end: u32| {
        for one in inside().rev().filter(|one| one.start >= start) {
            end = if one.end == end { one.start } else { end };
        }
        if start < end {
            words.push(Token { start, end, ..token });
        }
    };
    for one in inside() {
        if one.is_blank || one.start == start {
            push(start, one.start);
            start = one.end;
        }
    }
    push(start, token.end);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], from: u32) -> Vec<Invisible> {
        within(text, from, text.len() as u32)
    }

    #[test]
    fn they_are_found_where_they_stand() {
        let text = "a\u{a0}b\u{200b} m\u{fc}nchen \u{feff}c";
        let found: Vec<(u32, u32, char)> =
            all(text.as_bytes(), 0).iter().map(|one| (one.start, one.end, one.code)).collect();
        assert_eq!(found, [(1, 3, '\u{a0}'), (4, 7, '\u{200b}'), (17, 20, '\u{feff}')]);
        assert_eq!(all(text.as_bytes(), 5).len(), 1);
        assert_eq!(all(b"\xa0 \xc2", 0), []);
        let far = format!("{}\u{ad}", "a".repeat(2 * PIECE + 1));
        assert_eq!(all(far.as_bytes(), 1)[0].start, 2 * PIECE as u32 + 1);
    }

    #[test]
    fn words_are_read_as_they_were_meant() {
        for (text, meant) in [
            ("www\u{a0}", &["www"][..]),
            ("IN\u{a0}A", &["IN", "A"]),
            ("\u{200b}\u{feff}www\u{200e}", &["www"]),
            ("a\u{200b}\u{a0}b", &["a", "b"]),
            ("a\u{200b}b", &["a\u{200b}b"]),
            ("\u{a0}\u{200b}", &[]),
        ] {
            let token = Token { start: 0, end: text.len() as u32, quoted: false, escaped: false };
            let mut words = Vec::new();
            push_meant(token, &all(text.as_bytes(), 0), &mut words);
            let words: Vec<&[u8]> = words.iter().map(|word| word.text(text.as_bytes())).collect();
            assert_eq!(words, meant.iter().map(|word| word.as_bytes()).collect::<Vec<_>>(), "{text:?}");
        }
    }
}
