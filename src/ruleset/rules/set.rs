//! All rules of a run, ready for the questions checks ask.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Note;
use crate::source::{SourceId, Sources, Span};
use crate::syntax::swar;

use crate::ruleset::file::{Extent, ProviderRule, RuleFile, ServiceRule};
use crate::ruleset::literals::{Literals, Pieces};
use crate::ruleset::pack::Pack;
use crate::ruleset::pattern::{OwnerPattern, TargetPattern, between_stars};
use crate::ruleset::rules::check::{CheckSettings, Said};
use crate::ruleset::rules::file_selection::FileSelection;
use crate::ruleset::rules::record::{ExpectedRecord, ExpectedRecords, WildOwners};
use crate::ruleset::rules::scope::{Scope, ScopeTarget};
use crate::ruleset::rules::scopes::{Scopes, is_held};
use crate::ruleset::rules::service::{Layering, Provenance, Service};
use crate::ruleset::rules::ttl::{FineTtls, TtlEntries, TtlRule};
use crate::ruleset::rules::user_entry::{self, UserEntry};
use crate::ruleset::value::ServerSoftware;

/// Which entry of a rule file said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryId(pub(in crate::ruleset) u32);

/// A value of a rule, where it is written, and the entry it is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the rule file.
    pub span: Span,
    /// The entry, for its reason and source: [`RuleSet::entry`].
    pub entry: EntryId,
}

/// An entry of a rule file, as findings speak of it.
#[derive(Clone, Debug)]
pub struct RuleEntry {
    /// The whole entry.
    pub span: Span,
    /// Why it is there.
    pub reason: Option<String>,
    /// Where that is written down.
    pub source: Option<String>,
    /// Whether comments in zones may silence what it finds.
    pub ignorable: bool,
    /// Whether it is one of a pack that comes with the program.
    pub builtin: bool,
    pub(in crate::ruleset) layer: u16,
}

impl RuleEntry {
    /// Reason and source, for a finding.
    pub fn note(&self) -> Option<Box<Note>> {
        self.note_with(&self.reason, &self.source)
    }

    /// Reason and source of a part of it that has its own.
    pub fn note_with(&self, reason: &Option<String>, source: &Option<String>) -> Option<Box<Note>> {
        let (own, is_said) = (!self.builtin, reason.is_some() || source.is_some());
        is_said.then(|| Box::new(Note::Rule { reason: reason.clone(), source: source.clone(), own }))
    }
}

/// Targets that belong to one service at one port.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The provider's names.
    pub target: Sourced<Vec<TargetPattern>>,
    /// The service they offer.
    pub service: Sourced<OwnerPattern>,
    /// Its port.
    pub port: Sourced<u16>,
}

impl Provider {
    fn new(rule: ProviderRule, origin: Provenance) -> Provider {
        Provider {
            target: origin.stated(rule.target),
            service: origin.stated(rule.service),
            port: origin.states(rule.port.value.0, rule.port.at),
        }
    }
}

/// The rules in force.
#[derive(Debug)]
pub struct RuleSet {
    servers: Vec<ServerSoftware>,
    services: Vec<Service>,
    service_scopes: Scopes,
    requires_services: bool,
    /// Indexes of services whose first label holds no glob, by that label.
    by_label: Vec<u32>,
    /// Where those of each label are in `by_label`, by how the label starts and then by all of it.
    labels: Vec<(u64, Range<usize>)>,
    /// Indexes of the others, by pieces of their first labels.
    globbed: Literals,
    providers: Vec<Provider>,
    provider_targets: Literals,
    pub(in crate::ruleset) ttl: TtlEntries,
    pub(in crate::ruleset) fine_ttls: FineTtls,
    pub(in crate::ruleset) records: ExpectedRecords,
    pub(in crate::ruleset) wild_owners: WildOwners,
    pub(in crate::ruleset) checks: CheckSettings,
    pub(in crate::ruleset) written: Vec<UserEntry>,
    /// Which files are read, and as which zones.
    pub file_selection: FileSelection,
    entries: Vec<RuleEntry>,
    builtin: Vec<SourceId>,
    layers: Vec<SourceId>,
}

impl RuleSet {
    /// The rules without any file of the user's.
    pub fn builtin(sources: &mut Sources) -> RuleSet {
        RuleSet::of(vec![Layer::of_pack(&Pack::RECOMMENDED, sources)])
    }

    /// Lays files over each other, the lowest first.
    pub(in crate::ruleset) fn of(layers: Vec<Layer>) -> RuleSet {
        let mut builder = RuleSetBuilder::default();
        for (number, layer) in layers.into_iter().enumerate() {
            builder.lay(layer, u16::try_from(number).unwrap_or(u16::MAX));
        }
        builder.finish()
    }

    /// What answers for an owner: the pattern with the most labels, of these the one with the
    /// fewest globs, of these the one of the highest layer.
    pub fn service<'p>(&self, owner: &[&[u8]], place: impl Into<ScopeTarget<'p>>) -> Option<&Service> {
        self.services_starting(owner, place).into_iter().find(|service| service.pattern.matches(owner))
    }

    /// What may answer for owners that start with some labels, whatever labels follow; of those that match
    /// an owner the first answers.
    pub fn services_starting<'p>(&self, labels: &[&[u8]], place: impl Into<ScopeTarget<'p>>) -> Vec<&Service> {
        let first = labels.first().copied().unwrap_or_default();
        let (globbed, holding) = (self.globbed.found_in(first), self.service_scopes.holding(place.into()));
        let indexes = self.with_first_label(first).iter().chain(&*globbed);
        let all = indexes.map(|&index| (index, &self.services[index as usize]));
        let may_answer = |(index, service): &(u32, &Service)| {
            is_held(&service.scope, *index, &holding) && service.pattern.may_match(labels.iter().copied())
        };
        let mut starting: Vec<_> = all.filter(may_answer).collect();
        starting.sort_by_key(|(index, service)| Reverse((service.pattern.specificity(), service.layer, *index)));
        starting.into_iter().map(|(_, service)| service).collect()
    }

    /// The servers that the zones are for, as the highest file that names any has them.
    pub fn servers(&self) -> &[ServerSoftware] {
        &self.servers
    }

    /// Every service of every zone.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// Whether some service has to be there.
    pub fn requires_services(&self) -> bool {
        self.requires_services
    }

    /// What is said of each pattern in a zone; where that differs between zones, only what is
    /// said for this one.
    pub fn services_in<'a>(&'a self, place: impl Into<ScopeTarget<'a>>) -> impl Iterator<Item = &'a Service> {
        let in_place = self.service_scopes.in_place(place.into());
        let in_place: Vec<&Service> = in_place.into_iter().map(|index| &self.services[index as usize]).collect();
        // Those of one pattern stand together, the narrowest last.
        let narrowest = in_place.chunk_by(|one, other| one.pattern == other.pattern).filter_map(|alike| alike.last());
        narrowest.copied().collect::<Vec<_>>().into_iter()
    }

    /// The services that have a port as their own.
    pub fn services_with_port(&self, port: u16) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(move |service| service.port.as_ref().is_some_and(|own| own.value == port))
    }

    /// The first labels there are services for, each once, in lower case, sorted.
    pub fn service_labels(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(|(_, range)| self.label_of(range))
    }

    /// The services whose first label, without a glob, is this one.
    pub fn services_labelled(&self, first_label: &[u8]) -> impl Iterator<Item = &Service> {
        self.with_first_label(first_label).iter().map(|index| &self.services[*index as usize])
    }

    /// The second labels seen with a first label; one may come more than once.
    pub fn protocols_of(&self, first_label: &[u8]) -> impl Iterator<Item = &str> {
        self.services_labelled(first_label).filter_map(|service| service.pattern.protocol())
    }

    /// What offers a target, if that is a provider's name.
    pub fn provider_of(&self, target: &str, zone: &str) -> Option<&Provider> {
        let likely = self.provider_targets.found_in(target.as_bytes());
        let is_it = |provider: &&Provider| provider.target.value.iter().any(|name| name.matches(target, zone));
        likely.iter().rev().map(|&index| &self.providers[index as usize]).find(is_it)
    }

    /// All providers.
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// The files of the set, the lowest first.
    pub fn layers(&self) -> &[SourceId] {
        &self.layers
    }

    /// The entry a statement is part of.
    pub fn entry(&self, id: EntryId) -> &RuleEntry {
        &self.entries[id.0 as usize]
    }

    /// Whether bytes are those of a pack that comes with the program.
    pub fn is_builtin(&self, span: Span) -> bool {
        self.builtin.contains(&span.source)
    }

    fn with_first_label(&self, label: &[u8]) -> &[u32] {
        let start = start_of(label);
        let from = self.labels.partition_point(|(other, _)| *other < start);
        let mut alike = self.labels[from..].iter().take_while(|(other, _)| *other == start);
        let same = alike.find(|(_, range)| self.label_of(range).as_bytes().eq_ignore_ascii_case(label));
        same.map_or(&[], |(_, range)| &self.by_label[range.clone()])
    }

    fn label_of(&self, range: &Range<usize>) -> &str {
        self.services[self.by_label[range.start] as usize].pattern.first_label()
    }
}

/// The start of a label in lower case as a number: numbers are compared sooner than labels.
fn start_of(label: &[u8]) -> u64 {
    swar::lower(swar::start(label)).swap_bytes()
}

/// One file of a set.
pub(in crate::ruleset) struct Layer {
    pub(in crate::ruleset) source: SourceId,
    pub(in crate::ruleset) file: RuleFile,
    pub(in crate::ruleset) builtin: bool,
    /// The folder it is in, with a final `/`; empty for the one that paths are relative to.
    pub(in crate::ruleset) folder: Arc<str>,
}

impl Layer {
    pub(in crate::ruleset) fn of_pack(pack: &Pack, sources: &mut Sources) -> Layer {
        let source = sources.add(format!("builtin:{}", pack.name), pack.yaml.as_bytes().to_vec());
        Layer { source, file: pack.rule_file(), builtin: true, folder: "".into() }
    }
}

#[derive(Default)]
struct RuleSetBuilder {
    servers: Vec<ServerSoftware>,
    services: Layering,
    providers: Vec<Provider>,
    ttl: Vec<TtlRule>,
    records: Vec<ExpectedRecord>,
    checks: CheckSettings,
    written: Vec<UserEntry>,
    file_selection: FileSelection,
    entries: Vec<RuleEntry>,
    builtin: Vec<SourceId>,
    layers: Vec<SourceId>,
}

/// A companion without a reason of its own is there for that of its service.
fn give_reasons(rule: &mut ServiceRule) {
    for companion in rule.with.iter_mut().chain(&mut rule.without).flatten() {
        let companion = &mut companion.value;
        if companion.reason.is_none() && companion.source.is_none() {
            (companion.reason, companion.source) = (rule.reason.clone(), rule.source.clone());
        }
    }
}

impl RuleSetBuilder {
    fn origin(&mut self, entry: RuleEntry) -> Provenance {
        let (source, layer) = (entry.span.source, entry.layer);
        self.entries.push(entry);
        Provenance { source, entry: EntryId(self.entries.len() as u32 - 1), layer }
    }

    fn lay(&mut self, layer: Layer, number: u16) {
        let Layer { source, file, builtin, folder } = layer;
        self.layers.push(source);
        if builtin {
            self.builtin.push(source);
        } else {
            self.written.extend(user_entry::of_file(&file, source, &folder));
            self.file_selection.lay(file.file_selection, source, &folder);
        }
        let entry =
            |at: Extent, reason: &mut Option<String>, from: &mut Option<String>, ignorable: Option<bool>| RuleEntry {
                span: at.in_source(source),
                reason: reason.take(),
                source: from.take(),
                ignorable: ignorable.unwrap_or(true),
                builtin,
                layer: number,
            };
        if !file.servers.is_empty() {
            self.servers = file.servers.iter().map(|server| server.value).collect();
        }
        let scope = |zones: &[_], files: &[_]| Scope::new(zones, files, &folder);
        self.services.reserve(file.services.len());
        self.entries.reserve(file.services.len());
        let mut services = file.services;
        services.sort_by_key(|rule| !rule.zones.is_empty() || !rule.files.is_empty());
        for mut rule in services {
            give_reasons(&mut rule);
            let origin = self.origin(entry(rule.at, &mut rule.reason, &mut rule.source, rule.ignorable));
            let scope = scope(&rule.zones, &rule.files);
            self.services.add(rule, scope, origin);
        }
        for mut rule in file.providers {
            let origin = self.origin(entry(rule.at, &mut rule.reason, &mut rule.source, None));
            self.providers.push(Provider::new(rule, origin));
        }
        for mut rule in file.ttl {
            let origin = self.origin(entry(rule.at, &mut rule.reason, &mut rule.source, rule.ignorable));
            let scope = scope(&rule.zones, &rule.files);
            self.ttl.push(TtlRule::new(rule, scope, origin));
        }
        for mut rule in file.records {
            let origin = self.origin(entry(rule.at, &mut rule.reason, &mut rule.source, rule.ignorable));
            let scope = scope(&rule.zones, &rule.files);
            self.records.push(ExpectedRecord::new(rule, scope, origin));
        }
        for rule in file.checks {
            let origin = self.origin(entry(rule.at, &mut None, &mut None, None));
            self.checks.everywhere.add(rule, origin);
        }
        for rule in file.overrides {
            let mut said = Said::default();
            for check in rule.checks {
                let origin = self.origin(entry(rule.at, &mut None, &mut None, None));
                said.add(check, origin);
            }
            self.checks.narrow.push((scope(&rule.zones, &rule.files), said));
        }
    }

    fn finish(self) -> RuleSet {
        let services = self.services.finish();
        let all = 0..services.len() as u32;
        let first_label = |index: &u32| services[*index as usize].pattern.first_label();
        let (globbed, mut by_label): (Vec<u32>, Vec<u32>) = all.partition(|index| first_label(index).contains('*'));
        let globbed = globbed.iter().map(|index| (*index, between_stars(first_label(index)).collect()));
        let globbed = Literals::of(globbed);
        by_label.sort_by_key(first_label);
        let mut labels: Vec<(u64, Range<usize>)> = Vec::new();
        for same in by_label.chunk_by(|one, other| first_label(one) == first_label(other)) {
            let from = labels.last().map_or(0, |(_, before)| before.end);
            labels.push((start_of(first_label(&same[0]).as_bytes()), from..from + same.len()));
        }
        let targets = (0..)
            .zip(&self.providers)
            .flat_map(|(index, provider)| provider.target.value.iter().map(move |target| (index, target.pieces())));
        let provider_targets = Literals::of(targets);
        let mut checks = self.checks;
        checks.named = checks.narrow.iter().flat_map(|(_, said)| said.checks()).cloned().collect();
        checks.scopes = Scopes::of(checks.narrow.iter().map(|(scope, _)| scope));
        RuleSet {
            servers: self.servers,
            service_scopes: Scopes::of(services.iter().map(|service| &service.scope)),
            requires_services: services.iter().any(|service| service.required().is_some()),
            by_label,
            labels,
            globbed,
            fine_ttls: FineTtls::of(&self.ttl, &services),
            wild_owners: WildOwners::of(&self.records, &services),
            services,
            provider_targets,
            providers: self.providers,
            ttl: TtlEntries::of(self.ttl),
            records: ExpectedRecords::of(self.records),
            checks,
            written: self.written,
            file_selection: self.file_selection,
            entries: self.entries,
            builtin: self.builtin,
            layers: self.layers,
        }
    }
}
