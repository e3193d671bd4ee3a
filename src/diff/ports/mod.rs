//! Which ports firewalls have to let through now, and which no longer.
//!
//! A firewall knows transport, port and address: what another name or record leads to as well is not new, and is not to
//! be closed.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::net::IpAddr;

use super::endpoint::{Collect, Endpoint, Endpoints, Host, Port, Transport, collect};
use super::moves::{Moves, Version};
use super::{ChangedZone, Side};
use crate::change::ZonePair;
use crate::checks::ZoneContext;
use crate::services::Lookup;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

/// What a firewall has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Let through what the new version sends there.
    Open,
    /// Nothing is sent there any more.
    Close,
}

/// A port that clients are sent to by one of the versions only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortChange {
    /// What is to be done.
    pub action: Action,
    /// The transport; none where the record does not say it.
    pub transport: Option<Transport>,
    /// The port.
    pub port: u16,
    /// The target, without the final dot.
    pub target: String,
    /// What a lookup of its addresses came to.
    pub lookup: Lookup,
    /// The addresses.
    pub addresses: Vec<IpAddr>,
    /// What is offered there: `_sip._tls`, `MX of example.com`.
    pub services: Vec<String>,
}

pub(super) fn of(changed: &[ChangedZone], pairs: &[ZonePair], (old, new): (&mut Side, &mut Side)) -> Vec<PortChange> {
    if changed.is_empty() {
        return Vec::new();
    }
    let moves = Moves::between(changed, pairs, (old, new));
    between(moves, (old, new))
}

/// The same by what may have moved; where that is not known, by all records.
fn between(moves: Option<Moves>, (old, new): (&mut Side, &mut Side)) -> Vec<PortChange> {
    let before = Moved::of(old, Version::Old, moves.as_ref());
    let after = Moved::of(new, Version::New, moves.as_ref());
    let (mut opened, mut closed) = (after.only(&before), before.only(&after));
    if let Some(moves) = moves.filter(|_| !opened.is_empty() || !closed.is_empty()) {
        let numbers = opened.keys().chain(closed.keys()).map(|endpoint| endpoint.1).collect();
        collect(new, &mut Kept { moves: &moves, numbers, left: [&mut opened, &mut closed] });
    }
    let mut changes = told(Action::Open, &opened);
    changes.extend(told(Action::Close, &closed));
    changes
}

/// Where the records of a version lead that may lead elsewhere in the other.
struct Moved<'m> {
    version: Version,
    moves: Option<&'m Moves>,
    endpoints: Endpoints,
    /// Which targets are used at which ports, whatever their addresses.
    used: HashSet<(Option<Transport>, u16, String)>,
}

impl<'m> Moved<'m> {
    fn of(side: &mut Side, version: Version, moves: Option<&'m Moves>) -> Moved<'m> {
        let mut moved = Moved { version, moves, endpoints: Endpoints::new(), used: HashSet::new() };
        collect(side, &mut moved);
        moved
    }

    /// What another version has not.
    fn only(&self, other: &Moved) -> Endpoints {
        let is_new = |endpoint: &Endpoint, target: &String| match &endpoint.2 {
            Host::Address(_) => true,
            // Of a target whose address is not known here nothing can be said but that it is another.
            Host::Name(..) => !other.used.contains(&(endpoint.0, endpoint.1, target.clone())),
        };
        let mut only = Endpoints::new();
        for (endpoint, targets) in &self.endpoints {
            let new = targets.iter().filter(|(target, _)| is_new(endpoint, target));
            let new: BTreeMap<_, _> = new.map(|(target, services)| (target.clone(), services.clone())).collect();
            if !new.is_empty() && !other.endpoints.contains_key(endpoint) {
                only.insert(endpoint.clone(), new);
            }
        }
        only
    }
}

impl Collect for Moved<'_> {
    fn wants(&self, (zone, cx): (usize, &ZoneContext), record: RecordId, _: Option<u16>) -> bool {
        // A URI names its host in a text.
        let is_text = || cx.zone.record(record).rtype == RType::URI;
        self.moves.is_none_or(|moves| is_text() || moves.has((self.version, zone), cx.zone, record))
    }

    fn take(&mut self, (transport, port): Port, hosts: &[Host], target: &str, service: &dyn Fn() -> String) {
        self.used.insert((transport, port, target.to_owned()));
        let service = service();
        for host in hosts {
            let targets = self.endpoints.entry((transport, port, host.clone())).or_default();
            targets.entry(target.to_owned()).or_default().insert(service.clone());
        }
    }
}

/// Takes out what records lead to that are the same in both versions.
struct Kept<'m> {
    moves: &'m Moves,
    numbers: HashSet<u16>,
    left: [&'m mut Endpoints; 2],
}

impl Collect for Kept<'_> {
    fn wants(&self, (zone, cx): (usize, &ZoneContext), record: RecordId, port: Option<u16>) -> bool {
        let is_told =
            || cx.zone.record(record).rtype == RType::URI || self.moves.has((Version::New, zone), cx.zone, record);
        port.is_none_or(|port| self.numbers.contains(&port)) && !is_told()
    }

    fn take(&mut self, (transport, port): Port, hosts: &[Host], target: &str, _: &dyn Fn() -> String) {
        for left in self.left.iter_mut().filter(|left| !left.is_empty()) {
            for host in hosts {
                left.remove(&(transport, port, host.clone()));
            }
            left.retain(|endpoint, targets| {
                if matches!(endpoint, (other, number, Host::Name(..)) if (*other, *number) == (transport, port)) {
                    targets.remove(target);
                }
                !targets.is_empty()
            });
        }
    }
}

/// The addresses of a target, and the services that are there.
type Offered<'e> = (Vec<IpAddr>, BTreeSet<&'e str>);

/// Endpoints by their targets.
fn told(action: Action, endpoints: &Endpoints) -> Vec<PortChange> {
    let mut found: BTreeMap<(Option<Transport>, u16, &str, Lookup), Offered> = BTreeMap::new();
    for (endpoint, targets) in endpoints {
        for (target, services) in targets {
            let (lookup, address) = match &endpoint.2 {
                Host::Address(address) => (Lookup::Found, Some(*address)),
                Host::Name(_, lookup) => (*lookup, None),
            };
            let (addresses, offered) = found.entry((endpoint.0, endpoint.1, target, lookup)).or_default();
            addresses.extend(address);
            offered.extend(services.iter().map(String::as_str));
        }
    }
    let change = |((transport, port, target, lookup), (addresses, services)): (_, Offered)| {
        let (target, services) = (str::to_owned(target), services.into_iter().map(str::to_owned).collect());
        PortChange { action, transport, port, target, lookup, addresses, services }
    };
    found.into_iter().map(change).collect()
}

#[cfg(test)]
mod tests;
