//! Records that rules speak of by name and type.

use super::ZoneView;
use crate::ruleset::OwnerPattern;
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{Answer, NameId, RecordId};

/// The records of some types that answer for a name relative to the zone. `None` where that is not
/// for this zone to say: the name is delegated, redirected or an alias.
pub(super) fn answering(zone: &ZoneView, name: &OwnerPattern, types: &[String]) -> Option<Vec<RecordId>> {
    let labels: Vec<&[u8]> = name.labels().map(str::as_bytes).collect();
    match zone.zone.answer_for(&labels) {
        Answer::Nothing => Some(Vec::new()),
        Answer::Elsewhere => None,
        Answer::Owner(owner) => {
            let own = of_types(zone, owner, types);
            let is_cut = owner != zone.zone.apex() && zone.zone.has(owner, RType::NS);
            (!own.is_empty() || !is_cut && !zone.zone.is_alias(owner)).then_some(own)
        }
    }
}

/// The records of some types at all owners that a pattern relative to the zone stands for.
pub(super) fn standing(zone: &ZoneView, pattern: &OwnerPattern, types: &[String]) -> Vec<RecordId> {
    if pattern.is_name() {
        let owner = zone.zone.find(&pattern.to_string());
        return owner.map(|owner| of_types(zone, owner, types)).unwrap_or_default();
    }
    let fits = |name: &NameId| zone.zone.labels_below_apex(*name).is_some_and(|labels| pattern.is_whole(&labels));
    zone.zone.names().filter(fits).flat_map(|owner| of_types(zone, owner, types)).collect()
}

/// Whether names that a pattern stands for would be this zone's: what they hang on, the labels after
/// its last `*`, is neither delegated nor redirected.
pub(super) fn is_for_zone_to_say(zone: &ZoneView, pattern: &OwnerPattern) -> bool {
    let labels: Vec<&[u8]> = pattern.labels().map(str::as_bytes).collect();
    let fixed = labels.iter().rposition(|label| label.contains(&b'*')).map_or(0, |last| last + 1);
    match zone.zone.answer_for(&labels[fixed..]) {
        Answer::Nothing => true,
        Answer::Elsewhere => false,
        Answer::Owner(owner) => {
            owner == zone.zone.apex() || !zone.zone.has(owner, RType::NS) && !zone.zone.has(owner, RType::DNAME)
        }
    }
}

fn of_types(zone: &ZoneView, owner: NameId, types: &[String]) -> Vec<RecordId> {
    let types = types.iter().filter_map(|mnemonic| RType::from_mnemonic(mnemonic.as_bytes()));
    types.flat_map(|rtype| zone.zone.rrset(owner, rtype)).copied().collect()
}

/// Where to point in a zone that lacks something: its SOA.
pub(super) fn place_of_missing(zone: &ZoneView) -> Span {
    zone.zone.soa().map_or_else(|| super::top_of(zone.zone), |soa| zone.zone.entry(soa).owner())
}

/// A name relative to the zone, in full.
pub(super) fn full_name(zone: &ZoneView, name: &OwnerPattern) -> String {
    let apex = zone.zone.apex_text();
    match name.is_apex() {
        true => apex.to_owned(),
        false if apex == "." => format!("{name}."),
        false => format!("{name}.{apex}"),
    }
}

/// Types as a sentence has them: `A`, `AAAA` or `CNAME`.
pub(super) fn one_of(types: &[String]) -> String {
    match types {
        [only] => only.clone(),
        [front @ .., last] => format!("{} or {last}", front.join(", ")),
        [] => String::new(),
    }
}
