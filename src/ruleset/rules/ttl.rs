//! Which TTL ranges hold for a record.
//!
//! The highest layer that has an entry for the record decides alone: who says what a TTL should
//! be has said it. Inside that layer the most specific entry of each severity is held, so that a
//! file can say both what is absurd and what is merely unusual, and can except a type or an owner
//! from either. The gravest range that is broken is the one to report.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::diagnostic::Severity;

use crate::ruleset::file::TtlEntry;
use crate::ruleset::literals::{Literals, Pieces};
use crate::ruleset::pattern::OwnerPattern;
use crate::ruleset::rules::provenance::{Provenance, RuleEntry, Sourced};
use crate::ruleset::rules::scope::{Scope, ScopeTarget};
use crate::ruleset::rules::scopes::{Scopes, is_held};
use crate::ruleset::rules::service::Service;
use crate::ruleset::value::{Seconds, Setting, TtlRange};

/// An entry of `ttl:`.
#[derive(Clone, Debug)]
pub struct TtlRule {
    /// Mnemonics of types in upper case; none means every type.
    pub types: Vec<String>,
    /// Leading labels of the owner, relative to the zone.
    pub owner: Option<OwnerPattern>,
    /// The zones and files it is about.
    pub scope: Scope,
    /// TTLs that are fine.
    pub range: Sourced<TtlRange>,
    /// Severity of a TTL outside.
    pub severity: Setting,
    layer: u16,
}

impl TtlRule {
    pub(in crate::ruleset) fn new(entry: TtlEntry, scope: Scope, origin: Provenance) -> TtlRule {
        TtlRule {
            types: entry.types,
            owner: entry.owner,
            scope,
            range: origin.states(entry.range.value, entry.range.at),
            severity: entry.severity.unwrap_or(Setting::Warning),
            layer: origin.layer,
        }
    }

    /// Orders the entries of one layer: an owner says more than a type, a type more than a zone.
    fn specificity(&self) -> impl Ord + use<> {
        (self.owner.as_ref().map(OwnerPattern::specificity), !self.types.is_empty(), self.scope.is_narrow())
    }
}

/// The entries of all files, from the lowest file on.
#[derive(Debug)]
pub(in crate::ruleset) struct TtlEntries {
    all: Vec<TtlRule>,
    /// The indexes of entries, from the highest layer and most specific on; of equals the later first.
    by_rank: Vec<u32>,
    /// Which ranks hold for a place.
    scopes: Scopes,
    /// The ranks of entries by their types.
    by_type: HashMap<String, Vec<u32>>,
    of_any_type: Vec<u32>,
    /// The ranks of entries by pieces of their owners.
    by_owner: Literals,
}

impl TtlEntries {
    pub(in crate::ruleset) fn of(all: Vec<TtlRule>) -> TtlEntries {
        let mut by_rank: Vec<u32> = (0..all.len() as u32).collect();
        by_rank.sort_by_key(|&index| {
            let rule = &all[index as usize];
            Reverse((rule.layer, rule.specificity(), index))
        });
        let ranked = || by_rank.iter().map(|&index| &all[index as usize]);
        let owners = (0..).zip(ranked()).filter_map(|(rank, rule)| Some((rank, rule.owner.as_ref()?.pieces())));
        let by_owner = Literals::of(owners);
        let scopes = Scopes::of(ranked().map(|rule| &rule.scope));
        let (mut by_type, mut of_any_type) = (HashMap::<String, Vec<u32>>::new(), Vec::new());
        for (rank, rule) in (0..).zip(ranked()) {
            of_any_type.extend(rule.types.is_empty().then_some(rank));
            for rtype in rule.types.iter().collect::<BTreeSet<_>>() {
                by_type.entry(rtype.clone()).or_default().push(rank);
            }
        }
        TtlEntries { scopes, by_type, of_any_type, by_rank, by_owner, all }
    }

    pub(super) fn all(&self) -> &[TtlRule] {
        &self.all
    }

    /// The entries for a type in a place; those of all kinds are there to ask for the layers of services.
    pub(super) fn rules<'a>(&'a self, rtype: &str, place: ScopeTarget, entries: &'a [RuleEntry]) -> TtlRules<'a> {
        let TtlEntries { all, by_rank, scopes, by_type, of_any_type, by_owner } = self;
        let holding = scopes.holding(place);
        let of_type = by_type.get(rtype).into_iter().flatten();
        let rules = of_type.chain(of_any_type).map(|&rank| (rank, &all[by_rank[rank as usize] as usize]));
        let mut rules: Vec<(u32, &TtlRule)> =
            rules.filter(|(rank, rule)| is_held(&rule.scope, *rank, &holding)).collect();
        rules.sort_unstable_by_key(|(rank, _)| *rank);
        // Of those that are for every owner the first of each layer and severity counts.
        let mut met = HashSet::new();
        rules.retain(|(_, rule)| rule.owner.is_some() || met.insert((rule.layer, rule.severity)));
        let general = rules.iter().filter(|(_, rule)| rule.owner.is_none()).copied().collect();
        TtlRules { entries, by_owner, rules, general }
    }
}

/// The TTLs that no entry minds, worked out once: most records have one of them.
#[derive(Debug)]
pub(in crate::ruleset) struct FineTtls {
    /// Inside all ranges of entries and services.
    of_all: TtlRange,
    /// Inside all ranges of entries for a type, for the types that some entry names, sorted.
    by_type: Vec<(String, TtlRange)>,
    /// The same for the other types.
    of_others: TtlRange,
}

impl FineTtls {
    pub(in crate::ruleset) fn of(rules: &[TtlRule], services: &[Service]) -> FineTtls {
        let of_services = services.iter().filter_map(|service| service.ttl.as_ref());
        let of_others = inside(rules.iter().filter(|rule| rule.types.is_empty()).map(|rule| &rule.range));
        let mut by_type: BTreeMap<&String, TtlRange> = BTreeMap::new();
        for rule in rules {
            for rtype in &rule.types {
                let fine = by_type.entry(rtype).or_insert(of_others);
                *fine = both(*fine, rule.range.value);
            }
        }
        FineTtls {
            of_all: inside(rules.iter().map(|rule| &rule.range).chain(of_services)),
            by_type: by_type.into_iter().map(|(rtype, fine)| (rtype.clone(), fine)).collect(),
            of_others,
        }
    }

    /// Those that are inside all ranges of entries and services.
    pub(super) fn of_all(&self) -> TtlRange {
        self.of_all
    }

    /// Those that are inside all ranges of entries for a type.
    pub(super) fn of_type(&self, rtype: &str) -> TtlRange {
        let named = self.by_type.binary_search_by(|(named, _)| named.as_str().cmp(rtype));
        named.map_or(self.of_others, |at| self.by_type[at].1)
    }
}

fn inside<'a>(ranges: impl Iterator<Item = &'a Sourced<TtlRange>>) -> TtlRange {
    let any = TtlRange { min: Seconds(0), max: Seconds(u32::MAX) };
    ranges.map(|range| range.value).fold(any, both)
}

fn both(one: TtlRange, other: TtlRange) -> TtlRange {
    TtlRange { min: one.min.max(other.min), max: one.max.min(other.max) }
}

/// The entries that can hold for records of one type in one zone.
#[derive(Debug)]
pub struct TtlRules<'a> {
    /// Those of all kinds, by their numbers.
    entries: &'a [RuleEntry],
    /// The ranks of rules by pieces of their owners.
    by_owner: &'a Literals,
    /// Each after its rank.
    rules: Vec<(u32, &'a TtlRule)>,
    /// Those that are for every owner.
    general: Vec<(u32, &'a TtlRule)>,
}

impl<'a> TtlRules<'a> {
    /// Whether the answer differs between owners. If not, one answer serves every record
    /// without a service.
    pub fn depends_on_owner(&self) -> bool {
        self.rules.iter().any(|(_, rule)| rule.owner.is_some())
    }

    /// Whether some entry may be about an owner below the apex; its labels may go on with those of
    /// the apex.
    pub fn may_name<'l, L: Iterator<Item = &'l [u8]>>(&self, labels: impl Fn() -> L) -> bool {
        let likely = self.likely(labels());
        let mut patterns = likely.iter().filter_map(|(_, rule)| rule.owner.as_ref());
        patterns.any(|pattern| pattern.may_match(labels()))
    }

    /// The entries that may be about an owner, by rank.
    fn likely<'l>(&self, labels: impl Iterator<Item = &'l [u8]>) -> Cow<'_, [(u32, &'a TtlRule)]> {
        if self.by_owner.are_few() {
            return Cow::Borrowed(&self.rules);
        }
        let name = labels.collect::<Vec<_>>().join(b".".as_slice());
        let found = self.by_owner.found_in(&name);
        let at = found.iter().filter_map(|rank| self.rules.binary_search_by_key(rank, |(rank, _)| *rank).ok());
        let mut likely: Vec<(u32, &TtlRule)> =
            at.map(|at| self.rules[at]).chain(self.general.iter().copied()).collect();
        likely.sort_unstable_by_key(|(rank, _)| *rank);
        Cow::Owned(likely)
    }

    /// What holds for the owners that no entry names, and no service.
    pub fn held_elsewhere(&self) -> TtlRanges<'a> {
        Self::held_of(self.general.iter().map(|(_, rule)| *rule), None)
    }

    /// What holds for an owner, relative to the zone; for SRV records also what their service says.
    pub fn held(&self, owner: &[&[u8]], service: Option<&'a Service>) -> TtlRanges<'a> {
        let is_for = |rule: &&TtlRule| rule.owner.as_ref().is_none_or(|pattern| pattern.matches(owner));
        let likely = self.likely(owner.iter().copied());
        let rules = likely.iter().map(|(_, rule)| *rule).filter(is_for);
        Self::held_of(rules, service.and_then(|service| self.of_service(service)))
    }

    /// What holds of some entries, by rank, and of the range of a service.
    fn held_of(rules: impl Iterator<Item = &'a TtlRule>, own: Option<OfService<'a>>) -> TtlRanges<'a> {
        let mut held = TtlRanges::default();
        let mut rules = rules.map(|rule| (rule.layer, rule.severity, &rule.range)).peekable();
        let layer = match (&own, rules.peek()) {
            (Some(own), Some(rule)) => own.0.max(rule.0),
            (Some((layer, ..)), None) | (None, Some((layer, ..))) => *layer,
            (None, None) => return held,
        };
        let most_specific_first = own.into_iter().chain(rules).filter(|rule| rule.0 == layer);
        for (position, (_, setting, range)) in most_specific_first.enumerate() {
            match setting.severity() {
                Some(severity) => _ = held.ranges[severity as usize].get_or_insert(range),
                None if position == 0 => return TtlRanges::default(),
                None => {}
            }
        }
        held
    }

    /// A service's own range. Those of the packs are advice, a user's is a rule.
    fn of_service(&self, service: &'a Service) -> Option<OfService<'a>> {
        let range = service.ttl.as_ref()?;
        let entry = &self.entries[range.entry.0 as usize];
        let default = if entry.builtin { Setting::Info } else { Setting::Warning };
        Some((entry.layer, service.severity.unwrap_or(default), range))
    }
}

/// The layer, the severity and the range of a service's own TTLs.
type OfService<'a> = (u16, Setting, &'a Sourced<TtlRange>);

/// The ranges that hold for a record, at most one of each severity.
#[derive(Clone, Copy, Debug, Default)]
pub struct TtlRanges<'a> {
    /// By severity: info, warning, error.
    ranges: [Option<&'a Sourced<TtlRange>>; 3],
}

impl<'a> TtlRanges<'a> {
    /// The ranges, the gravest first.
    pub fn iter(&self) -> impl Iterator<Item = (Severity, &'a Sourced<TtlRange>)> + use<'a> {
        let ranges = self.ranges;
        [Severity::Error, Severity::Warning, Severity::Info]
            .into_iter()
            .filter_map(move |severity| Some((severity, ranges[severity as usize]?)))
    }

    /// The gravest range a TTL is outside of.
    pub fn broken_by(&self, ttl: u32) -> Option<(Severity, &'a Sourced<TtlRange>)> {
        self.iter().find(|(_, range)| !range.value.contains(ttl))
    }
}
