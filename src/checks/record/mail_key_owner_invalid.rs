//! Keys of people at names that nobody asks for.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::NameId;

pub(super) static META: Meta = Meta {
    id: "mail-key-owner-invalid",
    summary: "the owner of an SMIMEA or OPENPGPKEY record does not start with the digest of a mailbox",
    severity: Severity::Warning,
    references: &["RFC 8162 section 3", "RFC 7929 section 3"],
    explain: include_str!("mail_key_owner_invalid.md"),
    ..Meta::DEFAULT
};

/// The digits of SHA-256, of which 28 octets are taken.
const DIGITS: usize = 56;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (rtype, label) in [(RType::SMIMEA, "_smimecert"), (RType::OPENPGPKEY, "_openpgpkey")] {
        let mut last = None;
        for (id, record) in cx.zone.of_type(rtype) {
            if last.replace(record.owner) == Some(record.owner) || is_right(cx, record.owner, label) {
                continue;
            }
            // What an alias leads to may be called anything.
            if cx.zone.of_type(RType::CNAME).any(|(_, alias)| alias.target() == Some(record.owner)) {
                continue;
            }
            let (owner, mnemonic) = (cx.zone.name_text(record.owner), rtype.mnemonic());
            let message = format!("nobody asks for {mnemonic} at `{owner}`, which is not the digest of a mailbox");
            let help =
                format!("write the first {DIGITS} digits of the SHA-256 of what stands before the `@`, and `{label}`");
            findings.add(Diagnostic::new(&META, cx.owner_or_type(id), message).help(help).subject(cx.subject(id)));
        }
    }
}

fn is_right(cx: &ZoneContext, owner: NameId, label: &str) -> bool {
    let mut labels = cx.zone.each_label(owner);
    let (first, second) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    let is_digest = first.len() == DIGITS && first.iter().all(u8::is_ascii_hexdigit);
    (is_digest || first == b"*") && second.eq_ignore_ascii_case(label.as_bytes())
}
