//! PTR records to names that do not exist, whose addresses belong to other names, however unlike the two are.

use std::collections::{BTreeMap, BTreeSet};

use super::pointer::{Pointer, PointerFault, Pointers};
use crate::checks::view_index::ZoneRecord;
use crate::diagnostic::{Diagnostic, Fix, Meta};
use crate::source::SourceId;
use crate::syntax::rdata::RType;
use crate::text::words::pattern;

/// Names that differ in more ways than this are how a zone is kept, and then one finding.
const FEW: usize = 4;

/// A PTR record, and the address record of the name that has its address.
pub(super) struct HeldByAnother<'p, 'v> {
    pointer: &'p Pointer<'v>,
    name: String,
    owner: ZoneRecord<'v>,
    others: usize,
}

/// How two names differ; what differs alike is one mistake.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// In these labels, which stand between those that both names have.
    Labels(String, String),
    /// From the start: what the names have in common with others that differ in numbers alone.
    Rows(u64, u64),
    /// In as many ways as there are.
    Many,
}

/// The name that has the address of a PTR record, unless another PTR record of the address is right.
pub(super) fn held_by<'p, 'v>(pointer: &'p Pointer<'v>, pointers: &Pointers<'v>) -> Option<HeldByAnother<'p, 'v>> {
    let [owner, others @ ..] = pointers.owners_of(pointer.address) else { return None };
    let ZoneRecord { cx, record } = pointer.ptr;
    let all = cx.zone.rrset(cx.zone.record(record).owner, RType::PTR);
    if !matches!(pointer.fault, PointerFault::Missing(_)) || all.iter().any(|&other| !pointers.is_faulty(cx, other)) {
        return None;
    }
    let name = pointer.ptr.target_text()?;
    let is_interface = is_interface_of(&name, &owner.owner());
    // An owner that lacks its final dot has the name of the zone twice, and is told of.
    let doubled = [&*name, owner.cx.zone.apex_name().as_str()].concat();
    (!is_interface && !doubled.eq_ignore_ascii_case(&owner.owner())).then_some(HeldByAnother {
        pointer,
        name,
        owner: *owner,
        others: others.len(),
    })
}

/// One finding for all that differ alike, and one for a zone in which many differ in many ways.
pub(super) fn findings(meta: &'static Meta, all: Vec<HeldByAnother>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(SourceId, Difference), Vec<HeldByAnother>> = BTreeMap::new();
    let mut rows: BTreeMap<SourceId, BTreeSet<(u64, u64)>> = BTreeMap::new();
    let file = |held: &HeldByAnother| held.pointer.ptr.cx.zone.file();
    let with_difference = all.into_iter().map(|held| (difference(&held.name, &held.owner.owner()), held));
    let all: Vec<(Difference, HeldByAnother)> = with_difference.collect();
    for (difference, held) in &all {
        if let Difference::Rows(one, other) = *difference {
            rows.entry(file(held)).or_default().insert((one, other));
        }
    }
    for (difference, held) in all {
        let is_many = rows.get(&file(&held)).is_some_and(|rows| rows.len() > FEW);
        // What differs alike in several reverse zones is a mistake of the one forward zone.
        let forward = held.owner.cx.zone.file();
        let key = match difference {
            Difference::Rows(..) if is_many => (file(&held), Difference::Many),
            difference => (forward, difference),
        };
        groups.entry(key).or_default().push(held);
    }
    groups.values().map(|group| finding(meta, group)).collect()
}

fn difference(one: &str, other: &str) -> Difference {
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    let [mut one, mut other] = [&one, &other].map(|name| name.split('.').collect::<Vec<_>>());
    if one[0] != other[0] {
        let [one, other] = [one, other].map(|labels| labels.iter().map(|label| label.as_bytes()).collect::<Vec<_>>());
        return Difference::Rows(pattern(&one), pattern(&other));
    }
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    (one, other) = (one.split_off(start), other.split_off(start));
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    one.truncate(one.len() - end);
    other.truncate(other.len() - end);
    Difference::Labels(one.join("."), other.join("."))
}

/// Whether a name is that of an interface of a host: its own label before the host's name.
fn is_interface_of(name: &str, host: &str) -> bool {
    let (name, host) = (name.to_ascii_lowercase(), host.to_ascii_lowercase());
    name.strip_suffix(&host).is_some_and(|interface| interface.ends_with(['-', '.', '_']))
}

/// Each points at the name that has its address.
fn all_renamed(group: &[HeldByAnother]) -> Option<Fix> {
    let renamed = group.iter().map(|held| {
        let ptr = held.pointer.ptr;
        ptr.cx.renamed(ptr.record, ptr.field(0), &held.owner.owner())
    });
    let fixes: Vec<Fix> = renamed.collect::<Option<_>>()?;
    fixes.into_iter().reduce(Fix::joined).filter(|_| group.iter().all(|held| held.others == 0))
}

fn finding(meta: &'static Meta, group: &[HeldByAnother]) -> Diagnostic {
    let HeldByAnother { pointer, name, owner, others } = &group[0];
    let (address, right) = (pointer.address, owner.owner());
    let more = match group.len() {
        1 => String::new(),
        several => format!("; {} more like it", several - 1),
    };
    let too = match others {
        0 => String::new(),
        1 => ", as has one other name".to_owned(),
        several => format!(", as have {several} other names"),
    };
    let message = format!("{address} points at `{name}`, which does not exist; `{right}` has this address{more}");
    let finding = Diagnostic::new(meta, pointer.ptr.field(0), message)
        .label(owner.span(), format!("has {address}{too}"))
        .label_each(&group[1..], |held| {
            (held.pointer.ptr.field(0), format!("{} belongs to `{}`", held.pointer.address, held.owner.owner()))
        })
        .fix(all_renamed(group))
        .help(format!("point at `{right}` if that is the host, or give `{name}` the address"))
        .subject(pointer.ptr.cx.subject(pointer.ptr.record));
    pointer.with_view(finding)
}

#[cfg(test)]
mod tests {
    use super::{Difference, difference, is_interface_of};

    #[test]
    fn names_differ_in_labels_between_those_they_share() {
        let is = |one: &str, other: &str, a: &str, b: &str| {
            difference(one, other) == Difference::Labels(a.to_owned(), b.to_owned())
        };
        assert!(is("a.b.example.", "A.mgmt.b.example.", "", "mgmt"));
        assert!(is("a.rack.example.", "a.site.example.", "rack", "site"));
        assert!(is("a.a.example.", "a.example.", "a", ""));
    }

    #[test]
    fn rows_differ_in_numbers_alone() {
        let of_first = difference("exit1.example.", "ns1.example.");
        assert!(of_first == difference("exit22.example.", "ns22.example."));
        assert!(of_first != difference("exit1.example.", "mail.example."));
    }

    #[test]
    fn an_interface_has_its_hosts_name_at_its_end() {
        assert!(is_interface_of("eth0-gw1.example.", "GW1.example."));
        assert!(is_interface_of("ge-0-0-1.gw1.example.", "gw1.example."));
        assert!(!is_interface_of("gw1.example.", "gw1.example."));
        assert!(!is_interface_of("ngw1.example.", "gw1.example."));
    }
}
