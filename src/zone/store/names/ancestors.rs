//! The names above a name.

use super::Names;
use crate::numbers::NumberSet;
use crate::zone::store::label::{ROOT_HASH, hash_of, label_hash_of, step};
use crate::zone::store::name_id::NameId;
use crate::zone::store::texts::Texts;

impl Names {
    /// The names of the table above this one, the nearest first, up to the root.
    pub fn ancestors(&self, id: NameId, texts: &Texts) -> Vec<NameId> {
        let labels = self.labels(id, texts);
        let mut found = vec![NameId::ROOT];
        let mut hash = ROOT_HASH;
        for at in (1..labels.len()).rev() {
            hash = step(hash, label_hash_of(labels[at]));
            found.extend(self.find_hashed(hash, &labels[at..], texts));
        }
        found.reverse();
        found
    }

    /// Adds the hashes of the names between a name and the apex.
    pub fn hashes_above(&self, id: NameId, texts: &Texts, hashes: &mut NumberSet<u32>) {
        if self.suffix(id) == self.apex() && !self.char_classes(id).has_dot() {
            return;
        }
        let labels = self.labels(id, texts);
        let mut hash = ROOT_HASH;
        for label in labels[1.min(labels.len())..].iter().rev() {
            hash = step(hash, label_hash_of(label));
            hashes.insert(hash);
        }
    }

    /// The hash of the name one label up.
    pub fn hash_of_parent(&self, id: NameId, texts: &Texts) -> u32 {
        let (text, suffix) = (self.written(id, texts), self.hash(self.suffix(id)));
        let rest = text.get(self.first_label(id, texts).len() + 1..).unwrap_or_default();
        if rest.is_empty() { suffix } else { hash_of(rest, suffix) }
    }
}
