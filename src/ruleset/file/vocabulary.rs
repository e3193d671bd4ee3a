//! The words of the program that rule files name.

/// What the rest of the program knows that a rule file can name.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    /// Ids of all checks.
    pub checks: &'a [&'a str],
    /// The parameters there are, each with its check.
    pub parameters: &'a [(&'a str, &'a str)],
    /// Whether a text is the mnemonic of a record type.
    pub is_type: &'a dyn Fn(&str) -> bool,
}

/// Flags of the command line that are no keys of a rule file, though they could be taken for some.
pub(super) const FLAGS: &[&str] = &[
    "allow-extends",
    "baseline",
    "color",
    "config",
    "error",
    "fail-on",
    "format",
    "include-dir",
    "info",
    "limit",
    "list-files",
    "no-baseline",
    "no-config",
    "no-ignores",
    "now",
    "off",
    "origin",
    "output-file",
    "prune-baseline",
    "statistics",
    "stdin-filename",
    "warn",
    "write-baseline",
];
