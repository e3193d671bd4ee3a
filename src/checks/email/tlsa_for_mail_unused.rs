//! TLSA records for mail that senders do not ask for, or cannot trust.

use std::collections::HashSet;

use super::mail_domains;
use crate::checks::view_index::{NameLookup, ViewIndex, ZoneName};
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "tlsa-for-mail-unused",
    summary: "a TLSA record for mail is of a name whose MX records lead elsewhere, in an unsigned zone, or missing for some hosts",
    severity: Severity::Info,
    references: &["RFC 7672 sections 2.1 and 2.2", "RFC 6698 section 4.1"],
    explain: include_str!("tlsa_for_mail_unused.md"),
    ..Meta::DEFAULT
};

/// Types that only zones have which are signed somewhere.
const SIGNED: [RType; 5] = [RType::DNSKEY, RType::RRSIG, RType::CDS, RType::CDNSKEY, RType::NSEC3PARAM];

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    if !project.zones.iter().any(|cx| cx.zone.has_any(&[RType::TLSA])) {
        return;
    }
    let knows_dnssec = project.zones.iter().any(|cx| cx.zone.has_any(&SIGNED) || cx.zone.has_any(&[RType::DS]));
    for cx in project.zones {
        let records = records_for_mail(cx);
        if records.is_empty() {
            continue;
        }
        if !knows_dnssec && is_delegated_without_ds(project, cx) {
            findings.add(unsigned(cx, &records));
            continue;
        }
        let wanted = wanted_of(project);
        for (host, id) in records {
            let of_others = cx.zone.rrset(host, RType::MX).iter().all(|mx| cx.zone.record(*mx).target() != Some(host));
            let name = cx.zone.absolute_name(host).to_ascii_lowercase();
            if cx.zone.has(host, RType::MX) && of_others && !wanted.contains(&name) {
                let host = cx.zone.name_text(host);
                let message =
                    format!("nobody asks for this TLSA record: the MX records of `{host}` lead to other hosts");
                let help = "write it for the hosts that the MX records name, as in `_25._tcp.mail`";
                findings.add(Diagnostic::new(&META, cx.owner_or_type(id), message).help(help).subject(cx.subject(id)));
            }
        }
    }
    for cx in project.zones {
        let domains = mail_domains::of_zone(cx.zone);
        findings.extend(domains.into_iter().filter_map(|domain| incomplete(project, cx, domain.name)));
    }
}

/// The hosts with TLSA records at `_25._tcp`, each with its first.
fn records_for_mail(cx: &ZoneContext) -> Vec<(NameId, RecordId)> {
    let mut found: Vec<(NameId, RecordId)> = Vec::new();
    for (id, record) in cx.zone.of_type(RType::TLSA) {
        let labels = cx.zone.labels_below_apex(record.owner).unwrap_or_default();
        let is_smtp = matches!(labels.as_slice(), [b"_25", tcp, ..] if tcp.eq_ignore_ascii_case(b"_tcp"));
        if !is_smtp || cx.zone.cut_above(record.owner).is_some() {
            continue;
        }
        let name = cx.zone.absolute_name(record.owner);
        let host = name.splitn(3, '.').nth(2).and_then(|host| cx.zone.find(host));
        if let Some(host) = host.filter(|host| found.last().is_none_or(|(last, _)| last != host)) {
            found.push((host, id));
        }
    }
    found
}

/// The names that MX records of the project lead to.
fn wanted_of(project: &ProjectContext) -> HashSet<String> {
    let of_zone = |cx: &'_ ZoneContext| -> Vec<String> {
        let targets = cx.zone.of_type(RType::MX).filter_map(|(_, record)| record.target());
        targets.map(|target| cx.zone.absolute_name(target).to_ascii_lowercase()).collect()
    };
    project.zones.iter().flat_map(of_zone).collect()
}

/// Whether the zone above is one of the project, and says that this one is not signed.
fn is_delegated_without_ds<'v>(project: &ProjectContext<'v>, cx: &ZoneContext<'v>) -> bool {
    let children = project.view_indexes().iter().flat_map(|view| &view.children);
    let cuts = children.filter(|child| std::ptr::eq(child.cx, cx)).filter_map(|child| child.cut);
    let mut cuts = cuts.map(|cut| !cut.cx.zone.has(cut.name, RType::DS)).peekable();
    cuts.peek().is_some() && cuts.all(|is_unsigned| is_unsigned)
}

fn unsigned(cx: &ZoneContext, records: &[(NameId, RecordId)]) -> Diagnostic {
    let (_, first) = records[0];
    let zone = cx.zone.shown_name();
    let message =
        format!("senders do not use this TLSA record: `{zone}` is not signed, as the zone above has no DS for it");
    let finding = Diagnostic::new(&META, cx.owner_or_type(first), message);
    let finding = finding.help("sign the zone, or remove the record").subject(cx.subject(first));
    finding.said_of_each(&records[1..], |(_, id)| (cx.owner_or_type(*id), "nor this"))
}

/// A domain with TLSA records for some of its hosts: mail that goes to another is not protected.
fn incomplete<'v>(project: &ProjectContext<'v>, cx: &'v ZoneContext<'v>, domain: NameId) -> Option<Diagnostic> {
    let exchanges = cx.zone.rrset(domain, RType::MX);
    if exchanges.len() < 2 {
        return None;
    }
    let [view] = project.view_indexes() else { return None };
    let states: Vec<(RecordId, Option<bool>)> = exchanges
        .iter()
        .map(|&id| (id, has_tlsa(view, ZoneName { cx, name: cx.zone.record(id).target().unwrap_or(domain) })))
        .collect();
    let covered = states.iter().find(|(_, has)| *has == Some(true))?.0;
    let (bare, _) = states.iter().find(|(_, has)| *has == Some(false))?;
    let (at, other) = (cx.zone.entry(*bare).field(1)?, cx.zone.entry(covered).field(1)?);
    let host = cx.zone.name_text(cx.zone.record(*bare).target()?);
    let message = format!("`{host}` has no TLSA record for mail, but another host of the domain has");
    let finding = Diagnostic::new(&META, at, message).label(other, "has one");
    Some(finding.help("add one for each host").subject(cx.subject(*bare)))
}

/// Whether a host has TLSA records for mail; nothing where that is not known.
fn has_tlsa<'v>(view: &ViewIndex<'v>, host: ZoneName<'v>) -> Option<bool> {
    let NameLookup::Owner(host) = view.look_up(host) else { return None };
    // Records may stand at either end of an alias (RFC 7672 section 2.2.2).
    if host.cx.zone.is_alias(host.name) || host.cx.zone.is_wildcard(host.name) {
        return None;
    }
    let labels = host.cx.zone.labels(host.name);
    match view.look_up_labels(&[&[&b"_25"[..], b"_tcp"], labels.as_slice()].concat()) {
        NameLookup::Owner(found) => {
            Some(found.cx.zone.has(found.name, RType::TLSA) || found.cx.zone.is_alias(found.name))
        }
        NameLookup::Missing(_) => Some(false),
        NameLookup::Unknown | NameLookup::Unread => None,
    }
}
