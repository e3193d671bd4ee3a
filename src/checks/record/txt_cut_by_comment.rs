//! Text that ends at a semicolon.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::zone::RecordFlags;

pub(super) static META: Meta = Meta {
    id: "txt-cut-by-comment",
    summary: "a semicolon outside quotes cuts off the rest of a TXT record",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("txt_cut_by_comment.md"),
    ..Meta::DEFAULT
};

/// Policies whose parts are divided by semicolons.
const POLICIES: [&[u8]; 6] = [b"v=DKIM1", b"v=DMARC1", b"v=STSv1", b"v=TLSRPTv1", b"v=BIMI1", b"k=rsa"];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, _, entry) in typed::records_with(cx, &[RType::TXT, RType::SPF], RecordFlags::COMMENT) {
        let Some((last, text, false)) = entry.texts().last() else { continue };
        let Some(comment) = entry.comment() else { continue };
        let is_glued = comment.start == last.end;
        let is_policy = POLICIES.iter().any(|start| text.starts_with(start));
        let rest = cx.zone.bytes(comment).trim_ascii_start().get(1..).unwrap_or_default().trim_ascii();
        if !starts_with_tag(rest) || !(is_policy || is_glued && text.contains(&b'=')) {
            continue;
        }
        let message = format!("the text ends at the semicolon: `{}` is a comment", shown(rest));
        let finding = Diagnostic::new(&META, comment, message).label(last, "the text ends here");
        findings.add(finding.help("put the whole text in quotes").subject(cx.subject(id)));
    }
}

/// `p=…`, `rua=…`, as the parts of policies start.
fn starts_with_tag(text: &[u8]) -> bool {
    let name = text.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    name > 0 && text.get(name) == Some(&b'=')
}
