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
