//! Delegations of a registry: published zones of top-level domains are excerpts, or old ones.

use crate::checks::ZoneContext;
use crate::syntax::iana::tlds::is_tld;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

/// Whether a record is a delegation below a top-level domain, in the zone of that or of the root. Its target may be
/// another of the registry's names, which an excerpt lacks.
pub(super) fn delegates(cx: &ZoneContext, id: RecordId) -> bool {
    let record = cx.zone.record(id);
    if record.rtype != RType::NS || record.owner == cx.zone.apex() || cx.zone.labels(cx.zone.apex()).len() > 1 {
        return false;
    }
    matches!(cx.zone.labels(record.owner).as_slice(), [_, .., top] if is_tld(top))
}
