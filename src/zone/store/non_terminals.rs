//! What is above a name: the names of the table, and those between a text with dots, such as `_sip._tcp.host`,
//! and what it is relative to, which need own nothing and need not be stored.

use super::label::{self, step};

/// Of a text with more dots, as in ip6.arpa, the names above it are not listed.
const MOST: u32 = 3;

/// The hashes of the names between texts with dots and what these are relative to, once for each mention but
/// for those that directly follow another.
#[derive(Clone, Debug, Default)]
pub(in crate::zone) struct NonTerminals {
    hashes: Vec<u32>,
    /// Not all of them are listed.
    is_part: bool,
}

impl NonTerminals {
    /// All hashes; `None` where some are not known.
    pub(in crate::zone) fn all(&self) -> Option<&[u32]> {
        (!self.is_part).then_some(&self.hashes)
    }

    pub(in crate::zone) fn absorb(&mut self, other: &NonTerminals) {
        self.hashes.extend(&other.hashes);
        self.is_part |= other.is_part;
    }

    /// The same as [`label::hash_of_dotted`], and adds what is between to the list.
    #[inline(never)]
    pub(in crate::zone) fn hash_of_dotted(&mut self, bytes: &[u8], len: usize, dots: u64, suffix: u32) -> u32 {
        self.is_part |= dots.count_ones() > MOST;
        if self.is_part {
            return label::hash_of_dotted(bytes, len, dots, suffix);
        }
        let (above, first) = label::each_above(bytes, len, dots, suffix, |_, hash| {
            // The servers of one delegation stand side by side.
            if self.hashes.last() != Some(&hash) {
                self.hashes.push(hash);
            }
        });
        step(above, label::label_hash(bytes, first))
    }

    /// The same as [`label::hash_of`], and adds what is between to the list.
    #[inline(never)]
    pub(in crate::zone) fn hash_of(&mut self, text: &[u8], suffix: u32) -> u32 {
        match label::dots_if_unescaped(text) {
            Some(dots) => self.hash_of_dotted(text, text.len(), dots, suffix),
            None => {
                self.is_part = true;
                label::hash_of_any(text, suffix)
            }
        }
    }
}
