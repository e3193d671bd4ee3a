//! The units the lexer hands on.

use super::swar::{number, short};

/// One word or quoted string of an entry; offsets count in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Offset of the first byte, the opening quote included.
    pub start: u32,
    /// Offset after the last byte, the closing quote included.
    pub end: u32,
    /// It was written in quotes.
    pub quoted: bool,
    /// It holds a backslash.
    pub escaped: bool,
}

impl Token {
    /// The bytes as written, without the quotes.
    pub fn text<'a>(&self, source: &'a [u8]) -> &'a [u8] {
        let quote = u32::from(self.quoted);
        &source[(self.start + quote) as usize..(self.end - quote) as usize]
    }

    /// The text as [`short`] has it; zero where it is in quotes.
    pub(super) fn short(&self, source: &[u8]) -> u64 {
        let length = if self.quoted { 0 } else { self.end - self.start };
        short(&source[self.start as usize..], length as usize)
    }

    /// The number that it is, of up to seven digits without quotes.
    pub(super) fn number(&self, source: &[u8]) -> Option<u32> {
        let short = self.short(source);
        number(short, (short >> 56) as usize).filter(|_| short != 0)
    }
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Offset of the first byte of its first line.
    pub start: u32,
    /// It starts with a blank: the owner is the one of the record before.
    pub blank: bool,
    /// A comment stands in it or behind it.
    pub commented: bool,
}
