//! The words of long entries, kept once they were read. A comment in parentheses may be as long as the rest of the
//! zone, and every finding may have a place in that one entry.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::{RecordId, WORDS, Zone};
use crate::syntax::lexer::Lexer;
use crate::syntax::token::Token;

/// Entries of no more bytes are read again each time: nearly all are.
const SHORT: u32 = 1 << 12;

/// The words of an entry, and whether it starts with a blank.
type EntryTokens<'z> = (Cow<'z, [Token]>, bool);

/// The same, once they were read.
type Kept = OnceLock<(Vec<Token>, bool)>;

/// The records that may be long, in order; found when the first of them is read.
#[derive(Debug, Default)]
pub(super) struct Long(OnceLock<Vec<(RecordId, Kept)>>);

impl Zone {
    /// The words of a record, from its first line on.
    pub(super) fn words(&self, id: RecordId) -> EntryTokens<'_> {
        if let Some(long) = self.query.long.0.get().and_then(|all| of(all, id)).and_then(OnceLock::get) {
            return kept(long);
        }
        let start = self.record(id).start;
        let mut tokens = Vec::with_capacity(WORDS);
        let mut lexer = Lexer::new(self.texts.bytes(self.text_of(id)), start as usize);
        let blank = lexer.next(&mut tokens, &mut Vec::new()).is_some_and(|line| line.blank);
        if lexer.at() - start > SHORT
            && let Some(long) = of(self.query.long.0.get_or_init(|| self.may_be_long()), id)
        {
            return kept(long.get_or_init(|| (tokens, blank)));
        }
        (Cow::Owned(tokens), blank)
    }

    /// The records that the next one of the same text is far behind.
    fn may_be_long(&self) -> Vec<(RecordId, Kept)> {
        let ids = (0..self.records.len() as u32).map(RecordId);
        let may_be = |id: &RecordId| {
            let next = RecordId(id.0 + 1);
            let Some(behind) = self.records.get(next.0 as usize) else { return true };
            behind.start.wrapping_sub(self.record(*id).start) > SHORT || self.text_of(*id) != self.text_of(next)
        };
        ids.filter(may_be).map(|id| (id, OnceLock::new())).collect()
    }
}

fn kept((tokens, blank): &(Vec<Token>, bool)) -> EntryTokens<'_> {
    (Cow::Borrowed(tokens), *blank)
}

fn of<T>(all: &[(RecordId, T)], id: RecordId) -> Option<&T> {
    all.binary_search_by_key(&id, |(record, _)| *record).ok().map(|at| &all[at].1)
}
