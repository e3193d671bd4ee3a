//! Holds a draft against the zones it was learnt from.
//!
//! A rule changes more than its own records: a port it names is that port of another service
//! elsewhere, a label it names is what others are misspellings of. All that is known of that is
//! in the checks, so the checks are asked.

use std::path::Path;
use std::sync::Arc;

use super::{Draft, Expectation, text};
use crate::diagnostic::{Diagnostic, Finding, Label};
use crate::lint;
use crate::ruleset::{CheckNames, RuleSet, Vocabulary};
use crate::source::Sources;
use crate::zone::Zone;

/// Leaves out the expectations with which the checks would find anything else.
pub(super) fn keep_what_changes_nothing(
    draft: &mut Draft,
    zones: &[Arc<Zone>],
    findings: &[Diagnostic],
    sources: &mut Sources,
) {
    let before = all_that_is_said(findings, sources);
    let mut changes_nothing = |draft: &Draft| {
        let with_draft = findings_with(draft, zones, sources);
        with_draft.is_some_and(|findings| all_that_is_said(&findings, sources) == before)
    };
    let all = std::mem::take(&mut draft.expectations);
    add(all, draft, &mut changes_nothing);
}

/// Adds expectations but for those at fault, which are sought by halves: a finding about another service does not tell.
fn add(mut some: Vec<Expectation>, draft: &mut Draft, changes_nothing: &mut impl FnMut(&Draft) -> bool) {
    let (kept, half) = (draft.expectations.len(), some.len() / 2);
    draft.expectations.append(&mut some);
    if kept == draft.expectations.len() || changes_nothing(draft) {
        return;
    }
    let mut first = draft.expectations.split_off(kept);
    if let [dropped] = first.as_slice() {
        draft.not_learnt.push(format!("a rule for `{}` would change other findings", dropped.service));
        return;
    }
    let second = first.split_off(half);
    add(first, draft, changes_nothing);
    add(second, draft, changes_nothing);
}

fn findings_with(draft: &Draft, zones: &[Arc<Zone>], sources: &mut Sources) -> Option<Vec<Diagnostic>> {
    let yaml = text::write(draft);
    let read = |_: &Path| Ok(yaml.clone().into_bytes());
    let vocabulary = Vocabulary { checks: CheckNames::default(), parameters: &[], formats: &[], is_type: &|_| false };
    let (rules, mistakes) = RuleSet::load(Path::new("zonelint.yaml"), &read, &vocabulary, sources).ok()?;
    mistakes.is_empty().then(|| lint::check(zones, &rules, sources))
}

/// Everything a reader is told, in an order of its own.
fn all_that_is_said(findings: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let place = |label: &Label| {
        let span = sources.in_file(label.span);
        format!("{}:{}-{} {}", sources.get(span.source).name(), span.start, span.end, label.text)
    };
    let said = |finding: &Diagnostic| {
        let places: Vec<String> = std::iter::once(&finding.primary).chain(&finding.labels).map(place).collect();
        let Finding { meta, severity, message, help, note, .. } = &**finding;
        format!("{} {} {message} {places:?} {help:?} {note:?}", meta.id, severity.word())
    };
    let mut all: Vec<String> = findings.iter().map(said).collect();
    all.sort_unstable();
    all
}
