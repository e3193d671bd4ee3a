//! What shells offer where a value is typed, and manual pages leave out. What is taken is up to the parser.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};

use crate::lint::{all_kinds, groups};

/// The names of the commands.
pub(super) const COMMANDS: [&str; 10] =
    ["check", "diff", "services", "explain", "rules", "config", "init", "lsp", "completions", "man"];

/// Offers the ids of checks, and their groups.
pub(super) fn checks<P>(parser: P) -> Offered<P> {
    Offered {
        parser,
        words: || {
            let ids = all_kinds().into_iter().map(|meta| PossibleValue::new(meta.id).help(meta.summary));
            ids.chain(groups().iter().map(|group| PossibleValue::new(group.name).help(group.about))).collect()
        },
    }
}

/// Offers words.
#[cfg(feature = "cli")]
pub(super) fn words<P>(parser: P, words: fn() -> Vec<PossibleValue>) -> Offered<P> {
    Offered { parser, words }
}

/// Takes every word.
pub(super) fn any(word: &str) -> Result<String, std::convert::Infallible> {
    Ok(word.to_owned())
}

/// A parser, and words that its values can be.
#[derive(Clone)]
pub(super) struct Offered<P> {
    parser: P,
    words: fn() -> Vec<PossibleValue>,
}

impl<P: TypedValueParser> TypedValueParser for Offered<P> {
    type Value = P::Value;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<P::Value, Error> {
        self.parser.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.words)().into_iter()))
    }
}
