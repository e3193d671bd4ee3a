//! Text that ends at a semicolon.

use super::cut_text::{Cut, cut_of, is_policy};
use super::quotes_typographic;
use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE_OR_UNSAFE, Severity};
use crate::source::Span;
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::zone::{Entry, RecordFlags, Zone};

pub(super) static META: Meta = Meta {
    id: "txt-cut-by-comment",
    summary: "a semicolon outside quotes cuts off the rest of a TXT record",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("txt_cut_by_comment.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, _, entry) in typed::records_with(cx, &[RType::TXT, RType::SPF, RType::CAA], RecordFlags::COMMENT) {
        // Quotes that delimit nothing are the cause.
        let cut = cut_of(cx.zone, &entry).filter(|_| quotes_typographic::delimiter(cx.zone, &entry).is_none());
        let Some(cut) = cut else { continue };
        let message = format!("the text ends at the semicolon: `{}` is a comment", shown(cut.rest));
        let finding = Diagnostic::new(&META, cut.comment, message).label(cut.text, "the text ends here");
        let fix = in_quotes(cx.zone, &entry, &cut);
        findings.add(finding.help("put the whole text in quotes").fix(fix).subject(cx.subject(id)));
    }
}

/// The text and the comment as one text in quotes, where the text is one word; proven where programs read it.
fn in_quotes(zone: &Zone, entry: &Entry, cut: &Cut) -> Option<Fix> {
    let all = Span { end: cut.comment.end, ..cut.text };
    let is_txt = !zone.bytes(entry.rtype()).eq_ignore_ascii_case(b"CAA");
    let text = std::str::from_utf8(zone.bytes(all)).ok()?.trim_end();
    let is_plain = !text.contains(['"', '\\', '(', ')', '\t']) && text.is_ascii() && text.len() <= 255;
    let is_one = !is_txt || entry.texts().count() == 1;
    let is_policy = is_policy(text.as_bytes());
    let at = Span { end: all.start + text.len() as u32, ..all };
    let quoted = format!("\"{text}\"");
    let fix = if is_policy { Fix::safe(at, quoted) } else { Fix::unsure(at, quoted) };
    (is_plain && is_one).then(|| fix.titled("put the whole text in quotes"))
}
