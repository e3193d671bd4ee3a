//! The zones in the pages of checks and under `testdata/`: what has a safe fix is gone after it, and nothing is new.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::checks::fixtures::judged;
use crate::marked::Case;
use crate::support::{Run, run_in, text};

/// How many findings there are of each check.
type Counts = BTreeMap<String, usize>;

fn counts<'f>(findings: impl IntoIterator<Item = &'f Value>) -> Counts {
    let mut counts = Counts::new();
    findings.into_iter().for_each(|finding| *counts.entry(text(&finding["check"])).or_default() += 1);
    counts
}

/// The more the graver.
fn gravity(severity: &Value) -> usize {
    ["info", "warning", "error"].iter().position(|word| severity == word).expect("a severity")
}

fn gravest_of(findings: &[Value], check: &str) -> usize {
    let of_check = findings.iter().filter(|finding| finding["check"] == check);
    of_check.map(|finding| gravity(&finding["severity"])).max().unwrap_or_default()
}

fn has_fix(finding: &Value, applicability: &[&str]) -> bool {
    finding["fix"]["applicability"].as_str().is_some_and(|word| applicability.contains(&word))
}

fn check(dir: &Path, case: &Case, flags: &[&str]) -> Run {
    let arguments = case.arguments();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    run_in(dir, &[&["check", "--format=json", "--now=20260601000000"], flags, &arguments[..]].concat())
}

/// All files of a folder, by name.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(dir).into_iter().map(|entry| entry.expect("it can be read"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(dir).expect("it is below").to_string_lossy().into_owned();
    files.map(|file| (name(file.path()), std::fs::read(file.path()).expect("it can be read"))).collect()
}

/// Fixes a case; what is wrong with what comes of it, and how many findings had such a fix.
fn fixed(case: &Case, before: &[Value], unsafe_too: bool) -> (Vec<String>, usize) {
    let words: &[&str] = if unsafe_too { &["safe", "unsafe"] } else { &["safe"] };
    let fixable = counts(before.iter().filter(|finding| has_fix(finding, words)));
    // With safe ones alone, both flags do the same.
    if fixable.is_empty() || unsafe_too && !before.iter().any(|finding| has_fix(finding, &["unsafe"])) {
        return (Vec::new(), 0);
    }
    let dir = case.folder();
    let flags: &[&str] = if unsafe_too { &["--fix", "--unsafe-fixes"] } else { &["--fix"] };
    let run = check(dir.path(), case, flags);
    // Files that are left as they are, such as those of signed zones, are named.
    if run.stderr.contains("` is not changed: ") {
        return (Vec::new(), 0);
    }
    // A fix after which there is another finding is taken back, and that is told.
    if run.stderr.contains(" is not fixed: it would cause ") {
        return (Vec::new(), 0);
    }
    let found = run.findings();
    let (known, after) = (counts(before), counts(&found));
    let mut wrong = Vec::new();
    for (check, count) in &after {
        let (known, gone) = (known.get(check).unwrap_or(&0), fixable.get(check).unwrap_or(&0));
        // What a person has to look at may be wrong, and is taken back where it shows.
        let most = if unsafe_too { *known } else { known - gone };
        let is_gravest = |finding: &&Value| gravity(&finding["severity"]) > gravest_of(&found, check);
        let is_uncovered = before.iter().filter(is_gravest).count() > found.iter().filter(is_gravest).count();
        // What a graver mistake had hidden may be seen where that is gone.
        if *count > most && !is_uncovered {
            wrong.push(format!("{}: {count} {check}, of {known} with {gone} fixes: {}", case.name, run.stderr));
        }
    }
    let once = files(dir.path());
    check(dir.path(), case, flags);
    if files(dir.path()) != once {
        wrong.push(format!("{}: a second time changes it again", case.name));
    }
    (wrong, fixable.values().sum())
}

fn fix_all(unsafe_too: bool, at_least: usize) {
    let (mut wrong, mut fixes) = (Vec::new(), 0);
    for (case, findings) in judged() {
        let (faults, count) = fixed(case, findings, unsafe_too);
        wrong.extend(faults);
        fixes += count;
    }
    assert!(wrong.is_empty(), "{} wrong of {fixes} fixes:\n{}", wrong.len(), wrong.join("\n"));
    assert!(fixes >= at_least, "only {fixes} fixes: were any lost?");
}

#[test]
fn what_has_a_safe_fix_is_gone_after_it() {
    fix_all(false, 110);
}

#[test]
fn no_fix_makes_a_finding() {
    fix_all(true, 320);
}
