//! The blanks behind a changed word: what stands below each other stays so, where there is room.

use std::ops::Range;

use crate::syntax::lexer::Lexer;
use crate::zone::probe;

/// Bytes of a text, and what stands in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

/// How far apart tab stops are.
const TAB: usize = 8;

/// The changes, and those of blanks that keep the words behind them in their columns: a word that grows takes
/// blanks, but never the last one, and one that shrinks gives them. Tabs stay, and so does what is in quotes.
pub(super) fn kept(bytes: &[u8], changes: &[Change]) -> Vec<Change> {
    let ends = word_ends(bytes, changes);
    let mut all = Vec::with_capacity(changes.len());
    // How much wider the word has become by now.
    let mut wider = Some(0);
    for (number, change) in changes.iter().enumerate() {
        all.push(change.clone());
        let Some(end) = ends[number] else { continue };
        wider = wider.zip(widening(bytes, change, end)).map(|(sum, more)| sum + more);
        if ends.get(number + 1) == Some(&Some(end)) {
            continue;
        }
        let next = changes.get(number + 1).map_or(bytes.len(), |next| next.at.start);
        let wider = wider.replace(0);
        all.extend(wider.and_then(|wider| blanks(bytes, end, wider, next)));
    }
    all
}

/// For each change the end of the word that it ends in or at; none where that is no word.
fn word_ends(bytes: &[u8], changes: &[Change]) -> Vec<Option<usize>> {
    let mut ends = vec![None; changes.len()];
    let mut lexer = Lexer::new(bytes, probe::text_start(bytes));
    let (mut words, mut problems, mut next) = (Vec::new(), Vec::new(), 0);
    while next < changes.len() && lexer.next(&mut words, &mut problems).is_some() {
        problems.clear();
        for word in &words {
            let word = word.start as usize..word.end as usize;
            while let Some(change) = changes.get(next).filter(|change| change.at.end <= word.end) {
                if change.at.end >= word.start {
                    ends[next] = Some(word.end);
                }
                next += 1;
            }
        }
    }
    ends
}

/// By how many columns a change makes the word wider that ends at an offset; none where that says nothing of columns.
fn widening(bytes: &[u8], Change { at, text }: &Change, end: usize) -> Option<isize> {
    let (old, rest) = (&bytes[at.clone()], &bytes[at.end..end]);
    let is_line = |text: &[u8]| !text.iter().any(|b| matches!(b, b'\n' | b'\r' | b'\t'));
    let is_after_blank = at.start == 0 || matches!(bytes[at.start - 1], b' ' | b'\t' | b'\n' | b'\r');
    // Whoever takes a whole word away has seen to the blanks.
    let is_removed = text.is_empty() && rest.is_empty() && is_after_blank;
    let is_told = is_line(old) && is_line(rest) && is_line(text.as_bytes()) && !is_removed;
    is_told.then(|| width(text.as_bytes()) as isize - width(old) as isize)
}

fn width(text: &[u8]) -> usize {
    text.iter().fold(0, |column, byte| after(column, *byte))
}

/// The column behind a byte that starts in a column. What continues a character of UTF-8 has no width.
fn after(column: usize, byte: u8) -> usize {
    match byte {
        b'\t' => (column / TAB + 1) * TAB,
        0x80..=0xBF => column,
        _ => column + 1,
    }
}

/// Fewer or more blanks behind a word that has become wider or narrower, before the next change.
fn blanks(bytes: &[u8], end: usize, wider: isize, next: usize) -> Option<Change> {
    let count = bytes[end..].iter().take_while(|byte| **byte == b' ').count();
    let word = end + count;
    let is_kept = |byte: &u8| !matches!(byte, b'\n' | b'\r' | b'\t');
    if count == 0 || word > next || !bytes.get(word).is_some_and(is_kept) {
        return None;
    }
    if wider > 0 {
        let left = count.saturating_sub(wider as usize).max(1);
        return (left < count).then(|| Change { at: end + left..word, text: String::new() });
    }
    // A single blank keeps no column, unless the line above or below has a word there.
    let is_column = count > 1 || is_below_another(bytes, word);
    let more = wider.unsigned_abs();
    (more > 0 && is_column).then(|| Change { at: word..word, text: " ".repeat(more) })
}

/// Whether a word begins in the same column as the one at an offset, on the line above or below.
fn is_below_another(bytes: &[u8], at: usize) -> bool {
    let own = line_around(bytes, at);
    let column = width(&bytes[own.start..at]);
    let above = own.start.checked_sub(1).map(|end| line_around(bytes, end));
    let below = (own.end < bytes.len()).then(|| line_around(bytes, own.end + 1));
    above.into_iter().chain(below).any(|line| has_word_at(&bytes[line], column))
}

/// The line that an offset is in, without what ends it.
fn line_around(bytes: &[u8], at: usize) -> Range<usize> {
    let at = at.min(bytes.len());
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
    start..end
}

fn has_word_at(line: &[u8], wanted: usize) -> bool {
    let is_blank = |byte: u8| matches!(byte, b' ' | b'\t' | b'\r');
    let (mut column, mut was_blank) = (0, true);
    for &byte in line {
        if column >= wanted {
            return column == wanted && was_blank && !is_blank(byte);
        }
        column = after(column, byte);
        was_blank = is_blank(byte);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::text::ChangedText;
    use super::*;

    /// The text with each `old` that stands in it made a `new`.
    fn changed(text: &str, words: &[(&str, &str)]) -> String {
        let mut changes: Vec<Change> = words
            .iter()
            .map(|(old, new)| {
                let start = text.find(old).expect("it is there");
                Change { at: start..start + old.len(), text: (*new).to_owned() }
            })
            .collect();
        changes.sort_by_key(|change| change.at.start);
        String::from_utf8(ChangedText::of(text.as_bytes(), &changes).bytes).expect("it is text")
    }

    #[test]
    fn a_word_that_grows_takes_blanks_and_leaves_one() {
        assert_eq!(changed("a   A 192.0.2.1\n", &[("a", "abc")]), "abc A 192.0.2.1\n");
        assert_eq!(changed("a   A 192.0.2.1\n", &[("a", "abcdef")]), "abcdef A 192.0.2.1\n");
        assert_eq!(changed("a A 192.0.2.1\n", &[("a", "abc")]), "abc A 192.0.2.1\n");
        assert_eq!(changed("a A 192.0.2.1  ; c\n", &[("192.0.2.1", "192.0.2.10")]), "a A 192.0.2.10 ; c\n");
    }

    #[test]
    fn a_word_that_shrinks_gives_blanks_where_there_are_columns() {
        assert_eq!(changed("abc  A 192.0.2.1\n", &[("abc", "a")]), "a    A 192.0.2.1\n");
        assert_eq!(changed("abc A 192.0.2.1\n", &[("abc", "a")]), "a A 192.0.2.1\n");
        assert_eq!(
            changed("abc A 192.0.2.1\nx   A 192.0.2.2\n", &[("abc", "a")]),
            "a   A 192.0.2.1\nx   A 192.0.2.2\n"
        );
        assert_eq!(changed("x   A 192.0.2.2\r\nabc A 1\r\n", &[("abc", "a")]), "x   A 192.0.2.2\r\na   A 1\r\n");
        assert_eq!(changed("x\tA 192.0.2.2\nabcdefg A 1\n", &[("abcdefg", "a")]), "x\tA 192.0.2.2\na       A 1\n");
    }

    #[test]
    fn several_changes_of_one_word_count_together() {
        assert_eq!(changed("a.b.c    A 1\n", &[("a", "aa"), ("b", "bb"), ("c", "")]), "aa.bb.   A 1\n");
        assert_eq!(
            changed("ab  A  192.0.2.1  ; c\n", &[("ab", "a"), ("192.0.2.1", "192.0.2.11")]),
            "a   A  192.0.2.11 ; c\n"
        );
    }

    #[test]
    fn tabs_ends_of_lines_and_quotes_stay() {
        for (text, old, new) in [
            ("a\tA 1\n", "a", "abc"),
            ("a  \tA 1\n", "a", "abc"),
            ("a A abc  \nb A 1\n", "abc", "a"),
            ("a A abc   ", "abc", "a"),
            ("a TXT \"v  w\"\n", "v", "vvv"),
            ("a TXT ( \"v\nw\"  x )\n", "v", "vvv"),
            ("; abc  d\n", "abc", "a"),
            ("a A 1  ; abc  d\n", "abc", "a"),
        ] {
            assert_eq!(changed(text, &[(old, new)]), text.replacen(old, new, 1), "{text}");
        }
        assert_eq!(changed("a TXT \"abc\"   ; c\n", &[("abc", "a")]), "a TXT \"a\"     ; c\n");
        assert_eq!(changed("a IN  A  1\n", &[("IN", "")]), "a   A  1\n", "a word that is taken away");
    }
}
