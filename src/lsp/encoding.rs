//! Places as the protocol counts them: lines from 0, and columns in units that client and server have agreed on.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use crate::source::{Source, Span};

/// What columns are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, which every client knows.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The best of those that a client offers: bytes need no counting.
    pub(super) fn of_offered<'o>(offered: impl Iterator<Item = &'o str>) -> Encoding {
        let offered: Vec<&str> = offered.collect();
        match () {
            () if offered.contains(&"utf-8") => Encoding::Utf8,
            () if offered.contains(&"utf-16") || !offered.contains(&"utf-32") => Encoding::Utf16,
            () => Encoding::Utf32,
        }
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn of_char(self, c: char) -> u32 {
        match self {
            Encoding::Utf8 => c.len_utf8() as u32,
            Encoding::Utf16 => c.len_utf16() as u32,
            Encoding::Utf32 => 1,
        }
    }

    /// How many units a piece of text takes; a byte that is not UTF-8 is shown as one character.
    pub(super) fn length(self, text: &[u8]) -> u32 {
        if self == Encoding::Utf8 || text.is_ascii() {
            return text.len() as u32;
        }
        let of_chunk = |chunk: std::str::Utf8Chunk| {
            chunk.valid().chars().map(|c| self.of_char(c)).sum::<u32>() + chunk.invalid().len() as u32
        };
        text.utf8_chunks().map(of_chunk).sum()
    }

    /// How many bytes of a line stand before a column; all of them where the line is shorter.
    fn bytes_before(self, line: &[u8], column: u32) -> usize {
        if line.is_ascii() {
            return line.len().min(column as usize);
        }
        let (mut at, mut left) = (0, column);
        for chunk in line.utf8_chunks() {
            let invalid = chunk.invalid().iter().map(|_| (1, 1));
            let chars = chunk.valid().chars().map(|c| (c.len_utf8(), self.of_char(c)));
            for (bytes, units) in chars.chain(invalid) {
                // Inside of a character is before it.
                if left < units {
                    return at;
                }
                at += bytes;
                left -= units;
            }
        }
        at
    }

    /// The offset of a place in a text; past the end of a line is its end, and past the last line the end of the text.
    pub(super) fn offset(self, text: &[u8], place: Position) -> usize {
        let Some(start) = line_start(text, place.line) else { return text.len() };
        let end = memchr::memchr2(b'\n', b'\r', &text[start..]).map_or(text.len(), |length| start + length);
        start + self.bytes_before(&text[start..end], place.character)
    }

    /// The place of an offset of a source.
    pub(super) fn position(self, source: &Source, offset: u32) -> Position {
        let line = source.position(offset).line;
        let start = source.line(line).start;
        let end = (offset as usize).clamp(start, source.bytes().len());
        Position { line: line - 1, character: self.length(&source.bytes()[start..end]) }
    }

    /// The places of a span of a source.
    pub(super) fn range(self, source: &Source, span: Span) -> Range {
        let end = span.end.max(span.start);
        Range { start: self.position(source, span.start), end: self.position(source, end) }
    }
}

/// Where a line starts, from 0; lines end as those of a source do.
fn line_start(text: &[u8], line: u32) -> Option<usize> {
    let Some(nth) = line.checked_sub(1) else { return Some(0) };
    let ends = memchr::memchr2_iter(b'\n', b'\r', text);
    let mut ends = ends.filter(|&at| !text[at..].starts_with(b"\r\n"));
    ends.nth(nth as usize).map(|end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Sources};

    const TEXT: &str = "a ; \u{fc}ber\r\nb ; \u{1f600} x\rc\n";

    #[test]
    fn places_are_the_same_both_ways_in_each_encoding() {
        let mut sources = Sources::default();
        sources.add("z", TEXT.as_bytes().to_vec());
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (offset, _) in TEXT.char_indices().filter(|(at, c)| *c != '\n' || !TEXT[..*at].ends_with('\r')) {
                let place = encoding.position(sources.get(SourceId(0)), offset as u32);
                assert_eq!(encoding.offset(TEXT.as_bytes(), place), offset, "{encoding:?} {place:?}");
            }
        }
    }

    #[test]
    fn columns_are_counted_as_agreed() {
        let mut sources = Sources::default();
        sources.add("z", TEXT.as_bytes().to_vec());
        let x = TEXT.find(" x").expect("it is there") as u32;
        let column = |encoding: Encoding| encoding.position(sources.get(SourceId(0)), x);
        let columns = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].map(|encoding| column(encoding).character);
        assert_eq!(columns, [8, 6, 5]);
        assert_eq!(column(Encoding::Utf16).line, 1);
    }

    #[test]
    fn places_outside_are_the_nearest_inside() {
        let offset = |line, character| Encoding::Utf16.offset(TEXT.as_bytes(), Position { line, character });
        assert_eq!(offset(0, 99), TEXT.find('\r').expect("it is there"));
        assert_eq!(offset(9, 0), TEXT.len());
        assert_eq!(offset(3, 0), TEXT.len());
        // Between the halves of a surrogate pair.
        assert_eq!(offset(1, 5), TEXT.find('\u{1f600}').expect("it is there"));
        assert_eq!(Encoding::Utf16.offset(b"\xff\xfe x", Position { line: 0, character: 3 }), 3);
    }

    #[test]
    fn bytes_are_preferred() {
        let of = |offered: &[&str]| Encoding::of_offered(offered.iter().copied());
        assert_eq!(of(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(of(&["utf-32"]), Encoding::Utf32);
        assert_eq!([of(&[]), of(&["utf-32", "utf-16"]), of(&["utf-7"])], [Encoding::Utf16; 3]);
    }
}
