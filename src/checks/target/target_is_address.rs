//! An address where a name belongs.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::target_field;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "target-is-address",
    summary: "the target of a record that takes a name is an IP address",
    severity: Severity::Error,
    references: &["RFC 1035 section 3.3", "RFC 2181 section 10.3", "RFC 2782, \"Target\""],
    explain: include_str!("target_is_address.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let may_be = cx.zone.names_like_addresses();
    let addresses: Vec<NameId> = may_be.filter(|&name| is_address(cx.zone.written(name))).collect();
    if !addresses.is_empty() {
        report(cx, &addresses, findings);
    }
}

fn report(cx: &ZoneContext, addresses: &[NameId], findings: &mut FindingSink) {
    for (id, record) in cx.zone.records() {
        let is_address = |target: &NameId| addresses.binary_search(target).is_ok();
        // In a reverse zone aliases lead to names that are made of numbers (RFC 2317).
        let may_be_number = cx.is_reverse() && matches!(record.rtype, RType::CNAME | RType::DNAME);
        let Some(target) = record.target().filter(is_address).filter(|_| !may_be_number) else { continue };
        let Some(at) = target_field(record.rtype).and_then(|field| cx.zone.entry(id).field(field)) else { continue };
        let (rtype, name) = (record.rtype.mnemonic(), cx.zone.name_text(target));
        let message = format!("{rtype} takes a name, not an address; this is read as the name `{name}`");
        let help = match record.rtype {
            RType::PTR => "write the full name of the host with a final dot, as in `host.example.com.`",
            _ => "give the address an A or AAAA record, and point at the name of that record",
        };
        let finding = Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id));
        findings.add(finding.fix(as_address(cx, id, at)));
    }
}

/// An alias to an address was meant to be an address record.
fn as_address(cx: &ZoneContext, id: RecordId, at: Span) -> Option<Fix> {
    let text = std::str::from_utf8(cx.zone.bytes(at)).ok()?;
    let address = Some(text.trim_end_matches('.')).filter(|_| cx.zone.record(id).rtype == RType::CNAME)?;
    let rtype = match address.parse::<IpAddr>().ok()? {
        IpAddr::V4(_) => "A",
        IpAddr::V6(_) => "AAAA",
    };
    let entry = cx.zone.entry(id);
    let is_alone = cx.zone.rrset(cx.zone.record(id).owner, RType::CNAME).len() == 1;
    let fix = || Fix::unsure(entry.rtype(), rtype).and(at, address);
    is_alone.then(|| fix().titled(format!("write `{rtype} {address}`")))
}

/// Whether the text of a name is an address.
pub(in crate::checks) fn is_address(text: &[u8]) -> bool {
    let may_be = text.iter().all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':'));
    let parsed = |text: &str| text.parse::<Ipv4Addr>().is_ok() || text.parse::<Ipv6Addr>().is_ok();
    may_be && std::str::from_utf8(text).is_ok_and(parsed)
}
