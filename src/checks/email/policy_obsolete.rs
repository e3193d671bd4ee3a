//! Policies of mail that nobody reads any more.

use super::octets::OctetMap;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "policy-obsolete",
    summary: "a policy of Sender ID, DomainKeys or ADSP, which receivers no longer read",
    severity: Severity::Info,
    references: &["RFC 4406", "RFC 4870", "RFC 5617"],
    explain: include_str!("policy_obsolete.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut told = Vec::new();
    let mut tell = |findings: &mut FindingSink, id: RecordId, what: &'static str| {
        // One finding for each kind in a zone.
        if told.contains(&what) {
            return;
        }
        told.push(what);
        let at = OctetMap::of(&cx.zone.entry(id)).span(0..0);
        let message = format!("a policy of {what} is obsolete");
        findings.add(Diagnostic::new(&META, at, message).help("remove it").subject(cx.subject(id)));
    };
    let starts = |text: &[u8], known: &str| {
        text.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known.as_bytes()))
    };
    for text in cx.mail_texts().iter().filter(|text| starts(&text.text, "spf2.0/")) {
        tell(findings, text.record, "Sender ID");
    }
    let odd = cx.zone.odd_names().filter(|&name| cx.zone.has(name, RType::TXT));
    for owner in odd {
        let first = cx.zone.first_label(owner);
        let second = || cx.zone.each_label(owner).nth(1).unwrap_or_default();
        let id = cx.zone.rrset(owner, RType::TXT)[0];
        let text = || cx.zone.entry(id).joined_texts().trim_ascii().to_vec();
        match () {
            () if starts(first, "_domainkey") && starts(&text(), "o=") => tell(findings, id, "DomainKeys"),
            () if starts(first, "_adsp") && starts(second(), "_domainkey") => tell(findings, id, "ADSP"),
            () => {}
        }
    }
}
