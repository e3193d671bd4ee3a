//! Signatures that do not fit what they sign.

use std::cell::LazyCell;

use crate::checks::dnssec::is_archived_copy;
use crate::checks::dnssec::rrsig::Rrsig;
use crate::checks::dnssec::signed::{SignedZone, is_signed_type};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "signature-unfounded",
    summary: "an RRSIG covers no records, has another TTL, signer or number of labels, or covers what is not signed",
    severity: Severity::Warning,
    references: &["RFC 4034 section 3", "RFC 4034 sections 3.1.3 and 3.1.4", "RFC 4035 section 2.2"],
    explain: include_str!("signature_unfounded.md"),
    ..Meta::DEFAULT
};

/// The fields of the data.
const COVERED: usize = 0;
const LABELS: usize = 2;
const ORIGINAL_TTL: usize = 3;
const SIGNER: usize = 7;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_complete() {
        return;
    }
    if let Some(signed) = cx.signed() {
        signed.report(misfits(cx, signed), findings);
    }
    let is_archived = LazyCell::new(|| is_archived_copy(cx, cx.now));
    for &Rrsig { id, covered, original_ttl: original, .. } in cx.rrsigs() {
        let record = cx.zone.record(id);
        let signed = cx.zone.rrset(record.owner, covered).first().copied();
        let ttl = signed.map(|id| cx.zone.record(id).ttl);
        if ttl != Some(original) || ttl != Some(record.ttl) {
            let finding = finding(cx, id, covered, signed, original);
            let severity = if *is_archived { Severity::Info } else { META.severity };
            findings.extend(finding.map(|finding| finding.severity(severity)));
        }
    }
}

/// Signatures that do not fit the zone, whatever they cover.
fn misfits(cx: &ZoneContext, signed: &SignedZone) -> Vec<Diagnostic> {
    cx.rrsigs().iter().filter_map(|by| misfit(cx, signed, by)).collect()
}

fn misfit(cx: &ZoneContext, signed: &SignedZone, by: &Rrsig) -> Option<Diagnostic> {
    let (id, covered) = (by.id, by.covered);
    let owner = cx.zone.record(id).owner;
    // What is not there is said of the record as it stands.
    if !cx.zone.is_in_zone(owner) || cx.zone.rrset(owner, covered).is_empty() {
        return None;
    }
    // RFC 4034 section 3.1.3: neither the root nor a leftmost `*` counts.
    let labels = cx.zone.each_label(owner).filter(|label| !label.is_empty()).count();
    let labels = labels - usize::from(cx.zone.is_wildcard(owner));
    let is_of_zone =
        || cx.is_apex(by.signer) || signed.key_written(cx, id, by.signer).is_some_and(|key| key.is_empty());
    let field = match () {
        () if signed.is_occluded(owner) || !is_signed_type(cx.zone.is_cut(owner), covered) => COVERED,
        () if usize::from(by.labels) != labels => LABELS,
        () if !is_of_zone() => SIGNER,
        () => return None,
    };
    let (entry, name) = (cx.zone.entry(id), cx.zone.name_text(owner));
    let message = match field {
        COVERED => format!(
            "this RRSIG covers {} at `{name}`, which is at or below a zone cut or a DNAME and not to be signed",
            covered.mnemonic()
        ),
        LABELS => format!(
            "this RRSIG is for a name of {} labels, but `{name}` has {labels}: it can never be valid",
            by.labels
        ),
        _ => format!("the signer of this RRSIG is not the zone, `{}`: it can never be valid", cx.zone.shown_name()),
    };
    let is_harmless = field == COVERED;
    let finding = Diagnostic::new(&META, entry.field(field)?, message);
    let finding = finding.severity(if is_harmless { Severity::Warning } else { Severity::Error });
    Some(finding.help("sign the zone again").subject(cx.subject(id)))
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
