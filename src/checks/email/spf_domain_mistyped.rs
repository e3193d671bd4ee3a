//! Names in SPF records whose domain is one slip away from a known one.

use std::cell::LazyCell;

use super::octets::Fault;
use super::spf_terms::Term;
use super::spf_tree;
use crate::checks::name::known_domains::{KnownDomain, KnownDomains, Meant};
use crate::checks::view_index::ViewIndex;
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Meta, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "spf-domain-mistyped",
    summary: "an SPF record names a host in a domain one typo away from a zone of the project, or from a provider's",
    severity: Severity::Warning,
    references: &["RFC 7208 sections 5.2 and 4.6.4"],
    explain: include_str!("spf_domain_mistyped.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for view in project.view_indexes() {
        let known = LazyCell::new(|| KnownDomains::of(view));
        for &cx in &view.zones {
            for policy in spf_tree::of_zone(cx) {
                let faults = policy.text.terms().filter_map(|term| fault(cx, view, &known, &term));
                findings.extend(faults.map(|fault| fault.found(cx, &META, policy.text)));
            }
        }
    }
}

fn fault<'v, F: FnOnce() -> KnownDomains<'v>>(
    cx: &ZoneContext,
    view: &ViewIndex<'v>,
    known: &LazyCell<KnownDomains<'v>, F>,
    term: &Term,
) -> Option<Fault> {
    let (value, domain) = (term.value()?, term.domain()?);
    let name = domain.trim_end_matches('.').to_ascii_lowercase();
    let labels: Vec<&[u8]> = name.split('.').map(str::as_bytes).collect();
    // Most terms name a host of the zone itself, or a domain that is known.
    let ends = || (0..labels.len().saturating_sub(1)).map(|from| labels[from..].join(&b'.'));
    if labels.len() < 2 || ends().any(|end| view.holds(&end)) {
        return None;
    }
    let (wrong, meant) = known.ends_of(&labels).find_map(|(_, from)| {
        let wrong = labels[from..].join(&b'.');
        known.meant_by(&wrong).map(|meant| (wrong, meant))
    })?;
    let Meant { right, of, typo } = meant;
    let [wrong, right] = [&wrong[..], right].map(|text| String::from_utf8_lossy(text).into_owned());
    let whose = match of {
        KnownDomain::Zone(zone) if std::ptr::eq(zone.zone, cx.zone) => "this zone",
        KnownDomain::Zone(_) => "a zone of the project",
        KnownDomain::Provider => "a provider's domain",
    };
    let start = term.octets().end - value.len();
    let end = start + domain.trim_end_matches('.').len();
    let octets = end - wrong.len()..end;
    let message = format!("`{wrong}` is `{right}`, {whose}, with {}", typo.with("letter"));
    Some(Fault::warning(octets.clone(), message).help(format!("did you mean `{right}`?")).maybe(octets, right))
}
