//! A host with a name that no host has.

use super::target_is_address::is_address;
use crate::checks::name::comma_or_at_in_name::sign_in;
use crate::checks::name::name_is_url_or_email::is_foreign;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::zone::target_field;
use crate::zone::{CharClasses, NameId};

pub(super) static META: Meta = Meta {
    id: "target-not-host-name",
    summary: "an NS, MX, SRV or SOA record points at a name that is not a valid host name",
    severity: Severity::Warning,
    references: &["RFC 1123 section 2.1", "RFC 1912 section 2.1"],
    explain: include_str!("target_not_host_name.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Hosts of this zone are looked at where their addresses stand.
    let others = cx.zone.names_having(CharClasses::NO_HOST).filter(|&name| !cx.zone.is_owner(name));
    let odd: Vec<NameId> = others.filter(|&name| is_odd(cx.zone.written(name))).collect();
    if !odd.is_empty() {
        report(cx, &odd, findings);
    }
}

fn report(cx: &ZoneContext, odd: &[NameId], findings: &mut FindingSink) {
    for (id, record) in cx.zone.records() {
        let is_host = matches!(record.rtype, RType::NS | RType::MX | RType::SRV | RType::SOA);
        let is_odd = |name: &NameId| is_host && odd.binary_search(name).is_ok();
        let Some(target) = record.target().filter(is_odd) else { continue };
        let Some(at) = target_field(record.rtype).and_then(|field| cx.zone.entry(id).field(field)) else { continue };
        let written = cx.zone.written(target);
        let stranger = written.iter().copied().find(|b| !is_of_hosts(*b)).unwrap_or(b'_');
        let severity = if stranger == b'_' { Severity::Info } else { META.severity };
        let shown_stranger = if stranger.is_ascii() { shown(&[stranger]).into_owned() } else { "…".to_owned() };
        let message = format!("`{}` is not a valid host name: it has `{shown_stranger}`", shown(written));
        let help = "host names have letters, digits and hyphens; give the host such a name";
        findings.add(Diagnostic::new(&META, at, message).severity(severity).help(help).subject(cx.subject(id)));
    }
}

fn is_of_hosts(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
}

fn is_odd(text: &[u8]) -> bool {
    let is_plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    !text.iter().all(is_plain)
        && text != b"@"
        && !text.ends_with(b"@Z")
        && !is_address(text)
        && !is_foreign(text)
        && sign_in(text).is_none()
}
