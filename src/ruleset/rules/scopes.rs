//! Which of many scopes hold for a place.

use std::collections::HashMap;

use crate::ruleset::literals::{Literals, Pieces};
use crate::ruleset::rules::scope::{Scope, ScopeTarget};

/// Scopes, each with the number of what it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// The numbers of those that hold everywhere.
    wide: Vec<u32>,
    /// Each of the others once, with all that have it.
    distinct: Vec<(Scope, Vec<u32>)>,
    /// By patterns of zones, of those that name any.
    by_zone: Literals,
    /// By patterns of files, of the others.
    by_file: Literals,
}

impl Scopes {
    /// Scopes in the order of their numbers, from 0 on.
    pub fn of<'s>(scopes: impl Iterator<Item = &'s Scope>) -> Scopes {
        let (mut wide, mut distinct): (Vec<u32>, Vec<(Scope, Vec<u32>)>) = (Vec::new(), Vec::new());
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for (number, scope) in (0..).zip(scopes) {
            if !scope.is_narrow() {
                wide.push(number);
                continue;
            }
            let at = *numbers.entry(scope.key()).or_insert(distinct.len());
            match distinct.get_mut(at) {
                Some((_, alike)) => alike.push(number),
                None => distinct.push((scope.clone(), vec![number])),
            }
        }
        let all = || (0..).zip(&distinct).map(|(number, (scope, _))| (number, scope));
        let zones = all().flat_map(|(number, scope)| scope.zones().iter().map(move |zone| (number, zone.pieces())));
        let of_files = all().filter(|(_, scope)| scope.zones().is_empty());
        let files = of_files.flat_map(|(number, scope)| scope.files().iter().map(move |file| (number, file.pieces())));
        let (by_zone, by_file) = (Literals::of(zones), Literals::of(files));
        Scopes { wide, distinct, by_zone, by_file }
    }

    /// The numbers of all scopes that hold for a place, sorted.
    pub fn in_place(&self, place: ScopeTarget) -> Vec<u32> {
        let mut in_place = self.holding(place);
        in_place.extend(&self.wide);
        in_place.sort_unstable();
        in_place
    }

    /// The same without those that hold everywhere.
    pub fn holding(&self, place: ScopeTarget) -> Vec<u32> {
        if self.distinct.is_empty() {
            return Vec::new();
        }
        let by_zone = self.by_zone.found_in(place.zone.as_bytes());
        let by_file = self.by_file.found_in(place.file.unwrap_or_default().as_bytes());
        let found = by_zone.iter().chain(&*by_file).map(|&number| &self.distinct[number as usize]);
        let mut holding: Vec<u32> =
            found.filter(|(scope, _)| scope.holds(place)).flat_map(|(_, alike)| alike).copied().collect();
        holding.sort_unstable();
        holding
    }
}

/// Whether what has a number holds in a place, after [`Scopes::holding`]: what is not narrow holds everywhere.
pub fn is_held(scope: &Scope, number: u32, holding: &[u32]) -> bool {
    !scope.is_narrow() || holding.binary_search(&number).is_ok()
}
