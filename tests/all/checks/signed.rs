//! Zones as signers made them are good, and each change that `testdata/dnssec/README.md` lists is found where it is.

use std::fs;

use crate::support::{check_text, root};

/// What a check says of signatures, keys and denial of existence; whatever else a change brings about is not its point.
fn findings(zone: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = zone.lines().collect();
    let found = check_text(zone).findings();
    let found = found.iter().filter(|finding| finding["severity"] != "info");
    let place = |finding: &serde_json::Value| {
        let line = finding["start"]["line"].as_u64().expect("a line") as usize;
        (finding["check"].as_str().expect("a check").to_owned(), lines[line - 1].to_owned())
    };
    found.map(place).collect()
}

fn zone(name: &str) -> String {
    fs::read_to_string(root().join(format!("testdata/dnssec/{name}.zone"))).expect("a zone")
}

/// The zone after a change: `delete X`, `add X`, or `X to Y`, where X is the start of lines or, in the last, text that
/// is there once.
fn changed(zone: &str, change: &str) -> String {
    let quoted: Vec<&str> = change.split('`').skip(1).step_by(2).collect();
    match quoted[..] {
        [line] if change.starts_with("add") => format!("{zone}{line}\n"),
        [from, to] => {
            assert_eq!(zone.matches(from).count(), 1, "`{from}` has to be there once");
            zone.replace(from, to)
        }
        _ => {
            let is_kept = |line: &&str| !quoted.iter().any(|start| line.starts_with(start));
            let kept: String = zone.lines().filter(is_kept).flat_map(|line| [line, "\n"]).collect();
            assert!(kept.len() < zone.len(), "`{change}` does nothing");
            kept
        }
    }
}

#[test]
fn zones_of_signers_are_good() {
    for name in ["nsec", "nsec3", "optout"] {
        assert_eq!(findings(&zone(name)), [], "{name}");
    }
}

#[test]
fn every_change_of_a_signed_zone_is_found_where_it_is() {
    let table = fs::read_to_string(root().join("testdata/dnssec/README.md")).expect("the table");
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    let (mut wrong, mut count) = (Vec::new(), 0);
    for row in rows {
        let [name, change, check, place] = row.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>()[..]
        else {
            panic!("not four cells: {row}")
        };
        let found = findings(&changed(&zone(name), change));
        let place = place.trim_matches('`');
        let is_it = |(id, line): &(String, String)| check == format!("`{id}`") && line.starts_with(place);
        if check == "nothing" && !found.is_empty() || check != "nothing" && !found.iter().any(is_it) {
            wrong.push(format!("{row}\n  found: {found:?}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 35, "only {count} changes: were any lost?");
}
