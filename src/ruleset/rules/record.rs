//! What is expected of records of any type.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::ruleset::file::{RecordRule, Spanned};
use crate::ruleset::literals::{Literals, Pieces};
use crate::ruleset::pattern::{DataPattern, OwnerPattern};
use crate::ruleset::rules::provenance::{Provenance, Sourced};
use crate::ruleset::rules::scope::{Scope, ScopeTarget};
use crate::ruleset::rules::scopes::Scopes;
use crate::ruleset::rules::service::Service;
use crate::ruleset::value::{RecordPresence, Setting};

/// An entry of `records:`.
#[derive(Clone, Debug)]
pub struct ExpectedRecord {
    /// The owner, relative to the zone; without a `*` where the record is required.
    pub name: Sourced<OwnerPattern>,
    /// Mnemonics of the type, in upper case; any of them will do.
    pub types: Vec<String>,
    /// The zones and files it is about.
    pub scope: Scope,
    /// Whether the record has to be there.
    pub presence: RecordPresence,
    /// What the data have to be; none where any will do.
    pub data: Option<ExpectedData>,
    /// Severity of what is found here, if the entry says so.
    pub severity: Option<Setting>,
    layer: u16,
}

/// What the data of a record have to be.
#[derive(Clone, Debug)]
pub enum ExpectedData {
    /// `match`: one of these patterns.
    Like(DataPatterns),
    /// `value`: these texts, and of a required record all of them.
    Exactly(DataPatterns),
}

/// Patterns or texts, any of which may be those of a record.
#[derive(Clone, Debug)]
pub struct DataPatterns {
    stated: Sourced<Vec<DataPattern>>,
    /// Worked out when data are first held against them.
    literals: OnceLock<Literals>,
}

impl DataPatterns {
    fn of(stated: Sourced<Vec<DataPattern>>) -> DataPatterns {
        DataPatterns { stated, literals: OnceLock::new() }
    }

    /// The numbers of those that may match some data.
    fn found_in(&self, data: &[u8]) -> Cow<'_, [u32]> {
        let all = || (0..).zip(&self.stated.value).map(|(number, pattern)| (number, pattern.pieces()));
        self.literals.get_or_init(|| Literals::of(all())).found_in(data)
    }
}

impl ExpectedData {
    /// The key it is written under.
    pub fn key(&self) -> &'static str {
        match self {
            ExpectedData::Like(_) => "match",
            ExpectedData::Exactly(_) => "value",
        }
    }

    /// The patterns or texts.
    pub fn stated(&self) -> &Sourced<Vec<DataPattern>> {
        &self.listed().stated
    }

    fn listed(&self) -> &DataPatterns {
        let (ExpectedData::Like(listed) | ExpectedData::Exactly(listed)) = self;
        listed
    }

    /// Whether the data of a record are among them. Letters of either case are the same, but for
    /// texts that are given in full.
    pub fn allows(&self, data: &[u8], zone: &str, is_text: bool) -> bool {
        self.allowing(data, zone, is_text).next().is_some()
    }

    /// The texts among which no record has its data; of patterns one that fits is enough.
    pub fn lacking<'a>(&'a self, all: &[Vec<u8>], zone: &str, is_text: bool) -> Vec<&'a DataPattern> {
        let mut allowing = all.iter().flat_map(|data| self.allowing(data, zone, is_text));
        let stated = self.stated().value.iter();
        match self {
            ExpectedData::Exactly(_) => {
                let there: HashSet<usize> = allowing.collect();
                stated.enumerate().filter(|(number, _)| !there.contains(number)).map(|(_, one)| one).collect()
            }
            ExpectedData::Like(_) if allowing.next().is_some() => Vec::new(),
            ExpectedData::Like(_) => stated.collect(),
        }
    }

    /// The numbers of the patterns or texts that fit some data.
    fn allowing(&self, data: &[u8], zone: &str, is_text: bool) -> impl Iterator<Item = usize> {
        let all = &self.stated().value;
        let found = self.listed().found_in(data).into_owned().into_iter().map(|number| number as usize);
        found.filter(move |&number| self.is(&all[number], data, zone, is_text))
    }

    fn is(&self, one: &DataPattern, data: &[u8], zone: &str, is_text: bool) -> bool {
        match self {
            ExpectedData::Like(_) => one.matches(data, zone, is_text),
            ExpectedData::Exactly(_) => one.is(data, zone, is_text),
        }
    }
}

impl ExpectedRecord {
    pub(in crate::ruleset) fn new(rule: RecordRule, scope: Scope, origin: Provenance) -> ExpectedRecord {
        let like = rule.patterns.map(|patterns| ExpectedData::Like(DataPatterns::of(origin.stated(patterns))));
        let exactly = rule.value.map(|value| ExpectedData::Exactly(DataPatterns::of(origin.stated(value))));
        ExpectedRecord {
            name: origin.stated(rule.name),
            types: rule.types,
            scope,
            presence: rule.presence.map_or(RecordPresence::Required, |presence: Spanned<_>| presence.value),
            data: exactly.or(like),
            severity: rule.severity,
            layer: origin.layer,
        }
    }
}

/// The entries of all files, from the lowest file on.
#[derive(Debug, Default)]
pub(in crate::ruleset) struct ExpectedRecords {
    all: Vec<ExpectedRecord>,
    scopes: Scopes,
    /// What each is about, as a number, where a file speaks of the name and type that one below speaks of.
    about: Option<Vec<u32>>,
}

impl ExpectedRecords {
    pub(in crate::ruleset) fn of(all: Vec<ExpectedRecord>) -> ExpectedRecords {
        let mut numbers: HashMap<(&str, &[String]), (u32, u16)> = HashMap::new();
        let mut is_laid_over = false;
        let about: Vec<u32> = (0..)
            .zip(&all)
            .map(|(number, record)| {
                let key = (record.name.value.as_str(), record.types.as_slice());
                let (first, layer) = *numbers.entry(key).or_insert((number, record.layer));
                is_laid_over |= layer != record.layer;
                first
            })
            .collect();
        let about = is_laid_over.then_some(about);
        ExpectedRecords { scopes: Scopes::of(all.iter().map(|record| &record.scope)), about, all }
    }

    pub(super) fn all(&self) -> &[ExpectedRecord] {
        &self.all
    }

    /// Those for a place: of entries about one name and type, those of the highest file.
    pub(super) fn in_place(&self, place: ScopeTarget) -> impl Iterator<Item = &ExpectedRecord> {
        let ExpectedRecords { all, scopes, about } = self;
        let mut in_place = scopes.in_place(place);
        if let Some(about) = about {
            let layer = |number: u32| all[number as usize].layer;
            let of = |number: u32| about[number as usize];
            // The later are those of the higher files.
            let highest: HashMap<u32, u16> = in_place.iter().map(|&number| (of(number), layer(number))).collect();
            in_place.retain(|&number| highest[&of(number)] == layer(number));
        }
        in_place.into_iter().map(|number| &all[number as usize])
    }
}

/// The patterns for the owners of records that rules speak of, each once.
#[derive(Debug, Default)]
pub(in crate::ruleset) struct WildOwners {
    patterns: Vec<OwnerPattern>,
    literals: Literals,
}

impl WildOwners {
    /// Those of entries of `records`, and of what services want beside them or not.
    pub(in crate::ruleset) fn of(records: &[ExpectedRecord], services: &[Service]) -> WildOwners {
        let of_records = records.iter().map(|record| &record.name.value);
        let companions = services.iter().flat_map(|service| service.with.iter().chain(&service.without));
        let all = of_records.chain(companions.map(|companion| &companion.value.name));
        let mut met = HashSet::new();
        let wild = all.filter(|name| !name.is_name() && met.insert(name.as_str()));
        let patterns: Vec<OwnerPattern> = wild.cloned().collect();
        let literals = Literals::of((0..).zip(&patterns).map(|(number, pattern)| (number, pattern.pieces())));
        WildOwners { patterns, literals }
    }

    /// Those that stand for an owner, relative to the zone.
    pub(super) fn like(&self, owner: &[&[u8]]) -> Vec<&OwnerPattern> {
        let found = self.literals.found_in(&owner.join(b".".as_slice()));
        let likely = found.iter().map(|&number| &self.patterns[number as usize]);
        likely.filter(|pattern| pattern.is_whole(owner)).collect()
    }
}
