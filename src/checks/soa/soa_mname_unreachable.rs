//! A primary that cannot be found.

use super::soa_rname_invalid::swapped;
use crate::checks::name::class_read_as_owner::takes_address;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::zone::{NameId, Zone};

pub(super) static META: Meta = Meta {
    id: "soa-mname-unreachable",
    summary: "the primary in the SOA is an alias or has no address",
    severity: Severity::Info,
    references: &["RFC 1035 section 3.3.13", "RFC 2136 section 4.3", "RFC 2181 section 7.3"],
    explain: include_str!("soa_mname_unreachable.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Nobody asks for the servers of a response policy zone.
    if !cx.zone.is_complete() || cx.is_policy_zone() {
        return;
    }
    let (Some(soa), Some(entry)) = (cx.zone.soa(), cx.soa()) else { return };
    let Some(primary) = cx.zone.record(soa).target().filter(|&name| name != NameId::ROOT) else { return };
    let name = cx.zone.name_text(primary);
    let message = if cx.zone.is_alias(primary) {
        format!("the primary `{name}` is an alias")
    } else if cx.zone.is_missing(primary) {
        // Of a name that lacks its final dot another check speaks, and of an owner that lacks one or has one too many.
        let is_relative = |text: &[u8]| text.contains(&b'.') && !text.ends_with(b".");
        if entry.field_text(0).is_some_and(is_relative) || cx.is_owner_but_for_dot(primary) {
            return;
        }
        format!("the primary `{name}` does not exist in this zone")
    } else if is_without_address(cx.zone, primary) && !takes_address(cx, primary) {
        format!("the primary `{name}` has no address")
    } else {
        return;
    };
    let Some(at) = entry.field(0).filter(|_| swapped(cx).is_none()) else { return };
    let help = "use the server that receives dynamic updates, and give it an address";
    findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(soa)));
}

/// Whether the zone answers for the name, and has no address for it.
fn is_without_address(zone: &Zone, name: NameId) -> bool {
    zone.is_in_zone(name) && !zone.has_address(name) && zone.exists(name) && zone.cut_above(name).is_none()
}
