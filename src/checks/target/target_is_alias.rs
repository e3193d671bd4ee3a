//! A target that is itself an alias.

use super::cross_zone::Fault;
use crate::checks::view_index::{Held, Host};
use crate::checks::{Findings, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::record::target_field;

pub(super) static META: Meta = Meta {
    id: "target-is-alias",
    summary: "the target of an NS, MX or SRV record is an alias",
    severity: Severity::Warning,
    references: &["RFC 2181 section 10.3", "RFC 2782, \"Target\"", "RFC 1912 section 2.4"],
    explain: include_str!("target_is_alias.md"),
};

/// The types whose target must be no alias.
const CHECKED: [RType; 3] = [RType::NS, RType::MX, RType::SRV];

pub(super) fn check(project: &ProjectContext, findings: &mut Findings) {
    for cx in project.zones.iter().filter(|cx| cx.zone.has_any(&[RType::CNAME, RType::DNAME])) {
        for (record, of) in CHECKED.into_iter().flat_map(|rtype| cx.zone.of_type(rtype)) {
            let (from, Some(name)) = (Held { cx, record }, of.target()) else { continue };
            if cx.zone.is_alias(name) {
                findings.extend(alias(from, Host { cx, name }));
            } else if let Some(above) = cx.zone.dname_above(name) {
                findings.extend(below_dname(from, Host { cx, name: above }));
            }
        }
    }
    for across in project.across() {
        let Fault::Alias(host) = across.fault else { continue };
        if CHECKED.contains(&across.from.rtype()) {
            findings.extend(alias(across.from, host));
        }
    }
}

fn alias(from: Held, target: Host) -> Option<Diagnostic> {
    let alias = target.rrset(RType::CNAME).next()?;
    let finding = finding(from, "is an alias")?.label(alias.span(), "the alias");
    Some(match alias.target_text() {
        Some(canonical) => finding.help(format!("point at `{canonical}`, the name behind it")),
        None => finding,
    })
}

fn below_dname(from: Held, above: Host) -> Option<Diagnostic> {
    let dname = above.rrset(RType::DNAME).next()?;
    let finding = finding(from, "a DNAME makes an alias")?.label(dname.span(), "the DNAME");
    Some(finding.help("point at a name that owns its addresses"))
}

fn finding(from: Held, what: &str) -> Option<Diagnostic> {
    let rtype = from.rtype();
    let at = from.cx.zone.entry(from.record).field(target_field(rtype)?)?;
    let message = format!("{} points at `{}`, which {what}", rtype.mnemonic(), from.target_text()?);
    let severity = if rtype == RType::NS { Severity::Error } else { META.severity };
    Some(Diagnostic::new(&META, at, message).severity(severity).subject(from.cx.subject(from.record)))
}
