//! Owners of addresses and mail that are no host names.

use std::borrow::Cow;

use super::comma_or_at_in_name::sign_in;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::text::escape::unescape_lossy;
use crate::zone::NameId;

pub(super) static META: Meta = Meta {
    id: "host-name-invalid",
    summary: "a name with an address or MX record is not a valid host name (letters, digits, inner hyphens)",
    severity: Severity::Warning,
    references: &["RFC 952", "RFC 1123 section 2.1", "RFC 5891 section 4.2.3.1"],
    explain: include_str!("host_name_invalid.md"),
    ..Meta::DEFAULT
};

/// What is wrong with a label.
#[derive(Clone, Copy)]
enum Flaw {
    /// A character no host name has.
    Character(u8),
    /// An underscore that does not start the label.
    Underscore,
    /// A hyphen at its start or end.
    Edge,
    /// Hyphens as the third and fourth character, which mark encoded names, in one that is not.
    Reserved,
}

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let addressed = cx.zone.odd_names().filter(|&name| cx.zone.has_address(name));
    let mailed = cx.zone.of_type(RType::MX).map(|(_, record)| record.owner);
    let mut hosts: Vec<NameId> = addressed.chain(mailed.filter(|&name| cx.zone.is_odd(name))).collect();
    hosts.sort_unstable();
    hosts.dedup();
    for name in hosts.into_iter().filter(|&name| cx.zone.is_in_zone(name)) {
        let written = cx.zone.written(name);
        let octets =
            if written.contains(&b'\\') { Cow::Owned(unescape_lossy(written)) } else { Cow::Borrowed(written) };
        if let Some(flaw) = flaw_of(&octets).filter(|_| sign_in(written).is_none()) {
            findings.extend(finding(cx, name, flaw));
        }
    }
}

/// What is wrong with a name; nothing where underscores set it apart from host names, as
/// in `gc._msdcs` (RFC 8552).
fn flaw_of(name: &[u8]) -> Option<Flaw> {
    let is_plain = |b: &u8| b.is_ascii_alphanumeric() || *b == b'.';
    let first = name.iter().position(|b| !is_plain(b))?;
    let text = name.strip_prefix(b"*.").unwrap_or(name);
    if text == b"*" || text == b"@" || text.starts_with(b"_") || memchr::memmem::find(text, b"._").is_some() {
        return None;
    }
    // Of letters outside ASCII, control characters and comments other checks speak.
    let is_foreign = |b: &u8| !b.is_ascii() || b.is_ascii_control();
    if name.iter().any(is_foreign) || name.starts_with(b"#") || name.starts_with(b"//") {
        return None;
    }
    let rest = &name[first..];
    if let Some(&odd) = rest.iter().find(|b| !is_plain(b) && !matches!(b, b'-' | b'_' | b'*')) {
        return Some(Flaw::Character(odd));
    }
    if rest.contains(&b'_') {
        return Some(Flaw::Underscore);
    }
    text.split(|&b| b == b'.').find_map(|label| match label {
        [b'-', ..] | [.., b'-'] => Some(Flaw::Edge),
        [a, b, b'-', b'-', ..] if !matches!((a | 32, b | 32), (b'x', b'n')) => Some(Flaw::Reserved),
        _ => None,
    })
}

fn finding(cx: &ZoneContext, name: NameId, flaw: Flaw) -> Option<Diagnostic> {
    let is_host = |rtype: RType| matches!(rtype, RType::A | RType::AAAA | RType::MX);
    let records = cx.zone.records_of(name).iter().copied();
    let first = records.filter(|&id| is_host(cx.zone.record(id).rtype)).min()?;
    let (owner, rtype) = (cx.zone.name_text(name), cx.zone.record(first).rtype.mnemonic());
    let (what, severity) = match flaw {
        Flaw::Character(b' ') => ("a space".to_owned(), Severity::Warning),
        Flaw::Character(byte) => (format!("a `{}`", byte as char), Severity::Warning),
        Flaw::Underscore => ("an underscore".to_owned(), Severity::Info),
        Flaw::Edge => ("a hyphen at the end of a label".to_owned(), Severity::Info),
        Flaw::Reserved => {
            ("hyphens in third and fourth position, which only encoded (IDN) names have".to_owned(), Severity::Info)
        }
    };
    let message = format!("`{owner}` has {rtype} but is not a valid host name: it has {what}");
    let help = "host names have letters, digits and hyphens; some programs refuse any other";
    let finding = Diagnostic::new(&META, cx.zone.entry(first).owner(), message).severity(severity);
    Some(finding.help(help).subject(cx.subject(first)))
}
