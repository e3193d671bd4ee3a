//! All rules of a run, ready for the questions checks ask.

use std::cmp::Reverse;
use std::ops::Range;

use crate::source::{SourceId, Span};
use crate::syntax::swar;

use crate::ruleset::literals::Literals;
use crate::ruleset::pattern::{OwnerPattern, TargetPattern};
use crate::ruleset::rules::check::CheckSettings;
use crate::ruleset::rules::file_selection::FileSelection;
use crate::ruleset::rules::mail::{ExpectedMail, MailEntries, MailEntry};
use crate::ruleset::rules::provenance::{EntryId, RuleEntry, Sourced};
use crate::ruleset::rules::record::{ExpectedRecord, ExpectedRecords, WildOwners};
use crate::ruleset::rules::run_settings::RunSettings;
use crate::ruleset::rules::scope::{Scope, ScopeTarget};
use crate::ruleset::rules::scopes::{Scopes, is_held};
use crate::ruleset::rules::service::Service;
use crate::ruleset::rules::ttl::{FineTtls, TtlEntries, TtlRule, TtlRules};
use crate::ruleset::rules::user_entry::UserEntry;
use crate::ruleset::value::{SerialPolicy, ServerSoftware, Setting, TtlRange};

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

/// The rules in force.
#[derive(Debug)]
pub struct RuleSet {
    pub(super) servers: Vec<ServerSoftware>,
    pub(super) services: Vec<Service>,
    pub(super) service_scopes: Scopes,
    pub(super) requires_services: bool,
    /// Indexes of services whose first label holds no glob, by that label.
    pub(super) by_label: Vec<u32>,
    /// Where those of each label are in `by_label`, by how the label starts and then by all of it.
    pub(super) labels: Vec<(u64, Range<usize>)>,
    /// Indexes of the others, by pieces of their first labels.
    pub(super) globbed: Literals,
    pub(super) providers: Vec<Provider>,
    pub(super) provider_targets: Literals,
    pub(super) ttl: TtlEntries,
    pub(super) fine_ttls: FineTtls,
    pub(super) records: ExpectedRecords,
    pub(super) mail: MailEntries,
    pub(super) wild_owners: WildOwners,
    pub(super) checks: CheckSettings,
    pub(super) written: Vec<UserEntry>,
    /// Which files are read, and as which zones.
    pub file_selection: FileSelection,
    /// What counts for the run where its command line says nothing.
    pub run: RunSettings,
    pub(super) entries: Vec<RuleEntry>,
    pub(super) builtin: Vec<SourceId>,
    pub(super) layers: Vec<SourceId>,
}

impl RuleSet {
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

    /// All entries of `ttl`, from the lowest file on.
    pub fn ttl_entries(&self) -> &[TtlRule] {
        self.ttl.all()
    }

    /// The TTLs that are inside all ranges of entries and services: whose they are does not matter.
    pub fn fine_ttls(&self) -> TtlRange {
        self.fine_ttls.of_all()
    }

    /// The TTLs that are inside all ranges of entries for a type: the zone and the owner do not matter.
    pub fn fine_ttls_of(&self, rtype: &str) -> TtlRange {
        self.fine_ttls.of_type(rtype)
    }

    /// The entries for a type in a zone: ask once, then [`TtlRules::held`] for each owner.
    pub fn ttl_rules<'p>(&self, rtype: &str, place: impl Into<ScopeTarget<'p>>) -> TtlRules<'_> {
        self.ttl.rules(rtype, place.into(), &self.entries)
    }

    /// The patterns for owners of records that stand for an owner, relative to the zone.
    pub fn wild_owners_like(&self, owner: &[&[u8]]) -> Vec<&OwnerPattern> {
        self.wild_owners.like(owner)
    }

    /// All entries of `records`, from the lowest file on.
    pub fn records(&self) -> &[ExpectedRecord] {
        self.records.all()
    }

    /// What is expected in a zone: of entries about one name and type, those of the highest file.
    pub fn records_in<'a>(&'a self, place: impl Into<ScopeTarget<'a>>) -> impl Iterator<Item = &'a ExpectedRecord> {
        self.records.in_place(place.into())
    }

    /// All entries of `mail`, from the lowest file on.
    pub fn mail(&self) -> &[MailEntry] {
        self.mail.all()
    }

    /// What is expected of the policies of mail in a place: of each key what the last entry says that has it.
    pub fn mail_in<'p>(&self, place: impl Into<ScopeTarget<'p>>) -> ExpectedMail {
        self.mail.in_place(place.into())
    }

    /// The entries of the user's own files that should apply to something. What is optional need not.
    pub fn written(&self) -> &[UserEntry] {
        &self.written
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

impl RuleSet {
    /// What is said of a check's severity everywhere, with its place.
    pub fn check_setting(&self, check: &str) -> Option<&Sourced<Setting>> {
        self.checks.setting(check)
    }

    /// What is said of a check's severity in a place: by flags, by overrides, or everywhere.
    pub fn severity_of<'p>(&self, check: &str, place: impl Into<ScopeTarget<'p>>) -> Option<Setting> {
        self.checks.severity_of(check, place.into())
    }

    /// Whether a check may be on for some zone or file, where without a word of flags and files it is on or off.
    pub fn is_on_somewhere(&self, check: &str, by_default: bool) -> bool {
        self.checks.is_on_somewhere(check, by_default)
    }

    /// Whether a flag switches a check off, or a file does, everywhere or somewhere; not whether others were selected.
    pub fn switches_off(&self, check: &str) -> bool {
        self.checks.switches_off(check)
    }

    /// What becomes of the serial of a zone, if a file says so.
    pub fn serial<'p>(&self, place: impl Into<ScopeTarget<'p>>) -> Option<&Sourced<SerialPolicy>> {
        self.checks.serial(place.into())
    }

    /// The parameter of a check in a place, if a file gives it.
    pub fn parameter<'p>(&self, check: &str, name: &str, place: impl Into<ScopeTarget<'p>>) -> Option<u16> {
        self.checks.parameter(check, name, place.into())
    }

    /// All that files say of a check's severity, and for which zones and files; in a place, what counts there.
    pub fn settings_of(&self, check: &str, place: Option<ScopeTarget>) -> Vec<(Option<&Scope>, &Sourced<Setting>)> {
        self.checks.settings_of(check, place)
    }

    /// All that files say of a parameter, likewise.
    pub fn parameters_of(
        &self,
        check: &str,
        name: &str,
        place: Option<ScopeTarget>,
    ) -> Vec<(Option<&Scope>, &Sourced<u16>)> {
        self.checks.parameters_of(check, name, place)
    }

    /// Sets the severity of a check over all that files say.
    pub fn force(&mut self, check: &str, setting: Setting) {
        self.checks.force(check, setting);
    }

    /// Switches a check off because others were selected.
    pub fn leave_out(&mut self, check: &str) {
        self.checks.leave_out(check);
    }

    /// What [`RuleSet::force`] and [`RuleSet::leave_out`] have set for a check.
    pub fn forced(&self, check: &str) -> Option<Setting> {
        self.checks.forced(check)
    }

    /// Whether severities differ between zones or files.
    pub fn has_overrides(&self) -> bool {
        self.checks.has_narrow()
    }
}

/// The start of a label in lower case as a number: numbers are compared sooner than labels.
pub(super) fn start_of(label: &[u8]) -> u64 {
    swar::lower(swar::start(label)).swap_bytes()
}
