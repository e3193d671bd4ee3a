//! What is wrong with the text of a file, as findings.

use super::{Here, Owner, Reader, State};
use crate::diagnostic::{Diagnostic, Fix, Meta, conflict};
use crate::source::{Source, SourceId, Span, newline};
use crate::syntax::entry::{COMMENT_HELP, Head, HeadError, shown};
use crate::syntax::iana::classes;
use crate::syntax::lexer::{LexFault, LexProblem};
use crate::syntax::rdata::RType;
use crate::syntax::{Problem, kinds, rdata, remark, repair};
use crate::zone::probe::BYTE_ORDER_MARK;
use crate::zone::store::name_id::NameId;
use crate::zone::store::texts::TextRef;

fn fault_diagnostic(source: SourceId, problem: LexProblem) -> Diagnostic {
    let (message, help) = match problem.fault {
        LexFault::UnclosedParenthesis => {
            ("this parenthesis is never closed", "put `)` after the last field of the record")
        }
        LexFault::ClosedInComment { .. } => (
            "this `)` is in a comment and does not close the parenthesis",
            "put it before the `;`, or on a line of its own",
        ),
        LexFault::OpenedInComment => {
            ("this `(` is in a comment and does not open a parenthesis", "put it before the `;`")
        }
        LexFault::StrayParenthesis => ("this parenthesis was never opened", "remove it, or open one before it"),
        LexFault::TooDeep => ("parentheses are nested too deep", "one pair is enough: it may span several lines"),
        LexFault::TooLong => {
            ("the record has more fields than fit in any record", "is a parenthesis or quote left open?")
        }
        LexFault::UnclosedQuote => (
            "this quote is not closed on its line",
            "add the closing quote, and split long text into several quoted strings",
        ),
        LexFault::QuotedNewline => (
            "this quoted string continues on the next line",
            "close the quotes on every line, and put `(` before the first string and `)` after the last",
        ),
        LexFault::BackslashAtEnd => (
            "a backslash at the end of the line does not continue it",
            "use parentheses to continue a record on the next line",
        ),
    };
    let at = Span { source, start: problem.start, end: problem.end };
    let finding = Diagnostic::new(&kinds::SYNTAX_ERROR, at, message).help(help);
    match problem.fault {
        LexFault::ClosedInComment { open } => {
            finding.label(Span { source, start: open, end: open + 1 }, "this one is never closed")
        }
        _ => finding,
    }
}

fn no_owner(here: &Here) -> Problem {
    let message = match here.line.blank {
        true => "the line starts with a space, but there is no record before it whose owner it could have",
        false => "the SOA has no owner: its class is in the first column and is read as the owner",
    };
    Problem::at(here.tokens[0], message).help("put the owner in the first column; `@` is the origin")
}

impl Reader<'_> {
    pub(super) fn take_faults(&mut self, id: SourceId, faults: &mut Vec<LexProblem>) {
        self.is_faulty |= !faults.is_empty();
        for fault in faults.drain(..) {
            if self.add(fault_diagnostic(id, fault)) {
                self.offer(repair::of_fault(id, self.sources.get(id).text(), fault));
            }
        }
    }

    /// Takes down the merge conflicts of a source: what the sides that are not read have may be missed elsewhere.
    pub(super) fn report_conflicts(&mut self, id: SourceId, source: &Source) {
        self.complete &= source.conflicts().is_empty();
        for finding in conflict::findings(&kinds::MERGE_CONFLICT, id, source) {
            self.add(finding);
        }
    }

    /// An entry that was left open and does not read as a record may have swallowed others.
    pub(super) fn may_miss_records(&mut self, here: &Here) {
        self.complete &= !here.faulty;
    }

    /// Takes down a problem of an entry, and how to mend it where that can be told.
    #[cold]
    pub(super) fn report(&mut self, meta: &'static Meta, here: &Here, problem: Problem) {
        let at = problem.start..problem.end;
        if !self.report_as_it_is(meta, here, problem) {
            return;
        }
        let &Here { id, line, tokens, bytes, .. } = here;
        let is_directive = !line.blank && tokens.first().is_some_and(|token| bytes[token.start as usize] == b'$');
        let fix = match is_directive {
            true => repair::of_directive(id, tokens, bytes, at),
            false => repair::of_entry(id, line, tokens, bytes, at),
        };
        self.offer(fix);
    }

    /// Says of a line that cannot be read if it was meant to be a comment. It has no owner then.
    #[cold]
    pub(super) fn is_remark(&mut self, here: &Here) -> bool {
        let (first, last) = (here.tokens[0], here.tokens[here.tokens.len() - 1]);
        if remark::is_marked(here.tokens, here.bytes) {
            let message = format!("`{}` does not start a comment", shown(here.text(0)));
            self.report(&kinds::SYNTAX_ERROR, here, Problem::at(first, message).help(COMMENT_HELP));
            return true;
        }
        if !remark::is_prose(here.line, here.tokens, here.bytes) {
            return false;
        }
        let problem = Problem { end: last.end, ..Problem::at(first, "this looks like a comment without its `;`") };
        if self.report_as_it_is(&kinds::SYNTAX_ERROR, here, problem.help(COMMENT_HELP)) {
            let start = here.span(first.start, first.start);
            let is_one_line = memchr::memchr2(b'\n', b'\r', &here.bytes[first.start as usize..last.end as usize]);
            let fix = Fix::unsure(start, "; ").titled("start the comment with `;`");
            self.offer(is_one_line.is_none().then_some(fix));
        }
        true
    }

    /// Adds to the finding that was just kept how to mend it.
    pub(super) fn offer(&mut self, fix: Option<Fix>) {
        if let Some(finding) = self.diagnostics.list_mut().last_mut() {
            finding.fix = fix.map(Box::new);
        }
    }

    /// Takes down a problem of an entry; whether it was kept.
    pub(super) fn report_as_it_is(&mut self, meta: &'static Meta, here: &Here, problem: Problem) -> bool {
        // What follows a problem that the lexer found is mostly its consequence.
        if here.faulty {
            return false;
        }
        let at = here.span(problem.start, problem.end);
        let mut finding = Diagnostic::new(meta, at, problem.message);
        // Of placeholders a template has many; other data are wrong each in their own record.
        let is_placeholder = || rdata::is_placeholder(&here.bytes[problem.start as usize..problem.end as usize]);
        if finding.is(&kinds::RECORD_DATA_INVALID) && !is_placeholder() {
            finding = finding.key(&[&at.source.0.to_be_bytes(), &at.start.to_be_bytes()]);
        }
        self.add(finding.help_if_any(problem.help))
    }

    /// The owner of a line that has none to take over: an SOA without one is that of the zone, and lines behind
    /// another are not spoken of again.
    #[cold]
    pub(super) fn without_owner(
        &mut self,
        here: &Here,
        head: &Result<Head, Box<HeadError>>,
        state: &mut State,
    ) -> Option<NameId> {
        self.report(&kinds::SYNTAX_ERROR, here, no_owner(here));
        let is_soa = head.as_ref().is_ok_and(|head| head.rtype == RType::SOA);
        // No owner is written as this one, which is empty.
        let text = TextRef { start: 0, len: 0, source: here.number };
        let origin = state.origin;
        state.owner = if is_soa { Owner::Name { id: origin, text, origin } } else { Owner::Unreadable };
        is_soa.then_some(origin)
    }

    pub(super) fn skip_byte_order_mark(&mut self, id: SourceId, bytes: &[u8]) -> usize {
        if !bytes.starts_with(BYTE_ORDER_MARK) {
            return 0;
        }
        let span = Span { source: id, start: 0, end: BYTE_ORDER_MARK.len() as u32 };
        self.add(
            Diagnostic::new(&kinds::BYTE_ORDER_MARK, span, "the file starts with a UTF-8 byte order mark")
                .help("save it without the mark: servers read it as part of the first word")
                .fix(Fix::safe(span, "").titled("remove the byte order mark")),
        );
        BYTE_ORDER_MARK.len()
    }

    pub(super) fn check_class(&mut self, here: &Here, head: &Head) {
        let Some((class, at)) = head.class else { return };
        let zone = *self.class.get_or_insert(class);
        if class != zone {
            let token = here.tokens[usize::from(at)];
            let message =
                format!("class `{}` in a zone of class `{}`", shown(token.text(here.bytes)), classes::text_of(zone));
            let problem = Problem::at(token, message).help("a zone has one class, nearly always `IN`");
            // Of a zone whose first record has another class, that one is wrong.
            if self.report_as_it_is(&kinds::CLASS_DIFFERS, here, problem) && zone == classes::IN {
                self.offer(Some(Fix::unsure(here.span_of(token), "IN")));
            }
        }
    }

    pub(super) fn check_final_newline(&mut self, id: SourceId, bytes: &[u8]) {
        if let [.., last] = bytes
            && !matches!(last, b'\n' | b'\r')
        {
            let end = bytes.len() as u32;
            let span = Span { source: id, start: end - 1, end };
            let after = Span { start: end, ..span };
            self.add(
                Diagnostic::new(&kinds::FINAL_NEWLINE_MISSING, span, "the last line does not end with a newline")
                    .help("check that the file is complete")
                    .fix(Fix::safe(after, newline(bytes)).titled("add the final newline")),
            );
        }
    }
}
