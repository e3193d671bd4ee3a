//! What nobody can ask for: names below a zone cut or a DNAME.

use super::Zone;
use super::store::char_classes::CharClasses;
use super::store::index::NameFlags;
use super::store::label;
use super::store::name_id::NameId;

impl Zone {
    /// The owners below a zone cut or a DNAME, in the order they were first seen, but for those that nobody asks
    /// for.
    pub fn occluded_owners(&self, is_asked_for: impl Fn(NameId) -> bool) -> Vec<NameId> {
        if !is_redirecting(self.kinds) {
            return Vec::new();
        }
        let redirecting = self.names().filter(|&name| self.redirects(name));
        let filter = BloomFilter::of(&redirecting.map(|name| self.names.hash(name)).collect::<Vec<_>>());
        let is_own = |&name: &NameId| self.has_flag(name, NameFlags::OWNER) && self.has_flag(name, NameFlags::IN_ZONE);
        let passes = |&name: &NameId| self.passes_redirecting(name, &filter);
        if self.is_origin_hidden(&filter) {
            // Names come in runs that are relative to the same one.
            let mut last = (self.apex, self.hides(self.apex, &filter));
            let is_hidden = |name: &NameId| {
                let suffix = self.names.suffix(*name);
                if suffix != last.0 {
                    last = (suffix, self.hides(suffix, &filter));
                }
                last.1 || passes(name)
            };
            let own = self.names().filter(|name| *name != self.apex && is_own(name) && is_asked_for(*name));
            return own.filter(is_hidden).collect();
        }
        if !self.may_pass_redirecting(&filter) {
            return Vec::new();
        }
        let dotted = self.names.having(CharClasses::DOT_OR_STRANGE).filter(is_own);
        let asked_for = self.prefetch_owners(dotted).filter(|&name| is_asked_for(name));
        self.prefetch_names(asked_for).filter(passes).collect()
    }

    /// Whether a name that others are relative to, as all are to an origin, the apex or the root, redirects or is
    /// below one that does.
    fn is_origin_hidden(&self, filter: &BloomFilter) -> bool {
        let mut origins = self.origins.iter().map(|origin| origin.name).chain([NameId::ROOT, self.apex]);
        origins.any(|origin| self.hides(origin, filter))
    }

    /// Whether some name between a text and its origin may redirect. As a rule none does, and the texts need
    /// not be looked through.
    fn may_pass_redirecting(&self, filter: &BloomFilter) -> bool {
        let redirects = |hash| {
            let is_one = |name| self.names.hash(name) == hash && self.redirects(name);
            filter.may_hold(hash) && self.names.probe(hash, is_one).is_ok()
        };
        self.names.non_terminals.all().is_none_or(|non_terminals| non_terminals.iter().any(|&hash| redirects(hash)))
    }

    fn redirects(&self, name: NameId) -> bool {
        let name_flags = self.name_flags[name.0 as usize];
        is_redirecting(name_flags) && name_flags.has(NameFlags::IN_ZONE)
    }

    /// Whether what is below a name is answered by another zone or name. What a name is relative to was
    /// there before it, so the way up ends: at the apex or outside the zone.
    fn hides(&self, name: NameId, filter: &BloomFilter) -> bool {
        let is_below = || self.hides(self.names.suffix(name), filter) || self.passes_redirecting(name, filter);
        self.has_flag(name, NameFlags::IN_ZONE) && (self.redirects(name) || name != self.apex && is_below())
    }

    /// Whether some name redirects between a name and what it is relative to.
    fn passes_redirecting(&self, name: NameId, filter: &BloomFilter) -> bool {
        let (suffix, char_classes) = (self.names.suffix(name), self.names.char_classes(name));
        if !char_classes.has(CharClasses::DOT_OR_STRANGE) {
            return false;
        }
        let text = self.written(name);
        // Text that spells out the apex from further up is rare, and so are escapes and long names.
        let Some(dots) = char_classes.dots(text).filter(|_| self.has_flag(suffix, NameFlags::IN_ZONE)) else {
            return self.at_or_above(name)[1..].iter().any(|&above| self.redirects(above));
        };
        let mut is_found = false;
        label::each_above(text, text.len(), dots, self.names.hash(suffix), |start, hash| {
            let found = || self.names.below(suffix, &text[start..], hash, &self.texts);
            is_found |= filter.may_hold(hash) && found().is_some_and(|name| self.redirects(name));
        });
        is_found
    }
}

fn is_redirecting(name_flags: NameFlags) -> bool {
    name_flags.has(NameFlags::CUT) || name_flags.has(NameFlags::DNAME)
}

/// The hashes of the few names that redirect, a bit each: asked for nearly every name of a zone, and
/// the answer is no. To ask the table of names would be to wait for the memory every time.
struct BloomFilter {
    bits: Vec<u64>,
}

impl BloomFilter {
    fn of(hashes: &[u32]) -> BloomFilter {
        let mut filter = BloomFilter { bits: vec![0; (hashes.len() / 4).next_power_of_two()] };
        for &hash in hashes {
            let (word, bit) = filter.place(hash);
            filter.bits[word] |= bit;
        }
        filter
    }

    fn place(&self, hash: u32) -> (usize, u64) {
        ((hash >> 6) as usize & (self.bits.len() - 1), 1 << (hash & 63))
    }

    fn may_hold(&self, hash: u32) -> bool {
        let (word, bit) = self.place(hash);
        self.bits[word] & bit != 0
    }
}
