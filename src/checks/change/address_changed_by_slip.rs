//! An address that was changed to one that is a slip of the keyboard away, while its PTR record has the old one.

use std::net::IpAddr;

use crate::change::RrsetChange;
use crate::checks::view_index::ZoneRecord;
use crate::checks::{ChangeContext, FindingSink, ZoneContext, address};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "address-changed-by-slip",
    summary: "an address was changed to one that is a typo away, and its PTR record has the old one",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.1", "RFC 1034 section 3.6.2"],
    explain: include_str!("address_changed_by_slip.md"),
    overlap: &[OverlapGroup::Change.rank(1)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    for (old, new, change) in cx.in_both().filter(|(_, new, _)| !new.is_reverse()) {
        let addresses = change.rrsets.iter().filter(|rrset| matches!(rrset.rtype, RType::A | RType::AAAA));
        for rrset in addresses {
            findings.extend(of_rrset(cx, old, new, rrset));
        }
    }
}

/// Of several addresses that changed together it is not known which is which.
fn of_rrset<'o, 'n>(
    cx: &ChangeContext<'_, 'o, 'n>,
    old: &'o ZoneContext<'o>,
    new: &'n ZoneContext<'n>,
    rrset: &RrsetChange,
) -> Option<Diagnostic> {
    let (&[before], &[after]) = (&rrset.removed[..], &rrset.added[..]) else { return None };
    let (was, is) = (address::of_record(old.zone, before)?, address::of_record(new.zone, after)?);
    let (word, typo) = slip(was, is)?;
    let name = new.zone.absolute_name(rrset.new_owner?);
    let ptr = pointer(cx, new, was, &name)?;
    // One for each: the host moved, and the old one was forgotten.
    if pointer(cx, new, is, &name).is_some() {
        return None;
    }
    let digit = if was.is_ipv4() { "digit" } else { "nibble" };
    let message =
        format!("{is} was {was} before this change, {word} with {}, and the PTR record has {was}", typo.with(digit));
    let (held, held_before) = (ZoneRecord { cx: new, record: after }, ZoneRecord { cx: old, record: before });
    let finding = Diagnostic::new(&META, held.field(0), message)
        .label(held_before.field(0), "before this change")
        .label(ptr.field(0), format!("{was} still points here"))
        .fix(Fix::unsure(held.field(0), was.to_string()))
        .help(format!("write {was}, or change the PTR record as well"));
    Some(finding.subject(new.subject(after)))
}

/// The slip between two addresses that differ in one octet, or in one group of four nibbles.
fn slip(was: IpAddr, is: IpAddr) -> Option<(&'static str, Typo)> {
    let (old, new, word) = match (was, is) {
        (IpAddr::V4(was), IpAddr::V4(is)) => (
            was.octets().map(|octet| octet.to_string()).to_vec(),
            is.octets().map(|octet| octet.to_string()).to_vec(),
            "an octet",
        ),
        (IpAddr::V6(was), IpAddr::V6(is)) => (
            was.segments().map(|group| format!("{group:x}")).to_vec(),
            is.segments().map(|group| format!("{group:x}")).to_vec(),
            "a group",
        ),
        _ => return None,
    };
    let mut unlike = old.iter().zip(&new).filter(|(a, b)| a != b);
    let (one, None) = (unlike.next()?, unlike.next()) else { return None };
    Some((word, Typo::between(one.0.as_bytes(), one.1.as_bytes())?))
}

/// The PTR record of an address that points at a name, in a zone that answers the same clients.
fn pointer<'n>(
    cx: &ChangeContext<'_, '_, 'n>,
    new: &'n ZoneContext<'n>,
    address: IpAddr,
    name: &str,
) -> Option<ZoneRecord<'n>> {
    let owner = address::name_of(address);
    let views = cx.new.view_indexes().iter().filter(|view| view.has(new));
    let reverse = views.flat_map(|view| view.zones.iter().copied()).filter(|zone| zone.is_reverse());
    let of_zone = |zone: &'n ZoneContext<'n>| {
        let owner = zone.zone.find(&owner)?;
        let points = |record: &&RecordId| {
            let target = zone.zone.record(**record).target();
            target.is_some_and(|target| zone.zone.absolute_name(target).eq_ignore_ascii_case(name))
        };
        let record = *zone.zone.rrset(owner, RType::PTR).iter().find(points)?;
        Some(ZoneRecord { cx: zone, record })
    };
    reverse.into_iter().find_map(of_zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_in_one_octet_or_group() {
        let of = |was: &str, is: &str| slip(was.parse().expect("an address"), is.parse().expect("an address"));
        assert_eq!(of("192.0.2.12", "192.0.2.21"), Some(("an octet", Typo::Transposed(0))));
        assert_eq!(of("192.0.2.12", "192.0.3.12"), Some(("an octet", Typo::Substituted(0))));
        assert_eq!(of("192.0.2.12", "192.0.3.21"), None);
        assert_eq!(of("192.0.2.12", "192.0.2.99"), None);
        assert_eq!(of("2001:db8::1a2", "2001:db8::12a"), Some(("a group", Typo::Transposed(1))));
    }
}
