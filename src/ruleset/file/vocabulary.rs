//! The words of the program that rule files name.

use crate::ruleset::check_names::CheckNames;

/// What the rest of the program knows that a rule file can name.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    /// The checks, and their groups.
    pub checks: CheckNames<'a>,
    /// The parameters there are, each with its check.
    pub parameters: &'a [(&'a str, &'a str)],
    /// The formats that findings are written in.
    pub formats: &'a [&'a str],
    /// Whether a text is the mnemonic of a record type.
    pub is_type: &'a dyn Fn(&str) -> bool,
}

/// Flags of the command line that are no keys of a rule file, though they could be taken for some.
pub(super) const FLAGS: &[&str] = &[
    "add-ignores",
    "allow-extends",
    "base",
    "color",
    "config",
    "diff",
    "error",
    "fix",
    "info",
    "limit",
    "list-files",
    "min-severity",
    "no-baseline",
    "no-config",
    "no-gitignore",
    "no-ignores",
    "now",
    "off",
    "origin",
    "output-file",
    "prune-baseline",
    "quiet",
    "select",
    "statistics",
    "stdin-filename",
    "unsafe-fixes",
    "verbose",
    "warn",
    "write-baseline",
];
