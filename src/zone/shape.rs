//! What is kept of the text of each name, so that most questions about it need not read it again.

use super::label::same_label;
use super::name::{NameId, Names};
use super::texts::Texts;

/// What the characters of a text are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape(u8);

impl Shape {
    const LETTER: u8 = 1;
    const DOT: u8 = 2;
    const OTHER: u8 = 4;
    /// A hyphen where it starts or ends a text, or is its third and fourth character.
    const HYPHEN: u8 = 8;

    pub(super) fn of(text: &[u8]) -> Shape {
        let all = text.iter().fold(0, |all, &byte| all | CLASSES[byte as usize]);
        let is_odd = matches!(text, [b'-', ..] | [.., b'-'] | [_, _, b'-', b'-', ..]);
        Shape(all | if is_odd { Shape::HYPHEN } else { 0 })
    }

    /// One label, without escapes.
    pub(super) fn is_plain_label(self) -> bool {
        self.0 & (Shape::DOT | Shape::OTHER) == 0
    }

    /// It may be a wildcard, an address, or no host name.
    pub(super) fn is_odd(self) -> bool {
        self.0 & (Shape::OTHER | Shape::HYPHEN) != 0 || self.0 & (Shape::LETTER | Shape::DOT) == Shape::DOT
    }
}

/// What each byte is; digits and hyphens are nothing of note.
static CLASSES: [u8; 256] = {
    let mut classes = [Shape::OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => classes[byte] = Shape::LETTER,
            b'0'..=b'9' | b'-' => classes[byte] = 0,
            b'.' => classes[byte] = Shape::DOT,
            _ => {}
        }
        byte += 1;
    }
    classes
};

impl Names {
    /// The names whose own text has more to it than letters, digits and hyphens, or no letter.
    pub(super) fn odd(&self) -> impl Iterator<Item = NameId> {
        let odd = self.shapes.iter().enumerate().filter(|(_, shape)| shape.is_odd());
        odd.map(|(number, _)| NameId(number as u32))
    }

    /// What its own text is made of.
    pub(super) fn shape(&self, id: NameId) -> Shape {
        self.shapes[id.0 as usize]
    }

    /// Whether the name's leftmost label is `*` (RFC 4592 section 2.1.1).
    pub fn is_wildcard(&self, id: NameId, texts: &Texts) -> bool {
        matches!(self.written(id, texts), [b'*' | b'\\', ..]) && same_label(self.first_label(id, texts), b"*")
    }
}
