//! A project is checked whatever is in it, twice alike.

use super::files;

pub(super) fn holds(bytes: &[u8]) {
    let fs = files::file_system(&files::named(bytes));
    let [one, two] = [files::lint(&fs), files::lint(&fs)];
    let said = |outcome: &zonelint::Outcome| {
        let said = |finding: &zonelint::diagnostic::Diagnostic| {
            (finding.meta.id, finding.message.to_string(), finding.primary.span)
        };
        outcome.findings.iter().map(said).collect::<Vec<_>>()
    };
    assert_eq!(said(&one), said(&two));
}
