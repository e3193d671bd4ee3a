//! The names that a service points at, as few patterns.

use std::collections::{BTreeMap, BTreeSet};

use crate::ruleset::TargetPattern;

/// More targets than this are a pool, which a list would only repeat.
const MOST: usize = 4;

/// Patterns that allow the targets seen, each in its zone; none where there is no telling in a
/// few words. Names are in lower case and without the final dot.
pub(super) fn patterns<'a>(seen: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Vec<String> {
    // Below the zone's name in each zone that has it: elsewhere the name itself is meant.
    let mut is_own: BTreeMap<&str, bool> = BTreeMap::new();
    for (zone, target) in seen.clone() {
        *is_own.entry(target).or_insert(true) &= prefix_in(zone, target).is_some();
    }
    let pattern = |(zone, target): (&str, &str)| match prefix_in(zone, target).filter(|_| is_own[target]) {
        Some(prefix) => format!("{prefix}{{zone}}"),
        None => target.to_owned(),
    };
    let mut patterns: BTreeSet<String> = seen.clone().map(pattern).collect();
    if patterns.len() > MOST {
        let widened = |pattern: String| if pattern.ends_with(".{zone}") { "*.{zone}".to_owned() } else { pattern };
        patterns = patterns.into_iter().map(widened).collect();
    }
    let parsed: Vec<TargetPattern> = patterns.iter().filter_map(|pattern| pattern.parse().ok()).collect();
    let is_allowed = |(zone, target): (&str, &str)| parsed.iter().any(|pattern| pattern.matches(target, zone));
    let can_be_said = parsed.len() == patterns.len() && patterns.len() <= MOST && seen.clone().all(is_allowed);
    if can_be_said { patterns.into_iter().collect() } else { Vec::new() }
}

/// What stands before the zone's name in a target; empty for the apex.
fn prefix_in<'a>(zone: &str, target: &'a str) -> Option<&'a str> {
    let prefix = target.strip_suffix(zone).filter(|_| !zone.is_empty())?;
    (prefix.is_empty() || prefix.ends_with('.')).then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(seen: &[(&str, &str)]) -> Vec<String> {
        patterns(seen.iter().copied())
    }

    #[test]
    fn a_name_below_every_zone_is_relative() {
        assert_eq!(of(&[("a.example", "sip.a.example"), ("b.example", "sip.b.example")]), ["sip.{zone}"]);
        assert_eq!(of(&[("a.example", "a.example")]), ["{zone}"]);
        assert_eq!(of(&[("a.example", "sip.a.example"), ("b.example", "sip.a.example")]), ["sip.a.example"]);
        assert_eq!(of(&[("a.example", "sip.aa.example")]), ["sip.aa.example"]);
        assert_eq!(of(&[("", "sip.example")]), ["sip.example"]);
    }

    #[test]
    fn a_pool_is_one_pattern_or_none() {
        let pool: Vec<String> = (0..9).map(|n| format!("dc{n}.a.example")).collect();
        let inside: Vec<_> = pool.iter().map(|target| ("a.example", target.as_str())).collect();
        assert_eq!(of(&inside), ["*.{zone}"]);
        let outside: Vec<_> = pool.iter().map(|target| ("b.example", target.as_str())).collect();
        assert!(of(&outside).is_empty());
    }

    #[test]
    fn what_no_pattern_can_say_is_not_said() {
        assert!(of(&[("a.example", "localhost")]).is_empty());
        assert!(of(&[("a.example", "{x}.b.example")]).is_empty());
    }
}
