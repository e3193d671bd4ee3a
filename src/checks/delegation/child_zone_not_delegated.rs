//! A zone that nothing in the zone above leads to.

use std::collections::HashSet;

use crate::checks::view_index::{Child, ViewIndex, ZoneName, ZoneRecord, between_zones};
use crate::checks::{FindingSink, ProjectContext, ZoneContext, top_of};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;
use crate::zone::{Answer, RecordId};

pub(super) static META: Meta = Meta {
    id: "child-zone-not-delegated",
    summary: "the parent of a zone has no NS records for it, though both are in the project",
    severity: Severity::Info,
    references: &["RFC 1034 section 4.2"],
    explain: include_str!("child_zone_not_delegated.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let judge = |child: &Child, view: &ViewIndex| {
        let found = child.cut.is_none().then(|| mistyped(child, view).or_else(|| finding(child)));
        found.flatten().into_iter().collect()
    };
    findings.extend(between_zones(project.view_indexes(), judge));
}

/// Letters that a mistyped label has at least.
const SHORTEST: usize = 5;
/// So many NS records of the zone above are looked at for each zone below it.
const MOST_LOOKED_AT: usize = 500;

/// A zone that is called nearly as one that is delegated to a server of it, and of which there is no zone: one of the two
/// names has a slip.
fn mistyped(child: &Child, view: &ViewIndex) -> Option<Diagnostic> {
    let (cx, parent) = (child.cx, child.parent);
    let own = cx.zone.labels(cx.zone.apex());
    let label = own[0].to_ascii_lowercase();
    let own_servers = servers(cx);
    let is_beside = |ns: &RecordId| {
        let cut = parent.zone.record(*ns).owner;
        let labels = parent.zone.labels(cut);
        labels.len() == own.len() && labels[1..].iter().zip(&own[1..]).all(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    let all = parent.zone.of_type(RType::NS).take(MOST_LOOKED_AT).map(|(id, _)| id).filter(is_beside);
    let mut near = all.filter_map(|ns| {
        let cut = parent.zone.record(ns).owner;
        let delegated = parent.zone.first_label(cut).to_ascii_lowercase();
        let typo = Typo::between(&delegated, &label)?;
        let is_slip = typo.is_believable_in(&delegated, &label, SHORTEST);
        let server = ZoneRecord { cx: parent, record: ns }.target_lowered()?;
        let name = parent.zone.name_text(cut).trim_end_matches('.').to_ascii_lowercase();
        let is_lame = !view.holds(name.as_bytes()) && own_servers.contains(&server);
        (is_slip && is_lame).then_some((ns, cut, typo))
    });
    let (ns, cut, typo) = near.next()?;
    let soa = cx.zone.soa()?;
    let (name, delegated) = (cx.zone.apex_name(), parent.zone.name_text(cut));
    let message = format!(
        "`{name}` is not delegated, and `{delegated}` is, of which there is no zone: the one is the other with {}",
        typo.with("letter")
    );
    let at = cx.zone.named_at().unwrap_or_else(|| cx.zone.entry(soa).owner());
    let finding = Diagnostic::new(&META, at, message).severity(Severity::Warning);
    let finding = finding.label(parent.owner_or_type(ns), "the delegation");
    Some(finding.help("give the zone and its delegation one name").subject(cx.subject(soa)))
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
