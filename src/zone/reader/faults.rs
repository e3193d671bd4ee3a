//! What is wrong with the text of a file, as findings.

use super::{Here, Reader};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::syntax::lexer::{LexFault, LexProblem};
use crate::syntax::{Problem, kinds};

pub(super) fn fault_diagnostic(source: SourceId, problem: LexProblem) -> Diagnostic {
    let (message, help) = match problem.fault {
        LexFault::UnclosedParenthesis => {
            ("this parenthesis is never closed", "put `)` after the last field of the record")
        }
        LexFault::StrayParenthesis => ("this parenthesis closes nothing", "remove it, or open one before it"),
        LexFault::TooDeep => ("parentheses are nested too deep", "one pair is enough: newlines inside it do not count"),
        LexFault::TooLong => {
            ("the record has more fields than fit in any record", "is a parenthesis or quote left open?")
        }
        LexFault::UnclosedQuote => {
            ("this quote is not closed on its line", "close it, and split long text into several quoted strings")
        }
        LexFault::QuotedNewline => (
            "this quoted string goes on over the end of its line",
            "close the quotes on every line, and put `(` before the first string and `)` after the last",
        ),
        LexFault::BackslashAtEnd => {
            ("a backslash escapes the end of the line", "lines are joined by parentheses, not by backslashes")
        }
    };
    let at = Span { source, start: problem.start, end: problem.end };
    Diagnostic::new(&kinds::SYNTAX_ERROR, at, message).help(help)
}

pub(super) fn no_owner(here: &Here) -> Problem {
    let message = "the line starts with a blank, but there is no record before it to take the owner from";
    Problem::at(here.tokens[0], message).help("put the owner in the first column; `@` stands for the origin")
}

impl Reader<'_> {
    pub(super) fn check_final_newline(&mut self, id: SourceId, bytes: &[u8]) {
        if let [.., last] = bytes
            && !matches!(last, b'\n' | b'\r')
        {
            let end = bytes.len() as u32;
            let span = Span { source: id, start: end - 1, end };
            self.add(
                Diagnostic::new(&kinds::FINAL_NEWLINE_MISSING, span, "the last line does not end with a newline")
                    .help("check that nothing was cut off"),
            );
        }
    }
}
