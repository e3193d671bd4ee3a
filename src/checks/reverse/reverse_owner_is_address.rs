//! An address as the owner in a reverse zone, typed forwards.

use std::net::IpAddr;

use crate::checks::address::name_of;
use crate::checks::reverse::{OwnerFault, together};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "reverse-owner-is-address",
    summary: "an owner in a reverse zone is a full address, not reversed",
    severity: Severity::Error,
    references: &["RFC 1035 section 3.5", "RFC 3596 section 2.5"],
    explain: include_str!("reverse_owner_is_address.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut all = Vec::new();
    for wrong in cx.misnamed() {
        let OwnerFault::Address(address) = wrong.fault else { continue };
        let owner = cx.zone.name_text(cx.zone.record(wrong.record).owner);
        let message = format!("the address `{address}` is read as the name `{owner}`");
        let at = cx.owner_or_type(wrong.record);
        let help = help(address, cx.zone.apex_name().as_str());
        let finding = Diagnostic::new(&META, at, message).help(help).subject(cx.subject(wrong.record));
        let meant = Some(name_of(address)).filter(|meant| is_below(meant, cx.zone.apex_name().as_str()));
        all.push(finding.fix(meant.and_then(|meant| cx.renamed_owner(cx.zone.record(wrong.record).owner, &meant))));
    }
    findings.extend(together(cx, all));
}

fn is_below(name: &str, apex: &str) -> bool {
    name.strip_suffix(&apex.to_ascii_lowercase()).is_some_and(|own| own.ends_with('.'))
}

fn help(address: IpAddr, apex: &str) -> String {
    let name = name_of(address);
    match name.strip_suffix(&apex.to_ascii_lowercase()).and_then(|own| own.strip_suffix('.')) {
        Some(own) => format!("write `{own}`, which is `{name}` in this zone"),
        None => format!("its name is `{name}`, which is not in this zone"),
    }
}
