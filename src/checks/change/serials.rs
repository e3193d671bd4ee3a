//! The serials of zones that differ, where it is for the file to give them.

use crate::change::{RrsetChange, Serials, ZoneChange};
use crate::checks::{ChangeContext, ZoneContext};
use crate::diagnostic::Diagnostic;
use crate::ruleset::SerialPolicy;
use crate::source::Span;

/// A zone that differs, and its serials.
pub(super) struct SerialChange<'c, 'o, 'n> {
    pub(super) old: &'c ZoneContext<'o>,
    pub(super) new: &'c ZoneContext<'n>,
    pub(super) change: &'c ZoneChange<'c>,
    pub(super) serials: Serials,
}

/// The zones whose serials say something: all of both versions was read, no server updates them, no build fills the
/// serial in.
pub(super) fn of<'c, 'o, 'n>(cx: &'c ChangeContext<'c, 'o, 'n>) -> impl Iterator<Item = SerialChange<'c, 'o, 'n>> {
    cx.in_both().filter_map(|(old, new, change)| {
        let serials = change.serials()?;
        let policy = new.rules.serial(new.place()).map(|said| said.value).unwrap_or_default();
        let is_filled_in = policy == SerialPolicy::Managed || (serials.old, serials.new) == (0, 0);
        let is_told = old.zone.is_complete() && new.zone.is_complete() && !is_filled_in;
        is_told.then_some(SerialChange { old, new, change, serials })
    })
}

impl<'c> SerialChange<'c, '_, '_> {
    /// The first RRset that differs, other than by the serial and by what a signer writes.
    pub(super) fn first(&self) -> Option<&'c RrsetChange> {
        let is_written = |rrset: &&RrsetChange| !rrset.rtype.is_of_signer();
        self.change.rrsets.iter().filter(is_written).find(|rrset| !self.change.is_of_serial_alone(rrset))
    }

    /// Where an RRset differs, and what became of it.
    pub(super) fn place_of(&self, rrset: &RrsetChange) -> Option<(Span, &'static str)> {
        let (old, new) = (self.old.zone, self.new.zone);
        match (&rrset.added[..], &rrset.removed[..]) {
            ([record, ..], []) => Some((new.entry(*record).span(), "added in this change")),
            ([record, ..], [_, ..]) => Some((new.entry(*record).span(), "changed")),
            ([], [record, ..]) => Some((old.entry(*record).span(), "removed in this change")),
            ([], []) => {
                let record = new.rrset(rrset.new_owner?, rrset.rtype).first()?;
                Some((new.ttl_given_at(*record), "another TTL than before"))
            }
        }
    }

    /// Says of a finding which zone it is about.
    pub(super) fn about(&self, finding: Diagnostic) -> Diagnostic {
        match self.new.zone.soa() {
            Some(soa) => finding.subject(self.new.subject(soa)),
            None => finding,
        }
    }
}
