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
