//! What is worked out once for each type of a zone.

use crate::syntax::rdata::RType;

/// Values by type. A zone has few types, and each of its records may ask.
pub(super) struct PerType<T> {
    known: Vec<(RType, T)>,
    /// Where the type stands, by the low byte of its number: of types that share one, the last asked for.
    places: [u8; 256],
}

impl<T> PerType<T> {
    pub(super) fn new() -> PerType<T> {
        PerType { known: Vec::new(), places: [0; 256] }
    }

    pub(super) fn get_or_insert_with(&mut self, rtype: RType, value: impl FnOnce() -> T) -> &T {
        let place = &mut self.places[usize::from(rtype.0 as u8)];
        let mut at = usize::from(*place);
        if self.known.get(at).is_none_or(|(known, _)| *known != rtype) {
            at = self.known.iter().position(|(known, _)| *known == rtype).unwrap_or_else(|| {
                self.known.push((rtype, value()));
                self.known.len() - 1
            });
            *place = at as u8;
        }
        &self.known[at].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_its_own_value_and_one() {
        let mut values = PerType::new();
        for round in 0..2 {
            // More types than places, among them such as share one.
            for number in 0..2000 {
                let value = *values.get_or_insert_with(RType(number), || (number, round));
                assert_eq!(value, (number, 0));
            }
        }
    }
}
