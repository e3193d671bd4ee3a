//! Definitions and references: from a name to its owner and to all who point at it, from a finding to its rule.

use gen_lsp_types::Location;

use super::mentions;
use super::place::Place;
use super::rule;
use super::view::{Cursor, View};
use crate::source::Span;
use crate::zone::Zone;

/// Where what stands at a place is made.
pub(super) fn definition(view: &View, cursor: Cursor) -> Vec<Location> {
    match Place::at(view, cursor) {
        Some(Place::Include { source: Some(source), .. }) => {
            view.location(Span { source, start: 0, end: 0 }).into_iter().collect()
        }
        Some(Place::Record { name: Some(name), .. }) => {
            let owners = view.zones().filter_map(|zone| owner(zone, &name.absolute));
            let mut locations: Vec<Location> = owners.filter_map(|span| view.location(span)).collect();
            locations.dedup();
            locations
        }
        Some(Place::Record { zone, record, name: None }) => {
            let by_finding = rule::of_findings(view, &cursor);
            let rules = by_finding.into_iter().chain(rule::of_record(view, zone, record).map(|rule| rule.span));
            let mut locations: Vec<Location> = rules.filter_map(|span| view.location(span)).collect();
            locations.dedup();
            locations
        }
        _ => Vec::new(),
    }
}

/// Where a zone says who a name is: its first record, or who answers for it there.
fn owner(zone: &Zone, absolute: &str) -> Option<Span> {
    let name = zone.find(absolute).filter(|&name| zone.is_in_zone(name))?;
    let answering = || zone.cut_above(name).or_else(|| zone.dname_above(name)).or_else(|| zone.wildcard_over(name));
    let owner = Some(name).filter(|&name| zone.is_owner(name)).or_else(answering)?;
    let first = zone.records_of(owner).iter().min()?;
    Some(zone.entry(*first).owner())
}

/// Where the name at a place is written, with or without those who own it.
pub(super) fn references(view: &View, cursor: Cursor, with_owners: bool) -> Vec<Location> {
    let Some(place) = Place::at(view, cursor) else { return Vec::new() };
    let Some(absolute) = subject(&place) else { return Vec::new() };
    let mentions = mentions::of_name(view, &absolute).into_iter();
    let asked = mentions.filter(|mention| with_owners || !mention.name.is_owner);
    asked.filter_map(|mention| view.location(mention.name.span)).collect()
}

/// The name that is meant at a place: the one that stands there, or the owner of the record.
pub(super) fn subject(place: &Place) -> Option<String> {
    match place {
        Place::Record { name: Some(name), .. } => Some(name.absolute.clone()),
        Place::Record { zone, record, name: None } => Some(zone.absolute_name(zone.record(*record).owner)),
        _ => None,
    }
}
