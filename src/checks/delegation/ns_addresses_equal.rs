//! Name servers that are one machine.

use std::net::IpAddr;

use crate::checks::address;
use crate::checks::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberSet, RecordId};

pub(super) static META: Meta = Meta {
    id: "ns-addresses-equal",
    summary: "all name servers of the zone have the same address",
    severity: Severity::Info,
    references: &["RFC 1034 section 4.1", "RFC 2182 section 5"],
    explain: include_str!("ns_addresses_equal.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| zone.zone.is_complete()) {
        let servers = zone.zone.rrset(zone.zone.apex(), RType::NS);
        let mut all = servers.iter().filter_map(|&ns| Some((ns, zone.zone.record(ns).target()?)));
        let Some((first, name)) = all.next() else { continue };
        let mut seen = NumberSet::from_iter([name]);
        let others: Vec<NameId> = all.map(|(_, other)| other).filter(|&other| seen.insert(other)).collect();
        let families = families_of(zone, name);
        if others.is_empty() || others.iter().any(|&other| families_of(zone, other) != families) {
            continue;
        }
        let addresses = addresses_of(zone, name);
        let is_same = |&other: &NameId| addresses_of(zone, other) == addresses;
        if addresses.is_empty() || !others.iter().all(is_same) {
            continue;
        }
        let message = format!("all name servers of `{}` have the same address", zone.zone.apex_text());
        let of_family = |name, rtype| zone.zone.rrset(name, rtype).first().copied();
        let address = |name| of_family(name, RType::A).or_else(|| of_family(name, RType::AAAA));
        let finding = Diagnostic::new(&META, zone.zone.entry(first).span(), message)
            .label_each(others.into_iter().chain([name]).filter_map(address), |address| {
                (zone.zone.entry(address).span(), "the address")
            });
        findings.add(finding.help("two names of one machine fail together").subject(zone.subject_of_set(first)));
    }
}

/// Whether a name server has IPv4 addresses, and whether it has IPv6 addresses, as can be told without reading them.
fn families_of(zone: &ZoneView, server: NameId) -> [bool; 2] {
    let is_readable = |id: &RecordId| zone.zone.record(*id).is_readable();
    [RType::A, RType::AAAA].map(|rtype| zone.zone.rrset(server, rtype).iter().any(is_readable))
}

/// The addresses of a name server, sorted; of one in the notation for any type (RFC 3597 section 5) its data.
fn addresses_of(zone: &ZoneView, server: NameId) -> Vec<Result<IpAddr, Vec<u8>>> {
    let records = [RType::A, RType::AAAA].into_iter().flat_map(|rtype| zone.zone.rrset(server, rtype));
    let address = |&id: &RecordId| match address::of_record(zone.zone, id) {
        Some(address) => Some(Ok(address)),
        None => zone.zone.canonical_data(id).map(Err),
    };
    let mut addresses: Vec<_> = records.filter_map(address).collect();
    addresses.sort();
    addresses
}
