//! Types that nothing asks for any more.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberMap, NumberSet};

pub(super) static META: Meta = Meta {
    id: "type-obsolete",
    summary: "a record is of a type that is no longer used",
    severity: Severity::Info,
    references: &["RFC 7208 section 3.1", "RFC 1123 section 2.2", "RFC 6563", "RFC 3755 section 3"],
    explain: include_str!("type_obsolete.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// The types, and what is used instead.
const OBSOLETE: [(RType, &str); 8] = [
    (RType::SPF, "write the policy as TXT: type SPF is no longer queried"),
    (RType::A6, "write AAAA"),
    (RType::WKS, "remove it: no mail server uses it"),
    (RType::MD, "write MX"),
    (RType::MF, "write MX"),
    (RType::NXT, "it was replaced by NSEC: sign the zone again"),
    (RType::SIG, "it was replaced by RRSIG: sign the zone again"),
    (RType::NSAP_PTR, "remove it"),
];

/// One finding for each type of a zone.
pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut told: NumberSet<RType> = NumberSet::default();
    let mut with_policy: NumberMap<NameId, bool> = NumberMap::default();
    for id in cx.zone.of_types(&OBSOLETE.map(|(rtype, _)| rtype)) {
        let record = cx.zone.record(id);
        let Some((rtype, help)) = OBSOLETE.iter().find(|(rtype, _)| *rtype == record.rtype) else { continue };
        let mut has_policy = || *with_policy.entry(record.owner).or_insert_with(|| has_policy(cx, record.owner));
        let is_alone = record.rtype == RType::SPF && !has_policy();
        if !told.insert(*rtype) && !is_alone {
            continue;
        }
        let owner = cx.zone.name_text(record.owner);
        let (severity, message) = match is_alone {
            true => (
                Severity::Warning,
                format!("the SPF policy of `{owner}` is of type SPF, and there is no TXT record with it"),
            ),
            false => (META.severity, format!("type {} is obsolete", rtype.mnemonic())),
        };
        let at = cx.zone.entry(id).rtype();
        let fix = is_alone.then(|| Fix::unsure(at, "TXT"));
        let finding = Diagnostic::new(&META, at, message).severity(severity).help(*help).fix(fix);
        findings.add(finding.subject(cx.subject(id)));
    }
}

/// Whether the owner of an SPF record says a policy in TXT too.
fn has_policy(cx: &ZoneContext, owner: NameId) -> bool {
    let texts = cx.zone.rrset(owner, RType::TXT);
    let is_policy = |text: &[u8]| text.len() >= 6 && text[..6].eq_ignore_ascii_case(b"v=spf1");
    texts.iter().any(|&id| cx.zone.rdata(id).rule_text().is_some_and(|text| is_policy(&text)))
}
