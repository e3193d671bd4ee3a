//! What rule files and flags say of checks: severities and parameters.

use std::collections::{HashMap, HashSet};

use crate::ruleset::file::CheckEntry;
use crate::ruleset::rules::provenance::{Provenance, Sourced};
use crate::ruleset::rules::scope::{Scope, ScopeTarget};
use crate::ruleset::rules::scopes::Scopes;
use crate::ruleset::value::{SerialPolicy, Setting};

/// All that is said of checks, by how much it counts.
#[derive(Debug, Default)]
pub(super) struct CheckSettings {
    /// `checks` of all files, the higher over the lower.
    everywhere: Said,
    /// `overrides`, the higher after the lower.
    narrow: Vec<(Scope, Said)>,
    /// Those of `narrow`, when all are known.
    scopes: Scopes,
    /// The checks that `narrow` speaks of.
    named: HashSet<String>,
    /// Flags of the command line.
    forced: HashMap<String, Setting>,
    /// What others were selected instead of.
    left_out: HashSet<String>,
}

/// What one place says of checks.
#[derive(Debug, Default)]
pub(super) struct Said {
    settings: HashMap<String, Sourced<Setting>>,
    parameters: HashMap<(String, String), Sourced<u16>>,
    pub(super) serial: Option<Sourced<SerialPolicy>>,
}

impl Said {
    /// Lays what a higher file says over this.
    pub(super) fn add_all(&mut self, over: Said) {
        self.settings.extend(over.settings);
        self.parameters.extend(over.parameters);
        self.serial = over.serial.or(self.serial.take());
    }

    pub(super) fn add(&mut self, rule: CheckEntry, origin: Provenance) {
        for parameter in rule.parameters {
            self.parameters.insert((rule.check.clone(), parameter.name), origin.stated(parameter.value));
        }
        if let Some(setting) = rule.setting {
            self.settings.insert(rule.check, origin.stated(setting));
        }
    }
}

impl CheckSettings {
    /// What is said of the serial in a place.
    pub(super) fn serial(&self, place: ScopeTarget) -> Option<&Sourced<SerialPolicy>> {
        self.said(place, |said| said.serial.as_ref())
    }

    /// Those of all files: `checks` laid over each other, and `overrides` from the lowest file on.
    pub(super) fn of(everywhere: Said, narrow: Vec<(Scope, Said)>) -> CheckSettings {
        let named = narrow.iter().flat_map(|(_, said)| said.settings.keys()).cloned().collect();
        let scopes = Scopes::of(narrow.iter().map(|(scope, _)| scope));
        CheckSettings { everywhere, narrow, scopes, named, forced: HashMap::new(), left_out: HashSet::new() }
    }

    /// What is said of a check's severity everywhere, with its place.
    pub(super) fn setting(&self, check: &str) -> Option<&Sourced<Setting>> {
        self.everywhere.settings.get(check)
    }

    /// What is said of a check's severity in a place: by flags, by overrides, or everywhere.
    pub(super) fn severity_of(&self, check: &str, place: ScopeTarget) -> Option<Setting> {
        let forced = self.forced(check);
        let stated = || match self.named.contains(check) {
            true => self.said(place, |said| said.settings.get(check)),
            false => self.setting(check),
        };
        forced.or_else(|| stated().map(|stated| stated.value))
    }

    /// Whether a check may be on for some zone or file, where without a word of flags and files it is on or off.
    pub(super) fn is_on_somewhere(&self, check: &str, by_default: bool) -> bool {
        let is_on = |setting: Setting| setting != Setting::Off;
        if let Some(forced) = self.forced(check) {
            return is_on(forced);
        }
        let everywhere = self.setting(check).map_or(by_default, |stated| is_on(stated.value));
        let mut narrow = self.narrow.iter().filter_map(|(_, said)| said.settings.get(check));
        everywhere || narrow.any(|stated| is_on(stated.value))
    }

    /// Whether a flag switches a check off, or a file does, everywhere or somewhere; not whether others were selected.
    pub(super) fn switches_off(&self, check: &str) -> bool {
        let is_off = |said: &Said| said.settings.get(check).is_some_and(|stated| stated.value == Setting::Off);
        match self.forced.get(check) {
            _ if self.left_out.contains(check) => false,
            Some(&setting) => setting == Setting::Off,
            None => is_off(&self.everywhere) || self.narrow.iter().any(|(_, said)| is_off(said)),
        }
    }

    /// The parameter of a check in a place, if a file gives it.
    pub(super) fn parameter(&self, check: &str, name: &str, place: ScopeTarget) -> Option<u16> {
        let key = (check.to_owned(), name.to_owned());
        self.said(place, |said| said.parameters.get(&key)).map(|stated| stated.value)
    }

    /// All that files say of a check's severity, and for which zones and files; in a place, what counts there.
    pub(super) fn settings_of(
        &self,
        check: &str,
        place: Option<ScopeTarget>,
    ) -> Vec<(Option<&Scope>, &Sourced<Setting>)> {
        self.all_said(place, |said| said.settings.get(check))
    }

    /// All that files say of a parameter, likewise.
    pub(super) fn parameters_of(
        &self,
        check: &str,
        name: &str,
        place: Option<ScopeTarget>,
    ) -> Vec<(Option<&Scope>, &Sourced<u16>)> {
        let key = (check.to_owned(), name.to_owned());
        self.all_said(place, |said| said.parameters.get(&key))
    }

    fn all_said<'a, T>(
        &'a self,
        place: Option<ScopeTarget>,
        of: impl Fn(&'a Said) -> Option<&'a T>,
    ) -> Vec<(Option<&'a Scope>, &'a T)> {
        if let Some(place) = place {
            return self.said(place, of).map(|stated| (None, stated)).into_iter().collect();
        }
        let everywhere = of(&self.everywhere).map(|stated| (None, stated));
        let narrow = self.narrow.iter().filter_map(|(scope, said)| Some((Some(scope), of(said)?)));
        everywhere.into_iter().chain(narrow).collect()
    }

    /// Sets the severity of a check over all that files say.
    pub(super) fn force(&mut self, check: &str, setting: Setting) {
        self.forced.insert(check.to_owned(), setting);
    }

    /// Switches a check off because others were selected.
    pub(super) fn leave_out(&mut self, check: &str) {
        self.left_out.insert(check.to_owned());
    }

    /// What is set over all that files say.
    pub(super) fn forced(&self, check: &str) -> Option<Setting> {
        if self.left_out.contains(check) {
            return Some(Setting::Off);
        }
        self.forced.get(check).copied()
    }

    /// Whether severities differ between zones or files.
    pub(super) fn has_narrow(&self) -> bool {
        !self.narrow.is_empty()
    }

    fn said<'a, T>(&'a self, place: ScopeTarget, of: impl Fn(&'a Said) -> Option<&'a T>) -> Option<&'a T> {
        let holding = self.scopes.holding(place).into_iter().rev();
        let narrow = holding.map(|number| &self.narrow[number as usize].1);
        narrow.into_iter().find_map(&of).or_else(|| of(&self.everywhere))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::ruleset::{CheckNames, RuleSet, Setting, Vocabulary};
    use crate::source::Sources;

    const CHECK: &str = "ns-single";

    fn rules(yaml: &'static str) -> RuleSet {
        let known = Vocabulary {
            checks: CheckNames { ids: &[CHECK], groups: &[] },
            parameters: &[],
            formats: &[],
            is_type: &|_| true,
        };
        let read = |_: &Path| Ok(yaml.as_bytes().to_vec());
        let (rules, found) = RuleSet::load(Path::new("a"), &read, &known, &mut Sources::default()).expect("it is read");
        assert!(found.is_empty(), "{found:#?}");
        rules
    }

    #[test]
    fn a_check_is_on_somewhere_unless_all_that_is_said_of_it_is_off() {
        let is_on = |yaml| [false, true].map(|by_default| rules(yaml).is_on_somewhere(CHECK, by_default));
        assert_eq!(is_on("version: 1"), [false, true]);
        assert_eq!(is_on("checks: {ns-single: info}"), [true, true]);
        assert_eq!(is_on("checks: {ns-single: off}"), [false, false]);
        assert_eq!(is_on("overrides: [{files: x, checks: {ns-single: off}}]"), [false, true]);
        assert_eq!(is_on("overrides: [{files: x, checks: {ns-single: info}}]"), [true, true]);
        assert_eq!(is_on("checks: {ns-single: off}\noverrides: [{files: x, checks: {ns-single: info}}]"), [true, true]);
    }

    #[test]
    fn a_flag_is_over_all_that_files_say() {
        let is_on = |yaml, flag| {
            let mut rules = rules(yaml);
            rules.force(CHECK, flag);
            rules.is_on_somewhere(CHECK, true)
        };
        assert!(!is_on("overrides: [{files: x, checks: {ns-single: info}}]", Setting::Off));
        assert!(is_on("checks: {ns-single: off}", Setting::Error));
    }
}
