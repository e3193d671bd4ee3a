//! Two hosts of one numbered series at one address, where all others have one of their own.

use std::collections::HashMap;

use super::placement::Numbered;
use crate::checks::view_index::Held;
use crate::checks::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "series-address-repeated",
    summary: "two hosts of a numbered series have one address, all others one of their own",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("series_address_repeated.md"),
};

/// A series with fewer hosts than this may be names for one machine.
const SHORTEST: usize = 10;
/// One host in so many may share an address before it is how the house does it.
const SHARE: usize = 8;

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| !zone.placements().is_empty() && !zone.is_reverse()) {
        for series in zone.series().iter().filter(|series| series.len() >= SHORTEST) {
            check_series(zone, series, findings);
        }
    }
}

fn check_series<'v>(zone: &'v ZoneView<'v>, series: &[Numbered], findings: &mut Findings) {
    let mut first_at = HashMap::new();
    let mut repeated = Vec::new();
    for host in series.iter().filter(|host| zone.zone.record(host.place.record).rtype != RType::PTR) {
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
            findings.add(finding(zone, block, series.len()));
        }
    }
}

fn finding<'v>(zone: &'v ZoneView<'v>, block: &[(&Numbered, &Numbered)], hosts: usize) -> Diagnostic {
    let (first, second) = block[0];
    let held = |host: &Numbered| Held { zone, record: host.place.record };
    let [one, two] = [first, second].map(|host| zone.zone.name_text(host.place.host));
    let more = match block.len() {
        1 => String::new(),
        several => format!(", and so on for {several} hosts"),
    };
    let message = format!("`{two}` has the address of `{one}`, {}{more}", second.address);
    Diagnostic::new(&META, held(second).field(0), message)
        .here(format!("{hosts} hosts are numbered like this, nearly all with an address of their own"))
        .label(held(first).span(), "the same address")
        .help("one of the two has another address, or is gone")
        .subject(zone.subject(second.place.record))
}
