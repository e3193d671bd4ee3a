//! The serials of both versions, and how far one is ahead of the other (RFC 1982).

use super::RrsetChange;
use crate::source::Span;
use crate::zone::{RecordId, Zone};

/// The serials of two versions of a zone, and where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serials {
    /// The one before.
    pub old: u32,
    /// The one after.
    pub new: u32,
    /// Where the one before stands.
    pub old_at: Span,
    /// Where the one after stands.
    pub new_at: Span,
}

/// What secondaries make of a serial, in the arithmetic of RFC 1982 section 3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is the same: they fetch nothing.
    Same,
    /// It is ahead by so much.
    Ahead(u32),
    /// It is behind: they take the zone for an old one.
    Behind,
    /// It is 2^31 away, where neither is ahead.
    Undefined,
}

impl Serials {
    pub(super) fn of(old: &Zone, new: &Zone) -> Option<Serials> {
        let (old_at, old) = old.serial()?;
        let (new_at, new) = new.serial()?;
        Some(Serials { old, new, old_at, new_at })
    }

    /// What secondaries make of it.
    pub fn step(&self) -> Step {
        match self.new.wrapping_sub(self.old) {
            0 => Step::Same,
            ahead if ahead < 1 << 31 => Step::Ahead(ahead),
            ahead if ahead > 1 << 31 => Step::Behind,
            _ => Step::Undefined,
        }
    }
}

/// Whether two SOA records differ in nothing but their serials.
pub(super) fn is_alone(old: &Zone, new: &Zone, rrset: &RrsetChange) -> bool {
    let (&[before], &[after]) = (&rrset.removed[..], &rrset.added[..]) else { return false };
    without_serial(old, before).is_some_and(|before| Some(before) == without_serial(new, after))
}

/// The data of an SOA in wire form, without the serial, which stands before the last four numbers.
fn without_serial(zone: &Zone, soa: RecordId) -> Option<Vec<u8>> {
    let mut data = zone.rdata(soa).wire(true).ok()?;
    let at = data.len().checked_sub(20)?;
    data.drain(at..at + 4);
    Some(data)
}
