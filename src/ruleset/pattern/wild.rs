//! What stands for others in a pattern.

use crate::text::glob::wild;

/// Whether `*` globs match a text; letters of either case are the same.
pub(in crate::ruleset) fn glob(pattern: &[u8], text: &[u8]) -> bool {
    wild(pattern, text, |byte| *byte == b'*', u8::eq_ignore_ascii_case)
}

/// What a text holds beside `*`.
pub(in crate::ruleset) fn between_stars(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('*').filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_stars_end_quickly() {
        let pattern = "*a".repeat(200) + "b";
        assert!(!glob(pattern.as_bytes(), "a".repeat(20_000).as_bytes()));
    }
}
