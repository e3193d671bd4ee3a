//! A delegation was signed, and the zone below has no key.

use std::collections::HashSet;

use crate::change::{RrsetChange, ZoneChange};
use crate::checks::view_index::{Child, ZoneName, between_zones};
use crate::checks::{ChangeContext, FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, Zone};

pub(super) static META: Meta = Meta {
    id: "ds-added-without-dnskey",
    summary: "a DS record was added for a zone that has no DNSKEY",
    severity: Severity::Warning,
    references: &["RFC 4035 section 2.4", "RFC 4035 section 5.2", "RFC 6781 section 4.1.2"],
    explain: include_str!("ds_added_without_dnskey.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    let secured = secured(cx);
    if secured.is_empty() {
        return;
    }
    let severity = if keeps_keys(cx.new) { META.severity } else { Severity::Info };
    let judge = |child: &Child| {
        let cut = child.cut.filter(|cut| secured.contains(&(std::ptr::from_ref(cut.cx.zone), cut.name)))?;
        Some(finding(child, cut)?.severity(severity))
    };
    findings.extend(between_zones(cx.new.view_indexes(), |child, _| judge(child).into_iter().collect()));
}

/// The delegations that had no DS before.
fn secured(cx: &ChangeContext) -> HashSet<(*const Zone, NameId)> {
    let is_new = |rrset: &&RrsetChange| rrset.rtype == RType::DS && rrset.is_new();
    let of_zone = |new: &Zone, change: &ZoneChange| {
        let owners = change.rrsets.iter().filter(is_new).filter_map(|rrset| rrset.new_owner);
        owners.map(|owner| (std::ptr::from_ref(new), owner)).collect::<Vec<_>>()
    };
    cx.in_both().flat_map(|(_, new, change)| of_zone(new.zone, change)).collect()
}

/// Whether keys are in the files of this project, and not only where a signer adds them.
fn keeps_keys(project: &ProjectContext) -> bool {
    project.zones.iter().any(|cx| ZoneName { cx, name: cx.zone.apex() }.rrset(RType::DNSKEY).next().is_some())
}

fn finding(child: &Child, cut: ZoneName) -> Option<Diagnostic> {
    let zone = child.cx.zone;
    let apex = ZoneName { cx: child.cx, name: zone.apex() };
    if !zone.is_all_read() || zone.is_dynamic() || apex.rrset(RType::DNSKEY).next().is_some() {
        return None;
    }
    let ds = cut.rrset(RType::DS).next()?;
    let message = format!("this DS record is new, and `{}` has no DNSKEY record", zone.shown_name());
    let mut finding = Diagnostic::new(&META, ds.owner_or_type(), message).help(
        "sign the zone first, and add the DS when its keys are served: until then validating resolvers answer SERVFAIL",
    );
    if let Some(soa) = apex.rrset(RType::SOA).next() {
        finding = finding.label(soa.owner_or_type(), "the zone below starts here");
    }
    Some(finding.subject(ds.cx.subject(ds.record)))
}
