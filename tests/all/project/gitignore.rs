//! What is left out of a search is what git itself leaves out; but for braces, which are alternatives here,
//! and for backslashes in brackets: the crate of ripgrep reads both otherwise.

use std::collections::BTreeSet;

use crate::change::git::git;
use crate::support::{ZONE, project_with, text, zonelint};

/// Lines of `.gitignore`, each with something that the next has not.
const LINES: &[&str] = &[
    "a",
    "a/",
    "/a",
    "*",
    "*.zone",
    "!a.zone",
    "!/a.zone",
    "b/",
    "!b/",
    "a/b",
    "/a/b.zone",
    "a/*",
    "a/**",
    "**/a",
    "**/a/",
    "**/b.zone",
    "a/**/b.zone",
    "**",
    "/**",
    "**a",
    "a**",
    "?.zone",
    "??",
    "[ab].zone",
    "[!a].zone",
    "[^b]*",
    "[a-c]*",
    "[]a].zone",
    "[[:alpha:]].zone",
    "[[:digit:]]*",
    "\\a",
    "\\!x.zone",
    "\\#x.zone",
    "!x.zone",
    "#x.zone",
    "a.zone ",
    "a b.zone",
    "x\\ ",
    "a\\",
    "[",
    "[a",
    "a.zone\r",
    "",
    "/",
    "!",
    "*/b.zone",
    "/*/b.zone",
    "*/",
    "!*/",
    "a*e",
    "*.z?ne",
    "A.zone",
    "\u{e4}.zone",
    "?\u{a4}.zone",
    "a.zone/",
    "b/a/",
    "/b/**/a.zone",
    "*[.]zone",
    "!*.zone",
];

/// Files that each folder has.
const FILES: &[&str] = &[
    "a.zone",
    "b.zone",
    "x.zone",
    "1.zone",
    "!x.zone",
    "#x.zone",
    "a b.zone",
    "\u{e4}.zone",
    "a/a.zone",
    "a/b.zone",
    "a/b/b.zone",
    "b/a.zone",
    "b/a/a.zone",
    "b/x/a.zone",
    "c/a/x.zone",
];

#[test]
fn git_and_a_search_leave_out_the_same() {
    let mut files = Vec::new();
    let mut folders = 0;
    // Each line by itself, and with another before it.
    for (at, line) in LINES.iter().enumerate() {
        for before in [None, Some(7), Some(23)] {
            let earlier = before.map(|step| format!("{}\n", LINES[(at * 3 + step) % LINES.len()])).unwrap_or_default();
            let folder = format!("d{folders}");
            files.push((format!("{folder}/.gitignore"), format!("{earlier}{line}\n")));
            files.extend(FILES.iter().map(|file| (format!("{folder}/{file}"), ZONE.to_owned())));
            folders += 1;
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let dir = project_with(&files);
    git(dir.path(), &["init", "--quiet"]);
    let listed = git(dir.path(), &["ls-files", "-z", "--others", "--exclude-standard", "--", "*.zone"]);
    let by_git: BTreeSet<String> = listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    let run = zonelint(dir.path(), &["check", "-f", "json", "--list-files"]);
    let read = run.json()["files"].as_array().expect("a list").clone();
    let by_search: BTreeSet<String> = read.iter().map(|file| text(&file["file"])).collect();
    assert!(by_git.len() > 500 && by_git.len() < folders * FILES.len(), "{}", by_git.len());
    let differ: Vec<String> = by_git.symmetric_difference(&by_search).cloned().collect();
    let told = differ.iter().map(|path| {
        let folder = path.split('/').next().unwrap_or_default();
        let rules = std::fs::read_to_string(dir.path().join(folder).join(".gitignore")).expect("it was written");
        format!(
            "{path} with {rules:?}, {}",
            if by_git.contains(path) { "which git takes" } else { "which git leaves out" }
        )
    });
    assert!(differ.is_empty(), "{}", told.collect::<Vec<_>>().join("\n"));
}
