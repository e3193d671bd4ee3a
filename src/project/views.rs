//! Which zones answer the same clients.
//!
//! Within a view no zone stands twice: what differs between two versions of a zone is no
//! mistake, and what one version says must not be held against the neighbours of the other.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use super::identity::{OriginSource, file_name};
use super::list::{Listed, Why};
use super::{Project, ProjectRequest};
use crate::diagnostic::Diagnostic;
use crate::fs::paths;
use crate::limits::{self, Grant, Limits, Meter};
use crate::source::{SourceId, Sources, Span, Version};
use crate::syntax::name::DomainName;
use crate::zone::Zone;

/// Above so many folders with versions of their own, what stands beside them is a group of its own.
const MAX_FOLDERS: usize = 16;

/// A zone, as far as views are concerned.
pub(super) struct SeenZone<'p> {
    /// Its name; none where nobody knows it.
    pub apex: Option<DomainName>,
    /// Its file.
    pub path: &'p Path,
    /// The views it is said to stand in, each once; none means all.
    pub views: &'p [String],
    /// How many records it has.
    pub records: usize,
    /// The serial of its SOA, 0 where there is none: only versions of one zone are asked for it.
    pub serial: Box<dyn Fn() -> u32 + 'p>,
}

/// Groups of zones, as indexes; and, where zones in several groups have more than so many records, counted for
/// each group, the first zone that is not in all of its groups.
pub(super) fn views(zones: &[SeenZone], limit: usize) -> (Vec<Vec<usize>>, Option<usize>) {
    let mut everywhere = Vec::new();
    let mut by_view: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, zone) in zones.iter().enumerate() {
        let known = zone.apex.is_some().then_some(index);
        for view in zone.views {
            by_view.entry(view).or_default().extend(known);
        }
        everywhere.extend(known.filter(|_| zone.views.is_empty()));
    }
    if by_view.is_empty() {
        by_view.insert("", Vec::new());
    }
    let mut groups = Groups::new(zones, limit);
    let mut alike = HashSet::new();
    for own in by_view.into_values() {
        if alike.contains(&own) {
            continue;
        }
        // What stands everywhere is in the first group.
        let others: &[usize] = if groups.again.is_spent() { &[] } else { &everywhere };
        let mut group = [&own, others].concat();
        group.sort_unstable();
        split(zones, &group).into_iter().for_each(|group| groups.add(group));
        alike.insert(own);
    }
    // What nobody knows the name of is compared with nothing.
    let unknown = (0..zones.len()).filter(|&index| zones[index].apex.is_none());
    groups.all.extend(unknown.map(|index| vec![index]));
    let mut all: Vec<Vec<usize>> = groups.all.into_iter().filter(|group| !group.is_empty()).collect();
    all.sort_unstable();
    (all, groups.first_left_out)
}

/// The finding that a zone is not in all of its groups.
pub(super) fn left_out(file: SourceId, limit: usize) -> Diagnostic {
    let message = format!(
        "zones in several views have more than {limit} records, counted once per view: this one is not compared \
        with the other zones in all of its views"
    );
    limits::reached("views", Span { source: file, start: 0, end: 0 }, message)
}

/// Groups, each once, and no more of them than are looked into.
struct Groups<'z> {
    zones: &'z [SeenZone<'z>],
    all: HashSet<Vec<usize>>,
    /// The zones that are in one.
    is_in: Vec<bool>,
    /// The records of zones that are in one already.
    again: Meter,
    first_left_out: Option<usize>,
}

impl<'z> Groups<'z> {
    fn new(zones: &'z [SeenZone<'z>], limit: usize) -> Groups<'z> {
        let is_in = vec![false; zones.len()];
        Groups { zones, all: HashSet::new(), is_in, again: Meter::new(limit), first_left_out: None }
    }

    /// Adds a group; beyond the limit, what of it is in none yet.
    fn add(&mut self, mut group: Vec<usize>) {
        if self.all.contains(&group) {
            return;
        }
        let again = group.iter().filter(|&&index| self.is_in[index]);
        let records = again.clone().map(|&index| self.zones[index].records.max(1)).sum();
        if records > 0 && self.again.take(records) != Grant::Given {
            self.first_left_out = self.first_left_out.or(again.min().copied());
            group.retain(|&index| !self.is_in[index]);
        }
        group.iter().for_each(|&index| self.is_in[index] = true);
        self.all.insert(group);
    }
}

/// What to call each of the zones that stand several times: by its views, else by where its file lies below the root.
pub(super) fn labels(zones: &[SeenZone], root: &Path) -> Vec<Option<Version>> {
    let mut versions: HashMap<&DomainName, usize> = HashMap::new();
    zones.iter().filter_map(|zone| zone.apex.as_ref()).for_each(|apex| *versions.entry(apex).or_default() += 1);
    let label = |zone: &SeenZone| {
        zone.apex.as_ref().filter(|apex| versions[apex] > 1)?;
        let path = zone.path.strip_prefix(root).unwrap_or(zone.path);
        Some(match zone.views {
            [] => Version::Path(paths::with_slashes(path).into()),
            views => Version::View(views.join(",").into()),
        })
    };
    zones.iter().map(label).collect()
}

/// Splits a group in which zones stand twice, by the folders where their paths part.
fn split(zones: &[SeenZone], group: &[usize]) -> Vec<Vec<usize>> {
    let mut by_apex: HashMap<Option<&DomainName>, Vec<usize>> = HashMap::new();
    for &index in group {
        by_apex.entry(zones[index].apex.as_ref()).or_default().push(index);
    }
    let mut alone = BTreeSet::new();
    let mut folders = BTreeSet::new();
    for versions in by_apex.values().filter(|versions| versions.len() > 1) {
        let mut by_folder: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
        for &index in versions {
            by_folder.entry(folder_of(zones[index].path)).or_default().push(index);
        }
        for beside in by_folder.values().filter(|beside| beside.len() > 1) {
            let chosen = chosen(zones, beside);
            alone.extend(beside.iter().copied().filter(|&index| index != chosen));
        }
        if by_folder.len() > 1 {
            let common = common(by_folder.keys().copied());
            folders.extend(by_folder.keys().map(|folder| below(folder, common)));
        }
    }
    if folders.is_empty() && alone.is_empty() {
        return vec![group.to_vec()];
    }
    let mut places: BTreeMap<Option<&Path>, Vec<usize>> = BTreeMap::new();
    for &index in group.iter().filter(|index| !alone.contains(index)) {
        let own = zones[index].path.ancestors().skip(1).find(|folder| folders.contains(folder));
        places.entry(own).or_default().push(index);
    }
    let everywhere = places.remove(&None).unwrap_or_default();
    let is_few = places.len() <= MAX_FOLDERS;
    let mut groups: Vec<Vec<usize>> = places.into_values().collect();
    if groups.is_empty() || !is_few {
        groups.push(everywhere);
    } else {
        for group in &mut groups {
            group.extend(&everywhere);
            group.sort_unstable();
        }
    }
    groups.extend(alone.into_iter().map(|index| vec![index]));
    groups
}

/// Of versions side by side, the one that is named as the zone; else the latest, by their serials.
fn chosen(zones: &[SeenZone], beside: &[usize]) -> usize {
    let is_named_so = |&&index: &&usize| {
        let name = zones[index].path.file_name().unwrap_or_default().to_string_lossy();
        let named = file_name::from_file_name(&name);
        named.is_some() && named == zones[index].apex
    };
    // Of those with one serial the first.
    let latest = || beside.iter().rev().max_by_key(|&&index| (zones[index].serial)());
    beside.iter().find(is_named_so).or_else(latest).copied().unwrap_or_default()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// The deepest folder that all lie in.
fn common<'p>(mut folders: impl Iterator<Item = &'p Path>) -> &'p Path {
    let first = folders.next().unwrap_or(Path::new(""));
    folders.fold(first, |common, folder| {
        common.ancestors().find(|ancestor| folder.starts_with(ancestor)).unwrap_or(Path::new(""))
    })
}

/// The folder right below `common` on the way to `folder`, or that itself.
fn below<'p>(folder: &'p Path, common: &Path) -> &'p Path {
    folder.ancestors().take_while(|ancestor| *ancestor != common).last().unwrap_or(folder)
}

impl Project {
    /// Finds the zones that answer the same clients.
    pub(super) fn find_views(&mut self, limits: Limits, sources: &Sources) {
        let (found, beyond) = views(&self.seen(), limits.views);
        self.views = found;
        if let Some(zone) = beyond.map(|index| &self.zones[index]) {
            self.findings.add(left_out(zone.file(), limits.views), sources);
        }
    }

    fn seen(&self) -> Vec<SeenZone<'_>> {
        let nowhere = Path::new("");
        let path = |zone: &Zone| self.path_of(zone.file()).unwrap_or(nowhere);
        let is_part = |listed: &&Listed| matches!(listed.why, Why::Read(OriginSource::Owners));
        let parts: HashSet<&Path> = self.listed.iter().filter(is_part).map(|part| part.path.as_path()).collect();
        let is_part = |zone: &Zone| !parts.is_empty() && parts.contains(path(zone));
        let whole = self.zones.iter().filter(|zone| !parts.is_empty() && !is_part(zone));
        let whole: HashSet<&DomainName> = whole.map(|zone| zone.apex_name()).collect();
        // The records that are to be added to a zone are no version of it.
        let is_compared = |zone: &Zone| zone.is_origin_known() && !(is_part(zone) && whole.contains(zone.apex_name()));
        let seen = self.zones.iter().zip(&self.views_of).map(|(zone, views)| SeenZone {
            apex: is_compared(zone).then(|| zone.apex_name().clone()),
            path: path(zone),
            views,
            records: zone.len(),
            serial: Box::new(|| zone.serial().map_or(0, |(_, serial)| serial)),
        });
        seen.collect()
    }

    /// Says of the files of zones that stand several times which version they are part of; what several share is
    /// part of none.
    pub(super) fn name_views(&self, request: &ProjectRequest, sources: &mut Sources) {
        let root = paths::git_root(request.input.cwd, request.fs).or_else(|| request.rules_dir.map(Path::to_path_buf));
        let labels = labels(&self.seen(), root.as_deref().unwrap_or(request.input.cwd));
        let mut label_of: HashMap<SourceId, Option<Version>> = HashMap::new();
        for (zone, label) in self.zones.iter().zip(labels).filter(|(_, label)| label.is_some()) {
            for file in zone.files() {
                let known = label_of.entry(file).or_insert_with(|| label.clone());
                *known = known.take().filter(|known| Some(known) == label.as_ref());
            }
        }
        label_of
            .into_iter()
            .filter_map(|(file, label)| Some((file, label?)))
            .for_each(|(f, label)| sources.set_view(f, label));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups as file names, for zones `apex path view,view serial`.
    fn grouped(zones: &[&str]) -> Vec<String> {
        grouped_within(usize::MAX, zones).0
    }

    /// The same within a limit, with the first zone that is left out; each zone has ten records.
    fn grouped_within(limit: usize, zones: &[&str]) -> (Vec<String>, Option<usize>) {
        let words: Vec<Vec<&str>> = zones.iter().map(|zone| zone.split(' ').collect()).collect();
        let views: Vec<Vec<String>> = words
            .iter()
            .map(|w| {
                w.get(2).map_or(Vec::new(), |v| v.split(',').filter(|v| !v.is_empty()).map(str::to_owned).collect())
            })
            .collect();
        let seen = words.iter().zip(&views).map(|(words, views)| {
            let apex = (words[0] != "?").then(|| DomainName::new(words[0]));
            let serial = words.get(3).map_or(1, |serial| serial.parse().expect("a number"));
            SeenZone { apex, path: Path::new(words[1]), views, records: 10, serial: Box::new(move || serial) }
        });
        let (groups, left_out) = super::views(&seen.collect::<Vec<_>>(), limit);
        let texts = groups.iter().map(|group| group.iter().map(|&i| words[i][1]).collect::<Vec<_>>().join(" "));
        (texts.collect(), left_out)
    }

    #[test]
    fn versions_of_a_zone_have_names() {
        let seen = |apex: &str, path, views| SeenZone {
            apex: Some(DomainName::new(apex)),
            path: Path::new(path),
            views,
            records: 1,
            serial: Box::new(|| 1),
        };
        let (none, internal) = ([], ["in".to_owned(), "vpn".to_owned()]);
        let zones = [seen("a.", "/z/1/a", &none), seen("a.", "/z/2/a", &internal), seen("b.", "/z/1/b", &internal)];
        let labels = super::labels(&zones, Path::new("/z"));
        assert_eq!(labels, [Some(Version::Path("1/a".into())), Some(Version::View("in,vpn".into())), None]);
    }

    #[test]
    fn without_versions_there_is_one_view() {
        assert_eq!(grouped(&["a. /z/a", "b. /z/x/b"]), ["/z/a /z/x/b"]);
        assert!(grouped(&[]).is_empty());
        assert_eq!(grouped(&["a. /z/a", "? /z/b", "? /z/c"]), ["/z/a", "/z/b", "/z/c"]);
    }

    #[test]
    fn folders_with_versions_are_views() {
        let zones = ["a. /z/in/fwd/a", "a. /z/out/fwd/a", "b. /z/in/rev/b", "c. /z/c", "d. /z/out/d"];
        assert_eq!(grouped(&zones), ["/z/in/fwd/a /z/in/rev/b /z/c", "/z/out/fwd/a /z/c /z/out/d"]);
        let zones = ["a. /z/a", "a. /z/old/a", "b. /z/b", "b. /z/old/b", "c. /z/x/c"];
        assert_eq!(grouped(&zones), ["/z/a /z/b /z/x/c", "/z/old/a /z/old/b"]);
    }

    #[test]
    fn of_versions_side_by_side_one_has_neighbours() {
        let zones = ["a.example. /z/a-old.zone", "a.example. /z/a.example.zone", "b. /z/b"];
        assert_eq!(grouped(&zones), ["/z/a-old.zone", "/z/a.example.zone /z/b"]);
        assert_eq!(grouped(&["a. /z/1", "a. /z/2", "b. /z/b"]), ["/z/1 /z/b", "/z/2"]);
        assert_eq!(grouped(&["a. /z/1  7", "a. /z/2  8", "a. /z/3  8", "b. /z/b"]), ["/z/1", "/z/2 /z/b", "/z/3"]);
    }

    #[test]
    fn views_of_a_configuration_count_first() {
        let zones = ["a. /z/a.in in", "a. /z/a.out out", "b. /z/b in,out", "c. /z/c"];
        assert_eq!(grouped(&zones), ["/z/a.in /z/b /z/c", "/z/a.out /z/b /z/c"]);
    }

    #[test]
    fn a_limit_leaves_each_zone_in_one_group() {
        let zones = ["a. /z/a 1,2,3", "b. /z/b 1", "c. /z/c 2", "d. /z/d 3", "e. /z/e 4"];
        let all = ["/z/a /z/b", "/z/a /z/c", "/z/a /z/d", "/z/e"].map(str::to_owned).to_vec();
        assert_eq!(grouped_within(20, &zones), (all, None));
        let less = ["/z/a /z/b", "/z/a /z/c", "/z/d", "/z/e"].map(str::to_owned).to_vec();
        assert_eq!(grouped_within(19, &zones), (less, Some(0)));
        let shared = ["a. /z/a 1,2,3", "b. /z/b 1,2,3", "? /z/c 4", "d. /z/d"];
        let once = ["/z/a /z/b /z/d", "/z/c"].map(str::to_owned).to_vec();
        assert_eq!(grouped_within(0, &shared), (once, Some(3)), "groups that are equal are one");
    }

    #[test]
    fn many_folders_do_not_make_many_copies_of_the_rest() {
        let versions: Vec<String> = (0..40).map(|n| format!("a. /z/{n}/a")).collect();
        let mut zones: Vec<&str> = versions.iter().map(String::as_str).collect();
        zones.extend(["b. /z/b", "c. /z/c"]);
        let groups = grouped(&zones);
        assert_eq!(groups.len(), 41);
        assert!(groups.contains(&"/z/b /z/c".to_owned()));
    }
}
