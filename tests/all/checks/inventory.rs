//! What is checked, held against lists: the page of all checks, and the inventory of what other programs check.

use std::collections::BTreeSet;
use std::path::Path;

use zonelint::checks::is_off_by_default;
use zonelint::diagnostic::Severity;
use zonelint::lint::{all_kinds, groups, groups_of};

/// The page of all checks: a table, then the page of each.
fn page() -> String {
    let mut page = String::from(
        "# All checks\n\nWhat each finds, how much it matters unless a rule or the evidence says otherwise, and what it \
         cites. `zonelint explain CHECK`\nshows the page of one. Those that are `off` are matters of taste: `checks: \
         {ns-single: info}` switches one on. Of those with a word below \"fix\" some findings offer to mend themselves.\n\n",
    );
    page.push_str(&table(""));
    for meta in all_kinds() {
        page.push('\n');
        page.push_str(&one_level_down(&meta.page()));
    }
    page
}

/// A line for each check, with links to the pages, which are in a file.
fn table(file: &str) -> String {
    let mut table = String::from("| check | severity | fix | groups | finds | after |\n|---|---|---|---|---|---|\n");
    for meta in all_kinds() {
        let severity = if is_off_by_default(meta.id) { "off" } else { Severity::word(meta.severity) };
        let (id, summary, after) = (meta.id, meta.summary.replace('|', "\\|"), meta.references.join("; "));
        let groups = groups_of(id).join(", ");
        let fix = meta.fix_words().unwrap_or_default();
        table.push_str(&format!("| [`{id}`]({file}#{id}) | {severity} | {fix} | {groups} | {summary} | {after} |\n"));
    }
    table
}

/// A line for each group.
fn groups_table() -> String {
    let mut table = String::from("| group | checks that are about | |\n|---|---|---|\n");
    for group in groups() {
        table.push_str(&format!("| `{}` | {} | {} |\n", group.name, group.about, group.checks.len()));
    }
    table
}

/// What other programs check and zonelint does not, a line for each, and why.
fn left_out() -> String {
    let mut table = String::from("| not checked | why |\n|---|---|\n");
    for [_, title, checks, reason] in inventory() {
        if checks.is_empty() {
            table.push_str(&format!("| {} | {} |\n", title.replace('|', "\\|"), reason.replace('|', "\\|")));
        }
    }
    table
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
    is_current("docs/checks.md", |_| page());
}

#[test]
fn the_tables_for_authors_of_rules_are_current() {
    is_current("rules/README.md", |text| {
        let text = between(text, "checks", &table("../docs/checks.md"));
        let text = between(&text, "groups", &groups_table());
        between(&text, "left out", &left_out())
    });
}

/// A text with something else between two marks.
fn between(text: &str, mark: &str, table: &str) -> String {
    let (start, end) = (format!("<!-- {mark} -->\n"), format!("<!-- end of {mark} -->\n"));
    let (before, rest) = text.split_once(&start).expect("the first mark");
    let (_, after) = rest.split_once(&end).expect("the last mark");
    format!("{before}{start}{table}{end}{after}")
}

fn is_current(file: &str, expected: impl Fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let expected = expected(&written);
    if std::env::var_os("ZONELINT_BLESS").is_some() {
        return std::fs::write(&path, expected).expect("a writable page");
    }
    assert!(written == expected, "{file} is out of date: run `ZONELINT_BLESS=1 cargo test inventory`");
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
    for [row, title, checks, reason] in inventory() {
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

/// The rows of the inventory: number, what is checked, the checks here, the reason for none.
fn inventory() -> impl Iterator<Item = [&'static str; 4]> {
    let rows = include_str!("../../../testdata/inventory.tsv").lines().skip(1);
    rows.map(|line| line.split('\t').collect::<Vec<_>>().try_into().expect("four fields"))
}
