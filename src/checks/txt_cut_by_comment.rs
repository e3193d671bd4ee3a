//! Text that ends at a semicolon.

use super::{Findings, View, typed};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "txt-cut-by-comment",
    summary: "a semicolon outside quotes cuts off the rest of a text",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("txt_cut_by_comment.md"),
};

/// Policies whose parts are divided by semicolons.
const POLICIES: [&[u8]; 6] = [b"v=DKIM1", b"v=DMARC1", b"v=STSv1", b"v=TLSRPTv1", b"v=BIMI1", b"k=rsa"];

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        let may_be_cut = |id| zone.zone.up_to_next(id).is_none_or(may_have_comment);
        for (id, _, entry) in typed::records_that(zone, &[RType::TXT, RType::SPF], may_be_cut) {
            let Some((last, text, false)) = entry.texts().last() else { continue };
            let Some(comment) = entry.comment() else { continue };
            let is_glued = comment.start == last.end;
            let is_policy = POLICIES.iter().any(|start| text.starts_with(start));
            let rest = zone.zone.bytes(comment).trim_ascii_start().get(1..).unwrap_or_default().trim_ascii();
            if !starts_with_tag(rest) || !(is_policy || is_glued && text.contains(&b'=')) {
                continue;
            }
            let message = format!("the text ends at the semicolon: `{}` is a comment", shown(rest));
            let finding = Diagnostic::new(&META, comment, message).label(last, "the text ends here");
            findings.add(finding.help("put the whole text in quotes").subject(zone.subject(id)));
        }
    }
}

/// Whether a semicolon stands outside of quotes before the record is over, or there is what needs a closer look.
fn may_have_comment(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'"', b';', rest) {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        if rest[at] == b';' {
            let is_over = memchr::memchr(b'\n', before).is_some() && memchr::memchr(b'(', text).is_none();
            return !is_over;
        }
        let Some(end) = memchr::memchr(b'"', after) else { return before.ends_with(b"\\") };
        if before.ends_with(b"\\") || after[..end].ends_with(b"\\") {
            return true;
        }
        rest = &after[end + 1..];
    }
    false
}

/// `p=…`, `rua=…`, as the parts of policies start.
fn starts_with_tag(text: &[u8]) -> bool {
    let name = text.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    name > 0 && text.get(name) == Some(&b'=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_outside_of_quotes_are_looked_for_until_the_record_is_over() {
        for text in ["a TXT v=x; y", "a TXT \"v=x\" ; y\n", "a TXT ( \"x\"\n ; y\n \"z\" )", "a TXT \"x\\\"; y\"\n"] {
            assert!(may_have_comment(text.as_bytes()), "{text}");
        }
        for text in ["a TXT v=x\n", "a TXT v=x\n; y", "a TXT \"v=x; y\" \"z; z\"\n\n; y\n", "a TXT \"x; \n; y\"\n"] {
            assert!(!may_have_comment(text.as_bytes()), "{text}");
        }
    }
}
