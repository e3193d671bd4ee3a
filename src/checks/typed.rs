//! The records of some types, read.

use super::ZoneContext;
use crate::syntax::rdata::RType;
use crate::zone::{Entry, RecordFlags, RecordId};

/// The records of these types whose data can be read, in order.
pub(crate) fn records<'v>(cx: &ZoneContext<'v>, types: &[RType]) -> impl Iterator<Item = (RecordId, RType, Entry<'v>)> {
    records_that(cx, types, |_| true)
}

/// The same of those only that may matter, as can be told from their first words.
pub(super) fn records_that<'v>(
    cx: &ZoneContext<'v>,
    types: &[RType],
    may_matter: impl Fn(RecordId) -> bool,
) -> impl Iterator<Item = (RecordId, RType, Entry<'v>)> {
    let all = cx.zone.of_types(types);
    // Most zones have records of few types.
    let some = (!all.is_empty()).then(|| {
        let readable = all.into_iter().filter(|&id| cx.zone.record(id).is_readable());
        cx.zone.prefetch_texts(readable).filter(move |&id| may_matter(id))
    });
    entries(cx, some.into_iter().flatten())
}

/// The same of those only of whose text something was noticed.
pub(super) fn records_with<'v>(
    cx: &ZoneContext<'v>,
    types: &[RType],
    flag: RecordFlags,
) -> impl Iterator<Item = (RecordId, RType, Entry<'v>)> {
    entries(cx, cx.zone.with_flags(types, flag))
}

/// The same of these records, whose data can be read.
pub(crate) fn entries<'v>(
    cx: &ZoneContext<'v>,
    ids: impl IntoIterator<Item = RecordId>,
) -> impl Iterator<Item = (RecordId, RType, Entry<'v>)> {
    let records = ids.into_iter().map(|id| (id, cx.zone.record(id).rtype, cx.zone.entry(id)));
    records.filter(|(.., entry)| !is_octets(entry))
}

/// Whether the data are in the notation for any type (RFC 3597 section 5).
pub(super) fn is_octets(entry: &Entry) -> bool {
    entry.field_text(0) == Some(br"\#")
}
