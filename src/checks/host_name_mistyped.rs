//! A host whose name has a word that is one slip away from the word that many others share.

use std::collections::{HashMap, HashSet};

use super::edit::Slip;
use super::near::{Near, is_believable, words};
use super::placement::Placement;
use super::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::zone::NameId;

pub(super) static META: Meta = Meta {
    id: "host-name-mistyped",
    summary: "a host's name is one slip away from what many others are called",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("host_name_mistyped.md"),
};

/// As many hosts at least have the word that was meant.
const COMMON: usize = 5;
/// And so many times as many as have the other.
const TIMES: usize = 5;
/// Slips other than swapped or doubled letters are weaker evidence.
const TIMES_WEAK: usize = 10;
/// More hosts than this were not misnamed by a slip.
const RARE: usize = 4;
/// A word so long with a letter twice is no other word; one host that has it right is enough.
const LONG: usize = 10;

pub(super) fn check(view: &View, findings: &mut Findings) {
    let established = Established::of(view);
    for zone in view.zones.iter().filter(|zone| !zone.placements().is_empty()) {
        let words = Words::of(zone);
        let near = Near::of(words.0.iter().map(|(word, of)| (word.clone(), of)));
        let mut rare: Vec<_> = words.0.iter().filter(|(_, of)| of.hosts <= RARE).collect();
        rare.sort_by_key(|(_, of)| of.places[0].record);
        for (wrong, of) in rare {
            let like = near.like(wrong).into_iter().filter(|(right, others, slip)| is_telling((right, others), (wrong, of), *slip));
            let Some((right, others, slip)) = like.max_by_key(|(_, others, _)| others.hosts) else { continue };
            for &place in of.places.iter().filter(|place| !established.is(zone, place.host)) {
                findings.add(finding(zone, place, (right, wrong, slip), others));
            }
        }
    }
}

fn is_telling((right, others): (&[u8], &Word), (wrong, of): (&[u8], &Word), slip: Slip) -> bool {
    let enough = match slip {
        Slip::Doubled(_) if right.len() >= LONG => others.hosts >= of.hosts,
        Slip::Transposed(_) | Slip::Doubled(_) => others.hosts >= COMMON.max(TIMES * of.hosts),
        _ => others.hosts >= COMMON.max(TIMES_WEAK * of.hosts),
    };
    enough && is_believable(right, wrong, slip)
}

/// The hosts that have a word in their first label.
struct Word {
    hosts: usize,
    /// Those of the first hosts; of few hosts all of them.
    places: Vec<Placement>,
}

struct Words(HashMap<Vec<u8>, Word>);

impl Words {
    fn of(zone: &ZoneView) -> Words {
        let mut all: HashMap<Vec<u8>, Word> = HashMap::new();
        let mut seen = HashSet::new();
        for place in zone.placements() {
            let named = seen.insert(place.host);
            for word in words(zone.zone.first_label(place.host)) {
                let of = all.entry(word.to_ascii_lowercase()).or_insert(Word { hosts: 0, places: Vec::new() });
                of.hosts += usize::from(named);
                if of.hosts <= RARE {
                    of.places.push(*place);
                }
            }
        }
        Words(all)
    }
}

/// Hosts that a second zone knows by the same name: they are called so.
struct Established(HashMap<Vec<u8>, usize>);

impl Established {
    fn of(view: &View) -> Established {
        let mut zones_of: HashMap<Vec<u8>, usize> = HashMap::new();
        if view.zones.iter().any(ZoneView::is_reverse) {
            for zone in view.zones {
                let mut hosts: Vec<_> = zone.placements().iter().map(|place| place.host).collect();
                hosts.sort_unstable();
                hosts.dedup();
                for host in hosts {
                    *zones_of.entry(full_name(zone, host)).or_default() += 1;
                }
            }
        }
        Established(zones_of)
    }

    fn is(&self, zone: &ZoneView, host: NameId) -> bool {
        self.0.get(&full_name(zone, host)).is_some_and(|&zones| zones > 1)
    }
}

fn full_name(zone: &ZoneView, host: NameId) -> Vec<u8> {
    zone.zone.name_text(host).to_ascii_lowercase().into_bytes()
}

fn finding(zone: &ZoneView, place: Placement, (right, wrong, slip): (&[u8], &[u8], Slip), others: &Word) -> Diagnostic {
    let name = zone.zone.name_text(place.host);
    let [right, wrong] = [right, wrong].map(|word| String::from_utf8_lossy(word).into_owned());
    let (count, with) = (others.hosts, slip.with("letter"));
    let message = match count {
        1 => format!("`{name}` has `{wrong}` for `{right}`, {with}"),
        _ => format!("`{name}` has `{wrong}` where {count} other names have `{right}`: {with}"),
    };
    let meant = name.to_ascii_lowercase().replacen(&wrong, &right, 1);
    let mut finding = Diagnostic::new(&META, place.host_at(zone.zone), message)
        .here(slip.pointed_at(&right, &wrong))
        .help(format!("did you mean `{meant}`?"));
    if let Some(&other) = others.places.first() {
        finding = finding.label(other.host_at(zone.zone), format!("`{right}`, as most are called"));
    }
    finding.subject(zone.subject(place.record))
}
