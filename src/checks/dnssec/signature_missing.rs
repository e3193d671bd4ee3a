//! RRsets of a signed zone that no signature covers.

use crate::checks::dnssec::signed::{SignedZone, is_signed_type};
use crate::checks::words::listed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "signature-missing",
    summary: "an RRset of a signed zone has no RRSIG",
    severity: Severity::Error,
    references: &["RFC 4035 section 2.2", "RFC 4035 section 5.3", "RFC 5155 section 7.1"],
    explain: include_str!("signature_missing.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some(signed) = cx.signed() else { return };
    let owners = cx.zone.names().filter(|&name| cx.zone.is_owner(name) && cx.zone.is_in_zone(name));
    let found = owners.filter_map(|owner| finding(cx, signed, owner)).collect();
    signed.report(found, findings);
}

/// What is missing at an owner. A record whose type nobody knows was reported, and may be anything.
fn finding(cx: &ZoneContext, signed: &SignedZone, owner: NameId) -> Option<Diagnostic> {
    let records = cx.zone.records_of(owner);
    let is_cut = cx.zone.is_cut(owner);
    let rtype = |id: &RecordId| cx.zone.record(*id).rtype;
    let is_to_be_signed = |id: &&RecordId| is_signed_type(is_cut, rtype(id));
    // Most delegations have nothing of the kind.
    if is_cut && !records.iter().any(|id| is_to_be_signed(&id)) {
        return None;
    }
    let covered: Vec<RType> = cx.rrsigs_of(owner).map(|by| by.covered).collect();
    let sets = records.chunk_by(|a, b| rtype(a) == rtype(b)).map(|set| &set[0]);
    let missing: Vec<&RecordId> = sets.filter(is_to_be_signed).filter(|id| !covered.contains(&rtype(id))).collect();
    let first = **missing.iter().min()?;
    if signed.is_occluded(owner) || cx.zone.rrset(owner, RType::RRSIG).iter().any(|&id| cx.rrsig(id).is_none()) {
        return None;
    }
    let types: Vec<String> = missing.iter().map(|id| rtype(id).mnemonic().to_string()).collect();
    let message = format!(
        "`{}` has no RRSIG for {}: resolvers that validate refuse it",
        cx.zone.name_text(owner),
        listed(&types)
    );
    let finding = Diagnostic::new(&META, cx.zone.entry(first).rtype(), message);
    Some(finding.help("sign the zone again after each change").subject(cx.subject_of_set(first)))
}
