//! Which records may lead elsewhere in the other version: those that changed, and those whose target may have other
//! addresses there. All others lead where they led before, and are not read for what differs.

use std::collections::HashSet;

use super::{ChangedZone, Side};
use crate::change::{RrsetChange, ZoneChange, ZonePair};
use crate::numbers::NumberSet;
use crate::services::LONGEST_CHAIN;
use crate::syntax::rdata::RType;
use crate::text::escape::unescape_lossy;
use crate::zone::{NameId, Record, RecordId, Zone};

/// One name is looked up for so many records that were read, and so many names are in any case. What would take more is sooner
/// told by reading all records.
const RECORDS_A_LOOKUP: usize = 4;
const FEW_LOOKUPS: usize = 10_000;

/// Which of the two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Old,
    New,
}

/// A zone by its version and its number there.
pub(super) type Place = (Version, usize);

/// The records and names of both versions that may have moved.
pub(super) struct Moves {
    /// By zone.
    old: Vec<ZoneMoves>,
    new: Vec<ZoneMoves>,
    /// All names at and below these: a zone cut, a DNAME or a wildcard came or went there.
    roots: HashSet<Vec<u8>>,
}

#[derive(Clone, Default)]
struct ZoneMoves {
    records: NumberSet<RecordId>,
    names: NumberSet<NameId>,
}

impl Moves {
    /// Those between two versions; `None` where any record may have moved.
    pub(super) fn between(
        changed: &[ChangedZone],
        pairs: &[ZonePair],
        (old, new): (&Side<'_>, &Side<'_>),
    ) -> Option<Moves> {
        if !are_alike(pairs, old, new) {
            return None;
        }
        let mut moves = Moves {
            old: vec![ZoneMoves::default(); old.zones.len()],
            new: vec![ZoneMoves::default(); new.zones.len()],
            roots: HashSet::new(),
        };
        let mut names = Vec::new();
        for ChangedZone { pair, change } in changed {
            let (before, after) = (pair.old?, pair.new?);
            for rrset in &change.rrsets {
                // All of the RRset: of a record that is there twice the change has one.
                let all = |zone: Option<&Zone>, owner: Option<NameId>| {
                    zone.zip(owner).map(|(zone, owner)| zone.rrset(owner, rrset.rtype).to_vec()).unwrap_or_default()
                };
                moves.old[before].records.extend(all(change.old, rrset.old_owner));
                moves.new[after].records.extend(all(change.new, rrset.new_owner));
                moves.take_owner(change, rrset, &mut names);
            }
        }
        let before = old.zones.iter().map(|cx| cx.zone).collect();
        let after = new.zones.iter().map(|cx| cx.zone).collect();
        moves.take_names(names, [(Version::Old, before), (Version::New, after)]).then_some(moves)
    }

    /// Whether a record may have moved that sends clients to a target.
    pub(super) fn has(&self, (version, number): Place, zone: &Zone, record: RecordId) -> bool {
        let Record { owner, .. } = *zone.record(record);
        // The root stands for the owner (RFC 9460 section 2.5.2).
        let target = || zone.record(record).target().map(|target| if target == NameId::ROOT { owner } else { target });
        self.of(version)[number].records.contains(&record)
            || target().is_some_and(|target| self.has_name((version, number), zone, target))
    }

    fn has_name(&self, (version, number): Place, zone: &Zone, name: NameId) -> bool {
        let is_below_root = || {
            let name = canonical(&zone.labels(name));
            let dots = memchr::memchr_iter(b'.', &name).map(|dot| dot + 1);
            [0].into_iter().chain(dots).any(|from| self.roots.contains(&name[from..]))
        };
        self.of(version)[number].names.contains(&name) || !self.roots.is_empty() && is_below_root()
    }

    fn of(&self, version: Version) -> &[ZoneMoves] {
        match version {
            Version::Old => &self.old,
            Version::New => &self.new,
        }
    }

    fn of_mut(&mut self, version: Version) -> &mut [ZoneMoves] {
        match version {
            Version::Old => &mut self.old,
            Version::New => &mut self.new,
        }
    }

    /// Takes in what an RRset that differs may do to lookups.
    fn take_owner(&mut self, change: &ZoneChange, rrset: &RrsetChange, names: &mut Vec<String>) {
        let (Some(old), Some(new), true) = (change.old, change.new, rrset.is_of_data()) else { return };
        let (zone, owner) = change.owner_in(rrset);
        let Some(below) = zone.labels_below_apex(owner) else { return };
        let labels = zone.labels(owner);
        match rrset.rtype {
            RType::A | RType::AAAA | RType::CNAME => names.push(zone.absolute_name(owner)),
            RType::DNAME => _ = self.roots.insert(canonical(&labels)),
            RType::NS if !below.is_empty() => _ = self.roots.insert(canonical(&labels)),
            _ => {}
        }
        if zone.is_wildcard(owner) {
            self.roots.insert(canonical(&labels[1..]));
        }
        let is_owner = |zone: &Zone, name: Option<NameId>| name.is_some_and(|name| zone.is_owner(name));
        if is_owner(old, rrset.old_owner) == is_owner(new, rrset.new_owner) {
            return;
        }
        // The name exists in one version only, and so may those between it and the next that does. No wildcard answers
        // for a name that exists, or for what is below it (RFC 4592 section 3.3.1).
        let text = |labels: &[&[u8]]| String::from_utf8_lossy(&labels.join(&b'.')).into_owned() + ".";
        names.extend((0..below.len()).map(|from| text(&labels[from..])));
        let has_wildcard = |encloser: &[&[u8]]| {
            let wildcard = format!("*.{}", text(encloser));
            [old, new].iter().any(|zone| zone.find(&wildcard).is_some_and(|name| zone.is_wildcard(name)))
        };
        if let Some(highest) = (1..=below.len()).rev().find(|&from| has_wildcard(&labels[from..])) {
            self.roots.insert(canonical(&labels[highest - 1..]));
        }
    }

    /// Takes in names, in all zones that speak of them, and the aliases that lead there. Says whether these were few
    /// enough.
    fn take_names(&mut self, mut names: Vec<String>, versions: [(Version, Vec<&Zone>); 2]) -> bool {
        let zones = || versions.iter().flat_map(|(_, zones)| zones);
        let records: usize = zones().map(|zone| zone.len()).sum();
        let mut lookups = FEW_LOOKUPS + records / RECORDS_A_LOOKUP;
        for _ in 0..=LONGEST_CHAIN {
            let Some(left) = lookups.checked_sub(names.len() * zones().count()) else { return false };
            lookups = left;
            for (version, zones) in &versions {
                for (zone, moves) in zones.iter().zip(self.of_mut(*version)) {
                    moves.names.extend(names.iter().filter_map(|name| zone.find(name)));
                }
            }
            names.clear();
            for (version, zones) in &versions {
                for (number, &zone) in zones.iter().enumerate() {
                    self.new_aliases((*version, number), zone, &mut names);
                }
            }
            for wildcard in names.iter().filter_map(|name| name.strip_prefix("*.")) {
                let labels: Vec<_> = wildcard.trim_end_matches('.').split('.').map(str::as_bytes).collect();
                self.roots.insert(canonical(&labels));
            }
            if names.is_empty() {
                break;
            }
        }
        true
    }

    /// The aliases of a zone that lead to what may have moved, and are not among that yet.
    fn new_aliases(&self, place: Place, zone: &Zone, names: &mut Vec<String>) {
        let known = &self.of(place.0)[place.1].names;
        if known.is_empty() && self.roots.is_empty() {
            return;
        }
        for (_, record) in zone.of_type(RType::CNAME) {
            let leads = |target| self.has_name(place, zone, target);
            if record.target().is_some_and(leads) && !known.contains(&record.owner) {
                names.push(zone.absolute_name(record.owner));
            }
        }
    }
}

/// Whether the versions have the same zones, in the same views, and as much of each: then all that may make a lookup
/// come to something else are records that differ.
fn are_alike(pairs: &[ZonePair], old: &Side, new: &Side) -> bool {
    let around =
        |side: &Side| side.zones[side.checked..].iter().map(|cx| std::ptr::from_ref(cx.zone)).collect::<Vec<_>>();
    if around(old) != around(new) {
        return false;
    }
    let mut places: Vec<usize> = (0..old.zones.len()).map(|zone| zone + new.checked - old.checked.min(zone)).collect();
    for pair in pairs {
        let (Some(before), Some(after)) = (pair.old, pair.new) else { return false };
        if old.zones[before].zone.is_complete() != new.zones[after].zone.is_complete() {
            return false;
        }
        places[before] = after;
    }
    let views = |side: &Side, place: &dyn Fn(usize) -> usize| {
        let mut views: Vec<Vec<usize>> =
            side.views.iter().map(|view| view.iter().map(|&zone| place(zone)).collect()).collect();
        views.iter_mut().for_each(|view| view.sort_unstable());
        views.sort_unstable();
        views
    };
    views(old, &|zone| places[zone]) == views(new, &|zone| zone)
}

/// A name that is equal for equal names.
fn canonical(labels: &[&[u8]]) -> Vec<u8> {
    labels.iter().map(|label| unescape_lossy(label).to_ascii_lowercase()).collect::<Vec<_>>().join(&b'.')
}
