//! The records of some types, read.

use super::ZoneView;
use crate::syntax::rdata::RType;
use crate::zone::{Entry, RecordId};

/// The records of these types whose data can be read, in order.
pub(super) fn records<'v>(
    zone: &'v ZoneView<'v>,
    types: &'static [RType],
) -> impl Iterator<Item = (RecordId, RType, Entry<'v>)> {
    let fits = move |rtype: RType| types.contains(&rtype);
    let records = zone.zone.records().filter(move |(_, record)| fits(record.rtype) && record.is_readable());
    records.map(|(id, record)| (id, record.rtype, zone.zone.entry(id))).filter(|(.., entry)| !is_octets(entry))
}

/// Whether the data are in the notation for any type (RFC 3597 section 5).
fn is_octets(entry: &Entry) -> bool {
    entry.field_text(0) == Some(br"\#")
}
