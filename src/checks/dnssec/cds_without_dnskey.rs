//! CDS and CDNSKEY records of keys that the zone does not have.

use crate::checks::dnssec::DnsKey;
use crate::checks::dnssec::cds::Asked;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "cds-without-dnskey",
    summary: "a CDS or CDNSKEY is of a key that is not among the DNSKEY records",
    severity: Severity::Warning,
    references: &["RFC 7344 section 4.1"],
    explain: include_str!("cds_without_dnskey.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    findings.extend(cx.signed().and_then(|_| finding(cx)));
}

fn finding(cx: &ZoneContext) -> Option<Diagnostic> {
    let asked = Asked::of(cx)?;
    let held = cx.zone.rrset(cx.zone.apex(), RType::DNSKEY).iter();
    let keys: Vec<DnsKey> = held.map(|&id| DnsKey::of(cx.zone, id)).collect::<Option<_>>()?;
    let keys = || keys.iter().filter(|key| key.is_in_use());
    let digests = asked.digests(keys())?;
    // The flags are part of the key.
    let is_there = |key: &DnsKey| keys().any(|other| other.data == key.data);
    let cds = asked.cds.iter().map(|(id, signer)| (*id, signer.tag, digests.contains(&signer.parts())));
    let all: Vec<(RecordId, u16, bool)> =
        cds.chain(asked.cdnskey.iter().map(|(id, key)| (*id, key.tag, is_there(key)))).collect();
    let &(id, tag, _) = all.iter().find(|(.., is_there)| !is_there)?;
    let (rtype, name) = (cx.zone.record(id).rtype.mnemonic(), cx.zone.shown_name());
    let (severity, message) = match all.iter().any(|(.., is_there)| *is_there) {
        true => (Severity::Warning, format!("this {rtype} is of key {tag}, which `{name}` does not have")),
        false => {
            let message = format!(
                "no CDS or CDNSKEY is of a key of `{name}`, this one of key {tag}: the zone above will break the chain of trust"
            );
            (Severity::Error, message)
        }
    };
    let finding = Diagnostic::new(&META, cx.zone.entry(id).rtype(), message).severity(severity);
    Some(finding.help("publish the key, or remove what asks for it").subject(cx.subject(id)))
}
