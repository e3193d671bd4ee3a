//! The names of entries: checked, relative to the origin, numbered in batches.

use super::{Here, Owner, Reader, State};
use crate::diagnostic::Text;
use crate::syntax::dialect;
use crate::syntax::entry::{self, Head, shown};
use crate::syntax::name::DomainName;
use crate::syntax::rdata::{self, RType};
use crate::syntax::token::Token;
use crate::syntax::{Problem, kinds};
use crate::zone::UNKNOWN_ORIGIN;
use crate::zone::store::name_id::NameId;
use crate::zone::store::texts::TextRef;

/// Octets of a name (RFC 1035 section 3.1).
const MAX_NAME: usize = 255;

impl Reader<'_> {
    /// A name that the command line, a configuration or a file name gave.
    pub(super) fn absolute_name(&mut self, name: &DomainName) -> NameId {
        let id = self.sources.add("<origin>", name.as_str().as_bytes().to_vec());
        let text = TextRef {
            start: 0,
            len: name.as_str().len().min(u16::MAX as usize) as u16,
            source: self.texts.len() as u16,
        };
        self.texts.add(id, self.sources.share(id));
        self.names.intern(text, NameId::ROOT, &self.texts)
    }

    /// The owner that an entry has, if it has one: that of an SOA may be forgotten, or lack its final dot.
    #[inline(always)]
    pub(super) fn take_own_owner(&mut self, here: &Here, head: Option<&Head>, state: &mut State) {
        let soa = head.filter(|head| head.rtype == RType::SOA);
        if soa.is_some_and(|head| entry::is_class_for_owner(here.line, head, here.tokens, here.bytes)) {
            state.owner = Owner::None;
            return;
        }
        if soa.is_some() {
            self.look_at_soa_owner(here, state);
        }
        if !here.line.blank {
            self.take_owner(here, state);
        }
    }

    /// The owner in the first column; most lines say the one of the line before again.
    fn take_owner(&mut self, here: &Here, state: &mut State) {
        let token = here.tokens[0];
        let written = token.text(here.bytes);
        let origin = self.origin_of_owner(written, state.origin);
        if let Owner::Name { text, origin: before, .. } = state.owner
            && before == origin
            && written == self.texts.get(text)
        {
            return;
        }
        // Not the root of a file that is to hold another zone.
        let is_apex = written == b"." && !self.meant.is_empty();
        let meant = is_apex.then(|| self.names.apex());
        if let Some(meant) = self.owner_meant(here, origin) {
            state.owner = meant;
            return;
        }
        let owner = meant.map_or_else(|| self.intern_deferred(here, token, origin), Ok);
        state.owner = match owner {
            Ok(id) => {
                let start = token.start + u32::from(token.quoted);
                let text = TextRef { start, len: written.len() as u16, source: here.number };
                Owner::Name { id, text, origin }
            }
            Err(problem) => {
                self.report(&kinds::NAME_INVALID, here, problem);
                Owner::Unreadable
            }
        };
    }

    /// What an owner is relative to: below an `$ORIGIN .` that was to name the zone, that is the zone, unless the owner
    /// is spelled out.
    fn origin_of_owner(&self, written: &[u8], origin: NameId) -> NameId {
        if self.meant.is_empty() || origin != NameId::ROOT || self.is_spelled_out(written) {
            return origin;
        }
        self.names.apex()
    }

    /// The name that a token of the data stands for, where it sends clients on. Below an `$ORIGIN .` that was to name the
    /// zone, one of several labels leads out of the zone as it stands.
    pub(super) fn target(&mut self, here: &Here, token: Token, origin: NameId) -> Result<NameId, Problem> {
        if !self.meant.is_empty() && !token.text(here.bytes).contains(&b'.') {
            let origin = self.origin_of_owner(token.text(here.bytes), origin);
            return self.intern_deferred(here, token, origin);
        }
        self.intern_deferred(here, token, origin)
    }

    /// Whether a name ends in that of the zone, final dot or not.
    fn is_spelled_out(&self, written: &[u8]) -> bool {
        let Some(front) = written.len().checked_sub(self.meant.len()) else { return false };
        let (front, end) = written.split_at(front);
        end.eq_ignore_ascii_case(&self.meant) && (front.is_empty() || front.ends_with(b"."))
    }

    /// The name that a token stands for.
    pub(in crate::zone) fn name(&mut self, here: &Here, token: Token, origin: NameId) -> Result<NameId, Problem> {
        let (text, origin) = self.name_text(here, token, origin)?;
        Ok(self.names.intern(text, origin, &self.texts))
    }

    /// The same for a name of a record, which gets its id when the pending names are flushed.
    pub(super) fn intern_deferred(&mut self, here: &Here, token: Token, origin: NameId) -> Result<NameId, Problem> {
        if let Some(pending) = self.intern_deferred_plain(here, token, origin) {
            return Ok(pending);
        }
        let (text, origin) = self.name_text(here, token, origin)?;
        Ok(self.names.intern_deferred(text, None, origin, &self.texts))
    }

    /// The same for a name that no check would find fault with, as nearly all are.
    pub(super) fn intern_deferred_plain(&mut self, here: &Here, token: Token, origin: NameId) -> Option<NameId> {
        let text = token.text(here.bytes);
        if token.quoted || token.escaped {
            return None;
        }
        let dots = rdata::name::dots_if_plain(&here.bytes[token.start as usize..], text.len())?;
        if matches!(text, [.., b'@', b'Z' | b'F']) || text.len() + self.octets_of(origin) >= MAX_NAME {
            return None;
        }
        let text = TextRef { start: token.start, len: text.len() as u16, source: here.number };
        Some(self.names.intern_deferred(text, Some(dots), origin, &self.texts))
    }

    /// The text of a name, and what it is relative to.
    fn name_text(&mut self, here: &Here, token: Token, origin: NameId) -> Result<(TextRef, NameId), Problem> {
        let text = token.text(here.bytes);
        rdata::name::check(text).map_err(|fault| name_problem(fault, token, text))?;
        if text.len() + self.octets_of(origin) >= MAX_NAME {
            self.check_length(token, text, origin)?;
        }
        let start = token.start + u32::from(token.quoted);
        let (len, origin) = match text {
            b"@Z" | b"@F" => (b"@".len(), self.names.apex()),
            [front @ .., b'.', b'@', b'Z' | b'F'] => (front.len(), self.names.apex()),
            _ => (text.len(), origin),
        };
        if len < text.len() {
            let word = dialect::ZONE_OF_GDNSD;
            self.note_dialect(here, word, word.problem(token, &shown(text)));
        }
        Ok((TextRef { start, len: len as u16, source: here.number }, origin))
    }

    /// Interns the pending names, and gives the last records their ids.
    pub(super) fn flush(&mut self, state: &mut State) {
        self.names.flush(&self.texts, &mut self.flushed);
        for record in &mut self.records[self.first_pending..] {
            record.flush(&self.flushed);
        }
        self.first_pending = self.records.len();
        if let Owner::Name { id, .. } = &mut state.owner {
            *id = id.flushed(&self.flushed);
        }
    }

    /// The octets of an origin; it changes seldom.
    fn octets_of(&mut self, origin: NameId) -> usize {
        if self.measured.0 != origin {
            self.measured = (origin, self.names.wire_length(b"@", origin, &self.texts));
        }
        self.measured.1
    }

    /// A relative name can grow too long with its origin.
    fn check_length(&self, token: Token, text: &[u8], origin: NameId) -> Result<(), Problem> {
        let octets = self.names.wire_length(text, origin, &self.texts);
        if octets <= MAX_NAME {
            return Ok(());
        }
        let origin = self.names.display(origin, &self.texts);
        // How long the name of a zone is that nobody knows, nobody knows.
        if origin.ends_with(UNKNOWN_ORIGIN) {
            return Ok(());
        }
        let message =
            format!("`{}` is {octets} octets long with the origin `{}`", shown(text), shown(origin.as_bytes()));
        Err(Problem::at(token, message).help("the maximum is 255 octets; is a final dot missing?"))
    }
}

fn name_problem(fault: rdata::NameFault, token: Token, text: &[u8]) -> Problem {
    Problem { help: fault.help().map(Text::from), ..Problem::at(token, fault.message(text)) }
}
