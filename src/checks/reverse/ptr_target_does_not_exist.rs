//! A PTR record that points at a name which does not exist, where another name was meant.

use std::collections::HashMap;

use super::cause;
use super::other_owner;
use super::pointer::{Pointer, PointerFault, Pointers, by_name};
use crate::checks::view_index::ZoneRecord;
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;
use crate::text::typo_index::TypoIndex;
use crate::zone::target_field;

pub(super) static META: Meta = Meta {
    id: "ptr-target-does-not-exist",
    summary: "the target of a PTR record is in a zone of the project, but does not exist",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.1", "RFC 1034 section 3.6.2"],
    explain: include_str!("ptr_target_does_not_exist.md"),
    overlap: &[OverlapGroup::Name.rank(2), OverlapGroup::Target.rank(0), OverlapGroup::Address.rank(0)],
    ..Meta::DEFAULT
};

pub(super) fn check<'v>(project: &ProjectContext<'v>, findings: &mut FindingSink) {
    for pointers in project.pointers() {
        let missing =
            pointers.faulty.iter().filter(|p| matches!(p.fault, PointerFault::Missing(_) | PointerFault::Unread));
        let mut hosts_at = HashMap::new();
        let mut unlike = Vec::new();
        for pointer in missing {
            let hosts = || by_name(pointers.owners_of(pointer.address).iter());
            let at_address = hosts_at.entry(pointer.address).or_insert_with(hosts);
            match finding(project, pointer, pointers, at_address) {
                Some(finding) => findings.add(finding),
                None => unlike.extend(other_owner::held_by(pointer, pointers)),
            }
        }
        findings.extend(other_owner::findings(&META, unlike));
    }
}

/// A name that is a slip away from the one that must have been meant. Names of interfaces and the like are often in the
/// reverse zone alone.
fn finding<'v>(
    project: &ProjectContext<'v>,
    pointer: &Pointer,
    pointers: &Pointers<'v>,
    hosts_at: &TypoIndex<ZoneRecord<'v>>,
) -> Option<Diagnostic> {
    let zone = pointer.ptr.cx;
    let name = pointer.ptr.target_text()?;
    let wrong = name.to_ascii_lowercase();
    if let Some((_, held, _)) = hosts_at.like(wrong.as_bytes()).into_iter().next() {
        let others = others(project, &wrong, *held);
        if cause::is_owner_mistyped(pointer, &wrong, *held, &others) {
            return at_owner(pointer, &name, *held, &others);
        }
    }
    let at_address = || {
        let (_, held, typo) = hosts_at.like(wrong.as_bytes()).into_iter().next()?;
        Some((*held, typo, format!("has {}", pointer.address)))
    };
    let elsewhere = || {
        if matches!(pointer.fault, PointerFault::Unread) {
            return None;
        }
        let (held, typo) = pointers.host_like(wrong.as_bytes())?;
        Some((held, typo, "a name that does exist".to_owned()))
    };
    let (meant, typo, text) = at_address().or_else(elsewhere)?;
    let right = meant.owner();
    let message = format!("{} points at `{name}`, which does not exist", pointer.address);
    let finding = Diagnostic::new(&META, pointer.ptr.field(0), message)
        .here(typo.pointed_at(&right, &wrong))
        .label(meant.span(), text)
        .help(format!("did you mean `{right}`? this name has {}", typo.with("letter")));
    Some(pointer.with_view(finding.subject(zone.subject(pointer.ptr.record))))
}

/// The other records that point at a name which does not exist, in the version of the zone that a host is in and in
/// other zones.
fn others<'v>(project: &ProjectContext<'v>, wrong: &str, held: ZoneRecord<'v>) -> Vec<ZoneRecord<'v>> {
    let is_version =
        |cx: &ZoneContext| cx.zone.apex_name() == held.cx.zone.apex_name() && !std::ptr::eq(cx.zone, held.cx.zone);
    project.dangling().get(wrong).into_iter().flatten().filter(|other| !is_version(other.cx)).copied().collect()
}

/// The owner of the address record is the one that fits nothing else.
fn at_owner(pointer: &Pointer, name: &str, held: ZoneRecord, others: &[ZoneRecord]) -> Option<Diagnostic> {
    let owner = held.owner();
    let (right, wrong) = (name.to_ascii_lowercase(), owner.to_ascii_lowercase());
    let typo = Typo::between(right.as_bytes(), wrong.as_bytes())?;
    let address = pointer.address;
    let message = format!("`{owner}` has {address}, whose PTR record points at `{name}`, which does not exist");
    let mut finding = Diagnostic::new(&META, held.owner_or_type(), message)
        .here(typo.pointed_at(&right, &wrong))
        .label(pointer.ptr.span(), "the PTR record")
        .label_each(others, |other| (other.field(target_field(other.rtype()).unwrap_or_default()), "points there, too"))
        .help(format!("did you mean `{name}`? this name has {}", typo.with("letter")));
    // Without its servers a zone does not work.
    if others.iter().any(|other| matches!(other.rtype(), RType::NS | RType::MX | RType::SRV)) {
        finding.severity = Severity::Error;
    }
    Some(pointer.with_view(finding.subject(held.cx.subject(held.record))))
}
