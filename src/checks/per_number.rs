//! What is worked out once for each number of some kind in a zone, such as a type or a TTL.

use crate::zone::NumberMap;

/// More than the numbers of one kind that a zone has, as a rule.
const PLACES: usize = 64;

/// Values by number. A zone has few numbers of the kind, and each of its records may ask.
pub(super) struct PerNumber<T> {
    known: Vec<(u32, T)>,
    /// Where each stands.
    all: NumberMap<u32, u32>,
    /// Where the number stands that was asked for last of those which share a place.
    last: [u32; PLACES],
}

impl<T> PerNumber<T> {
    pub(super) fn new() -> PerNumber<T> {
        PerNumber { known: Vec::new(), all: NumberMap::default(), last: [0; PLACES] }
    }

    #[inline]
    pub(super) fn get_or_insert_with(&mut self, number: u32, value: impl FnOnce() -> T) -> &mut T {
        let place = &mut self.last[(number.wrapping_mul(0x9e37_79b9) >> (u32::BITS - PLACES.ilog2())) as usize];
        if self.known.get(*place as usize).is_none_or(|(known, _)| *known != number) {
            *place = *self.all.entry(number).or_insert_with(|| {
                self.known.push((number, value()));
                self.known.len() as u32 - 1
            });
        }
        &mut self.known[*place as usize].1
    }

    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.all.get(&number).map(|&at| &self.known[at as usize].1)
    }

    /// All there are, in the order they were first asked for.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.known.iter().map(|(number, value)| (*number, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_its_own_value_and_one() {
        let mut values = PerNumber::new();
        for round in 0..2 {
            // More numbers than places, among them such as share one.
            for number in 0..2000 {
                let value = *values.get_or_insert_with(number, || (number, round));
                assert_eq!(value, (number, 0));
            }
        }
        assert_eq!((values.get(7), values.get(2000)), (Some(&(7, 0)), None));
        assert!(values.iter().map(|(number, _)| number).eq(0..2000));
    }
}
