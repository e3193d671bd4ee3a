//! A PTR record that points at a name with another address.

use super::pointer::{Fault, Pointer, Pointers};
use super::tree::Host;
use super::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "ptr-address-differs",
    summary: "a PTR record points at a name that has another address",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2.1", "RFC 1034 section 3.6.2"],
    explain: include_str!("ptr_address_differs.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for pointers in view.pointers() {
        for pointer in &pointers.faulty {
            if let Fault::Differs(host) = pointer.fault {
                findings.add(finding(pointer, host, pointers));
            }
        }
    }
}

fn finding(pointer: &Pointer, host: Host, pointers: &Pointers) -> Diagnostic {
    let zone = pointer.ptr.zone;
    let name = host.zone.zone.name_text(host.name);
    let address = pointer.address;
    let message = format!("{address} points at `{name}`, which has another address");
    let mut finding = Diagnostic::new(&META, pointer.ptr.field(0), message);
    for (other, held) in host.addresses_like(address).take(1) {
        finding = finding.label(held.field(0), format!("it has {other}"));
    }
    if let [owner, ..] = pointers.owners_of(address) {
        let record = owner.zone.zone.record(owner.record);
        let text = format!("{address} is `{}`", owner.zone.zone.name_text(record.owner));
        finding = finding.label(owner.span(), text);
    }
    let help = "correct the PTR record or the address, whichever is old or mistyped";
    finding.help(help).subject(zone.subject(pointer.ptr.record))
}
