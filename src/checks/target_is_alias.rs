//! A target that is itself an alias.

use super::across::Fault;
use super::tree::{Held, Host};
use super::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::NameId;
use crate::zone::record::target_field;

pub(super) static META: Meta = Meta {
    id: "target-is-alias",
    summary: "the target of an NS, MX or SRV record is an alias",
    severity: Severity::Warning,
    references: &["RFC 2181 section 10.3", "RFC 2782, \"Target\"", "RFC 1912 section 2.4"],
    explain: include_str!("target_is_alias.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        for (record, of) in zone.zone.records() {
            let is_alias = |&target: &NameId| is_checked(of.rtype) && zone.zone.is_alias(target);
            let Some(name) = of.target().filter(is_alias) else { continue };
            findings.list.extend(finding(Held { zone, record }, Host { zone, name }));
        }
    }
    for across in view.across() {
        let Fault::Alias(host) = across.fault else { continue };
        if is_checked(across.from.rtype()) {
            findings.list.extend(finding(across.from, host));
        }
    }
}

fn is_checked(rtype: RType) -> bool {
    matches!(rtype, RType::NS | RType::MX | RType::SRV)
}

fn finding(from: Held, target: Host) -> Option<Diagnostic> {
    let rtype = from.rtype();
    let alias = target.rrset(RType::CNAME).next()?;
    let at = from.zone.zone.entry(from.record).field(target_field(rtype)?)?;
    let message = format!("{} points at `{}`, which is an alias", rtype.mnemonic(), from.target_text()?);
    let mut finding = Diagnostic::new(&META, at, message);
    if rtype == RType::NS {
        finding.severity = Severity::Error;
    }
    if let Some(canonical) = alias.target_text() {
        finding = finding.help(format!("point at `{canonical}`, the name behind it"));
    }
    Some(finding.label(alias.span(), "the alias").subject(from.zone.subject(from.record)))
}
