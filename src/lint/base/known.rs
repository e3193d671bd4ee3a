//! Which findings the version that a run is held against has, too.

use std::collections::HashSet;

use super::BaseOutcome;
use crate::checks;
use crate::diagnostic::Diagnostic;
use crate::lint::baseline::Baseline;
use crate::project::Project;
use crate::source::{SourceId, Sources};

impl BaseOutcome {
    /// Takes the findings out that need no look at this version: what a check sees that looks at one zone is the same
    /// where the zone is the same.
    pub(in crate::lint) fn take_unchanged(&self, findings: &mut Vec<Diagnostic>, now: &Project, sources: &Sources) {
        let Some(own) = &self.own else { return };
        let changed = || own.iter().map(|&zone| &now.zones[zone]);
        let files: HashSet<SourceId> = changed().flat_map(|zone| zone.files()).collect();
        let names: HashSet<&str> = changed().map(|zone| zone.apex_name().as_str()).collect();
        let is_elsewhere = |finding: &Diagnostic| {
            let zone = finding.subject.zone.as_deref();
            zone.is_some_and(|zone| !names.contains(zone))
                || !files.contains(&sources.in_file(finding.primary.span).source)
        };
        findings.retain(|finding| {
            finding.meta.is_about_run() || checks::sees_other_zones(finding.meta.id) || !is_elsewhere(finding)
        });
    }

    /// Takes the findings out that are among those of this version.
    pub(in crate::lint) fn take_known(of_base: &[Diagnostic], findings: &mut Vec<Diagnostic>, sources: &Sources) {
        Baseline::of(sources, of_base, Vec::new()).take(findings, sources);
    }

    /// What is to be asked of this version to know whether it has some findings.
    pub(in crate::lint) fn part(&self, findings: &[Diagnostic]) -> checks::Part {
        let checks = findings.iter().map(|finding| finding.meta.id).collect();
        checks::Part { checks, zones: self.own.clone() }
    }
}
