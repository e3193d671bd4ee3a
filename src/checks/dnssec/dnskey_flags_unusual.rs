//! Flags of a key that no zone key has.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::iana::{dnskey_flags, dnssec_algorithms};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "dnskey-flags-unusual",
    summary: "the flags of a DNSKEY are not those of a zone key",
    severity: Severity::Warning,
    references: &["RFC 4034 section 2.1.1", "RFC 5011 section 7"],
    explain: include_str!("dnskey_flags_unusual.md"),
    ..Meta::DEFAULT
};

/// What a DNSKEY may have.
const FLAGS: u16 = dnskey_flags::ZONE | dnskey_flags::REVOKE | dnskey_flags::SECURE_ENTRY_POINT;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, _, entry) in typed::records(cx, &[RType::DNSKEY, RType::CDNSKEY]) {
        let (Some(flags), Some(at)) = (entry.code(0), entry.field(0)) else { continue };
        if entry.code(2) == Some(dnssec_algorithms::DELETE) {
            continue;
        }
        let message = if flags & u64::from(dnskey_flags::ZONE) == 0 {
            format!("flags `{flags}` are not those of a zone key: signatures by this key are not valid")
        } else if flags & !u64::from(FLAGS) != 0 {
            format!("flags `{flags}` have reserved bits set")
        } else {
            continue;
        };
        let help = "write 257 for a key that signs keys, 256 for one that signs the zone";
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}
