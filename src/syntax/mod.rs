//! Zone file syntax (RFC 1035 section 5): bytes to tokens to entries, each with its place.
//!
//! Nothing here fails for good. What cannot be read is a [`Problem`] with its bytes, and
//! reading goes on with the next entry.

mod byte_scanner;
pub mod dialect;
pub mod entry;
pub mod generate;
pub(crate) mod iana;
pub mod invisible;
pub mod kinds;
pub mod lexer;
pub mod name;
pub mod rdata;
pub(crate) mod remark;
pub(crate) mod repair;
pub(crate) mod swar;
pub mod time;
pub mod token;
pub mod ttl;

use crate::diagnostic::Text;
use token::Token;

/// What is wrong with some bytes, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
    /// Complete in one line.
    pub message: String,
    /// What to type instead.
    pub help: Option<Text>,
}

impl Problem {
    /// A problem of a whole token.
    pub fn at(token: Token, message: impl Into<String>) -> Problem {
        Problem { start: token.start, end: token.end, message: message.into(), help: None }
    }

    /// What to type instead.
    pub fn help(mut self, text: impl Into<Text>) -> Problem {
        self.help = Some(text.into());
        self
    }
}
