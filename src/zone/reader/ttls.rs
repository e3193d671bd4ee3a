//! The TTL of a record that gives none.

use super::{FALLBACK_TTL, Here, Reader, State};
use crate::diagnostic::Fix;
use crate::source::Span;
use crate::syntax::entry::Head;
use crate::syntax::rdata::RType;
use crate::syntax::{Problem, kinds, ttl};
use crate::zone::probe::BYTE_ORDER_MARK;

impl Reader<'_> {
    /// RFC 1035 section 5.1 and RFC 2308 section 4: given, `$TTL`, the last given, the SOA's minimum.
    #[inline(always)]
    pub(super) fn ttl(&mut self, here: &Here, head: &Head, state: &mut State) -> u32 {
        if let Some(seconds) = head.ttl {
            state.last_ttl = Some(seconds);
            return seconds;
        }
        if let Some(seconds) = state.default_ttl {
            return seconds;
        }
        if let Some(seconds) = state.last_ttl {
            self.tell_of_choice(here, seconds, "the last one given", "Knot, and NSD before 4.10, use");
            return seconds;
        }
        if head.rtype == RType::SOA {
            let minimum = here.tokens.get(head.type_at() + 7).and_then(|t| ttl::parse(t.text(here.bytes)));
            if let Some(Ok(seconds)) = minimum {
                state.default_ttl = Some(seconds);
                self.tell_of_choice(here, seconds, "the minimum of the SOA", "NSD and Knot use");
                return seconds;
            }
        }
        // What was not read may have held the `$TTL`, and that it was not read is said already.
        if self.complete && !self.ttl_missing {
            self.ttl_missing = true;
            let help = "put `$TTL 1h` at the top; servers refuse the zone or use a default of their own";
            let problem = Problem::at(here.tokens[0], "no TTL here or in a record before it, and no `$TTL`").help(help);
            self.report_as_it_is(&kinds::TTL_MISSING, here, problem);
        }
        FALLBACK_TTL
    }

    /// Says once for a zone what BIND takes as the TTL, where others take something else.
    fn tell_of_choice(&mut self, here: &Here, seconds: u32, what: &str, others: &str) {
        if self.is_ttl_chosen || seconds == FALLBACK_TTL || !self.complete {
            return;
        }
        self.is_ttl_chosen = true;
        let (taken, usual) = (ttl::format(seconds), ttl::format(FALLBACK_TTL));
        let message = format!("no TTL here and no `$TTL`: BIND uses {what}, {taken}; {others} {usual}");
        let help = format!("put `$TTL {taken}` at the top, so that all servers use the same");
        if self.report_as_it_is(&kinds::TTL_LEFT_TO_SERVER, here, Problem::at(here.tokens[0], message).help(help)) {
            self.offer_default_ttl(here, &taken);
        }
    }

    /// The line that says what BIND takes, at the top of the zone's own file.
    #[cold]
    fn offer_default_ttl(&mut self, here: &Here, taken: &str) {
        let Some(&file) = self.open.first().filter(|&&file| file == here.id) else { return };
        let bytes = self.sources.get(file).bytes();
        let start = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() as u32 } else { 0 };
        let end = if memchr::memmem::find(bytes, b"\r\n").is_some() { "\r\n" } else { "\n" };
        let top = Span { source: file, start, end: start };
        self.offer(Some(Fix::unsure(top, format!("$TTL {taken}{end}"))));
    }
}
