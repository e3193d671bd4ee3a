//! A host in one domain, and one a slip away in the domain where its like have a twin.

use std::cell::LazyCell;
use std::collections::HashMap;

use crate::checks::address::placement::Placement;
use crate::checks::address::twins::{TwinHost, Twins};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::text::typo_index::TypoIndex;
use crate::text::words;
use crate::text::words::without_repeat;
use crate::zone::{NumberMap, NumberSet};

pub(super) static META: Meta = Meta {
    id: "host-name-unmatched",
    summary: "a host is named differently in two domains that otherwise have the same hosts",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("host_name_unmatched.md"),
    overlap: &[OverlapGroup::Name.rank(6), OverlapGroup::Change.rank(2)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Letters that a mistyped word has at least.
const SHORTEST: usize = 4;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.domains().len() <= 1 {
        return;
    }
    let twins = Twins::of(cx.domains());
    let (mut are_twins, siblings) = (HashMap::new(), LazyCell::new(|| Siblings::of(cx)));
    for pair in pairs(&twins) {
        if *are_twins.entry(pair.domains).or_insert_with(|| twins.are(pair.domains.0, pair.domains.1)) {
            findings.add(finding(cx, pair, &siblings));
        }
    }
}

/// So many hosts with other numbers at least tell that a name is spelled right.
const SIBLINGS: usize = 2;

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

fn finding(cx: &ZoneContext, HostPair { mut wrong, mut right, .. }: HostPair, siblings: &Siblings) -> Diagnostic {
    let siblings = [wrong, right].map(|place| siblings.count(cx, place));
    if siblings[0] >= SIBLINGS && siblings[1] == 0 {
        (wrong, right) = (right, wrong);
    }
    let is_told = siblings.contains(&0) && siblings.iter().any(|count| *count >= SIBLINGS);
    let [name, like] = [wrong, right].map(|place| cx.zone.name_text(place.host));
    let message = format!("`{name}` and `{like}` are one typo apart, and neither name is in the other domain");
    let meant = is_told.then(|| {
        let [label, domain] = [&like, &name].map(|name| name.split_once('.').unwrap_or((name, "")));
        format!("{}.{}", label.0, domain.1)
    });
    let help = match &meant {
        Some(meant) => format!("did you mean `{meant}`? other hosts are named like that with other numbers"),
        None => "nearly all hosts have the same name in both domains: is one of these mistyped?".to_owned(),
    };
    let fix = meant.and_then(|meant| match cx.zone.record(wrong.record).rtype {
        RType::PTR => cx.renamed(wrong.record, wrong.host_at(cx.zone), &meant),
        _ => cx.renamed_owner(wrong.host, &meant),
    });
    Diagnostic::new(&META, wrong.host_at(cx.zone), message)
        .label(right.host_at(cx.zone), "the other")
        .help(help)
        .fix(fix)
        .subject(cx.subject(wrong.record))
}

/// The numbers of hosts that are named alike but for them, by what they have in common.
struct Siblings(NumberMap<u64, NumberSet<u64>>);

impl Siblings {
    fn of(cx: &ZoneContext) -> Siblings {
        let mut numbers: NumberMap<u64, NumberSet<u64>> = NumberMap::default();
        for host in cx.numbered_hosts() {
            numbers.entry(host.stem).or_default().insert(host.number);
        }
        Siblings(numbers)
    }

    /// How many others there are.
    fn count(&self, cx: &ZoneContext, place: Placement) -> usize {
        let stem = words::numbered(cx.zone.first_label(place.host)).map(|(_, stem)| stem);
        stem.and_then(|stem| self.0.get(&stem)).map_or(0, |numbers| numbers.len().saturating_sub(1))
    }
}
