//! Where the zones of a project have a name written.

use super::place::{NameAt, names_of};
use super::view::View;
use crate::syntax::rdata::{FieldKind, RType};
use crate::zone::{RecordId, Zone, target_field};

/// A place where a name is written.
pub(super) struct Mention<'v> {
    pub(super) zone: &'v Zone,
    pub(super) record: RecordId,
    pub(super) name: NameAt,
}

/// All places where a name is written: as owners, and in data.
pub(super) fn of_name<'v>(view: &View<'v>, absolute: &str) -> Vec<Mention<'v>> {
    of_names(view, |zone| zone.find(absolute).into_iter().map(|name| zone.absolute_name(name)).collect())
}

/// The same of the names that are chosen in each zone, as the zone writes them in full.
pub(super) fn of_names<'v>(view: &View<'v>, chosen: impl Fn(&'v Zone) -> Vec<String>) -> Vec<Mention<'v>> {
    let mut mentions = Vec::new();
    for zone in view.zones() {
        let names = chosen(zone);
        let ids: Vec<_> = names.iter().filter_map(|name| zone.find(name)).collect();
        if ids.is_empty() {
            continue;
        }
        for (id, record) in zone.records() {
            let is_meant = ids.contains(&record.owner)
                || record.target().is_some_and(|target| ids.contains(&target))
                || has_other_names(record.rtype);
            if !is_meant {
                continue;
            }
            let written = names_of(zone, id).into_iter();
            let meant = written.filter(|name| zone.find(&name.absolute).is_some_and(|name| ids.contains(&name)));
            mentions.extend(meant.map(|name| Mention { zone, record: id, name }));
        }
    }
    // A file that is part of several zones is written once.
    mentions.sort_by_key(|mention| mention.name.span);
    mentions.dedup_by_key(|mention| mention.name.span);
    mentions
}

/// Whether records of a type have names beside the one that clients are sent on to. Those of signed zones are made by
/// the signer.
fn has_other_names(rtype: RType) -> bool {
    if [RType::NSEC, RType::RRSIG, RType::NXT, RType::SIG].contains(&rtype) {
        return false;
    }
    let mut fields = rtype.fields().unwrap_or_default().iter().enumerate();
    let is_name = |kind| matches!(kind, FieldKind::Name | FieldKind::Names);
    fields.any(|(at, field)| is_name(field.kind) && target_field(rtype) != Some(at))
}
