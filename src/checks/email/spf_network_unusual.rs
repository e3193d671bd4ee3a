//! Networks of SPF that are written in an unusual way, or that nobody sends mail from.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::octets::Fault;
use super::report::report;
use super::spf_terms::{self, Term};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE, Severity};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "spf-network-unusual",
    summary: "a network of an SPF record has host bits, or is private",
    severity: Severity::Info,
    references: &["RFC 7208 section 5.6", "RFC 1918 section 3", "RFC 4193 section 3"],
    explain: include_str!("spf_network_unusual.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    report(
        cx,
        findings,
        &META,
        |text| text.is_sound_spf(),
        |text| {
            // Of one policy the first is enough.
            spf_terms::of(&text.text).find_map(|term| fault_of(&term))
        },
    );
}

fn fault_of(term: &Term) -> Option<Fault> {
    let value = if term.is("ip4") || term.is("ip6") { std::str::from_utf8(term.value()?).ok()? } else { return None };
    let (address, prefix) = value.split_once('/').map_or((value, None), |(address, prefix)| (address, Some(prefix)));
    let address: IpAddr = address.parse().ok()?;
    let is_private = match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(address) => address.is_unique_local(),
    };
    let what = shown(term.text);
    if is_private {
        let fault = Fault::info(term.octets(), format!("`{what}` is private: no receiver outside sees such a sender"));
        return Some(fault.help("write the address that mail leaves from"));
    }
    let prefix: u32 = prefix?.parse().ok()?;
    let network = network(address, prefix);
    let message = format!("`{what}` has bits behind its prefix length, which receivers leave out");
    let octets = term.octets().end - value.len()..term.octets().end;
    let fault = || Fault::info(term.octets(), message).help(format!("it is `{network}/{prefix}`"));
    (network != address).then(|| fault().instead(octets, format!("{network}/{prefix}")))
}

fn network(address: IpAddr, prefix: u32) -> IpAddr {
    match address {
        IpAddr::V4(four) => {
            Ipv4Addr::from(u32::from(four) & u32::MAX.checked_shl(32 - prefix.min(32)).unwrap_or(0)).into()
        }
        IpAddr::V6(six) => {
            Ipv6Addr::from(u128::from(six) & u128::MAX.checked_shl(128 - prefix.min(128)).unwrap_or(0)).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_judged() {
        for (term, message) in [
            ("ip4:192.0.2.5/24", Some("bits behind its prefix length")),
            ("ip6:2001:db8::1/32", Some("bits behind its prefix length")),
            ("ip4:10.0.0.0/8", Some("private")),
            ("ip6:fd00::1", Some("private")),
            ("ip4:192.0.2.5", None),
            ("ip4:192.0.2.5/32", None),
            ("ip4:0.0.0.0/0", None),
            ("ip6:2001:db8::/32", None),
            ("a:example.org/24", None),
        ] {
            let policy = format!("v=spf1 {term}");
            let fault = spf_terms::of(policy.as_bytes()).find_map(|term| fault_of(&term));
            let said = fault.as_ref().map(|fault| fault.message.as_str());
            assert_eq!(said.is_some(), message.is_some(), "{term}: {said:?}");
            assert!(said.unwrap_or_default().contains(message.unwrap_or_default()), "{term}: {said:?}");
        }
    }
}
