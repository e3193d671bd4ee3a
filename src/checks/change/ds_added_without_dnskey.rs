//! A delegation was signed, and the zone below has no key.

use crate::change::RrsetChange;
use crate::checks::view_index::{Child, ZoneName, between_zones};
use crate::checks::{ChangeContext, FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "ds-added-without-dnskey",
    summary: "a DS record was added for a zone that has no DNSKEY",
    severity: Severity::Warning,
    references: &["RFC 4035 section 2.4", "RFC 4035 section 5.2", "RFC 6781 section 4.1.2"],
    explain: include_str!("ds_added_without_dnskey.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    let added = |rrset: &RrsetChange| rrset.rtype == RType::DS && rrset.is_new();
    if !cx.in_both().any(|(_, _, change)| change.rrsets.iter().any(added)) {
        return;
    }
    let severity = if keeps_keys(cx.new) { META.severity } else { Severity::Info };
    let judge = |child: &Child| finding(cx, child).map(|finding| finding.severity(severity)).into_iter().collect();
    findings.extend(between_zones(cx.new.view_indexes(), |child, _| judge(child)));
}

/// Whether keys are in the files of this project, and not only where a signer adds them.
fn keeps_keys(project: &ProjectContext) -> bool {
    project.zones.iter().any(|cx| ZoneName { cx, name: cx.zone.apex() }.rrset(RType::DNSKEY).next().is_some())
}

fn finding(cx: &ChangeContext, child: &Child) -> Option<Diagnostic> {
    let (cut, zone) = (child.cut?, child.cx.zone);
    let mut changes = cx.in_both().filter(|(_, new, _)| std::ptr::eq(new.zone, cut.cx.zone));
    let (_, _, change) = changes.next()?;
    let is_of_cut = |rrset: &&RrsetChange| rrset.rtype == RType::DS && rrset.new_owner == Some(cut.name);
    change.rrsets.iter().find(is_of_cut).filter(|rrset| rrset.is_new())?;
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
