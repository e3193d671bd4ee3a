//! The service records of all zones, side by side: one row a service and target.
//!
//! | file | does |
//! |---|---|
//! | `owner` | service, protocol and subdomain of an owner |
//! | `records` | records to rows: SRV, and what says the same of a port |
//! | `addresses` | where a target leads in the zones of its view |
//! | `marks` | which findings are about which row |
//!
//! Nothing is judged here: what is odd is what the checks have found.

mod addresses;
mod marks;
mod owner;
mod records;

use std::collections::HashSet;
use std::sync::Arc;

use crate::checks::{CheckInput, ZoneContext};
use crate::diagnostic::Severity;
use crate::fs::paths;
use crate::lint::Outcome;
use crate::ruleset::{NameGlob, RuleSet, Service};
use crate::source::Sources;
use crate::zone::Zone;
use marks::Marks;

pub use addresses::{Addresses, Lookup};
pub(crate) use addresses::{LONGEST_CHAIN, Resolver};
pub use owner::ServiceOwner;

/// Which rows are wanted; without a pattern all are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'f> {
    /// Names of zones.
    pub zones: &'f [NameGlob],
    /// Services: `_sip`, `_sip._tls`, or with the subdomain.
    pub services: &'f [NameGlob],
}

/// The rows, in order: by service and protocol, then by zone.
#[derive(Debug, Default)]
pub struct Services {
    /// A row for each record.
    pub rows: Vec<ServiceRow>,
    /// SRV records of the zones wanted that are no row, as their data cannot be read.
    pub unreadable: usize,
}

/// One service at one target.
#[derive(Clone, Debug)]
pub struct ServiceRow {
    /// What the owner says.
    pub owner: ServiceOwner,
    /// The name of the zone; `@` where nobody knows it.
    pub zone: String,
    /// Which version of the zone, where there are several.
    pub view: Option<String>,
    /// The type of the record.
    pub rtype: &'static str,
    /// The priority.
    pub priority: u16,
    /// The weight, where the type has one.
    pub weight: Option<u16>,
    /// The port; of a service that is not offered none.
    pub port: Option<u16>,
    /// The target in full, or the URI.
    pub target: String,
    /// Where that leads.
    pub addresses: Arc<Addresses>,
    /// The TTL in seconds.
    pub ttl: u32,
    /// The rule that knows the service.
    pub rule: Option<RulePlace>,
    /// The file.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// What the checks have found in the record, as far as it is about the service.
    pub marks: Vec<Mark>,
}

/// A rule, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePlace {
    /// The leading labels of the owners that it is about.
    pub service: String,
    /// Its rule file, or `builtin:` and the name of a pack.
    pub file: String,
    /// The line there.
    pub line: u32,
}

/// A finding, as a row has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The check.
    pub check: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// What it says.
    pub message: String,
    /// The port that it was expected to be, if the finding says one.
    pub expected: Option<u16>,
}

/// Rows in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Services that differ in service or protocol.
    pub services: usize,
    /// Zones, each of its versions one.
    pub zones: usize,
    /// Records.
    pub records: usize,
    /// Records with a finding.
    pub marked: usize,
}

impl Services {
    /// Those of the zones of a run that are checked.
    pub fn of(outcome: &Outcome, filter: Filter) -> Services {
        let (project, Some(rules)) = (&outcome.project, &outcome.rules) else { return Services::default() };
        let path_of = |source| project.path_of(source).map(paths::with_slashes);
        let input = CheckInput::of(&project.zones, rules, &outcome.sources, &path_of, &|_| true);
        let contexts: Vec<ZoneContext> = project.zones.iter().map(|zone| ZoneContext::of(zone, &input)).collect();
        let checked = project.checked_zones().len();
        let mut collected = records::Collector::new(&contexts, checked, project.views(), rules, &outcome.sources);
        let marks = Marks::of(&outcome.findings);
        let mut services = Services::default();
        for number in 0..checked {
            if filter.wants_zone(&project.zones[number]) {
                services.unreadable += collected.add_zone(number, &marks, |owner| filter.wants(owner));
            }
        }
        services.rows = collected.into_rows();
        services.rows.sort_by_cached_key(ServiceRow::key);
        services
    }

    /// The rows in numbers.
    pub fn counts(&self) -> Counts {
        let kinds: HashSet<_> = self.rows.iter().map(|row| (row.owner.key(), row.owner.protocol_key())).collect();
        let zones: HashSet<_> = self.rows.iter().map(|row| (&row.zone, &row.view)).collect();
        let marked = self.rows.iter().filter(|row| !row.marks.is_empty()).count();
        Counts { services: kinds.len(), zones: zones.len(), records: self.rows.len(), marked }
    }
}

/// What rows are put in order by.
type RowKey = ((String, String), (String, String, Option<String>), (u16, Option<u16>), (String, Option<u16>));

impl ServiceRow {
    fn key(&self) -> RowKey {
        let lower = |text: &str| text.to_ascii_lowercase();
        (
            (self.owner.key(), self.owner.protocol_key()),
            (lower(&self.zone), lower(&self.owner.name), self.view.clone()),
            (self.priority, self.weight),
            (lower(&self.target), self.port),
        )
    }

    /// Whether the record says that there is no such service (RFC 2782, "Target").
    pub fn is_offered(&self) -> bool {
        self.addresses.lookup != Lookup::NotOffered
    }
}

impl Filter<'_> {
    /// Whether a pattern is for a zone.
    pub fn is_of_zone(glob: &NameGlob, zone: &Zone) -> bool {
        glob.matches(zone.shown_name())
    }

    /// Whether a pattern is for the service that an owner names, with more of the owner or with less.
    pub fn is_of_service(glob: &NameGlob, owner: &ServiceOwner) -> bool {
        owner.names().iter().any(|name| glob.matches(name))
    }

    fn wants_zone(&self, zone: &Zone) -> bool {
        self.zones.is_empty() || self.zones.iter().any(|glob| Filter::is_of_zone(glob, zone))
    }

    fn wants(&self, owner: &ServiceOwner) -> bool {
        self.services.is_empty() || self.services.iter().any(|glob| Filter::is_of_service(glob, owner))
    }
}

/// Where a rule is written.
fn place_of(rule: &Service, rules: &RuleSet, sources: &Sources) -> RulePlace {
    let at = rules.entry(rule.entry).span;
    let source = sources.get(at.source);
    let (service, file) = (rule.pattern.to_string(), source.name().to_owned());
    RulePlace { service, file, line: source.position(at.start).line }
}
