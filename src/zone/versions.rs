//! Two versions of a zone, as far as can be told without reading record data.

use super::{NameId, RecordId, Zone};

/// Two versions of a zone, and which names of the one are which of the other.
#[derive(Debug)]
pub struct Versions<'z> {
    /// The version before.
    pub old: &'z Zone,
    /// The version after.
    pub new: &'z Zone,
    /// The new id of each old name that was found to be the same, or [`UNKNOWN`].
    same: Vec<NameId>,
}

const UNKNOWN: NameId = NameId(u32::MAX);

impl<'z> Versions<'z> {
    /// Those of two zones.
    pub fn new(old: &'z Zone, new: &'z Zone) -> Versions<'z> {
        Versions { old, new, same: vec![UNKNOWN; old.names().len()] }
    }

    /// Whether two records are written alike, and mean the same: then they have the same owner, TTL, type and data.
    /// That they are not tells nothing.
    pub fn are_written_alike(&mut self, old: RecordId, new: RecordId) -> bool {
        let (before, after) = (self.old.record(old), self.new.record(new));
        before.ttl == after.ttl
            && before.rtype == after.rtype
            && before.is_readable() == after.is_readable()
            && (are_entries_alike((self.old, old), (self.new, new))
                || line(self.old, old).is_some_and(|text| has_line(self.new, new, text)))
            && self.is_same_name(before.owner, after.owner)
            && self.is_same_name(self.old.origin_at(old), self.new.origin_at(new))
    }

    /// Whether an old name and a new one are the same.
    fn is_same_name(&mut self, old: NameId, new: NameId) -> bool {
        let known = self.same[old.0 as usize];
        if known != UNKNOWN {
            return known == new;
        }
        let is_same = self.are_names_alike(old, new) || self.new_name(old) == Some(new);
        if is_same {
            self.same[old.0 as usize] = new;
        }
        is_same
    }

    fn are_names_alike(&mut self, old: NameId, new: NameId) -> bool {
        if old == NameId::ROOT || new == NameId::ROOT {
            return old == new;
        }
        self.old.written(old) == self.new.written(new)
            && self.is_same_name(self.old.names.suffix(old), self.new.names.suffix(new))
    }

    /// The name in the new version, if it is there.
    pub fn new_name(&self, old: NameId) -> Option<NameId> {
        self.new.find(&self.old.absolute_name(old))
    }

    /// The name in the old version, if it is there.
    pub fn old_name(&self, new: NameId) -> Option<NameId> {
        self.old.find(&self.new.absolute_name(new))
    }
}

/// Whether a record has this from its type to the end of its line, as another has that is plainly of one line.
fn has_line(zone: &Zone, id: RecordId, text: &[u8]) -> bool {
    let after = zone.type_on(id).strip_prefix(text);
    after.is_some_and(|after| matches!(after.first(), None | Some(b'\n' | b'\r'))) && zone.depth_at_type(id) == 0
}

/// Whether all is the same from the start of a record to the next, however many lines that takes.
fn are_entries_alike(old: (&Zone, RecordId), new: (&Zone, RecordId)) -> bool {
    entry(old.0, old.1).is_some_and(|text| entry(new.0, new.1) == Some(text))
}

/// What stands from the start of a record to that of the next, where both are in one source.
fn entry(zone: &Zone, id: RecordId) -> Option<&[u8]> {
    let next = RecordId(id.0 + 1);
    let source = zone.text_of(id);
    let is_beside = next.0 < zone.len() as u32 && zone.text_of(next) == source;
    let end = is_beside.then(|| zone.record(next).start as usize)?;
    zone.texts.bytes(source).get(zone.record(id).start as usize..end)
}

/// What a record has from its type to the end of its line, where it is plainly of one line.
fn line(zone: &Zone, id: RecordId) -> Option<&[u8]> {
    let rest = zone.type_on(id);
    let line = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
    let has_even_quotes = || memchr::memchr_iter(b'"', line).count().is_multiple_of(2);
    let is_plain =
        memchr::memchr3(b'(', b')', b'\\', line).is_none() && has_even_quotes() && zone.depth_at_type(id) == 0;
    is_plain.then_some(line)
}
