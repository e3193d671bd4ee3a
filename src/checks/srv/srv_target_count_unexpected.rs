//! A service with fewer or more targets than its rule allows.

use crate::checks::srv::{TARGET, service_text};
use crate::checks::{FindingSink, ZoneContext, severity_by};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberMap, RecordId};

pub(super) static META: Meta = Meta {
    id: "srv-target-count-unexpected",
    summary: "a service has fewer or more targets than its rule allows",
    severity: Severity::Warning,
    references: &["the rule file, `targets`"],
    explain: include_str!("srv_target_count_unexpected.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_all_read() {
        return;
    }
    let mut first_of: NumberMap<NameId, Option<RecordId>> = NumberMap::default();
    for srv in cx.srvs() {
        let Some((rule, allowed)) = srv.rule.and_then(|rule| Some((rule, rule.targets.as_ref()?))) else {
            continue;
        };
        let is_target = |id: &RecordId| cx.zone.record(*id).target() != Some(NameId::ROOT);
        let owner = cx.zone.record(srv.record).owner;
        let targets = || cx.zone.rrset(owner, RType::SRV).iter().copied().filter(is_target);
        // One finding for each owner, at its first record.
        if *first_of.entry(owner).or_insert_with(|| targets().next()) != Some(srv.record) {
            continue;
        }
        let targets: Vec<RecordId> = targets().collect();
        let count = u16::try_from(targets.len()).unwrap_or(u16::MAX);
        if allowed.value.contains(count) {
            continue;
        }
        let Some(severity) = severity_by(rule, &META) else { continue };
        // The first that is too many, or the last where there are too few.
        let shown = targets.get(usize::from(allowed.value.last)).or(targets.last()).copied().unwrap_or(srv.record);
        let entry = cx.zone.entry(shown);
        let at = entry.field(TARGET).unwrap_or_else(|| entry.rtype());
        let (service, range) = (service_text(cx.zone, srv), allowed.value);
        let plural = if count == 1 { "" } else { "s" };
        let message = format!("`{service}` has {count} target{plural}, but its rule allows `{range}`");
        let mut finding = Diagnostic::new(&META, at, message).severity(severity);
        cx.asked_by(allowed.entry, &mut finding);
        findings.add(finding.label(allowed.span, "allowed").subject(cx.subject_of_set(shown)));
    }
}
