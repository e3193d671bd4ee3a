//! The records of some types, read.

use super::ZoneView;
use crate::syntax::rdata::RType;
use crate::zone::{Entry, RecordId};

/// The records of these types whose data can be read, in order.
pub(super) fn records<'v>(
    zone: &'v ZoneView<'v>,
    types: &'static [RType],
) -> impl Iterator<Item = (RecordId, RType, Entry<'v>)> {
    records_that(zone, types, |_| true)
}

/// The same of those only that may matter, as can be told without their words.
pub(super) fn records_that<'v>(
    zone: &'v ZoneView<'v>,
    types: &'static [RType],
    may_matter: impl Fn(RecordId) -> bool,
) -> impl Iterator<Item = (RecordId, RType, Entry<'v>)> {
    let all = types.iter().flat_map(|&rtype| zone.zone.of_type(rtype));
    let readable = all.filter(|(id, record)| record.is_readable() && may_matter(*id));
    let mut ids: Vec<RecordId> = readable.map(|(id, _)| id).collect();
    // The types one after the other, each in the order of places.
    ids.sort_unstable();
    let records = ids.into_iter().map(|id| (id, zone.zone.record(id).rtype, zone.zone.entry(id)));
    records.filter(|(.., entry)| !is_octets(entry))
}

/// Whether the data are in the notation for any type (RFC 3597 section 5).
pub(super) fn is_octets(entry: &Entry) -> bool {
    entry.field_text(0) == Some(br"\#")
}
