//! The zones in the pages of checks and under `testdata/`: each finding is marked, each mark is found.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;

use crate::marked::{Case, marks, pages};
use zonelint::checks::is_off_by_default;
use zonelint::diagnostic::Meta;
use zonelint::lint::all_kinds;

/// Have pages of their own form, with other files in place of zones.
const OTHER_PAGES: [&str; 4] = ["baseline-stale", "internal-error", "limit-reached", "rule-file-invalid"];

pub(crate) fn kinds() -> impl Iterator<Item = &'static Meta> {
    all_kinds().into_iter().filter(|meta| !OTHER_PAGES.contains(&meta.id))
}

/// The cases of a page, each with the section it stands in.
pub(crate) fn cases_of_page(meta: &Meta) -> Vec<(String, Result<Case, String>)> {
    let blocks = pages::blocks(meta.explain);
    blocks.into_iter().map(|block| (block.section.clone(), block.case(&format!("{}.md", meta.id)))).collect()
}

/// The cases in a folder: its zones one by one, its folders each as a project.
pub(crate) fn cases_in(folder: &str) -> Vec<Result<Case, String>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    let case = |path: &PathBuf| match path.extension().is_some_and(|e| e == "zone") {
        _ if path.is_dir() => Some(Case::of_directory(path)),
        true => Some(Case::of_file(path)),
        false => None,
    };
    paths.iter().filter_map(case).collect()
}

/// The cases of all pages and fixtures with what is found in them, which is asked once for all tests of fixes.
pub(crate) fn judged() -> &'static [(Case, Vec<Value>)] {
    static JUDGED: LazyLock<Vec<(Case, Vec<Value>)>> = LazyLock::new(|| {
        let of_pages = kinds().flat_map(cases_of_page).map(|(_, case)| case);
        let of_checks = kinds().flat_map(|meta| cases_in(&format!("checks/{}", meta.id)));
        let others = ["syntax", "zones", "packs"].into_iter().flat_map(cases_in);
        let cases = of_pages.chain(of_checks).chain(others).map(|case| case.expect("a case"));
        cases.map(|case| (case.said().findings(), case)).map(|(findings, case)| (case, findings)).collect()
    });
    &JUDGED
}

/// Runs all cases, and fails with everything that is wrong in any of them.
fn run_all(cases: impl IntoIterator<Item = Result<Case, String>>, at_least: usize) {
    let mut count = 0;
    let mut wrong = Vec::new();
    for case in cases {
        count += 1;
        match case {
            Ok(case) => wrong.extend(case.run()),
            Err(error) => wrong.push(error),
        }
    }
    assert!(wrong.is_empty(), "{} differences in {count} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= at_least, "only {count} cases: were any lost?");
}

#[test]
fn zones_in_pages() {
    run_all(kinds().flat_map(cases_of_page).map(|(_, case)| case), 65);
}

#[test]
fn fixtures_of_checks() {
    run_all(kinds().flat_map(|meta| cases_in(&format!("checks/{}", meta.id))), 75);
}

#[test]
fn fixtures_of_syntax() {
    run_all(cases_in("syntax"), 28);
}

#[test]
fn whole_zones() {
    run_all(cases_in("zones"), 6);
}

#[test]
fn every_folder_of_checks_is_a_check() {
    let ids: BTreeSet<&str> = kinds().map(|meta| meta.id).collect();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/checks");
    for entry in std::fs::read_dir(dir).expect("fixtures of checks") {
        let entry = entry.expect("a readable folder");
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(entry.path().is_file() || ids.contains(name.as_str()), "testdata/checks/{name} is no check");
    }
}

#[test]
fn pages_have_their_form() {
    let mut wrong = Vec::new();
    for meta in kinds() {
        let mut need = |is_so: bool, what: &str| {
            if !is_so {
                wrong.push(format!("{}: {what}", meta.id));
            }
        };
        for section in ["Why it hurts", "Wrong", "Right", "What it cannot know", "References"] {
            need(meta.explain.contains(&format!("\n## {section}\n")), &format!("no section `{section}`"));
        }
        let lines = meta.explain.lines().count();
        need((25..=75).contains(&lines), &format!("{lines} lines"));
        let is_short = |line: &str| line.starts_with(";^") || line.chars().count() <= 100;
        need(meta.explain.lines().all(is_short), "lines over 100 characters");
        let unwrapped = meta.explain.replace('\n', " ");
        for reference in meta.references {
            need(unwrapped.contains(reference), &format!("does not cite `{reference}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_has_a_bad_and_a_good_zone() {
    let mut marked = BTreeSet::new();
    let mut clean = BTreeSet::new();
    for meta in kinds() {
        let of_page = cases_of_page(meta);
        let good =
            |section: &str, case: &Case| section == "Right" && case.marks.iter().all(|mark| mark.check != meta.id);
        if of_page.iter().any(|(section, case)| case.as_ref().is_ok_and(|case| good(section, case))) {
            clean.insert(meta.id);
        }
        let of_folder = cases_in(&format!("checks/{}", meta.id));
        for case in of_page.into_iter().map(|(_, case)| case).chain(of_folder).flatten() {
            marked.extend(case.marks.into_iter().map(|mark| mark.check));
        }
    }
    let without = |has: &dyn Fn(&str) -> bool| kinds().map(|m| m.id).filter(|id| !has(id)).collect::<Vec<_>>();
    assert_eq!(without(&|id| marked.contains(id)), [""; 0], "no bad zone");
    assert_eq!(without(&|id| clean.contains(id)), [""; 0], "no good zone");
}

/// The marks are those of a plain run. Checks of taste see every zone here, and find something in some.
#[test]
fn checks_of_taste_are_run_over_every_fixture() {
    let of_taste: Vec<&str> = kinds().map(|meta| meta.id).filter(|id| is_off_by_default(id)).collect();
    let switched_on = of_taste.iter().flat_map(|id| ["--info", id]);
    // Some look at the clock.
    let plain = ["check", "--no-config", "--format", "json", "--now", "20260110000000"];
    let arguments: Vec<&str> = plain.into_iter().chain(switched_on).collect();
    let mut found = BTreeSet::new();
    for folder in ["checks", "packs", "syntax", "zones"] {
        let run = crate::support::run_in(
            &crate::support::root().join("testdata").join(folder),
            &[&arguments[..], &["."]].concat(),
        );
        assert!(run.json()["summary"].is_object(), "{folder}: {run:#?}");
        found.extend(run.checks());
    }
    let silent: Vec<&str> = of_taste.into_iter().filter(|id| !found.contains(*id)).collect();
    assert_eq!(silent, [""; 0], "never found");
}

/// A zone with one finding, and the mark that says so.
const SAMPLE: &str = "\
$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1.dns.example. hostmaster 2026010101 4h 1h 2w 1h
  IN NS ns1.dns.example.
  IN NS ns2.dns.example.
edge IN A 192.0.2.61
_sipfederationtls._tcp IN SRV 0 0 5601 edge
;^ error[srv-port-transposed] 5601 | two digits swapped
";

/// How many differences the harness sees in a zone.
fn differences_in(zone: &str) -> usize {
    let files = [("zone.txt".to_owned(), zone.as_bytes().to_vec())].into();
    Case::of_texts("sample".to_owned(), files).expect("good marks").run().len()
}

#[test]
fn the_harness_can_fail() {
    assert_eq!(differences_in(SAMPLE), 0);
    let without_mark: String = SAMPLE.lines().filter(|l| !l.starts_with(";^")).map(|l| format!("{l}\n")).collect();
    assert_eq!(differences_in(&without_mark), 1);
    for (from, to) in [
        (";^ error", ";^ warning"),
        ("[srv-port-transposed]", "[srv-port-mistyped]"),
        ("] 5601", "] 560"),
        ("two digits swapped", "one digit wrong"),
        ("edge IN A 192.0.2.61", "edge IN A 192.0.2.61\n;^ error[srv-port-transposed] 5601\n"),
        ("0 0 5601 edge", "0 0 5061 edge"),
        (";^ error", "\n;^ error"),
        (";^ error", ";^file error"),
    ] {
        assert_ne!(differences_in(&SAMPLE.replace(from, to)), 0, "{from} made {to}");
    }
}

#[test]
fn what_is_almost_a_mark_is_a_mistake() {
    for mark in [";^", ";^ error", ";^ fatal[x] y", ";^ error[x"] {
        assert!(marks::in_file("zone", format!("a\n{mark}\n").as_bytes()).is_err(), "{mark}");
    }
    assert!(marks::in_list("marks", "zone error[x]").is_err());
}
