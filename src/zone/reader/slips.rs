//! Names of the zone itself that lack their final dot. They are read as they were meant: all that follows would
//! otherwise be judged by a name that nobody wrote.

use super::{Here, Owner, Reader, State};
use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::source::Span;
use crate::syntax::entry::{self, Head, shown};
use crate::syntax::iana::arpa;
use crate::syntax::name::ends_in;
use crate::syntax::token::Token;
use crate::syntax::{Problem, kinds};
use crate::zone::UNKNOWN_ORIGIN;
use crate::zone::store::name_id::NameId;
use crate::zone::store::texts::TextRef;

/// How the owner of the SOA is written that lacks its final dot, and what it is relative to.
#[derive(Clone, Copy)]
pub(super) struct ApexSlip {
    text: TextRef,
    origin: NameId,
}

impl Reader<'_> {
    /// The words of an entry with two owners, without the second, and its head.
    #[cold]
    #[inline(never)]
    pub(super) fn without_second_owner(&mut self, here: &Here) -> Option<(Vec<Token>, Head)> {
        let (words, problem) = entry::without_second_owner(here.line, here.tokens, here.bytes)?;
        self.report(&kinds::SYNTAX_ERROR, here, problem);
        let head = entry::head(here.line, &words, here.bytes).ok()?;
        Some((words, head))
    }

    /// The name that an `$ORIGIN` sets.
    pub(super) fn new_origin(&mut self, here: &Here, name: Token, state: &State) -> Result<NameId, Problem> {
        let text = name.text(here.bytes);
        let before = self.names.display(state.origin, &self.texts);
        if state.origin == NameId::ROOT || !self.is_meant_whole(text, &before, state.origin) {
            return self.name(here, name, state.origin);
        }
        let meant = self.name(here, name, NameId::ROOT)?;
        let text = shown(text);
        let at = here.span_of(name);
        // Whoever writes one so writes all of them so.
        if let Some(first) = self.origin_slip {
            let finding = &mut self.diagnostics.list_mut()[first];
            finding.labels.push(Label::same(at, "and here"));
            finding.fix = finding.fix.take().map(|fix| Box::new(fix.and(dot(at), ".")));
            return Ok(meant);
        }
        let message = format!("`$ORIGIN {text}` has no final dot, so it is `{text}.{}`", shown(before.as_bytes()));
        let finding = Diagnostic::new(&kinds::ORIGIN_MISSING_DOT, at, message)
            .label(dot(at), "a dot is missing here")
            .fix(Fix::safe(dot(at), "."))
            .help(format!("write `$ORIGIN {text}.`; the names below are checked as if the dot were there"));
        if self.add(finding) {
            self.origin_slip = Some(self.diagnostics.len() - 1);
        }
        Ok(meant)
    }

    /// Of many origins without a final dot the first are shown, and the rest are counted.
    pub(super) fn count_origins(&mut self) {
        if let Some(finding) = self.origin_slip.map(|at| &mut self.diagnostics.list_mut()[at]) {
            *finding = finding.clone().with_few_places();
        }
    }

    /// Whether an origin without a final dot has all labels of the one in force at its end, or those of the apex, or is
    /// a name of the reverse tree.
    fn is_meant_whole(&self, text: &[u8], before: &str, origin: NameId) -> bool {
        if text.ends_with(b".") || before.ends_with(UNKNOWN_ORIGIN) {
            return false;
        }
        let apex = self.names.display(self.names.apex(), &self.texts);
        // Names of other zones stand whole below labels like `_report` (RFC 7489 section 7.1).
        let by_apex = || !before.contains('_') && ends_in(text, &apex);
        let is_top = || self.records.is_empty() && origin == self.names.apex() && is_all_of(text, &apex);
        let is_spelled_out = ends_in(text, before) || ends_in(text, arpa::IN_ADDR) || ends_in(text, arpa::IP6);
        text.contains(&b'.') && (is_spelled_out || by_apex()) || is_top()
    }

    /// Takes down that the owner of the first SOA is the apex without its final dot: an SOA stands nowhere else
    /// (RFC 1035 section 5.2). Of the record the checks speak.
    pub(super) fn look_at_soa_owner(&mut self, here: &Here, state: &State) {
        let (token, origin) = (here.tokens[0], state.origin);
        if self.has_soa || here.line.blank || token.quoted || token.escaped {
            return;
        }
        self.has_soa = true;
        let written = token.text(here.bytes);
        let apex = self.names.display(self.names.apex(), &self.texts);
        if origin != NameId::ROOT && is_all_of(written, &apex) {
            let text = TextRef { start: token.start, len: written.len() as u16, source: here.number };
            self.apex_slip = Some(ApexSlip { text, origin });
        }
    }

    /// The apex, where an owner is written as that of the SOA was.
    pub(super) fn apex_meant(&self, written: &[u8], origin: NameId) -> Option<NameId> {
        let slip = self.apex_slip.filter(|slip| slip.origin == origin)?;
        self.texts.get(slip.text).eq_ignore_ascii_case(written).then(|| self.names.apex())
    }

    /// The owner that a line takes which writes the apex as the SOA does.
    pub(super) fn owner_meant(&self, here: &Here, origin: NameId) -> Option<Owner> {
        self.apex_slip?;
        let token = here.tokens[0];
        let written = token.text(here.bytes);
        let id = self.apex_meant(written, origin).filter(|_| !token.quoted)?;
        let text = TextRef { start: token.start, len: written.len() as u16, source: here.number };
        Some(Owner::Name { id, text, origin })
    }
}

/// Where the final dot of a name belongs.
fn dot(name: Span) -> Span {
    Span { start: name.end, ..name }
}

/// Whether a text is a name but for its final dot.
fn is_all_of(text: &[u8], name: &str) -> bool {
    name.strip_suffix('.').is_some_and(|name| !name.is_empty() && text.eq_ignore_ascii_case(name.as_bytes()))
}
