//! One mistake, one finding: where several checks see the same slip, the most specific speaks.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Fix, Label, MOST_PLACES, OverlapGroup};
use crate::source::{Sources, Span};
use crate::zone::NumberMap;

/// Leaves one finding for each mistake that the checks found in so many views.
pub(super) fn resolve(findings: &mut Vec<Diagnostic>, views: usize) {
    if views > 1 {
        dedup_across_views(findings);
    }
    keep_most_specific(findings);
}

/// Leaves out what was said in another view already: zones may stand in several.
fn dedup_across_views(findings: &mut Vec<Diagnostic>) {
    let key = |finding: &Diagnostic| (finding.primary.span, finding.meta.id, finding.key);
    let groups = alike(findings, |_| true, key, |_| ());
    leave_out(findings, groups.iter().flat_map(|group| &group[1..]));
}

/// Those findings of which several have one key, as indexes: of each key the first by rank first, and then the first.
fn alike<K: Ord, R: Ord>(
    findings: &[Diagnostic],
    is_asked_for: impl Fn(&Diagnostic) -> bool,
    key: impl Fn(&Diagnostic) -> K,
    rank: impl Fn(&Diagnostic) -> R,
) -> Vec<Vec<u32>> {
    let key = |&number: &u32| key(&findings[number as usize]);
    let rank = |&number: &u32| (rank(&findings[number as usize]), number);
    let mut all: Vec<u32> = (0..findings.len() as u32).filter(|&at| is_asked_for(&findings[at as usize])).collect();
    all.sort_unstable_by(|a, b| key(a).cmp(&key(b)).then_with(|| rank(a).cmp(&rank(b))));
    let groups = all.chunk_by(|a, b| key(a) == key(b)).filter(|group| group.len() > 1);
    groups.map(<[u32]>::to_vec).collect()
}

/// Leaves out findings by their indexes.
fn leave_out<'n>(findings: &mut Vec<Diagnostic>, numbers: impl Iterator<Item = &'n u32>) {
    let mut numbers = numbers.peekable();
    if numbers.peek().is_none() {
        return;
    }
    let mut is_told = vec![true; findings.len()];
    numbers.for_each(|&number| is_told[number as usize] = false);
    let mut is_told = is_told.into_iter();
    findings.retain(|_| is_told.next() == Some(true));
}

/// Leaves out what a more specific check has said of the same bytes, or has shown beside its own.
fn keep_most_specific(findings: &mut Vec<Diagnostic>) {
    for group in OverlapGroup::ALL {
        let rank = |finding: &Diagnostic| {
            finding.meta.overlap.iter().find(|overlap| overlap.group == group).map(|overlap| overlap.rank)
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

/// Makes one finding of those that say the same. Comes last, for each of them may be ignored or known by itself.
pub(super) fn merge(findings: &mut Vec<Diagnostic>, sources: &Sources) {
    keep_one_zone(findings, sources);
    merge_generated(sources, findings);
    merge_within_files(findings);
}

/// Makes one finding of those of a kind about what one `$GENERATE` makes: it is one line, and one mistake in it.
fn merge_generated(sources: &Sources, findings: &mut Vec<Diagnostic>) {
    let is_generated = |finding: &Diagnostic| sources.is_expansion(finding.primary.span.source);
    let key = |finding: &Diagnostic| (sources.in_file(finding.primary.span), finding.meta.id);
    // The gravest stands for the others, and of several the one of the first record.
    let groups = alike(findings, is_generated, key, |finding| (Reverse(finding.severity), finding.primary.span));
    for group in &groups {
        let line = |&number: &u32| {
            let Span { source, start, .. } = findings[number as usize].primary.span;
            (source, sources.get(source).position(start).line)
        };
        let records = group.iter().map(line).collect::<HashSet<_>>().len();
        findings[group[0] as usize].said_of_generated(records - 1);
    }
    leave_out(findings, groups.iter().flat_map(|group| &group[1..]));
}

/// Leaves what is found at one place in several zones, for they all include the file, to the zone where it is gravest.
fn keep_one_zone(findings: &mut Vec<Diagnostic>, sources: &Sources) {
    let file = |finding: &Diagnostic| sources.in_file(finding.primary.span).source;
    // Most runs have no file of which two zones speak.
    let (mut speaks_of, mut shared) = (NumberMap::default(), HashSet::new());
    for finding in findings.iter().filter(|finding| finding.subject.zone.is_some()) {
        let zone = finding.subject.zone.as_deref();
        if *speaks_of.entry(file(finding)).or_insert(zone) != zone {
            shared.insert(file(finding));
        }
    }
    if shared.is_empty() {
        return;
    }
    let is_shared = |finding: &Diagnostic| finding.subject.zone.is_some() && shared.contains(&file(finding));
    let key = |finding: &Diagnostic| (sources.in_file(finding.primary.span), finding.meta.id);
    let (mut left_out, mut more) = (Vec::new(), Vec::new());
    for group in alike(findings, is_shared, key, |finding| Reverse(finding.severity)) {
        let zone = |number: &u32| findings[*number as usize].subject.zone.as_deref();
        let (own, others): (Vec<u32>, Vec<u32>) = group.iter().partition(|other| zone(other) == zone(&group[0]));
        if others.is_empty() {
            continue;
        }
        let zones = others.iter().map(zone).collect::<HashSet<_>>().len();
        let fix = |number: &u32| findings[*number as usize].fix.as_ref();
        let is_same_fix = others.iter().all(|other| fix(other) == fix(&own[0]));
        more.extend(own.into_iter().map(|own| (own, zones, is_same_fix)));
        left_out.extend(others);
    }
    for (own, zones, is_same_fix) in more {
        let finding = &mut findings[own as usize];
        let zones = if zones == 1 { "one more zone".to_owned() } else { format!("{zones} more zones") };
        finding.add_to_message(&format!(" (and in {zones} with this file)"));
        // What mends one zone may break another.
        finding.fix = finding.fix.take().filter(|_| is_same_fix);
    }
    leave_out(findings, left_out.iter());
}

/// Findings that are more than this are not mended together.
const MOST_FIXED: usize = 1_000;

/// Makes one finding of those in one file that say the same of one thing: the gravest, with the places of the others
/// beside it.
fn merge_within_files(findings: &mut Vec<Diagnostic>) {
    let key = |finding: &Diagnostic| (finding.meta.id, finding.primary.span.source, finding.key);
    let groups = alike(findings, |finding| finding.meta.is_merged, key, |finding| Reverse(finding.severity));
    for group in &groups {
        let (first, others) = (group[0] as usize, &group[1..]);
        let fixes: Option<Vec<Fix>> =
            group.iter().take(MOST_FIXED).map(|&one| findings[one as usize].fix.as_deref().cloned()).collect();
        let fix = fixes.filter(|_| group.len() <= MOST_FIXED).and_then(|fixes| fixes.into_iter().reduce(Fix::joined));
        // What mends one of them and not the others does not mend what is said.
        findings[first].fix = fix.map(Box::new);
        // The message counts all of them.
        let room = MOST_PLACES.saturating_sub(findings[first].labels.len());
        for &other in others.iter().take(room) {
            let at = findings[other as usize].primary.span;
            findings[first].labels.push(Label::same(at, "and here"));
        }
        findings[first].said_of_more(others.len());
    }
    leave_out(findings, groups.iter().flat_map(|group| &group[1..]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Meta, Severity, Subject};
    use crate::source::SourceId;
    use crate::syntax::kinds;

    #[test]
    fn what_is_said_of_one_thing_is_said_once_in_a_file() {
        static MERGED: Meta = Meta { is_merged: true, ..Meta::DEFAULT };
        let finding = |source, start, message: &str, severity| {
            let at = Span { source: SourceId(source), start, end: start + 1 };
            Diagnostic::new(&MERGED, at, message).severity(severity)
        };
        let mut findings = vec![
            finding(0, 1, "a", Severity::Warning),
            finding(0, 2, "b", Severity::Error),
            finding(0, 3, "a", Severity::Error),
            finding(0, 4, "a", Severity::Error),
            finding(1, 1, "a", Severity::Error),
        ];
        merge_within_files(&mut findings);
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
    fn what_is_said_of_one_generate_is_said_once() {
        let mut sources = Sources::default();
        let file = sources.add("z", b"$GENERATE 1-3 a$ A 192.0.2.$\n$GENERATE 1-3 b$ A 192.0.2.$\n".to_vec());
        let lines = [0, 29].map(|start| Span { source: file, start, end: start + 28 });
        let expansions = lines.map(|line| sources.add_expansion(line, b"a1\na2\na3\n".to_vec()));
        let finding = |source, start, kind: usize, severity| {
            let at = Span { source, start, end: start + 2 };
            Diagnostic::new(kinds::ALL[kind], at, "m").severity(severity)
        };
        let mut findings = vec![
            finding(expansions[0], 0, 0, Severity::Warning),
            // Two of one record, the second of which is graver.
            finding(expansions[0], 3, 0, Severity::Error),
            finding(expansions[0], 4, 0, Severity::Warning),
            finding(expansions[0], 6, 0, Severity::Error),
            finding(expansions[0], 6, 1, Severity::Error),
            finding(expansions[1], 0, 0, Severity::Error),
            finding(file, 0, 0, Severity::Error),
            finding(file, 0, 0, Severity::Error),
        ];
        merge_generated(&sources, &mut findings);
        let said = |finding: &Diagnostic| (finding.primary.span.source, finding.primary.span.start);
        let said: Vec<_> = findings.iter().map(|left| (said(left), left.meta.id, &*left.message)).collect();
        let [one, other] = [0, 1].map(|kind| kinds::ALL[kind].id);
        assert_eq!(
            said,
            [
                ((expansions[0], 3), one, "m (and in 2 more records of this `$GENERATE`)"),
                ((expansions[0], 6), other, "m"),
                ((expansions[1], 0), one, "m"),
                ((file, 0), one, "m"),
                ((file, 0), one, "m"),
            ]
        );
    }

    #[test]
    fn of_zones_that_share_a_file_the_first_of_the_gravest_speaks() {
        let mut sources = Sources::default();
        let file = sources.add("common.inc", b"four words are here".to_vec());
        let finding = |zone: &str, start, severity| {
            let at = Span { source: file, start, end: start + 1 };
            let subject = Subject { zone: Some(zone.into()), ..Subject::default() };
            Diagnostic::new(kinds::ALL[0], at, zone).severity(severity).subject(subject)
        };
        let mut findings = vec![
            finding("a.", 1, Severity::Warning),
            finding("b.", 1, Severity::Error),
            finding("c.", 1, Severity::Warning),
            finding("c.", 2, Severity::Error),
            finding("a.", 3, Severity::Error),
            finding("a.", 3, Severity::Error),
            finding("c.", 3, Severity::Error),
        ];
        keep_one_zone(&mut findings, &sources);
        let left: Vec<_> = findings.iter().map(|left| (left.primary.span.start, &*left.message)).collect();
        let a = (3, "a. (and in one more zone with this file)");
        assert_eq!(left, [(1, "b. (and in 2 more zones with this file)"), (2, "c."), a, a]);
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
