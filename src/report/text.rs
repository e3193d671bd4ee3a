//! Text made to fit: no wider than the terminal, and no characters that it does not have.

use std::ops::Range;

/// How far apart the tab stops of a shown line are, as zone files are written.
pub(super) const TAB: usize = 8;

/// Lines of at most `width` columns, broken at spaces; a longer word stays whole.
pub fn wrap(text: &str, width: usize) -> impl Iterator<Item = &str> {
    let mut rest = text.trim_matches(' ');
    std::iter::from_fn(move || {
        let (line, after) = rest.split_at_checked(line_end(rest, width))?;
        rest = after.trim_start_matches(' ');
        (!line.is_empty()).then_some(line)
    })
}

fn line_end(text: &str, width: usize) -> usize {
    // No character takes more columns than bytes.
    if text.len() <= width {
        return text.len();
    }
    if let Some(start) = text.get(..=width).filter(|start| start.is_ascii()) {
        return start.rfind(' ').or_else(|| text.find(' ')).unwrap_or(text.len());
    }
    let mut last_space = None;
    let mut column = 0;
    for (at, c) in text.char_indices() {
        if c == ' ' && (column <= width || last_space.is_none()) {
            last_space = Some(at);
        }
        column += columns(c);
        if column > width
            && let Some(space) = last_space
        {
            return space;
        }
    }
    text.len()
}

/// The part of a line to show in `room` columns so that `focus` is in it; where it is not the
/// whole line, there is room left for an ellipsis at both ends.
///
/// Looks at no more of the line than is shown: a long line may have a finding in every word.
pub(super) fn window(line: &str, focus: Range<usize>, room: usize, ellipsis: &str) -> Range<usize> {
    if fits(line, room) {
        return 0..line.len();
    }
    let room = room.saturating_sub(2 * ellipsis.chars().count());
    let from_start = forward(line, 0, room);
    if from_start >= focus.end {
        return 0..from_start;
    }
    let end = forward(line, focus.end, room / 4);
    let start = backward(line, end, room);
    if start <= focus.start {
        return start..end;
    }
    let start = backward(line, focus.start, room / 4);
    start..forward(line, start, room)
}

/// Whether a line can be shown whole.
pub(super) fn fits(line: &str, room: usize) -> bool {
    forward(line, 0, room) == line.len()
}

pub(super) fn forward(line: &str, from: usize, room: usize) -> usize {
    let from = char_start(line, from);
    let mut left = room;
    for (at, c) in line[from..].char_indices() {
        match left.checked_sub(columns(c)) {
            Some(less) => left = less,
            None => return from + at,
        }
    }
    line.len()
}

pub(super) fn backward(line: &str, from: usize, room: usize) -> usize {
    let from = char_start(line, from);
    let mut left = room;
    for (at, c) in line[..from].char_indices().rev() {
        match left.checked_sub(columns(c)) {
            Some(less) => left = less,
            None => return at + c.len_utf8(),
        }
    }
    0
}

/// The start of the character that an offset is in.
fn char_start(line: &str, at: usize) -> usize {
    let mut at = at.min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The most columns a text takes.
pub(super) fn columns_of(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The most columns a character takes; close enough to decide where to cut.
fn columns(c: char) -> usize {
    match c {
        '\t' => TAB,
        '\u{1100}'.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_words_stay_whole() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 99), ["one two three"]);
        assert_eq!(wrapped("unbreakable one", 4), ["unbreakable", "one"]);
        assert_eq!(wrapped("one  two ", 3), ["one", "two"]);
        assert_eq!(wrapped("ééé ééé", 3), ["ééé", "ééé"]);
        assert!(wrapped("  ", 3).is_empty());
    }

    #[test]
    fn a_window_holds_its_focus() {
        let line = "0123456789".repeat(100);
        assert_eq!(window("fits exactly", 1..2, 12, "..."), 0..12);
        assert_eq!(window(&line, 3..5, 22, "…"), 0..20);
        assert_eq!(window(&line, 500..504, 22, "…"), 489..509);
        assert_eq!(window(&line, 998..1000, 22, "…"), 980..1000);
        assert_eq!(window(&line, 1000..1000, 22, "…"), 980..1000);
        assert_eq!(window(&line, 500..600, 22, "…"), 495..515);
    }

    #[test]
    fn a_window_never_cuts_a_character() {
        let line = "é".repeat(100);
        for at in 0..=line.len() {
            assert!(line.get(window(&line, at..at, 9, "…")).is_some());
            assert!(line.get(window(&line, at..line.len(), 9, "…")).is_some());
        }
    }
}
