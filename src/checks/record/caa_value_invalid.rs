//! The value of a CAA property that is not in its form.

use std::borrow::Cow;

use super::authorities;
use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE_OR_UNSAFE, Severity};
use crate::source::Span;
use crate::syntax::entry::shown;
use crate::syntax::iana::caa::{self, PropertyValue};
use crate::syntax::rdata::RType;
use crate::text::suggest::distance_within;
use crate::zone::{RecordId, Zone};

pub(super) static META: Meta = Meta {
    id: "caa-value-invalid",
    summary: "the value of a CAA record is not valid for its tag",
    severity: Severity::Error,
    references: &["RFC 8659 sections 4.2 and 4.4", "RFC 8657 sections 3 and 4"],
    explain: include_str!("caa_value_invalid.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

const TAG: usize = 1;
const VALUE: usize = 2;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, _, entry) in typed::records_that(cx, &[RType::CAA], |id| !is_plainly_good(cx.zone, id)) {
        let (Some(tag), Some(value), Some(at)) = (entry.field_text(TAG), entry.field_text(VALUE), entry.field(VALUE))
        else {
            continue;
        };
        // Of quotes that are none another check speaks, and an escape stands for anything.
        if value.iter().any(|b| !b.is_ascii() || *b == b'\\') {
            continue;
        }
        let Some(ValueFault { why, help, severity }) = fault(tag, value) else { continue };
        let tag = shown(tag).to_ascii_lowercase();
        let message = format!("`{}` is not a value for {tag}: {why}", shown(value));
        let finding = Diagnostic::new(&META, at, message).severity(severity).help(help.into_owned());
        findings.add(finding.subject(cx.subject(id)).fix(mended(cx.zone, at, value, tag.as_bytes())));
    }
}

/// Whether the value is one word in quotes that needs no closer look, as nearly all are.
fn is_plainly_good(zone: &Zone, id: RecordId) -> bool {
    let mut words = zone.rdata(id).words().skip(TAG);
    let (Some(tag), Some([b'"', value @ .., b'"'])) = (words.next(), words.next()) else { return false };
    // A quote in the tag starts the value, which is not what follows the blank then.
    let is_plain = tag.iter().all(u8::is_ascii_alphanumeric) && !value.iter().any(|b| matches!(b, b'"' | b'\\'));
    is_plain && fault(tag, value).is_none()
}

/// The value with the domain of the authority that was meant, without the final dot of its domain, or with the scheme of an e-mail address, if it is one then.
fn mended(zone: &Zone, at: Span, value: &[u8], tag: &[u8]) -> Option<Fix> {
    let value = std::str::from_utf8(value).ok()?;
    let (domain, rest) = value.split_at(value.find([';', ' ']).unwrap_or(value.len()));
    let quote = u32::from(zone.bytes(at).starts_with(b"\""));
    let inner = Span { start: at.start + quote, end: at.end - quote, ..at };
    let is_issuer = caa::value_of(tag) == Some(PropertyValue::Issuer);
    if let Some(meant) = authorities::meant_by(domain.as_bytes()).filter(|_| is_issuer) {
        return Some(Fix::unsure(inner, format!("{meant}{rest}")));
    }
    let meant = match domain.strip_suffix('.') {
        Some(domain) => format!("{domain}{rest}"),
        None if !value.contains([':', ' ']) && value.split('@').count() == 2 => format!("mailto:{value}"),
        None => return None,
    };
    fault(tag, meant.as_bytes()).is_none().then(|| Fix::safe(inner, meant))
}

/// What is wrong with a value, and what to do.
struct ValueFault {
    why: Cow<'static, str>,
    help: Cow<'static, str>,
    severity: Severity,
}

impl ValueFault {
    fn error(why: impl Into<Cow<'static, str>>, help: impl Into<Cow<'static, str>>) -> ValueFault {
        ValueFault { why: why.into(), help: help.into(), severity: Severity::Error }
    }

    fn warning(why: impl Into<Cow<'static, str>>, help: impl Into<Cow<'static, str>>) -> ValueFault {
        ValueFault { severity: Severity::Warning, ..ValueFault::error(why, help) }
    }
}

fn fault(tag: &[u8], value: &[u8]) -> Option<ValueFault> {
    match caa::value_of(tag)? {
        PropertyValue::Issuer => issuer_fault(value),
        PropertyValue::Url => url_fault(value),
        PropertyValue::Text => None,
    }
}

/// RFC 8659 section 4.4.
fn url_fault(value: &[u8]) -> Option<ValueFault> {
    let starts =
        |scheme: &str| value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()));
    let is_url = ["mailto:", "http:", "https:"].into_iter().any(starts);
    let help = "write `\"mailto:security@example.com\"`, or a URL with `https:`";
    (!is_url).then_some(ValueFault::error("it has to be a URL with `mailto:`, `http:` or `https:`", help))
}

/// RFC 8659 section 4.2: a domain, or none, and parameters behind a semicolon.
fn issuer_fault(value: &[u8]) -> Option<ValueFault> {
    let mut parts = value.split(|b| *b == b';').map(<[u8]>::trim_ascii);
    let domain = parts.next().unwrap_or_default();
    let is_label = |label: &[u8]| {
        label.first().is_some_and(u8::is_ascii_alphanumeric)
            && label.last().is_some_and(u8::is_ascii_alphanumeric)
            && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    };
    let help = "write the domain that the authority documents, such as `\"ca.example\"`";
    match domain {
        [] => {}
        [.., b'.'] => {
            return Some(ValueFault::error("the domain of an authority has no final dot", "remove the final dot"));
        }
        _ if domain.contains(&b',') => {
            return Some(ValueFault::error(
                "one record is for one authority",
                "write one CAA record for each authority",
            ));
        }
        _ if !domain.split(|b| *b == b'.').all(is_label) => {
            return Some(ValueFault::error("it is not the domain of a certification authority", help));
        }
        // The grammar has it.
        _ if !domain.contains(&b'.') => {
            let why = "a single label is not the domain of a certification authority";
            return Some(ValueFault::warning(why, help));
        }
        _ => {}
    }
    if let Some(meant) = authorities::meant_by(domain) {
        return Some(ValueFault::warning("no authority has this domain", format!("did you mean `{meant}`?")));
    }
    let is_no_account = |part: &[u8]| {
        let (name, value) = part.split_at(memchr::memchr(b'=', part).unwrap_or(part.len()));
        name.trim_ascii_end().eq_ignore_ascii_case(b"accounturi") && !value.contains(&b':')
    };
    if value.split(|b| *b == b';').skip(1).map(<[u8]>::trim_ascii).any(is_no_account) {
        return Some(ValueFault::error(
            "`accounturi` has to be a URI",
            "write the URI of the account, as the authority shows it",
        ));
    }
    let is_parameter = |part: &[u8]| {
        let mut halves = part.splitn(2, |b| *b == b'=');
        let is_tag = halves.next().is_some_and(|tag| is_label(tag.trim_ascii()));
        is_tag && halves.next().is_some_and(|value| value.trim_ascii().iter().all(u8::is_ascii_graphic))
    };
    let is_bad = |part: &[u8]| !part.is_empty() && !is_parameter(part);
    if parts.any(is_bad) {
        return Some(ValueFault::error("after the `;` come parameters, as in `accounturi=...`", "write `name=value`"));
    }
    value.split(|b| *b == b';').skip(1).find_map(parameter_fault)
}

/// RFC 8657 sections 3 and 4.
const PARAMETERS: [&str; 2] = ["accounturi", "validationmethods"];

/// The registry of ACME validation methods (RFC 8555 section 9.7.8), with those that authorities take in 2026.
const METHODS: [&str; 9] = [
    "http-01",
    "dns-01",
    "tls-alpn-01",
    "tls-sni-01",
    "dns-account-01",
    "dns-persist-01",
    "email-reply-00",
    "tkauth-01",
    "onion-csr-01",
];

/// A parameter or method that is a slip away from a known one: authorities pass over the one, and take the other for
/// none of theirs. Others are for the authorities to define.
fn parameter_fault(part: &[u8]) -> Option<ValueFault> {
    let (name, value) = std::str::from_utf8(part).ok()?.split_once('=')?;
    let name = name.trim();
    if !PARAMETERS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        let near = |known: &&str| distance_within(&name.to_ascii_lowercase(), known, 2).is_some();
        let meant = PARAMETERS.into_iter().find(near)?;
        let why = format!("`{name}` is not a known parameter, and is ignored");
        return Some(ValueFault::warning(why, format!("did you mean `{meant}`?")));
    }
    if !name.eq_ignore_ascii_case(PARAMETERS[1]) {
        return None;
    }
    let unknown = value.split(',').map(str::trim).filter(|method| !METHODS.contains(method));
    unknown.filter(|method| !method.starts_with("ca-")).find_map(|method| {
        let bare = |known: &&str| known.rsplit_once('-').is_some_and(|(bare, _)| bare == method);
        // Methods of few letters are near to each other.
        let near = |known: &&str| method.len() > 4 && distance_within(method, known, 1).is_some();
        let meant = METHODS.into_iter().find(bare).or_else(|| METHODS.into_iter().find(near))?;
        let why = format!("`{method}` is not a validation method");
        Some(ValueFault::warning(why, format!("did you mean `{meant}`?")))
    })
}
