//! Signatures outside of their time.

use crate::checks::dnssec::{EXPIRATION, is_archived_copy};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::syntax::time::{is_before, parse};
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "signature-outdated",
    summary: "signatures of the zone have expired, are not valid yet, or can never be valid",
    severity: Severity::Warning,
    references: &["RFC 4034 section 3.1.5", "RFC 4035 section 5.3.1"],
    explain: include_str!("signature_outdated.md"),
    ..Meta::DEFAULT
};

/// The field of the data.
const INCEPTION: usize = 5;

/// The first signature with a fault, and how many there are.
#[derive(Default)]
struct Faulty {
    first: Option<RecordId>,
    count: usize,
}

impl Faulty {
    fn add(&mut self, id: RecordId) {
        self.first.get_or_insert(id);
        self.count += 1;
    }
}

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let now = cx.now;
    let (mut never, mut expired, mut early) = (Faulty::default(), Faulty::default(), Faulty::default());
    // Most are of one run of the signer.
    let mut last = ([&[] as &[u8]; 2], None);
    for (id, _) in cx.zone.of_type(RType::RRSIG).filter(|(_, record)| record.is_readable()) {
        let mut words = cx.zone.rdata(id).words().skip(EXPIRATION);
        let (Some(expiration), Some(inception)) = (words.next(), words.next()) else { continue };
        if last.0 != [expiration, inception] {
            last = ([expiration, inception], parse(expiration).zip(parse(inception)));
        }
        let Some((expiration, inception)) = last.1 else { continue };
        if is_before(expiration, inception) {
            never.add(id);
        } else if is_before(expiration, now) {
            expired.add(id);
        } else if is_before(now, inception) {
            early.add(id);
        }
    }
    let help = "sign the zone again, and find out why the signer did not";
    let is_archived = expired.count > 0 && is_archived_copy(cx, now);
    let severity = if is_archived { Severity::Info } else { META.severity };
    let expired = report(cx, &expired, EXPIRATION, "expired", "have expired", help);
    findings.extend(expired.map(|finding| finding.severity(severity)));
    let help = "the clock of the signer may be wrong, or the zone is published too early";
    findings.extend(report(cx, &early, INCEPTION, "is not valid yet", "are not valid yet", help));
    let help = "the two times may be swapped: expiration comes before inception";
    findings.extend(report(cx, &never, EXPIRATION, "ends before it begins", "end before they begin", help));
}

fn report(
    cx: &ZoneContext,
    faulty: &Faulty,
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
