//! A DMARC record that asks receivers for little, or has tags that they ignore.

use super::mail_policy_unexpected;
use super::mail_text::{MailText, Policy};
use super::octets::Fault;
use super::report::report;
use super::report_address;
use super::tags::{DMARC_POLICIES, Tag};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, Severity};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "dmarc-weak",
    summary: "a DMARC record asks for nothing, protects subdomains less, or has tags that are ignored",
    severity: Severity::Info,
    references: &["RFC 9989 sections 4.6 and 4.7", "RFC 9989 appendix A.6"],
    explain: include_str!("dmarc_weak.md"),
    ..Meta::DEFAULT
};

/// Tags of RFC 7489 that RFC 9989 dropped, with the values that they stand for where they are not written: to ignore
/// those changes nothing.
const OLD: [(&str, &[u8]); 3] = [("pct", b"100"), ("rf", b"afrf"), ("ri", b"86400")];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let rule = cx.rules.mail_in(cx.place()).dmarc_policy.map(|rule| rule.stated.value);
    let is_told =
        |text: &MailText| rule.is_some_and(|least| mail_policy_unexpected::dmarc_fault(text.tags(), least).is_some());
    let is_asked = |text: &MailText| text.is_read_as(Policy::Dmarc) && !text.is_report && !is_told(text);
    // Of one record the first is enough: all are advice.
    report(cx, findings, &META, is_asked, |text| fault_of(text.tags()));
}

fn fault_of<'t>(tags: impl Iterator<Item = Tag<'t>> + Clone) -> Option<Fault> {
    let tag = |name: &str| tags.clone().find(|tag| tag.is(name.as_bytes()));
    let policy = tag("p")?;
    let strength =
        |tag: &Tag| DMARC_POLICIES.iter().position(|policy| policy.as_bytes().eq_ignore_ascii_case(tag.value));
    let strong = strength(&policy)?;
    if strong == 0 && tag("rua").is_none() {
        let fault =
            Fault::info(policy.octets(), "`p=none` without `rua` does nothing: receivers neither act nor report");
        return Some(fault.help("add `rua=mailto:` and an address for reports"));
    }
    let is_weaker = |tag: &Tag| strength(tag).is_some_and(|weak| weak < strong);
    if let Some(sub) = tag("sp").filter(is_weaker) {
        let message =
            format!("`{}` asks less for subdomains than `{}` for the domain", shown(sub.text), shown(policy.text));
        return Some(Fault::info(sub.octets(), message).help("leave it out, unless subdomains are to be weaker"));
    }
    if let Some(test) = tag("t").filter(|test| test.value.eq_ignore_ascii_case(b"y") && strong > 0) {
        let fault = Fault::info(test.octets(), "`t=y` says that the policy is tested: receivers apply a weaker one");
        return Some(fault.help("remove it after the test"));
    }
    if let Some(old) = OLD.into_iter().find_map(|(name, default)| tag(name).filter(|tag| tag.value != default)) {
        let message =
            format!("the tag `{}` is not in RFC 9989, and ignored by receivers that follow it", shown(old.name));
        return Some(Fault::info(old.octets(), message).help("remove it; `t=y` says that a policy is tested"));
    }
    if let Some(options) = tag("fo").filter(|_| tag("ruf").is_none()) {
        return Some(
            Fault::info(options.octets(), "`fo` is ignored where there is no `ruf`").help("remove it, or add `ruf`"),
        );
    }
    let addresses =
        ["rua", "ruf"].into_iter().filter_map(tag).flat_map(|tag| report_address::of(&tag).collect::<Vec<_>>());
    let sized = addresses.into_iter().find(|address| address.domain().is_some() && address.text.contains(&b'!'))?;
    Some(Fault::info(sized.octets(), "the size behind the address is ignored").help("remove it, from the `!` on"))
}

#[cfg(test)]
mod tests {
    use super::super::tags;
    use super::*;

    #[test]
    fn records_are_judged() {
        for (text, message) in [
            ("v=DMARC1; p=none", Some("does nothing")),
            ("v=DMARC1; p=none; rua=mailto:d@example.org", None),
            ("v=DMARC1; p=reject", None),
            ("v=DMARC1; p=reject; sp=none", Some("asks less for subdomains")),
            ("v=DMARC1; p=none; sp=reject; rua=mailto:d@example.org", None),
            ("v=DMARC1; p=reject; t=y", Some("is tested")),
            ("v=DMARC1; p=reject; pct=50", Some("`pct` is not in RFC 9989")),
            ("v=DMARC1; p=reject; pct=100; rf=afrf; ri=86400", None),
            ("v=DMARC1; p=reject; ri=3600", Some("`ri` is not in RFC 9989")),
            ("v=DMARC1; p=reject; fo=1", Some("no `ruf`")),
            ("v=DMARC1; p=reject; rua=mailto:d@example.org!10m", Some("the size")),
        ] {
            let fault = fault_of(tags::of(text.as_bytes()));
            assert_eq!(fault.is_some(), message.is_some(), "{text}: {fault:?}");
            assert!(fault.is_none_or(|fault| fault.message.contains(message.unwrap_or_default())), "{text}");
        }
    }
}
