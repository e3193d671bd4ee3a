//! What is kept of the text of each name, so that most questions about it need not read it again.

use crate::syntax::swar::{LONGEST, dots, sixteen};

/// What the characters of a text are.
#[derive(Clone, Copy, Debug)]
pub struct CharClasses(u8);

impl CharClasses {
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
    pub const STAR: CharClasses = CharClasses(CharClasses::STAR_BIT);
    /// Texts with an `@` or a colon.
    pub const AT_OR_COLON: CharClasses = CharClasses(CharClasses::AT_OR_COLON_BIT);
    /// Texts with characters that few names have: none of those above, nor letters, digits, dots,
    /// hyphens and underscores.
    pub const STRANGE: CharClasses = CharClasses(CharClasses::OTHER);
    /// Texts with characters of the last two kinds.
    pub const STRANGE_OR_AT: CharClasses = CharClasses(CharClasses::OTHER | CharClasses::AT_OR_COLON_BIT);
    /// Texts that end in the same two characters as the apex or `arpa`; all texts where the apex has not two.
    pub(in crate::zone) const WHOLE: CharClasses = CharClasses(CharClasses::WHOLE_BIT);
    /// Texts with dots, or with characters that few names have.
    pub(in crate::zone) const DOT_OR_STRANGE: CharClasses = CharClasses(CharClasses::DOT | CharClasses::OTHER);
    /// Texts with characters that no name of a host has.
    pub const NO_HOST: CharClasses = CharClasses(
        CharClasses::OTHER | CharClasses::UNDERSCORE | CharClasses::STAR_BIT | CharClasses::AT_OR_COLON_BIT,
    );

    /// That of the first bytes of some.
    pub(in crate::zone) fn of(bytes: &[u8], length: usize) -> CharClasses {
        let text = &bytes[..length];
        let all = match (sixteen(bytes, length, b'0'), text.last_chunk::<8>()) {
            (Some([low, high]), _) => classes(&low.to_le_bytes()) | classes(&high.to_le_bytes()),
            // The last eight bytes overlap those before them, and say the same.
            (None, Some(last)) => text.as_chunks::<8>().0.iter().fold(classes(last), |all, eight| all | classes(eight)),
            (None, None) => classes(text),
        };
        let is_odd = matches!(text, [b'-', ..] | [.., b'-'] | [_, _, b'-', b'-', ..]);
        CharClasses(all | if is_odd { CharClasses::HYPHEN } else { 0 })
    }

    /// The same of a text that ends as names do that are written in full.
    pub(in crate::zone) fn or_whole(self, is_so: bool) -> CharClasses {
        CharClasses(self.0 | if is_so { CharClasses::WHOLE_BIT } else { 0 })
    }

    /// One label, without escapes.
    pub(in crate::zone) fn is_plain_label(self) -> bool {
        self.0 & (CharClasses::DOT | CharClasses::OTHER) == 0
    }

    /// The dots of a text with these characters, where each ends a label and all fit in a word.
    pub(in crate::zone) fn dots(self, text: &[u8]) -> Option<u64> {
        (!self.has(CharClasses::STRANGE) && text.len() <= LONGEST).then(|| dots(text))
    }

    pub(in crate::zone) fn has(self, any: CharClasses) -> bool {
        self.0 & any.0 != 0
    }

    pub(in crate::zone) fn has_dot(self) -> bool {
        self.0 & CharClasses::DOT != 0
    }

    /// It has colons, or dots and no letters, and nothing that no address has.
    pub(in crate::zone) fn may_be_address(self) -> bool {
        let is_other = self.0 & (CharClasses::OTHER | CharClasses::UNDERSCORE | CharClasses::STAR_BIT) != 0;
        !is_other
            && (self.has(CharClasses::AT_OR_COLON)
                || self.0 & (CharClasses::LETTER | CharClasses::DOT) == CharClasses::DOT)
    }

    /// It may be a wildcard, an address, or no host name.
    pub(in crate::zone) fn is_odd(self) -> bool {
        self.has(CharClasses::NO_HOST)
            || self.0 & CharClasses::HYPHEN != 0
            || self.0 & (CharClasses::LETTER | CharClasses::DOT) == CharClasses::DOT
    }
}

/// What each byte is; digits and hyphens are nothing of note.
static CLASSES: [u8; 256] = {
    let mut classes = [CharClasses::OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => classes[byte] = CharClasses::LETTER,
            b'0'..=b'9' | b'-' => classes[byte] = 0,
            b'.' => classes[byte] = CharClasses::DOT,
            b'_' => classes[byte] = CharClasses::UNDERSCORE,
            b'*' => classes[byte] = CharClasses::STAR_BIT,
            b'@' | b':' => classes[byte] = CharClasses::AT_OR_COLON_BIT,
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
