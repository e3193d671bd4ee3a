//! What rule files and flags say of checks: severities and parameters.

use std::collections::HashMap;

use super::file::CheckEntry;
use super::scope::{Place, Scope};
use super::service::Origin;
use super::set::{RuleSet, Stated};
use super::value::Setting;

/// All that is said of checks, by how much it counts.
#[derive(Debug, Default)]
pub(super) struct CheckSettings {
    /// `checks` of all files, the higher over the lower.
    pub(super) everywhere: Said,
    /// `overrides`, the higher after the lower.
    pub(super) narrow: Vec<(Scope, Said)>,
    /// Flags of the command line.
    forced: HashMap<String, Setting>,
}

/// What one place says of checks.
#[derive(Debug, Default)]
pub(super) struct Said {
    settings: HashMap<String, Stated<Setting>>,
    parameters: HashMap<(String, String), Stated<u16>>,
}

impl Said {
    pub(super) fn add(&mut self, rule: CheckEntry, origin: Origin) {
        for parameter in rule.parameters {
            self.parameters.insert((rule.check.clone(), parameter.name), origin.stated(parameter.value));
        }
        if let Some(setting) = rule.setting {
            self.settings.insert(rule.check, origin.stated(setting));
        }
    }
}

impl RuleSet {
    /// What is said of a check's severity everywhere, with its place.
    pub fn check_setting(&self, check: &str) -> Option<&Stated<Setting>> {
        self.checks.everywhere.settings.get(check)
    }

    /// What is said of a check's severity in a place: by flags, by overrides, or everywhere.
    pub fn severity_of<'p>(&self, check: &str, place: impl Into<Place<'p>>) -> Option<Setting> {
        let forced = self.checks.forced.get(check).copied();
        let stated = || self.said(place.into(), |said| said.settings.get(check)).map(|stated| stated.value);
        forced.or_else(stated)
    }

    /// Whether a flag or a file sets the severity of a check, everywhere or somewhere.
    pub fn sets_severity(&self, check: &str) -> bool {
        let narrow = self.checks.narrow.iter().map(|(_, said)| said);
        let mut said = narrow.chain([&self.checks.everywhere]);
        self.checks.forced.contains_key(check) || said.any(|said| said.settings.contains_key(check))
    }

    /// Whether a flag switches a check off, or a file does, everywhere or somewhere.
    pub fn switches_off(&self, check: &str) -> bool {
        let is_off = |said: &Said| said.settings.get(check).is_some_and(|stated| stated.value == Setting::Off);
        match self.checks.forced.get(check) {
            Some(&setting) => setting == Setting::Off,
            None => is_off(&self.checks.everywhere) || self.checks.narrow.iter().any(|(_, said)| is_off(said)),
        }
    }

    /// The parameter of a check in a place, if a file gives it.
    pub fn parameter<'p>(&self, check: &str, name: &str, place: impl Into<Place<'p>>) -> Option<u16> {
        let key = (check.to_owned(), name.to_owned());
        self.said(place.into(), |said| said.parameters.get(&key)).map(|stated| stated.value)
    }

    /// All that files say of a check's severity, and for which zones and files; in a place, what counts there.
    pub fn settings_of(&self, check: &str, place: Option<Place>) -> Vec<(Option<&Scope>, &Stated<Setting>)> {
        self.all_said(place, |said| said.settings.get(check))
    }

    /// All that files say of a parameter, likewise.
    pub fn parameters_of(&self, check: &str, name: &str, place: Option<Place>) -> Vec<(Option<&Scope>, &Stated<u16>)> {
        let key = (check.to_owned(), name.to_owned());
        self.all_said(place, |said| said.parameters.get(&key))
    }

    fn all_said<'a, T>(
        &'a self,
        place: Option<Place>,
        of: impl Fn(&'a Said) -> Option<&'a T>,
    ) -> Vec<(Option<&'a Scope>, &'a T)> {
        if let Some(place) = place {
            return self.said(place, of).map(|stated| (None, stated)).into_iter().collect();
        }
        let everywhere = of(&self.checks.everywhere).map(|stated| (None, stated));
        let narrow = self.checks.narrow.iter().filter_map(|(scope, said)| Some((Some(scope), of(said)?)));
        everywhere.into_iter().chain(narrow).collect()
    }

    /// Sets the severity of a check over all that files say.
    pub fn force(&mut self, check: &str, setting: Setting) {
        self.checks.forced.insert(check.to_owned(), setting);
    }

    /// Whether severities differ between zones or files.
    pub fn has_overrides(&self) -> bool {
        !self.checks.narrow.is_empty()
    }

    fn said<'a, T>(&'a self, place: Place, of: impl Fn(&'a Said) -> Option<&'a T>) -> Option<&'a T> {
        let narrow = self.checks.narrow.iter().rev().filter(|(scope, _)| scope.holds(place));
        narrow.map(|(_, said)| said).find_map(&of).or_else(|| of(&self.checks.everywhere))
    }
}
