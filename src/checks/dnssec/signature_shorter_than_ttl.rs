//! Signatures that end before caches are to forget what they cover.

use crate::checks::dnssec::EXPIRATION;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "signature-shorter-than-ttl",
    summary: "less is left of a signature than the TTL of what it covers",
    severity: Severity::Warning,
    references: &["RFC 4035 section 5.3.3", "RFC 6781 section 4.4.1"],
    explain: include_str!("signature_shorter_than_ttl.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let times = cx.signature_times();
    findings.extend(times.over.first.and_then(|id| {
        let (apex, ttl) = (cx.zone.shown_name(), times.longest_ttl);
        let message = match times.over.count {
            1 => format!("a signature of `{apex}` expires before the TTL of what it covers is over, {ttl} seconds"),
            count => format!("{count} signatures of `{apex}` expire before TTLs of up to {ttl} seconds are over"),
        };
        let finding = Diagnostic::new(&META, cx.zone.entry(id).field(EXPIRATION)?, message);
        let help = "sign the zone again: the time that is left has to be longer than the TTLs";
        Some(finding.help(help).subject(cx.subject_of_set(id)))
    }));
}
