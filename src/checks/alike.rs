//! Findings of one slip on many lines: said once where there are many, each for itself where there are few.

use super::FindingSink;
use crate::diagnostic::Diagnostic;

/// So many lines were typed, copied or made together.
const MANY: usize = 3;

/// Findings that say the same, of a kind that is merged: the first of them wait until it is known how many there are.
#[derive(Default)]
pub(super) struct Alike {
    waiting: Vec<Diagnostic>,
    is_many: bool,
}

impl Alike {
    pub(super) fn add(&mut self, finding: Diagnostic, key: &[&[u8]], findings: &mut FindingSink) {
        if self.is_many {
            findings.add(finding.key(key));
            return;
        }
        self.waiting.push(finding);
        if self.waiting.len() == MANY {
            self.is_many = true;
            findings.extend(self.waiting.drain(..).map(|waiting| waiting.key(key)));
        }
    }

    pub(super) fn finish(self, findings: &mut FindingSink) {
        let alone = |finding: Diagnostic| {
            let at = finding.primary.span;
            finding.key(&[&at.source.0.to_be_bytes(), &at.start.to_be_bytes()])
        };
        findings.extend(self.waiting.into_iter().map(alone));
    }
}
