//! Services that are offered, for the checks of what has to stand beside them and what must not.

use std::collections::HashSet;

use crate::checks::ZoneContext;
use crate::checks::srv::Srv;
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::ruleset::{Companion, Service, Setting, Sourced};

/// The services with companions that a zone offers for itself, each with its first record. What belongs to names further
/// down is not known by names relative to the zone.
pub(in crate::checks) fn offered<'c, 'v>(cx: &'c ZoneContext<'v>) -> Vec<(&'c Srv<'v>, &'v Service)> {
    let (mut offered, mut met) = (Vec::new(), HashSet::new());
    for srv in cx.srvs().iter().filter(|srv| !srv.is_null()) {
        let has_companions = |rule: &&Service| !rule.with.is_empty() || !rule.without.is_empty();
        let Some(rule) = srv.rule.filter(has_companions) else { continue };
        let is_beside_others = || {
            let owner = cx.zone.record(srv.record).owner;
            cx.zone.labels_below_apex(owner).is_some_and(|labels| rule.pattern.is_whole(&labels))
        };
        if !met.contains(&rule.id) && is_beside_others() {
            met.insert(rule.id);
            offered.push((srv, rule));
        }
    }
    offered
}

/// The severity of what is wrong with a companion: its own, or that of its service.
pub(in crate::checks) fn severity_of(companion: &Companion, service: &Service, meta: &Meta) -> Option<Severity> {
    companion.severity.or(service.severity).map_or(Some(meta.severity), Setting::severity)
}

/// Says why a companion is wanted, or not, and whether that may be silenced.
pub(in crate::checks) fn asked_by(cx: &ZoneContext, companion: &Sourced<Companion>, finding: &mut Diagnostic) {
    let entry = cx.rules.entry(companion.entry);
    finding.note = entry.note_with(&companion.value.reason, &companion.value.source);
    finding.ignorable = entry.ignorable;
}
