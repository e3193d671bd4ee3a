//! Where the strings of a policy are joined and something is missing between them.

use super::spf_terms::{CharacterString, run_together, starts_with_spf};

/// What the seam between two strings lacks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Seam {
    /// The blank between two terms of SPF.
    Blank,
    /// The semicolon between two tags.
    Semicolon,
    /// The second string is a policy of SPF of its own.
    Record,
}

/// The tags of all policies that are lists of them.
const TAGS: [&str; 21] = [
    "v", "p", "sp", "np", "psd", "t", "rua", "ruf", "adkim", "aspf", "fo", "pct", "rf", "ri", "k", "h", "g", "n", "s",
    "id", "l",
];

/// The first two strings in a row between which something is missing, in SPF or in a list of tags.
pub(super) fn of<'s, 'z>(
    is_spf: bool,
    strings: &'s [CharacterString<'z>],
) -> Option<(Seam, &'s [CharacterString<'z>])> {
    if !is_spf {
        let pair = strings.windows(2).find(|pair| ends_in_tag(pair[0].1) && starts_with_tag(pair[1].1));
        return pair.map(|pair| (Seam::Semicolon, pair));
    }
    let second = strings.windows(2).find(|pair| starts_with_spf(pair[1].1));
    let run_together = || run_together(strings).map(|pair| (Seam::Blank, pair));
    second.map(|pair| (Seam::Record, pair)).or_else(run_together)
}

/// Whether a whole tag starts a string. Where the last piece of a key does, nothing but `=` follows.
fn starts_with_tag(text: &[u8]) -> bool {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (name, rest) = text.split_at(length);
    let is_known = TAGS.iter().any(|tag| tag.as_bytes().eq_ignore_ascii_case(name));
    is_known && matches!(rest, [b'=', value @ ..] if value.iter().any(|byte| *byte != b'='))
}

/// Whether a string ends within the value of a tag: where it ends within a name, that goes on in the next.
fn ends_in_tag(text: &[u8]) -> bool {
    let last = text.rsplit(|byte| *byte == b';').next().unwrap_or_default();
    last.contains(&b'=') && !text.ends_with(b" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Span};

    #[test]
    fn seams_are_told_from_long_values() {
        let seam = |is_spf, strings: &[&'static str]| {
            let span = Span { source: SourceId(0), start: 0, end: 0 };
            let strings: Vec<_> = strings.iter().map(|text| (span, text.as_bytes(), true)).collect();
            of(is_spf, &strings).map(|(seam, _)| seam)
        };
        for strings in
            [["v=DMARC1; p=none", "rua=mailto:d@example.com"], ["v=DMARC1", "p=none"], ["v=DKIM1; k=rsa", "p=MIIB"]]
        {
            assert_eq!(seam(false, &strings), Some(Seam::Semicolon), "{strings:?}");
        }
        for strings in [
            ["v=DMARC1; p=none;", "rua=mailto:d@example.com"],
            ["v=DMARC1; s", "p=none"],
            ["v=DMARC1; p=none ", "rua=mailto:d@example.com"],
            ["v=DMARC1; p=none", "; rua=mailto:d@example.com"],
            ["v=DKIM1; p=MIIB", "t=="],
            ["v=DKIM1; p=MIIB", "QIDAQAB"],
        ] {
            assert_eq!(seam(false, &strings), None, "{strings:?}");
        }
        assert_eq!(seam(true, &["v=spf1 mx -all", "v=spf1 a -all"]), Some(Seam::Record));
        assert_eq!(seam(true, &["v=spf1 mx ", "V=SPF1 a -all"]), Some(Seam::Record));
        assert_eq!(seam(true, &["v=spf1 mx", "-all"]), Some(Seam::Blank));
        assert_eq!(seam(true, &["v=spf1 mx ", "-all"]), None);
    }
}
