//! The parentheses of an entry, and where they were to be closed should none close them.

use std::ops::Range;

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

    /// Remembers the first comment inside that ends with a `)` of which it does not have the `(`: should the
    /// parenthesis never be closed, that is most likely where it was to be.
    pub(super) fn note_comment(&mut self, bytes: &[u8], comment: Range<usize>, tokens: usize) {
        if self.depth == 0 || self.commented.is_some() || self.first_column.is_some() {
            return;
        }
        let text = bytes[comment.clone()].trim_ascii_end();
        if text.ends_with(b")") && !text.contains(&b'(') {
            self.commented = Some((comment.start + text.len() - 1, tokens));
        }
    }

    /// Remembers the first line inside that starts in the first column: should the parenthesis never be closed, that
    /// line is most likely the next record.
    pub(super) fn note_first_column(&mut self, at: usize, tokens: usize) {
        self.first_column.get_or_insert((at, tokens));
    }
}
