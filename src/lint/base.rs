//! The version that a run is held against: what it has already is not shown again, and what changed is checked.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::baseline::Baseline;
use crate::change::ZonePair;
use crate::diagnostic::Diagnostic;
use crate::fs::{FileSystem, paths};
use crate::project::Project;
use crate::source::{BaseNaming, Sources};

/// The version that a run is held against.
#[derive(Clone, Copy, Debug)]
pub struct Base<'r> {
    /// Its files, by the paths that they have in the version that is checked.
    pub fs: &'r dyn FileSystem,
    /// How its files are called.
    pub naming: &'r BaseNaming,
    /// Whether its findings are looked for; else it is only read.
    pub is_checked: bool,
}

/// What the version that a run is held against came to.
#[derive(Debug, Default)]
pub struct BaseOutcome {
    /// Its zones.
    pub project: Project,
    /// Which of its zones are which of those that are checked.
    pub pairs: Vec<ZonePair>,
    /// Why it could not be read, or not all of it; each complete in one line.
    pub failures: Vec<String>,
    pub(super) findings: Vec<Diagnostic>,
}

impl BaseOutcome {
    /// Takes the findings out that this version has, and returns how many.
    pub(super) fn take_known(&self, findings: &mut Vec<Diagnostic>, sources: &Sources) -> usize {
        let before = findings.len();
        Baseline::of(sources, &self.findings, Vec::new()).take(findings, sources);
        before - findings.len()
    }
}

/// What is read of the version that a run is held against: the same paths, and the file that standard input stands for.
pub(super) fn paths_of(paths: &[PathBuf], stdin: Option<&Path>) -> Vec<PathBuf> {
    paths.iter().map(PathBuf::as_path).chain(stdin).map(Path::to_path_buf).collect()
}

/// Which zones are versions of one zone, as indexes into those of both projects that are checked: those of one
/// name; of several, those in the same views, those in the same file, and then those in the same order.
pub(super) fn pairs(old: &Project, new: &Project) -> Vec<ZonePair> {
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
