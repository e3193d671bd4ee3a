//! A comma typed for a dot, and an `@` within a longer name.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE_OR_UNSAFE, Severity};
use crate::source::Span;
use crate::syntax::entry::shown;
use crate::zone::{CharClasses, NameId, RecordId, target_field};

pub(super) static META: Meta = Meta {
    id: "comma-or-at-in-name",
    summary: "a name has a comma, or an `@` as one of its labels",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1", "RFC 1123 section 2.1"],
    explain: include_str!("comma_or_at_in_name.md"),
    is_merged: true,
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

/// What stands in a name and in none that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::checks) enum Sign {
    /// A comma, beside the dot on most keyboards.
    Comma,
    /// The origin, written as a label.
    At,
}

/// The mailbox of the SOA is a name that leads nowhere.
const RNAME: usize = 1;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if let (Some(soa), Some(entry)) = (cx.zone.soa(), cx.soa())
        && let (Some(at), Some(_)) = (entry.field(RNAME), entry.field_text(RNAME).and_then(sign_in))
    {
        report(cx, soa, at, findings);
    }
    let has_sign = |&name: &NameId| sign_in(cx.zone.written(name)).is_some();
    // In the order of their numbers.
    let names: Vec<NameId> = cx.zone.names_having(CharClasses::STRANGE_OR_AT).filter(has_sign).collect();
    if names.is_empty() {
        return;
    }
    let has_sign = |name: NameId| names.binary_search(&name).is_ok();
    let mut told = None;
    for (id, record) in cx.zone.records() {
        if has_sign(record.owner) && told != Some(record.owner) {
            told = Some(record.owner);
            report(cx, id, cx.zone.entry(id).owner(), findings);
        }
        if record.target().is_some_and(has_sign)
            && let Some(at) = target_field(record.rtype).and_then(|field| cx.zone.entry(id).field(field))
        {
            report(cx, id, at, findings);
        }
    }
}

fn report(cx: &ZoneContext, id: RecordId, at: Span, findings: &mut FindingSink) {
    let text = cx.zone.bytes(at);
    let written = shown(text);
    let (message, key, help) = match sign_in(text) {
        Some(Sign::Comma) => (
            format!("`{written}` has a comma where a dot is needed"),
            "comma",
            format!("write `{}`", written.replace(',', ".")),
        ),
        Some(Sign::At) => (
            format!("`{written}` has the label `@`, which is the origin only if it is the whole name"),
            "at",
            format!("write `{}`", without_at(&written)),
        ),
        None => return,
    };
    let finding = Diagnostic::new(&META, at, message).help(help).key(&[key.as_bytes()]).subject(cx.subject(id));
    findings.add(finding.fix(mended(cx, id, at)));
}

/// The name without the sign. What is left is proven where the label was the origin, which is there without it, and
/// where the name exists.
fn mended(cx: &ZoneContext, id: RecordId, at: Span) -> Option<Fix> {
    let text = std::str::from_utf8(cx.zone.bytes(at)).ok()?;
    let meant = match sign_in(text.as_bytes())? {
        Sign::At => return Some(Fix::safe(at, without_at(text))).filter(|_| !text.ends_with('.')),
        Sign::Comma => text.replace(',', "."),
    };
    let full = String::from_utf8(cx.zone.full_name(id, meant.as_bytes())).ok()?;
    let exists = cx.zone.find(&full).is_some_and(|name| cx.zone.is_owner(name));
    let is_target = at != cx.zone.entry(id).owner();
    Some(if exists && is_target { Fix::safe(at, meant) } else { Fix::unsure(at, meant) })
}

/// A relative name is below the origin without it, and another one is complete.
fn without_at(text: &str) -> String {
    let labels: Vec<&str> = text.split('.').filter(|label| *label != "@").collect();
    labels.join(".")
}

/// The sign that the text of a name has and no name that was meant.
pub(in crate::checks) fn sign_in(text: &[u8]) -> Option<Sign> {
    memchr::memchr2(b',', b'@', text).and_then(|_| odd_sign(text))
}

fn odd_sign(text: &[u8]) -> Option<Sign> {
    // Names for people stand before the service, as in `Printer, 2nd floor._ipp._tcp` (RFC 6763 section 4.1.1).
    let is_instance = !text.starts_with(b"_") && memchr::memmem::find(text, b"._").is_some();
    let is_of_hosts = |b: &u8| b.is_ascii_alphanumeric() || b"-_.*,".contains(b);
    let labels = || text.split(|&b| b == b'.');
    let has_letter = |part: &[u8]| part.iter().any(u8::is_ascii_alphabetic);
    if is_instance {
        return None;
    }
    let is_label = |label: &[u8]| !label.is_empty();
    if labels().any(|label| label == b"@") && labels().filter(|label| is_label(label)).count() > 1 {
        return Some(Sign::At);
    }
    // Lists of numbers make names in zones without classes: `16,31`.
    let is_comma = text.contains(&b',') && text.iter().all(is_of_hosts) && has_letter(text);
    is_comma.then_some(Sign::Comma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_seen_where_no_name_has_them() {
        for (text, sign) in [
            ("www,example.com.", Some(Sign::Comma)),
            ("mx,1", Some(Sign::Comma)),
            ("ns1.example.com,", Some(Sign::Comma)),
            ("_sip,_tls", Some(Sign::Comma)),
            ("_sip._tls.@", Some(Sign::At)),
            ("@.example.com.", Some(Sign::At)),
            ("@", None),
            ("@.", None),
            ("16,31", None),
            (r"a\,b", None),
            ("Printer,2._ipp._tcp", None),
            ("anna@host.example.com.", None),
        ] {
            assert_eq!(sign_in(text.as_bytes()), sign, "{text}");
        }
    }
}
