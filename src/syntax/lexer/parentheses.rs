//! The parentheses of an entry, and where they were to be closed should none close them.

use std::ops::Range;

use crate::syntax::token::Token;

/// The rest of a record is looked for on so many lines: an SOA with a comment for each field takes fewer.
const LINES: usize = 16;

#[derive(Default)]
pub(super) struct Parentheses {
    pub(super) depth: u32,
    pub(super) opened_at: usize,
    /// The first line inside that starts in the first column, and the words before it.
    pub(super) first_column: Option<(usize, usize)>,
    /// A `)` at the end of a comment, and the words before it.
    pub(super) commented: Option<(usize, usize)>,
}

impl Parentheses {
    /// Goes one level down; returns where reading goes on.
    pub(super) fn open(&mut self, at: usize) -> usize {
        if self.depth == 0 {
            *self = Parentheses { opened_at: at, ..Parentheses::default() };
        }
        self.depth += 1;
        at + 1
    }

    /// Goes one level up; returns where reading goes on.
    pub(super) fn close(&mut self, at: usize) -> usize {
        self.depth -= 1;
        at + 1
    }

    /// Remembers the first comment inside with a `)` of which it does not have the `(`, and a record behind it: should
    /// the parenthesis never be closed, that is most likely where it was to be.
    pub(super) fn note_comment(&mut self, bytes: &[u8], comment: Range<usize>, tokens: usize) {
        if self.depth == 0 || self.commented.is_some() || self.first_column.is_some() {
            return;
        }
        // Nearly no comment has one.
        if memchr::memchr(b')', &bytes[comment.clone()]).is_none() {
            return;
        }
        if let Some(at) = closing(&bytes[comment.clone()]).filter(|_| starts_record_behind(bytes, comment.end)) {
            self.commented = Some((comment.start + at, tokens));
        }
    }

    /// Remembers the first line inside that starts in the first column: should the parenthesis never be closed, that
    /// line is most likely the next record.
    pub(super) fn note_first_column(&mut self, at: usize, tokens: usize) {
        self.first_column.get_or_insert((at, tokens));
    }
}

impl Parentheses {
    /// Where the next record most likely starts, should the parenthesis never be closed, and the words before it.
    #[cold]
    pub(super) fn next_record(
        &self,
        bytes: &[u8],
        tokens: &[Token],
        is_record: impl Fn(usize) -> bool,
    ) -> Option<(usize, usize)> {
        let end = self.first_column.map_or(bytes.len(), |(at, _)| at);
        let newlines = memchr::memchr2_iter(b'\n', b'\r', &bytes[self.opened_at..end]);
        let mut starts = newlines.map(|at| self.opened_at + at + 1);
        let indented = starts.find(|&at| at < end && is_record(at));
        indented.map(|at| (at, tokens.partition_point(|token| (token.start as usize) < at))).or(self.first_column)
    }
}

/// The first `)` of a text that closes nothing in it.
fn closing(text: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    memchr::memchr2_iter(b'(', b')', text).find(|&at| match (text[at], depth) {
        (b'(', _) => {
            depth += 1;
            false
        }
        (_, 0) => true,
        _ => {
            depth -= 1;
            false
        }
    })
}

/// Whether the next line that is not empty starts a record, or there is none.
fn starts_record_behind(bytes: &[u8], line_end: usize) -> bool {
    let mut lines = bytes[line_end..].split(|byte| matches!(byte, b'\n' | b'\r'));
    let next = lines.find(|line| !line.trim_ascii().is_empty());
    next.is_none_or(|line| !line[0].is_ascii_whitespace() || starts_record(line))
}

/// The `(` at the end of a comment behind the first words of a record, where the lines below it are the rest of the
/// record: indented, with a `)` that nothing else opens.
pub(super) fn opened_in_comment(bytes: &[u8], comment: Range<usize>) -> Option<usize> {
    let text = bytes[comment.clone()].trim_ascii_end();
    if !text.ends_with(b"(") {
        return None;
    }
    let lines = bytes[comment.end..].split(|byte| matches!(byte, b'\n' | b'\r')).take(2 * LINES);
    for line in lines.filter(|line| !line.is_empty()) {
        let words = line.split(|&byte| byte == b';').next().unwrap_or_default();
        match memchr::memchr3(b'(', b')', b'"', words).map(|at| words[at]) {
            Some(b')') => return Some(comment.start + text.len() - 1),
            None if words.trim_ascii().is_empty() || line[0].is_ascii_whitespace() && !starts_record(words) => {}
            _ => return None,
        }
    }
    None
}

/// Whether a line is a comment, or has a class or type where a record has them.
pub(super) fn starts_record(line: &[u8]) -> bool {
    if line.trim_ascii_start().starts_with(b";") {
        return true;
    }
    let words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).take(4);
    words.into_iter().any(|word| {
        matches!(word, b"IN" | b"in" | b"TXT" | b"txt" | b"A" | b"AAAA" | b"CNAME" | b"MX" | b"NS" | b"SRV" | b"PTR")
    })
}
