//! What flags and rule files say of the severity of a finding, whoever makes it.

use std::collections::HashMap;
use std::sync::Arc;

use super::registry::all_kinds;
use crate::checks::is_off_by_default;
use crate::diagnostic::Diagnostic;
use crate::ruleset::{RuleSet, ScopeTarget, Setting};
use crate::source::{SourceId, Sources};
use crate::zone::Zone;

/// The severities in force in every zone and file of a run.
pub(super) struct Severities<'r> {
    rules: &'r RuleSet,
    /// Every zone that was read.
    zones: &'r [Arc<Zone>],
    /// The path of a source, as rule files speak of paths.
    path_of: &'r (dyn Fn(SourceId) -> Option<String> + Sync),
    /// The zone that each file is part of, the first where it is part of several.
    zone_of: HashMap<SourceId, &'r str>,
}

impl<'r> Severities<'r> {
    /// Those of some zones by some rules.
    pub(super) fn of(
        rules: &'r RuleSet,
        zones: &'r [Arc<Zone>],
        path_of: &'r (dyn Fn(SourceId) -> Option<String> + Sync),
    ) -> Severities<'r> {
        let files = zones.iter().rev().flat_map(|zone| zone.files().map(|file| (file, zone.apex_name().as_str())));
        Severities { rules, zones, path_of, zone_of: files.collect() }
    }

    /// Gives a finding its severity; whether its kind is on where it is.
    pub(super) fn apply(&self, finding: &mut Diagnostic, sources: &Sources) -> bool {
        if finding.meta.is_about_run() {
            return true;
        }
        let source = sources.in_file(finding.primary.span).source;
        let Some(setting) = self.setting(finding.meta.id, finding.subject.zone.as_deref(), source) else {
            return !is_off_by_default(finding.meta.id);
        };
        finding.severity = setting.severity().unwrap_or(finding.severity);
        setting != Setting::Off
    }

    /// Whether all that a check could find in a file was found: it is on there, the file is in a folder of which every
    /// zone was read, and all zones were read in full.
    pub(super) fn is_judged(&self, check: &str, file: SourceId, whole: &[String]) -> bool {
        let is_off =
            self.setting(check, None, file).map_or(is_off_by_default(check), |setting| setting == Setting::Off);
        let path = (self.path_of)(file).unwrap_or_default();
        let is_whole = whole.iter().any(|folder| path.starts_with(folder.as_str()));
        !is_off && is_whole && self.zones.iter().all(|zone| zone.is_all_read())
    }

    /// How many checks are off that would be on without rule files and flags, everywhere or in some zones or files.
    pub(super) fn switched_off(&self) -> usize {
        let is_switched_off = |check| !is_off_by_default(check) && self.rules.switches_off(check);
        all_kinds().into_iter().filter(|meta| is_switched_off(meta.id)).count()
    }

    fn setting(&self, check: &str, zone: Option<&str>, source: SourceId) -> Option<Setting> {
        let file = if self.rules.has_overrides() { (self.path_of)(source) } else { None };
        let zone = zone.unwrap_or_else(|| self.zone_of.get(&source).copied().unwrap_or_default());
        self.rules.severity_of(check, ScopeTarget { zone, file: file.as_deref() })
    }
}
