//! One mistake, one finding: where several checks see the same slip, the most telling speaks.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::source::Span;

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
];

/// Leaves out what a more telling check has said of the same bytes, or has shown beside its own.
pub(super) fn keep_most_telling(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for checks in SAME_SLIP {
        let rank = |finding: &Diagnostic| checks.iter().position(|check| *check == finding.meta.id);
        let mut accused = HashMap::new();
        let mut shown = HashMap::new();
        for finding in &findings {
            let Some(rank) = rank(finding) else { continue };
            let best = |places: &mut HashMap<Span, usize>, span| {
                places.entry(span).and_modify(|said| *said = rank.min(*said)).or_insert(rank);
            };
            best(&mut accused, finding.primary.span);
            finding.labels.iter().for_each(|label| best(&mut shown, label.span));
        }
        findings.retain(|finding| {
            let Some(rank) = rank(finding) else { return true };
            let is_said = |places: &HashMap<Span, usize>, span| places.get(&span).is_some_and(|said| *said < rank);
            let at = finding.primary.span;
            let labels = || finding.labels.iter().any(|label| is_said(&accused, label.span));
            !(is_said(&accused, at) || is_said(&shown, at) || labels())
        });
    }
    findings
}
