//! Which name a zone gives which address: address records one way round, PTR records the other.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::ops::Range;

use crate::checks::address;
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::text::words;
use crate::zone::{NameId, Record, RecordId, Zone};

/// In a zone with more names than one house has machines, names that are alike mean nothing.
pub(in crate::checks) const MOST_NAMES: usize = 50_000;

/// A host's address, as one record gives it. It is read when it is asked for: most questions are about names.
#[derive(Clone, Copy)]
pub(in crate::checks) struct Placement {
    /// The owner of an address record, the target of a PTR record.
    pub host: NameId,
    pub record: RecordId,
    /// Hosts of one domain have it in common.
    pub domain: u32,
    pub is_ipv4: bool,
}

impl Placement {
    /// The address; none where it is in the notation for any type (RFC 3597 section 5).
    pub(in crate::checks) fn address(self, zone: &Zone) -> Option<IpAddr> {
        match zone.record(self.record) {
            Record { rtype: RType::PTR, owner, .. } => address::of_reverse_name(zone, *owner),
            _ => address::of_record(zone, self.record),
        }
    }

    /// Where the record names its host.
    pub(in crate::checks) fn host_at(self, zone: &Zone) -> Span {
        let entry = zone.entry(self.record);
        let is_owner = zone.record(self.record).owner == self.host;
        if is_owner { entry.owner() } else { entry.field(0).unwrap_or_else(|| entry.rtype()) }
    }

    /// Where the record has the address.
    pub(in crate::checks) fn address_at(self, zone: &Zone) -> Span {
        let entry = zone.entry(self.record);
        let is_owner = zone.record(self.record).owner == self.host;
        if is_owner { entry.field(0).unwrap_or_else(|| entry.rtype()) } else { entry.owner() }
    }
}

/// All placements of a zone in file order; none for a zone too large to be one house's.
pub(in crate::checks) fn of_zone(zone: &Zone) -> Vec<Placement> {
    if zone.names().len() > MOST_NAMES {
        return Vec::new();
    }
    // Records of one host stand side by side, as a rule.
    let mut last = (NameId::ROOT, zone.domain_hash(NameId::ROOT));
    let place = |(record, of): (RecordId, &Record)| {
        let is_read = || of.is_readable() || address::of_record(zone, record).is_some();
        let (is_ipv4, host) = match of.rtype {
            RType::A | RType::AAAA if is_read() => (of.rtype == RType::A, of.owner),
            RType::PTR => (address::of_reverse_name(zone, of.owner)?.is_ipv4(), of.target()?),
            _ => return None,
        };
        if last.0 != host {
            last = (host, zone.domain_hash(host));
        }
        Some(Placement { host, record, domain: last.1, is_ipv4 })
    };
    let mut places = Vec::with_capacity(zone.len());
    places.extend(zone.records().filter_map(place));
    places
}

/// A host whose first label has a number, as one run of placements.
pub(in crate::checks) struct NumberedHost {
    /// Its placements, as indexes.
    pub places: Range<usize>,
    pub number: u64,
    /// A hash of the label without the number.
    pub stem: u64,
}

/// The hosts with numbers, in file order. Of a name with two numbers the last counts.
pub(in crate::checks) fn numbered_hosts(zone: &Zone, placements: &[Placement]) -> Vec<NumberedHost> {
    let mut end = 0;
    let host = |places: &[Placement]| {
        let places = end..end + places.len();
        end = places.end;
        let (number, stem) = words::numbered(zone.first_label(placements[places.start].host))?;
        Some(NumberedHost { places, number, stem })
    };
    by_host(placements).filter_map(host).collect()
}

/// A host of a numbered series: `db1021-a.example.com.` is number 1021 of `db#-a.example.com.`
#[derive(Clone, Copy)]
pub(in crate::checks) struct Numbered {
    pub place: Placement,
    pub address: IpAddr,
    pub number: u64,
}

/// The places in runs of one host each: most hosts have one run.
pub(in crate::checks) fn by_host(placements: &[Placement]) -> impl Iterator<Item = &[Placement]> {
    placements.chunk_by(|one, other| one.host == other.host)
}

/// So many hosts at least are a series.
const SERIES: u8 = 3;

/// The numbered series of a zone, in the order of their first hosts and each in file order.
pub(in crate::checks) fn series(
    zone: &Zone,
    placements: &[Placement],
    numbered: &[NumberedHost],
) -> Vec<Vec<Numbered>> {
    let mut hosts: Vec<(u64, u64, Placement)> = Vec::with_capacity(placements.len());
    for host in numbered {
        hosts.extend(placements[host.places.clone()].iter().map(|&place| {
            let group = u64::from(place.domain) << 1 | u64::from(place.is_ipv4);
            (host.stem ^ group, host.number, place)
        }));
    }
    words::keep_repeated(&mut hosts, SERIES, |(group, ..)| *group);
    hosts.sort_unstable_by_key(|(group, _, place)| (*group, place.record));
    let all = hosts.chunk_by(|(one, ..), (other, ..)| one == other).filter(|hosts| hosts.len() >= SERIES.into());
    let numbered =
        |&(_, number, place): &(u64, u64, Placement)| Some(Numbered { place, address: place.address(zone)?, number });
    let mut series: Vec<Vec<Numbered>> = all.map(|hosts| hosts.iter().filter_map(numbered).collect()).collect();
    series.retain(|hosts| hosts.len() >= SERIES.into());
    series.sort_by_key(|series| series[0].place.record);
    series
}

/// The hosts in one domain, by their first labels, each with its places.
pub(in crate::checks) type Hosts = BTreeMap<Vec<u8>, Vec<Placement>>;

/// The hosts of each domain, those with IPv4 addresses apart from those with IPv6 addresses.
pub(in crate::checks) type Domains = BTreeMap<(u32, bool), Hosts>;

/// So many hosts at least are in both domains before one that is not means anything.
pub(in crate::checks) const SHARED: usize = 20;

/// The hosts by domain; none where there are too few for two domains to have the same hosts.
pub(in crate::checks) fn by_domain(zone: &Zone, placements: &[Placement]) -> Domains {
    let mut domains = Domains::new();
    if placements.len() < 2 * SHARED {
        return domains;
    }
    let mut hosts_in: BTreeMap<(u32, bool), usize> = BTreeMap::new();
    for place in placements {
        *hosts_in.entry((place.domain, place.is_ipv4)).or_default() += 1;
    }
    hosts_in.retain(|_, hosts| *hosts >= SHARED);
    if hosts_in.len() < 2 {
        return domains;
    }
    let is_large = |place: &&Placement| hosts_in.contains_key(&(place.domain, place.is_ipv4));
    for place in placements.iter().filter(is_large) {
        let hosts = domains.entry((place.domain, place.is_ipv4)).or_default();
        hosts.entry(zone.first_label(place.host).to_ascii_lowercase()).or_default().push(*place);
    }
    domains.retain(|_, hosts| hosts.len() >= SHARED);
    domains
}
