//! What the checks of missing final dots share: names without one, and what they spell out.

use std::ops::Range;

use crate::checks::ZoneContext;
use crate::checks::address::placement::MOST_NAMES;
use crate::diagnostic::{Diagnostic, Fix, Meta};
use crate::source::Span;
use crate::syntax::iana::arpa;
use crate::syntax::iana::tlds::is_tld;
use crate::syntax::name::ends_in;
use crate::zone::{NameId, RecordId, Zone};

/// Shorter words are names of hosts in many domains.
const LONG_ENOUGH: usize = 5;
/// All names are read for each target that is not there: of so many targets among so many names.
const MOST_TARGETS: usize = 32;

/// The origin in force at a record, as text.
pub(in crate::checks) struct Origin<'z> {
    zone: &'z Zone,
    name: NameId,
    /// The records it is in force for.
    over: Range<RecordId>,
    text: String,
    /// Whether names that end in the apex were meant whole. Those of other zones stand whole
    /// below labels like `_report` (RFC 7489 section 7.1).
    below_apex: bool,
}

impl<'z> Origin<'z> {
    pub(in crate::checks) fn at(zone: &'z Zone, id: RecordId) -> Origin<'z> {
        let (name, over) = zone.origin_over(id);
        let text = zone.name_text(name);
        Origin { zone, name, over, below_apex: name != zone.apex() && !text.contains('_'), text }
    }

    /// Goes on to another record.
    pub(in crate::checks) fn follow(&mut self, id: RecordId) {
        if !self.over.contains(&id) {
            *self = Origin::at(self.zone, id);
        }
    }

    /// Whether a text has all labels of the origin or of the apex at its end, or is a whole name
    /// of the reverse tree: then it was meant to be the whole name.
    pub(in crate::checks) fn is_spelled_out_by(&self, text: &[u8]) -> bool {
        let by_apex = || self.below_apex && ends_in(text, self.zone.apex_name().as_str());
        self.name != NameId::ROOT
            && (ends_in(text, &self.text) || ends_in(text, arpa::IN_ADDR) || ends_in(text, arpa::IP6) || by_apex())
            && text.contains(&b'.')
    }
}

/// A name that was written without a final dot, so that an origin was added.
pub(in crate::checks) struct Relative<'z> {
    pub(in crate::checks) text: &'z str,
    pub(in crate::checks) origin: Origin<'z>,
    span: Span,
}

impl<'z> Relative<'z> {
    /// The name that a word of a record is; `None` where the word is all of it, or `@`, or what
    /// is added to it is not known.
    pub(in crate::checks) fn at(cx: &ZoneContext<'z>, id: RecordId, span: Span) -> Option<Relative<'z>> {
        let cx = cx.zone;
        let text = std::str::from_utf8(cx.bytes(span)).ok()?;
        if text.ends_with('.') || text.contains(['@', '"']) {
            return None;
        }
        let origin = Origin::at(cx, id);
        let is_known = origin.name != NameId::ROOT && (cx.is_origin_known() || !cx.is_in_zone(origin.name));
        is_known.then_some(Relative { text, origin, span })
    }

    pub(in crate::checks) fn is_whole(&self) -> bool {
        self.origin.is_spelled_out_by(self.text.as_bytes())
    }

    /// Whether the name ends as those of other zones do, and none in this zone ends so: neither
    /// its last label nor anything below that exists under the origin.
    pub(in crate::checks) fn leads_out(&self) -> bool {
        let zone = self.origin.zone;
        let Some((_, last)) = self.text.rsplit_once('.').filter(|_| !self.text.contains('\\')) else { return false };
        let is_top_level = last.len() > 1 && last.bytes().all(|b| b.is_ascii_alphabetic())
            || last.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
        let mut parent = zone.labels(self.origin.name);
        // `host.sub` below `sub.example.com.` was written from one level up, which no dot mends; so was `host.lab` below
        // `lab.example.`, where that is no top-level domain.
        let is_one_host = || self.text.matches('.').count() == 1 && !is_tld(last.as_bytes());
        let is_level = parent.len() > 2 || parent.len() == 2 && is_one_host();
        let is_repeated = is_level && parent[0].eq_ignore_ascii_case(last.as_bytes());
        parent.insert(0, last.as_bytes());
        is_top_level && !is_repeated && !zone.is_known(&parent) && self.repeated_origin().is_none()
    }

    /// The name of an owner that was written from a level above the origin, and what of the origin it repeats:
    /// `host.lab` below `lab.example.com.`, where `host` is there.
    pub(in crate::checks) fn repeated_origin(&self) -> Option<(String, &'z str)> {
        let zone = self.origin.zone;
        let (text, origin) = (self.text, zone.labels(self.origin.name));
        let dots = text.match_indices('.').map(|(at, _)| at).filter(|_| !text.contains('\\'));
        let meant = dots.filter_map(|at| {
            let (front, repeated) = (&text[..at], &text[at + 1..]);
            let labels: Vec<&str> = repeated.split('.').collect();
            let is_repeated = labels.len() < origin.len()
                && labels.iter().zip(&origin).all(|(one, other)| one.as_bytes().eq_ignore_ascii_case(other));
            let name = format!("{front}.{}", self.origin.text);
            let is_owner = || zone.find(&name).is_some_and(|found| zone.is_owner(found));
            (is_repeated && is_owner()).then_some((name, repeated))
        });
        meant.last()
    }

    /// The one owner of the zone that starts with the first label, where the last is no top-level domain: `etcd-0.okd`
    /// for `etcd-0.lab`.
    pub(in crate::checks) fn same_host(&self) -> Option<RecordId> {
        let zone = self.origin.zone;
        let mut labels = self.text.split('.');
        let (first, last) = (labels.next()?, labels.next_back()?);
        let are_too_many = zone.dangling().len() > MOST_TARGETS || zone.names().len() > MOST_NAMES;
        if are_too_many || is_tld(last.as_bytes()) || !first.contains(['-', '_']) && first.len() < LONG_ENOUGH {
            return None;
        }
        let is_same = |&name: &NameId| {
            zone.is_in_zone(name)
                && zone.first_label(name).eq_ignore_ascii_case(first.as_bytes())
                && zone.has_address(name)
        };
        let mut same = zone.names().filter(is_same);
        let host = same.next().filter(|_| same.next().is_none())?;
        zone.records_of(host).first().copied()
    }

    /// The finding that shows what became of the name, and where the dot belongs.
    pub(in crate::checks) fn finding(&self, meta: &'static Meta, cx: &ZoneContext, id: RecordId) -> Diagnostic {
        let Relative { text, span, .. } = *self;
        let message = format!("`{text}` has no final dot, so it is `{text}.{}`", self.origin.text);
        let dot = Span { start: span.end, ..span };
        Diagnostic::new(meta, span, message)
            .label(dot, "a dot is missing here")
            .fix(if self.is_twice() { Fix::safe(dot, ".") } else { Fix::unsure(dot, ".") })
            .help(self.what_to_type())
            .subject(cx.subject(id))
    }

    /// Whether the name of the zone is there twice without the dot.
    fn is_twice(&self) -> bool {
        self.is_whole() && ends_in(self.text.as_bytes(), self.origin.zone.apex_name().as_str())
    }

    /// Whether the zone has the name that it is with the dot.
    pub(in crate::checks) fn exists_with_dot(&self) -> bool {
        let zone = self.origin.zone;
        zone.find(&format!("{}.", self.text)).is_some_and(|name| zone.exists(name))
    }

    fn what_to_type(&self) -> String {
        let Relative { text, origin, .. } = self;
        if !ends_in(text.as_bytes(), &origin.text) {
            return format!("write `{text}.` if that is the full name: without the dot the origin is added");
        }
        let front = text.get(..(text.len() + 1).saturating_sub(origin.text.len())).unwrap_or_default();
        let short = if front.is_empty() { "@" } else { front.trim_end_matches('.') };
        format!("write `{text}.`, or only `{short}`: without the dot the origin is added")
    }
}
