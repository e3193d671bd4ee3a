//! A name with a dot where its like have a hyphen.

use crate::checks::address::placement::{Placement, by_host};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity, UNSAFE};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::text::words::{keep_repeated, pattern};
use crate::zone::NumberMap;

pub(super) static META: Meta = Meta {
    id: "hyphen-typed-as-dot",
    summary: "a host name has a dot where similar names have a hyphen",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("hyphen_typed_as_dot.md"),
    overlap: &[OverlapGroup::Name.rank(5)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// So many names at least have the hyphen.
const COMMON: usize = 5;
/// Only so few have the dot.
const RARE: usize = 2;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.placements().len() <= COMMON {
        return;
    }
    if !has_domains(cx) || !has_common_first_label(cx) {
        return;
    }
    let mut like = Alike::default();
    let of_place = |place: &Placement| pattern(&cx.zone.labels(place.host));
    let patterns: Vec<u64> = cx.placements().iter().map(of_place).collect();
    for (&pattern, &place) in patterns.iter().zip(cx.placements()) {
        like.entry(pattern).or_insert((0, place)).0 += 1;
    }
    let is_hyphenated = |place: &Placement| cx.zone.labels(place.host).iter().any(|label| label.contains(&b'-'));
    if !like.values().any(|(count, place)| *count >= COMMON && is_hyphenated(place)) {
        return;
    }
    for (pattern, &place) in patterns.iter().zip(cx.placements()) {
        let rare = like.get(pattern).is_some_and(|(count, _)| *count <= RARE);
        if rare && let Some((meant, other)) = with_hyphen(&cx.zone.labels(place.host), &like) {
            findings.add(finding(cx, place, &meant, other));
        }
    }
}

/// Whether the first labels of enough names differ in their numbers alone, as those of names do that
/// differ in nothing else.
fn has_common_first_label(cx: &ZoneContext) -> bool {
    let mut patterns = Vec::with_capacity(cx.placements().len());
    for places in by_host(cx.placements()) {
        let of_host = pattern(&[cx.zone.first_label(places[0].host)]);
        patterns.extend(std::iter::repeat_n(of_host, places.len()));
    }
    keep_repeated(&mut patterns, COMMON as u8, |pattern| *pattern);
    patterns.sort_unstable();
    patterns.windows(COMMON).any(|run| run[0] == run[COMMON - 1])
}

/// Whether the hosts are in more than one domain: otherwise there is no dot between two labels of theirs.
fn has_domains(cx: &ZoneContext) -> bool {
    let mut hosts = cx.placements().iter().filter(|place| place.host != cx.zone.apex());
    let first = hosts.next().map(|place| place.domain);
    hosts.any(|place| Some(place.domain) != first)
}

/// How many names have a pattern, and one of them.
type Alike = NumberMap<u64, (usize, Placement)>;

/// The name with a hyphen in place of one of its dots, where that makes it like many others.
fn with_hyphen(labels: &[&[u8]], like: &Alike) -> Option<(Vec<u8>, (usize, Placement))> {
    (1..labels.len()).find_map(|at| {
        let joined = [labels[at - 1], labels[at]].join(&b'-');
        let name = [&labels[..at - 1], &[joined.as_slice()], &labels[at + 1..]].concat();
        let found = like.get(&pattern(&name)).filter(|(count, _)| *count >= COMMON)?;
        Some((name.join(&b'.'), *found))
    })
}

fn finding(cx: &ZoneContext, place: Placement, meant: &[u8], (count, other): (usize, Placement)) -> Diagnostic {
    let name = cx.zone.name_text(place.host);
    let meant = String::from_utf8_lossy(meant).into_owned();
    let at: Span = place.host_at(cx.zone);
    Diagnostic::new(&META, at, format!("`{name}` has a dot where {count} similar names have a hyphen"))
        .label(other.host_at(cx.zone), "one of them")
        .fix(match cx.zone.record(place.record).rtype {
            RType::PTR => cx.renamed(place.record, at, &meant),
            _ => cx.renamed_owner(place.host, &meant),
        })
        .help(format!("did you mean `{meant}.`?"))
        .subject(cx.subject(place.record))
}
