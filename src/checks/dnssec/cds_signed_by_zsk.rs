//! CDS and CDNSKEY records signed by a key that no DS names.

use crate::checks::dnssec::DnsKey;
use crate::checks::dnssec::rrsig::Rrsig;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "cds-signed-by-zsk",
    summary: "CDS or CDNSKEY records are signed by none of the keys that sign the DNSKEY records",
    severity: Severity::Warning,
    references: &["RFC 7344 section 4.1"],
    explain: include_str!("cds_signed_by_zsk.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.signed().is_none() || !cx.zone.has_any(&[RType::CDS, RType::CDNSKEY]) {
        return;
    }
    let apex = cx.zone.apex();
    let held = cx.zone.rrset(apex, RType::DNSKEY).iter();
    let Some(keys) = held.map(|&id| DnsKey::of(cx.zone, id)).collect::<Option<Vec<_>>>() else { return };
    let by = |covered: RType| cx.rrsigs_of(apex).filter(move |by| by.covered == covered);
    let is_entry_point = |tag: u16, algorithm: u8| {
        keys.iter().any(|key| (key.tag, key.algorithm) == (tag, algorithm) && key.is_in_use() && key.is_entry_point)
    };
    // Where one key signs everything, there is no other to choose.
    if !by(RType::DNSKEY).any(|by| is_entry_point(by.tag, by.algorithm)) {
        return;
    }
    for covered in [RType::CDS, RType::CDNSKEY] {
        let mut all = by(covered).peekable();
        let Some(&&Rrsig { id: first, tag, .. }) = all.peek() else { continue };
        if all.any(|by| is_entry_point(by.tag, by.algorithm)) {
            continue;
        }
        let message = format!(
            "{} is signed by key {tag} alone, which has no SEP flag: the zone above takes it only if a key of its DS signs it",
            covered.mnemonic()
        );
        let finding = Diagnostic::new(&META, cx.zone.entry(first).rtype(), message);
        let finding = finding.help("sign it with the key that signs the DNSKEY records");
        findings.add(finding.subject(cx.subject(first)));
    }
}
