//! A PTR record that points at a name with another address.

use super::pointer::{Pointer, PointerFault};
use crate::checks::view_index::ZoneName;
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "ptr-target-is-alias",
    summary: "the target of a PTR record is an alias",
    severity: Severity::Info,
    references: &["RFC 2181 section 10.2", "RFC 1034 section 3.6.2"],
    explain: include_str!("ptr_target_is_alias.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for pointers in project.pointers() {
        for pointer in &pointers.faulty {
            if let PointerFault::Alias(host) = pointer.fault {
                findings.add(finding(pointer, host));
            }
        }
    }
}

fn finding(pointer: &Pointer, host: ZoneName) -> Diagnostic {
    let zone = pointer.ptr.cx;
    let name = host.cx.zone.name_text(host.name);
    let message = format!("{} points at `{name}`, which is an alias", pointer.address);
    let mut finding = Diagnostic::new(&META, pointer.ptr.field(0), message)
        .label_each(host.rrset(RType::CNAME), |alias| (alias.span(), "the alias"));
    if let Some(name) = host.rrset(RType::CNAME).find_map(|alias| alias.target_text()) {
        let at = finding.primary.span;
        finding = finding.help(format!("point at `{name}` directly")).fix(zone.renamed(pointer.ptr.record, at, &name));
    }
    pointer.with_view(finding.subject(zone.subject(pointer.ptr.record)))
}
