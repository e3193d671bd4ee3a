//! The names of a zone, each stored once.
//!
//! A name is the text it was first written with, where it stands in its source, and the name
//! it is relative to: sixteen bytes and no copy. Names compare without regard to ASCII case
//! (RFC 4343) and to how they were split between text and origin. Empty non-terminals are not
//! stored: an ip6.arpa zone has up to thirty of them for each owner.

mod ancestors;
mod by_class;

use std::hint::black_box;

use super::char_classes::CharClasses;
use super::label::{
    ROOT_HASH, ends_in_escape, hash_of, hash_of_dotted, hash_of_labels, label_hash, label_hash_of_any_length,
    labels_between, labels_of, same_label, step,
};
use super::name_id::NameId;
use super::non_terminals::NonTerminals;
use super::texts::{TextRef, Texts};
use crate::text::escape::unescape_lossy;

/// So many names are interned together.
const BATCH: usize = 128;
/// The slots of a table of next to no names.
const FEWEST_SLOTS: usize = 16;

/// A name to be looked up.
#[derive(Clone, Copy, Debug)]
struct PendingName {
    hash: u32,
    suffix: NameId,
    text: TextRef,
}

#[derive(Clone, Copy, Debug)]
struct NameEntry {
    hash: u32,
    /// What the text is relative to.
    suffix: NameId,
    text: TextRef,
}

/// One slot of the hash table, which uses open addressing. The low bits, as many as tell the slots
/// apart, are the number of a name plus one, or zero in a free slot. The high bits are those of its
/// hash: to look at the entry of every name that was hashed nearby would cost a cache miss each.
type Slot = u32;

/// All names of a zone.
#[derive(Debug)]
pub struct Names {
    entries: Vec<NameEntry>,
    slots: Vec<Slot>,
    /// The names are those below this one, so that text which ends in it is split there.
    apex: NameId,
    /// The apex as lower-case text without the final dot, empty where it cannot be split off.
    apex_text: Vec<u8>,
    pending: Vec<PendingName>,
    /// What the text of each is made of.
    pub(in crate::zone) char_classes: Vec<CharClasses>,
    /// What is between texts with dots and what they are relative to, at and below the apex.
    pub(in crate::zone) non_terminals: NonTerminals,
}

impl Default for Names {
    fn default() -> Names {
        let root = NameEntry { hash: ROOT_HASH, suffix: NameId::ROOT, text: TextRef::EMPTY };
        let mut names = Names {
            entries: vec![root],
            slots: Vec::new(),
            apex: NameId::ROOT,
            apex_text: Vec::new(),
            pending: Vec::new(),
            char_classes: vec![CharClasses::of(b"", 0)],
            non_terminals: NonTerminals::default(),
        };
        names.fill(FEWEST_SLOTS);
        names
    }
}

impl Names {
    /// A table of the same names, with room for so many more before it grows.
    pub(in crate::zone) fn with_room(&self, names: usize) -> Names {
        let room = self.len() + names;
        let mut copy = Names {
            entries: Vec::with_capacity(room),
            slots: Vec::new(),
            apex: self.apex,
            apex_text: self.apex_text.clone(),
            pending: Vec::with_capacity(BATCH + 2),
            char_classes: Vec::with_capacity(room),
            non_terminals: NonTerminals::default(),
        };
        copy.entries.extend_from_slice(&self.entries);
        copy.char_classes.extend_from_slice(&self.char_classes);
        copy.fill(slots_for(room).next_power_of_two().max(FEWEST_SLOTS));
        copy
    }

    /// How many names there are, the root included.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no name but the root.
    pub fn is_empty(&self) -> bool {
        self.entries.len() == 1
    }

    /// Declares the apex; names interned from here on are split at it.
    pub fn set_apex(&mut self, apex: NameId, texts: &Texts) {
        self.apex = apex;
        // What is above the apex is of no account.
        self.non_terminals = NonTerminals::default();
        let text = self.display(apex, texts);
        self.apex_text = match text.strip_suffix('.') {
            Some(text) if !text.contains('\\') => text.to_ascii_lowercase().into_bytes(),
            _ => Vec::new(),
        };
    }

    /// Whether absolute names below the apex were all split there.
    pub fn splits_at_apex(&self) -> bool {
        !self.apex_text.is_empty()
    }

    /// The zone's apex.
    pub fn apex(&self) -> NameId {
        self.apex
    }

    /// The name that `text` stands for when the origin is `origin`.
    ///
    /// `@` is the origin, a final dot makes the name absolute (RFC 1035 section 5.1).
    /// The text is one that passed the check of names, or the result is some name or other.
    pub fn intern(&mut self, text: TextRef, origin: NameId, texts: &Texts) -> NameId {
        match self.want(text, None, origin, texts) {
            Ok(id) => id,
            Err(wanted) => self.find_or_add(wanted, texts),
        }
    }

    /// The same for names that are not needed at once: a number that stands for the name until
    /// [`Names::flush`]. A large zone's table is far larger than the processor's caches, and to
    /// wait for the memory of many names at once takes little longer than to wait for one.
    ///
    /// The dots of the text are given where they are known.
    pub(in crate::zone) fn intern_deferred(
        &mut self,
        text: TextRef,
        dots: Option<u64>,
        origin: NameId,
        texts: &Texts,
    ) -> NameId {
        match self.want(text, dots, origin, texts) {
            Ok(id) => id,
            Err(wanted) => {
                self.pending.push(wanted);
                NameId::pending(self.pending.len() - 1)
            }
        }
    }

    /// Whether it is time to flush.
    pub(in crate::zone) fn is_batch_full(&self) -> bool {
        self.pending.len() >= BATCH
    }

    /// Interns the pending names, in their order.
    pub(in crate::zone) fn flush(&mut self, texts: &Texts, flushed: &mut Vec<NameId>) {
        flushed.clear();
        let pending = std::mem::take(&mut self.pending);
        // No round of these loops waits for what the round before has read.
        let slots = pending.iter().map(|wanted| (self.slots[wanted.hash as usize & self.mask()], wanted.hash));
        let likely = slots.map(|(slot, hash)| self.likely(slot, hash).map_or(0, |id| id.0));
        black_box(likely.fold(0, |all, id| all ^ self.entries[id as usize].hash));
        for &wanted in &pending {
            flushed.push(self.find_or_add(wanted, texts));
        }
        self.pending = pending;
        self.pending.clear();
    }

    /// Takes in the names that a copy of this table gained, and tells the numbers that all of the
    /// copy's names have here.
    pub(in crate::zone) fn absorb(&mut self, copy: &Names, common: usize, texts: &Texts) -> Vec<NameId> {
        let mut numbers: Vec<NameId> = (0..common as u32).map(NameId).collect();
        numbers.reserve(copy.len() - common);
        let mut flushed = Vec::new();
        for entry in &copy.entries[common..] {
            if self.is_batch_full() || entry.suffix.0 as usize >= numbers.len() {
                self.flush(texts, &mut flushed);
                numbers.append(&mut flushed);
            }
            self.pending.push(PendingName {
                hash: entry.hash,
                suffix: numbers[entry.suffix.0 as usize],
                text: entry.text,
            });
        }
        self.flush(texts, &mut flushed);
        numbers.append(&mut flushed);
        self.non_terminals.absorb(&copy.non_terminals);
        numbers
    }

    /// Gives back what only names to come would need.
    pub(in crate::zone) fn close(&mut self) {
        self.pending = Vec::new();
    }

    fn want(&mut self, text: TextRef, dots: Option<u64>, origin: NameId, texts: &Texts) -> Result<NameId, PendingName> {
        let bytes = &texts.bytes(text.source)[text.start as usize..];
        let own = &bytes[..text.len as usize];
        // One label below the origin, as most are.
        if dots == Some(0) && origin != NameId::ROOT && own != b"@" {
            let hash = step(self.hash(origin), label_hash_of_any_length(bytes, own.len()));
            return Err(PendingName { hash, suffix: origin, text });
        }
        let split = match dots {
            Some(dots) => self.split_at(own, origin, |at| dots >> at & 1 == 1),
            None => self.split(own, origin),
        };
        match split {
            Split::Known(id) => Ok(id),
            Split::Text { len, suffix } => {
                let above = self.entries[suffix.0 as usize].hash;
                // What is at or below the apex was split there.
                let is_outside = suffix == NameId::ROOT && self.splits_at_apex();
                let hash = match dots.map(|dots| dots & ((1 << len) - 1)) {
                    Some(0) => step(above, label_hash(bytes, len)),
                    Some(dots) if is_outside => hash_of_dotted(bytes, len, dots, above),
                    Some(dots) => self.non_terminals.hash_of_dotted(bytes, len, dots, above),
                    None => self.non_terminals.hash_of(&own[..len], above),
                };
                Err(PendingName { hash, suffix, text: TextRef { len: len as u16, ..text } })
            }
        }
    }

    fn is_apex(&self, text: &[u8]) -> bool {
        text == self.apex_text || text.eq_ignore_ascii_case(&self.apex_text)
    }

    fn find_or_add(&mut self, wanted: PendingName, texts: &Texts) -> NameId {
        let PendingName { hash, suffix, text } = wanted;
        match self.find(hash, texts.get(text), suffix, texts) {
            Ok(id) => id,
            Err(slot) => {
                let own = texts.get(text);
                let rest = &texts.bytes(text.source)[text.start as usize..];
                self.char_classes.push(CharClasses::of(rest, own.len()).or_whole(self.may_be_whole(own)));
                self.add(NameEntry { hash, suffix, text }, slot)
            }
        }
    }

    /// Whether a text may go on to the top of the tree as the apex does, or as names of reverse zones.
    fn may_be_whole(&self, text: &[u8]) -> bool {
        let end = |text: &[u8]| text.last_chunk().map(|end| u16::from_le_bytes(*end) | 0x2020);
        let apex = end(&self.apex_text);
        apex.is_none() || end(text) == apex || end(text) == end(b"arpa")
    }

    /// The name that `text` stands for, if it is one of the table's.
    pub fn lookup(&self, text: &[u8], origin: NameId, texts: &Texts) -> Option<NameId> {
        match self.split(text, origin) {
            Split::Known(id) => Some(id),
            Split::Text { len, suffix } => {
                let hash = hash_of(&text[..len], self.entries[suffix.0 as usize].hash);
                self.find(hash, &text[..len], suffix, texts).ok()
            }
        }
    }

    /// The name that relative text of a hash stands for below another, if it is one of the table's.
    pub(in crate::zone) fn below(&self, suffix: NameId, text: &[u8], hash: u32, texts: &Texts) -> Option<NameId> {
        self.find(hash, text, suffix, texts).ok()
    }

    fn split(&self, text: &[u8], origin: NameId) -> Split {
        self.split_at(text, origin, |at| text[at] == b'.' && !ends_in_escape(&text[..at]))
    }

    /// The same where something else tells at which places a dot ends a label.
    fn split_at(&self, text: &[u8], origin: NameId, is_dot: impl Fn(usize) -> bool) -> Split {
        match text {
            b"@" => return Split::Known(origin),
            b"." | b"" => return Split::Known(NameId::ROOT),
            _ => {}
        }
        let is_absolute = is_dot(text.len() - 1);
        if !is_absolute && origin != NameId::ROOT {
            return Split::Text { len: text.len(), suffix: origin };
        }
        let text = &text[..text.len() - usize::from(is_absolute)];
        match text.len().checked_sub(self.apex_text.len()).filter(|_| self.splits_at_apex()) {
            Some(0) if self.is_apex(text) => Split::Known(self.apex),
            Some(at @ 1..) if is_dot(at - 1) && self.is_apex(&text[at..]) => {
                Split::Text { len: at - 1, suffix: self.apex }
            }
            _ => Split::Text { len: text.len(), suffix: NameId::ROOT },
        }
    }

    fn mask(&self) -> usize {
        self.slots.len() - 1
    }

    fn find(&self, hash: u32, text: &[u8], suffix: NameId, texts: &Texts) -> Result<NameId, usize> {
        let is_meant = |id| self.hash(id) == hash && self.same(&self.entries[id.0 as usize], text, suffix, texts);
        self.probe(hash, is_meant)
    }

    /// The name that is the one meant of those which may have a hash, or the free slot where it would stand.
    pub(in crate::zone) fn probe(&self, hash: u32, is_meant: impl Fn(NameId) -> bool) -> Result<NameId, usize> {
        let mut at = hash as usize & self.mask();
        loop {
            match self.slots[at] {
                0 => return Err(at),
                slot => match self.likely(slot, hash) {
                    Some(id) if is_meant(id) => return Ok(id),
                    _ => at = (at + 1) & self.mask(),
                },
            }
        }
    }

    /// The name in a slot, if it may be one with this hash.
    fn likely(&self, slot: Slot, hash: u32) -> Option<NameId> {
        let mask = self.mask() as u32;
        (slot & mask).checked_sub(1).map(NameId).filter(|_| (slot ^ hash) & !mask == 0)
    }

    fn add(&mut self, entry: NameEntry, at: usize) -> NameId {
        let id = NameId(self.entries.len() as u32);
        self.entries.push(entry);
        self.slots[at] = self.slot(id);
        if slots_for(self.entries.len()) > self.slots.len() {
            self.fill(self.slots.len() * 2);
        }
        id
    }

    fn slot(&self, id: NameId) -> Slot {
        self.hash(id) & !(self.mask() as u32) | (id.0 + 1)
    }

    /// Makes a hash table of so many slots.
    fn fill(&mut self, slots: usize) {
        // Zeros that were never written, as of `vec![0; n]`, make each page fault twice: when it is read,
        // and when it is written, where all processors that run a thread of ours have to be told.
        self.slots = Vec::new();
        self.slots.resize(slots, 0);
        for id in (0..self.entries.len() as u32).map(NameId) {
            let mut at = self.hash(id) as usize & self.mask();
            while self.slots[at] != 0 {
                at = (at + 1) & self.mask();
            }
            self.slots[at] = self.slot(id);
        }
    }

    fn same(&self, entry: &NameEntry, text: &[u8], suffix: NameId, texts: &Texts) -> bool {
        let own = texts.get(entry.text);
        if entry.suffix == suffix && (own == text || own.eq_ignore_ascii_case(text)) {
            return true;
        }
        let mut one: Vec<_> = labels_of(own).collect();
        self.push_labels(entry.suffix, texts, &mut one);
        let mut two: Vec<_> = labels_of(text).collect();
        self.push_labels(suffix, texts, &mut two);
        one.len() == two.len() && one.iter().zip(&two).all(|(a, b)| same_label(a, b))
    }

    pub(in crate::zone) fn push_labels<'t>(&self, mut id: NameId, texts: &'t Texts, labels: &mut Vec<&'t [u8]>) {
        while id != NameId::ROOT {
            let (text, char_classes) = (self.written(id, texts), self.char_classes(id));
            match char_classes.is_plain_label() {
                true => labels.push(text),
                false => labels.extend(labels_between(text, char_classes.dots(text))),
            }
            id = self.suffix(id);
        }
    }

    /// The labels as written, from the left.
    pub fn labels<'t>(&self, id: NameId, texts: &'t Texts) -> Vec<&'t [u8]> {
        let mut labels = Vec::with_capacity(8);
        self.push_labels(id, texts, &mut labels);
        labels
    }

    /// The same one after the other.
    pub fn each_label<'t>(&self, id: NameId, texts: &'t Texts) -> impl Iterator<Item = &'t [u8]> {
        let names = std::iter::successors(Some(id), |&id| Some(self.suffix(id)));
        let below_root = names.take_while(|&id| id != NameId::ROOT);
        below_root.flat_map(|id| labels_of(self.written(id, texts)))
    }

    /// The leftmost label as written; empty for the root.
    pub fn first_label<'t>(&self, id: NameId, texts: &'t Texts) -> &'t [u8] {
        let first = || labels_of(self.written(id, texts)).next().unwrap_or_default();
        self.one_label(id, texts).unwrap_or_else(first)
    }

    /// The name's own text as written, without what it is relative to.
    pub fn written<'t>(&self, id: NameId, texts: &'t Texts) -> &'t [u8] {
        texts.get(self.text(id))
    }

    /// Where that stands.
    pub(in crate::zone) fn text(&self, id: NameId) -> TextRef {
        self.entries[id.0 as usize].text
    }

    /// The octets that a text takes as a name on the wire (RFC 1035 section 3.1).
    pub fn wire_length(&self, text: &[u8], origin: NameId, texts: &Texts) -> usize {
        let (len, suffix) = match self.split(text, origin) {
            Split::Known(id) => (0, id),
            Split::Text { len, suffix } => (len, suffix),
        };
        let own = labels_of(&text[..len]).chain(self.labels(suffix, texts));
        1 + own.map(|label| 1 + unescape_lossy(label).len()).sum::<usize>()
    }

    /// What the name's text is relative to.
    pub fn suffix(&self, id: NameId) -> NameId {
        self.entries[id.0 as usize].suffix
    }

    /// The hash of a name, equal to [`hash_of_labels`] of its labels.
    pub fn hash(&self, id: NameId) -> u32 {
        self.entries[id.0 as usize].hash
    }

    /// The name with these labels, if it is one of the table's.
    pub fn find_by_labels(&self, labels: &[&[u8]], texts: &Texts) -> Option<NameId> {
        self.find_hashed(hash_of_labels(labels), labels, texts)
    }

    pub(in crate::zone) fn find_hashed(&self, hash: u32, labels: &[&[u8]], texts: &Texts) -> Option<NameId> {
        let is_same =
            |own: Vec<&[u8]>| own.len() == labels.len() && own.iter().zip(labels).all(|(a, b)| same_label(a, b));
        self.probe(hash, |id| self.hash(id) == hash && is_same(self.labels(id, texts))).ok()
    }
}

/// The fewest slots for so many names: one in five stays free, or what is not there is looked for too long.
fn slots_for(names: usize) -> usize {
    names * 5 / 4
}

enum Split {
    /// `@`, the root or the apex itself.
    Known(NameId),
    /// So many bytes of the text, relative to a name.
    Text { len: usize, suffix: NameId },
}

#[cfg(test)]
mod tests;
