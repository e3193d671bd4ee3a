//! Merge conflicts that nobody has resolved: the marks that git, Mercurial and Subversion leave in a text
//! (`git help merge`, "How conflicts are presented").

use std::borrow::Cow;
use std::ops::Range;

/// All of one conflict, or marks that are left over from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The lines of its marks, in order, without what ends them; the first few where many are left over.
    pub marks: Vec<Range<u32>>,
    /// Whether there is a mark of each kind, so that the sides can be told apart.
    pub is_whole: bool,
}

/// A text as it is read: of each conflict the first side alone.
pub fn first_sides(bytes: &[u8]) -> Cow<'_, [u8]> {
    conflicts(bytes).map_or(Cow::Borrowed(bytes), |(_, first_sides)| Cow::Owned(first_sides))
}

/// A text with conflicts.
#[derive(Debug)]
pub(super) struct Unresolved {
    pub(super) conflicts: Vec<Conflict>,
    /// All of it, with the marks.
    pub(super) bytes: Vec<u8>,
}

/// A text as it is read, and what else it has if there are conflicts.
pub(super) fn split(bytes: Vec<u8>) -> (Vec<u8>, Option<Box<Unresolved>>) {
    match conflicts(&bytes) {
        None => (bytes, None),
        Some((conflicts, first_sides)) => (first_sides, Some(Box::new(Unresolved { conflicts, bytes }))),
    }
}

/// A text with more conflicts is of no use to anybody.
const MOST: usize = 1_000;
/// A whole conflict has no more.
const MOST_MARKS: usize = 4;

const MARK: usize = 7;
const BEGIN: u8 = b'<';
const BASE: u8 = b'|';
const OTHER: u8 = b'=';
const END: u8 = b'>';

/// The conflicts of a text, and that as it is read, of the same length: blanks stand for the marks, and for all sides but
/// the first, as both of them would contradict each other. None where there is none, as in nearly all.
fn conflicts(bytes: &[u8]) -> Option<(Vec<Conflict>, Vec<u8>)> {
    let is_there = |at| (at == 0 || is_newline(bytes[at - 1])) && kind(line_at(bytes, at)).is_some();
    memchr::memchr2_iter(BEGIN, END, bytes).find(|&at| is_there(at))?;
    let marks = marks(bytes);
    let (mut conflicts, mut first_sides) = (Vec::new(), bytes.to_vec());
    let mut rest = marks.as_slice();
    while let Some((first, others)) = rest.split_first() {
        let is_last = |(kind, _): &(u8, Range<usize>)| matches!(*kind, BEGIN | END);
        let more = match others.iter().position(is_last) {
            _ if first.0 == END => 0,
            Some(last) => last + usize::from(others[last].0 == END),
            None => others.len(),
        };
        let (group, behind) = rest.split_at(1 + more);
        rest = behind;
        let sides = match group {
            [(BEGIN, begin), (OTHER, other), (END, end)] | [(BEGIN, begin), (BASE, other), (OTHER, _), (END, end)] => {
                Some((begin.clone(), other.start..end.end))
            }
            _ => None,
        };
        let is_whole = sides.is_some();
        match sides {
            Some(sides) => [sides.0, sides.1].into_iter().for_each(|at| blank(&mut first_sides[at])),
            None => group.iter().for_each(|(_, at)| blank(&mut first_sides[at.clone()])),
        }
        if conflicts.len() < MOST {
            let marks = group.iter().take(MOST_MARKS).map(|(_, at)| at.start as u32..at.end as u32);
            conflicts.push(Conflict { marks: marks.collect(), is_whole });
        }
    }
    Some((conflicts, first_sides))
}

/// All marks of a text, in order, each with the byte it is made of.
fn marks(bytes: &[u8]) -> Vec<(u8, Range<usize>)> {
    let starts = memchr::memchr2_iter(b'\n', b'\r', bytes).map(|at| at + 1);
    let lines = std::iter::once(0).chain(starts).map(|at| (at, line_at(bytes, at)));
    lines.filter_map(|(at, line)| Some((kind(line)?, at..at + line.len()))).collect()
}

/// The byte that a line is a mark of. Behind one of the sides the name of a version may stand.
fn kind(line: &[u8]) -> Option<u8> {
    let (mark, name) = line.split_at_checked(MARK)?;
    let &first = mark.first().filter(|&&first| mark.iter().all(|&byte| byte == first))?;
    match (first, name.first()) {
        (OTHER, None) => Some(first),
        (BEGIN | BASE | END, None | Some(b' ')) => Some(first),
        _ => None,
    }
}

fn line_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = &bytes[at..];
    &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())]
}

fn is_newline(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| !is_newline(**byte)).for_each(|byte| *byte = b' ');
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read, without lines of blanks, and how many marks each conflict has.
    fn read(text: &str) -> (String, Vec<(usize, bool)>) {
        let (conflicts, first_sides) = conflicts(text.as_bytes()).expect("a conflict");
        assert_eq!(first_sides.len(), text.len(), "{text}");
        let lines = String::from_utf8(first_sides).expect("text");
        let lines: Vec<&str> = lines.lines().filter(|line| !line.trim().is_empty()).collect();
        (lines.join("\n"), conflicts.iter().map(|one| (one.marks.len(), one.is_whole)).collect())
    }

    #[test]
    fn of_a_conflict_the_first_side_is_read() {
        for (text, expected, conflicts) in [
            ("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n", "a\nb\nd", vec![(3, true)]),
            ("<<<<<<< HEAD\r\nb\r\n||||||| 1f\r\nx\r\n=======\r\nc\r\n>>>>>>> o\r\n", "b", vec![(4, true)]),
            ("<<<<<<<\n=======\nb\n>>>>>>>\n<<<<<<< x\na\n=======\n>>>>>>> x", "a", vec![(3, true), (3, true)]),
            // Marks that somebody forgot say not where a side begins or ends.
            ("a\n=======\nb\n>>>>>>> other\nc\n", "a\nb\nc", vec![(2, false)]),
            ("a\n<<<<<<< HEAD\nb\n", "a\nb", vec![(1, false)]),
            (
                "a\n>>>>>>> other\nb\n<<<<<<< HEAD\nc\n=======\nd\n>>>>>>> other\n",
                "a\nb\nc",
                vec![(1, false), (3, true)],
            ),
        ] {
            assert_eq!(read(text), (expected.to_owned(), conflicts), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_conflict() {
        for text in [
            "",
            "<<<<<<",
            " <<<<<<< HEAD\n",
            "; <<<<<<< HEAD\n",
            "<<<<<<<HEAD\n",
            "<<<<<<<< HEAD\n",
            "=======\n",
            "a TXT \"<<<<<<< HEAD\"\n",
        ] {
            assert!(conflicts(text.as_bytes()).is_none(), "{text}");
        }
    }
}
