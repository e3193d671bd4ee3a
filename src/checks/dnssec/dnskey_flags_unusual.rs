//! Flags of a key that no zone key has.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "dnskey-flags-unusual",
    summary: "the flags of a DNSKEY are not those of a zone key",
    severity: Severity::Warning,
    references: &["RFC 4034 section 2.1.1", "RFC 5011 section 7"],
    explain: include_str!("dnskey_flags_unusual.md"),
    ..Meta::DEFAULT
};

const ZONE_KEY: u64 = 0x0100;
const REVOKE: u64 = 0x0080;
const SECURE_ENTRY_POINT: u64 = 0x0001;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, _, entry) in typed::records(cx, &[RType::DNSKEY, RType::CDNSKEY]) {
        let (Some(flags), Some(at)) = (entry.code(0), entry.field(0)) else { continue };
        // Algorithm 0 asks the parent to remove its DS records (RFC 8078 section 4).
        if entry.code(2) == Some(0) {
            continue;
        }
        let message = if flags & ZONE_KEY == 0 {
            format!("flags `{flags}` are not those of a zone key: no signature by this key counts")
        } else if flags & !(ZONE_KEY | REVOKE | SECURE_ENTRY_POINT) != 0 {
            format!("flags `{flags}` have bits that are reserved")
        } else {
            continue;
        };
        let help = "write 257 for a key that signs keys, 256 for one that signs the zone";
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}
