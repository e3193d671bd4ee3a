//! Names that are gone, and the records that still point at them.

use std::cell::LazyCell;
use std::collections::HashMap;

use crate::change::ZoneChange;
use crate::checks::view_index::{NameLookup, ZoneName, ZoneRecord};
use crate::checks::{ChangeContext, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{Answer, NameId, NumberMap, RecordId, Zone, target_field};

/// A name that the old version has, and of which the zone says now that it does not exist.
#[derive(Clone, Copy)]
pub(super) struct GoneName<'c, 'o, 'n> {
    pub(super) old: &'c ZoneContext<'o>,
    pub(super) new: &'c ZoneContext<'n>,
    /// Its id in the old version.
    pub(super) owner: NameId,
    /// The first of its records there.
    pub(super) record: RecordId,
    /// A record that came with the same data at a new name: it was renamed.
    pub(super) renamed: Option<RecordId>,
}

/// Those of all zones, by their absolute names in lower case.
pub(super) type GoneNames<'c, 'o, 'n> = HashMap<String, GoneName<'c, 'o, 'n>>;

pub(super) fn gone<'c, 'o, 'n>(cx: &'c ChangeContext<'c, 'o, 'n>) -> GoneNames<'c, 'o, 'n> {
    let mut all = GoneNames::new();
    for (old, new, change) in cx.in_both().filter(|(_, new, _)| new.zone.is_complete()) {
        let came = LazyCell::new(|| came(new.zone, change));
        for rrset in change.rrsets.iter().filter(|rrset| rrset.is_gone()) {
            let (Some(owner), Some(&record)) = (rrset.old_owner, rrset.removed.first()) else { continue };
            let is_gone = || {
                let labels = old.zone.labels_below_apex(owner);
                labels.is_some_and(|labels| new.zone.answer_for(&labels) == Answer::NxDomain)
            };
            if old.zone.cut_above(owner).is_some() || !is_gone() {
                continue;
            }
            let gone = GoneName { old, new, owner, record, renamed: None };
            let gone = all.entry(old.zone.absolute_name(owner).to_ascii_lowercase()).or_insert(gone);
            if gone.renamed.is_none() && IDENTIFIES.contains(&rrset.rtype) {
                gone.renamed = came.get(&data(old.zone, rrset.rtype, &rrset.removed)).copied();
            }
        }
    }
    all
}

/// The types whose data tell one host from others.
const IDENTIFIES: [RType; 3] = [RType::A, RType::AAAA, RType::CNAME];

/// The data of an RRset, that are equal for equal data.
type Data = (RType, Vec<Option<Vec<u8>>>);

fn data(zone: &Zone, rtype: RType, records: &[RecordId]) -> Data {
    let mut data: Vec<_> = records.iter().map(|&record| zone.rdata(record).wire(true).ok()).collect();
    data.sort_unstable();
    (rtype, data)
}

/// The RRsets of new names, each by its data.
fn came(new: &Zone, change: &ZoneChange) -> HashMap<Data, RecordId> {
    let came = change.rrsets.iter().filter(|rrset| rrset.is_new() && rrset.old_owner.is_none());
    let came = came.filter(|rrset| IDENTIFIES.contains(&rrset.rtype));
    came.filter_map(|rrset| Some((data(new, rrset.rtype, &rrset.added), *rrset.added.first()?))).collect()
}

/// A record that points at a name that is gone.
pub(super) struct StaleTarget<'n> {
    pub(super) from: ZoneRecord<'n>,
    /// The name, in the zone of the record.
    pub(super) target: NameId,
}

/// The records that point at some of these names, in the order of zones and records, each with what is known of the
/// name.
pub(super) fn pointing_at<'n, T: Copy>(
    project: &ProjectContext<'n>,
    names: &HashMap<String, T>,
) -> Vec<(StaleTarget<'n>, T)> {
    let mut all = Vec::new();
    for cx in project.zones.iter().filter(|_| !names.is_empty()) {
        let found = names.iter().filter_map(|(name, of)| Some((cx.zone.find(name)?, *of)));
        let targets: NumberMap<NameId, T> = found.collect();
        if targets.is_empty() {
            continue;
        }
        for (record, of) in cx.zone.records() {
            let target = of.target().filter(|_| of.rtype != RType::SOA && of.is_readable());
            if let Some((target, &of)) = target.and_then(|target| Some((target, targets.get(&target)?))) {
                all.push((StaleTarget { from: ZoneRecord { cx, record }, target }, of));
            }
        }
    }
    all
}

impl<'n> StaleTarget<'n> {
    /// Whether the name does not exist for those who read the record.
    pub(super) fn is_missing(&self, project: &ProjectContext<'n>) -> bool {
        is_missing(project, self.from.cx, self.target)
    }

    /// What it is to point at nothing, by the type of the record.
    pub(super) fn severity(&self) -> Severity {
        let is_milder = matches!(self.from.rtype(), RType::CNAME | RType::SVCB | RType::HTTPS | RType::PTR);
        let is_own = self.from.cx.zone.is_in_zone(self.target);
        if is_own && !is_milder { Severity::Error } else { Severity::Warning }
    }

    /// Where the target is written.
    pub(super) fn field(&self) -> Span {
        self.from.field(target_field(self.from.rtype()).unwrap_or_default())
    }

    /// A finding at the target.
    pub(super) fn finding(&self, new: impl FnOnce(Span) -> Diagnostic) -> Diagnostic {
        new(self.field()).severity(self.severity()).subject(self.from.cx.subject(self.from.record))
    }
}

/// Whether a name that a zone speaks of does not exist: there, or in the zone of each of its views that would have it.
pub(super) fn is_missing<'v>(project: &ProjectContext<'v>, cx: &'v ZoneContext<'v>, name: NameId) -> bool {
    if is_own(cx, name) {
        return cx.zone.is_complete() && cx.zone.is_missing(name);
    }
    is_in_views(project, cx, name, |found| matches!(found, NameLookup::Missing(_)))
}

/// Whether no zone that was read would have the name.
pub(super) fn is_foreign<'v>(project: &ProjectContext<'v>, cx: &'v ZoneContext<'v>, name: NameId) -> bool {
    !is_own(cx, name) && is_in_views(project, cx, name, |found| matches!(found, NameLookup::Unknown))
}

fn is_own(cx: &ZoneContext, name: NameId) -> bool {
    cx.zone.is_in_zone(name) && cx.zone.cut_above(name).is_none()
}

/// What holds in each view of a zone, if it is in any.
fn is_in_views<'v>(
    project: &ProjectContext<'v>,
    cx: &'v ZoneContext<'v>,
    name: NameId,
    is_so: impl Fn(NameLookup<'v>) -> bool,
) -> bool {
    let mut views = project.view_indexes().iter().filter(|view| view.has(cx)).peekable();
    views.peek().is_some() && views.all(|view| is_so(view.look_up(ZoneName { cx, name })))
}
