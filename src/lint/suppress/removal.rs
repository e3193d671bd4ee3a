//! Takes the name of a check out of a comment, and the comment with its last one.

use crate::diagnostic::Fix;
use crate::source::Span;

/// The list in brackets, and the comment, are within so many bytes of a name.
const NEAR: usize = 1 << 12;

/// Without the word; a comment with words of a person behind the list is for a person to take away.
pub(super) fn of_word(bytes: &[u8], at: Span) -> Option<Fix> {
    let (start, end) = (at.start as usize, at.end as usize);
    let before = &bytes[start.saturating_sub(NEAR)..start];
    let open = start - before.len() + before.iter().rposition(|byte| *byte == b'[')? + 1;
    let behind = &bytes[end..bytes.len().min(end + NEAR)];
    let close = end + behind.iter().position(|byte| *byte == b']')?;
    let span = |from: usize, to: usize| Span { start: from as u32, end: to as u32, ..at };
    let is_comma = |byte: &u8| *byte == b',';
    if let Some(comma) = bytes[end..close].iter().position(is_comma) {
        let next = end + comma + 1;
        let blanks = bytes[next..close].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        return Some(Fix::safe(span(start, next + blanks), ""));
    }
    if let Some(comma) = bytes[open..start].iter().rposition(is_comma) {
        return Some(Fix::safe(span(open + comma, end), ""));
    }
    let line_end = behind.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map(|at| end + at);
    let line_end = line_end.or_else(|| (end + behind.len() == bytes.len()).then_some(bytes.len()))?;
    let line = before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map(|at| start - before.len() + at + 1);
    let line = line.or_else(|| (before.len() == start).then_some(0))?;
    let comment = line + bytes[line..open].windows(ADDRESS.len()).rposition(|part| part == ADDRESS)?;
    let comment = line
        + bytes[line..comment]
            .trim_ascii_end()
            .iter()
            .rposition(|byte| !matches!(byte, b';' | b' ' | b'\t'))
            .map_or(0, |at| at + 1);
    let has_words = !bytes[close + 1..line_end].trim_ascii().is_empty();
    let is_alone = bytes[line..comment].trim_ascii().is_empty();
    let newline = match bytes[line_end..] {
        [b'\r', b'\n', ..] => 2,
        [] => 0,
        _ => 1,
    };
    let gone = if is_alone { span(line, line_end + newline) } else { span(comment, line_end) };
    let fix = if has_words { Fix::unsure(gone, "") } else { Fix::safe(gone, "") };
    Some(fix.titled("remove the comment"))
}

const ADDRESS: &[u8] = b"zonelint:";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Applicability;
    use crate::source::SourceId;

    /// The text without `word`, and whether that is safe.
    fn without(text: &str, word: &str) -> (String, bool) {
        let start = text.rfind(word).expect("it has the word");
        let at = Span { source: SourceId(0), start: start as u32, end: (start + word.len()) as u32 };
        let fix = of_word(text.as_bytes(), at).expect("it can be taken out");
        let gone = fix.edits[0].span;
        let mut text = text.to_owned();
        text.replace_range(gone.start as usize..gone.end as usize, "");
        (text, fix.applicability == Applicability::Safe)
    }

    #[test]
    fn words_and_comments_are_taken_out() {
        for (text, word, left) in [
            ("a A 1 ; zonelint: ignore[x, y, z] so", "x", "a A 1 ; zonelint: ignore[y, z] so"),
            ("a A 1 ; zonelint: ignore[x, y, z] so", "y,", "a A 1 ; zonelint: ignore[x, z] so"),
            ("a A 1 ; zonelint: ignore[x, y]", "y", "a A 1 ; zonelint: ignore[x]"),
            ("a A 1 ; zonelint: ignore[x]\nb A 2\n", "x", "a A 1\nb A 2\n"),
            ("a A 1\n  ; zonelint: ignore[x]\r\nb A 2\n", "x", "a A 1\nb A 2\n"),
            (";; zonelint: disable[x]", "x", ""),
        ] {
            let word = word.trim_end_matches(',');
            assert_eq!(without(text, word), (left.to_owned(), true), "{text}");
        }
        let told = without("a A 1 ; zonelint: ignore[x] moves soon\nb A 2\n", "x");
        assert_eq!(told, ("a A 1\nb A 2\n".to_owned(), false));
    }
}
