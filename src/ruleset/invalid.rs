//! Mistakes in rule files.

use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::source::{Span, printable};

/// A mistake in a rule file.
pub static RULE_FILE_INVALID: Meta = Meta {
    id: "rule-file-invalid",
    summary: "a rule file has a mistake",
    severity: Severity::Error,
    references: &["https://yaml.org/spec/1.2.2/"],
    explain: include_str!("rule_file_invalid.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// A mistake at some bytes. What the file says goes into the message, and YAML can say anything:
/// escapes for the terminal, a million digits.
pub(super) fn invalid(at: Span, message: &str) -> Diagnostic {
    const LONGEST: usize = 300;
    let shown = printable(message);
    let length = shown.chars().count();
    if length <= LONGEST {
        return Diagnostic::new(&RULE_FILE_INVALID, at, shown);
    }
    let start: String = shown.chars().take(LONGEST / 2).collect();
    let end: String = shown.chars().skip(length - LONGEST / 2).collect();
    Diagnostic::new(&RULE_FILE_INVALID, at, format!("{start} ... {end}"))
}
