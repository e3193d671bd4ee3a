//! MTA-STS needs a record and a host, of which one is not there.

use super::mail_text::Policy;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::zone::{Answer, NameId};

pub(super) static META: Meta = Meta {
    id: "mta-sts-incomplete",
    summary: "there is an MTA-STS record without the host that has the policy, or the other way round",
    severity: Severity::Warning,
    references: &["RFC 8461 sections 3.1, 3.2 and 3.3"],
    explain: include_str!("mta_sts_incomplete.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_complete() {
        return;
    }
    for text in cx.mail_texts().iter().filter(|text| text.is_read_as(Policy::MtaSts) && text.at == Some(Policy::MtaSts))
    {
        let owner = cx.zone.record(text.record).owner;
        if is_absent(cx, owner, b"_mta-sts", b"mta-sts") {
            let domain = domain_of(cx, owner);
            let message = format!("`mta-sts.{domain}`, from which senders fetch the policy, does not exist");
            let finding = Diagnostic::new(&META, cx.owner_or_type(text.record), message);
            findings.add(
                finding.help("add an address for `mta-sts`, or remove this record").subject(cx.subject(text.record)),
            );
        }
    }
    let host = cx.zone.find("mta-sts").filter(|&host| cx.zone.is_in_zone(host) && is_host(cx, host));
    if let Some(host) = host.filter(|&host| is_absent(cx, host, b"mta-sts", b"_mta-sts")) {
        let domain = domain_of(cx, host);
        let first = cx.zone.records_of(host)[0];
        let message = format!("`mta-sts.{domain}` exists, but no `_mta-sts` record: senders do not look for a policy");
        let finding = Diagnostic::new(&META, cx.owner_or_type(first), message).severity(Severity::Info);
        let help = "add a TXT record such as `_mta-sts TXT \"v=STSv1; id=20260101T000000\"`";
        findings.add(finding.help(help).subject(cx.subject_of_set(first)));
    }
}

fn is_host(cx: &ZoneContext, name: NameId) -> bool {
    cx.zone.is_owner(name) && (cx.zone.has_address(name) || cx.zone.is_alias(name))
}

/// Whether another name beside an owner is neither there nor answered for.
fn is_absent(cx: &ZoneContext, owner: NameId, first: &[u8], other: &[u8]) -> bool {
    let Some(mut labels) = cx.zone.labels_below_apex(owner) else { return false };
    if labels.is_empty() || !labels[0].eq_ignore_ascii_case(first) || cx.zone.cut_above(owner).is_some() {
        return false;
    }
    labels[0] = other;
    matches!(cx.zone.answer_for(&labels), Answer::NxDomain)
}

fn domain_of(cx: &ZoneContext, owner: NameId) -> String {
    let name = cx.zone.name_text(owner);
    name.split_once('.').map_or(String::new(), |(_, domain)| domain.to_owned())
}
