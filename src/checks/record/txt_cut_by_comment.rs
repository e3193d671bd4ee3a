//! Text that ends at a semicolon.

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

/// Policies whose parts are divided by semicolons.
const POLICIES: [&[u8]; 6] = [b"v=DKIM1", b"v=DMARC1", b"v=STSv1", b"v=TLSRPTv1", b"v=BIMI1", b"k=rsa"];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, _, entry) in typed::records_with(cx, &[RType::TXT, RType::SPF, RType::CAA], RecordFlags::COMMENT) {
        let Some(cut) = cut_of(cx.zone, &entry) else { continue };
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
    let is_policy = POLICIES.iter().any(|start| text.as_bytes().starts_with(start));
    let at = Span { end: all.start + text.len() as u32, ..all };
    let quoted = format!("\"{text}\"");
    let fix = if is_policy { Fix::safe(at, quoted) } else { Fix::unsure(at, quoted) };
    (is_plain && is_one).then(|| fix.titled("put the whole text in quotes"))
}

/// A text that a comment cuts off.
pub(in crate::checks) struct Cut<'z> {
    /// The last string.
    text: Span,
    comment: Span,
    /// What it says.
    rest: &'z [u8],
}

/// Where the text of a TXT or CAA record is cut.
pub(in crate::checks) fn cut_of<'z>(zone: &'z Zone, entry: &Entry) -> Option<Cut<'z>> {
    let (last, text, false) = entry.texts().last()? else { return None };
    let comment = entry.comment()?;
    let is_glued = comment.start == last.end;
    let is_caa = || zone.bytes(entry.rtype()).eq_ignore_ascii_case(b"CAA");
    let is_policy = POLICIES.iter().any(|start| text.starts_with(start));
    let rest = zone.bytes(comment).trim_ascii_start().get(1..).unwrap_or_default().trim_ascii();
    let is_cut = starts_with_tag(rest) && (is_policy || is_glued && text.contains(&b'=') || is_caa());
    is_cut.then_some(Cut { text: last, comment, rest })
}

/// `p=…`, `rua=…`, as the parts of policies start.
fn starts_with_tag(text: &[u8]) -> bool {
    let name = text.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    name > 0 && text.get(name) == Some(&b'=')
}
