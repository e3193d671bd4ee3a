//! Signatures outside of their time.

use crate::checks::dnssec::times::Several;
use crate::checks::dnssec::{EXPIRATION, INCEPTION};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "signature-outdated",
    summary: "signatures of the zone have expired, are not valid yet, or can never be valid",
    severity: Severity::Warning,
    references: &["RFC 4034 section 3.1.5", "RFC 4035 section 5.3.1"],
    explain: include_str!("signature_outdated.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let times = cx.signature_times();
    let help = "sign the zone again, and find out why the signer did not";
    let severity = if times.are_archived { Severity::Info } else { META.severity };
    let expired = report(cx, &times.expired, EXPIRATION, "expired", "have expired", help);
    findings.extend(expired.map(|finding| finding.severity(severity)));
    let help = "the clock of the signer may be wrong, or the zone is published too early";
    findings.extend(report(cx, &times.early, INCEPTION, "is not valid yet", "are not valid yet", help));
    let help = "the two times may be swapped: expiration comes before inception";
    findings.extend(report(cx, &times.never, EXPIRATION, "ends before it begins", "end before they begin", help));
}

fn report(
    cx: &ZoneContext,
    faulty: &Several,
    field: usize,
    one: &str,
    many: &str,
    help: &'static str,
) -> Option<Diagnostic> {
    let first = faulty.first?;
    let entry = cx.zone.entry(first);
    let when = String::from_utf8_lossy(entry.field_text(field).unwrap_or_default());
    let apex = cx.zone.shown_name();
    let message = match faulty.count {
        1 => format!("a signature of `{apex}` {one}: `{when}`"),
        count => format!("{count} signatures of `{apex}` {many}, this one by `{when}`"),
    };
    Some(Diagnostic::new(&META, entry.field(field)?, message).help(help).subject(cx.subject_of_set(first)))
}
