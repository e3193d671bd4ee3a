//! A policy at an owner where nobody looks for it.

use super::mail_text::{self, MailText, Policy, policy_at};
use super::octets::Fault;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberSet};

pub(super) static META: Meta = Meta {
    id: "policy-misplaced",
    summary: "a DKIM, DMARC, MTA-STS or other policy stands at an owner where nobody looks for it",
    severity: Severity::Error,
    references: &["RFC 9989 section 4.5", "RFC 6376 section 3.6.2.1", "RFC 8461 section 3.1", "RFC 8460 section 3"],
    explain: include_str!("policy_misplaced.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Zones of providers keep the policies of clients at names of their own, which clients' aliases lead to.
const MANY: usize = 3;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    findings.extend(cx.mail_texts().iter().filter_map(|text| unrelated(cx, text)));
    let misplaced: Vec<(&MailText, Policy)> =
        cx.mail_texts().iter().filter_map(|text| Some((text, wanted(cx, text)?))).collect();
    if misplaced.is_empty() {
        return;
    }
    // What aliases at the right owners lead to may be called anything.
    let aliases = cx.zone.of_type(RType::CNAME).filter(|(_, record)| policy_at(cx.zone, record.owner).is_some());
    let aliased: NumberSet<NameId> = aliases.filter_map(|(_, record)| record.target()).collect();
    let is_provider = misplaced.iter().filter(|(text, _)| text.at.is_none()).count() >= MANY;
    for (text, policy) in misplaced {
        let owner = cx.zone.record(text.record).owner;
        if !aliased.contains(&owner) && !cx.zone.is_wildcard(owner) {
            findings.add(finding(cx, text, policy, is_provider));
        }
    }
}

/// A text that is no policy, at an owner that is for nothing else.
fn unrelated(cx: &ZoneContext, text: &MailText) -> Option<Diagnostic> {
    let at = text.at.filter(|_| text.is_other() && !text.is_report)?;
    // Policies of DomainKeys and ADSP, of which another check speaks.
    if text.tags().any(|tag| tag.is(b"o") || tag.is(b"dkim")) {
        return None;
    }
    let octets = 0..text.text.len();
    let owner = cx.zone.name_text(cx.zone.record(text.record).owner);
    let message = format!("the text at `{owner}` is not a {} record: receivers ignore it", at.name());
    let help = format!("put it where it belongs, or start it with `v={};`", at.version());
    Some(Fault::info(octets, message).help(help).found(cx, &META, text))
}

/// What a text is, if its owner is not for that.
fn wanted(cx: &ZoneContext, text: &MailText) -> Option<Policy> {
    let policy = text.policy.filter(|&policy| text.is_read_as(policy))?;
    // SPF stands at any name that sends mail, but for those that have another purpose.
    let is_misplaced = match policy {
        Policy::Spf => text.at.is_some() && cx.zone.record(text.record).rtype == RType::TXT,
        _ => text.at != Some(policy),
    };
    is_misplaced.then_some(policy)
}

fn finding(cx: &ZoneContext, text: &MailText, policy: Policy, is_provider: bool) -> Diagnostic {
    let owner = cx.zone.record(text.record).owner;
    let name = policy.name();
    let shown = cx.zone.name_text(owner);
    let labels = cx.zone.labels_below_apex(owner).unwrap_or_default();
    let is_slip = is_slip(policy, &labels);
    let has_other = policy == Policy::Dmarc && has_policy_below(cx, owner, policy);
    let is_underscored = labels.iter().any(|label| label.starts_with(b"_"));
    let (severity, message) = match text.at {
        Some(other) => (
            Severity::Warning,
            format!("an {name} record stands at `{shown}`, where {} records are looked for", other.name()),
        ),
        None if has_other => {
            (Severity::Info, format!("an {name} record at `{shown}` is not looked for: that at `_dmarc` is"))
        }
        None => (
            if is_slip || !(is_underscored || is_provider) { Severity::Error } else { Severity::Info },
            format!("an {name} record stands at `{shown}`, where nobody looks for it"),
        ),
    };
    let message =
        if matches!(policy, Policy::Spf | Policy::MtaSts) { message } else { message.replacen("an ", "a ", 1) };
    let at = cx.owner_or_type(text.record);
    let finding = Diagnostic::new(&META, at, message).severity(severity);
    let fix = if severity == Severity::Error { moved(cx, text, policy, &labels) } else { None };
    finding.help(format!("its owner is {}", policy.owner())).fix(fix).subject(cx.subject(text.record))
}

/// The record at the owner where the policy belongs, if nothing is there yet.
fn moved(cx: &ZoneContext, text: &MailText, policy: Policy, labels: &[&[u8]]) -> Option<Fix> {
    let labels: Vec<&str> = labels.iter().map(|label| std::str::from_utf8(label).ok()).collect::<Option<_>>()?;
    let is_slip = |labels: &[&str]| {
        let labels: Vec<&[u8]> = labels.iter().map(|label| label.as_bytes()).collect();
        is_slip(policy, &labels)
    };
    // Which selector a key at the domain itself is of, and which of several labels is the slip, nobody knows.
    let (front, domain): (&[&str], &[&str]) = match (policy, &labels[..]) {
        (Policy::Dkim, [selector, slip, domain @ ..]) if is_slip(&[slip]) => (&[selector, "_domainkey"], domain),
        (Policy::Dkim | Policy::Spf, _) => return None,
        (_, []) => (prefix(policy), &[]),
        (Policy::Dmarc | Policy::MtaSts, [slip, domain @ ..]) if is_slip(&[slip]) => (prefix(policy), domain),
        _ => return None,
    };
    let apex = cx.zone.apex_name().as_str();
    let meant = [front, domain].concat().join(".") + "." + apex;
    let is_free = cx.zone.find(&meant).is_none_or(|name| !cx.zone.exists(name) && cx.zone.cut_above(name).is_none());
    cx.renamed_line(text.record, &meant).filter(|_| is_free && cx.zone.is_origin_known())
}

/// The labels before the domain.
fn prefix(policy: Policy) -> &'static [&'static str] {
    match policy {
        Policy::Dmarc => &["_dmarc"],
        Policy::MtaSts => &["_mta-sts"],
        Policy::TlsRpt => &["_smtp", "_tls"],
        Policy::Bimi => &["default", "_bimi"],
        Policy::Spf | Policy::Dkim => &[],
    }
}

/// Whether the owner is one slip away from where the policy belongs.
fn is_slip(policy: Policy, labels: &[&[u8]]) -> bool {
    let is = |label: &[u8], known: &[&str]| known.iter().any(|known| label.eq_ignore_ascii_case(known.as_bytes()));
    let has = |known: &[&str]| labels.iter().any(|label| is(label, known));
    match (policy, labels) {
        // It was put at the domain itself.
        (_, []) => true,
        (Policy::Dmarc, [first, ..]) => {
            is(first, &["dmarc", "_dmarcs", "_dmark", "_dmrc", "_dmac", "__dmarc", "_damrc"])
        }
        (Policy::Dkim, _) => {
            has(&["domainkey", "_domainkey", "_domainkeys", "_domankey", "domainkeys", "_domain", "_dkim"])
        }
        (Policy::MtaSts, [first, ..]) => is(first, &["mta-sts", "_mta_sts", "_mtasts", "mta_sts", "_mta"]),
        (Policy::TlsRpt, _) => has(&["_tls", "_smtp", "_tlsrpt", "_smtp-tls", "_tls-rpt"]),
        (Policy::Bimi, _) => has(&["_bimi", "bimi"]),
        (Policy::Spf, _) => false,
    }
}

/// Whether the policy stands where it belongs too, so that this is a copy.
fn has_policy_below(cx: &ZoneContext, owner: NameId, policy: Policy) -> bool {
    let name = format!("_dmarc.{}", cx.zone.absolute_name(owner));
    let right = cx.zone.find(&name);
    right.is_some_and(|right| {
        cx.zone.is_alias(right) || mail_text::selected(cx, right, policy).any(|text| text.is_read_as(policy))
    })
}
