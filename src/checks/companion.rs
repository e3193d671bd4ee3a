//! Services that are offered, for the checks of what has to stand beside them and what must not.

use super::ZoneView;
use super::srv::Srv;
use crate::ruleset::Service;

/// The services a zone offers for itself, each with its first record. What belongs to names further
/// down is not known by names relative to the zone.
pub(super) fn offered<'v>(zone: &'v ZoneView<'v>) -> Vec<(&'v Srv<'v>, &'v Service)> {
    let mut offered: Vec<(&Srv, &Service)> = Vec::new();
    for srv in zone.srvs().iter().filter(|srv| !srv.is_null()) {
        let Some(rule) = srv.rule else { continue };
        let is_beside_others = || {
            let owner = zone.zone.record(srv.record).owner;
            zone.zone.labels_below_apex(owner).is_some_and(|labels| rule.pattern.is_whole(&labels))
        };
        if !offered.iter().any(|(_, known)| std::ptr::eq(*known, rule)) && is_beside_others() {
            offered.push((srv, rule));
        }
    }
    offered
}
