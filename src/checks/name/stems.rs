//! Hosts that are numbered alike but for one slip in their names.

use std::ops::Range;

use crate::checks::ZoneContext;
use crate::checks::address::placement::{Placement, by_host};
use crate::text::typo::Typo;
use crate::text::typo_index::TypoIndex;
use crate::text::words;
use crate::zone::NumberMap;

/// So many hosts at least have the name that was meant.
pub(super) const SIBLINGS: usize = 3;
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

/// The numbered hosts of a zone, by domain and stem, in the order of their first records.
fn of_zone<'z>(cx: &'z ZoneContext) -> Vec<Stem<'z>> {
    let mut stems: Vec<Stem> = Vec::new();
    let mut known: NumberMap<u64, usize> = NumberMap::default();
    for places in by_host(cx.placements()) {
        let first = &places[0];
        let Some((number, stem)) = words::numbered(cx.zone.first_label(first.host)) else { continue };
        let at = *known.entry(stem ^ u64::from(first.domain) << 1).or_insert(stems.len());
        match stems.get_mut(at) {
            // A host may come again, with another address.
            Some(stem) if stem.first.host != first.host => stem.hosts += 1,
            Some(_) => {}
            None => stems.push(Stem { first, hosts: 1, number }),
        }
    }
    stems
}

/// Where the last number of a label stands.
fn number_at(label: &[u8]) -> Range<usize> {
    let end = label.iter().rposition(u8::is_ascii_digit).map_or(0, |last| last + 1);
    let start = label[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |before| before + 1);
    start..end
}

/// The last number of a label, as it is written.
pub(super) fn number_in(label: &[u8]) -> String {
    String::from_utf8_lossy(&label[number_at(label)]).into_owned()
}

/// A label in lower case without its last number.
fn stem_of(label: &[u8]) -> Vec<u8> {
    let Range { start, end } = number_at(label);
    [&label[..start], b"#", &label[end..]].concat().to_ascii_lowercase()
}

/// The single hosts of a domain whose name is one slip away from that of three or more, and whose number those lack.
pub(super) fn mistyped<'z>(cx: &'z ZoneContext) -> Vec<Misnumbered<'z>> {
    let stems = of_zone(cx);
    let text = |stem: &Stem| stem_of(cx.zone.first_label(stem.first.host));
    let common = stems.iter().filter(|stem| stem.hosts >= SIBLINGS);
    let near = TypoIndex::of(common.map(|stem| ([&text(stem)[..], &stem.first.domain.to_ne_bytes()].concat(), *stem)));
    if near.is_empty() {
        return Vec::new();
    }
    let meant = |alone: &Stem<'z>| {
        let wrong = text(alone);
        let in_domain = [&wrong[..], &alone.first.domain.to_ne_bytes()].concat();
        let like = near.like(&in_domain).into_iter().filter(|(_, right, _)| right.first.domain == alone.first.domain);
        let like = like.map(|(_, &right, typo)| {
            let texts = [text(&right), wrong.clone()];
            Misnumbered { host: alone.first, right, texts, typo }
        });
        let like = like.filter(|meant| is_slip(meant) && is_next(cx, meant, alone.number));
        like.max_by_key(|meant| meant.right.hosts)
    };
    stems.iter().filter(|stem| stem.hosts == 1).filter_map(meant).collect()
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

/// Whether the hosts that are called right lack the number, and have some with as many digits.
fn is_next(cx: &ZoneContext, meant: &Misnumbered, number: u64) -> bool {
    let of = |place: &Placement| words::numbered(cx.zone.first_label(place.host));
    let stem = of(meant.right.first).map(|(_, stem)| stem);
    let in_domain = cx.placements().iter().filter(|place| place.domain == meant.host.domain);
    let numbers: Vec<u64> =
        in_domain.filter_map(of).filter(|(_, of)| Some(*of) == stem).map(|(number, _)| number).collect();
    let digits = |number: u64| number.checked_ilog10();
    !numbers.contains(&number) && numbers.iter().any(|&other| digits(other) == digits(number))
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
