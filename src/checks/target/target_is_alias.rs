//! A target that is itself an alias.

use super::cross_zone::TargetFault;
use crate::checks::view_index::{ZoneName, ZoneRecord};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::zone::target_field;

pub(super) static META: Meta = Meta {
    id: "target-is-alias",
    summary: "the target of an NS, MX or SRV record is an alias",
    severity: Severity::Warning,
    references: &["RFC 2181 section 10.3", "RFC 2782, \"Target\"", "RFC 1912 section 2.4"],
    explain: include_str!("target_is_alias.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// The types whose target must be no alias.
const CHECKED: [RType; 3] = [RType::NS, RType::MX, RType::SRV];

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for cx in project.zones.iter().filter(|cx| cx.zone.has_any(&[RType::CNAME, RType::DNAME])) {
        for (record, of) in CHECKED.into_iter().flat_map(|rtype| cx.zone.of_type(rtype)) {
            let (from, Some(name)) = (ZoneRecord { cx, record }, of.target()) else { continue };
            if cx.zone.is_alias(name) {
                findings.extend(alias(from, ZoneName { cx, name }));
            } else if let Some(above) = cx.zone.dname_above(name) {
                findings.extend(below_dname(from, ZoneName { cx, name: above }));
            }
        }
    }
    for crossing in project.cross_zone_targets() {
        let TargetFault::Alias(host) = crossing.fault else { continue };
        if CHECKED.contains(&crossing.from.rtype()) {
            findings.extend(alias(crossing.from, host).map(|finding| host.cx.with_view(crossing.from.cx, finding)));
        }
    }
}

fn alias(from: ZoneRecord, target: ZoneName) -> Option<Diagnostic> {
    let alias = target.rrset(RType::CNAME).next()?;
    let finding = finding(from, "is an alias")?.label(alias.span(), "the alias");
    Some(match alias.target_text() {
        Some(canonical) => {
            let at = finding.primary.span;
            finding.help(format!("point at `{canonical}` directly")).fix(from.cx.renamed(from.record, at, &canonical))
        }
        None => finding,
    })
}

fn below_dname(from: ZoneRecord, above: ZoneName) -> Option<Diagnostic> {
    let dname = above.rrset(RType::DNAME).next()?;
    let finding = finding(from, "is an alias by a DNAME")?.label(dname.span(), "the DNAME");
    Some(finding.help("point at a name that has its own addresses"))
}

fn finding(from: ZoneRecord, what: &str) -> Option<Diagnostic> {
    let rtype = from.rtype();
    let at = from.cx.zone.entry(from.record).field(target_field(rtype)?)?;
    let message = format!("{} points at `{}`, which {what}", rtype.mnemonic(), from.target_text()?);
    let severity = if rtype == RType::NS { Severity::Error } else { META.severity };
    Some(Diagnostic::new(&META, at, message).severity(severity).subject(from.cx.subject(from.record)))
}
