//! A target that exists, and has no address.

use super::target_does_not_exist::is_own_server;
use crate::checks::name::class_read_as_owner::takes_address;
use crate::checks::{FindingSink, ZoneContext, listed};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::syntax::rdata::RType;
use crate::zone::target_field;
use crate::zone::{NameId, NumberMap, RecordId};

pub(super) static META: Meta = Meta {
    id: "target-without-address",
    summary: "the target of an NS, MX or SRV record is in the zone and has no address",
    severity: Severity::Error,
    references: &["RFC 1035 section 3.3.9", "RFC 1912 section 2.3", "RFC 2181 section 10.3", "RFC 2782, \"Target\""],
    explain: include_str!("target_without_address.md"),
    overlap: &[OverlapGroup::Change.rank(2)],
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // What an incomplete zone lacks may be in the part that was not read.
    if !cx.zone.is_complete() {
        return;
    }
    let lacks = |name: NameId| name != NameId::ROOT && cx.zone.is_in_zone(name) && !cx.zone.has_address(name);
    // Most records of a large zone are NS; its names are looked through faster.
    let is_lacking_server = |name: NameId| cx.zone.is_server(name) && lacks(name);
    let types: &[RType] = if cx.zone.names().any(is_lacking_server) {
        &[RType::NS, RType::MX, RType::SRV]
    } else {
        &[RType::MX, RType::SRV]
    };
    let mut kinds: NumberMap<NameId, String> = NumberMap::default();
    for (id, record) in types.iter().flat_map(|&rtype| cx.zone.of_type(rtype)) {
        let Some(target) = record.target().filter(|&target| lacks(target)) else { continue };
        if is_without_address(cx, id, target) {
            // A zone in which nothing has an address is a part of one, or not finished; glue is its own.
            // Without the address of its own server no zone is loaded.
            let is_part = cx.zone.is_unaddressed() && cx.zone.cut_above(target).is_none() && !is_own_server(cx, id);
            let severity = if is_part { Severity::Info } else { META.severity };
            let has = kinds.entry(target).or_insert_with(|| owned_types(cx, target));
            findings.add(finding(cx, id, target, has).severity(severity));
        }
    }
}

fn is_without_address(cx: &ZoneContext, id: RecordId, target: NameId) -> bool {
    // Of an alias and of a name that is not there other checks speak, of a type that nobody here knows the reader did.
    if cx.zone.is_alias(target) || cx.zone.has(target, RType::UNKNOWN) || cx.zone.dname_above(target).is_some() {
        return false;
    }
    match cx.zone.cut_above(target) {
        Some(_) => cx.zone.is_owner(target) && cx.zone.glue_for(id).is_some_and(|glue| glue.is_empty()),
        None => cx.zone.exists(target) && !takes_address(cx, target),
    }
}

/// The types of records that a name owns, in words.
fn owned_types(cx: &ZoneContext, name: NameId) -> String {
    let mut types: Vec<_> = cx.zone.records_of(name).iter().map(|&id| cx.zone.record(id).rtype).collect();
    types.dedup();
    let types: Vec<_> = types.into_iter().map(RType::mnemonic).collect();
    if types.is_empty() { "only names below it exist".to_owned() } else { format!("it has {}", listed(&types)) }
}

fn finding(cx: &ZoneContext, id: RecordId, target: NameId, has: &str) -> Diagnostic {
    let entry = cx.zone.entry(id);
    let rtype = cx.zone.record(id).rtype;
    let at = target_field(rtype).and_then(|field| entry.field(field)).unwrap_or_else(|| entry.rtype());
    let (name, rtype) = (cx.zone.name_text(target), rtype.mnemonic());
    let message = format!("{rtype} points at `{name}`, which has no address: {has}");
    let mut finding = Diagnostic::new(&META, at, message);
    if let Some(&first) = cx.zone.records_of(target).first() {
        finding = finding.label(cx.zone.entry(first).owner(), "no A or AAAA here");
    }
    finding.help("give the name an A or AAAA record, or point at a name that has one").subject(cx.subject(id))
}
