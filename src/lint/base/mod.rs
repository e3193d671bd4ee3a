//! The version that a run is held against: what it has already is not shown again, and what changed is checked.
//!
//! | file | does |
//! |---|---|
//! | `pairs` | which zone of one version is which of the other |
//! | `known` | which findings the version has, too |

mod known;
mod pairs;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::change::ZonePair;
use crate::fs::{FileSystem, paths};
use crate::project::{self, Input, OtherVersion, Project, ProjectRequest};
use crate::ruleset::RuleSet;
use crate::source::{BaseNaming, SourceId, Sources};

pub(super) use pairs::pairs;

/// The version that a run is held against.
#[derive(Clone, Copy, Debug)]
pub struct Base<'r> {
    /// Its files, by the paths that they have in the version that is checked.
    pub fs: &'r dyn FileSystem,
    /// How its files are called.
    pub naming: &'r BaseNaming,
    /// The files that may differ from those that are checked, absolute and without links, as far as this version or git
    /// knows of them; none where nobody can tell.
    pub changed: Option<&'r [PathBuf]>,
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
    /// The rules in force there; none where they are those of the version that is checked.
    pub(super) rules: Option<RuleSet>,
    /// The zones whose records may differ; none where any may.
    own: Option<HashSet<usize>>,
}

impl BaseOutcome {
    /// That of a version of which all was read.
    pub(super) fn of(project: Project, rules: Option<RuleSet>, failures: Vec<String>) -> BaseOutcome {
        BaseOutcome { project, rules, failures, ..BaseOutcome::default() }
    }

    /// That of a version in which at most the records of some zones differ; `None` where that is not sure.
    pub(super) fn sharing(
        project: &Project,
        request: &ProjectRequest,
        changed: &[PathBuf],
        now: &dyn FileSystem,
        sources: &mut Sources,
    ) -> Option<BaseOutcome> {
        let changed = zone_files(project, request, changed, now, sources)?;
        let OtherVersion { project, own } = project.with_files_of(request, &changed, sources)?;
        Some(BaseOutcome { project, own: Some(own), ..BaseOutcome::default() })
    }
}

/// Those of some files that zones were read from; `None` where others of them may count: rule files, configurations, and
/// what only one version has.
fn zone_files(
    project: &Project,
    request: &ProjectRequest,
    changed: &[PathBuf],
    now: &dyn FileSystem,
    sources: &Sources,
) -> Option<HashSet<PathBuf>> {
    let Input { cwd, stdin, .. } = *request.input;
    let parts: HashSet<SourceId> =
        project.zones.iter().flat_map(|zone| zone.files()).chain(project.read_files()).collect();
    let mut of_zones = HashSet::new();
    let mut others = HashSet::new();
    for (id, source) in sources.iter().filter(|(id, _)| !sources.is_expansion(*id)) {
        match project.path_of(id) {
            Some(path) if parts.contains(&id) => of_zones.insert(path.to_path_buf()),
            Some(path) => others.insert(path.to_path_buf()),
            None => others.insert(paths::lexical(Path::new(source.given_name()), cwd)),
        };
    }
    // What git does not know of is in one version only.
    if !of_zones.iter().all(|path| request.fs.is_file(path)) {
        return None;
    }
    let stdin = stdin.map(|stdin| paths::lexical(&stdin.path, cwd));
    let changed = || changed.iter().chain(&stdin);
    let is_read = |path: &Path, fs: &dyn FileSystem| project::kind_of_input(path, fs).is_some();
    let may_count = |path: &PathBuf| {
        others.contains(path) || is_read(path, now) || is_read(path, request.fs) || is_ignore_file(path)
    };
    if changed().any(|path| !of_zones.contains(path) && may_count(path)) {
        return None;
    }
    Some(changed().filter(|path| of_zones.contains(*path)).cloned().collect())
}

/// Whether a file says which others are read, or that a zone is updated at run time.
fn is_ignore_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name == ".gitignore"
        || path.extension().is_some_and(|extension| extension == "jnl")
        || paths::RULE_FILES.iter().any(|rules| name == *rules)
}
