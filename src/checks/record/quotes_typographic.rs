//! Quotes of a word processor.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE, Severity};
use crate::source::Span;
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "quotes-typographic",
    summary: "text is in typographic quotes, which become part of it",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("quotes_typographic.md"),
    fixes: SAFE,
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
        let finding = Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id));
        findings.add(finding.fix(plain_quotes(cx, at)));
    }
}

/// Plain quotes for the two of a line, where there are these two and none else.
fn plain_quotes(cx: &ZoneContext, at: Span) -> Option<Fix> {
    let line = cx.bytes_from(at).split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
    let line = std::str::from_utf8(line).ok()?;
    let mut marks = line.char_indices().filter(|(_, c)| QUOTES.iter().any(|quote| quote.starts_with(*c)));
    let ((0, open), (from, close), None) = (marks.next()?, marks.next()?, marks.next()) else { return None };
    let inner = &line[open.len_utf8()..from];
    let behind = line[from + close.len_utf8()..].trim_start();
    let is_plain = !line.contains(['"', '\\', '(', ')']) && (behind.is_empty() || behind.starts_with(';'));
    let place = |from: usize, c: char| {
        let start = at.start + from as u32;
        Span { start, end: start + c.len_utf8() as u32, ..at }
    };
    let fix = || Fix::safe(place(0, open), "\"").and(place(from, close), "\"").titled("write plain quotes");
    (is_plain && inner.len() <= 255).then(fix)
}
