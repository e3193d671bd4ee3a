//! A name in an SPF record that does not exist, or has not what is asked of it.

use super::octets::Fault;
use super::report::TextPlaces;
use super::spf_terms::Term;
use super::spf_tree::{self, Resolution, Rooted, policies_of};
use crate::checks::view_index::{ViewIndex, ZoneName};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "spf-target-missing",
    summary: "an SPF record names a domain of the project that does not exist, or that has no SPF record to include",
    severity: Severity::Error,
    references: &["RFC 7208 sections 4.6.4, 5.2 and 6.1"],
    explain: include_str!("spf_target_missing.md"),
    overlap: &[OverlapGroup::Change.rank(2)],
    ..Meta::DEFAULT
};

/// Receivers give up on policies with more names that lead to nothing (RFC 7208 section 4.6.4).
const MOST_VOID: usize = 2;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for cx in project.zones {
        let mut views = None;
        for policy in spf_tree::of_zone(cx) {
            let mut terms = spf_tree::evaluated(policy.text).filter(|term| term.value().is_some());
            if terms.next().is_none() {
                continue;
            }
            let views = views.get_or_insert_with(|| spf_tree::views_of(project, cx));
            for fault in faults(views, &policy) {
                findings.add(fault);
            }
        }
    }
}

fn faults<'v>(views: &[&ViewIndex<'v>], policy: &Rooted<'v>) -> Vec<Diagnostic> {
    let cx = policy.owner.cx;
    let (mut found, mut void) = (Vec::new(), Vec::new());
    for term in spf_tree::evaluated(policy.text) {
        // What is right in one view is right.
        let in_views: Option<Vec<Fault>> = views.iter().map(|view| fault_of(view, policy.owner, &term)).collect();
        let Some(fault) = in_views.and_then(|all| all.into_iter().next()) else { continue };
        let places = if fault.severity == Severity::Error { &mut found } else { &mut void };
        places.push(fault);
    }
    if found.is_empty() && void.is_empty() {
        return Vec::new();
    }
    let places = TextPlaces::of(cx, policy.text);
    let mut all: Vec<_> = found.into_iter().map(|fault| places.finding(fault, &META)).collect();
    if void.len() <= MOST_VOID {
        all.extend(void.into_iter().map(|fault| places.finding(fault, &META)));
        return all;
    }
    // One finding for what is one error.
    let others: Vec<_> = void[1..].iter().map(|fault| places.map.span(fault.octets.clone())).collect();
    let message = format!(
        "{} names lead to nothing: receivers give up after {MOST_VOID} and treat the record as an error",
        void.len()
    );
    let first = Fault { severity: Severity::Error, message, ..void.swap_remove(0) };
    let first = places.finding(first, &META).here("does not exist");
    all.push(first.said_of_each(others, |at| (at, "nor this")));
    all
}

/// What is wrong with the name of a term, as a view sees it.
fn fault_of<'v>(view: &ViewIndex<'v>, from: ZoneName<'v>, term: &Term) -> Option<Fault> {
    let domain = term.domain().filter(|_| term.value().is_some())?;
    let domain = shown(domain.as_bytes());
    let is_policy = term.is("include") || term.is("redirect");
    if !is_policy && !spf_tree::is_lookup(term) {
        return None;
    }
    let help = "correct the name, or remove the term";
    let effect = "receivers treat the whole record as an error";
    let fault = |message: String| {
        let make = if is_policy { Fault::error } else { Fault::warning };
        Some(make(term.octets(), message).help(help))
    };
    match spf_tree::resolve(view, from, term) {
        Resolution::Unknown => None,
        Resolution::Missing if is_policy => fault(format!("`{domain}` does not exist: {effect}")),
        Resolution::Missing => fault(format!("`{domain}` does not exist")),
        Resolution::Host(host) if is_policy => match policies_of(host).count() {
            0 if host.cx.selected_texts().is_unread(host.name) => None,
            0 => fault(format!("`{domain}` has no SPF record: {effect}")),
            1 => None,
            _ => fault(format!("`{domain}` has more than one SPF record: {effect}")),
        },
        Resolution::Host(host) => {
            let has = |rtype| host.cx.zone.has(host.name, rtype);
            let lacks = match () {
                () if term.is("a") && !has(RType::A) && !has(RType::AAAA) => "address",
                () if term.is("mx") && !has(RType::MX) => "MX",
                () if term.is("exists") && !has(RType::A) => "A record",
                () => return None,
            };
            fault(format!("`{domain}` has no {lacks}"))
        }
    }
}
