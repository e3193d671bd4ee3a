//! A check that failed: a mistake of this program, which hides neither what other checks find nor other zones.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Meta, Severity, Subject};
use crate::source::Span;

/// A check panicked, and what it would have found is not known.
pub static INTERNAL_ERROR: Meta = Meta {
    id: "internal-error",
    summary: "a check failed: a mistake of zonelint, not of the zone",
    severity: Severity::Error,
    references: &["docs/reliability.md"],
    explain: include_str!("internal_error.md"),
    ..Meta::DEFAULT
};

/// Runs a check; whether it ended. What it found before it failed is kept: a finding is complete when it is added.
pub fn ends(check: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(check)).is_ok()
}

/// The finding that a check failed. It has nothing of what the zone says, so that it can be sent on.
pub fn finding(check: &str, zone: Option<Arc<str>>, at: Span) -> Diagnostic {
    let help = "this is a mistake of zonelint, not of the zone: please report it with the line on standard error and \
        `zonelint --version`; the zone is not needed";
    let message = format!("`{check}` failed: what else it would find is not known");
    let mut finding = Diagnostic::new(&INTERNAL_ERROR, at, message).help(help);
    finding = finding.subject(Subject { zone, ..Subject::default() });
    finding.ignorable = false;
    finding
}

/// Why the job is not done, if a check failed.
pub fn failure(findings: &[Diagnostic]) -> Option<String> {
    let has_failed = findings.iter().any(|finding| finding.is(&INTERNAL_ERROR));
    has_failed.then(|| format!("a check failed: not all was checked; see `{}`", INTERNAL_ERROR.id))
}
