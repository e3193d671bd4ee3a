//! A PTR record that points at a name which does not exist, where another name was meant.

use std::collections::HashMap;

use super::cause;
use super::other_owner;
use super::pointer::{Pointer, PointerFault, Pointers, by_name};
use crate::checks::name::missed;
use crate::checks::view_index::ZoneRecord;
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity, UNSAFE};
use crate::text::typo::Typo;
use crate::text::typo_index::TypoIndex;

pub(super) static META: Meta = Meta {
    id: "ptr-target-does-not-exist",
    summary: "the target of a PTR record is in a zone of the project, but does not exist",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.1", "RFC 1034 section 3.6.2"],
    explain: include_str!("ptr_target_does_not_exist.md"),
    overlap: &[
        OverlapGroup::Name.rank(2),
        OverlapGroup::Target.rank(0),
        OverlapGroup::Address.rank(0),
        OverlapGroup::Change.rank(2),
    ],
    fixes: UNSAFE,
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
    pointer: &Pointer<'v>,
    pointers: &Pointers<'v>,
    hosts_at: &TypoIndex<ZoneRecord<'v>>,
) -> Option<Diagnostic> {
    let zone = pointer.ptr.cx;
    let name = pointer.ptr.target_text()?;
    let wrong = name.to_ascii_lowercase();
    if let Some((_, held, _)) = hosts_at.like(wrong.as_bytes()).into_iter().next() {
        let is_missed = project.dangling().contains_key(&wrong);
        if cause::is_owner_mistyped(pointer, &wrong, *held, is_missed) {
            return at_owner(project, pointer, &name, *held);
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
        Some((held, typo, "a name that exists".to_owned()))
    };
    let (meant, typo, text) = at_address().or_else(elsewhere)?;
    let right = meant.owner();
    let message = format!("{} points at `{name}`, which does not exist", pointer.address);
    let finding = Diagnostic::new(&META, pointer.ptr.field(0), message)
        .here(typo.pointed_at(&right, &wrong))
        .label(meant.span(), text)
        .fix(zone.renamed(pointer.ptr.record, pointer.ptr.field(0), &right))
        .help(format!("did you mean `{right}`? this name has {}", typo.with("letter")));
    Some(pointer.with_view(finding.subject(zone.subject(pointer.ptr.record))))
}

/// The owner of the address record is the one that fits nothing else.
fn at_owner<'v>(
    project: &ProjectContext<'v>,
    pointer: &Pointer<'v>,
    name: &str,
    held: ZoneRecord<'v>,
) -> Option<Diagnostic> {
    let owner = held.owner();
    let (right, wrong) = (name.to_ascii_lowercase(), owner.to_ascii_lowercase());
    let typo = Typo::between(right.as_bytes(), wrong.as_bytes())?;
    let address = pointer.address;
    let message = format!("`{owner}` has {address}, whose PTR record points at `{name}`, which does not exist");
    let finding = Diagnostic::new(&META, held.owner_or_type(), message)
        .here(typo.pointed_at(&right, &wrong))
        .label(pointer.ptr.span(), "the PTR record")
        .fix(held.cx.renamed_owner(held.cx.zone.record(held.record).owner, name))
        .help(format!("did you mean `{name}`? this name has {}", typo.with("letter")));
    let finding = missed::with_missing(finding, project, &right, held);
    Some(pointer.with_view(finding.subject(held.cx.subject(held.record))))
}
