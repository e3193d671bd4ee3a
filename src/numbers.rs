//! Maps and sets whose keys are numbers: the ids of names, TTLs, what was hashed already.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map that is asked too often for the standard library's hash, which is made for text of strangers.
pub type NumberMap<K, V> = HashMap<K, V, BuildHasherDefault<Spread>>;

/// The same for sets.
pub type NumberSet<K> = HashSet<K, BuildHasherDefault<Spread>>;

/// Spreads a number over all bits of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(byte.into());
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
