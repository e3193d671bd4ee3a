//! What is checked, held against lists: the table of checks, and the inventory of what other programs check.

use std::path::Path;

use zonelint::checks::{all_kinds, is_off_by_default};
use zonelint::diagnostic::Severity;

/// The page that lists all checks.
fn table() -> String {
    let mut page = String::from(
        "# All checks\n\nWhat each finds, how much it matters unless a rule or the evidence says otherwise, and what it \
         cites. `zonelint explain CHECK`\nshows the page of one. Those that are `off` are matters of taste: `checks: \
         {ns-single: info}` switches one on.\n\n| check | severity | finds | after |\n|---|---|---|---|\n",
    );
    for meta in all_kinds() {
        let severity = if is_off_by_default(meta.id) { "off" } else { Severity::word(meta.severity) };
        let (id, summary, after) = (meta.id, meta.summary.replace('|', "\\|"), meta.references.join("; "));
        page.push_str(&format!("| `{id}` | {severity} | {summary} | {after} |\n"));
    }
    page
}

/// Set `ZONELINT_BLESS` to write it anew.
#[test]
fn the_table_of_checks_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/checks.md");
    if std::env::var_os("ZONELINT_BLESS").is_some() {
        std::fs::write(&path, table()).expect("a writable table");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table(), "rules/checks.md is out of date: run `ZONELINT_BLESS=1 cargo test --test inventory`");
}
