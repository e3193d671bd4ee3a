//! Texts that read as policies of SPF but for their version (RFC 7208 section 4.5).

use std::ops::Range;

use super::spf_terms::{self, is_term};
use crate::text::typo::Typo;

const VERSION: &str = "v=spf1";

/// The octets in the place of the version, where it is one slip away or lacks `v=`, and all behind it are terms of SPF
/// with a qualified `all` among them. Only that tells, as texts of other schemes have versions, too.
pub(super) fn mistyped(text: &[u8]) -> Option<Range<usize>> {
    let end_of_word = |from: usize| memchr::memchr(b' ', &text[from..]).map_or(text.len(), |length| from + length);
    let first = end_of_word(0);
    // The version may be in two words: `v spf1`, `v: spf1`.
    let end = if (1..=2).contains(&first) && first < text.len() { end_of_word(first + 1) } else { first };
    let written: Vec<u8> = text[..end].iter().filter(|byte| **byte != b' ').map(u8::to_ascii_lowercase).collect();
    // What starts so is taken for a policy of SPF, whatever follows.
    if written.starts_with(b"v=spf") || written != b"spf1" && Typo::between(VERSION.as_bytes(), &written).is_none() {
        return None;
    }
    let mut terms = spf_terms::of(text).filter(|term| term.start > end);
    let has_all = terms.clone().any(|term| term.is("all") && term.qualifier.is_some() && term.rest.is_empty());
    (has_all && terms.all(|term| is_term(term.name))).then_some(0..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_tells_that_a_version_was_meant() {
        for (text, version) in [
            ("spf1 mx -all", "spf1"),
            ("SPF1 include:_spf.example.net ~all", "SPF1"),
            ("v:spf1 a mx ip4:192.0.2.0/24 -all", "v:spf1"),
            ("v spf1 mx ?all", "v spf1"),
            ("v: spf1 -all", "v: spf1"),
            ("v=sfp1 -all", "v=sfp1"),
            ("=spf1 mx -all", "=spf1"),
            ("vspf1 mx -all", "vspf1"),
            ("v==spf1 mx -all", "v==spf1"),
        ] {
            assert_eq!(mistyped(text.as_bytes()), Some(0..version.len()), "{text}");
        }
        for other in [
            "",
            "v",
            "spf1",
            "spf1 is what we want, after all",
            "spf1 mx all",
            "spf1 mx -all more=1",
            "spf2.0/pra mx -all",
            "v=spf1 mx -all",
            "v=spf1, mx -all",
            "v=abc1 mx -all",
            "mx -all",
        ] {
            assert_eq!(mistyped(other.as_bytes()), None, "{other}");
        }
    }
}
