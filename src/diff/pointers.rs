//! PTR records of addresses that came and went, where the project has the zone that they would be in.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::{ChangedZone, Side};
use crate::change::ZoneChange;
use crate::checks::{NameLookup, ViewIndex, ZoneName, reverse_name};
use crate::syntax::rdata::RType;
use crate::zone::{RecordId, Zone};

/// What the new version says of the PTR record of an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PointerState {
    /// The address is new, and its PTR record leads to a name that has it.
    Follows,
    /// The address is new, and this reverse zone has no PTR record for it.
    Missing(String),
    /// The address is new, and its PTR record leads to these names, none of which has it.
    Elsewhere(Vec<String>),
    /// The name does not have the address any more, and the PTR record is still there.
    Left,
}

/// The PTR record of an address that came or went.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PointerChange {
    /// What is to be told of it.
    pub state: PointerState,
    /// The name that has, or had, the address.
    pub name: String,
    /// The address.
    pub address: IpAddr,
}

pub(super) fn of(changed: &[ChangedZone], new: &Side) -> Vec<PointerChange> {
    let mut found = BTreeSet::new();
    for ChangedZone { pair, change } in changed {
        // What a zone that is gone has left may be in any view.
        let views: Vec<&ViewIndex> = match pair.new {
            Some(zone) => new.resolver.views_of(zone).collect(),
            None => new.resolver.views().iter().collect(),
        };
        found.extend(of_zone(change, &views));
    }
    found.into_iter().collect()
}

fn of_zone(change: &ZoneChange, views: &[&ViewIndex]) -> Vec<PointerChange> {
    let mut found = Vec::new();
    for rrset in change.rrsets.iter().filter(|rrset| matches!(rrset.rtype, RType::A | RType::AAAA)) {
        let name = change.owner(rrset);
        // A wildcard has no address of its own.
        if name.starts_with("*.") {
            continue;
        }
        let addresses = |zone: Option<&Zone>, records: &[RecordId]| -> Vec<IpAddr> {
            records.iter().filter_map(|&id| address(zone?, id)).collect()
        };
        let with = |address, state| PointerChange { state, name: name.clone(), address };
        for address in addresses(change.new, &rrset.added) {
            let states = views.iter().filter_map(|view| state(view, address));
            // What is right in one view is right.
            found.extend(states.min().map(|state| with(address, state)));
        }
        for address in addresses(change.old, &rrset.removed) {
            let is_left = views.iter().any(|view| {
                let pointers = pointers(view, address).and_then(Result::ok);
                pointers.is_some_and(|names| names.iter().any(|(text, _)| text.eq_ignore_ascii_case(&name)))
            });
            found.extend(is_left.then(|| with(address, PointerState::Left)));
        }
    }
    found
}

fn address(zone: &Zone, record: RecordId) -> Option<IpAddr> {
    let data = zone.rdata(record).wire(true).ok()?;
    let v4 = <[u8; 4]>::try_from(data.as_slice()).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(data.as_slice()).map(IpAddr::from)).ok()
}

/// The names that the PTR records of an address lead to, and what is known of them.
type Pointers<'v> = Vec<(String, NameLookup<'v>)>;

/// The PTR records of an address, or the reverse zone that has none; `None` where no zone of the view would have them.
fn pointers<'v>(view: &ViewIndex<'v>, address: IpAddr) -> Option<Result<Pointers<'v>, String>> {
    let name = reverse_name(address);
    let labels: Vec<&[u8]> = name.trim_end_matches('.').split('.').map(str::as_bytes).collect();
    let found = match view.look_up_labels(&labels) {
        // Where a part of a network has a zone of its own, an alias leads there (RFC 2317).
        NameLookup::Owner(host) => view.canonical(host),
        other => other,
    };
    let host = match found {
        NameLookup::Owner(host) => host,
        NameLookup::Missing(cx) => return Some(Err(cx.zone.shown_name().to_owned())),
        NameLookup::Unknown | NameLookup::Unread => return None,
    };
    let zone = host.cx.zone;
    let targets = zone.rrset(host.name, RType::PTR).iter().filter_map(|&ptr| zone.record(ptr).target());
    let names: Pointers =
        targets.map(|name| (zone.name_text(name), view.look_up(ZoneName { cx: host.cx, name }))).collect();
    Some(if names.is_empty() { Err(zone.shown_name().to_owned()) } else { Ok(names) })
}

/// What is to be told of an address that is new.
fn state(view: &ViewIndex, address: IpAddr) -> Option<PointerState> {
    let names = match pointers(view, address)? {
        Ok(names) => names,
        Err(zone) => return Some(PointerState::Missing(zone)),
    };
    let has_it = |lookup: &NameLookup| match lookup {
        NameLookup::Owner(host) => host.addresses().any(|own| own == address),
        NameLookup::Missing(_) => false,
        // What is not known is not said to be wrong.
        NameLookup::Unknown | NameLookup::Unread => true,
    };
    let follows = names.iter().any(|(_, lookup)| has_it(lookup));
    let elsewhere = || PointerState::Elsewhere(names.iter().map(|(name, _)| name.clone()).collect());
    Some(if follows { PointerState::Follows } else { elsewhere() })
}
