//! The types that NSEC and NSEC3 say a name has.

use crate::checks::ZoneContext;
use crate::syntax::rdata::RType;
use crate::zone::NameId;

/// The types that one NSEC or NSEC3 lists, and those that its name has, in memory that serves all of them.
#[derive(Default)]
pub(super) struct Bitmaps {
    pub said: Vec<RType>,
    pub there: Vec<RType>,
}

impl Bitmaps {
    /// Takes the types that a record lists, sorted; none where one of them cannot be read.
    pub(super) fn take(&mut self, types: impl IntoIterator<Item = Option<RType>>) -> Option<()> {
        self.said.clear();
        for rtype in types {
            self.said.push(rtype?);
        }
        sort(&mut self.said);
        Some(())
    }

    /// Gathers the types that NSEC or NSEC3 has to list for an owner (RFC 4034 section 4.1.2, RFC 5155 section 7.1): at a
    /// zone cut those that belong to the zone above. None where a record of the owner is of a type that nobody knows.
    pub(super) fn gather(&mut self, cx: &ZoneContext, owner: Option<NameId>, by: RType) -> Option<()> {
        self.there.clear();
        let Some(owner) = owner else { return Some(()) };
        let is_cut = cx.zone.is_cut(owner);
        let is_signed = by == RType::NSEC || !is_cut || cx.zone.has(owner, RType::DS);
        for &id in cx.zone.records_of(owner) {
            match cx.zone.record(id).rtype {
                RType::UNKNOWN => return None,
                RType::RRSIG | RType::NSEC | RType::NSEC3 => {}
                rtype if is_cut && !matches!(rtype, RType::NS | RType::DS) => {}
                rtype => self.there.push(rtype),
            }
        }
        self.there.extend(is_signed.then_some(RType::RRSIG));
        self.there.extend((by == RType::NSEC).then_some(RType::NSEC));
        sort(&mut self.there);
        Some(())
    }
}

/// What BIND writes while it signs comes and goes.
fn sort(types: &mut Vec<RType>) {
    types.retain(|&rtype| rtype != RType::SIGNING_STATE);
    types.sort_unstable();
    types.dedup();
}
