//! One mistake, one finding: where several checks see the same slip, the most specific speaks.

use std::cmp::Reverse;

use crate::diagnostic::{Diagnostic, Label, MOST_PLACES};
use crate::source::Span;
use crate::zone::NumberMap;

/// Checks that may see one and the same slip, each list with the most specific first.
const SAME_SLIP: &[&[&str]] = &[
    &[
        "owner-missing-dot",
        "target-missing-dot",
        "ptr-target-does-not-exist",
        "host-name-mistyped",
        "parent-domain-mistyped",
        "hyphen-typed-as-dot",
        "host-name-unmatched",
    ],
    &[
        "ptr-address-differs",
        "ipv6-embeds-other-ipv4",
        "address-off-network",
        "numbering-out-of-step",
        "series-host-repeated",
        "series-address-repeated",
    ],
    &["target-does-not-exist", "delegation-ns-differs", "zone-differs-from-most"],
];

/// Leaves one finding for each mistake that the checks found in so many views.
pub(super) fn resolve(findings: &mut Vec<Diagnostic>, views: usize) {
    if views > 1 {
        dedup_across_views(findings);
    }
    keep_most_specific(findings);
}

/// Leaves out what was said in another view already: zones may stand in several.
fn dedup_across_views(findings: &mut Vec<Diagnostic>) {
    let words = |&number: &u32| {
        let finding = &findings[number as usize];
        (finding.primary.span, finding.meta.id, &*finding.message)
    };
    let mut alike: Vec<u32> = (0..findings.len() as u32).collect();
    alike.sort_unstable_by(|a, b| words(a).cmp(&words(b)).then(a.cmp(b)));
    let mut is_new = vec![true; findings.len()];
    for group in alike.chunk_by(|a, b| words(a) == words(b)) {
        group[1..].iter().for_each(|&number| is_new[number as usize] = false);
    }
    keep(findings, &is_new);
}

/// Keeps the findings that are marked.
fn keep(findings: &mut Vec<Diagnostic>, marks: &[bool]) {
    let mut marks = marks.iter();
    findings.retain(|_| marks.next() == Some(&true));
}

/// Leaves out what a more specific check has said of the same bytes, or has shown beside its own.
fn keep_most_specific(findings: &mut Vec<Diagnostic>) {
    for checks in SAME_SLIP {
        let rank = |finding: &Diagnostic| {
            let rank = checks.iter().position(|check| *check == finding.meta.id);
            rank.map(|rank| rank as u8)
        };
        let Some(least) = findings.iter().filter_map(rank).max() else { continue };
        let mut accused = NumberMap::default();
        let mut shown = NumberMap::default();
        for finding in findings.iter() {
            // The least specific of those that spoke silences no other.
            let Some(rank) = rank(finding).filter(|rank| *rank < least) else { continue };
            let best = |places: &mut NumberMap<Span, u8>, span| {
                places.entry(span).and_modify(|said| *said = rank.min(*said)).or_insert(rank);
            };
            best(&mut accused, finding.primary.span);
            finding.labels.iter().for_each(|label| best(&mut shown, label.span));
        }
        findings.retain(|finding| {
            let Some(rank) = rank(finding) else { return true };
            let is_said = |places: &NumberMap<Span, u8>, span| places.get(&span).is_some_and(|said| *said < rank);
            let at = finding.primary.span;
            let labels = || finding.labels.iter().any(|label| is_said(&accused, label.span));
            !(is_said(&accused, at) || is_said(&shown, at) || labels())
        });
    }
}

/// Checks that say the same words of one thing, from however many places it is pointed at.
const OF_ONE_THING: [&str; 1] = ["target-does-not-exist"];

/// Makes one finding of those in one file that say the same of one thing: the gravest, with the places
/// of the others beside it. Comes last, for each of them may be ignored or known by itself.
pub(super) fn merge_duplicates(findings: &mut Vec<Diagnostic>) {
    let words = |&number: &u32| {
        let finding = &findings[number as usize];
        (finding.meta.id, finding.primary.span.source, &*finding.message)
    };
    let place = |&number: &u32| (Reverse(findings[number as usize].severity), number);
    let is_of_one_thing = |&number: &u32| OF_ONE_THING.contains(&findings[number as usize].meta.id);
    let mut alike: Vec<u32> = (0..findings.len() as u32).filter(is_of_one_thing).collect();
    alike.sort_unstable_by(|a, b| words(a).cmp(&words(b)).then_with(|| place(a).cmp(&place(b))));
    let groups = alike.chunk_by(|a, b| words(a) == words(b)).filter(|group| group.len() > 1);
    let groups: Vec<&[u32]> = groups.collect();
    if groups.is_empty() {
        return;
    }
    let mut is_told = vec![true; findings.len()];
    for group in groups {
        let (first, others) = (group[0] as usize, &group[1..]);
        others.iter().for_each(|&other| is_told[other as usize] = false);
        // The message counts all of them.
        let room = MOST_PLACES.saturating_sub(findings[first].labels.len());
        for &other in others.iter().take(room) {
            let at = findings[other as usize].primary.span;
            findings[first].labels.push(Label::new(at, "and here"));
        }
        findings[first].said_of_more(others.len());
    }
    keep(findings, &is_told);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Meta, Severity};
    use crate::source::SourceId;
    use crate::syntax::kinds;

    #[test]
    fn what_is_said_of_one_thing_is_said_once_in_a_file() {
        let is_of_one_thing = |meta: &&Meta| OF_ONE_THING.contains(&meta.id);
        let missing = crate::lint::all_kinds().into_iter().find(is_of_one_thing).expect("it is registered");
        let finding = |source, start, message: &str, severity| {
            let at = Span { source: SourceId(source), start, end: start + 1 };
            Diagnostic::new(missing, at, message).severity(severity)
        };
        let mut findings = vec![
            finding(0, 1, "a", Severity::Warning),
            finding(0, 2, "b", Severity::Error),
            finding(0, 3, "a", Severity::Error),
            finding(0, 4, "a", Severity::Error),
            finding(1, 1, "a", Severity::Error),
        ];
        merge_duplicates(&mut findings);
        let starts = |finding: &Diagnostic| finding.labels.iter().map(|label| label.span.start).collect::<Vec<_>>();
        let left: Vec<_> = findings.iter().map(|left| (&*left.message, left.primary.span, starts(left))).collect();
        let at = |source, start| Span { source: SourceId(source), start, end: start + 1 };
        assert_eq!(
            left,
            [
                ("b", at(0, 2), vec![]),
                ("a (here and in 2 more records)", at(0, 3), vec![4, 1]),
                ("a", at(1, 1), vec![])
            ]
        );
    }

    #[test]
    fn what_two_views_say_is_said_once() {
        let at = |start| Span { source: SourceId(0), start, end: start + 1 };
        let finding = |start, message: &str| Diagnostic::new(kinds::ALL[0], at(start), message);
        let mut findings = vec![finding(1, "a"), finding(1, "b"), finding(1, "a"), finding(2, "a")];
        dedup_across_views(&mut findings);
        let left: Vec<_> = findings.iter().map(|left| (left.primary.span.start, &*left.message)).collect();
        assert_eq!(left, [(1, "a"), (1, "b"), (2, "a")]);
    }
}
