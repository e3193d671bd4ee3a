//! What is expected of records of any type.

use super::file::{RecordRule, Spanned};
use super::pattern::{DataPattern, OwnerPattern};
use super::scope::{Place, Scope};
use super::service::Origin;
use super::set::{RuleSet, Stated};
use super::value::{Presence, Setting};

/// An entry of `records:`.
#[derive(Clone, Debug)]
pub struct ExpectedRecord {
    /// The owner, relative to the zone; without a `*` where the record is required.
    pub name: Stated<OwnerPattern>,
    /// Mnemonics of the type, in upper case; any of them will do.
    pub types: Vec<String>,
    /// The zones and files it is about.
    pub scope: Scope,
    /// Whether the record has to be there.
    pub presence: Presence,
    /// What the data have to be; none where any will do.
    pub data: Option<Data>,
    /// Severity of what is found here, if the entry says so.
    pub severity: Option<Setting>,
    layer: u16,
}

/// What the data of a record have to be.
#[derive(Clone, Debug)]
pub enum Data {
    /// `match`: one of these patterns.
    Like(Stated<Vec<DataPattern>>),
    /// `value`: these texts, and of a required record all of them.
    Exactly(Stated<Vec<DataPattern>>),
}

impl Data {
    /// The key it is written under.
    pub fn key(&self) -> &'static str {
        match self {
            Data::Like(_) => "match",
            Data::Exactly(_) => "value",
        }
    }

    /// The patterns or texts.
    pub fn stated(&self) -> &Stated<Vec<DataPattern>> {
        let (Data::Like(stated) | Data::Exactly(stated)) = self;
        stated
    }

    /// Whether the data of a record are among them. Letters of either case are the same, but for
    /// texts that are given in full.
    pub fn allows(&self, data: &[u8], zone: &str, is_text: bool) -> bool {
        self.stated().value.iter().any(|one| self.is(one, data, zone, is_text))
    }

    /// The texts among which no record has its data; of patterns one that fits is enough.
    pub fn lacking<'a>(&'a self, all: &[Vec<u8>], zone: &str, is_text: bool) -> Vec<&'a DataPattern> {
        let has = |one: &&DataPattern| all.iter().any(|data| self.is(one, data, zone, is_text));
        let stated = self.stated().value.iter();
        match self {
            Data::Exactly(_) => stated.filter(|one| !has(one)).collect(),
            Data::Like(_) if stated.clone().any(|one| has(&one)) => Vec::new(),
            Data::Like(_) => stated.collect(),
        }
    }

    fn is(&self, one: &DataPattern, data: &[u8], zone: &str, is_text: bool) -> bool {
        match self {
            Data::Like(_) => one.matches(data, zone, is_text),
            Data::Exactly(_) => one.is(data, zone, is_text),
        }
    }
}

impl ExpectedRecord {
    pub(super) fn new(rule: RecordRule, scope: Scope, origin: Origin) -> ExpectedRecord {
        let like = rule.patterns.map(|patterns| Data::Like(origin.stated(patterns)));
        let exactly = rule.value.map(|value| Data::Exactly(origin.stated(value)));
        ExpectedRecord {
            name: origin.stated(rule.name),
            types: rule.types,
            scope,
            presence: rule.presence.map_or(Presence::Required, |presence: Spanned<_>| presence.value),
            data: exactly.or(like),
            severity: rule.severity,
            layer: origin.layer,
        }
    }

    fn is_about_the_same_as(&self, other: &ExpectedRecord) -> bool {
        self.name.value == other.name.value && self.types == other.types
    }
}

impl RuleSet {
    /// All entries, from the lowest file on.
    pub fn records(&self) -> &[ExpectedRecord] {
        &self.records
    }

    /// What is expected in a zone: of entries about one name and type, those of the highest file.
    pub fn records_in<'a>(&'a self, place: impl Into<Place<'a>>) -> impl Iterator<Item = &'a ExpectedRecord> {
        let place = place.into();
        let all = move || self.records.iter().filter(move |record| record.scope.holds(place));
        all().filter(move |own| !all().any(|other| other.layer > own.layer && other.is_about_the_same_as(own)))
    }
}
