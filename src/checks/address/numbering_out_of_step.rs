//! A numbered host that its neighbours count past: copied and not counted on, or at the wrong address.

use std::cell::{LazyCell, OnceCell};
use std::net::IpAddr;

use super::placement::Numbered;
use crate::checks::address;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberMap, NumberSet};

pub(super) static META: Meta = Meta {
    id: "numbering-out-of-step",
    summary: "hosts and their addresses are numbered in step, except one",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("numbering_out_of_step.md"),
    overlap: &[OverlapGroup::Address.rank(3)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.placements().is_empty() {
        return;
    }
    let taken = OnceCell::new();
    for series in cx.series() {
        check_series(cx, series, &|| taken.get_or_init(|| Taken::of(cx)), findings);
        if let Some((host, step)) = shortened(cx, series) {
            findings.add(finding(cx, host, step));
        }
    }
}

/// Addresses are close if they differ in no more than so many bits at the end.
const CLOSE: u32 = 8;

/// How many hosts are at each address, and at how many addresses each host is.
struct Taken {
    addresses: NumberMap<u128, usize>,
    of_host: NumberMap<NameId, usize>,
}

impl Taken {
    fn of(cx: &ZoneContext) -> Taken {
        let mut taken = Taken { addresses: NumberMap::default(), of_host: NumberMap::default() };
        for place in cx.placements() {
            let Some(address) = place.address(cx.zone) else { continue };
            *taken.addresses.entry(address::number(address)).or_default() += 1;
            *taken.of_host.entry(place.host).or_default() += 1;
        }
        taken
    }
}

fn check_series<'t>(cx: &ZoneContext, series: &[Numbered], taken: &dyn Fn() -> &'t Taken, findings: &mut FindingSink) {
    let numbers = LazyCell::new(|| series.iter().map(|host| host.number).collect::<NumberSet<u64>>());
    for at in 0..series.len() {
        if let Some(step) =
            repeated(series, at, &|number| numbers.contains(&number)).or_else(|| misplaced(series, at, taken))
        {
            findings.add(finding(cx, &series[at], step));
        }
    }
}

/// What the neighbours say that this one should be.
struct Step<'s> {
    neighbour: &'s Numbered,
    message: String,
    meant: Meant,
}

/// What is out of step, as it would be in step.
#[derive(Clone, Copy)]
enum Meant {
    Number(u64),
    Address(IpAddr),
}

/// A line that was copied and whose number was not counted on: the address is the next, the name
/// is that of the line before, and nobody has the number that would have come.
fn repeated<'s>(series: &'s [Numbered], at: usize, has: &dyn Fn(u64) -> bool) -> Option<Step<'s>> {
    let (here, before) = (&series[at], &series[at.checked_sub(1)?]);
    let meant = here.number.checked_add(1)?;
    if !counts_on(before, here, 0) || has(meant) {
        return None;
    }
    let confirmed = at >= 2 && counts_on(&series[at - 2], before, 1)
        || series.get(at + 1).is_some_and(|after| counts_on(here, after, 2));
    let count = series.len() - 1;
    confirmed.then(|| Step {
        neighbour: before,
        message: format!(
            "this number is used twice, and number {meant} is missing; {count} others are numbered in step"
        ),
        meant: Meant::Number(meant),
    })
}

/// A host between two that are one number and one address away on either side, while the address
/// they leave for it is free and its own, close by, is another host's as well. A host that has moved
/// is alone at an address far off.
fn misplaced<'s, 't>(series: &'s [Numbered], at: usize, taken: &dyn Fn() -> &'t Taken) -> Option<Step<'s>> {
    let (here, before, after) = (&series[at], &series[at.checked_sub(1)?], series.get(at + 1)?);
    let (low, high) = (number(before), number(after));
    let in_order = is_after(before, here, 1) && is_after(here, after, 1);
    if !in_order || low.checked_add(2) != Some(high) || number(here) == low + 1 {
        return None;
    }
    let (taken, free) = (taken(), low + 1);
    if taken.addresses.contains_key(&free) {
        return None;
    }
    let close = number(here) >> CLOSE == free >> CLOSE && taken.addresses.get(&number(here)) > Some(&1);
    let only = taken.of_host.get(&here.place.host) == Some(&1);
    let meant = address::from_number(free, before.address);
    (close && only).then(|| Step {
        neighbour: before,
        message: format!("by its neighbours it should have {meant}, which is free"),
        meant: Meant::Address(meant),
    })
}

/// The one host whose number has two digits less than all others, and is the next after them with their first digits
/// before it: `db3` beside `db1001` and `db1002`.
fn shortened<'s>(cx: &ZoneContext, series: &'s [Numbered]) -> Option<(&'s Numbered, Step<'s>)> {
    let digits = |host: &Numbered| host.number.checked_ilog10().map_or(1, |more| more + 1);
    let short = series.iter().min_by_key(|host| digits(host))?;
    let others = || series.iter().filter(|host| host.place.host != short.place.host);
    let last = others().max_by_key(|host| host.number)?;
    if others().any(|host| digits(host) != digits(last)) || digits(short) + 2 > digits(last) {
        return None;
    }
    let ten = 10u64.checked_pow(digits(short))?;
    let meant = last.number / ten * ten + short.number;
    let is_next = meant == last.number.checked_add(1)? && others().any(|host| host.number + 1 == last.number);
    let label = cx.zone.first_label(short.place.host).escape_ascii().to_string();
    is_next.then(|| {
        let message = format!("`{label}` is number {}, where {meant} would be the next", short.number);
        (short, Step { neighbour: last, message, meant: Meant::Number(meant) })
    })
}

fn number(host: &Numbered) -> u128 {
    address::number(host.address)
}

/// Whether the second host is so many numbers after the first.
fn is_after(first: &Numbered, second: &Numbered, step: u64) -> bool {
    first.number.checked_add(step) == Some(second.number)
}

/// Whether it is, and at the next address.
fn counts_on(first: &Numbered, second: &Numbered, step: u64) -> bool {
    is_after(first, second, step) && number(second).checked_sub(number(first)) == Some(1)
}

fn finding(cx: &ZoneContext, host: &Numbered, step: Step) -> Diagnostic {
    let (place, zone) = (host.place, cx.zone);
    let name = zone.name_text(place.host);
    let (at, fix) = match step.meant {
        Meant::Number(meant) => (place.host_at(zone), renumbered(cx, host, meant)),
        Meant::Address(meant) => (place.address_at(zone), readdressed(cx, host, meant)),
    };
    let neighbour = zone.entry(step.neighbour.place.record).span();
    let message = format!("`{name}` with {}: {}", host.address, step.message);
    Diagnostic::new(&META, at, message)
        .label(neighbour, "the host before it")
        .help("correct the number that is mistyped")
        .fix(fix)
        .subject(cx.subject(place.record))
}

/// The record for the host with another number; its other records stay with the one that it names now.
fn renumbered(cx: &ZoneContext, host: &Numbered, number: u64) -> Option<Fix> {
    let place = host.place;
    let meant = cx.with_number(place.host, number)?;
    match cx.zone.record(place.record).rtype {
        RType::PTR => cx.renamed(place.record, place.host_at(cx.zone), &meant),
        _ => cx.renamed_line(place.record, &meant),
    }
}

fn readdressed(cx: &ZoneContext, host: &Numbered, meant: IpAddr) -> Option<Fix> {
    match cx.zone.record(host.place.record).rtype {
        RType::PTR => cx.renamed_line(host.place.record, &address::name_of(meant)),
        _ => Some(Fix::unsure(host.place.address_at(cx.zone), meant.to_string())),
    }
}
