//! Hosts that are numbered alike but for one slip in their names.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::checks::ZoneContext;
use crate::checks::address;
use crate::checks::address::placement::{NumberedHost, Placement};
use crate::text::typo::Typo;
use crate::text::typo_index::TypoIndex;
use crate::text::words;
use crate::zone::{NumberMap, RecordId};

/// So many hosts at least have the name that was meant.
pub(super) const SIBLINGS: usize = 3;
/// So many stems at least have two places of one house in common.
const SHARED: usize = 5;
/// Hosts of a zone that get a look at all others: more are no slips.
const ASKED: usize = 256;
/// Letters of a name in which two that changed places are a slip, and no other name.
const SHORTEST_SWAPPED: usize = 4;

/// The hosts of one domain whose first labels differ in their numbers alone.
#[derive(Clone, Copy)]
pub(super) struct Stem<'z> {
    pub(super) first: &'z Placement,
    pub(super) hosts: usize,
    /// The number of the first.
    number: u64,
}

/// A host whose stem is one slip away from another.
pub(super) struct Misnumbered<'z> {
    pub(super) host: &'z Placement,
    pub(super) right: Stem<'z>,
    /// The two, with `#` for the number.
    pub(super) texts: [Vec<u8>; 2],
    pub(super) typo: Typo,
}

/// The numbered hosts of a zone, by domain and stem.
pub(super) struct Stems<'z> {
    pub(super) cx: &'z ZoneContext<'z>,
    /// In the order of their first records.
    all: Vec<Stem<'z>>,
    /// Those of several hosts that several domains have, by the hash of their text.
    shared: NumberMap<u64, Vec<Stem<'z>>>,
    /// All of several hosts, where domains have enough in common to be places of one house.
    by_text: BTreeMap<Vec<u8>, Vec<Stem<'z>>>,
}

impl<'z> Stems<'z> {
    pub(super) fn of(cx: &'z ZoneContext<'z>) -> Stems<'z> {
        let mut all: Vec<Stem> = Vec::new();
        let mut hashes: Vec<u64> = Vec::new();
        let mut known: NumberMap<u64, usize> = NumberMap::default();
        known.reserve(cx.numbered_hosts().len());
        for &NumberedHost { ref places, number, stem } in cx.numbered_hosts() {
            let first = &cx.placements()[places.start];
            let at = *known.entry(stem ^ u64::from(first.domain) << 1).or_insert(all.len());
            match all.get_mut(at) {
                // A host may come again, with another address.
                Some(stem) if stem.first.host != first.host => stem.hosts += 1,
                Some(_) => {}
                None => {
                    all.push(Stem { first, hosts: 1, number });
                    hashes.push(stem);
                }
            }
        }
        let of_several = || all.iter().zip(&hashes).filter(|(stem, _)| stem.hosts > 1);
        let mut domains: NumberMap<u64, usize> = NumberMap::default();
        of_several().for_each(|(_, &hash)| *domains.entry(hash).or_default() += 1);
        let mut shared: NumberMap<u64, Vec<Stem>> = NumberMap::default();
        for (stem, &hash) in of_several().filter(|(_, hash)| domains[hash] > 1) {
            shared.entry(hash).or_default().push(*stem);
        }
        let mut by_text: BTreeMap<Vec<u8>, Vec<Stem>> = BTreeMap::new();
        for (stem, _) in of_several().filter(|_| shared.len() >= SHARED) {
            by_text.entry(stem_of(cx.zone.first_label(stem.first.host))).or_default().push(*stem);
        }
        Stems { cx, all, shared, by_text }
    }

    /// Hosts without a number, one address after the last of those numbered like them, where another place of the house
    /// has the number that would have come, and no host without: each with that last one.
    pub(super) fn unnumbered(&self) -> Vec<(&'z Placement, &'z Placement)> {
        if self.shared.is_empty() {
            return Vec::new();
        }
        let with_stems = |place: &'z Placement| {
            let label = self.cx.zone.first_label(place.host);
            let is_numbered = label.last().is_none_or(u8::is_ascii_digit) || words::numbered(label).is_some();
            let text = (!is_numbered).then(|| words::hash(label.iter().chain(b"#")))?;
            Some((place, self.shared.get(&text)?))
        };
        let all = self.cx.placements().iter().filter_map(with_stems);
        all.take(ASKED).filter_map(|(place, stems)| Some((place, self.last_before(place, stems)?))).collect()
    }

    /// The host that one without a number comes after.
    fn last_before(&self, place: &Placement, stems: &[Stem<'z>]) -> Option<&'z Placement> {
        let cx = self.cx;
        let number = |place: &Placement| words::numbered(cx.zone.first_label(place.host)).map(|(number, _)| number);
        let own = stems.iter().find(|stem| stem.first.domain == place.domain)?;
        let last = self.hosts_of(own).max_by_key(|place| number(place))?;
        let next = number(last)?.checked_add(1)?;
        let has_next = |stem: &&Stem| self.hosts_of(stem).any(|place| number(place) == Some(next));
        let others = stems.iter().filter(|stem| stem.first.domain != place.domain);
        let there = others.filter(has_next).find(|stem| self.are_alike(own, stem))?;
        let label = cx.zone.first_label(place.host);
        let is_same = |other: &Placement| {
            other.domain == there.first.domain && cx.zone.first_label(other.host).eq_ignore_ascii_case(label)
        };
        let address = |place: &Placement| place.address(cx.zone).map(address::number);
        let is_next = address(last)?.checked_add(1) == address(place);
        (is_next && !cx.placements().iter().any(is_same)).then_some(last)
    }

    /// The hosts with a stem.
    fn hosts_of(&self, stem: &Stem) -> impl Iterator<Item = &'z Placement> {
        let cx = self.cx;
        let of = |place: &Placement| words::numbered(cx.zone.first_label(place.host)).map(|(_, stem)| stem);
        let (domain, own) = (stem.first.domain, of(stem.first));
        cx.placements().iter().filter(move |place| place.domain == domain && of(place) == own)
    }

    /// The single hosts of a domain whose name is one slip away from that of three or more, and whose number those lack.
    pub(super) fn mistyped(&self) -> Vec<Misnumbered<'z>> {
        let (cx, stems) = (self.cx, &self.all);
        let text = |stem: &Stem| stem_of(cx.zone.first_label(stem.first.host));
        let set_in_domain = |key: &mut Vec<u8>, stem: &Stem| {
            set_stem(key, cx.zone.first_label(stem.first.host));
            key.extend(stem.first.domain.to_ne_bytes());
        };
        let common = stems.iter().filter(|stem| stem.hosts >= SIBLINGS);
        let near = TypoIndex::of(common.map(|stem| {
            let mut key = Vec::new();
            set_in_domain(&mut key, stem);
            (key, *stem)
        }));
        if near.is_empty() {
            return Vec::new();
        }
        let mut in_domain = Vec::new();
        let meant = |alone: &Stem<'z>| {
            set_in_domain(&mut in_domain, alone);
            if !near.may_be_like(&in_domain) {
                return None;
            }
            let wrong = text(alone);
            let like =
                near.like(&in_domain).into_iter().filter(|(_, right, _)| right.first.domain == alone.first.domain);
            let like = like.map(|(_, &right, typo)| {
                let texts = [text(&right), wrong.clone()];
                Misnumbered { host: alone.first, right, texts, typo }
            });
            Some((like.filter(is_slip).max_by_key(|meant| meant.right.hosts)?, alone.number))
        };
        stems
            .iter()
            .filter(|stem| stem.hosts == 1)
            .filter_map(meant)
            .take(ASKED)
            .filter(|(meant, number)| self.lacks(&meant.right, *number))
            .map(|(meant, _)| meant)
            .collect()
    }

    /// Two stems of two domains that have most others in common: each is in the one and not in the other, and two letters
    /// swapped or one typed twice are all that is between them. Which is right nobody can tell: the one with fewer hosts
    /// stands first, and of two with as many the later.
    pub(super) fn divided(&self) -> Vec<Misnumbered<'z>> {
        let by_text = &self.by_text;
        let near = TypoIndex::of(by_text.iter().map(|(text, stems)| (text.clone(), stems)));
        let (mut found, mut asked) = (Vec::new(), 0);
        for (wrong, wrongs) in by_text {
            for (right, rights, typo) in near.like(wrong) {
                let is_slip =
                    matches!(typo, Typo::Transposed(_) | Typo::Doubled(_)) && typo.is_believable(right, wrong);
                let is_apart =
                    wrongs.iter().all(|one| rights.iter().all(|other| one.first.domain != other.first.domain));
                let (one, other) = (&wrongs[0], &rights[0]);
                let is_candidate = is_slip && is_apart && rank(rights) < rank(wrongs) && asked < ASKED;
                asked += usize::from(is_candidate);
                if is_candidate && self.are_alike(one, other) {
                    found.push(Misnumbered {
                        host: one.first,
                        right: *other,
                        texts: [right.to_vec(), wrong.clone()],
                        typo,
                    });
                }
            }
        }
        found
    }

    /// Whether two domains have so many stems in common that they are two places of one house.
    fn are_alike(&self, one: &Stem, other: &Stem) -> bool {
        let has = |stems: &[Stem], stem: &Stem| stems.iter().any(|of| of.first.domain == stem.first.domain);
        let shared = self.by_text.values().filter(|stems| has(stems, one) && has(stems, other));
        shared.take(SHARED).count() == SHARED
    }

    /// Whether the hosts with a stem lack a number, and have some with as many digits.
    fn lacks(&self, stem: &Stem, number: u64) -> bool {
        let of = |place: &Placement| words::numbered(self.cx.zone.first_label(place.host));
        let numbers: Vec<u64> = self.hosts_of(stem).filter_map(of).map(|(number, _)| number).collect();
        let digits = |number: u64| number.checked_ilog10();
        !numbers.contains(&number) && numbers.iter().any(|&other| digits(other) == digits(number))
    }
}

/// The last number of a label, as it is written.
pub(super) fn number_in(label: &[u8]) -> String {
    String::from_utf8_lossy(&label[words::number_at(label)]).into_owned()
}

/// A label in lower case without its last number.
fn stem_of(label: &[u8]) -> Vec<u8> {
    let mut stem = Vec::new();
    set_stem(&mut stem, label);
    stem
}

/// The same in the place of what a buffer holds.
fn set_stem(stem: &mut Vec<u8>, label: &[u8]) {
    let Range { start, end } = words::number_at(label);
    stem.clear();
    stem.extend_from_slice(&label[..start]);
    stem.push(b'#');
    stem.extend_from_slice(&label[end..]);
    stem.make_ascii_lowercase();
}

/// The lower, the likelier is it what was meant.
fn rank(stems: &[Stem]) -> (Reverse<usize>, RecordId) {
    (Reverse(stems.iter().map(|stem| stem.hosts).sum()), stems[0].first.record)
}

/// Whether a host of its own would be called so only by chance. A letter that is another makes another word too often.
fn is_slip(meant: &Misnumbered) -> bool {
    let Misnumbered { texts: [right, wrong], typo, .. } = meant;
    let letters = wrong.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let is_telling = match typo {
        Typo::Transposed(_) => letters >= SHORTEST_SWAPPED,
        Typo::Substituted(_) => false,
        Typo::Dropped(_) | Typo::Doubled(_) | Typo::Inserted(_) => true,
    };
    is_telling && typo.is_believable(right, wrong)
}

#[cfg(test)]
mod tests {
    use super::stem_of;

    #[test]
    fn the_last_number_is_left_out() {
        assert_eq!(stem_of(b"DB1021-a"), b"db#-a");
        assert_eq!(stem_of(b"ps1-d12"), b"ps1-d#");
    }
}
