//! What holds of the sources themselves: which module knows which, and how long a function may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::code::{code, is_test, sources};
use crate::support::root;

/// The top-level module that a file is part of; none of the roots of the crates.
fn module(path: &Path) -> Option<String> {
    let first = path.components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main"].contains(&name)).then(|| name.to_owned())
}

/// The words in backticks.
fn words(text: &str) -> BTreeSet<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn modules_know_those_that_the_table_names() {
    let page = std::fs::read_to_string(root().join("src/lib.rs")).expect("it is there");
    let rows = page.lines().filter_map(|line| line.strip_prefix("//! | ")).filter(|row| row.contains('`'));
    let table: BTreeMap<String, BTreeSet<String>> = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_end_matches('|').split(" | ").collect();
            let [module, _, knows] = cells[..] else { panic!("a row has three cells: {row}") };
            (words(module).pop_first().expect("a module is named"), words(knows))
        })
        .collect();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources() {
        let Some(own) = module(&path).filter(|_| !is_test(&path)) else { continue };
        let code = code(&text);
        let uses = code.split("crate::").skip(1);
        let names = uses.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default());
        let others = names.filter(|name| *name != own).map(str::to_owned);
        known.entry(own.clone()).or_default().extend(others);
    }
    assert_eq!(known, table, "left: what is known, right: the table in src/lib.rs");
    // Each row only knows rows above it, or two modules would know each other.
    let order: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("//! | ")?.split('`').nth(1)).collect();
    for (at, row) in order.iter().enumerate() {
        let below: Vec<_> = table[*row].iter().filter(|name| !order[..at].contains(&name.as_str())).collect();
        assert!(below.is_empty(), "{row} knows {below:?}, which stand below it");
    }
}

/// The names of the modules down to that of a file.
fn module_path(path: &Path) -> Vec<String> {
    let names = path.with_extension("").iter().map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>();
    names.into_iter().filter(|name| !["lib", "mod"].contains(&name.as_str())).collect()
}

/// What code names by `crate::` and `super::`, from the root on; of a group in braces each by itself.
fn named_paths(code: &str, own: &[String]) -> Vec<Vec<String>> {
    let starts = code.match_indices("crate::").chain(code.match_indices("super::"));
    let mut named = Vec::new();
    for (start, _) in starts.filter(|(start, _)| !code[..*start].ends_with("::")) {
        let end = code[start..].find(|c: char| !c.is_alphanumeric() && !"_:".contains(c));
        let (path, rest) = code[start..].split_at(end.unwrap_or(code.len() - start));
        let group = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map_or("", |(group, _)| group);
        for one in group.split(',') {
            let path = format!("{path}{}", one.trim());
            let names: Vec<&str> = path.split("::").collect();
            let up = names.iter().take_while(|name| **name == "super").count();
            let from = if up == 0 { &[] } else { &own[..own.len() - up] };
            named.push(from.iter().cloned().chain(names[up.max(1)..].iter().map(|name| name.to_string())).collect());
        }
    }
    named
}

/// The folders where some still know each other in a circle.
const WITH_CIRCLES: [&str; 0] = [];

/// Whoever reads a file can begin with one that knows no other. A `mod.rs` may know all below it, and they may name
/// what stands in it.
#[test]
fn no_files_of_one_folder_know_each_other_in_a_circle() {
    let files: Vec<_> = sources().into_iter().filter(|(path, _)| !is_test(path)).collect();
    let modules: BTreeSet<Vec<String>> = files.iter().map(|(path, _)| module_path(path)).collect();
    // By folder: which of its files and folders knows which.
    let mut known: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (path, text) in &files {
        let (own, code) = (module_path(path), code(text));
        let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for mut other in named_paths(&code.join("\n"), &own) {
            while !modules.contains(&other) {
                other.pop();
            }
            let shared = own.iter().zip(&other).take_while(|(one, other)| one == other).count();
            if let (Some(one), Some(other)) = (own.get(shared), other.get(shared)) {
                known.entry(own[..shared].join("/")).or_default().insert((one.clone(), other.clone()));
            }
        }
    }
    for known in known.values_mut() {
        // Whoever knows nobody, or only such as know nobody, is in no circle.
        let mut before = usize::MAX;
        while known.len() < before {
            before = known.len();
            let knowing: BTreeSet<String> = known.iter().map(|(one, _)| one.clone()).collect();
            known.retain(|(_, other)| knowing.contains(other));
        }
    }
    known.retain(|folder, circle| !circle.is_empty() && !WITH_CIRCLES.contains(&folder.as_str()));
    assert!(known.is_empty(), "below src, folders and who knows whom: {known:?}");
}

/// Whether a line is the first of a function; the sources are formatted.
fn is_function_head(line: &str) -> bool {
    let words = line.split_whitespace().skip_while(|word| {
        let is_visibility = word.starts_with("pub") || word.ends_with(')');
        is_visibility || ["const", "unsafe", "async"].contains(word)
    });
    words.take(1).any(|word| word == "fn")
}

/// Whoever reads a function sees all of it.
#[test]
fn no_function_has_over_60_lines() {
    let indent = |line: &str| line.len() - line.trim_start().len();
    for (path, text) in sources() {
        let lines: Vec<&str> = text.lines().collect();
        for (from, head) in lines.iter().enumerate().filter(|(_, line)| is_function_head(line)) {
            let is_end = |line: &&str| line.trim() == "}" && indent(line) == indent(head);
            let length = lines[from..].iter().position(is_end).map_or(1, |end| end + 1);
            let is_short = length <= 60 || head.trim_end().ends_with(';') || head.trim_end().ends_with('}');
            assert!(is_short, "{}:{}: {length} lines: {}", path.display(), from + 1, head.trim());
        }
    }
}
