//! What flags and rule files say of the severity of a finding, whoever makes it.

use std::collections::HashMap;

use super::registry::all_kinds;
use crate::checks::is_off_by_default;
use crate::diagnostic::Diagnostic;
use crate::limits;
use crate::ruleset::{Place, RuleSet, Setting};
use crate::source::{SourceId, Sources};
use crate::zone::Zone;

/// What the severities of a run depend on.
pub(super) struct Severities<'r> {
    /// The rules in force.
    pub rules: &'r RuleSet,
    /// Every zone that was read.
    pub zones: &'r [Zone],
    /// The path of a source, as rule files speak of paths.
    pub path_of: &'r (dyn Fn(SourceId) -> Option<String> + Sync),
    /// Folders of which every zone was read, as paths.
    pub whole: &'r [String],
}

/// The severities in force in every zone and file of a run.
pub(super) struct SeveritiesByFile<'r> {
    input: Severities<'r>,
    /// The zone that each file is part of, the first where it is part of several.
    zones: HashMap<SourceId, &'r str>,
}

impl<'r> Severities<'r> {
    /// The same, with the zone of each file.
    pub(super) fn by_file(self) -> SeveritiesByFile<'r> {
        let files = self.zones.iter().rev().flat_map(|zone| zone.files().map(|file| (file, zone.apex_text())));
        SeveritiesByFile { zones: files.collect(), input: self }
    }
}

impl SeveritiesByFile<'_> {
    /// Gives a finding its severity; whether its kind is on where it is.
    pub(super) fn apply(&self, finding: &mut Diagnostic, sources: &Sources) -> bool {
        if limits::is_reached(finding) {
            return true;
        }
        let source = sources.in_file(finding.primary.span).source;
        let Some(setting) = self.setting(finding.meta.id, finding.subject.zone.as_deref(), source) else {
            return !is_off_by_default(finding.meta.id);
        };
        finding.severity = setting.severity().unwrap_or(finding.severity);
        setting != Setting::Off
    }

    /// Whether all that a check could find in a file was found: it is on there, and all zones beside it were read.
    pub(super) fn is_judged(&self, check: &str, file: SourceId) -> bool {
        let is_off =
            self.setting(check, None, file).map_or(is_off_by_default(check), |setting| setting == Setting::Off);
        let path = (self.input.path_of)(file).unwrap_or_default();
        let is_whole = self.input.whole.iter().any(|folder| path.starts_with(folder.as_str()));
        !is_off && is_whole && self.input.zones.iter().all(|zone| zone.is_all_read())
    }

    /// How many checks are off that would be on without rule files and flags, everywhere or in some zones or files.
    pub(super) fn switched_off(&self) -> usize {
        let is_switched_off = |check| !is_off_by_default(check) && self.input.rules.switches_off(check);
        all_kinds().into_iter().filter(|meta| is_switched_off(meta.id)).count()
    }

    fn setting(&self, check: &str, zone: Option<&str>, source: SourceId) -> Option<Setting> {
        let file = if self.input.rules.has_overrides() { (self.input.path_of)(source) } else { None };
        let zone = zone.unwrap_or_else(|| self.zones.get(&source).copied().unwrap_or_default());
        self.input.rules.severity_of(check, Place { zone, file: file.as_deref() })
    }
}
