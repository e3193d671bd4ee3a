//! A record as the zone keeps it: where it stands, and numbers for what it names.

use super::name_id::NameId;
use crate::syntax::rdata::RType;

/// The number of a record in its zone, in the order they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub u32);

/// Twenty bytes; everything else is read again from the source when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// The owner.
    pub owner: NameId,
    /// Seconds; given, or taken over as RFC 1035 and RFC 2308 say.
    pub ttl: u32,
    target: NameId,
    /// Offset of the first byte of the entry's first line.
    pub(in crate::zone) start: u32,
    /// The type.
    pub rtype: RType,
    /// How far behind `start` the type is, or [`FAR`].
    to_type: u8,
    flags: RecordFlags,
}

/// Farther than fits: comments may stand between owner and type, in parentheses.
const FAR: u8 = u8::MAX;

/// What reading noticed of the text of a record, so that checks need not read it again: nearly all
/// records are plain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordFlags(u8);

impl RecordFlags {
    /// A comment stands in it, or behind it on its last line.
    pub const COMMENT: RecordFlags = RecordFlags(1);
    /// It is a text that starts with its version, `v=`, as policies do, or as those that were meant to.
    pub const VERSION: RecordFlags = RecordFlags(2);

    /// These flags, and another if it is so.
    pub(in crate::zone) fn and_if(self, is_so: bool, other: RecordFlags) -> RecordFlags {
        if is_so { RecordFlags(self.0 | other.0) } else { self }
    }
}

const NO_TARGET: NameId = NameId(u32::MAX);
/// Data that cannot be read; that the owner exists is known all the same.
const UNREADABLE: NameId = NameId(u32::MAX - 1);

impl Record {
    pub(in crate::zone) fn new(owner: NameId, rtype: RType, ttl: u32, target: Option<NameId>) -> Record {
        Record {
            owner,
            ttl,
            target: target.unwrap_or(NO_TARGET),
            start: 0,
            rtype,
            to_type: 0,
            flags: RecordFlags::default(),
        }
    }

    pub(in crate::zone) fn unreadable(owner: NameId, rtype: RType, ttl: u32) -> Record {
        Record { target: UNREADABLE, ..Record::new(owner, rtype, ttl, None) }
    }

    /// The same record at offsets of its source: of its first line and of its type.
    pub(in crate::zone) fn at(self, start: u32, type_at: u32) -> Record {
        Record { start, to_type: u8::try_from(type_at - start).unwrap_or(FAR), ..self }
    }

    /// The same record with what was noticed of it.
    pub(in crate::zone) fn with_flags(self, flags: RecordFlags) -> Record {
        Record { flags, ..self }
    }

    /// Whether something was noticed of its text.
    pub fn has(&self, note: RecordFlags) -> bool {
        self.flags.0 & note.0 != 0
    }

    /// Offset of the first byte of the type; `None` where that is too far behind the start.
    pub(in crate::zone) fn type_at(&self) -> Option<u32> {
        (self.to_type != FAR).then(|| self.start + u32::from(self.to_type))
    }

    /// Puts the ids of names in the place of those that were pending.
    pub(in crate::zone) fn flush(&mut self, flushed: &[NameId]) {
        // What stands for no target was not pending, and stays.
        self.owner = self.owner.flushed(flushed);
        self.target = self.target.flushed(flushed);
    }

    /// Puts other numbers in the place of those of its names.
    pub(in crate::zone) fn renumber(&mut self, numbers: &[NameId]) {
        self.owner = numbers[self.owner.0 as usize];
        if self.target < UNREADABLE {
            self.target = numbers[self.target.0 as usize];
        }
    }

    /// The name that clients are sent on to.
    pub fn target(&self) -> Option<NameId> {
        (self.target < UNREADABLE).then_some(self.target)
    }

    /// Whether the data fits the type. Where it does not, that was said already.
    pub fn is_readable(&self) -> bool {
        self.target != UNREADABLE
    }
}

/// Whether the data is one name and nothing else, which sends clients on to it.
pub(in crate::zone) fn is_one_name(rtype: RType) -> bool {
    matches!(rtype, RType::NS | RType::CNAME | RType::DNAME | RType::PTR)
}

/// The index of the field that sends clients on to another name, for the types that do.
pub fn target_field(rtype: RType) -> Option<usize> {
    match rtype {
        RType::NS | RType::CNAME | RType::DNAME | RType::PTR | RType::SOA => Some(0),
        RType::MX | RType::KX | RType::AFSDB | RType::RT | RType::LP | RType::SVCB | RType::HTTPS => Some(1),
        RType::SRV => Some(3),
        _ => None,
    }
}
