//! The TTLs that changed, each place where one is written once.

use std::collections::HashMap;

use crate::checks::ttl::ttl_out_of_range::RulesOfTypes;
use crate::checks::{ChangeContext, ZoneContext};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{RRset, RecordId};

/// A TTL that changed, and the first RRset that has it from its place.
pub(super) struct TtlChange<'c, 'o, 'n> {
    pub(super) old: &'c ZoneContext<'o>,
    pub(super) new: &'c ZoneContext<'n>,
    before: RecordId,
    pub(super) record: RecordId,
    pub(super) was: u32,
    pub(super) is: u32,
    /// Whether the data of the RRset differ as well.
    pub(super) is_of_data: bool,
    /// How many RRsets went from the one TTL to the other with it.
    pub(super) rrsets: usize,
}

/// Those of all zones; one for what stands at one place, such as a `$TTL`, and for each kind of change.
pub(super) fn of<'c, 'o, 'n>(cx: &'c ChangeContext<'c, 'o, 'n>) -> Vec<TtlChange<'c, 'o, 'n>> {
    let mut all: Vec<TtlChange> = Vec::new();
    let mut known: HashMap<(Span, u32, bool), usize> = HashMap::new();
    for (old, new, change) in cx.in_both() {
        for rrset in change.rrsets.iter().filter(|rrset| !rrset.rtype.is_of_signer()) {
            let (Some((was, is)), Some(before), Some(after)) = (rrset.ttls, rrset.old_owner, rrset.new_owner) else {
                continue;
            };
            // The TTL of an RRset is the least of those of its records.
            let with = |cx: &ZoneContext, owner, ttl| {
                cx.zone.rrset(owner, rrset.rtype).iter().copied().find(|&record| cx.zone.record(record).ttl == ttl)
            };
            let (Some(before), Some(record)) = (with(old, before, was), with(new, after, is)) else { continue };
            // The serial of an SOA is another after each change.
            let is_of_data = rrset.is_of_data() && rrset.rtype != RType::SOA;
            let key = (new.zone.ttl_given_at(record), was, is_of_data);
            match known.get(&key) {
                Some(&at) => all[at].rrsets += 1,
                None => {
                    known.insert(key, all.len());
                    all.push(TtlChange { old, new, before, record, was, is, is_of_data, rrsets: 1 });
                }
            }
        }
    }
    all
}

impl TtlChange<'_, '_, '_> {
    /// Where it is written.
    pub(super) fn at(&self) -> Span {
        self.new.zone.ttl_given_at(self.record)
    }

    /// Where the one before is written.
    pub(super) fn before_at(&self) -> Span {
        self.old.zone.ttl_given_at(self.before)
    }

    /// Whether a rule says which TTLs are fine, so that another check has judged it.
    pub(super) fn is_ruled(&self) -> bool {
        let zone = self.new.zone;
        let of = zone.record(self.record);
        let rrset = RRset { owner: of.owner, rtype: of.rtype, records: zone.rrset(of.owner, of.rtype) };
        let mut rules = RulesOfTypes::of(self.new);
        let held = rules.of_type(of.rtype).held(self.new, rrset);
        held.iter().any(|(_, range)| !self.new.rules.is_builtin(range.span)) || held.broken_by(self.is).is_some()
    }
}
