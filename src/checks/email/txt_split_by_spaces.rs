//! Words of a policy that run together.

use super::mail_text::Policy;
use super::seam::{self, Seam};
use super::spf_terms::CharacterString;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE, Severity};
use crate::source::Span;
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "txt-split-by-spaces",
    summary: "the strings of a policy of mail are joined without the space or semicolon between them",
    severity: Severity::Warning,
    references: &["RFC 7208 section 3.3", "RFC 6376 section 3.6.2.2", "RFC 1035 section 5.1"],
    explain: include_str!("txt_split_by_spaces.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for text in cx.mail_texts().iter().filter(|text| text.is_split) {
        let entry = cx.zone.entry(text.record);
        let strings: Vec<_> = entry.texts().collect();
        let Some((seam, pair)) = text.policy.and_then(|policy| seam::of(policy == Policy::Spf, &strings)) else {
            continue;
        };
        let word = pair[1].1.split(|b| *b == b' ').next().unwrap_or_default();
        let before = pair[0].1.rsplit(|b| *b == b' ').next().unwrap_or_default();
        let run = [before, word].concat();
        let run = shown(&run);
        let is_quoted = strings.iter().any(|(.., quoted)| *quoted);
        let (message, help) = match seam {
            Seam::Blank if is_quoted => (
                format!("the strings are joined without a space: receivers read `{run}`"),
                "add a space at the end of the first string, inside the quotes",
            ),
            Seam::Blank => (
                format!("the strings are joined without a space: receivers read `{run}`"),
                "put the whole text in quotes: without quotes each word is a separate string",
            ),
            Seam::Semicolon => (
                format!("the strings are joined without a semicolon: receivers read `{run}`"),
                "add `; ` at the end of the first string, inside the quotes",
            ),
            Seam::Record => (
                "a second SPF record starts here, within the first: the strings of one record are joined".to_owned(),
                "write one record that starts with `v=spf1` once and has all terms; of two records receivers use none",
            ),
        };
        let severity = if seam == Seam::Blank { META.severity } else { Severity::Error };
        let finding = Diagnostic::new(&META, pair[1].0, message).severity(severity).help(help);
        findings.add(finding.fix(joined(cx, seam, &strings, pair)).subject(cx.subject(text.record)));
    }
}

/// What is missing at the end of the first string, or quotes around all words.
fn joined(cx: &ZoneContext, seam: Seam, strings: &[CharacterString], pair: &[CharacterString]) -> Option<Fix> {
    let (missing, title) = match seam {
        Seam::Blank => (" ", "add a space at the end of the string"),
        Seam::Semicolon => ("; ", "add a semicolon at the end of the string"),
        Seam::Record => return None,
    };
    if let (first, text, true) = pair[0] {
        let end = Span { start: first.end - 1, end: first.end - 1, ..first };
        return (text.len() + missing.len() <= 255).then(|| Fix::safe(end, missing).titled(title));
    }
    if seam == Seam::Semicolon {
        return None;
    }
    let all = strings.first()?.0.to(strings.last()?.0);
    let text = std::str::from_utf8(cx.zone.bytes(all)).ok()?;
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\;()".contains(&byte));
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let quoted = format!("\"{}\"", words.join(" "));
    (is_plain && text.len() <= 255).then(|| Fix::safe(all, quoted).titled("put the whole text in quotes"))
}
