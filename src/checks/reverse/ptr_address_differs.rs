//! A PTR record that points at a name with another address.

use super::cause::{self, Cause};
use super::differing::Differing;
use super::network;
use super::pointer::Pointers;
use crate::checks::address::name_of;
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "ptr-address-differs",
    summary: "a PTR record points at a name that has another address",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.1", "RFC 1034 section 3.6.2"],
    explain: include_str!("ptr_address_differs.md"),
    overlap: &[OverlapGroup::Address.rank(0), OverlapGroup::Change.rank(2)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// Addresses so close are likely of one row of lines.
const CLOSE: u128 = 8;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for pointers in project.pointers() {
        let mut differing = pointers.faulty.iter().filter_map(Differing::of).collect::<Vec<_>>();
        differing.sort_by_key(|one| {
            let zone = one.pointer.ptr.cx.zone;
            (zone.file(), zone.apex_name().as_str(), one.pointer.address, one.pointer.ptr.record)
        });
        findings.extend(network::take_misnamed(&META, &mut differing));
        for group in differing.chunk_by(is_one_mistake) {
            if let Some(finding) = finding(group, pointers) {
                findings.add(finding);
            }
        }
    }
}

/// Several names at one address, a row of lines that is off by the same, two that are swapped.
fn is_one_mistake<'v>(one: &Differing<'_, 'v>, two: &Differing<'_, 'v>) -> bool {
    let ((a, c), (b, d)) = (one.numbers(), two.numbers());
    let is_row = b.wrapping_sub(a) == d.wrapping_sub(c) && b.abs_diff(a) <= CLOSE;
    let same_zone = one.pointer.ptr.cx.zone.file() == two.pointer.ptr.cx.zone.file();
    same_zone && (a == b || is_row || a == d && b == c)
}

/// None where a configuration has the wrong network: that is said, and each of the PTR records differs for it.
fn finding<'v>(group: &[Differing<'_, 'v>], pointers: &Pointers<'v>) -> Option<Diagnostic> {
    let one = &group[0];
    let cause = match group {
        [one] => cause::of_other_address(one.pointer, pointers, one.host, (one.other, one.held)),
        _ => Cause::Target,
    };
    if cause == Cause::Address {
        return Some(at_address(one, pointers));
    }
    if one.pointer.ptr.cx.zone.is_misnamed() {
        return None;
    }
    let Differing { pointer, host, other, held } = one;
    let name = host.cx.zone.name_text(host.name);
    let address = pointer.address;
    let more = match group.len() {
        1 => String::new(),
        several => format!("; {} more like it", several - 1),
    };
    let at = if cause == Cause::Owner { pointer.ptr.owner_or_type() } else { pointer.ptr.field(0) };
    let message = format!("{address} points at `{name}`, which has another address");
    let mut finding = pointer.with_view(Diagnostic::new(&META, at, message));
    finding.add_to_message(&more);
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
    let finding = match cause {
        Cause::Owner => {
            let ptr = pointer.ptr;
            let meant = name_of(*other);
            finding
                .help(format!("did you mean {other}? nothing points back to it"))
                .fix(ptr.cx.renamed_line(ptr.record, &meant))
        }
        _ => finding.help("correct the PTR record or the address, whichever is outdated or mistyped"),
    };
    Some(finding.subject(pointer.ptr.cx.subject(pointer.ptr.record)))
}

/// The address is the one that fits nothing else.
fn at_address(differing: &Differing, pointers: &Pointers) -> Diagnostic {
    let Differing { pointer, host, other, held } = differing;
    let (name, address) = (host.cx.zone.name_text(host.name), pointer.address);
    let message = format!("`{name}` has {other}, but the PTR record of {address} points at it");
    let mut finding = Diagnostic::new(&META, held.field(0), message).label(pointer.ptr.span(), "the PTR record");
    if let Some(owner) =
        pointers.owners_of(*other).iter().find(|owner| owner.owner_text() != name.to_ascii_lowercase().as_bytes())
    {
        finding = finding.label(owner.span(), format!("{other} is `{}`", owner.owner()));
    }
    let help = format!("did you mean {address}? if the host has moved, correct the PTR record");
    let finding = finding.help(help).fix(Fix::unsure(held.field(0), address.to_string()));
    pointer.with_view(finding.subject(held.cx.subject(held.record)))
}
