//! A delegation that names other servers than the zone below does.

use std::collections::HashSet;

use crate::text::typo::Typo;

use crate::checks::view_index::{Child, ZoneName, ZoneRecord, between_zones};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "delegation-ns-differs",
    summary: "a delegation and its child zone name different servers",
    severity: Severity::Warning,
    references: &["RFC 1034 section 4.2.2"],
    explain: include_str!("delegation_ns_differs.md"),
    overlap: &[OverlapGroup::Target.rank(2)],
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let judge = |child: &Child| child.cut.and_then(|cut| finding(child, cut)).into_iter().collect();
    findings.extend(between_zones(project.view_indexes(), |child, _| judge(child)));
}

/// A name server and the record that names it.
type NameServer<'v> = (String, ZoneRecord<'v>);

fn finding<'v>(child: &Child<'v>, cut: ZoneName<'v>) -> Option<Diagnostic> {
    if !child.cx.zone.is_all_read() || !child.parent.zone.is_all_read() {
        return None;
    }
    let above = servers(cut);
    let below = servers(ZoneName { cx: child.cx, name: child.cx.zone.apex() });
    let (first_above, first_below) = (above.first()?, below.first()?);
    let only_above = only_in(&above, &below);
    let only_below = only_in(&below, &above);
    let zone = child.cx.zone.apex_name();
    let help = "make the NS records of both zones the same";
    let (held, finding) = match (only_above, only_below) {
        (Some((name, held)), other) => {
            let message = format!("the delegation lists `{name}`, but the zone `{zone}` does not");
            let (meant, beside) = other.unwrap_or(first_below);
            let finding = Diagnostic::new(&META, held.field(0), message).label(beside.field(0), "in the child zone");
            let typo = Typo::between(meant.as_bytes(), name.as_bytes());
            let typed = typo.filter(|typo| typo.is_believable(meant.as_bytes(), name.as_bytes()));
            let finding = match typed {
                Some(typo) => finding.help(format!("did you mean `{meant}`? this name has {}", typo.with("letter"))),
                None => finding.help(help),
            };
            (held, finding)
        }
        (None, Some((name, held))) => {
            let message = format!("the zone `{zone}` lists `{name}`, but its delegation does not");
            let finding = Diagnostic::new(&META, held.field(0), message);
            (held, finding.label(first_above.1.span(), "the delegation").help(help))
        }
        (None, None) => return None,
    };
    Some(finding.subject(held.cx.subject(held.record)))
}

fn servers<'v>(owner: ZoneName<'v>) -> Vec<NameServer<'v>> {
    let server = |ns: ZoneRecord<'v>| Some((ns.target_lowered()?, ns));
    owner.rrset(RType::NS).filter_map(server).collect()
}

fn only_in<'s, 'v>(some: &'s [NameServer<'v>], others: &[NameServer]) -> Option<&'s NameServer<'v>> {
    let others: HashSet<&str> = others.iter().map(|(name, _)| name.as_str()).collect();
    some.iter().find(|(name, _)| !others.contains(name.as_str()))
}
