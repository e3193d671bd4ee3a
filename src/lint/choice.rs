//! What a run asks of checks, over all that rule files say: which run, and how much they matter.

use std::collections::HashSet;

use super::registry::all_kinds;
use crate::checks::is_off_by_default;
use crate::diagnostic::Meta;
use crate::ruleset::{NamedChecks, RuleSet, Setting, Specificity};

/// The checks that are chosen for a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'r> {
    /// Severities of checks; of two for one check the later counts.
    pub severities: &'r [(&'r str, Setting)],
    /// Only these checks are on; without any, all that rule files have on.
    pub select: &'r [NamedChecks<'r>],
}

/// What a choice says of a check.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'r> {
    /// The check.
    pub check: &'r str,
    /// Its severity.
    pub setting: Setting,
    /// Whether that comes of what is selected.
    pub by_selection: bool,
}

impl<'r> Choice<'r> {
    /// Lays what is chosen over the rules in force, and tells it; of a check the last counts.
    pub fn apply(&self, rules: &mut RuleSet) -> Vec<Chosen<'r>> {
        let mut chosen = self.selected(rules);
        let by_flag = |&(check, setting)| Chosen { check, setting, by_selection: false };
        let is_left_out = |one: &Chosen| one.by_selection && one.setting == Setting::Off;
        let left_out: HashSet<&str> = chosen.iter().filter(|one| is_left_out(one)).map(|one| one.check).collect();
        chosen.extend(self.severities.iter().map(by_flag).filter(|one| !left_out.contains(one.check)));
        for one in &chosen {
            match is_left_out(one) {
                true => rules.leave_out(one.check),
                false => rules.force(one.check, one.setting),
            }
        }
        chosen
    }

    /// What is not selected is off. What is selected by its id is on: whoever names it wants to see it.
    fn selected(&self, rules: &RuleSet) -> Vec<Chosen<'r>> {
        if self.select.is_empty() {
            return Vec::new();
        }
        let is_named = |check: &str, by: Specificity| {
            self.select.iter().any(|named| named.specificity >= by && named.ids.contains(&check))
        };
        let is_off = |check: &str| {
            let said = rules.check_setting(check).map(|stated| stated.value);
            said.map_or(is_off_by_default(check), |setting| setting == Setting::Off)
        };
        let kinds = all_kinds().into_iter().filter(|meta| !meta.is_about_run());
        let setting = |meta: &Meta| match () {
            () if !is_named(meta.id, Specificity::All) => Some(Setting::Off),
            () if is_named(meta.id, Specificity::Id) && is_off(meta.id) => Some(meta.severity.into()),
            () => None,
        };
        let chosen =
            kinds.filter_map(|meta| Some(Chosen { check: meta.id, setting: setting(meta)?, by_selection: true }));
        chosen.collect()
    }
}
