//! Two hosts of one numbered series at one address, where all others have one of their own.

use std::collections::HashMap;

use super::placement::Numbered;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "series-address-repeated",
    summary: "two hosts of a numbered series share an address, and all others have their own",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("series_address_repeated.md"),
    overlap: &[OverlapGroup::Address.rank(5)],
    ..Meta::DEFAULT
};

/// A series with fewer hosts than this may be names for one machine.
const SHORTEST: usize = 10;
/// One host in so many may share an address before it is how the house does it.
const SHARE: usize = 8;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.placements().is_empty() || cx.is_reverse() {
        return;
    }
    for series in cx.series().iter().filter(|series| series.len() >= SHORTEST) {
        check_series(cx, series, findings);
    }
}

fn check_series(cx: &ZoneContext, series: &[Numbered], findings: &mut FindingSink) {
    let mut first_at = HashMap::new();
    let mut repeated = Vec::new();
    for host in series.iter().filter(|host| cx.zone.record(host.place.record).rtype != RType::PTR) {
        match first_at.get(&host.address) {
            None => {
                first_at.insert(host.address, host);
            }
            Some(first) if first.number != host.number => repeated.push((*first, host)),
            Some(_) => {}
        }
    }
    if repeated.len() * SHARE <= series.len() {
        // Two blocks of numbers over one another are one mistake.
        let goes_on = |before: &(&Numbered, &Numbered), after: &(&Numbered, &Numbered)| {
            before.0.number.abs_diff(after.0.number) == 1 && before.1.number.abs_diff(after.1.number) == 1
        };
        for block in repeated.chunk_by(goes_on) {
            findings.add(finding(cx, block, series.len()));
        }
    }
}

fn finding(cx: &ZoneContext, block: &[(&Numbered, &Numbered)], hosts: usize) -> Diagnostic {
    let (first, second) = block[0];
    let [one, two] = [first, second].map(|host| cx.zone.name_text(host.place.host));
    let more = match block.len() {
        1 => String::new(),
        several => format!(", and so on for {several} hosts"),
    };
    let message = format!("`{two}` has the same address as `{one}`, {}{more}", second.address);
    Diagnostic::new(&META, second.place.address_at(cx.zone), message)
        .here(format!("{hosts} hosts are numbered like this, nearly all with their own address"))
        .label(first.place.address_at(cx.zone), "the same address")
        .help("correct the address, or remove the host that is gone")
        .subject(cx.subject(second.place.record))
}
