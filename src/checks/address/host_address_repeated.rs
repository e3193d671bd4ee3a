//! Two machines at one address, in a zone whose machines have an address of their own each.

use std::net::IpAddr;

use super::placement::Placement;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::text::words::{hash, numbered};
use crate::zone::NumberMap;

pub(super) static META: Meta = Meta {
    id: "host-address-repeated",
    summary: "two numbered hosts share an address, and all other hosts of the zone have their own",
    severity: Severity::Info,
    references: &["RFC 1912 section 2"],
    explain: include_str!("host_address_repeated.md"),
    overlap: &[OverlapGroup::Address.rank(6)],
    ..Meta::DEFAULT
};

/// So many hosts at least have an address of their own.
const OTHERS: usize = 10;
/// Of more hosts some have several names.
const MOST: usize = 2_000;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.is_reverse() || !(OTHERS + 1..=MOST).contains(&cx.placements().len()) {
        return;
    }
    let found = [true, false].into_iter().filter_map(|is_ipv4| only_shared(cx, is_ipv4));
    findings.extend(found.map(|(first, second, address)| finding(cx, first, second, address)));
}

/// The only two hosts of the zone that share an address, if both are numbered as machines are. Addresses are the same
/// here where they are written alike: in most zones several are shared, which is soon found.
fn only_shared(cx: &ZoneContext, is_ipv4: bool) -> Option<(Placement, Placement, IpAddr)> {
    let of_family = || cx.placements().iter().filter(|place| place.is_ipv4 == is_ipv4);
    let hosts = of_family().count();
    if hosts <= OTHERS {
        return None;
    }
    let mut hosts_at: NumberMap<u64, Placement> = NumberMap::with_capacity_and_hasher(hosts, Default::default());
    let mut shared = None;
    for &place in of_family() {
        let Some(address) = cx.zone.first_word(place.record) else { continue };
        let first = *hosts_at.entry(hash(address)).or_insert(place);
        if first.host != place.host && shared.replace((first, place)).is_some() {
            return None;
        }
    }
    let is_machine = |place: &Placement| {
        let number = numbered(cx.zone.first_label(place.host));
        number.filter(|_| !cx.zone.is_server(place.host)).map(|(_, stem)| stem)
    };
    let (first, second) = shared?;
    let (one, other) = (is_machine(&first)?, is_machine(&second)?);
    // Of two hosts of one series another check speaks.
    let is_telling = one != other && first.domain == second.domain && hosts_at.len() > OTHERS;
    Some((first, second, second.address(cx.zone)?)).filter(|_| is_telling)
}

fn finding(cx: &ZoneContext, first: Placement, second: Placement, address: IpAddr) -> Diagnostic {
    let [one, two] = [first, second].map(|place| cx.zone.name_text(place.host));
    let message = format!("`{two}` has the same address as `{one}`, {address}; all other hosts here have their own");
    Diagnostic::new(&META, second.address_at(cx.zone), message)
        .label(first.address_at(cx.zone), "the same address")
        .help("give it its own address, or make it a CNAME if both names are one machine")
        .subject(cx.subject(second.record))
}
