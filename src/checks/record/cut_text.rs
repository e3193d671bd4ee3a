//! Text that ends at a semicolon, as it is not in quotes.

use crate::source::Span;
use crate::zone::{Entry, Zone};

/// Policies whose parts are divided by semicolons.
const POLICIES: [&[u8]; 6] = [b"v=DKIM1", b"v=DMARC1", b"v=STSv1", b"v=TLSRPTv1", b"v=BIMI1", b"k=rsa"];

/// Whether a text starts as one of them.
pub(super) fn is_policy(text: &[u8]) -> bool {
    POLICIES.iter().any(|start| text.starts_with(start))
}

/// A text that a comment cuts off.
pub(in crate::checks) struct Cut<'z> {
    /// The last string.
    pub(super) text: Span,
    pub(super) comment: Span,
    /// What it says.
    pub(super) rest: &'z [u8],
}

/// Where the text of a TXT or CAA record is cut.
pub(in crate::checks) fn cut_of<'z>(zone: &'z Zone, entry: &Entry) -> Option<Cut<'z>> {
    let (last, text, false) = entry.texts().last()? else { return None };
    let comment = entry.comment()?;
    let is_glued = comment.start == last.end;
    let is_caa = || zone.bytes(entry.rtype()).eq_ignore_ascii_case(b"CAA");
    let is_policy = is_policy(text);
    let rest = zone.bytes(comment).trim_ascii_start().get(1..).unwrap_or_default().trim_ascii();
    let is_cut = starts_with_tag(rest) && (is_policy || is_glued && text.contains(&b'=') || is_caa());
    is_cut.then_some(Cut { text: last, comment, rest })
}

/// `p=…`, `rua=…`, as the parts of policies start.
fn starts_with_tag(text: &[u8]) -> bool {
    let name = text.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    name > 0 && text.get(name) == Some(&b'=')
}
