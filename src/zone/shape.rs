//! What is kept of the text of each name, so that most questions about it need not read it again.

use super::label::{same_label, without_final_dot};
use super::name::{NameId, Names};
use super::texts::Texts;
use crate::syntax::word::{LONGEST, dots, sixteen};

/// What the characters of a text are.
#[derive(Clone, Copy, Debug)]
pub struct Shape(u8);

impl Shape {
    const LETTER: u8 = 1;
    const DOT: u8 = 2;
    const OTHER: u8 = 4;
    /// A hyphen where it starts or ends a text, or is its third and fourth character.
    const HYPHEN: u8 = 8;
    const UNDERSCORE: u8 = 16;
    const STAR_BIT: u8 = 32;
    const AT_OR_COLON_BIT: u8 = 64;
    const WHOLE_BIT: u8 = 128;

    /// Texts with a `*`.
    pub const STAR: Shape = Shape(Shape::STAR_BIT);
    /// Texts with an `@` or a colon.
    pub const AT_OR_COLON: Shape = Shape(Shape::AT_OR_COLON_BIT);
    /// Texts with characters that few names have: none of those above, nor letters, digits, dots,
    /// hyphens and underscores.
    pub const STRANGE: Shape = Shape(Shape::OTHER);
    /// Texts that end in the same two characters as the apex or `arpa`; all texts where the apex has not two.
    pub(super) const WHOLE: Shape = Shape(Shape::WHOLE_BIT);
    /// Texts with dots, or with characters that few names have.
    pub(super) const DOT_OR_STRANGE: Shape = Shape(Shape::DOT | Shape::OTHER);
    /// Texts with characters that no name of a host has.
    pub const NO_HOST: Shape = Shape(Shape::OTHER | Shape::UNDERSCORE | Shape::STAR_BIT | Shape::AT_OR_COLON_BIT);

    /// That of the first bytes of some.
    pub(super) fn of(bytes: &[u8], length: usize) -> Shape {
        let text = &bytes[..length];
        let all = match (sixteen(bytes, length, b'0'), text.last_chunk::<8>()) {
            (Some([low, high]), _) => classes(&low.to_le_bytes()) | classes(&high.to_le_bytes()),
            // The last eight bytes overlap those before them, and say the same.
            (None, Some(last)) => text.as_chunks::<8>().0.iter().fold(classes(last), |all, eight| all | classes(eight)),
            (None, None) => classes(text),
        };
        let is_odd = matches!(text, [b'-', ..] | [.., b'-'] | [_, _, b'-', b'-', ..]);
        Shape(all | if is_odd { Shape::HYPHEN } else { 0 })
    }

    /// The same of a text that ends as names do that are written in full.
    pub(super) fn or_whole(self, is_so: bool) -> Shape {
        Shape(self.0 | if is_so { Shape::WHOLE_BIT } else { 0 })
    }

    /// One label, without escapes.
    pub(super) fn is_plain_label(self) -> bool {
        self.0 & (Shape::DOT | Shape::OTHER) == 0
    }

    /// The dots of a text of this shape, where each ends a label and all fit in a word.
    pub(super) fn dots(self, text: &[u8]) -> Option<u64> {
        (!self.has(Shape::STRANGE) && text.len() <= LONGEST).then(|| dots(text))
    }

    pub(super) fn has(self, any: Shape) -> bool {
        self.0 & any.0 != 0
    }

    pub(super) fn has_dot(self) -> bool {
        self.0 & Shape::DOT != 0
    }

    /// It has colons, or dots and no letters, and nothing that no address has.
    fn may_be_address(self) -> bool {
        let is_other = self.0 & (Shape::OTHER | Shape::UNDERSCORE | Shape::STAR_BIT) != 0;
        !is_other && (self.has(Shape::AT_OR_COLON) || self.0 & (Shape::LETTER | Shape::DOT) == Shape::DOT)
    }

    /// It may be a wildcard, an address, or no host name.
    pub(super) fn is_odd(self) -> bool {
        self.has(Shape::NO_HOST) || self.0 & Shape::HYPHEN != 0 || self.0 & (Shape::LETTER | Shape::DOT) == Shape::DOT
    }
}

/// Few names to show are longer.
const USUAL_LENGTH: usize = 48;

/// What each byte is; digits and hyphens are nothing of note.
static CLASSES: [u8; 256] = {
    let mut classes = [Shape::OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => classes[byte] = Shape::LETTER,
            b'0'..=b'9' | b'-' => classes[byte] = 0,
            b'.' => classes[byte] = Shape::DOT,
            b'_' => classes[byte] = Shape::UNDERSCORE,
            b'*' => classes[byte] = Shape::STAR_BIT,
            b'@' | b':' => classes[byte] = Shape::AT_OR_COLON_BIT,
            _ => {}
        }
        byte += 1;
    }
    classes
};

/// What some bytes are, all together.
#[inline(always)]
fn classes(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |all, &byte| all | CLASSES[byte as usize])
}

impl Names {
    /// The names whose own text has more to it than letters, digits and hyphens, or no letter.
    pub(super) fn odd(&self) -> impl Iterator<Item = NameId> {
        self.shaped(Shape::is_odd)
    }

    /// The names whose own text has characters of these kinds.
    pub(super) fn having(&self, any: Shape) -> impl Iterator<Item = NameId> {
        self.shaped(move |shape| shape.has(any))
    }

    /// The names whose own text may be an address.
    pub(super) fn like_addresses(&self) -> impl Iterator<Item = NameId> {
        self.shaped(Shape::may_be_address)
    }

    fn shaped(&self, is_so: impl Fn(Shape) -> bool) -> impl Iterator<Item = NameId> {
        let shaped = self.shapes.iter().enumerate().filter(move |(_, shape)| is_so(**shape));
        shaped.map(|(number, _)| NameId(number as u32))
    }

    /// What its own text is made of.
    pub(super) fn shape(&self, id: NameId) -> Shape {
        self.shapes[id.0 as usize]
    }

    /// Whether the name's leftmost label is `*` (RFC 4592 section 2.1.1).
    pub fn is_wildcard(&self, id: NameId, texts: &Texts) -> bool {
        matches!(self.written(id, texts), [b'*' | b'\\', ..]) && same_label(self.first_label(id, texts), b"*")
    }

    /// The name's own text where that is one label, as can be told without reading it.
    pub(super) fn one_label<'t>(&self, id: NameId, texts: &'t Texts) -> Option<&'t [u8]> {
        self.shape(id).is_plain_label().then(|| self.written(id, texts))
    }

    /// The absolute name to show, with the final dot, in the case it was first written in.
    pub fn display(&self, mut id: NameId, texts: &Texts) -> String {
        if id == NameId::ROOT {
            return ".".to_owned();
        }
        let mut out = Vec::with_capacity(USUAL_LENGTH);
        while id != NameId::ROOT {
            let text = self.written(id, texts);
            out.extend_from_slice(without_final_dot(text).unwrap_or(text));
            out.push(b'.');
            id = self.suffix(id);
        }
        String::from_utf8(out).unwrap_or_else(|out| String::from_utf8_lossy(out.as_bytes()).into_owned())
    }
}
