//! A policy of SPF that takes more lookups than receivers make.

use super::octets::{Fault, OctetMap};
use super::spf_tree::{self, Cost, Costs, Resolution, Rooted};
use crate::checks::view_index::ViewIndex;
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "spf-lookups-exceeded",
    summary: "an SPF record takes more than ten DNS lookups, or leads back to itself",
    severity: Severity::Error,
    references: &["RFC 7208 section 4.6.4"],
    explain: include_str!("spf_lookups_exceeded.md"),
    ..Meta::DEFAULT
};

/// RFC 7208 section 4.6.4.
const MOST_LOOKUPS: u32 = 10;
const MOST_EXCHANGES: usize = 10;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let views = project.view_indexes();
    let mut costs: Vec<Costs> = views.iter().map(Costs::in_view).collect();
    for cx in project.zones {
        let policies: Vec<Rooted> = spf_tree::of_zone(cx).collect();
        if policies.is_empty() {
            continue;
        }
        let is_one = views.len() == 1;
        let mut views: Vec<_> = views.iter().zip(&mut costs).filter(|(view, _)| is_one || view.has(cx)).collect();
        for policy in policies {
            // What is right in one view is right.
            let found: Option<Vec<Diagnostic>> =
                views.iter_mut().map(|(view, costs)| fault(view, costs, &policy)).collect();
            findings.extend(found.into_iter().flatten().next());
        }
    }
}

fn fault<'v>(view: &ViewIndex<'v>, costs: &mut Costs<'_, 'v>, policy: &Rooted<'v>) -> Option<Diagnostic> {
    let cx = policy.owner.cx;
    let mut sum = Cost::default();
    let mut terms = Vec::new();
    for term in spf_tree::evaluated(policy.text) {
        let cost = costs.of_term(policy.owner, &term, 0);
        if cost.is_loop {
            let fault = Fault::error(term.octets(), "the policy leads in a circle: receivers treat it as an error");
            return Some(fault.help("remove the `include:` or `redirect=` that leads back").found(
                cx,
                &META,
                policy.text,
            ));
        }
        if term.is("mx")
            && let Resolution::Host(host) = spf_tree::resolve(view, policy.owner, &term)
            && let exchanges = host.cx.zone.rrset(host.name, RType::MX).len()
            && exchanges > MOST_EXCHANGES
        {
            let message =
                format!("`mx` stands for {exchanges} hosts: receivers treat more than {MOST_EXCHANGES} as an error");
            let fault = Fault::error(term.octets(), message).help("name the hosts by `ip4:` and `ip6:`");
            return Some(fault.found(cx, &META, policy.text));
        }
        sum.lookups += cost.lookups;
        terms.extend((cost.lookups > 0).then(|| (cost.lookups, term.octets())));
    }
    if sum.lookups <= MOST_LOOKUPS {
        return None;
    }
    let message = format!(
        "the policy takes at least {} DNS lookups: receivers treat more than {MOST_LOOKUPS} as an error",
        sum.lookups
    );
    // The dearest first.
    terms.sort_by_key(|(lookups, _)| std::cmp::Reverse(*lookups));
    let (dearest, octets) = terms.first().cloned()?;
    let map = OctetMap::of(&cx.zone.entry(policy.text.record));
    let words = |lookups: u32| if lookups == 1 { "1 lookup".to_owned() } else { format!("{lookups} lookups") };
    let finding =
        Fault::error(octets, message).help("remove what is not needed, or name networks by `ip4:` and `ip6:`");
    let finding = finding.found(cx, &META, policy.text).here(words(dearest));
    let others = terms.into_iter().skip(1);
    Some(finding.said_of_each(others, |(lookups, octets)| (map.span(octets), words(lookups))))
}
