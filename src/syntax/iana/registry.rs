//! What registries of numbers have in common.

use std::ops::RangeInclusive;

/// A registry of numbers, some of which may be written by a word.
#[derive(Debug)]
pub struct Registry {
    /// What one of its numbers is called, with the article.
    pub(super) what: &'static str,
    /// In the order in which they are proposed.
    pub(super) codes: &'static [Code],
    /// Numbers for private use, which have no names.
    pub(super) private: &'static [RangeInclusive<u64>],
    /// Its numbers are sets of flags, and words may be joined with `|`.
    pub(super) is_of_flags: bool,
}

/// A number of a registry.
#[derive(Debug)]
pub(crate) struct Code {
    number: u16,
    name: &'static str,
    /// The name may be written for the number.
    is_word: bool,
    /// What else may be.
    also: &'static [&'static str],
    octets: Option<usize>,
    status: Status,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Status {
    Assigned,
    /// It has a name and no meaning, or one in other records.
    Reserved,
    /// Assigned, and must not be used any more.
    Forbidden,
}

/// A number whose name may be written for it.
pub(super) const fn mnemonic(number: u16, name: &'static str) -> Code {
    Code { is_word: true, ..named(number, name) }
}

/// A number with a name that is no word of zone files.
pub(super) const fn named(number: u16, name: &'static str) -> Code {
    Code { number, name, is_word: false, also: &[], octets: None, status: Status::Assigned }
}

impl Code {
    /// Other words that may be written for the number.
    pub(super) const fn also(self, also: &'static [&'static str]) -> Code {
        Code { also, ..self }
    }

    /// All digests, or keys, of this number have so many octets.
    pub(super) const fn of_octets(self, octets: usize) -> Code {
        Code { octets: Some(octets), ..self }
    }

    pub(super) const fn reserved(self) -> Code {
        Code { status: Status::Reserved, ..self }
    }

    pub(super) const fn forbidden(self) -> Code {
        Code { status: Status::Forbidden, ..self }
    }

    pub(crate) fn number(&self) -> u64 {
        u64::from(self.number)
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The octets of a digest or key of this number, where all have as many.
    pub(crate) fn octets(&self) -> Option<usize> {
        self.octets
    }

    /// Whether nothing new may be made with it.
    pub(crate) fn is_forbidden(&self) -> bool {
        self.status == Status::Forbidden
    }

    fn words(&self) -> impl Iterator<Item = &'static str> {
        self.is_word.then_some(self.name).into_iter().chain(self.also.iter().copied())
    }
}

impl Registry {
    /// What most of them leave out.
    pub(super) const DEFAULT: Registry = Registry { what: "a number", codes: &[], private: &[], is_of_flags: false };

    /// What one of its numbers is called, with the article.
    pub(crate) fn what(&self) -> &'static str {
        self.what
    }

    /// The numbers with a name.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &'static Code> {
        self.codes.iter()
    }

    /// The number with its name.
    pub(crate) fn code(&self, number: u64) -> Option<&'static Code> {
        self.codes.iter().find(|code| code.number() == number)
    }

    /// All words that may be written for numbers.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.codes.iter().flat_map(Code::words)
    }

    /// The number that one word stands for, in any case.
    pub(crate) fn number(&self, word: &[u8]) -> Option<u16> {
        let is_meant = |known: &str| known.as_bytes().eq_ignore_ascii_case(word);
        self.codes.iter().find(|code| code.words().any(is_meant)).map(|code| code.number)
    }

    /// Whether words may be joined with `|`.
    pub(crate) fn is_of_flags(&self) -> bool {
        self.is_of_flags
    }

    /// Whether a number has a meaning, or is for private use.
    pub(crate) fn assigns(&self, number: u64) -> bool {
        self.code(number).is_some_and(|code| code.status != Status::Reserved)
            || self.private.iter().any(|range| range.contains(&number))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{cert, dane, dnssec_algorithms, ds_digests, dsync, key, nsec3, sshfp, zonemd};
    use super::*;

    #[test]
    fn each_number_and_each_word_stands_once() {
        for registry in [
            &cert::TYPES,
            &dane::USAGES,
            &dane::SELECTORS,
            &dane::MATCHING_TYPES,
            &dnssec_algorithms::ALGORITHMS,
            &ds_digests::DIGESTS,
            &dsync::SCHEMES,
            &key::PROTOCOLS,
            &nsec3::HASHES,
            &sshfp::ALGORITHMS,
            &sshfp::FINGERPRINTS,
            &zonemd::SCHEMES,
            &zonemd::HASHES,
        ] {
            let mut numbers: Vec<u64> = registry.codes().map(Code::number).collect();
            let mut words: Vec<&str> = registry.words().collect();
            let counts = (numbers.len(), words.len());
            numbers.sort_unstable();
            numbers.dedup();
            words.sort_unstable();
            words.dedup();
            assert_eq!((numbers.len(), words.len()), counts, "{}", registry.what());
        }
    }

    #[test]
    fn reserved_numbers_have_names_and_are_not_assigned() {
        let algorithms = &dnssec_algorithms::ALGORITHMS;
        assert_eq!(algorithms.number(b"ecc"), Some(4));
        assert!(!algorithms.assigns(4) && !algorithms.assigns(0) && !algorithms.assigns(9));
        assert!(algorithms.assigns(1) && algorithms.assigns(13) && algorithms.assigns(254));
        assert!(zonemd::SCHEMES.assigns(240) && !zonemd::SCHEMES.assigns(255));
    }
}
