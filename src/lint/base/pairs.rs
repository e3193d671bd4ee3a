//! Which zone of one version is which of the other.

use std::collections::HashMap;

use crate::change::ZonePair;
use crate::fs::paths;
use crate::project::Project;

/// Which zones are versions of one zone, as indexes into those of both projects that are checked: those of one
/// name; of several, those in the same views, those in the same file, and then those in the same order.
pub(in crate::lint) fn pairs(old: &Project, new: &Project) -> Vec<ZonePair> {
    let (before, after) = (by_name(old), by_name(new));
    let mut pairs = Vec::new();
    for (name, old_zones) in &before {
        let mut left = old_zones.clone();
        let mut right = after.get(name).cloned().unwrap_or_default();
        for same in [same_place, same_views, same_file, any] {
            left.retain(|&zone| {
                let partner = right.iter().position(|&other| same((old, zone), (new, other)));
                pairs.extend(partner.map(|at| ZonePair { old: Some(zone), new: Some(right.remove(at)) }));
                partner.is_none()
            });
        }
        pairs.extend(left.into_iter().map(|zone| ZonePair { old: Some(zone), new: None }));
        pairs.extend(right.into_iter().map(|zone| ZonePair { old: None, new: Some(zone) }));
    }
    let added = after.iter().filter(|(name, _)| !before.contains_key(*name)).flat_map(|(_, zones)| zones);
    pairs.extend(added.map(|&zone| ZonePair { old: None, new: Some(zone) }));
    pairs.sort_by_key(|pair| (pair.new.is_none(), pair.new, pair.old));
    pairs
}

/// A zone of a project.
type Of<'p> = (&'p Project, usize);

fn same_place(old: Of, new: Of) -> bool {
    same_views(old, new) && same_file(old, new)
}

fn same_views((old, before): Of, (new, after): Of) -> bool {
    old.views_of(before) == new.views_of(after)
}

fn same_file((old, before): Of, (new, after): Of) -> bool {
    path(old, before) == path(new, after)
}

fn any(_: Of, _: Of) -> bool {
    true
}

fn path(project: &Project, zone: usize) -> Option<String> {
    project.path_of(project.zones[zone].file()).map(paths::with_slashes)
}

/// The zones that are checked by their names; one that nobody knows the name of is known by its file.
fn by_name(project: &Project) -> HashMap<String, Vec<usize>> {
    let mut all: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, zone) in project.checked_zones().iter().enumerate() {
        let unknown = || format!("/{}", path(project, number).unwrap_or_default());
        let name = zone.known_name().map_or_else(unknown, |name| name.to_ascii_lowercase());
        all.entry(name).or_default().push(number);
    }
    all
}
