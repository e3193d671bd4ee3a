//! The last address of a name was removed while MX, NS or SRV records point at it.

use std::collections::HashMap;

use super::names;
use crate::checks::{ChangeContext, FindingSink};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, Zone};

pub(super) static META: Meta = Meta {
    id: "last-address-removed",
    summary: "the last address of a name was removed, and MX, NS or SRV records still point at it",
    severity: Severity::Error,
    references: &["RFC 1912 section 2.3", "RFC 2181 section 10.3", "RFC 2782, \"Target\""],
    explain: include_str!("last_address_removed.md"),
    overlap: &[OverlapGroup::Change.rank(1)],
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    let mut bare: HashMap<String, Span> = HashMap::new();
    for (old, new, change) in cx.in_both().filter(|(_, new, _)| new.zone.is_complete()) {
        for rrset in change.rrsets.iter().filter(|rrset| rrset.is_gone()) {
            let (Some(owner), Some(&record)) = (rrset.new_owner, rrset.removed.first()) else { continue };
            let is_address = matches!(rrset.rtype, RType::A | RType::AAAA);
            let is_here = new.zone.is_in_zone(owner) && new.zone.cut_above(owner).is_none();
            if is_address && is_here && is_bare(new.zone, owner) {
                let name = new.zone.absolute_name(owner).to_ascii_lowercase();
                bare.entry(name).or_insert(old.zone.entry(record).span());
            }
        }
    }
    for (user, removed) in names::pointing_at(cx.new, &bare) {
        if matches!(user.from.rtype(), RType::MX | RType::NS | RType::SRV) {
            let name = user.from.cx.zone.name_text(user.target);
            let rtype = user.from.rtype().mnemonic();
            let message = format!("the last address of `{name}` was removed, but this {rtype} record points at it");
            let finding = |at| Diagnostic::new(&META, at, message).label(removed, "removed in this change");
            findings.add(user.finding(finding).help("point at a name that has an address, or put the address back"));
        }
    }
}

/// Whether a name exists, and has no address and no alias that leads to one.
fn is_bare(zone: &Zone, name: NameId) -> bool {
    zone.exists(name) && !zone.has_address(name) && !zone.is_alias(name) && zone.dname_above(name).is_none()
}
