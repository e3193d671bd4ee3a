//! A zone that nothing in the zone above leads to.

use std::collections::HashSet;

use crate::checks::view_index::{Child, ZoneName, ZoneRecord, between_zones};
use crate::checks::{FindingSink, ProjectContext, ZoneContext, top_of};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::Answer;

pub(super) static META: Meta = Meta {
    id: "child-zone-not-delegated",
    summary: "the parent of a zone has no NS records for it, though both are in the project",
    severity: Severity::Info,
    references: &["RFC 1034 section 4.2"],
    explain: include_str!("child_zone_not_delegated.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let judge = |child: &Child| if child.cut.is_none() { finding(child) } else { None };
    findings.extend(between_zones(project.view_indexes(), |child, _| judge(child).into_iter().collect()));
}

fn finding(child: &Child) -> Option<Diagnostic> {
    let (cx, parent) = (child.cx, child.parent);
    let labels = cx.zone.labels(cx.zone.apex());
    let above = labels.len() - parent.zone.labels(parent.zone.apex()).len();
    if !parent.zone.is_complete() || parent.zone.answer_for(&labels[..above]) == Answer::Delegated {
        return None;
    }
    // A server of both answers from the zone itself, whether it is delegated or not.
    let (servers, servers_above) = (servers(cx), servers(parent));
    let known: HashSet<&String> = servers.iter().collect();
    if servers.is_empty() || servers_above.iter().all(|server| known.contains(server)) {
        return None;
    }
    let soa = cx.zone.soa()?;
    let soa_above = parent.zone.soa().map_or_else(|| top_of(parent.zone), |soa| parent.zone.entry(soa).owner());
    let (name, parent_name) = (cx.zone.apex_name(), parent.zone.apex_name());
    let message = format!("zone `{parent_name}` has no NS records for `{name}`");
    let help = format!("add `{name} NS {}` there, and the other name servers", servers[0]);
    let finding = Diagnostic::new(&META, cx.zone.entry(soa).owner(), message).label(soa_above, "the parent zone");
    Some(finding.help(help).subject(cx.subject(soa)))
}

fn servers<'v>(cx: &'v ZoneContext<'v>) -> Vec<String> {
    let servers = ZoneName { cx, name: cx.zone.apex() }.rrset(RType::NS);
    servers.filter_map(ZoneRecord::target_lowered).collect()
}
