//! Reports that go to a domain one slip away from a known one.

use std::cell::LazyCell;

use super::mail_text::Policy;
use super::octets::Fault;
use super::report_address;
use crate::checks::name::known_domains::{KnownDomain, KnownDomains};
use crate::checks::view_index::ViewIndex;
use crate::checks::{FindingSink, ProjectContext, ZoneContext, providers};
use crate::diagnostic::{Meta, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "report-address-mistyped",
    summary: "reports of DMARC or TLS go to a domain that is one typo away from a zone of the project, or a provider",
    severity: Severity::Warning,
    references: &["RFC 9990 section 4", "RFC 8460 section 3"],
    explain: include_str!("report_address_mistyped.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for view in project.view_indexes() {
        let known = LazyCell::new(|| KnownDomains::of(view));
        for cx in &view.zones {
            check_zone(cx, view, &known, findings);
        }
    }
}

fn check_zone<'v>(
    cx: &ZoneContext,
    view: &ViewIndex<'v>,
    known: &LazyCell<KnownDomains<'v>, impl FnOnce() -> KnownDomains<'v>>,
    findings: &mut FindingSink,
) {
    let is_policy = |policy| matches!(policy, Some(Policy::Dmarc | Policy::TlsRpt));
    for text in cx.mail_texts().iter().filter(|text| is_policy(text.policy) && !text.is_report) {
        let tags = text.tags().filter(|tag| tag.is(b"rua") || tag.is(b"ruf"));
        let addresses = tags.flat_map(|tag| report_address::of(&tag).collect::<Vec<_>>());
        for address in addresses {
            let Some(domain) = address.domain() else { continue };
            let wrong = domain.trim_end_matches('.').to_ascii_lowercase();
            // Nearly all reports go to the zone itself.
            let is_known = view.holds(wrong.as_bytes()) || providers::domains().any(|known| known == wrong);
            let Some(meant) = (!is_known).then(|| known.meant_by(wrong.as_bytes())).flatten() else { continue };
            let right = String::from_utf8_lossy(meant.right);
            let whose = match meant.of {
                KnownDomain::Zone(zone) if std::ptr::eq(zone.zone, cx.zone) => "this zone",
                KnownDomain::Zone(_) => "a zone of the project",
                KnownDomain::Provider => "a provider's domain",
            };
            let message =
                format!("reports go to `{wrong}`, which is `{right}`, {whose}, with {}", meant.typo.with("letter"));
            let start = address.domain_start();
            let octets = start..start + domain.len();
            let fault = Fault::warning(octets.clone(), message).help(format!("did you mean `{right}`?"));
            findings.add(fault.maybe(octets, &*right).found(cx, &META, text));
        }
    }
}
