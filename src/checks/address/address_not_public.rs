//! Addresses that the Internet does not route.

use std::net::IpAddr;

use super::address_of_no_host::no_host;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::iana::address_blocks::{Purpose, purpose_of};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "address-not-public",
    summary: "an address is private, loopback, link-local or reserved for documentation",
    severity: Severity::Info,
    references: &["RFC 1918", "RFC 4193", "RFC 5737", "RFC 6890"],
    explain: include_str!("address_not_public.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, record) in [RType::A, RType::AAAA].into_iter().flat_map(|rtype| cx.zone.of_type(rtype)) {
        let text = cx.zone.rdata(id).words().next().and_then(|word| std::str::from_utf8(word).ok());
        let address = text.filter(|_| record.is_readable()).and_then(|text| match record.rtype {
            RType::A => text.parse().ok().map(IpAddr::V4),
            _ => text.parse().ok().map(IpAddr::V6),
        });
        // Of what no network carries at all another check speaks.
        let address = address.filter(|&address| no_host(address).is_none());
        let kind = address.and_then(purpose_of).map(kind);
        let (Some(kind), Some(text)) = (kind, text) else { continue };
        let Some(at) = cx.zone.entry(id).field(0) else { continue };
        let message = format!("`{text}` of `{}` is {kind}", cx.zone.name_text(record.owner));
        let help = "in a public zone, publish an address that the internet can reach";
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}

fn kind(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Private => "a private address",
        Purpose::LocalHost => "a loopback address",
        Purpose::LocalLink => "a link-local address",
        Purpose::Documentation => "a documentation address",
        Purpose::Shared => "a carrier-grade NAT address",
        Purpose::Reserved => "a reserved address",
    }
}
