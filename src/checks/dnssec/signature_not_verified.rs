//! Signatures that were to be verified, and were not.

use crate::checks::dnssec::verify::{Left, Unverified};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::iana::dnssec_algorithms::ALGORITHMS;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "signature-not-verified",
    summary: "signatures were to be verified, and could not be",
    severity: Severity::Info,
    references: &["RFC 6840 section 5.2", "RFC 4035 section 2.2"],
    explain: include_str!("signature_not_verified.md"),
    ..Meta::DEFAULT
};

/// The fields of the data.
const COVERED: usize = 0;
const ALGORITHM: usize = 1;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.verifies() {
        return;
    }
    match cx.verified() {
        Some(verified) => findings.extend(verified.left.iter().filter_map(|(why, left)| of_some(cx, *why, left))),
        None => findings.extend(of_all(cx)),
    }
}

fn of_some(cx: &ZoneContext, why: Unverified, left: &Left) -> Option<Diagnostic> {
    let (field, by, why) = match why {
        Unverified::Algorithm(number) => {
            let name = ALGORITHMS.code(number.into()).map_or("unassigned", |code| code.name());
            (ALGORITHM, format!(" by algorithm {number}, {name},"), "the algorithm, or the key, is not supported")
        }
        Unverified::Form => (COVERED, String::new(), "the records have no canonical form as they are written"),
    };
    finding(cx, left.first, field, left.count, &by, why)
}

/// Nothing was verified.
fn of_all(cx: &ZoneContext) -> Option<Diagnostic> {
    let (first, _) = cx.zone.of_type(RType::RRSIG).find(|(_, record)| record.is_readable())?;
    let count = cx.zone.of_type(RType::RRSIG).count();
    let why = match cx.signed() {
        Some(_) => "this build of zonelint has no cryptography",
        None if !cx.zone.is_complete() => "not all of the zone was read",
        None => "the zone has no DNSKEY records, or no signatures, at its apex",
    };
    finding(cx, first, COVERED, count, "", why)
}

fn finding(cx: &ZoneContext, first: RecordId, field: usize, count: usize, by: &str, why: &str) -> Option<Diagnostic> {
    let apex = cx.zone.shown_name();
    let message = match count {
        1 => format!("a signature of `{apex}`{by} is not verified: {why}"),
        _ => format!("{count} signatures of `{apex}`{by} are not verified: {why}"),
    };
    let finding = Diagnostic::new(&META, cx.zone.entry(first).field(field)?, message);
    Some(finding.subject(cx.subject_of_set(first)))
}
