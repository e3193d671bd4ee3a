//! The files of a set laid over each other.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::source::{SourceId, Sources};

use crate::ruleset::file::{CheckEntry, Extent, ProviderRule, RuleFile, ServiceRule, Spanned};
use crate::ruleset::literals::{Literals, Pieces};
use crate::ruleset::pack::Pack;
use crate::ruleset::pattern::between_stars;
use crate::ruleset::rules::check::{CheckSettings, Said};
use crate::ruleset::rules::file_selection::FileSelection;
use crate::ruleset::rules::mail::{MailEntries, MailEntry};
use crate::ruleset::rules::provenance::{EntryId, Provenance, RuleEntry};
use crate::ruleset::rules::record::{ExpectedRecord, ExpectedRecords, WildOwners};
use crate::ruleset::rules::run_settings::RunSettings;
use crate::ruleset::rules::scope::Scope;
use crate::ruleset::rules::scopes::Scopes;
use crate::ruleset::rules::service::Layering;
use crate::ruleset::rules::set::{Provider, RuleSet, start_of};
use crate::ruleset::rules::ttl::{FineTtls, TtlEntries, TtlRule};
use crate::ruleset::rules::user_entry::{self, UserEntry};
use crate::ruleset::value::{SerialPolicy, ServerSoftware};

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
}

impl Provider {
    fn of(rule: ProviderRule, origin: Provenance) -> Provider {
        Provider {
            target: origin.stated(rule.target),
            service: origin.stated(rule.service),
            port: origin.states(rule.port.value.0, rule.port.at),
        }
    }
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
    mail: Vec<MailEntry>,
    checks: Said,
    overrides: Vec<(Scope, Said)>,
    written: Vec<UserEntry>,
    file_selection: FileSelection,
    run: RunSettings,
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
        self.builtin.extend(builtin.then_some(source));
        if !builtin {
            self.written.extend(user_entry::of_file(&file, source, &folder));
            self.file_selection.lay(file.file_selection, source, &folder);
            self.run.lay(file.run, &folder);
        }
        let entry =
            |at: Extent, reason: &mut Option<String>, from: &mut Option<String>, ignorable: Option<bool>| RuleEntry {
                span: at.in_source(source),
                reason: reason.take(),
                source: from.take(),
                ignorable: ignorable.unwrap_or(true),
                builtin,
                layer: number,
                note: OnceLock::new(),
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
            self.providers.push(Provider::of(rule, origin));
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
        for mut rule in file.mail {
            let origin = self.origin(entry(rule.at, &mut rule.reason, &mut rule.source, rule.ignorable));
            let scope = scope(&rule.zones, &rule.files);
            self.mail.push(MailEntry::new(rule, scope, origin));
        }
        let plain = |at: Extent| entry(at, &mut None, &mut None, None);
        let everywhere = self.said(file.serial, file.checks, plain);
        self.checks.add_all(everywhere);
        for rule in file.overrides {
            let said = self.said(rule.serial, rule.checks, |_| plain(rule.at));
            self.overrides.push((scope(&rule.zones, &rule.files), said));
        }
    }

    /// What one place says of serials and checks.
    fn said(
        &mut self,
        serial: Option<Spanned<SerialPolicy>>,
        checks: Vec<CheckEntry>,
        entry: impl Fn(Extent) -> RuleEntry,
    ) -> Said {
        let mut said = Said::default();
        if let Some(serial) = serial {
            said.serial = Some(self.origin(entry(serial.at)).stated(serial));
        }
        for check in checks {
            let origin = self.origin(entry(check.at));
            said.add(check, origin);
        }
        said
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
            mail: MailEntries::of(self.mail),
            checks: CheckSettings::of(self.checks, self.overrides),
            written: self.written,
            file_selection: self.file_selection,
            run: self.run,
            entries: self.entries,
            builtin: self.builtin,
            layers: self.layers,
        }
    }
}
