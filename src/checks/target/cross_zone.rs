//! Targets that are in another zone of the same view, and are not there or are an alias.

use std::collections::{HashMap, HashSet};

use crate::checks::ZoneContext;
use crate::checks::view_index::{NameLookup, ViewIndex, ZoneName, ZoneRecord};
use crate::syntax::name::DomainName;
use crate::syntax::rdata::RType;
use crate::zone::NameId;

/// A record whose target is in another zone.
pub(in crate::checks) struct CrossZoneTarget<'v> {
    pub from: ZoneRecord<'v>,
    /// The target, as a name of the zone the record is in.
    pub target: NameId,
    pub fault: TargetFault<'v>,
}

/// What is wrong with the target.
#[derive(Clone, Copy)]
pub(in crate::checks) enum TargetFault<'v> {
    /// This zone would have it, and does not.
    Missing(&'v ZoneContext<'v>),
    /// It is an alias.
    Alias(ZoneName<'v>),
}

/// The types whose records are of no use without their target.
pub(in crate::checks) const SENDS_ON: [RType; 6] =
    [RType::NS, RType::MX, RType::SRV, RType::CNAME, RType::SVCB, RType::HTTPS];

/// The records whose targets are in another zone of a view, and wrong in no view but right in another:
/// a zone that stands in several views may be for one of them.
pub(in crate::checks) fn targets<'v>(view_indexes: &[ViewIndex<'v>]) -> Vec<CrossZoneTarget<'v>> {
    let mut found: Vec<CrossZoneTarget> = view_indexes.iter().flat_map(in_view).collect();
    if view_indexes.len() > 1 {
        found.retain(|crossing| {
            let target = ZoneName { cx: crossing.from.cx, name: crossing.target };
            let is_right = |found| matches!(found, NameLookup::Owner(host) if !host.cx.zone.is_alias(host.name));
            !view_indexes.iter().any(|view| view.has(crossing.from.cx) && is_right(view.look_up(target)))
        });
    }
    found
}

/// Records that point at names which do not exist, by these names in lower case.
pub(in crate::checks) type Dangling<'v> = HashMap<String, Vec<ZoneRecord<'v>>>;

/// Those whose targets are in their own zone or in another, but for PTR records.
pub(in crate::checks) fn dangling<'v>(zones: &'v [ZoneContext<'v>], crossing: &[CrossZoneTarget<'v>]) -> Dangling<'v> {
    let own = zones.iter().flat_map(|cx| cx.zone.dangling().iter().map(move |&record| ZoneRecord { cx, record }));
    let crossing = crossing.iter().filter(|crossing| matches!(crossing.fault, TargetFault::Missing(_)));
    let mut all = Dangling::new();
    for record in own.chain(crossing.map(|crossing| crossing.from)).filter(|record| record.rtype() != RType::PTR) {
        all.entry(record.target_lowered().unwrap_or_default()).or_default().push(record);
    }
    all
}

fn in_view<'v>(view: &ViewIndex<'v>) -> Vec<CrossZoneTarget<'v>> {
    let mut found = Vec::new();
    if view.zones.len() < 2 {
        return found;
    }
    let parents: HashSet<&DomainName> = view.children.iter().map(|child| child.parent.zone.apex_name()).collect();
    for &cx in &view.zones {
        let faults = faults(cx, parents.contains(cx.zone.apex_name()), view);
        if faults.is_empty() {
            continue;
        }
        for (record, of) in cx.zone.records() {
            let Some(target) = of.target().filter(|_| SENDS_ON.contains(&of.rtype)) else { continue };
            if let Ok(at) = faults.binary_search_by_key(&target, |(name, _)| *name) {
                found.push(CrossZoneTarget { from: ZoneRecord { cx, record }, target, fault: faults[at].1 });
            }
        }
    }
    found
}

/// The names of a zone that are in another, and wrong, in the order of their numbers.
fn faults<'v>(cx: &'v ZoneContext<'v>, is_parent: bool, view: &ViewIndex<'v>) -> Vec<(NameId, TargetFault<'v>)> {
    let elsewhere = |name: NameId| !cx.zone.is_in_zone(name) || is_parent && cx.zone.cut_above(name).is_some();
    let names = cx.zone.names().filter(|&name| elsewhere(name));
    let fault = |name| match view.look_up(ZoneName { cx, name }) {
        NameLookup::Missing(other) => Some((name, TargetFault::Missing(other))),
        NameLookup::Owner(host) if host.cx.zone.is_alias(host.name) => Some((name, TargetFault::Alias(host))),
        NameLookup::Owner(_) | NameLookup::Unread | NameLookup::Unknown => None,
    };
    names.filter_map(fault).collect()
}
