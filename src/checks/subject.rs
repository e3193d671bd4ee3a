//! The record that a finding is about: in words, and as what tells it from others.

use super::ZoneContext;
use crate::diagnostic::{About, Subject};
use crate::fnv::Hash;
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{RecordId, Zone};

/// A record, and with it what stands at the place that a finding points at.
pub(super) struct OfRecord<'v> {
    zone: &'v Zone,
    record: RecordId,
}

impl About for OfRecord<'_> {
    fn about(self, at: Span) -> (Subject, u32) {
        let value = self.zone.value_at(self.record, at);
        let value = if value.is_empty() { 0 } else { Hash::NEW.part(&value).short() };
        (subject(self.zone, self.record), value)
    }
}

fn subject(zone: &Zone, record: RecordId) -> Subject {
    let of = zone.record(record);
    Subject {
        zone: zone.known_name(),
        owner: Some(zone.name_text(of.owner).into()),
        rtype: (of.rtype != RType::UNKNOWN).then(|| of.rtype.mnemonic().into()),
    }
}

impl<'v> ZoneContext<'v> {
    /// The record a finding is about.
    pub(super) fn subject(&self, record: RecordId) -> OfRecord<'v> {
        OfRecord { zone: self.zone, record }
    }

    /// The RRset a finding is about, of which it points at some record.
    pub(super) fn subject_of_set(&self, record: RecordId) -> Subject {
        subject(self.zone, record)
    }
}
