//! Where the entries of a file stand: what a comment reaches.

use crate::syntax::lexer::Lexer;
use crate::zone::probe;

/// The first bytes of all entries, in order, and where each ends.
#[derive(Debug)]
pub(crate) struct Entries(Vec<(u32, u32)>);

impl Entries {
    /// Those of a text.
    pub(crate) fn of(bytes: &[u8]) -> Entries {
        let mut lexer = Lexer::new(bytes, probe::text_start(bytes));
        let (mut tokens, mut problems, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(line) = lexer.next(&mut tokens, &mut problems) {
            let end = if lexer.at() as usize == bytes.len() { u32::MAX } else { lexer.at() };
            entries.push((line.start, end));
        }
        Entries(entries)
    }

    /// The start of the entry that an offset is in.
    pub(crate) fn holding(&self, at: u32) -> Option<u32> {
        let (start, end) = *self.0[..self.0.partition_point(|(start, _)| *start <= at)].last()?;
        (at < end).then_some(start)
    }
}
