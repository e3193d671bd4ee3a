//! A policy that receivers do not take for one, as it does not start as it has to.

use super::mail_text::{MailText, Policy};
use super::octets::Fault;
use super::report::report;
use super::spf_version;
use super::tags;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE_OR_UNSAFE, Severity};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "policy-version-invalid",
    summary: "an SPF, DKIM, DMARC or other policy does not start with its version, and is ignored",
    severity: Severity::Error,
    references: &[
        "RFC 7208 section 4.5",
        "RFC 6376 section 3.6.1",
        "RFC 9989 section 4.7",
        "RFC 8461 section 3.1",
        "RFC 8460 section 3",
    ],
    explain: include_str!("policy_version_invalid.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    report(
        cx,
        findings,
        &META,
        |text| text.text.is_ascii(),
        |text| text.passed_over().map(|policy| fault_of(policy, text)),
    );
}

fn fault_of(policy: Policy, text: &MailText) -> Fault {
    let (name, version, text) = (policy.name(), policy.version(), &*text.text);
    let effect = format!("receivers see no {name} record");
    let start = format!("`v={version}{}`", if policy == Policy::Spf { "" } else { ";" });
    let blanks = text.len() - text.trim_ascii_start().len();
    if let Some(octets) = spf_version::mistyped(text).filter(|_| policy == Policy::Spf) {
        let message = format!("the version is `{}`: {effect}", shown(&text[octets.clone()]));
        return Fault::warning(octets.clone(), message).help(format!("did you mean {start}?")).maybe(octets, "v=spf1");
    }
    let fault = |octets, what: String, help: String| Fault::error(octets, format!("{what}: {effect}")).help(help);
    match text {
        _ if blanks > 0 => {
            let found = fault(0..blanks, "a space is before the version".into(), "remove the space".into());
            found.instead(0..blanks, "")
        }
        [b'"' | b'\'', ..] => {
            let help = "write quotes around the text once, without backslashes";
            fault(0..1, "a quote is part of the text, before the version".into(), help.into())
        }
        [b'v' | b'V', rest @ ..] if rest.trim_ascii_start().starts_with(b"=") => {
            let word = &rest[memchr::memchr(b'=', rest).map_or(0, |at| at + 1)..];
            let from = text.len() - word.trim_ascii_start().len();
            behind_version(policy, text, from, &fault, &start)
        }
        _ => {
            let version = tags::of(text).find(|tag| tag.is(b"v"));
            let octets = version.map_or(0..text.len(), |tag| tag.octets());
            let what = if version.is_some() { "the version does not stand first" } else { "the version is missing" };
            fault(octets, what.into(), format!("start the text with {start}"))
        }
    }
}

/// The version is misspelt, or something else follows it than may.
fn behind_version(
    policy: Policy,
    text: &[u8],
    from: usize,
    fault: &dyn Fn(std::ops::Range<usize>, String, String) -> Fault,
    start: &str,
) -> Fault {
    let length = version_length(&text[from..]);
    let (word, rest) = text[from..].split_at(length);
    let octets = from..from + length;
    if !word.eq_ignore_ascii_case(policy.version().as_bytes()) {
        let found =
            fault(octets.clone(), format!("the version is `{}`", shown(word)), format!("did you mean {start}?"));
        let found = found.maybe(octets, policy.version());
        // It may be that of another scheme.
        let is_other = policy == Policy::Spf && word.len() > 4 && word.iter().all(u8::is_ascii_alphanumeric);
        return if is_other { Fault { severity: Severity::Warning, ..found } } else { found };
    }
    if policy != Policy::Spf && word != policy.version().as_bytes() {
        let what = format!("the version is `{}`, and its case counts", shown(word));
        return fault(octets.clone(), what, format!("write {start}")).instead(octets, policy.version());
    }
    let sign = from + length..(from + length + 1).min(text.len());
    match rest.trim_ascii_start() {
        [b'\\', ..] => {
            let help = "write `;` in the quotes without a backslash; panels that escape twice leave one";
            fault(sign.clone(), "a backslash is part of the text, behind the version".into(), help.into())
        }
        [] if policy != Policy::Spf => {
            fault(sign.clone(), "a `;` has to follow the version".into(), format!("start the text with {start}"))
                .instead(sign.end..sign.end, ";")
        }
        _ if policy == Policy::Spf => {
            let found = fault(
                sign.clone(),
                "a space has to follow the version".into(),
                format!("write {start}, a space and the terms"),
            );
            match space_meant(rest) {
                Some((length, meant)) => found.instead(sign.start..sign.start + length, meant),
                None => found,
            }
        }
        [b';', ..] => {
            fault(0..from + length, "the version is not written as it has to be".into(), format!("write {start}"))
        }
        rest => {
            let found =
                fault(sign.clone(), "a `;` has to follow the version".into(), format!("start the text with {start}"));
            match rest {
                [b':' | b',' | b'.', ..] => found.instead(sign, ";"),
                _ => found.instead(sign.start..sign.start, ";"),
            }
        }
    }
}

/// What stands behind the version of SPF in place of the space, or beside it: its length, and what was meant. Semicolons
/// mostly stand between the terms as well; no term has one.
fn space_meant(rest: &[u8]) -> Option<(usize, String)> {
    match rest {
        [b';', terms @ ..] if terms.contains(&b';') => {
            let terms = rest.split(|byte| matches!(byte, b';' | b' ')).filter(|term| !term.is_empty());
            Some((rest.len(), terms.map(|term| format!(" {}", String::from_utf8_lossy(term))).collect()))
        }
        [b',', terms @ ..] if terms.contains(&b',') => None,
        [b',' | b';' | b':' | b'.', b' ', ..] => Some((1, String::new())),
        [b',' | b';' | b':' | b'.', ..] => Some((1, " ".into())),
        _ => None,
    }
}

/// How long a version is, with what people write behind it: `spf1.0`, `DMARC 1`.
fn version_length(text: &[u8]) -> usize {
    let count = |text: &[u8], is: fn(&u8) -> bool| text.iter().take_while(|b| is(b)).count();
    let length = count(text, u8::is_ascii_alphanumeric);
    let (word, rest) = text.split_at(length);
    let digits = rest.get(1..).map_or(0, |more| count(more, u8::is_ascii_digit));
    let is_end = matches!(rest.get(1 + digits), None | Some(b' ' | b';'));
    let is_more = match rest.first() {
        Some(b'.') => true,
        Some(b' ') => is_end && word.iter().all(u8::is_ascii_alphabetic),
        _ => false,
    };
    if is_more && digits > 0 { length + 1 + digits } else { length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_are_judged() {
        let judge = |policy: Policy, text: &str| {
            assert!(!policy.is_selected(text.as_bytes()), "{text}");
            let text = MailText::of_text(policy, text.as_bytes());
            fault_of(policy, &text)
        };
        for (policy, text, message) in [
            (Policy::Spf, " v=spf1 -all", "a space is before"),
            (Policy::Spf, "\"v=spf1 -all\"", "a quote is part"),
            (Policy::Spf, "v=spf1, mx -all", "a space has to follow"),
            (Policy::Spf, "v=spf1; mx; -all", "a space has to follow"),
            (Policy::Spf, "v=spf1;mx;-all", "a space has to follow"),
            (Policy::Spf, "v=spf10 mx -all", "the version is `spf10`"),
            (Policy::Spf, "v=spf1.0 mx -all", "the version is `spf1.0`"),
            (Policy::Spf, "v=spf 1 mx -all", "the version is `spf 1`"),
            (Policy::Dmarc, "v=dmarc1; p=none", "its case counts"),
            (Policy::Dmarc, "v=DMARC1: p=none", "a `;` has to follow"),
            (Policy::Dmarc, "v=DMARC1 p=none", "a `;` has to follow"),
            (Policy::Dmarc, "p=none; v=DMARC1", "does not stand first"),
            (Policy::Dmarc, "v=DMARC1\\; p=none", "a backslash is part"),
            (Policy::Dkim, "v=DKIM; p=", "the version is `DKIM`"),
            (Policy::MtaSts, "v=STSv1", "a `;` has to follow"),
            (Policy::TlsRpt, "v=TLSRPT1; rua=", "the version is `TLSRPT1`"),
            (Policy::Bimi, "v=BIMI2; l=", "the version is `BIMI2`"),
        ] {
            let fault = judge(policy, text);
            assert!(fault.message.contains(message), "{text}: {}", fault.message);
        }
    }
}
