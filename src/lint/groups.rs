//! Checks by what they are about, to be chosen together.
//!
//! A check is in the group of its folder; what it belongs to besides that is said here.

use std::sync::LazyLock;

use super::baseline::BASELINE_STALE;
use super::suppress;
use crate::checks;
use crate::diagnostic::Meta;
use crate::internal_error::INTERNAL_ERROR;
use crate::limits::LIMIT_REACHED;
use crate::project;
use crate::ruleset::{CheckNames, RULE_FILE_INVALID};
use crate::syntax::kinds;

/// Checks that are about one thing.
#[derive(Debug)]
pub struct Group {
    /// The word that names them.
    pub name: &'static str,
    /// What they are about, in one line.
    pub about: &'static str,
    /// Their ids, sorted.
    pub checks: Vec<&'static str>,
}

/// What stands in no folder of checks.
static BY_READING: [(&str, &str, &[&Meta]); 3] = [
    (
        "files",
        "which file is which zone, and the configurations of servers that say so",
        &[
            &project::ORIGIN_DIFFERS,
            &project::ORIGIN_UNKNOWN,
            &project::SERVER_CONFIG_FILE_MISSING,
            &project::SERVER_CONFIG_INVALID,
        ],
    ),
    ("syntax", "how entries are written, and includes", kinds::ALL),
    (
        "zonelint",
        "rule files, comments that silence, the baseline and limits",
        &[
            &RULE_FILE_INVALID,
            &BASELINE_STALE,
            suppress::KINDS[0],
            suppress::KINDS[1],
            suppress::KINDS[2],
            &INTERNAL_ERROR,
            &LIMIT_REACHED,
        ],
    ),
];

/// What belongs to a group besides the checks of its folder.
const BESIDES: [(&str, &[&str]); 5] = [
    ("dnssec", &["apex-type-elsewhere"]),
    (
        "names",
        &["name-invalid", "origin-missing-dot", "soa-name-missing-dot", "srv-underscore-missing", "target-missing-dot"],
    ),
    ("reverse", &["owner-read-as-ttl"]),
    (
        STYLE,
        &[
            "address-not-public",
            "cname-chain",
            "final-newline-missing",
            "ns-addresses-equal",
            "ns-single",
            "soa-mname-not-ns",
            "soa-mname-unreachable",
            "soa-not-first",
            "soa-timers-unusual",
            "spf-missing",
            "target-repeated",
            "type-obsolete",
        ],
    ),
    ("ttl", &["ttl-left-to-server", "ttl-missing"]),
];

/// The group that has no folder.
const STYLE: &str = "style";

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let group = |name, about, metas: &mut dyn Iterator<Item = &'static Meta>| {
        let besides = BESIDES.iter().filter(|(group, _)| *group == name).flat_map(|(_, checks)| checks.iter().copied());
        let mut checks: Vec<_> = metas.map(|meta| meta.id).chain(besides).collect();
        checks.sort_unstable();
        Group { name, about, checks }
    };
    let subjects = checks::subjects().map(|(name, about, mut metas)| group(name, about, &mut metas));
    let by_reading = BY_READING.iter().map(|(name, about, metas)| group(name, about, &mut metas.iter().copied()));
    let style = group(STYLE, "advice and matters of taste", &mut [].into_iter());
    let mut groups: Vec<Group> = subjects.chain(by_reading).chain([style]).collect();
    groups.sort_unstable_by_key(|group| group.name);
    groups
});

/// All groups, sorted by name.
pub fn groups() -> &'static [Group] {
    &GROUPS
}

/// The names of the groups that a check is in, sorted.
pub fn groups_of(check: &str) -> Vec<&'static str> {
    let holding = GROUPS.iter().filter(|group| group.checks.binary_search(&check).is_ok());
    holding.map(|group| group.name).collect()
}

/// The words that name checks.
pub fn check_names() -> CheckNames<'static> {
    static IDS: LazyLock<Vec<&str>> =
        LazyLock::new(|| super::registry::all_kinds().iter().map(|meta| meta.id).collect());
    static NAMED: LazyLock<Vec<(&str, Vec<&str>)>> =
        LazyLock::new(|| GROUPS.iter().map(|group| (group.name, group.checks.clone())).collect());
    CheckNames { ids: &IDS, groups: &NAMED }
}

#[cfg(test)]
mod tests {
    use super::super::registry::all_kinds;
    use super::*;

    #[test]
    fn each_check_is_in_a_group_and_no_group_is_called_like_a_check() {
        let ids: Vec<&str> = all_kinds().iter().map(|meta| meta.id).collect();
        for id in &ids {
            assert!(!groups_of(id).is_empty(), "{id} is in no group");
        }
        for group in groups() {
            assert!(!ids.contains(&group.name) && group.name != "all", "{} is a check", group.name);
            assert!(group.checks.is_sorted_by(|a, b| a < b), "{}: a check is there twice", group.name);
            let unknown: Vec<_> = group.checks.iter().filter(|id| !ids.contains(id)).collect();
            assert!(unknown.is_empty(), "{}: there is no {unknown:?}", group.name);
        }
    }

    #[test]
    fn what_is_off_unless_asked_for_is_taste() {
        let off = all_kinds().into_iter().filter(|meta| checks::is_off_by_default(meta.id));
        off.for_each(|meta| assert!(groups_of(meta.id).contains(&STYLE), "{}", meta.id));
    }
}
