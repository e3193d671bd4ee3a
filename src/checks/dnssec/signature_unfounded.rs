//! Signatures that do not fit what they sign.

use std::cell::LazyCell;

use crate::checks::dnssec::is_put_by;
use crate::checks::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::syntax::ttl;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "signature-unfounded",
    summary: "an RRSIG covers no records, or has not their TTL",
    severity: Severity::Warning,
    references: &["RFC 4034 section 3", "RFC 4034 section 3.1.4", "RFC 4035 section 2.2"],
    explain: include_str!("signature_unfounded.md"),
};

/// The fields of the data.
const COVERED: usize = 0;
const ORIGINAL_TTL: usize = 3;

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones.iter().filter(|zone| zone.zone.is_complete()) {
        let put_by = LazyCell::new(|| is_put_by(zone, view.input.now));
        for (id, record) in zone.zone.of_type(RType::RRSIG).filter(|(_, record)| record.is_readable()) {
            let mut words = zone.zone.data_words(id);
            let Some(covered) = words.next().and_then(RType::from_mnemonic) else { continue };
            let Some(Some(Ok(original))) = words.nth(ORIGINAL_TTL - 1).map(ttl::parse) else { continue };
            let signed = zone.zone.rrset(record.owner, covered).first().copied();
            let ttl = signed.map(|id| zone.zone.record(id).ttl);
            if ttl != Some(original) || ttl != Some(record.ttl) {
                let finding = finding(zone, id, covered, signed, original);
                let severity = if *put_by { Severity::Info } else { META.severity };
                findings.extend(finding.map(|finding| finding.severity(severity)));
            }
        }
    }
}

fn finding(
    zone: &ZoneView,
    id: RecordId,
    covered: RType,
    signed: Option<RecordId>,
    original: u32,
) -> Option<Diagnostic> {
    let (record, entry) = (zone.zone.record(id), zone.zone.entry(id));
    let (owner, covered) = (zone.zone.name_text(record.owner), covered.mnemonic());
    let Some(signed) = signed else {
        let message = format!("this RRSIG covers {covered}, and `{owner}` has none");
        let help = "sign the zone again: the records were removed after it was signed, or the signature stayed behind";
        return Some(Diagnostic::new(&META, entry.field(COVERED)?, message).help(help).subject(zone.subject(id)));
    };
    let ttl = zone.zone.record(signed).ttl;
    let (at, message) = if ttl == original {
        (
            zone.zone.ttl_given_at(id),
            format!("the TTL {} of this RRSIG is not the {ttl} of the {covered} it signs", record.ttl),
        )
    } else {
        (entry.field(ORIGINAL_TTL)?, format!("this RRSIG signs {covered} with the TTL {original}, and they have {ttl}"))
    };
    let finding = Diagnostic::new(&META, at, message).label(zone.zone.ttl_given_at(signed), format!("{ttl} here"));
    Some(finding.help("change the TTL before the zone is signed, then sign it again").subject(zone.subject(id)))
}
