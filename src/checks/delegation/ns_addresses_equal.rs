//! Name servers that are one machine.

use std::net::IpAddr;

use crate::checks::address;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberSet, RecordId};

pub(super) static META: Meta = Meta {
    id: "ns-addresses-equal",
    summary: "all name servers of the zone have the same address",
    severity: Severity::Info,
    references: &["RFC 1034 section 4.1", "RFC 2182 section 5"],
    explain: include_str!("ns_addresses_equal.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_complete() {
        return;
    }
    let servers = cx.zone.rrset(cx.zone.apex(), RType::NS);
    let mut all = servers.iter().filter_map(|&ns| Some((ns, cx.zone.record(ns).target()?)));
    let Some((first, name)) = all.next() else { return };
    let mut seen = NumberSet::from_iter([name]);
    let others: Vec<NameId> = all.map(|(_, other)| other).filter(|&other| seen.insert(other)).collect();
    let families = families_of(cx, name);
    if others.is_empty() || others.iter().any(|&other| families_of(cx, other) != families) {
        return;
    }
    let addresses = addresses_of(cx, name);
    let is_same = |&other: &NameId| addresses_of(cx, other) == addresses;
    if addresses.is_empty() || !others.iter().all(is_same) {
        return;
    }
    let message = format!("all name servers of `{}` have the same address", cx.zone.shown_name());
    let of_family = |name, rtype| cx.zone.rrset(name, rtype).first().copied();
    let address = |name| of_family(name, RType::A).or_else(|| of_family(name, RType::AAAA));
    let finding = Diagnostic::new(&META, cx.zone.entry(first).span(), message)
        .label_each(others.into_iter().chain([name]).filter_map(address), |address| {
            (cx.zone.entry(address).span(), "the address")
        });
    findings.add(
        finding
            .help("use a second machine in another network: one machine with two names fails as one")
            .subject(cx.subject_of_set(first)),
    );
}

/// Whether a name server has IPv4 addresses, and whether it has IPv6 addresses, as can be told without reading them.
fn families_of(cx: &ZoneContext, server: NameId) -> [bool; 2] {
    let is_readable = |id: &RecordId| cx.zone.record(*id).is_readable();
    [RType::A, RType::AAAA].map(|rtype| cx.zone.rrset(server, rtype).iter().any(is_readable))
}

/// The addresses of a name server, sorted; of one in the notation for any type (RFC 3597 section 5) its data.
fn addresses_of(cx: &ZoneContext, server: NameId) -> Vec<Result<IpAddr, Vec<u8>>> {
    let records = [RType::A, RType::AAAA].into_iter().flat_map(|rtype| cx.zone.rrset(server, rtype));
    let address = |&id: &RecordId| match address::of_record(cx.zone, id) {
        Some(address) => Some(Ok(address)),
        None => cx.zone.rdata(id).canonical_text().map(Err),
    };
    let mut addresses: Vec<_> = records.filter_map(address).collect();
    addresses.sort();
    addresses
}
