//! The loopback address of a template, in a zone of hosts that have addresses of a network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::of_record;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberMap, RecordId};

pub(super) static META: Meta = Meta {
    id: "loopback-left",
    summary: "the apex, or a host with another address, has the loopback address of a template",
    severity: Severity::Warning,
    references: &["RFC 1912 section 4.1", "RFC 6890 section 2.2.2"],
    explain: include_str!("loopback_left.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Where more than one name in so many is looped back, that is what the zone is for.
const MANY: usize = 3;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.is_reverse() || cx.zone.soa().is_none() || cx.is_policy_zone() {
        return;
    }
    let addresses = || [RType::A, RType::AAAA].into_iter().flat_map(|rtype| cx.zone.of_type(rtype));
    let mut looped: NumberMap<NameId, Vec<RecordId>> = NumberMap::default();
    for &(id, _) in cx.special_addresses().iter().filter(|(_, address)| is_loopback(*address)) {
        looped.entry(cx.zone.record(id).owner).or_default().push(id);
    }
    looped.retain(|&owner, _| !is_local(cx.zone.first_label(owner)));
    // A wildcard answers for whatever nobody has written.
    if looped.is_empty() || looped.keys().any(|&owner| cx.zone.is_wildcard(owner)) {
        return;
    }
    let elsewhere = |&(id, _): &(RecordId, _)| of_record(cx.zone, id).is_some_and(is_of_network);
    let others = looped.keys().filter(|&&owner| owner != cx.zone.apex()).count();
    let hosts = addresses().filter(elsewhere).take(others * MANY + 1).count();
    if hosts <= others * MANY {
        return;
    }
    let mut found: Vec<(&NameId, &Vec<RecordId>)> = looped.iter().collect();
    found.sort_unstable();
    findings.extend(found.into_iter().filter_map(|(&owner, records)| finding(cx, owner, records)));
}

/// The addresses that templates have; others of the network are the answers of block lists (RFC 5782 section 2.1).
fn is_loopback(address: IpAddr) -> bool {
    address == Ipv4Addr::LOCALHOST || address == Ipv6Addr::LOCALHOST
}

fn is_of_network(address: IpAddr) -> bool {
    !address.is_loopback() && !address.is_unspecified()
}

/// Whether a host is meant to be the one that asks: `localhost`, `loopback`, `lo0`, `loghost`.
fn is_local(label: &[u8]) -> bool {
    let label = label.to_ascii_lowercase();
    let is_interface = label.strip_prefix(b"lo").is_some_and(|number| number.iter().all(u8::is_ascii_digit));
    is_interface || [&b"local"[..], b"loopback", b"loghost"].iter().any(|word| label.starts_with(word))
}

fn finding(cx: &ZoneContext, owner: NameId, records: &[RecordId]) -> Option<Diagnostic> {
    let all = [RType::A, RType::AAAA].into_iter().flat_map(|rtype| cx.zone.rrset(owner, rtype));
    let other = all.copied().find(|&id| of_record(cx.zone, id).is_some_and(is_of_network));
    if other.is_none() && owner != cx.zone.apex() {
        return None;
    }
    let (&first, more) = records.split_first()?;
    let field = |id: RecordId| cx.zone.entry(id).field(0);
    let text = of_record(cx.zone, first)?;
    let name = cx.zone.name_text(owner);
    let message = match other {
        Some(_) => format!(
            "`{name}` has the loopback address `{text}` beside another one: clients that take it ask themselves"
        ),
        None => format!("`{name}` has the loopback address `{text}`, other names have addresses of a network"),
    };
    let mut finding = Diagnostic::new(&META, field(first)?, message);
    if let Some(at) = other.and_then(field) {
        finding = finding.label(at, "the other address");
    }
    let lines: Option<Vec<_>> = records.iter().map(|&id| cx.own_line(id)).collect();
    let fix = lines.and_then(|lines| {
        let (&first, others) = lines.split_first()?;
        Some(Fix::unsure(first, "").and_each(others.iter().copied(), ""))
    });
    let places = more.iter().filter_map(|&id| field(id));
    let finding = finding.said_of_each(places, |at| (at, "and here")).fix(fix);
    let help = "was it left over from a template? remove it, or write the address of the server";
    Some(finding.help(help).subject(cx.subject(first)))
}
