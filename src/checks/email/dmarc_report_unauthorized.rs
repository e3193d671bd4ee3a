//! Reports that go to a domain which does not say that it takes them.

use std::collections::BTreeMap;

use super::mail_text::{MailText, Policy};
use super::octets::{Fault, OctetMap};
use super::report_address::{self, Address};
use super::spf_tree::views_of;
use crate::checks::view_index::{NameLookup, ViewIndex};
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Meta, Severity};
use crate::syntax::name::ends_in;
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "dmarc-report-unauthorized",
    summary: "DMARC reports go to another domain of the project, which does not say that it takes them",
    severity: Severity::Info,
    references: &["RFC 9990 section 4", "RFC 9991 section 5", "RFC 7489 section 7.1"],
    explain: include_str!("dmarc_report_unauthorized.md"),
    ..Meta::DEFAULT
};

/// An address that gets no reports, and of which domain.
struct Refused<'v> {
    cx: &'v ZoneContext<'v>,
    text: &'v MailText<'v>,
    address: Address<'v>,
    domain: String,
}

/// One finding for each domain of addresses: what is missing is missing there.
pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let mut by_taker: BTreeMap<String, Vec<Refused>> = BTreeMap::new();
    for cx in project.zones {
        for refused in refused_of(project, cx) {
            let taker = refused.address.domain().unwrap_or_default().to_ascii_lowercase();
            let all = by_taker.entry(taker).or_default();
            // `rua` and `ruf` of one record are often the same.
            if all.last().is_none_or(|last| !std::ptr::eq(last.text, refused.text)) {
                all.push(refused);
            }
        }
    }
    for (taker, all) in by_taker {
        let Refused { cx, text, address, domain } = &all[0];
        let message = format!("reports go to `{taker}`, which does not say that it takes them for `{domain}`");
        let help = format!("add `{domain}._report._dmarc.{taker}. TXT \"v=DMARC1;\"` there");
        let finding = Fault::info(address.octets(), message).help(help).found(cx, &META, text);
        let place = |other: &Refused| {
            let map = OctetMap::of(&other.cx.zone.entry(other.text.record));
            (map.span(other.address.octets()), format!("nor for `{}`", other.domain))
        };
        findings.add(finding.said_of_each(&all[1..], place).said_of(all.len(), &taker));
    }
}

/// The addresses in the DMARC records of a zone that are in another zone, which does not allow it.
fn refused_of<'v>(project: &ProjectContext<'v>, cx: &'v ZoneContext<'v>) -> Vec<Refused<'v>> {
    let is_policy =
        |text: &&MailText| text.is_read_as(Policy::Dmarc) && text.at == Some(Policy::Dmarc) && !text.is_report;
    let mut all = Vec::new();
    let mut views = None;
    for text in cx.mail_texts().iter().filter(is_policy) {
        let owner = cx.zone.absolute_name(cx.zone.record(text.record).owner).to_ascii_lowercase();
        let Some(domain) = owner.strip_prefix("_dmarc.").map(|domain| domain.trim_end_matches('.')) else { continue };
        let views = views.get_or_insert_with(|| views_of(project, cx));
        let tags = text.tags().filter(|tag| tag.is(b"rua") || tag.is(b"ruf"));
        let addresses = tags.flat_map(|tag| report_address::of(&tag).collect::<Vec<_>>());
        // What is right in one view is right.
        let is_wrong =
            |address: &Address| !views.is_empty() && views.iter().all(|view| is_refused(view, cx, domain, address));
        all.extend(addresses.filter(is_wrong).map(|address| Refused { cx, text, address, domain: domain.to_owned() }));
    }
    all
}

/// Whether the zone of the address is one of the view, of another organization, and lacks the record.
fn is_refused(view: &ViewIndex, cx: &ZoneContext, domain: &str, address: &Address) -> bool {
    let Some(taker) = address.domain().map(str::to_ascii_lowercase) else { return false };
    let taker = taker.trim_end_matches('.');
    let name = format!("{domain}._report._dmarc.{taker}");
    let labels: Vec<&[u8]> = name.split('.').map(str::as_bytes).collect();
    let is_within = |name: &str, apex: &str| name == apex.trim_end_matches('.') || ends_in(name.as_bytes(), apex);
    let is_related = |other: &ZoneContext| {
        let (own, apex) =
            (cx.zone.apex_name().as_str().to_ascii_lowercase(), other.zone.apex_name().as_str().to_ascii_lowercase());
        is_within(taker, &own) || is_within(domain, &apex)
    };
    match view.look_up_labels(&labels) {
        NameLookup::Missing(other) => !is_related(other),
        NameLookup::Owner(host) => {
            let has = |rtype| host.cx.zone.has(host.name, rtype);
            !(has(RType::TXT) || has(RType::CNAME) || is_related(host.cx))
        }
        NameLookup::Unknown | NameLookup::Unread => false,
    }
}
