//! Every kind of finding there is, whoever makes it.

use super::baseline::BASELINE_STALE;
use super::suppress;
use crate::checks;
use crate::diagnostic::Meta;
use crate::internal_error::INTERNAL_ERROR;
use crate::limits::LIMIT_REACHED;
use crate::project;
use crate::ruleset::RULE_FILE_INVALID;
use crate::syntax::kinds;

/// Every kind of finding, sorted by id.
pub fn all_kinds() -> Vec<&'static Meta> {
    let by_reading = kinds::ALL.iter().copied();
    let by_project = [&project::ORIGIN_DIFFERS, &project::ORIGIN_UNKNOWN, &RULE_FILE_INVALID, &BASELINE_STALE];
    let of_servers = [&project::SERVER_CONFIG_FILE_MISSING, &project::SERVER_CONFIG_INVALID];
    let others =
        by_reading.chain(by_project).chain(of_servers).chain(suppress::KINDS).chain([&INTERNAL_ERROR, &LIMIT_REACHED]);
    let mut all: Vec<_> = checks::all().chain(others).collect();
    all.sort_by_key(|meta| meta.id);
    all
}

/// The parameters of kinds, each with the id of its kind.
pub fn parameters(kinds: &[&'static Meta]) -> Vec<(&'static str, &'static str)> {
    let of_kind = |meta: &&'static Meta| meta.parameters.iter().map(|parameter| (meta.id, *parameter));
    kinds.iter().flat_map(of_kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::ABOUT_THE_RUN;

    #[test]
    fn pages_and_summaries_are_complete() {
        for meta in all_kinds() {
            assert!(meta.explain.starts_with(&format!("# {}\n", meta.id)), "{}: the page starts with its id", meta.id);
            assert!(!meta.references.is_empty(), "{}: cites nothing", meta.id);
            assert!(!meta.summary.ends_with('.'), "{}: the summary ends with a period", meta.id);
        }
        let all = all_kinds();
        assert_eq!(all.iter().filter(|meta| meta.is_about_run()).count(), ABOUT_THE_RUN.len());
        assert!(all.is_sorted_by(|a, b| a.id < b.id), "two kinds share an id");
    }
}
