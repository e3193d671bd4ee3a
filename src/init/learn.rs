//! Zones and findings to expectations.
//!
//! What is learnt of a service in a zone holds for all of its records there, or nothing is
//! learnt: a rule beside a record that looks wrong would change what is said of it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::{Draft, Expectation, Found, target};
use crate::checks::srv::{self, Srv, is_protocol};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ruleset::{OwnerPattern, RuleSet, ScopeTarget, Seconds, TtlRange};
use crate::source::{Sources, Span};
use crate::zone::{UNKNOWN_ORIGIN, Zone};

/// A service on more ports than this is one whose records choose their own.
const MOST_PORTS: usize = 4;

/// Names of one service in a zone, beyond which a rule for each is no longer read.
const MOST_OWNERS: usize = 8;

/// By service and zone, what stands there.
type Sightings = BTreeMap<String, BTreeMap<String, ServiceUse>>;

/// What the records of a service say in a zone.
#[derive(Default)]
struct ServiceUse {
    /// How many records have a port.
    ports: BTreeMap<u16, usize>,
    targets: BTreeSet<String>,
    ttls: BTreeSet<u32>,
    /// Why nothing is to be learnt of them.
    unfit: bool,
    /// A TTL that a built-in rule finds odd, and a rule of one's own would not.
    odd_ttl: bool,
}

/// Learns what zones say, without the records that something is found in.
pub(super) fn learn(zones: &[Arc<Zone>], rules: &RuleSet, found: &Found, sources: &Sources) -> Draft {
    let accused = Accused::by(found);
    let note = |finding: &Diagnostic| (place(finding.primary.span, sources), finding.message.to_string());
    let unread = found.in_reading.iter().filter(|finding| finding.severity == Severity::Error);
    let mut notes: BTreeSet<((String, u32), String)> = unread.map(note).collect();
    let records = records(zones, rules);
    let by_owner = chosen_by_owner(&records);
    let mut sightings = Sightings::new();
    for LearntRecord { zone, srv, apex, service, below } in &records {
        let narrow = below.as_ref().filter(|_| by_owner.contains(service)).map(|below| format!("{service}.{below}"));
        let name = narrow.as_ref().unwrap_or(service);
        let seen = sightings.entry(name.clone()).or_default().entry(apex.clone()).or_default();
        look(zone, srv, rules, seen);
        let owner = bare(&zone.name_text(zone.record(srv.record).owner));
        let faults = accused.of_record(zone.entry(srv.record).span(), apex, &owner);
        seen.unfit |= !faults.is_empty() || name.parse::<OwnerPattern>().is_err();
        notes.extend(faults.into_iter().map(note));
        if seen.ports.len() == MOST_PORTS + 1 && !std::mem::replace(&mut seen.unfit, true) {
            let why = format!("`{name}` is on more than {MOST_PORTS} ports in this zone");
            notes.insert((place(zone.entry(srv.record).owner(), sources), why));
        }
        // A wider rule answers for what no narrower one was learnt of.
        let unfit = seen.unfit;
        if narrow.is_some() {
            sightings.entry(service.clone()).or_default().entry(apex.clone()).or_default().unfit |= unfit;
        }
    }
    let expectations = sightings.into_iter().flat_map(|(service, zones)| expectations(&service, zones)).collect();
    let not_learnt = notes.into_iter().map(|((file, line), why)| format!("{file}:{line}: {why}")).collect();
    Draft { expectations, not_learnt, ..Draft::default() }
}

/// An SRV record that a rule can speak of.
struct LearntRecord<'z> {
    zone: &'z Zone,
    srv: Srv<'z>,
    apex: String,
    service: String,
    /// The labels between those of the service and the zone's.
    below: Option<String>,
}

fn records<'z>(zones: &'z [Arc<Zone>], rules: &'z RuleSet) -> Vec<LearntRecord<'z>> {
    let of_zone = |zone: &'z Arc<Zone>| {
        srv::of_zone(zone, rules, ScopeTarget::from(apex_of(zone))).into_iter().filter_map(move |srv| {
            let (service, below) = names(zone, &srv)?;
            Some(LearntRecord {
                zone,
                srv,
                apex: zone.apex_name().without_final_dot().to_ascii_lowercase(),
                service,
                below,
            })
        })
    };
    // An entry of a rule file cannot speak of a zone that nobody knows the name of.
    let is_any_known = zones.iter().any(|zone| zone.is_origin_known());
    zones.iter().filter(|zone| zone.is_origin_known() || !is_any_known).flat_map(of_zone).collect()
}

fn apex_of(zone: &Zone) -> &str {
    zone.apex_name().without_final_dot()
}

/// The services whose port depends on what they are offered for, as with the names of game
/// servers. Said of each name, no port can pass for that of another.
fn chosen_by_owner(records: &[LearntRecord]) -> HashSet<String> {
    let mut seen: BTreeMap<(&str, &str), (BTreeSet<_>, BTreeSet<_>)> = BTreeMap::new();
    for record in records.iter().filter(|record| !record.srv.is_null()) {
        let (ports, owners) = seen.entry((&record.service, &record.apex)).or_default();
        ports.insert(record.srv.port);
        owners.insert(record.below.as_deref());
    }
    let (mut chosen, mut too_many) = (HashSet::new(), HashSet::new());
    for ((service, _), (ports, owners)) in &seen {
        if owners.len() > MOST_OWNERS {
            too_many.insert(*service);
        } else if ports.len() > 1 && owners.len() > 1 {
            chosen.insert(*service);
        }
    }
    chosen.difference(&too_many).map(|service| (*service).to_owned()).collect()
}

/// What is found, by the records that it is found in: a rule made of them would silence it or change it.
struct Accused<'f> {
    /// By zone and owner, of SRV records.
    owners: HashMap<(String, String), Vec<&'f Diagnostic>>,
    /// By source and offset.
    places: BTreeMap<(u32, u32), &'f Diagnostic>,
}

impl<'f> Accused<'f> {
    fn by(found: &Found<'f>) -> Accused<'f> {
        let mut accused = Accused { owners: HashMap::new(), places: BTreeMap::new() };
        for finding in found.in_reading.iter().chain(found.by_checks) {
            let same = finding.labels.iter().filter(|label| label.is_same);
            let places = same.chain([&finding.primary]).map(|label| (label.span.source.0, label.span.start));
            accused.places.extend(places.map(|place| (place, finding)));
            if let (Some(owner), Some("SRV")) = (finding.subject.owner.as_deref(), finding.subject.rtype.as_deref()) {
                let zone = finding.subject.zone.as_deref().unwrap_or(UNKNOWN_ORIGIN);
                accused.owners.entry((bare(zone), bare(owner))).or_default().push(finding);
            }
        }
        accused
    }

    /// What is found in the record that stands there.
    fn of_record(&self, entry: Span, apex: &str, owner: &str) -> Vec<&'f Diagnostic> {
        let within = (entry.source.0, entry.start)..(entry.source.0, entry.end);
        let of_owner = self.owners.get(&(apex.to_owned(), owner.to_owned()));
        self.places.range(within).map(|(_, finding)| *finding).chain(of_owner.into_iter().flatten().copied()).collect()
    }
}

fn place(span: Span, sources: &Sources) -> (String, u32) {
    let span = sources.in_file(span);
    let source = sources.get(span.source);
    (source.name().to_owned(), source.position(span.start).line)
}

/// A name in lower case and without the final dot.
fn bare(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

/// The leading labels that a rule for a record has: those of the rule there is, so that the new
/// one lies on top of it, else service and protocol. And the labels after them, if there are any.
fn names(zone: &Zone, srv: &Srv) -> Option<(String, Option<String>)> {
    let at = srv.shape.service()?;
    let owner = zone.record(srv.record).owner;
    let labels = zone.labels(owner);
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let text = |labels: &[&[u8]]| {
        let plain = labels.iter().all(|label| label.iter().all(is_plain));
        let text = String::from_utf8_lossy(&labels.join(&b'.')).to_ascii_lowercase();
        Some(text).filter(|text| plain && !text.is_empty())
    };
    let (service, length) = match srv.rule {
        Some(rule) => (rule.pattern.to_string(), rule.pattern.labels().count()),
        None => (text(labels.get(at..at + 2)?).filter(|_| is_protocol(labels[at + 1]))?, 2),
    };
    // An owner outside of the zone is judged by its service all the same.
    let in_zone = zone.labels_below_apex(owner).unwrap_or_default();
    Some((service, in_zone.get(at + length..).and_then(text)))
}

fn look(zone: &Zone, srv: &Srv, rules: &RuleSet, seen: &mut ServiceUse) {
    let record = zone.record(srv.record);
    let owner = zone.labels_below_apex(record.owner).unwrap_or_default();
    let held = rules.ttl_rules(&record.rtype.mnemonic(), apex_of(zone)).held(&owner, srv.rule);
    seen.odd_ttl |= held.broken_by(record.ttl).is_some() || record.ttl > Seconds::MAX.0;
    seen.ttls.insert(record.ttl);
    // Port 0 holds the place of an instance (RFC 6763 section 8), and the root that of a host.
    if !srv.is_null() {
        seen.targets.insert(bare(&zone.absolute_name(srv.target)));
        if srv.port != 0 {
            *seen.ports.entry(srv.port).or_default() += 1;
        }
    }
}

/// The entries for a service: one for each set of ports.
fn expectations(service: &str, zones: BTreeMap<String, ServiceUse>) -> Vec<Expectation> {
    let seen_in = zones.len();
    let mut groups: BTreeMap<Vec<u16>, Vec<(String, ServiceUse)>> = BTreeMap::new();
    for (zone, seen) in zones {
        if !seen.unfit && !seen.ports.is_empty() {
            groups.entry(seen.ports.keys().copied().collect()).or_default().push((zone, seen));
        }
    }
    let learnt_in: usize = groups.values().map(Vec::len).sum();
    let mut found: Vec<Expectation> = groups.into_values().map(|group| expectation(service, &group)).collect();
    if learnt_in == seen_in {
        speak_for_all(&mut found, learnt_in);
    }
    found
}

fn expectation(service: &str, group: &[(String, ServiceUse)]) -> Expectation {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for (port, count) in group.iter().flat_map(|(_, seen)| &seen.ports) {
        *counts.entry(*port).or_default() += count;
    }
    let mut ports: Vec<u16> = counts.keys().copied().collect();
    ports.sort_by_key(|port| std::cmp::Reverse(counts[port]));
    let targets =
        group.iter().flat_map(|(zone, seen)| seen.targets.iter().map(|target| (zone.as_str(), target.as_str())));
    let ttls = || group.iter().flat_map(|(_, seen)| seen.ttls.iter().copied());
    let range = ttls().min().zip(ttls().max()).filter(|_| !group.iter().any(|(_, seen)| seen.odd_ttl));
    Expectation {
        service: service.to_owned(),
        // The root is a zone too.
        zones: group.iter().map(|(zone, _)| if zone.is_empty() { ".".to_owned() } else { zone.clone() }).collect(),
        ports,
        targets: target::patterns(targets),
        ttl: range.map(|(min, max)| TtlRange { min: Seconds(min), max: Seconds(max) }),
    }
}

/// Makes what most zones have the rule for all, so that it holds for new ones.
fn speak_for_all(found: &mut Vec<Expectation>, zones: usize) {
    let Some(usual) = found.iter().position(|expectation| expectation.zones.len() * 2 > zones) else { return };
    let mut usual = found.remove(usual);
    usual.zones.clear();
    // The others take over what they do not say themselves.
    if found.iter().any(|other| other.ttl.is_none()) {
        usual.ttl = None;
    }
    if found.iter().any(|other| other.targets.is_empty()) {
        usual.targets.clear();
    }
    found.insert(0, usual);
}
