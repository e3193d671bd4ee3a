//! Words of a policy that run together.

use super::mail_text::{MailText, Policy};
use super::spf_terms::{CharacterString, run_together};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE, Severity};
use crate::source::Span;
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "txt-split-by-spaces",
    summary: "the strings of an SPF record are joined without a space between them",
    severity: Severity::Warning,
    references: &["RFC 7208 section 3.3", "RFC 1035 section 5.1"],
    explain: include_str!("txt_split_by_spaces.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let is_spf = |text: &&MailText| text.is_split && text.policy == Some(Policy::Spf);
    for id in cx.mail_texts().iter().filter(is_spf).map(|text| text.record) {
        let entry = cx.zone.entry(id);
        let strings: Vec<_> = entry.texts().collect();
        let Some(pair) = run_together(&strings) else { continue };
        let word = pair[1].1.split(|b| *b == b' ').next().unwrap_or_default();
        let before = pair[0].1.rsplit(|b| *b == b' ').next().unwrap_or_default();
        let run = [before, word].concat();
        let message = format!("the strings are joined without a space: receivers read `{}`", shown(&run));
        let help = match strings.iter().any(|(.., quoted)| *quoted) {
            true => "add a space at the end of the first string, inside the quotes",
            false => "put the whole text in quotes: without quotes each word is a separate string",
        };
        let fix = joined(cx, &strings, pair);
        findings.add(Diagnostic::new(&META, pair[1].0, message).help(help).fix(fix).subject(cx.subject(id)));
    }
}

/// A space at the end of each string that lacks one, or quotes around all words.
fn joined(cx: &ZoneContext, strings: &[CharacterString], pair: &[CharacterString]) -> Option<Fix> {
    if let (first, text, true) = pair[0] {
        let end = Span { start: first.end - 1, end: first.end - 1, ..first };
        return (text.len() < 255).then(|| Fix::safe(end, " ").titled("add a space at the end of the string"));
    }
    let all = strings.first()?.0.to(strings.last()?.0);
    let text = std::str::from_utf8(cx.zone.bytes(all)).ok()?;
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\;()".contains(&byte));
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let quoted = format!("\"{}\"", words.join(" "));
    (is_plain && text.len() <= 255).then(|| Fix::safe(all, quoted).titled("put the whole text in quotes"))
}
