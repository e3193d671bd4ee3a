//! A PTR record that points at a name with another address.

use super::pointer::{Pointer, PointerFault, Pointers};
use crate::checks::address;
use crate::checks::view_index::{ZoneName, ZoneRecord};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::text::typo::Typo;
use std::net::IpAddr;

pub(super) static META: Meta = Meta {
    id: "ptr-address-differs",
    summary: "a PTR record points at a name that has another address",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.1", "RFC 1034 section 3.6.2"],
    explain: include_str!("ptr_address_differs.md"),
    overlap: &[OverlapGroup::Address.rank(0)],
    ..Meta::DEFAULT
};

/// Addresses so close are likely of one row of lines.
const CLOSE: u128 = 8;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for pointers in project.pointers() {
        let mut differing = pointers.faulty.iter().filter_map(Differing::of).collect::<Vec<_>>();
        differing.sort_by_key(|one| (one.pointer.ptr.cx.zone.file(), one.pointer.address, one.pointer.ptr.record));
        for group in differing.chunk_by(is_one_mistake) {
            findings.add(finding(group, pointers));
        }
    }
}

/// A PTR record, and the address that its host has instead.
struct Differing<'p, 'v> {
    pointer: &'p Pointer<'v>,
    host: ZoneName<'v>,
    other: IpAddr,
    /// The address record.
    held: ZoneRecord<'v>,
}

impl<'p, 'v> Differing<'p, 'v> {
    fn of(pointer: &'p Pointer<'v>) -> Option<Differing<'p, 'v>> {
        let PointerFault::Differs(host, other, held) = pointer.fault else { return None };
        Some(Differing { pointer, host, other, held })
    }

    /// The address of the PTR record and that of the host, as numbers.
    fn numbers(&self) -> (u128, u128) {
        (address::number(self.pointer.address), address::number(self.other))
    }
}

/// Several names at one address, a row of lines that is off by the same, two that are swapped.
fn is_one_mistake<'v>(one: &Differing<'_, 'v>, two: &Differing<'_, 'v>) -> bool {
    let ((a, c), (b, d)) = (one.numbers(), two.numbers());
    let is_row = b.wrapping_sub(a) == d.wrapping_sub(c) && b.abs_diff(a) <= CLOSE;
    let same_zone = one.pointer.ptr.cx.zone.file() == two.pointer.ptr.cx.zone.file();
    same_zone && (a == b || is_row || a == d && b == c)
}

fn finding(group: &[Differing], pointers: &Pointers) -> Diagnostic {
    let Differing { pointer, host, other, held } = &group[0];
    let name = host.cx.zone.name_text(host.name);
    let address = pointer.address;
    let more = match group.len() {
        1 => String::new(),
        several => format!("; {} more like it", several - 1),
    };
    let message = format!("{address} points at `{name}`, which has another address{more}");
    let mut finding = Diagnostic::new(&META, pointer.ptr.field(0), message);
    let swapped = match Typo::between(other.to_string().as_bytes(), address.to_string().as_bytes()) {
        Some(typo @ Typo::Transposed(_)) => format!(", {}", typo.with("digit")),
        _ => String::new(),
    };
    finding = finding.label(held.field(0), format!("it has {other}{swapped}"));
    if let [owner, ..] = pointers.owners_of(address) {
        let text = format!("{address} belongs to `{}`", owner.owner());
        finding = finding.label(owner.span(), text);
    }
    finding = finding.label_each(&group[1..], |more| (more.pointer.ptr.field(0), format!("it has {}", more.other)));
    let help = "correct the PTR record or the address, whichever is outdated or mistyped";
    finding.help(help).subject(pointer.ptr.cx.subject(pointer.ptr.record))
}
