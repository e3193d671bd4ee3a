//! Where a target leads in the zones of its view.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use crate::checks::{NameLookup, ViewIndex, ZoneContext, ZoneName};
use crate::syntax::rdata::RType;
use crate::zone::{Answer, NameId};

/// A chain of aliases is followed no further.
pub(crate) const LONGEST_CHAIN: usize = 16;

/// What a lookup came to. Of several views the first of these that one of them says counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lookup {
    /// There are addresses.
    Found,
    /// The name exists, and owns no address.
    NoAddress,
    /// The zone that would have the name does not.
    #[serde(rename = "NXDOMAIN")]
    NxDomain,
    /// The aliases lead in a circle, or on and on.
    CnameLoop,
    /// Not all of the zone that would have the name was read.
    NotRead,
    /// No zone that was read answers for the name.
    NotInTheseZones,
    /// There is nothing to look up: the target is the root (RFC 2782, "Target").
    NotOffered,
}

/// Addresses, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// What the lookup came to.
    pub lookup: Lookup,
    /// The addresses, those of IPv4 first.
    pub list: Vec<IpAddr>,
}

impl Addresses {
    /// Why there are none.
    pub(super) fn none(lookup: Lookup) -> Addresses {
        Addresses { lookup, list: Vec::new() }
    }
}

/// Looks targets up, each once.
pub(crate) struct Resolver<'v> {
    zones: &'v [ZoneContext<'v>],
    views: Vec<ViewIndex<'v>>,
    /// The views of each zone, as indexes.
    views_of: Vec<Vec<usize>>,
    known: HashMap<(usize, NameId), Arc<Addresses>>,
}

impl<'v> Resolver<'v> {
    pub(crate) fn new(zones: &'v [ZoneContext<'v>], views: &[Vec<usize>]) -> Resolver<'v> {
        let mut views_of = vec![Vec::new(); zones.len()];
        for (view, members) in views.iter().enumerate() {
            members.iter().for_each(|&zone| views_of[zone].push(view));
        }
        let index = |members: &Vec<usize>| ViewIndex::of(members.iter().map(|&zone| &zones[zone]).collect());
        Resolver { zones, views: views.iter().map(index).collect(), views_of, known: HashMap::new() }
    }

    /// All views.
    pub(crate) fn views(&self) -> &[ViewIndex<'v>] {
        &self.views
    }

    /// The views that a zone stands in.
    pub(crate) fn views_of(&self, zone: usize) -> impl Iterator<Item = &ViewIndex<'v>> {
        self.views_of[zone].iter().map(|&view| &self.views[view])
    }

    /// The addresses of a target of a zone: in all views that the zone stands in.
    pub(crate) fn look_up(&mut self, zone: usize, name: NameId) -> Arc<Addresses> {
        if let Some(known) = self.known.get(&(zone, name)) {
            return known.clone();
        }
        let host = ZoneName { cx: &self.zones[zone], name };
        let mut found = Addresses::none(Lookup::NotInTheseZones);
        for &view in &self.views_of[zone] {
            let (lookup, addresses) = follow(&self.views[view], host);
            found.lookup = found.lookup.min(lookup);
            found.list.extend(addresses);
        }
        found.list.sort_unstable();
        found.list.dedup();
        self.known.entry((zone, name)).or_insert_with(|| Arc::new(found)).clone()
    }
}

/// Follows aliases within a view.
fn follow<'v>(view: &ViewIndex<'v>, mut name: ZoneName<'v>) -> (Lookup, Vec<IpAddr>) {
    for _ in 0..LONGEST_CHAIN {
        let host = match view.look_up(name) {
            NameLookup::Owner(host) => host,
            NameLookup::Missing(_) => return (Lookup::NxDomain, Vec::new()),
            NameLookup::Unread => return (Lookup::NotRead, Vec::new()),
            NameLookup::Unknown if is_empty_non_terminal(name) => return (Lookup::NoAddress, Vec::new()),
            NameLookup::Unknown => return (Lookup::NotInTheseZones, Vec::new()),
        };
        let zone = host.cx.zone;
        let alias = zone.rrset(host.name, RType::CNAME).first();
        match alias.map(|&alias| zone.record(alias).target()) {
            Some(Some(target)) => name = ZoneName { cx: host.cx, name: target },
            Some(None) => return (Lookup::NotRead, Vec::new()),
            None => {
                let addresses: Vec<IpAddr> = host.addresses().collect();
                let lookup = if addresses.is_empty() { Lookup::NoAddress } else { Lookup::Found };
                return (lookup, addresses);
            }
        }
    }
    (Lookup::CnameLoop, Vec::new())
}

fn is_empty_non_terminal(name: ZoneName) -> bool {
    let zone = name.cx.zone;
    let below = zone.labels_below_apex(name.name).filter(|_| zone.is_complete());
    below.is_some_and(|below| zone.answer_for(&below) == Answer::EmptyNonTerminal)
}
