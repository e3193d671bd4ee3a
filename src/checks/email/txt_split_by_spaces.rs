//! Words of a policy that run together.

use super::mail_text::{MailText, Policy};
use super::spf_terms::run_together;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "txt-split-by-spaces",
    summary: "the strings of an SPF record are joined without a space between them",
    severity: Severity::Warning,
    references: &["RFC 7208 section 3.3", "RFC 1035 section 5.1"],
    explain: include_str!("txt_split_by_spaces.md"),
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
        findings.add(Diagnostic::new(&META, pair[1].0, message).help(help).subject(cx.subject(id)));
    }
}
