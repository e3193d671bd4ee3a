//! A host twice, while the next of its series is missing here and known under a second domain.

use std::collections::HashMap;
use std::net::IpAddr;

use super::placement::Placement;
use super::twins::{TwinHost, Twins};
use crate::checks::address;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};

pub(super) static META: Meta = Meta {
    id: "series-host-repeated",
    summary: "a host is listed twice, and the next of its series is missing",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.1"],
    explain: include_str!("series_host_repeated.md"),
    overlap: &[OverlapGroup::Address.rank(4)],
    ..Meta::DEFAULT
};

/// One host in so many may have two addresses.
const SHARE: usize = 10;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.domains().len() <= 1 || !cx.domains().values().any(|hosts| has_repeated(hosts.values())) {
        return;
    }
    let twins = Twins::of(cx.domains());
    for (domain, hosts) in twins.domains().enumerate() {
        if !has_repeated(hosts.iter().map(|host| host.places)) {
            continue;
        }
        let repeated: Vec<TwinHost> = hosts.iter().filter(|host| host.places.len() == 2).copied().collect();
        let mut missing = Missing::new();
        for host in twins.missing_beside(domain, &repeated) {
            if let Some((number, stem)) = twins.numbered(&host) {
                missing.entry(stem).or_default().push((number, host));
            }
        }
        for host in repeated {
            let places = [host.places[0], host.places[1]];
            let [Some(one), Some(two)] = places.map(|place| place.address(cx.zone)) else { continue };
            // Of the next line with the same name another check speaks.
            if address::number(one).abs_diff(address::number(two)) == 1 {
                continue;
            }
            if let Some(next) = twins.numbered(&host).and_then(|numbered| next_of(numbered, &missing)) {
                findings.add(finding(cx, [(places[0], one), (places[1], two)], next));
            }
        }
    }
}

/// Whether some hosts of a domain stand there twice, and only a few.
fn has_repeated<P: AsRef<[Placement]>>(hosts: impl ExactSizeIterator<Item = P>) -> bool {
    let all = hosts.len();
    let repeated = hosts.filter(|places| places.as_ref().len() == 2).count();
    repeated > 0 && repeated * SHARE <= all
}

/// Hosts that a domain lacks, each with its number, by what their labels are without it.
type Missing<'d> = HashMap<usize, Vec<(u64, TwinHost<'d>)>>;

/// The host of the same series that is in the other domain alone: the next or the one before, or
/// else the only one there is.
fn next_of<'m, 'd>((number, stem): (u64, usize), missing: &'m Missing<'d>) -> Option<&'m TwinHost<'d>> {
    let missing = missing.get(&stem)?;
    let (nearest, host) = missing.iter().min_by_key(|(other, host)| (other.abs_diff(number), host.label))?;
    (nearest.abs_diff(number) == 1 || missing.len() == 1).then_some(host)
}

fn finding(cx: &ZoneContext, places: [(Placement, IpAddr); 2], next: &TwinHost) -> Diagnostic {
    let [(first, one), (second, two)] = places;
    let twin = next.places[0];
    let [name, known_as] = [first, twin].map(|place| cx.zone.name_text(place.host));
    let domain = name.split_once('.').map_or("", |(_, domain)| domain);
    let missing = format!("{}.{domain}", String::from_utf8_lossy(next.label));
    let message = format!("`{name}` has {one} and {two}, and `{missing}` has no address");
    Diagnostic::new(&META, second.host_at(cx.zone), message)
        .label(first.host_at(cx.zone), "the other one")
        .label(twin.host_at(cx.zone), format!("`{known_as}` has one, and nearly all hosts are in both domains"))
        .help(format!("should one of the two be `{missing}`?"))
        .subject(cx.subject(second.record))
}
