//! What nobody can ask for: names below a zone cut or a DNAME.

use super::index::Facts;
use super::name::NameId;
use super::{Zone, label};

impl Zone {
    /// The owners below a zone cut or a DNAME, in the order they were first seen. One walk over
    /// the names: what a name is relative to was seen before it.
    pub fn occluded_owners(&self) -> Vec<NameId> {
        let mut found = Vec::new();
        if !self.kinds.has(Facts::CUT) && !self.kinds.has(Facts::DNAME) {
            return found;
        }
        let mut below = vec![false; self.names.len()];
        for name in self.names().filter(|&name| self.fact(name, Facts::IN_ZONE) && name != self.apex) {
            below[name.0 as usize] = self.is_below_redirect(name, &below);
            if below[name.0 as usize] && self.fact(name, Facts::OWNER) {
                found.push(name);
            }
        }
        found
    }

    fn is_below_redirect(&self, name: NameId, below: &[bool]) -> bool {
        let suffix = self.names.suffix(name);
        let redirects = |name: NameId| self.fact(name, Facts::CUT) || self.fact(name, Facts::DNAME);
        let written = self.names.written(name, &self.texts);
        // Text that spells out the apex from further up is rare, and so are escapes.
        if !self.fact(suffix, Facts::IN_ZONE) || written.contains(&b'\\') {
            return self.at_or_above(name)[1..].iter().any(|&above| redirects(above));
        }
        below[suffix.0 as usize]
            || redirects(suffix)
            || label::tails_of(written).any(|tail| self.names.below(suffix, tail, &self.texts).is_some_and(redirects))
    }
}
