//! Which ports firewalls have to let through now, and which no longer.
//!
//! A firewall knows transport, port and address: what another name or record leads to as well is not new, and is not to
//! be closed.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::endpoint::{Endpoint, Endpoints, Host, TYPES, Transport};
use super::{ChangedZone, Side};
use crate::services::Lookup;
use crate::syntax::rdata::RType;

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

pub(super) fn of(changed: &[ChangedZone], old: &mut Side, new: &mut Side) -> Vec<PortChange> {
    let leads = |rtype: RType| TYPES.contains(&rtype) || [RType::A, RType::AAAA, RType::CNAME].contains(&rtype);
    let mut rrsets = changed.iter().flat_map(|zone| &zone.change.rrsets);
    // A delegation that changes may make a name ours that was not, and a DNAME takes names away.
    if !rrsets.any(|rrset| leads(rrset.rtype) || rrset.rtype == RType::DNAME) {
        return Vec::new();
    }
    let (old, new) = (Endpoints::of(old), Endpoints::of(new));
    let mut changes = only_in(Action::Open, &new, &old);
    changes.extend(only_in(Action::Close, &old, &new));
    changes
}

/// The addresses of a target, and the services that are there.
type Offered<'e> = (Vec<IpAddr>, BTreeSet<&'e str>);

/// What one version has and the other has not.
fn only_in(action: Action, one: &Endpoints, other: &Endpoints) -> Vec<PortChange> {
    let is_new = |endpoint: &Endpoint, target: &String| match &endpoint.2 {
        Host::Address(_) => true,
        // Of a target whose address is not known here nothing can be said but that it is another.
        Host::Name(..) => !other.used.contains(&(endpoint.0, endpoint.1, target.clone())),
    };
    let mut found: BTreeMap<(Option<Transport>, u16, &str, Lookup), Offered> = BTreeMap::new();
    for (endpoint, targets) in one.all.iter().filter(|(endpoint, _)| !other.all.contains_key(endpoint)) {
        for (target, services) in targets.iter().filter(|(target, _)| is_new(endpoint, target)) {
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
