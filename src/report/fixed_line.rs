//! The line that a fix changes, as it would be.

use std::ops::Range;

use super::printable_line;
use crate::diagnostic::{Edit, Fix};
use crate::source::{Source, Sources, printable};

/// Of so many bytes a line is shown; longer ones are told in words.
const LONG: usize = 4096;

/// The first line that a fix changes, as it would be, fit to be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FixedLine {
    pub(super) text: String,
    /// From the first byte that is new to the last.
    pub(super) new: Range<usize>,
    /// How many changes there are on other lines.
    pub(super) others: usize,
}

impl FixedLine {
    /// That of a fix; none where it does not show: blanks, ends of lines, and lines that go or come as a whole.
    pub(super) fn of(sources: &Sources, fix: &Fix) -> Option<FixedLine> {
        let first = fix.edits.first()?;
        let source = sources.get(first.span.source);
        let line = content(source, source.position(first.span.start).line);
        let is_on_line = |edit: &&Edit| {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            edit.span.source == first.span.source && line.start <= start && end <= line.end
        };
        let edits: Vec<&Edit> = fix.edits.iter().filter(is_on_line).collect();
        let is_shown = |edit: &&Edit| !edit.text.contains(['\n', '\r']);
        if edits.is_empty() || line.len() > LONG || !edits.iter().all(is_shown) {
            return None;
        }
        let (mut text, mut new, mut at) = (String::new(), None, line.start);
        for edit in &edits {
            text += source.shown(at..edit.span.start as usize)?;
            let start = text.len();
            text += &printable(&edit.text);
            new = Some(new.map_or(start, |(start, _)| start)).map(|start| (start, text.len()));
            at = after_word(source, edit, line.end, &mut text)?;
        }
        text += source.shown(at..line.end)?;
        // Tabs and what acts on a terminal become blanks, one for one.
        let text: String = text.chars().map(|c| if c == '\t' { ' ' } else { c }).collect();
        let (start, end) = new?;
        let is_seen = !text.trim().is_empty() && (start < end || edits.iter().any(|edit| is_visible(source, edit)));
        (is_seen && printable_line(&text) == text).then(|| FixedLine {
            new: start..end,
            others: fix.edits.len() - edits.len(),
            text,
        })
    }
}

/// Goes on behind the word that an edit is in. Of the blanks there, as many are left as keep the columns, where that
/// is plain.
fn after_word(source: &Source, edit: &Edit, line: usize, text: &mut String) -> Option<usize> {
    let (start, end) = (edit.span.start as usize, edit.span.end as usize);
    let (old, rest) = (source.shown(start..end)?, source.bytes().get(end..line)?);
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    let (old, new) = (old.chars().count(), edit.text.chars().count());
    let is_quoted = text.matches('"').count() % 2 == 1;
    if is_quoted || blanks < 2 || blanks == rest.len() || rest[blanks] == b'\t' || new == 0 {
        return Some(end);
    }
    let left = (blanks + old).saturating_sub(new).max(1);
    text.extend(std::iter::repeat_n(' ', left));
    Some(end + blanks)
}

/// Whether what an edit takes away was to be seen.
fn is_visible(source: &Source, edit: &Edit) -> bool {
    let old = source.shown(edit.span.start as usize..edit.span.end as usize);
    old.is_some_and(|old| old.chars().any(|c| c.is_ascii_graphic()))
}

/// The bytes of a line, without what ends it.
fn content(source: &Source, line: u32) -> Range<usize> {
    let line = source.line(line);
    let text = source.bytes().get(line.clone()).unwrap_or_default();
    let ends = text.iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    line.start..line.end - ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Span};

    /// The line and what is new in it.
    fn shown(text: &[u8], edits: &[(u32, u32, &str)]) -> Option<(String, String, usize)> {
        let mut sources = Sources::default();
        sources.add("z", text.to_vec());
        let at = |start, end| Span { source: SourceId(0), start, end };
        let (start, end, first) = edits[0];
        let others = edits[1..].iter();
        let fix =
            others.fold(Fix::safe(at(start, end), first), |fix, (start, end, text)| fix.and(at(*start, *end), *text));
        let FixedLine { text, new, others } = FixedLine::of(&sources, &fix)?;
        Some((text.clone(), text[new].to_owned(), others))
    }

    #[test]
    fn the_first_line_is_shown_as_it_would_be() {
        let own = |line: &str, new: &str, others| Some((line.to_owned(), new.to_owned(), others));
        assert_eq!(shown(b"a A 1\nb\tA 2\r\n", &[(8, 8 + 1, "AAAA")]), own("b AAAA 2", "AAAA", 0));
        assert_eq!(shown(b"a A 1\nb A 2\n", &[(0, 1, "x"), (4, 5, "7"), (6, 7, "y")]), own("x A 7", "x A 7", 1));
        assert_eq!(shown(b"a A 1 x\n", &[(5, 7, "")]), own("a A 1", "", 0));
        assert_eq!(shown(b"a   A 1\n", &[(0, 1, "abc")]), own("abc A 1", "abc", 0));
        assert_eq!(shown(b"a   A 1\n", &[(0, 1, "abcdef")]), own("abcdef A 1", "abcdef", 0));
        assert_eq!(shown(b"abc  A 1\n", &[(0, 3, "a")]), own("a    A 1", "a", 0));
        assert_eq!(shown(b"a TXT \"b  c\"\n", &[(7, 8, "bb")]), own("a TXT \"bb  c\"", "bb", 0));
        assert_eq!(shown(b"caf\xe9 A \x1b\n", &[(5, 6, "TXT")]).map(|shown| shown.1).as_deref(), Some("TXT"));
    }

    #[test]
    fn what_would_not_show_is_left_to_words() {
        for edits in [[(5, 5, "\n")], [(1, 2, "")], [(0, 6, "")], [(0, 5, "")]] {
            assert_eq!(shown(b"a A 1\nb A 2\n", &edits), None, "{edits:?}");
        }
    }
}
