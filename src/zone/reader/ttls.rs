//! The TTL of a record that gives none.

use super::{FALLBACK_TTL, Here, Reader, State};
use crate::syntax::entry::Head;
use crate::syntax::rdata::RType;
use crate::syntax::{Problem, kinds, ttl};

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
            self.report(&kinds::TTL_MISSING, here, problem);
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
        self.report(&kinds::TTL_LEFT_TO_SERVER, here, Problem::at(here.tokens[0], message).help(help));
    }
}
