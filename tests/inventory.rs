//! What is checked, held against lists: the page of all checks, and the inventory of what other programs check.

use std::collections::BTreeSet;
use std::path::Path;

use zonelint::checks::{all_kinds, is_off_by_default};
use zonelint::diagnostic::Severity;

/// The page of all checks: a table, then the page of each.
fn page() -> String {
    let mut page = String::from(
        "# All checks\n\nWhat each finds, how much it matters unless a rule or the evidence says otherwise, and what it \
         cites. `zonelint explain CHECK`\nshows the page of one. Those that are `off` are matters of taste: `checks: \
         {ns-single: info}` switches one on.\n\n| check | severity | finds | after |\n|---|---|---|---|\n",
    );
    for meta in all_kinds() {
        let severity = if is_off_by_default(meta.id) { "off" } else { Severity::word(meta.severity) };
        let (id, summary, after) = (meta.id, meta.summary.replace('|', "\\|"), meta.references.join("; "));
        page.push_str(&format!("| [`{id}`](#{id}) | {severity} | {summary} | {after} |\n"));
    }
    for meta in all_kinds() {
        page.push('\n');
        page.push_str(&one_level_down(&meta.page()));
    }
    page
}

/// Headings of a page below those of the page it becomes part of.
fn one_level_down(page: &str) -> String {
    let mut is_code = false;
    let line = |line: &str| {
        is_code ^= line.starts_with("```");
        let lead = if !is_code && line.starts_with('#') { "#" } else { "" };
        format!("{lead}{line}\n")
    };
    page.lines().map(line).collect()
}

/// Set `ZONELINT_BLESS` to write it anew.
#[test]
fn the_page_of_all_checks_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    if std::env::var_os("ZONELINT_BLESS").is_some() {
        std::fs::write(&path, page()).expect("a writable page");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(), "docs/checks.md is out of date: run `ZONELINT_BLESS=1 cargo test --test inventory`");
}

/// The families of the inventory, and how many rows each has.
const FAMILIES: [(char, usize); 14] = [
    ('S', 37), // syntax and directives
    ('R', 46), // record data
    ('N', 15), // owner names
    ('T', 11), // TTLs
    ('A', 14), // SOA
    ('D', 24), // delegations and glue
    ('C', 14), // aliases
    ('M', 11), // MX
    ('V', 14), // SRV
    ('X', 22), // texts and policies
    ('P', 9),  // reverse zones
    ('K', 30), // DNSSEC
    ('U', 8),  // duplicates
    ('Y', 12), // style
];

/// Each row of the inventory of what checkers of zones check has a check here, or a reason for none.
#[test]
fn every_row_of_the_inventory_has_a_check_or_a_reason() {
    let ids: BTreeSet<&str> = all_kinds().iter().map(|meta| meta.id).collect();
    let mut rows = BTreeSet::new();
    for line in include_str!("../testdata/inventory.tsv").lines().skip(1) {
        let [row, title, checks, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}: not four fields")
        };
        assert!(rows.insert(row.to_owned()), "{row} stands there twice");
        assert!(!title.is_empty(), "{row} has no title");
        assert_ne!(checks.is_empty(), reason.is_empty(), "{row}: a check, or a reason for none");
        assert_ne!(reason, "not yet", "{row}: that is no reason");
        let unknown: Vec<&str> = checks.split_whitespace().filter(|check| !ids.contains(check)).collect();
        assert!(unknown.is_empty(), "{row}: there is no {unknown:?}");
    }
    let known = FAMILIES.iter().flat_map(|&(family, count)| (1..=count).map(move |number| format!("{family}{number}")));
    assert_eq!(rows, known.collect());
}
