//! An owner in a reverse zone with too many or too few octets or nibbles.

use std::collections::HashMap;

use crate::checks::reverse::repair::{Repair, repairs};
use crate::checks::reverse::{Family, OwnerFault, parts_of, turned};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::name::ends_in;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "reverse-owner-label-count",
    summary: "an owner in a reverse zone has too many or too few octets or nibbles",
    severity: Severity::Error,
    references: &["RFC 1035 section 3.5", "RFC 3596 section 2.5", "RFC 2317 section 4"],
    explain: include_str!("reverse_owner_label_count.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some(family) = cx.family() else { return };
    // Owners that were typed below one origin, all alike, are one mistake.
    let mut alike: HashMap<_, Vec<RecordId>> = HashMap::new();
    let mut kinds = Vec::new();
    for wrong in cx.misnamed() {
        let OwnerFault::Count(count) = wrong.fault else { continue };
        let kind = (cx.zone.relative_to(cx.zone.record(wrong.record).owner), count);
        let owners = alike.entry(kind).or_default();
        if owners.is_empty() {
            kinds.push(kind);
        }
        owners.push(wrong.record);
    }
    let hosts = if kinds.is_empty() { 0 } else { cx.zone.rrsets_of(&[RType::PTR]).count() };
    for kind in kinds {
        if let Some(finding) = of_doubled_origin(cx, family, kind.0, &alike[&kind]) {
            findings.add(finding);
            continue;
        }
        let mut finding = finding(cx, family, &alike[&kind], kind.1);
        if kind.1 < family.parts() && kind.0 == cx.zone.apex() && alike[&kind].len() == hosts && hosts > 1 {
            finding = finding.help(zone_or_owners(cx, family, kind.1));
        }
        findings.add(finding);
    }
}

/// A network in which an octet is typed twice is a whole address, and below it there is none.
fn of_doubled_origin(cx: &ZoneContext, family: Family, origin: NameId, owners: &[RecordId]) -> Option<Diagnostic> {
    let first = *owners.first()?;
    let is_own = |&&id: &&RecordId| cx.zone.written(cx.zone.record(id).owner).contains(&b'.');
    if parts_of(family, cx.zone, origin) != family.parts() || owners.iter().any(|id| is_own(&id)) {
        return None;
    }
    let apex = cx.zone.apex_name().as_str();
    let is_possible =
        |repair: &Repair| origin == cx.zone.apex() || ends_in(repair.name.trim_end_matches('.').as_bytes(), apex);
    let repairs: Vec<Repair> = repairs(family, &cx.zone.labels(origin)).into_iter().filter(is_possible).collect();
    let slip = &repairs.first()?.slip;
    let (name, word, want) = (cx.zone.name_text(origin), family.word(), family.parts());
    let at = cx.zone.origin_given_at(first).or_else(|| Some(cx.zone.entry(cx.zone.soa()?).owner()))?;
    let message = match owners.len() {
        1 => format!("`{name}` already has all {want} {word}s of an address, and an owner is below it"),
        owners => format!("`{name}` already has all {want} {word}s of an address, and {owners} owners are below it"),
    };
    let finding = Diagnostic::new(&META, at, message).subject(cx.subject(first));
    let finding = finding.said_of_each(owners, |&owner| (cx.owner_or_type(owner), "below it"));
    // Where two pairs are equal, either may be the one.
    let names: Vec<String> = repairs.iter().map(|repair| format!("`{}`", repair.name)).collect();
    let slip = if repairs.len() == 1 { slip.clone() } else { format!("one {word} is there twice") };
    // Of two possible names nobody knows which, and one that no line gives is that of a file.
    let given = cx.zone.origin_given_at(first).filter(|_| repairs.len() == 1);
    let fix = given.map(|at| Fix::unsure(at, repairs[0].name.as_str()));
    Some(finding.help(format!("{slip}: write {}", names.join(" or "))).fix(fix))
}

fn finding(cx: &ZoneContext, family: Family, owners: &[RecordId], count: usize) -> Diagnostic {
    let first = owners[0];
    let owner = cx.zone.record(first).owner;
    let (word, want) = (family.word(), family.parts());
    let others = match owners.len() - 1 {
        0 => String::new(),
        1 => ", as has one other owner".to_owned(),
        more => format!(", as have {more} other owners"),
    };
    let is_apex = owner == cx.zone.apex();
    let message = format!("`{}` has {count} {word}s where an address has {want}{others}", cx.zone.name_text(owner));
    let mut finding = Diagnostic::new(&META, cx.owner_or_type(first), message).subject(cx.subject(first));
    if count < want {
        finding.severity = if is_apex { Severity::Info } else { Severity::Warning };
    }
    let finding = finding.said_of_each(&owners[1..], |&other| (cx.owner_or_type(other), "the same here"));
    let fix = if owners.len() == 1 { as_turned(cx, family, first) } else { None };
    finding.help(if is_apex && count < want { asked_for_hosts() } else { help(cx, family, first) }).fix(fix)
}

/// The owner with its parts in the order of the tree.
fn as_turned(cx: &ZoneContext, family: Family, record: RecordId) -> Option<Fix> {
    let owner = cx.zone.record(record).owner;
    let written: Vec<&[u8]> = cx.zone.written(owner).split(|&b| b == b'.').collect();
    let own = turned(family, cx.zone, &written)?;
    cx.renamed_owner(owner, &format!("{own}.{}", cx.zone.apex_name()))
}

/// Where every host lacks as many, it may be the zone's name that is short.
fn zone_or_owners(cx: &ZoneContext, family: Family, count: usize) -> String {
    let (word, missing) = (family.word(), family.parts() - count);
    let zeros = if family == Family::V6 { ", such as a zero that starts a group" } else { "" };
    format!("write {missing} more {word}(s) in each owner, or in `{}`, which may lack them{zeros}", cx.zone.apex_name())
}

fn asked_for_hosts() -> String {
    "this is the name of a network, which is not looked up: put a PTR at each address".to_owned()
}

fn help(cx: &ZoneContext, family: Family, record: RecordId) -> String {
    let owner = cx.zone.record(record).owner;
    let (word, want) = (family.word(), family.parts());
    let origin = cx.zone.relative_to(owner);
    let written: Vec<&[u8]> = cx.zone.written(owner).split(|&b| b == b'.').collect();
    if let Some(own) = turned(family, cx.zone, &written) {
        return format!("the {word}s are in the order of the address: write them reversed, `{own}`");
    }
    let own = parts_of(family, cx.zone, origin);
    let name = cx.zone.name_text(origin);
    match want.checked_sub(own) {
        None => format!("a reverse zone has at most {want} {word}s in its name"),
        Some(0) => format!("`{name}` is a full address: its PTR is at `@`; the zone of a network has fewer {word}s"),
        Some(missing) => {
            let plural = if missing == 1 { "" } else { "s" };
            format!("`{name}` has {own} of them: write {missing} {word}{plural} before it")
        }
    }
}
