//! What each word of a zone is, for colours. It is told from the words alone, so that it costs no look at the zone.

use gen_lsp_types::{Position, Range};

use super::encoding::Encoding;
use crate::syntax::iana::classes;
use crate::syntax::lexer::Lexer;
use crate::syntax::rdata::{FieldKind, RType};
use crate::syntax::token::Token;
use crate::syntax::ttl;
use crate::zone::probe;

/// The kinds, in the words that editors have colours for; a kind is sent as its number here.
pub(super) const TYPES: [&str; 8] =
    ["comment", "macro", "property", "number", "modifier", "type", "variable", "string"];

const COMMENT: u32 = 0;
const DIRECTIVE: u32 = 1;
const OWNER: u32 = 2;
const NUMBER: u32 = 3;
const CLASS: u32 = 4;
const TYPE: u32 = 5;
const NAME: u32 = 6;
const TEXT: u32 = 7;

/// The words of a text, or of some lines of it: five numbers each, as the protocol has them.
pub(super) fn of_text(text: &[u8], range: Option<Range>, encoding: Encoding) -> Vec<u32> {
    let wanted = range.map_or(0..text.len(), |range| {
        encoding.offset(text, Position { character: 0, ..range.start })..encoding.offset(text, range.end)
    });
    let mut words = Words { text, found: Vec::new() };
    words.read();
    let mut places = Places { text, encoding, at: 0, place: Position { line: 0, character: 0 } };
    let mut numbers = Vec::with_capacity(words.found.len() * 5);
    let mut before = places.place;
    for (token, kind) in words.found {
        if token.start as usize >= wanted.end || token.end as usize <= wanted.start {
            continue;
        }
        // A word that lies in several lines is sent line by line: few editors take it as one.
        let mut start = token.start as usize;
        for piece in text[start..token.end as usize].split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            let place = places.of(start);
            start += piece.len();
            let length = encoding.length(piece.trim_ascii_end());
            if length > 0 {
                let from = if place.line == before.line { before.character } else { 0 };
                numbers.extend([place.line - before.line, place.character - from, length, kind, 0]);
                before = place;
            }
        }
    }
    numbers
}

/// The places of offsets that are asked for in their order: a line may be the whole text, and is gone through once.
struct Places<'t> {
    text: &'t [u8],
    encoding: Encoding,
    at: usize,
    place: Position,
}

impl Places<'_> {
    fn of(&mut self, offset: usize) -> Position {
        let passed = &self.text[self.at..offset];
        let ends = memchr::memchr2_iter(b'\n', b'\r', passed);
        let ends = ends.filter(|&at| !self.text[self.at + at..].starts_with(b"\r\n"));
        let (mut lines, mut last) = (0, None);
        ends.for_each(|end| (lines, last) = (lines + 1, Some(end)));
        match last {
            Some(end) => {
                self.place.line += lines;
                self.place.character = self.encoding.length(&passed[end + 1..]);
            }
            None => self.place.character += self.encoding.length(passed),
        }
        self.at = offset;
        self.place
    }
}

struct Words<'t> {
    text: &'t [u8],
    found: Vec<(Token, u32)>,
}

impl Words<'_> {
    fn read(&mut self) {
        let mut lexer = Lexer::new(self.text, probe::text_start(self.text));
        let (mut tokens, mut problems) = (Vec::new(), Vec::new());
        let mut from = probe::text_start(self.text);
        while let Some(line) = lexer.next(&mut tokens, &mut problems) {
            let first = self.found.len();
            self.entry(&tokens, line.blank);
            let mut comments = Vec::new();
            for token in &tokens {
                comments.extend(self.comments(from, token.start as usize));
                from = token.end as usize;
            }
            comments.extend(self.comments(from, lexer.at() as usize));
            from = lexer.at() as usize;
            self.found.extend(comments);
            self.found[first..].sort_unstable_by_key(|(token, _)| token.start);
        }
        let rest = self.comments(from, self.text.len());
        self.found.extend(rest);
    }

    /// The comments between two words.
    fn comments(&self, mut from: usize, to: usize) -> Vec<(Token, u32)> {
        let mut comments = Vec::new();
        while let Some(at) = memchr::memchr(b';', &self.text[from.min(to)..to]) {
            let start = from + at;
            let end = memchr::memchr2(b'\n', b'\r', &self.text[start..to]).map_or(to, |length| start + length);
            let (start, end) = (start as u32, end as u32);
            comments.push((Token { start, end, quoted: false, escaped: false }, COMMENT));
            from = end as usize;
        }
        comments
    }

    fn entry(&mut self, tokens: &[Token], is_blank: bool) {
        let text = |token: &Token| token.text(self.text);
        if tokens.first().is_some_and(|token| !token.quoted && text(token).starts_with(b"$")) {
            let kinds = tokens.iter().enumerate().map(|(at, token)| (*token, if at == 0 { DIRECTIVE } else { TEXT }));
            self.found.extend(kinds);
            return;
        }
        let skipped = usize::from(!is_blank).min(tokens.len());
        self.found.extend(tokens[..skipped].iter().map(|token| (*token, OWNER)));
        let mut rest = tokens[skipped..].iter();
        let mut rtype = None;
        for token in rest.by_ref() {
            let word = token.text(self.text);
            rtype = RType::from_mnemonic(word);
            let kind = match () {
                () if classes::number_of(word).is_some() => CLASS,
                () if rtype.is_some() => TYPE,
                () if ttl::parse(word).is_some() => NUMBER,
                () => TEXT,
            };
            self.found.push((*token, kind));
            if rtype.is_some() {
                break;
            }
        }
        let fields = rtype.and_then(RType::fields).unwrap_or_default();
        let kinds = rest.enumerate().map(|(at, token)| {
            let kind = fields.get(at).or(fields.last()).map(|field| field.kind);
            let kind = match kind {
                Some(FieldKind::Name | FieldKind::Names | FieldKind::Gateway(_)) => NAME,
                Some(
                    FieldKind::Number(_)
                    | FieldKind::Code(..)
                    | FieldKind::Duration
                    | FieldKind::Time
                    | FieldKind::Decimal(_)
                    | FieldKind::Ipv4
                    | FieldKind::Ipv6,
                ) => NUMBER,
                Some(FieldKind::Type | FieldKind::Types) => TYPE,
                _ => TEXT,
            };
            (*token, kind)
        });
        self.found.extend(kinds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a zone, each with its kind.
    fn shown(text: &str) -> Vec<(&str, &'static str)> {
        let mut words = Words { text: text.as_bytes(), found: Vec::new() };
        words.read();
        let shown =
            |(token, kind): &(Token, u32)| (&text[token.start as usize..token.end as usize], TYPES[*kind as usize]);
        words.found.iter().map(shown).collect()
    }

    #[test]
    fn words_are_what_they_stand_for() {
        let zone = "$TTL 1h ; all\nmail 300 IN MX 10 mx ; \u{fc}\n TXT ( \"a;b\" ; c\n d )\n; end";
        assert_eq!(
            shown(zone),
            [
                ("$TTL", "macro"),
                ("1h", "string"),
                ("; all", "comment"),
                ("mail", "property"),
                ("300", "number"),
                ("IN", "modifier"),
                ("MX", "type"),
                ("10", "number"),
                ("mx", "variable"),
                ("; \u{fc}", "comment"),
                ("TXT", "type"),
                ("\"a;b\"", "string"),
                ("; c", "comment"),
                ("d", "string"),
                ("; end", "comment"),
            ]
        );
    }

    #[test]
    fn places_are_counted_from_the_word_before() {
        let text = "a A 192.0.2.1 ; \u{1f600}\nb TXT \"x\ny\"\n";
        let all = of_text(text.as_bytes(), None, Encoding::Utf16);
        let rows: Vec<&[u32]> = all.chunks(5).collect();
        assert_eq!(
            rows,
            [
                [0, 0, 1, OWNER, 0],
                [0, 2, 1, TYPE, 0],
                [0, 2, 9, NUMBER, 0],
                [0, 10, 4, COMMENT, 0],
                [1, 0, 1, OWNER, 0],
                [0, 2, 3, TYPE, 0],
                [0, 4, 2, TEXT, 0],
                [1, 0, 2, TEXT, 0],
            ]
        );
        let line = |line| Position { line, character: 0 };
        let second = of_text(text.as_bytes(), Some(Range { start: line(1), end: line(2) }), Encoding::Utf16);
        assert_eq!(second, [[1, 0, 1, OWNER, 0], [0, 2, 3, TYPE, 0], [0, 4, 2, TEXT, 0], [1, 0, 2, TEXT, 0]].concat());
    }
}
