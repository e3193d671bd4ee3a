//! Repairs of what the lexer stumbles over.

use super::{BEHIND, Change, LONGEST, is_sound};
use crate::diagnostic::{Applicability, Fix};
use crate::source::SourceId;
use crate::syntax::lexer::{LexFault, LexProblem};

/// The one change that closes what was left open, or opens nothing, if a record comes of it.
#[cold]
pub(crate) fn of_fault(source: SourceId, bytes: &[u8], problem: LexProblem) -> Option<Fix> {
    let at = problem.start as usize;
    let (from, change) = match problem.fault {
        LexFault::StrayParenthesis => {
            let change = Change::safe(problem.start..problem.end, "").titled("remove the parenthesis");
            (line_start(bytes, at), change)
        }
        LexFault::ClosedInComment { open } => {
            let line = line_start(bytes, at);
            let comment = line + memchr::memchr(b';', &bytes[line..at])?;
            let is_quoted = memchr::memchr(b'"', &bytes[line..comment]).is_some();
            let change =
                Change::safe(comment as u32..comment as u32, ") ").titled("close the parenthesis before the comment");
            (line_start(bytes, open as usize), Some(change).filter(|_| !is_quoted)?)
        }
        LexFault::UnclosedQuote => {
            let end =
                at + bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len() - at);
            let text = bytes[at..end].trim_ascii_end();
            let end = (at + text.len()) as u32;
            let change = Change::safe(end..end, "\"").titled("close the quote");
            // What stands behind a semicolon may have been a comment, and a quote in a word may belong to it.
            let is_in_word = at > 0 && !matches!(bytes[at - 1], b' ' | b'\t' | b'(' | b'\n' | b'\r');
            let is_doubtful = is_in_word || memchr::memchr2(b';', b')', text).is_some();
            let applicability = if is_doubtful { Applicability::Unsafe } else { Applicability::Safe };
            (line_start(bytes, at), Change { applicability, ..change })
        }
        _ => return None,
    };
    let end = (change.end as usize + BEHIND).min(bytes.len());
    let is_short = end - from <= LONGEST as usize;
    let text =
        || [&bytes[from..change.start as usize], change.text.as_bytes(), &bytes[change.end as usize..end]].concat();
    (is_short && is_sound(&text())).then(|| change.fix(source))
}

fn line_start(bytes: &[u8], at: usize) -> usize {
    // A line is seldom long, and of one that is nothing is said.
    let from = at.saturating_sub(LONGEST as usize);
    bytes[from..at].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(from, |end| from + end + 1)
}
