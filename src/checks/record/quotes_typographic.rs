//! Quotes of a word processor.

use super::cut_text::cut_of;
use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE, Severity};
use crate::source::{Source, Span};
use crate::syntax::rdata::RType;
use crate::zone::{Entry, Zone};

pub(super) static META: Meta = Meta {
    id: "quotes-typographic",
    summary: "text is in typographic or single quotes, which become part of it",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("quotes_typographic.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

/// What other languages delimit text with.
const SINGLE: u8 = b'\'';
const QUOTES: [&str; 6] = ["\u{201c}", "\u{201d}", "\u{201e}", "\u{201f}", "\u{2018}", "\u{2019}"];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Nearly all zones have no byte of such a quote.
    let has_single = |source: &Source| memchr::memchr(SINGLE, source.text()).is_some();
    if cx.zone.sources().all(|(_, source)| source.is_ascii() && !has_single(source)) {
        return;
    }
    const TEXTS: &[RType] = &[RType::TXT, RType::SPF, RType::CAA, RType::HINFO, RType::NAPTR, RType::URI];
    let is_plain = |line: &[u8]| line.is_ascii() && memchr::memchr(SINGLE, line).is_none();
    let may_have_quotes = |id| !cx.zone.one_line(id).is_some_and(is_plain);
    for (id, _, entry) in typed::records_that(cx, TEXTS, may_have_quotes) {
        let Some((kind, at)) = delimiter(cx.zone, &entry) else { continue };
        let cut = cut_of(cx.zone, &entry);
        let end = if cut.is_some() { "semicolon" } else { "space" };
        let message =
            format!("a {kind} quote does not delimit text: it becomes part of it, and the text ends at a {end}");
        let help = "write plain quotes: `\"`";
        let finding = Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id));
        let finding = finding.label_each(&cut, |cut| (cut.comment, "this is a comment"));
        findings.add(finding.fix(plain_quotes(cx, at)));
    }
}

/// What the text of a record was meant to be delimited with, and where that begins.
pub(super) fn delimiter(zone: &Zone, entry: &Entry) -> Option<(&'static str, Span)> {
    let starts_so = |text: &[u8]| QUOTES.iter().any(|quote| text.starts_with(quote.as_bytes()));
    let typographic = entry.texts().find(|(_, text, quoted)| !quoted && starts_so(text));
    let single = || in_single_quotes(entry.texts()).or_else(|| in_single_quotes_with_comment(zone, entry));
    typographic.map(|(at, ..)| ("typographic", at)).or_else(|| Some(("single", single()?)))
}

fn is_quote(c: char) -> bool {
    c == char::from(SINGLE) || QUOTES.iter().any(|quote| quote.starts_with(c))
}

/// Where a text begins of which several words are between single quotes, with no other quote.
fn in_single_quotes<'e>(texts: impl Iterator<Item = (Span, &'e [u8], bool)>) -> Option<Span> {
    let texts: Vec<_> = texts.collect();
    let ((at, first, _), (_, last, _)) = (texts.first()?, texts.last()?);
    let quotes: usize = texts.iter().map(|(_, text, _)| memchr::memchr_iter(SINGLE, text).count()).sum();
    let is_closed = first.starts_with(&[SINGLE]) && last.ends_with(&[SINGLE]) && quotes == 2;
    (texts.len() > 1 && is_closed && texts.iter().all(|(.., quoted)| !quoted)).then_some(*at)
}

/// The same of a text that a semicolon cuts, with the second quote at the end of the comment.
fn in_single_quotes_with_comment(zone: &Zone, entry: &Entry) -> Option<Span> {
    let mut texts = entry.texts();
    let ((at, text, false), None) = (texts.next()?, texts.next()) else { return None };
    let has_one = |text: &[u8]| memchr::memchr_iter(SINGLE, text).count() == 1;
    let rest = cut_of(zone, entry)?.rest;
    let is_closed = text.starts_with(&[SINGLE]) && rest.ends_with(&[SINGLE]);
    (is_closed && has_one(text) && has_one(rest)).then_some(at)
}

/// Plain quotes for the two of a line, where there are these two and none else.
fn plain_quotes(cx: &ZoneContext, at: Span) -> Option<Fix> {
    let line = cx.bytes_from(at).split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
    let line = std::str::from_utf8(line).ok()?;
    let mut marks = line.char_indices().filter(|&(_, c)| is_quote(c));
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
