//! The names that SPF records name, for checks of other subjects.

use super::octets::OctetMap;
use super::spf_terms::Term;
use super::spf_tree;
use crate::checks::ZoneContext;
use crate::source::Span;
use crate::zone::RecordId;

/// A term that names a host or a domain.
pub(in crate::checks) struct SpfName {
    pub record: RecordId,
    /// The term.
    pub at: Span,
    /// Absolute, in lower case.
    pub name: String,
}

/// Those of a zone, in order.
pub(in crate::checks) fn of_zone<'v>(cx: &'v ZoneContext<'v>) -> Vec<SpfName> {
    let mut names = Vec::new();
    for policy in spf_tree::of_zone(cx) {
        let record = policy.text.record;
        let is_name = |term: &Term| ["a", "mx", "include", "redirect"].iter().any(|name| term.is(name));
        let mut map = None;
        for term in policy.text.terms().filter(|term| is_name(term) && term.value().is_some()) {
            let map = map.get_or_insert_with(|| OctetMap::of(&cx.zone.entry(record)));
            let name = term.domain().map(|name| format!("{}.", name.to_ascii_lowercase()));
            names.extend(name.map(|name| SpfName { record, at: map.span(term.octets()), name }));
        }
    }
    names
}
