//! A policy of mail that a rule requires and nobody wrote.

use super::mail_domains::{self, MailDomain};
use super::mail_text::Policy;
use crate::checks::expectation::{MissingList, place_of_missing};
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, Subject};
use crate::ruleset::{Expected, Requirement, Setting};
use crate::source::Span;
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "mail-policy-missing",
    summary: "a rule requires a policy of mail that a domain does not have",
    severity: Severity::Error,
    references: &["the rule file, `mail`"],
    explain: include_str!("mail_policy_missing.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for cx in project.zones {
        let rules = cx.rules.mail_in(cx.place());
        if !rules.requires_any() || !mail_domains::is_for_rules(cx) {
            continue;
        }
        let mut list = MissingList::of(cx, "policies of mail");
        let mut add = |lacking: Lacking| {
            if let Some(finding) = lacking.found(cx) {
                list.add(finding, findings);
            }
        };
        for domain in mail_domains::of_zone(cx.zone) {
            for (policy, rule) in [
                (Policy::Spf, &rules.spf),
                (Policy::Dmarc, &rules.dmarc),
                (Policy::MtaSts, &rules.mta_sts),
                (Policy::TlsRpt, &rules.tls_rpt),
            ] {
                if let Some(rule) = required(rule).filter(|_| !has(project, cx, &domain, policy)) {
                    add(Lacking::of_domain(cx, &domain, policy, rule));
                }
            }
        }
        if let Some(rule) = required(&rules.null_policy).filter(|_| mail_domains::is_without_mail(cx)) {
            lacking_without_mail(project, cx, rule).into_iter().for_each(add);
        }
    }
}

/// The rule, if it is one that requires something, and that anybody is to be told of.
fn required(rule: &Option<Expected<Requirement>>) -> Option<&Expected<Requirement>> {
    rule.as_ref().filter(|rule| rule.stated.value == Requirement::Required && rule.severity != Some(Setting::Off))
}

fn has<'v>(project: &ProjectContext<'v>, cx: &ZoneContext<'v>, domain: &MailDomain, policy: Policy) -> bool {
    let Some(below) = cx.zone.labels_below_apex(domain.name) else { return true };
    let behind = |labels: &[&[u8]]| mail_domains::has_policy(cx, &[labels, &below].concat(), policy);
    // Nobody asks for a name below a wildcard but by way of it.
    let is_wildcard = cx.zone.is_wildcard(domain.name);
    match policy {
        Policy::Dmarc => mail_domains::has_dmarc(project, cx, domain.name),
        Policy::MtaSts => is_wildcard || behind(&[b"_mta-sts"]),
        Policy::TlsRpt => is_wildcard || behind(&[b"_smtp", b"_tls"]),
        _ => behind(&[]),
    }
}

/// What a domain lacks, and the rule that says so.
struct Lacking<'r> {
    at: Span,
    /// The name that lacks it, and the type of record it lacks.
    owner: String,
    rtype: RType,
    message: String,
    help: String,
    rule: &'r Expected<Requirement>,
}

impl<'r> Lacking<'r> {
    fn of_domain(
        cx: &ZoneContext,
        domain: &MailDomain,
        policy: Policy,
        rule: &'r Expected<Requirement>,
    ) -> Lacking<'r> {
        let name = cx.zone.name_text(domain.name);
        let (prefix, example) = match policy {
            Policy::Dmarc => ("_dmarc.", "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com"),
            Policy::MtaSts => ("_mta-sts.", "v=STSv1; id=20260101T000000"),
            Policy::TlsRpt => ("_smtp._tls.", "v=TLSRPTv1; rua=mailto:tls@example.com"),
            _ => ("", "v=spf1 mx -all"),
        };
        let owner = format!("{prefix}{name}");
        Lacking {
            at: cx.owner_or_type(domain.mx),
            message: format!("`{name}` has MX records, but no {} record, which a rule requires", policy.name()),
            help: format!("add a record such as `{owner} TXT \"{example}\"`"),
            owner,
            rtype: RType::TXT,
            rule,
        }
    }

    fn found(self, cx: &ZoneContext) -> Option<Diagnostic> {
        let severity = self.rule.severity.map_or(Some(META.severity), Setting::severity)?;
        let rtype = Some(self.rtype.mnemonic().to_string().into());
        let subject = Subject { zone: cx.zone.known_name(), owner: Some(self.owner.into()), rtype };
        let finding = Diagnostic::new(&META, self.at, self.message).severity(severity).help(self.help);
        let mut finding = finding.label(self.rule.stated.span, "required here").subject(subject);
        cx.asked_by(self.rule.stated.entry, &mut finding);
        Some(finding)
    }
}

/// What says of a domain that it has no mail: SPF and DMARC that let nobody pass, and an MX with `.` where senders would
/// take its address for a mail server (RFC 7505 section 1).
fn lacking_without_mail<'r, 'v>(
    project: &ProjectContext<'v>,
    cx: &ZoneContext<'v>,
    rule: &'r Expected<Requirement>,
) -> Vec<Lacking<'r>> {
    let (zone, apex) = (cx.zone, cx.zone.apex());
    let name = zone.shown_name();
    let lacking = |owner: String, rtype: RType, what: &str, example: &str| Lacking {
        at: place_of_missing(cx),
        message: format!("`{name}` has no mail, and lacks {what}, which a rule requires then"),
        help: format!("add `{owner} {} {example}`", rtype.mnemonic()),
        owner,
        rtype,
        rule,
    };
    let mut all = Vec::new();
    if !mail_domains::has_policy(cx, &[], Policy::Spf) {
        all.push(lacking(name.to_owned(), RType::TXT, "an SPF record that lets nobody pass", "\"v=spf1 -all\""));
    }
    if !mail_domains::has_dmarc(project, cx, apex) {
        let owner = zone.shown_below_apex("_dmarc");
        all.push(lacking(owner, RType::TXT, "a DMARC record", "\"v=DMARC1; p=reject\""));
    }
    if zone.has_address(apex) && !zone.has(apex, RType::MX) {
        all.push(lacking(name.to_owned(), RType::MX, "an MX with `.` beside its address", "0 ."));
    }
    all
}
