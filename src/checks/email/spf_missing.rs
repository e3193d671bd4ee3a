//! A domain that gets mail and does not say who may send it.

use super::mail_text::{MailText, Policy};
use super::spf_terms::starts_with_spf;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::NumberSet;

pub(super) static META: Meta = Meta {
    id: "spf-missing",
    summary: "a name with MX records has no SPF record",
    severity: Severity::Info,
    references: &["RFC 7208 section 3"],
    explain: include_str!("spf_missing.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Where a rule requires policies, `mail-policy-missing` speaks.
    let is_ruled = cx.rules.mail_in(cx.place()).spf.is_some();
    if is_ruled || !cx.zone.is_complete() {
        return;
    }
    // Of one that receivers pass over `policy-version-invalid` speaks.
    let is_meant = |text: &&MailText| starts_with_spf(&text.text) || text.passed_over() == Some(Policy::Spf);
    let texts = cx.mail_texts().iter().filter(is_meant);
    let with_policy: NumberSet<_> = texts.map(|text| cx.zone.record(text.record).owner).collect();
    for rrset in cx.zone.rrsets_of(&[RType::MX]).filter(|rrset| !with_policy.contains(&rrset.owner)) {
        // What cannot be read may be the policy.
        let mut texts = cx.zone.rrset(rrset.owner, RType::TXT).iter();
        if cx.zone.cut_above(rrset.owner).is_some() || texts.any(|&id| !cx.zone.record(id).is_readable()) {
            continue;
        }
        let first = rrset.records[0];
        let message = format!("`{}` has MX records, but no SPF record", cx.zone.name_text(rrset.owner));
        let finding = Diagnostic::new(&META, cx.owner_or_type(first), message);
        let help = "add a TXT record such as `\"v=spf1 mx -all\"`";
        findings.add(finding.help(help).subject(cx.subject_of_set(first)));
    }
}
