//! Quotes of a word processor.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "quotes-typographic",
    summary: "text is in typographic quotes, which become part of it",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("quotes_typographic.md"),
    ..Meta::DEFAULT
};

const QUOTES: [&str; 6] = ["\u{201c}", "\u{201d}", "\u{201e}", "\u{201f}", "\u{2018}", "\u{2019}"];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Nearly all zones have no byte of such a quote.
    if cx.zone.sources().all(|(_, source)| source.is_ascii()) {
        return;
    }
    const TEXTS: &[RType] = &[RType::TXT, RType::SPF, RType::CAA, RType::HINFO, RType::NAPTR, RType::URI];
    let may_have_quotes = |id| !cx.zone.one_line(id).is_some_and(<[u8]>::is_ascii);
    for (id, _, entry) in typed::records_that(cx, TEXTS, may_have_quotes) {
        let starts_so = |text: &[u8]| QUOTES.iter().any(|quote| text.starts_with(quote.as_bytes()));
        let Some((at, ..)) = entry.texts().find(|(_, text, quoted)| !quoted && starts_so(text)) else { continue };
        let message = "a typographic quote does not delimit text: it becomes part of it, and the text ends at a space";
        let help = "write plain quotes: `\"`";
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}
