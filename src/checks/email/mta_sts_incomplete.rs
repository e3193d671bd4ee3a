//! MTA-STS needs a record and a host, of which one is not there.

use super::mail_text::{MailText, Policy, selected};
use super::spf_tree::views_of;
use crate::checks::view_index::{NameLookup, ViewIndex, ZoneName};
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{Answer, NameId, Record, RecordId};

pub(super) static META: Meta = Meta {
    id: "mta-sts-incomplete",
    summary: "there is an MTA-STS record without the host that has the policy, or the other way round",
    severity: Severity::Warning,
    references: &["RFC 8461 sections 3.1, 3.2 and 3.3"],
    explain: include_str!("mta_sts_incomplete.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for cx in project.zones.iter().filter(|cx| cx.zone.is_complete()) {
        for text in cx.mail_texts().iter().filter(|text| is_record(text)) {
            findings.extend(without_host(cx, text.record));
        }
        for (alias, record) in aliases_of_records(project, cx) {
            let finding = without_host(cx, alias);
            findings.extend(finding.map(|found| match record {
                Some(record) => found.label(record, "the record that senders find by the alias"),
                None => found,
            }));
        }
        findings.extend(without_record(cx));
    }
}

fn is_record(text: &MailText) -> bool {
    text.is_read_as(Policy::MtaSts) && text.at == Some(Policy::MtaSts)
}

/// The aliases of a zone that lead to an MTA-STS record of the project, and where that stands if it is in the same
/// zone. In each view that the zone is in they have to.
fn aliases_of_records<'v>(project: &ProjectContext<'v>, cx: &'v ZoneContext<'v>) -> Vec<(RecordId, Option<Span>)> {
    let mut views = None;
    let is_candidate = |owner| cx.zone.first_label(owner).eq_ignore_ascii_case(b"_mta-sts");
    let aliases = cx.zone.of_type(RType::CNAME).filter(|(_, record)| is_candidate(record.owner));
    let leads = |(id, record): (RecordId, &Record)| {
        let alias = ZoneName { cx, name: record.owner };
        let views = views.get_or_insert_with(|| views_of(project, cx));
        let record_in = |view: &ViewIndex<'v>| match view.canonical(alias) {
            NameLookup::Owner(end) => {
                let text = selected(end.cx, end.name, Policy::MtaSts).find(|text| is_record(text))?;
                Some((std::ptr::eq(end.cx, cx)).then(|| cx.owner_or_type(text.record)))
            }
            _ => None,
        };
        let all: Option<Vec<Option<Span>>> = views.iter().map(|view| record_in(view)).collect();
        Some((id, *all?.first()?))
    };
    aliases.filter_map(leads).collect()
}

/// What is said of a record, or an alias of one, beside which there is no host.
fn without_host(cx: &ZoneContext, record: RecordId) -> Option<Diagnostic> {
    let owner = cx.zone.record(record).owner;
    if !is_absent(cx, owner, b"_mta-sts", b"mta-sts") {
        return None;
    }
    let domain = domain_of(cx, owner);
    let message = format!("`mta-sts.{domain}`, from which senders fetch the policy, does not exist");
    let finding = Diagnostic::new(&META, cx.owner_or_type(record), message);
    Some(finding.help("add an address for `mta-sts`, or remove this record").subject(cx.subject(record)))
}

/// What is said of a host of the apex without a record.
fn without_record(cx: &ZoneContext) -> Option<Diagnostic> {
    let host = cx.zone.find("mta-sts").filter(|&host| cx.zone.is_in_zone(host) && is_host(cx, host))?;
    if !is_absent(cx, host, b"mta-sts", b"_mta-sts") {
        return None;
    }
    let domain = domain_of(cx, host);
    let first = cx.zone.records_of(host)[0];
    let message = format!("`mta-sts.{domain}` exists, but no `_mta-sts` record: senders do not look for a policy");
    let finding = Diagnostic::new(&META, cx.owner_or_type(first), message).severity(Severity::Info);
    let help = "add a TXT record such as `_mta-sts TXT \"v=STSv1; id=20260101T000000\"`";
    Some(finding.help(help).subject(cx.subject_of_set(first)))
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
