//! A project as another version has it, where only records differ: most of its zones are shared.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::budget::Used;
use super::files::{FileTable, Opened};
use super::identity::OriginHints;
use super::load::Loader;
use super::reader::Job;
use super::{ORIGIN_DIFFERS, Project, ProjectRequest};
use crate::findings::Findings;
use crate::fs::Links;
use crate::source::{SourceId, Sources};

/// Another version of a project.
#[derive(Debug)]
pub struct OtherVersion {
    /// Its zones, by the numbers that they have in the project.
    pub project: Project,
    /// The zones that are its own; all others are those of the project.
    pub own: HashSet<usize>,
}

impl Project {
    /// This project, with some of its files as another file system has them. `None` where more than records may differ,
    /// so that all of the version has to be read: a zone has another name, other views or other files there.
    pub fn with_files_of(
        &self,
        request: &ProjectRequest,
        changed: &HashSet<PathBuf>,
        sources: &mut Sources,
    ) -> Option<OtherVersion> {
        let is_changed = |file: SourceId| self.path_of(file).is_some_and(|path| changed.contains(path));
        let own: Vec<usize> = (0..self.zones.len()).filter(|&zone| self.zones[zone].files().any(is_changed)).collect();
        let files: HashSet<SourceId> = own.iter().flat_map(|&zone| self.zones[zone].files()).collect();
        // What tells that a file is a copy are the others.
        let is_copy =
            self.findings.iter().any(|one| one.is(&ORIGIN_DIFFERS) && files.contains(&one.primary.span.source));
        let is_all_zones = changed.iter().all(|path| files.iter().any(|&file| self.path_of(file) == Some(path)));
        if is_copy || !is_all_zones {
            return None;
        }
        let read = self.read_again(&own, request, sources)?;
        let mut project = self.clone();
        let mut left: Vec<usize> = (0..read.zones.len()).collect();
        for &zone in &own {
            let place = left.iter().position(|&other| self.is_version(zone, &read, other))?;
            let other = left.swap_remove(place);
            let version = sources.version(self.zones[zone].file()).cloned();
            if let Some(version) = version {
                read.zones[other].files().for_each(|file| sources.set_view(file, version.clone()));
            }
            project.zones[zone] = Arc::clone(&read.zones[other]);
        }
        if !left.is_empty() {
            return None;
        }
        project.findings = read.findings;
        project.table.extend(&read.table);
        // A version that is no longer of a zone was never read.
        let kept: HashSet<SourceId> = project.zones.iter().flat_map(|zone| zone.files()).collect();
        project.read.retain(|file| !files.contains(file) || kept.contains(file));
        project.read.extend(&read.read);
        if let Some(reported) = &mut project.reported {
            reported.extend(read.zones.iter().flat_map(|zone| zone.files()));
        }
        Some(OtherVersion { project, own: own.into_iter().collect() })
    }

    /// The files of some zones, read in another file system by what the project knows of them.
    fn read_again(&self, zones: &[usize], request: &ProjectRequest, sources: &mut Sources) -> Option<Project> {
        let links = Links::new(request.fs, request.rules_dir);
        let mut opened = Opened { links, table: FileTable::default() };
        let mut paths: Vec<&Path> = zones.iter().filter_map(|&zone| self.path_of(self.zones[zone].file())).collect();
        paths.sort_unstable();
        paths.dedup();
        let hints: HashMap<&Path, &OriginHints> =
            self.hints.iter().map(|(path, hints)| (path.as_path(), hints)).collect();
        let mut jobs = Vec::new();
        for path in paths {
            let hints = OriginHints::clone(hints.get(path)?);
            let (path, real) = (path.to_path_buf(), opened.links.named(path, &[]));
            jobs.push(Job { path, real, bytes: None, seen: None, source: None, hints, is_neighbour: false });
        }
        let project = Project { findings: Findings::new(request.input.limits), ..Project::default() };
        let mut loader = Loader { request, opened, project, files: Vec::new(), stdin: None };
        loader.take(jobs, sources, &mut Used::new(request.input.limits));
        loader.finish(sources, |_| true);
        let Loader { opened, mut project, .. } = loader;
        project.table = opened.table;
        project.failures.is_empty().then_some(project)
    }

    /// Whether a zone of another project differs in nothing but its records.
    fn is_version(&self, zone: usize, other: &Project, of_other: usize) -> bool {
        let (own, theirs) = (&self.zones[zone], &other.zones[of_other]);
        let paths = |project: &Project, zone: usize| {
            let files = project.zones[zone].files().filter_map(|file| project.path_of(file).map(Path::to_path_buf));
            files.collect::<HashSet<PathBuf>>()
        };
        own.apex_name() == theirs.apex_name()
            && own.is_complete() == theirs.is_complete()
            && self.views_of(zone) == other.views_of(of_other)
            && paths(self, zone) == paths(other, of_other)
    }
}
