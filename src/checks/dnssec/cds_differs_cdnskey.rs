//! CDS records that are not those of the CDNSKEY records beside them.

use crate::checks::dnssec::DnsKey;
use crate::checks::dnssec::cds::Asked;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, SAFE_OR_UNSAFE, Severity};

pub(super) static META: Meta = Meta {
    id: "cds-differs-cdnskey",
    summary: "the CDS and CDNSKEY records of a zone are of different keys",
    severity: Severity::Error,
    references: &["RFC 7344 section 4"],
    explain: include_str!("cds_differs_cdnskey.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if cx.is_at_its_apex() && cx.zone.is_complete() {
        findings.extend(finding(cx));
    }
}

fn finding(cx: &ZoneContext) -> Option<Diagnostic> {
    let asked = Asked::of(cx)?;
    let ((first_cds, _), (first_key, _)) = (asked.cds.first()?, asked.cdnskey.first()?);
    let keys = || asked.cdnskey.iter().map(|(_, key)| key);
    let digests = asked.digests(keys())?;
    if let Some((id, signer)) = asked.cds.iter().find(|(_, signer)| !digests.contains(&signer.parts())) {
        let message = format!("this CDS is of key {}, and no CDNSKEY is: the two have to ask for the same", signer.tag);
        let finding = Diagnostic::new(&META, cx.zone.entry(*id).rtype(), message);
        let finding = finding.label(cx.zone.entry(*first_key).rtype(), "the CDNSKEY");
        let finding = finding.help("write both anew from the keys that are to be trusted");
        return Some(finding.fix(asked.mended(cx, *id, signer)).subject(cx.subject(*id)));
    }
    let has_digest = |key: &DnsKey| {
        asked
            .digests(std::iter::once(key))
            .is_some_and(|own| asked.cds.iter().any(|(_, signer)| own.contains(&signer.parts())))
    };
    let (id, key) = asked.cdnskey.iter().find(|(_, key)| !has_digest(key))?;
    let message = format!("this CDNSKEY is key {}, and no CDS is of it: the two have to ask for the same", key.tag);
    let finding = Diagnostic::new(&META, cx.zone.entry(*id).rtype(), message);
    let finding = finding.label(cx.zone.entry(*first_cds).rtype(), "the CDS");
    Some(finding.help("write both anew from the keys that are to be trusted").subject(cx.subject(*id)))
}
