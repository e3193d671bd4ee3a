//! What nobody can ask for: names below a zone cut or a DNAME.

use super::index::Facts;
use super::name::NameId;
use super::shape::Shape;
use super::{Zone, label};

impl Zone {
    /// The owners below a zone cut or a DNAME, in the order they were first seen. One walk over
    /// the names: what a name is relative to was seen before it.
    pub fn occluded_owners(&self) -> Vec<NameId> {
        let mut found = Vec::new();
        if !redirects(self.kinds) {
            return found;
        }
        // Whether what is below a name is answered by another zone or name.
        let mut hides: Vec<bool> = self.facts.iter().map(|&facts| redirects(facts)).collect();
        let redirecting = self.names().filter(|&name| hides[name.0 as usize]);
        let count = hides.iter().filter(|hides| **hides).count();
        let marks = Marks::of(redirecting.map(|name| self.names.hash(name)), count);
        for name in self.names().filter(|&name| self.fact(name, Facts::IN_ZONE) && name != self.apex) {
            if self.is_hidden(name, &hides, &marks) {
                hides[name.0 as usize] = true;
                found.extend(self.fact(name, Facts::OWNER).then_some(name));
            }
        }
        found
    }

    fn is_hidden(&self, name: NameId, hides: &[bool], marks: &Marks) -> bool {
        let (suffix, shape) = (self.names.suffix(name), self.names.shape(name));
        // Text that spells out the apex from further up is rare, and so are escapes.
        if !self.fact(suffix, Facts::IN_ZONE) || shape.has(Shape::STRANGE) {
            return self.at_or_above(name)[1..].iter().any(|&above| hides[above.0 as usize]);
        }
        if hides[suffix.0 as usize] {
            return true;
        }
        let above = |tail: &[u8]| {
            let hash = label::hash_of(tail, self.names.hash(suffix));
            let found = || self.names.below(suffix, tail, hash, &self.texts);
            marks.may_hold(hash) && found().is_some_and(|name| hides[name.0 as usize])
        };
        shape.has_dot() && label::tails_of(self.names.written(name, &self.texts)).any(above)
    }
}

fn redirects(facts: Facts) -> bool {
    facts.has(Facts::CUT) || facts.has(Facts::DNAME)
}

/// The hashes of the few names that redirect, a bit each: asked for nearly every name of a zone, and
/// the answer is no. To ask the table of names would be to wait for the memory every time.
struct Marks {
    bits: Vec<u64>,
}

impl Marks {
    fn of(hashes: impl Iterator<Item = u32>, count: usize) -> Marks {
        let mut marks = Marks { bits: vec![0; (count / 4).next_power_of_two()] };
        for hash in hashes {
            let (word, bit) = marks.place(hash);
            marks.bits[word] |= bit;
        }
        marks
    }

    fn place(&self, hash: u32) -> (usize, u64) {
        ((hash >> 6) as usize & (self.bits.len() - 1), 1 << (hash & 63))
    }

    fn may_hold(&self, hash: u32) -> bool {
        let (word, bit) = self.place(hash);
        self.bits[word] & bit != 0
    }
}
