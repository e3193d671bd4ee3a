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
    let all = zone.zone.of_types(types).into_iter();
    let ids = all.filter(move |&id| zone.zone.record(id).is_readable() && may_matter(id));
    let ids = zone.zone.texts_ahead(ids);
    let records = ids.map(|id| (id, zone.zone.record(id).rtype, zone.zone.entry(id)));
    records.filter(|(.., entry)| !is_octets(entry))
}

/// Whether the data are in the notation for any type (RFC 3597 section 5).
pub(super) fn is_octets(entry: &Entry) -> bool {
    entry.field_text(0) == Some(br"\#")
}
