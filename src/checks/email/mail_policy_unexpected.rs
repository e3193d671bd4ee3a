//! A policy of mail that allows more than a rule does.

use super::dkim_key::Key;
use super::mail_domains;
use super::mail_text::{MailText, Policy};
use super::octets::Fault;
use super::spf_terms::Term;
use super::tags::{DMARC_POLICIES, Tag};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, Severity};
use crate::ruleset::{DmarcPolicy, Expected, Requirement, Setting, TargetPattern};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "mail-policy-unexpected",
    summary: "a policy of mail asks for less than a rule does, has a shorter key, or includes what the rule does not allow",
    severity: Severity::Warning,
    references: &["the rule file, `mail`"],
    explain: include_str!("mail_policy_unexpected.md"),
    ..Meta::DEFAULT
};

/// Longer lists are not read in a message.
const SHOWN: usize = 3;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let rules = cx.rules.mail_in(cx.place());
    let dmarc = |text: &MailText| text.is_read_as(Policy::Dmarc) && text.at == Some(Policy::Dmarc) && !text.is_report;
    if let Some(least) = &rules.dmarc_policy {
        report(cx, findings, least, dmarc, |text| dmarc_fault(text.tags(), least.stated.value).into_iter().collect());
    }
    if let Some(least) = &rules.dkim_bits {
        let bits = usize::from(least.stated.value.0);
        report(
            cx,
            findings,
            least,
            |text| text.is_read_as(Policy::Dkim),
            |text| key_fault(text, bits).into_iter().collect(),
        );
    }
    if let Some(allowed) = &rules.spf_includes {
        let zone = cx.place().zone;
        let faults = |text: &MailText| include_faults(text, &allowed.stated.value, zone);
        report(cx, findings, allowed, |text| text.is_sound_spf(), faults);
    }
    let null = rules.null_policy.as_ref().filter(|null| null.stated.value == Requirement::Required);
    if let Some(null) = null.filter(|_| mail_domains::is_for_rules(cx) && mail_domains::is_without_mail(cx)) {
        let is_of_apex = |text: &MailText, below: &[&[u8]]| {
            cx.zone.labels_below_apex(cx.zone.record(text.record).owner).is_some_and(|labels| {
                labels.len() == below.len()
                    && labels.iter().zip(below).all(|(one, other)| one.eq_ignore_ascii_case(other))
            })
        };
        report(
            cx,
            findings,
            null,
            |text| text.is_sound_spf() && is_of_apex(text, &[]),
            |text| open_end(text).into_iter().collect(),
        );
        let is_dmarc = |text: &MailText| dmarc(text) && is_of_apex(text, &[b"_dmarc"]);
        let least = rules.dmarc_policy.as_ref().map(|least| least.stated.value);
        // Of a policy that is too weak for any domain the rule for all of them speaks.
        let fault = |text: &MailText| {
            let is_told = least.is_some_and(|least| dmarc_fault(text.tags(), least).is_some());
            dmarc_fault(text.tags(), DmarcPolicy::Reject).filter(|_| !is_told).into_iter().collect()
        };
        report(cx, findings, null, is_dmarc, fault);
    }
}

/// Reports what a rule does not allow, with its line.
fn report<T>(
    cx: &ZoneContext,
    findings: &mut FindingSink,
    rule: &Expected<T>,
    is_asked: impl Fn(&MailText) -> bool,
    faults: impl Fn(&MailText) -> Vec<Fault>,
) {
    let Some(severity) = rule.severity.map_or(Some(META.severity), Setting::severity) else { return };
    for text in cx.mail_texts().iter().filter(|text| is_asked(text)) {
        for fault in faults(text) {
            let mut finding = fault.found(cx, &META, text).severity(severity).label(rule.stated.span, "the rule");
            cx.asked_by(rule.stated.entry, &mut finding);
            findings.add(finding);
        }
    }
}

/// What makes a policy of DMARC weaker than it is to be. Of one without `p` another check speaks.
pub(super) fn dmarc_fault<'t>(tags: impl Iterator<Item = Tag<'t>> + Clone, least: DmarcPolicy) -> Option<Fault> {
    let tag = |name: &str| tags.clone().find(|tag| tag.is(name.as_bytes()));
    let strength =
        |tag: &Tag| DMARC_POLICIES.iter().position(|policy| policy.as_bytes().eq_ignore_ascii_case(tag.value));
    strength(&tag("p")?)?;
    let is_weak = |tag: &Tag| strength(tag).is_some_and(|strength| strength < least as usize);
    if let Some(weak) = ["p", "sp", "np"].into_iter().filter_map(tag).find(is_weak) {
        let message = format!("`{}` asks for less than `{least}`, which a rule requires", shown(weak.text));
        let help = format!("write `{}={least}`", shown(weak.name));
        return Some(Fault::warning(weak.octets(), message).help(help));
    }
    let number = |tag: &Tag| std::str::from_utf8(tag.value).ok().and_then(|value| value.parse::<u32>().ok());
    let is_test = |tag: &Tag| tag.is(b"t") && tag.value.eq_ignore_ascii_case(b"y");
    let is_part = |tag: &Tag| tag.is(b"pct") && number(tag).is_some_and(|number| number < 100);
    let test = tags.clone().find(|tag| least > DmarcPolicy::None && (is_test(tag) || is_part(tag)))?;
    let message =
        format!("with `{}` receivers apply a weaker policy than `{least}`, which a rule requires", shown(test.text));
    Some(Fault::warning(test.octets(), message).help("remove it"))
}

fn key_fault(text: &MailText, least: usize) -> Option<Fault> {
    let key = text.tags().find(|tag| tag.is(b"p"))?;
    // Of keys that nobody takes another check speaks.
    let Some(Key::Rsa { bits: bits @ 1024.. }) = text.key else { return None };
    let message = format!("the key has {bits} bits, but a rule requires {least}");
    let help = format!("make a key of {least} bits, and publish it under another selector");
    (bits < least).then(|| Fault::warning(key.value_octets(), message).help(help))
}

fn include_faults(text: &MailText, allowed: &[TargetPattern], zone: &str) -> Vec<Fault> {
    let includes = text.terms().filter(|term| term.is("include") || term.is("redirect"));
    let wrong = includes.filter(|term| {
        let name = String::from_utf8_lossy(term.value().unwrap_or_default());
        !allowed.iter().any(|pattern| pattern.matches(&name, zone))
    });
    let fault = |term: Term| {
        let names: Vec<String> = allowed.iter().take(SHOWN).map(|pattern| format!("`{pattern}`")).collect();
        let more = if allowed.len() > SHOWN { " and others" } else { "" };
        let help = match names.as_slice() {
            [] => "remove it: the rule allows none".to_owned(),
            names => format!("allowed: {}{more}", names.join(", ")),
        };
        let message = format!("`{}` is not among the policies that a rule allows", shown(term.text));
        Fault::warning(term.octets(), message).help(help)
    };
    wrong.map(fault).collect()
}

/// A policy of a domain without mail that leaves senders undecided.
fn open_end(text: &MailText) -> Option<Fault> {
    let all = text.terms().find(|term| term.is("all"));
    if all.as_ref().is_some_and(|all| all.qualifier == Some(b'-')) {
        return None;
    }
    let octets = all.map_or(0..text.text.len(), |all| all.octets());
    let message = "the domain has no mail, and a rule requires that its SPF record lets nobody pass";
    Some(Fault::warning(octets, message).help("write `\"v=spf1 -all\"`"))
}
