//! What is expected of a service, and how a rule of one file changes a rule of the file below.

use std::collections::HashMap;

use crate::source::Span;

use crate::ruleset::file::{Companion, MixUp, ServiceRule};
use crate::ruleset::pattern::{NameGlob, OwnerPattern, TargetPattern};
use crate::ruleset::rules::provenance::{EntryId, Provenance, Sourced};
use crate::ruleset::rules::scope::Scope;
use crate::ruleset::value::{NumberRange, PortPolicy, PortRange, RecordPresence, Setting, TtlRange};

/// Which service of a rule set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ServiceId(u32);

/// All that is said of a service, from the lowest layer to the highest.
#[derive(Clone, Debug)]
pub struct Service {
    /// Tells it from all others of its set.
    pub id: ServiceId,
    /// The leading labels of the owners it is about.
    pub pattern: OwnerPattern,
    /// The zones and files it is about.
    pub scope: Scope,
    /// The port.
    pub port: Option<Sourced<u16>>,
    /// Other ports that are fine.
    pub also: Option<Sourced<Vec<PortRange>>>,
    /// How sure we are of the port.
    pub policy: PortPolicy,
    /// Ports that belong to a service this one is mixed up with; ask [`Service::mix_up`].
    pub mix_ups: Vec<MixUp>,
    /// Whether the record has to be there.
    pub presence: Option<Sourced<RecordPresence>>,
    /// Targets that are allowed.
    pub target: Option<Sourced<Vec<TargetPattern>>>,
    /// TTLs that are fine.
    pub ttl: Option<Sourced<TtlRange>>,
    /// Priorities that are fine.
    pub priority: Option<Sourced<NumberRange>>,
    /// Weights that are fine.
    pub weight: Option<Sourced<NumberRange>>,
    /// How many records an owner may have.
    pub targets: Option<Sourced<NumberRange>>,
    /// Records that have to be there if the service is.
    pub with: Vec<Sourced<Companion>>,
    /// Records that must not be there if the service is.
    pub without: Vec<Sourced<Companion>>,
    /// Severity of what is found here, if a rule says so.
    pub severity: Option<Setting>,
    /// False where nobody has checked the port against a document: it may grade a near miss, but
    /// makes no record required and no other port a warning.
    pub verified: bool,
    /// The highest entry that speaks of it.
    pub entry: EntryId,
    /// The entry that says the severity.
    severity_by: EntryId,
    pub(in crate::ruleset) layer: u16,
}

impl Service {
    fn new(pattern: OwnerPattern, scope: Scope, origin: Provenance) -> Service {
        Service {
            // Numbered when all are known.
            id: ServiceId::default(),
            pattern,
            scope,
            port: None,
            also: None,
            policy: PortPolicy::Free,
            mix_ups: Vec::new(),
            presence: None,
            target: None,
            ttl: None,
            priority: None,
            weight: None,
            targets: None,
            with: Vec::new(),
            without: Vec::new(),
            severity: None,
            verified: true,
            entry: origin.entry,
            severity_by: origin.entry,
            layer: origin.layer,
        }
    }

    /// All that is stated.
    pub fn statements(&self) -> Vec<ServiceStatement> {
        fn of<T>(
            key: &'static str,
            stated: &Option<Sourced<T>>,
            text: impl Fn(&T) -> String,
        ) -> Option<ServiceStatement> {
            stated.as_ref().map(|stated| (key, text(&stated.value), Ok(stated.span)))
        }
        let companions = |key, all: &[Sourced<Companion>]| -> Vec<ServiceStatement> {
            let text = |it: &Companion| format!("{} {}", it.name, it.types.join(" or "));
            all.iter().map(|stated| (key, text(&stated.value), Ok(stated.span))).collect()
        };
        let severity = self.severity.map(|severity| ("severity", severity.to_string(), Err(self.severity_by)));
        let one = [
            of("port", &self.port, u16::to_string),
            of("also", &self.also, |ports| listed(ports)),
            of("presence", &self.presence, RecordPresence::to_string),
            of("target", &self.target, |targets| listed(targets)),
            of("targets", &self.targets, NumberRange::to_string),
            of("priority", &self.priority, NumberRange::to_string),
            of("weight", &self.weight, NumberRange::to_string),
            of("ttl", &self.ttl, TtlRange::to_string),
            severity,
        ];
        let more = [companions("with", &self.with), companions("without", &self.without)];
        one.into_iter().flatten().chain(more.into_iter().flatten()).collect()
    }

    /// Where it is said that the service has to be there.
    pub fn required(&self) -> Option<&Sourced<RecordPresence>> {
        self.presence.as_ref().filter(|presence| presence.value == RecordPresence::Required)
    }

    /// Whether a port is the one, or one of those that are fine too. Without a rule no port is.
    pub fn accepts(&self, port: u16) -> bool {
        self.port.as_ref().is_some_and(|own| own.value == port)
            || self.also.iter().flat_map(|also| &also.value).any(|range| range.contains(port))
    }

    /// Whether it says that any port is fine.
    pub fn accepts_any(&self) -> bool {
        self.also.as_ref().is_some_and(|also| also.value.contains(&PortRange::ANY))
    }

    /// The sibling a port belongs to, unless this service accepts it as well.
    pub fn mix_up(&self, port: u16) -> Option<&MixUp> {
        self.mix_ups.iter().find(|mix_up| mix_up.port.0 == port).filter(|_| !self.accepts(port))
    }

    /// Lays a rule over what is said so far. A new port is a new statement: what the layer below
    /// said of other ports and of its certainty was about the old one.
    fn lay(&mut self, rule: ServiceRule, origin: Provenance) {
        if let Some(port) = rule.port {
            self.port = Some(origin.states(port.value.0, port.at));
            self.also = None;
            self.policy = PortPolicy::Fixed;
            self.verified = true;
        }
        lay_over(&mut self.also, rule.also.map(|v| origin.stated(v)));
        lay_over(&mut self.presence, rule.presence.map(|v| origin.stated(v)));
        lay_over(&mut self.target, rule.target.map(|v| origin.stated(v)));
        lay_over(&mut self.ttl, rule.ttl.map(|v| origin.stated(v)));
        lay_over(&mut self.priority, rule.priority.map(|v| origin.stated(v)));
        lay_over(&mut self.weight, rule.weight.map(|v| origin.stated(v)));
        lay_over(&mut self.targets, rule.targets.map(|v| origin.stated(v)));
        if let Some(with) = rule.with {
            self.with = with.into_iter().map(|companion| origin.stated(companion)).collect();
        }
        if let Some(without) = rule.without {
            self.without = without.into_iter().map(|companion| origin.stated(companion)).collect();
        }
        if rule.severity.is_some() {
            (self.severity, self.severity_by) = (rule.severity, origin.entry);
        }
        self.policy = rule.policy.unwrap_or(self.policy);
        self.verified = rule.verified.unwrap_or(self.verified);
        if let Some(mix_ups) = rule.mix_ups {
            self.mix_ups = mix_ups;
        }
        self.entry = origin.entry;
        self.layer = origin.layer;
    }
}

/// A key, its value, and where that is written.
type ServiceStatement = (&'static str, String, Result<Span, EntryId>);

fn listed<T: ToString>(values: &[T]) -> String {
    values.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

fn lay_over<T>(below: &mut Option<T>, above: Option<T>) {
    if above.is_some() {
        *below = above;
    }
}

/// The services of a set while files are laid over each other.
#[derive(Default)]
pub(in crate::ruleset) struct Layering {
    groups: Vec<Group>,
    by_pattern: HashMap<String, usize>,
}

/// Entries of one pattern, from the widest zones to the narrowest, each complete: the last one that is for a zone
/// answers for it.
#[derive(Default)]
struct Group {
    services: Vec<Service>,
    /// How many of them are filed in what follows.
    filed: usize,
    /// Where those stand that are for zones by their names, by zone.
    named: HashMap<NameGlob, Vec<usize>>,
    /// Where the others stand.
    others: Vec<usize>,
}

/// So few entries of one pattern are sooner compared than looked up.
const FEW: usize = 16;

impl Group {
    /// Where those stand that may be wider or narrower than a scope: names of zones lie in what is for one of them,
    /// and in patterns.
    fn related(&mut self, scope: &Scope) -> Vec<usize> {
        let Some(zones) = scope.zones_by_name().filter(|_| self.services.len() > FEW) else {
            return (0..self.services.len()).collect();
        };
        for (at, service) in self.services.iter().enumerate().skip(self.filed) {
            match service.scope.zones_by_name() {
                Some(zones) => zones.iter().for_each(|zone| self.named.entry(zone.clone()).or_default().push(at)),
                None => self.others.push(at),
            }
        }
        self.filed = self.services.len();
        let named = zones.iter().filter_map(|zone| self.named.get(zone)).flatten();
        let mut related: Vec<usize> = named.chain(&self.others).copied().collect();
        related.sort_unstable();
        related.dedup();
        related
    }

    fn insert(&mut self, at: usize, service: Service) {
        if at < self.filed {
            self.filed = 0;
            self.named.clear();
            self.others.clear();
        }
        self.services.insert(at, service);
    }
}

impl Layering {
    /// Lays an entry over what is there: over every narrower entry, key by key, and as an entry of
    /// its own, completed from the narrowest of the wider ones.
    ///
    /// Inside one file, entries for every zone have to come first.
    pub(in crate::ruleset) fn add(&mut self, rule: ServiceRule, scope: Scope, origin: Provenance) {
        let pattern = rule.service.value.clone();
        let index = *self.by_pattern.entry(pattern.to_string()).or_insert_with(|| {
            // Nearly every group stays at one.
            self.groups.push(Group { services: Vec::with_capacity(1), ..Group::default() });
            self.groups.len() - 1
        });
        let group = &mut self.groups[index];
        let related = group.related(&scope);
        let services = &mut group.services;
        let wider = related.iter().copied().rfind(|&at| services[at].scope.covers(&scope));
        let narrower: Vec<usize> = related.into_iter().filter(|&at| scope.covers(&services[at].scope)).collect();
        let mut own = match wider {
            Some(wider) => Service { scope: scope.clone(), ..services[wider].clone() },
            None => Service::new(pattern, scope.clone(), origin),
        };
        let mut has_own = false;
        for &at in &narrower {
            services[at].lay(rule.clone(), origin);
            has_own |= services[at].scope.covers(&scope);
        }
        if !has_own {
            own.lay(rule, origin);
            let at = narrower.first().copied().unwrap_or(services.len());
            group.insert(at, own);
        }
    }

    /// Room for so many entries more.
    pub(in crate::ruleset) fn reserve(&mut self, entries: usize) {
        self.groups.reserve(entries);
        self.by_pattern.reserve(entries);
    }

    pub(in crate::ruleset) fn finish(self) -> Vec<Service> {
        let mut services = Vec::with_capacity(self.groups.iter().map(|group| group.services.len()).sum());
        services.extend(self.groups.into_iter().flat_map(|group| group.services));
        for (number, service) in services.iter_mut().enumerate() {
            service.id = ServiceId(number as u32);
        }
        services
    }
}
