//! Targets that are in another zone of the same view, and are not there or are an alias.

use std::collections::HashSet;

use crate::checks::ZoneContext;
use crate::checks::view_index::{Found, Held, Host, Tree};
use crate::syntax::rdata::RType;
use crate::zone::NameId;

/// A record whose target is in another zone.
pub(in crate::checks) struct Across<'v> {
    pub from: Held<'v>,
    /// The target, as a name of the zone the record is in.
    pub target: NameId,
    pub fault: Fault<'v>,
}

/// What is wrong with the target.
#[derive(Clone, Copy)]
pub(in crate::checks) enum Fault<'v> {
    /// This zone would have it, and does not.
    Missing(&'v ZoneContext<'v>),
    /// It is an alias.
    Alias(Host<'v>),
}

/// The types whose records are of no use without their target.
pub(in crate::checks) const SENDS_ON: [RType; 6] =
    [RType::NS, RType::MX, RType::SRV, RType::CNAME, RType::SVCB, RType::HTTPS];

/// The records whose targets are in another zone of a view, and wrong in no view but right in another:
/// a zone that stands in several views may be for one of them.
pub(in crate::checks) fn across<'v>(trees: &[Tree<'v>]) -> Vec<Across<'v>> {
    let mut found: Vec<Across> = trees.iter().flat_map(in_view).collect();
    if trees.len() > 1 {
        found.retain(|across| {
            let target = Host { cx: across.from.cx, name: across.target };
            let is_right = |found| matches!(found, Found::Owner(host) if !host.cx.zone.is_alias(host.name));
            !trees.iter().any(|tree| tree.has(across.from.cx) && is_right(tree.look_up(target)))
        });
    }
    found
}

fn in_view<'v>(tree: &Tree<'v>) -> Vec<Across<'v>> {
    let mut found = Vec::new();
    if tree.zones.len() < 2 {
        return found;
    }
    let parents: HashSet<&str> = tree.children.iter().map(|child| child.parent.zone.apex_text()).collect();
    for &cx in &tree.zones {
        let faults = faults(cx, parents.contains(cx.zone.apex_text()), tree);
        if faults.is_empty() {
            continue;
        }
        for (record, of) in cx.zone.records() {
            let Some(target) = of.target().filter(|_| SENDS_ON.contains(&of.rtype)) else { continue };
            if let Ok(at) = faults.binary_search_by_key(&target, |(name, _)| *name) {
                found.push(Across { from: Held { cx, record }, target, fault: faults[at].1 });
            }
        }
    }
    found
}

/// The names of a zone that are in another, and wrong, in the order of their numbers.
fn faults<'v>(cx: &'v ZoneContext<'v>, is_parent: bool, tree: &Tree<'v>) -> Vec<(NameId, Fault<'v>)> {
    let elsewhere = |name: NameId| !cx.zone.is_in_zone(name) || is_parent && cx.zone.cut_above(name).is_some();
    let names = cx.zone.names().filter(|&name| elsewhere(name));
    let fault = |name| match tree.look_up(Host { cx, name }) {
        Found::Missing(other) => Some((name, Fault::Missing(other))),
        Found::Owner(host) if host.cx.zone.is_alias(host.name) => Some((name, Fault::Alias(host))),
        Found::Owner(_) | Found::Unread | Found::Unknown => None,
    };
    names.filter_map(fault).collect()
}
