//! Addresses that the Internet does not route.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "address-not-public",
    summary: "an address is private, of the local host or link, or reserved for documentation",
    severity: Severity::Info,
    references: &["RFC 1918", "RFC 4193", "RFC 5737", "RFC 6890"],
    explain: include_str!("address_not_public.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, record) in [RType::A, RType::AAAA].into_iter().flat_map(|rtype| cx.zone.of_type(rtype)) {
        let text = cx.zone.rdata(id).words().next().and_then(|word| std::str::from_utf8(word).ok());
        let kind = text.filter(|_| record.is_readable()).and_then(|text| match record.rtype {
            RType::A => kind_of_v4(text.parse().ok()?),
            _ => kind_of_v6(text.parse().ok()?),
        });
        let (Some(kind), Some(text)) = (kind, text) else { continue };
        let Some(at) = cx.zone.entry(id).field(0) else { continue };
        let message = format!("`{text}` of `{}` is {kind}", cx.zone.name_text(record.owner));
        let help = "in a zone for the world, publish an address that the world can reach";
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}

fn kind_of_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("a private address"),
        [127, ..] => Some("an address of the local host"),
        [169, 254, ..] => Some("an address of the local link"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some("an address for documentation"),
        [100, 64..=127, ..] => Some("a shared address of carriers"),
        [0, ..] | [240..=255, ..] => Some("a reserved address"),
        _ => None,
    }
}

fn kind_of_v6(address: Ipv6Addr) -> Option<&'static str> {
    match address.segments() {
        [0xfc00..=0xfdff, ..] => Some("a private address"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("an address of the local host"),
        [0xfe80..=0xfebf, ..] => Some("an address of the local link"),
        [0x2001, 0x0db8, ..] => Some("an address for documentation"),
        _ => None,
    }
}
