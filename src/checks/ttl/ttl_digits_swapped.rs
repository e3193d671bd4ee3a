//! A TTL that is a usual one with two digits swapped: 84600 for 86400.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE_OR_UNSAFE, Severity};
use crate::text::typo::Typo;
use crate::zone::{NumberMap, RecordId};

pub(super) static META: Meta = Meta {
    id: "ttl-digits-swapped",
    summary: "a TTL is a common value with two digits swapped",
    severity: Severity::Warning,
    references: &["RFC 2181 section 5.2", "RFC 1912 section 2.2"],
    explain: include_str!("ttl_digits_swapped.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

/// Values in use everywhere: minutes, hours, days and weeks.
const USUAL: [u32; 26] = [
    30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 28_800, 43_200, 86_400, 172_800,
    259_200, 345_600, 432_000, 604_800, 1_209_600, 2_419_200, 2_592_000, 3_600_000,
];
/// Swapped forms that people choose: five hours, 45 minutes, 2¼ hours, 10 h 40 min.
const CHOSEN: [u32; 4] = [18_000, 2_700, 8_100, 38_400];

/// Whether people write a TTL on purpose.
pub(in crate::checks) fn is_usual(ttl: u32) -> bool {
    USUAL.contains(&ttl) || CHOSEN.contains(&ttl)
}

/// The usual value that a TTL is one swap away from.
pub(in crate::checks) fn swapped_from(ttl: u32) -> Option<u32> {
    if is_usual(ttl) {
        return None;
    }
    let typo_from = |usual: u32| Typo::between(usual.to_string().as_bytes(), ttl.to_string().as_bytes());
    // Numbers with the same digits differ by a multiple of nine.
    let may_be = |usual: &u32| usual.abs_diff(ttl).is_multiple_of(9) && usual.checked_ilog10() == ttl.checked_ilog10();
    let mut alike = USUAL.into_iter().filter(may_be);
    alike.find(|&usual| matches!(typo_from(usual), Some(Typo::Transposed(_))))
}

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let counts = cx.ttls();
    let swapped: NumberMap<u32, u32> = counts.iter().filter_map(|(&ttl, _)| Some((ttl, swapped_from(ttl)?))).collect();
    if swapped.is_empty() {
        return;
    }
    let mut reported = None;
    for rrset in cx.zone.rrsets() {
        // The first record with each of the usual values, which are few.
        let mut with_usual: Vec<(u32, Option<RecordId>)> = Vec::new();
        for &id in rrset.records {
            let Some(&usual) = swapped.get(&cx.zone.record(id).ttl) else { continue };
            let at = cx.zone.ttl_given_at(id);
            if reported.replace(at) != Some(at) {
                let known = with_usual.iter().find(|(ttl, _)| *ttl == usual).map(|(_, first)| *first);
                let beside = known.unwrap_or_else(|| {
                    let first = rrset.records.iter().copied().find(|&other| cx.zone.record(other).ttl == usual);
                    with_usual.push((usual, first));
                    first
                });
                let in_zone = counts.get(&usual).map_or(0, |seen| seen.records) * 2 > cx.zone.len();
                report(cx, (id, beside), usual, in_zone, findings);
            }
        }
    }
}

/// A record with two digits swapped, and one of its RRset that has the usual value.
type SwappedTtl = (RecordId, Option<RecordId>);

fn report(cx: &ZoneContext, (id, beside): SwappedTtl, usual: u32, in_zone: bool, findings: &mut FindingSink) {
    let ttl = cx.zone.record(id).ttl;
    let at = cx.zone.ttl_given_at(id);
    // `1d` has no digits to swap.
    if cx.zone.bytes(at) != ttl.to_string().as_bytes() {
        return;
    }
    let (right, wrong) = (usual.to_string(), ttl.to_string());
    let typo = Typo::between(right.as_bytes(), wrong.as_bytes());
    let mut finding = Diagnostic::new(&META, at, format!("TTL {ttl} is {usual} with two digits swapped"))
        .here(typo.map_or(String::new(), |typo| typo.pointed_at(&right, &wrong)))
        .fix(Fix::unsure(at, usual.to_string()))
        .help(format!("write {usual}"));
    if let Some(other) = beside {
        finding = finding.label(cx.zone.ttl_given_at(other), format!("the same RRset has {usual}"));
        finding = finding.fix(Fix::safe(at, usual.to_string()));
    } else if in_zone {
        finding = finding.note(format!("most records of this zone have {usual}"));
    } else {
        finding.severity = Severity::Info;
    }
    findings.add(finding.subject(cx.subject(id)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swaps_of_usual_values_only() {
        assert_eq!(swapped_from(84_600), Some(86_400));
        assert_eq!(swapped_from(68_400), Some(86_400));
        assert_eq!(swapped_from(6_300), Some(3_600));
        assert_eq!(swapped_from(640_800), Some(604_800));
        for fine in [86_400, 18_000, 2_700, 8_100, 38_400, 1_500, 36_000, 275, 0] {
            assert_eq!(swapped_from(fine), None, "{fine}");
        }
    }
}
