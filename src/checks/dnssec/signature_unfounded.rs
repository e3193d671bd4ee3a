//! Signatures that do not fit what they sign.

use std::cell::LazyCell;

use crate::checks::dnssec::is_archived_copy;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::syntax::ttl;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "signature-unfounded",
    summary: "an RRSIG covers no records, or has another TTL",
    severity: Severity::Warning,
    references: &["RFC 4034 section 3", "RFC 4034 section 3.1.4", "RFC 4035 section 2.2"],
    explain: include_str!("signature_unfounded.md"),
    ..Meta::DEFAULT
};

/// The fields of the data.
const COVERED: usize = 0;
const ORIGINAL_TTL: usize = 3;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_complete() {
        return;
    }
    let is_archived = LazyCell::new(|| is_archived_copy(cx, cx.now));
    for (id, record) in cx.zone.of_type(RType::RRSIG).filter(|(_, record)| record.is_readable()) {
        let mut words = cx.zone.rdata(id).words();
        let Some(covered) = words.next().and_then(RType::from_mnemonic) else { continue };
        let Some(Some(Ok(original))) = words.nth(ORIGINAL_TTL - 1).map(ttl::parse) else { continue };
        let signed = cx.zone.rrset(record.owner, covered).first().copied();
        let ttl = signed.map(|id| cx.zone.record(id).ttl);
        if ttl != Some(original) || ttl != Some(record.ttl) {
            let finding = finding(cx, id, covered, signed, original);
            let severity = if *is_archived { Severity::Info } else { META.severity };
            findings.extend(finding.map(|finding| finding.severity(severity)));
        }
    }
}

fn finding(
    cx: &ZoneContext,
    id: RecordId,
    covered: RType,
    signed: Option<RecordId>,
    original: u32,
) -> Option<Diagnostic> {
    let (record, entry) = (cx.zone.record(id), cx.zone.entry(id));
    let (owner, covered) = (cx.zone.name_text(record.owner), covered.mnemonic());
    let Some(signed) = signed else {
        let message = format!("this RRSIG covers {covered}, and `{owner}` has none");
        let help = "sign the zone again: the records were removed after it was signed";
        return Some(Diagnostic::new(&META, entry.field(COVERED)?, message).help(help).subject(cx.subject(id)));
    };
    let ttl = cx.zone.record(signed).ttl;
    let (at, message) = if ttl == original {
        (
            cx.zone.ttl_given_at(id),
            format!("the TTL of this RRSIG is {}, but {ttl} for the {covered} records it signs", record.ttl),
        )
    } else {
        (entry.field(ORIGINAL_TTL)?, format!("this RRSIG signs {covered} with the TTL {original}, but they have {ttl}"))
    };
    let finding = Diagnostic::new(&META, at, message).label(cx.zone.ttl_given_at(signed), format!("{ttl} here"));
    Some(finding.help("change the TTL before the zone is signed, then sign it again").subject(cx.subject(id)))
}
