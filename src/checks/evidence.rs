//! One mistake, one finding: where several checks see the same slip, the most telling speaks.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::zone::NumberMap;

/// Checks that may see one and the same slip, each list with the most telling first.
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

/// Leaves out what was said in another view already: zones may stand in several.
pub(super) fn keep_one_of_each(findings: &mut Vec<Diagnostic>) {
    let mut said = HashSet::new();
    findings.retain(|finding| said.insert((finding.meta.id, finding.primary.span, finding.message.clone())));
}

/// Leaves out what a more telling check has said of the same bytes, or has shown beside its own.
pub(super) fn keep_most_telling(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for checks in SAME_SLIP {
        let rank = |finding: &Diagnostic| checks.iter().position(|check| *check == finding.meta.id);
        let mut accused = NumberMap::default();
        let mut shown = NumberMap::default();
        for finding in &findings {
            let Some(rank) = rank(finding) else { continue };
            let best = |places: &mut NumberMap<Span, usize>, span| {
                places.entry(span).and_modify(|said| *said = rank.min(*said)).or_insert(rank);
            };
            best(&mut accused, finding.primary.span);
            finding.labels.iter().for_each(|label| best(&mut shown, label.span));
        }
        findings.retain(|finding| {
            let Some(rank) = rank(finding) else { return true };
            let is_said = |places: &NumberMap<Span, usize>, span| places.get(&span).is_some_and(|said| *said < rank);
            let at = finding.primary.span;
            let labels = || finding.labels.iter().any(|label| is_said(&accused, label.span));
            !(is_said(&accused, at) || is_said(&shown, at) || labels())
        });
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::syntax::kinds;

    #[test]
    fn what_two_views_say_is_said_once() {
        let at = |start| Span { source: SourceId(0), start, end: start + 1 };
        let finding = |start, message: &str| Diagnostic::new(kinds::ALL[0], at(start), message);
        let mut findings = vec![finding(1, "a"), finding(1, "b"), finding(1, "a"), finding(2, "a")];
        keep_one_of_each(&mut findings);
        let left: Vec<_> = findings.iter().map(|left| (left.primary.span.start, left.message.as_str())).collect();
        assert_eq!(left, [(1, "a"), (1, "b"), (2, "a")]);
    }
}
