//! The owners of a zone in canonical order (RFC 4034 section 6.1).

use std::ops::Range;

use crate::text::escape::unescape_lossy;
use crate::zone::{NameId, Zone};

/// Ends a label of a key: it sorts before all octets of labels.
const END: u8 = 0;
/// Stands before the two octets that would sort as [`END`] and itself.
const ESCAPE: u8 = 1;

/// The owners of a zone, each with a key: its labels below the apex from the right, in lower case, so that keys sort by
/// their octets as names do. A name is below another if its key starts with the other's.
pub(super) struct CanonicalOrder {
    keys: Vec<u8>,
    owners: Vec<Owner>,
}

struct Owner {
    /// How its key starts: most keys differ there.
    start: u64,
    key: Range<usize>,
    name: NameId,
}

impl CanonicalOrder {
    /// The owners that are asked for.
    pub(super) fn of(zone: &Zone, is_asked_for: impl Fn(NameId) -> bool) -> CanonicalOrder {
        let apex_labels = zone.labels(zone.apex()).len();
        let (mut keys, mut owners, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        let asked_for = |&name: &NameId| zone.is_owner(name) && zone.is_in_zone(name) && is_asked_for(name);
        for name in zone.names().filter(asked_for) {
            labels.clear();
            zone.push_labels(name, &mut labels);
            let start = keys.len();
            for label in labels[..labels.len().saturating_sub(apex_labels)].iter().rev() {
                match label.contains(&b'\\') {
                    true => push_label(&unescape_lossy(label), &mut keys),
                    false => push_label(label, &mut keys),
                }
            }
            owners.push(Owner { start: start_of(&keys[start..]), key: start..keys.len(), name });
        }
        let key = |owner: &Owner| &keys[owner.key.clone()];
        owners.sort_unstable_by(|a, b| a.start.cmp(&b.start).then_with(|| key(a).cmp(key(b))));
        CanonicalOrder { keys, owners }
    }

    /// The owners with their keys, in order.
    pub(super) fn owners(&self) -> impl Iterator<Item = (Range<usize>, NameId)> {
        self.owners.iter().map(|owner| (owner.key.clone(), owner.name))
    }

    pub(super) fn key(&self, key: &Range<usize>) -> &[u8] {
        &self.keys[key.clone()]
    }
}

/// The first octets of a key as a number, which sorts as they do: what is missing is less than any octet.
fn start_of(key: &[u8]) -> u64 {
    let mut start = [0; 8];
    let length = key.len().min(start.len());
    start[..length].copy_from_slice(&key[..length]);
    u64::from_be_bytes(start)
}

fn push_label(label: &[u8], key: &mut Vec<u8>) {
    for &octet in label {
        match octet {
            0 | ESCAPE => key.extend([ESCAPE, octet + 1]),
            octet => key.push(octet.to_ascii_lowercase()),
        }
    }
    key.push(END);
}

/// The key of a name in wire form; none outside of the zone, whose apex is in wire form and lower case.
pub(super) fn key_of(wire: &[u8], apex: &[u8]) -> Option<Vec<u8>> {
    let below = wire.len().checked_sub(apex.len())?;
    let (mut labels, mut at) = (Vec::new(), 0);
    while at < below {
        let end = at + 1 + usize::from(wire[at]);
        labels.push(wire.get(at + 1..end)?);
        at = end;
    }
    let is_in_zone = at == below && wire[below..].eq_ignore_ascii_case(apex);
    let mut key = Vec::with_capacity(below);
    labels.iter().rev().for_each(|label| push_label(label, &mut key));
    is_in_zone.then_some(key)
}

/// The labels of a key, from the left, in wire form without the apex.
pub(super) fn wire_of(key: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(key.len() + 1);
    for label in key.split(|octet| *octet == END).rev().skip(1) {
        let start = wire.len();
        wire.push(0);
        let mut octets = label.iter();
        while let Some(&octet) = octets.next() {
            wire.push(if octet == ESCAPE { octets.next().map_or(0, |after| after - 1) } else { octet });
        }
        wire[start] = (wire.len() - start - 1) as u8;
    }
    wire
}

/// Where the labels of a key end.
pub(super) fn label_ends(key: &[u8]) -> impl Iterator<Item = usize> {
    key.iter().enumerate().filter(|(_, octet)| **octet == END).map(|(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::rdata::wire;

    #[test]
    fn keys_sort_as_names_and_lead_back() {
        // RFC 4034 section 6.1, with the apex in front.
        let sorted = [
            "example.",
            "a.example.",
            "yljkjljk.a.example.",
            "Z.a.example.",
            "zABC.a.EXAMPLE.",
            "z.example.",
            r"\000.z.example.",
            r"\001.z.example.",
            "*.z.example.",
            r"\200.z.example.",
        ];
        let apex = b"\x07example\0";
        let wires = sorted.map(|name| wire::name(name.as_bytes(), &[0]).expect("a name"));
        let keys = wires.clone().map(|wire| key_of(&wire, apex).expect("a name of the zone"));
        assert!(keys.is_sorted_by(|a, b| a < b));
        for (wire, key) in wires.iter().zip(&keys) {
            assert_eq!([&wire_of(key)[..], apex].concat(), wire.to_ascii_lowercase());
        }
        assert_eq!(key_of(b"\x01a\x07exbmple\0", apex), None);
        assert_eq!(key_of(b"\x02aexample\0", b"\x06xample\0"), None);
    }
}
