//! Which name a zone gives which address: address records one way round, PTR records the other.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use super::{address, near};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId, Zone};

/// In a zone with more names than one house has machines, names that are alike mean nothing.
pub(super) const MOST_NAMES: usize = 50_000;

/// A host's address, as one record gives it.
#[derive(Clone, Copy)]
pub(super) struct Placement {
    pub address: IpAddr,
    /// The owner of an address record, the target of a PTR record.
    pub host: NameId,
    pub record: RecordId,
}

impl Placement {
    /// Where the record names its host.
    pub(super) fn host_at(self, zone: &Zone) -> Span {
        let entry = zone.entry(self.record);
        let is_owner = zone.record(self.record).owner == self.host;
        if is_owner { entry.owner() } else { entry.field(0).unwrap_or_else(|| entry.rtype()) }
    }

    /// Where the record has the address.
    pub(super) fn address_at(self, zone: &Zone) -> Span {
        let entry = zone.entry(self.record);
        let is_owner = zone.record(self.record).owner == self.host;
        if is_owner { entry.field(0).unwrap_or_else(|| entry.rtype()) } else { entry.owner() }
    }
}

/// All placements of a zone in file order; none for a zone too large to be one house's.
pub(super) fn of_zone(zone: &Zone) -> Vec<Placement> {
    if zone.names().len() > MOST_NAMES {
        return Vec::new();
    }
    let place = |record: RecordId| {
        let of = zone.record(record);
        match of.rtype {
            RType::A | RType::AAAA => {
                Some(Placement { address: address::of_record(zone, record)?, host: of.owner, record })
            }
            RType::PTR => {
                Some(Placement { address: address::of_reverse_name(zone, of.owner)?, host: of.target()?, record })
            }
            _ => None,
        }
    };
    zone.records().filter_map(|(record, _)| place(record)).collect()
}

/// A host of a numbered series: `db1021-a.example.com.` is number 1021 of `db#-a.example.com.`
pub(super) struct Numbered {
    pub place: Placement,
    pub number: u64,
}

/// The numbered series of a zone, each in file order. A name with two numbers counts by its last.
pub(super) fn series(zone: &Zone, placements: &[Placement]) -> HashMap<Vec<u8>, Vec<Numbered>> {
    let mut series: HashMap<Vec<u8>, Vec<Numbered>> = HashMap::new();
    for &place in placements {
        let labels = zone.labels(place.host);
        let Some((number, stem)) = labels.first().and_then(|label| near::numbered(label)) else { continue };
        let mut key = labels[1..].join(&b'.').to_ascii_lowercase();
        key.extend([b"/", stem.as_slice()].concat());
        key.push(if place.address.is_ipv4() { b'4' } else { b'6' });
        series.entry(key).or_default().push(Numbered { place, number });
    }
    series
}

/// The hosts in one domain: their first labels in lower case, each with its places.
pub(super) type Hosts = HashMap<Vec<u8>, Vec<Placement>>;

/// So many hosts at least are in both domains before one that is not means anything.
const SHARED: usize = 20;

/// The hosts by domain, those with IPv4 addresses apart from those with IPv6 addresses.
pub(super) fn by_domain(zone: &Zone, placements: &[Placement]) -> BTreeMap<(Vec<u8>, bool), Hosts> {
    let mut domains: BTreeMap<(Vec<u8>, bool), Hosts> = BTreeMap::new();
    for place in placements {
        let labels = zone.labels(place.host);
        let Some((label, domain)) = labels.split_first() else { continue };
        let key = (domain.join(&b'.').to_ascii_lowercase(), place.address.is_ipv4());
        domains.entry(key).or_default().entry(label.to_ascii_lowercase()).or_default().push(*place);
    }
    domains
}

/// Whether hosts of one domain stand in the other as well, as machines and their consoles do.
pub(super) fn are_twins(one: &Hosts, two: &Hosts) -> bool {
    one.keys().filter(|label| two.contains_key(*label)).nth(SHARED - 1).is_some()
}
