//! The table of faults in `docs/reliability.md`: no cell is empty, and each test that it names is there.

use std::fs;
use std::path::PathBuf;

use crate::support::root;

/// The file of a module, below a folder.
fn module(folder: &str, path: &[&str]) -> Option<PathBuf> {
    let base = root().join(folder).join(path.join("/"));
    let candidates = [base.with_extension("rs"), base.join("mod.rs")];
    candidates.into_iter().find(|file| file.is_file())
}

/// Whether a test, a module of tests or a script is there; of a test of the page its file and its words.
fn is_there(named: &str) -> bool {
    if let Some((file, words)) = named.split_once(": ") {
        return fs::read_to_string(root().join(file)).is_ok_and(|text| text.contains(&format!("test('{words}'")));
    }
    if named.starts_with('.') {
        return root().join(named).is_file();
    }
    let parts: Vec<&str> = named.split("::").collect();
    let (function, of_file) = parts.split_last().expect("a name");
    let has_function = |path: &[&str]| {
        // Tests of a file may stand in a module of it.
        let own = path.strip_suffix(&["tests"]).unwrap_or(path);
        let files = ["tests/all", "src"].into_iter().flat_map(|folder| [module(folder, path), module(folder, own)]);
        let texts = files.flatten().map(|file| fs::read_to_string(file).expect("it can be read"));
        texts.into_iter().any(|text| text.contains(&format!("fn {function}(")))
    };
    has_function(of_file) || module("tests/all", &parts).is_some()
}

#[test]
fn each_fault_has_a_test() {
    let page = fs::read_to_string(root().join("docs/reliability.md")).expect("it can be read");
    let (_, table) = page.split_once("\n## Faults").expect("there is the table");
    let rows = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| fault "));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect()).collect();
    assert!(rows.len() > 30, "{rows:?}");
    let wrong = |row: &&Vec<&str>| match &row[..] {
        [fault, happens, test] => {
            fault.is_empty() || happens.is_empty() || !test.split(", `").all(|test| is_there(test.trim_matches('`')))
        }
        _ => true,
    };
    assert_eq!(rows.iter().filter(wrong).collect::<Vec<_>>(), Vec::<&Vec<&str>>::new());
    assert!(!is_there("bounds::limits::no_such_test") && !is_there("no::module") && !is_there(".ci/no.sh"));
    assert!(!is_there("web/tests/units.test.js: no such words"));
}
