//! Words that one server alone reads: told once for a zone, however many records have them.

use super::{Here, Reader};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::Span;
use crate::syntax::dialect::{OwnWord, Part};
use crate::syntax::{Problem, kinds};

/// So many other words of a server are shown.
const SHOWN: usize = 4;

/// What was met of one server.
pub(super) struct Dialect {
    /// The most telling word: types before directives before names.
    word: OwnWord,
    at: Span,
    message: String,
    lines: usize,
    /// The first places of other words.
    others: Vec<(Vec<u8>, Span)>,
}

impl Reader<'_> {
    /// Takes down a word that one server alone reads.
    pub(super) fn note_dialect(&mut self, here: &Here, word: OwnWord, problem: Problem) {
        // What follows a problem that the lexer found is mostly its consequence.
        if here.faulty {
            return;
        }
        let at = here.span(problem.start, problem.end);
        let is_same = |known: &&mut Dialect| {
            let stamps = [known.word, word].map(|word| word.part == Part::TimeStamp);
            known.word.server == word.server && stamps[0] == stamps[1]
        };
        let Some(known) = self.dialects.iter_mut().find(is_same) else {
            self.dialects.push(Dialect { word, at, message: problem.message, lines: 1, others: Vec::new() });
            return;
        };
        known.lines += 1;
        if word.part < known.word.part {
            known.others.push((Vec::new(), std::mem::replace(&mut known.at, at)));
            (known.word, known.message) = (word, problem.message);
        } else if known.others.len() < SHOWN && word.part != Part::TimeStamp {
            let text = &here.bytes[problem.start as usize..problem.end as usize];
            let first = &self.sources.get(known.at.source).bytes()[known.at.start as usize..known.at.end as usize];
            let is_new = !first.eq_ignore_ascii_case(text) && known.others.iter().all(|(other, _)| other != text);
            known.others.extend(is_new.then(|| (text.to_owned(), at)));
        }
    }

    /// Says of each server once what was met of it.
    pub(super) fn report_dialects(&mut self) {
        for Dialect { word, at, message, lines, others } in std::mem::take(&mut self.dialects) {
            let more = match lines - 1 {
                0 => String::new(),
                1 => " (here and on 1 more line)".to_owned(),
                more => format!(" (here and on {more} more lines)"),
            };
            let finding = Diagnostic::new(&kinds::SERVER_DIALECT, at, message + &more);
            // A house has one server for all its zones, and yet exports are mended one by one.
            let file = if word.part == Part::TimeStamp { self.sources.get(at.source).name() } else { "" };
            let key = [word.server.as_bytes(), file.as_bytes()];
            let mut finding = finding.severity(word.severity()).help(word.help()).key(&key);
            finding.labels = others.into_iter().map(|(_, at)| Label::new(at, "and here")).collect();
            self.add(finding);
        }
    }
}
