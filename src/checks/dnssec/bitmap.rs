//! The types that NSEC and NSEC3 say a name has.

use super::signed::SIGNING_STATE;
use crate::checks::ZoneContext;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

/// The types of an NSEC or NSEC3 record that start at a field of its data, sorted; none where they cannot be read.
pub(super) fn listed_types(cx: &ZoneContext, id: RecordId, from: usize) -> Option<Vec<RType>> {
    let types = cx.zone.rdata(id).words().skip(from).map(RType::from_mnemonic);
    sorted(types.collect::<Option<_>>()?)
}

/// The types that NSEC or NSEC3 has to list for an owner (RFC 4034 section 4.1.2, RFC 5155 section 7.1): at a zone cut
/// those that belong to the zone above. None where a record of the owner is of a type that nobody knows.
pub(super) fn types_of(cx: &ZoneContext, owner: NameId, by: RType) -> Option<Vec<RType>> {
    let is_cut = cx.zone.is_cut(owner);
    let is_signed = by == RType::NSEC || !is_cut || cx.zone.has(owner, RType::DS);
    let belongs = |rtype: &RType| match *rtype {
        RType::RRSIG | RType::NSEC | RType::NSEC3 => false,
        rtype => !is_cut || matches!(rtype, RType::NS | RType::DS),
    };
    let mut types: Vec<RType> = cx.zone.records_of(owner).iter().map(|&id| cx.zone.record(id).rtype).collect();
    if types.contains(&RType::UNKNOWN) {
        return None;
    }
    types.retain(belongs);
    types.extend(is_signed.then_some(RType::RRSIG));
    types.extend((by == RType::NSEC).then_some(RType::NSEC));
    sorted(types)
}

/// What BIND writes while it signs comes and goes.
fn sorted(mut types: Vec<RType>) -> Option<Vec<RType>> {
    types.retain(|&rtype| rtype != SIGNING_STATE);
    types.sort_unstable();
    types.dedup();
    Some(types)
}
