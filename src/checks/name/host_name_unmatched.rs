//! A host in one domain, and one a slip away in the domain where its like have a twin.

use std::collections::HashMap;

use crate::checks::address::placement::Placement;
use crate::checks::address::twins::{TwinHost, Twins};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::text::typo_index::TypoIndex;
use crate::text::words::without_repeat;

pub(super) static META: Meta = Meta {
    id: "host-name-unmatched",
    summary: "a host is named differently in two domains that otherwise have the same hosts",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("host_name_unmatched.md"),
    overlap: &[OverlapGroup::Name.rank(6), OverlapGroup::Change.rank(2)],
    ..Meta::DEFAULT
};

/// Letters that a mistyped word has at least.
const SHORTEST: usize = 4;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.domains().len() <= 1 {
        return;
    }
    let twins = Twins::of(cx.domains());
    let mut are_twins = HashMap::new();
    for HostPair { wrong, right, domains } in pairs(&twins) {
        if *are_twins.entry(domains).or_insert_with(|| twins.are(domains.0, domains.1)) {
            findings.add(finding(cx, wrong, right));
        }
    }
}

/// Two hosts of two domains that may be meant to have one name.
struct HostPair {
    /// What is shown first.
    wrong: Placement,
    right: Placement,
    domains: (usize, usize),
}

/// The hosts that stand in no other domain and are one slip away from such a host of another.
fn pairs(twins: &Twins) -> Vec<HostPair> {
    let alone = twins.alone();
    let near = TypoIndex::of(alone.iter().map(|host| (host.label.to_vec(), host)));
    let by_label: HashMap<&[u8], &TwinHost> = alone.iter().map(|host| (host.label, host)).collect();
    let mut pairs = Vec::new();
    for host in &alone {
        let mut told = None;
        for (right, other, typo) in near.like(host.label) {
            let is_next = other.domain > host.domain && told != Some(other.domain);
            if is_next && typo.is_believable_in(right, host.label, SHORTEST) {
                told = Some(other.domain);
                // Which of the two is right nobody can tell: the later is shown first.
                let [one, two] = [host, other].map(|host| host.places[0]);
                let (right, wrong) = if one.record < two.record { (one, two) } else { (two, one) };
                pairs.push(HostPair { wrong, right, domains: (host.domain, other.domain) });
            }
        }
        let meant = without_repeat(host.label).and_then(|meant| by_label.get(meant.as_slice()).copied());
        if let Some(other) = meant.filter(|other| other.domain != host.domain) {
            let domains = (host.domain.min(other.domain), host.domain.max(other.domain));
            pairs.push(HostPair { wrong: host.places[0], right: other.places[0], domains });
        }
    }
    pairs
}

fn finding(cx: &ZoneContext, place: Placement, other: Placement) -> Diagnostic {
    let [name, like] = [place, other].map(|place| cx.zone.name_text(place.host));
    let message = format!("`{name}` and `{like}` are one typo apart, and neither name is in the other domain");
    Diagnostic::new(&META, place.host_at(cx.zone), message)
        .label(other.host_at(cx.zone), "the other")
        .help("nearly all hosts have the same name in both domains: is one of these mistyped?")
        .subject(cx.subject(place.record))
}
