//! Zones as signers made them are good, and each change that `testdata/dnssec/README.md` lists is found where it is.

use std::fs;

use crate::support::{check_text_with, root};

/// What a check says of signatures, keys and denial of existence; whatever else a change brings about is not its point.
fn findings(zone: &str, flags: &[&str]) -> Vec<(String, String)> {
    let lines: Vec<&str> = zone.lines().collect();
    let found = check_text_with(zone, flags).findings();
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
        [from, to] if !change.starts_with("delete") => {
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
    for name in ["nsec", "nsec3", "optout", "rsasha256", "rsasha512", "ecdsap256sha256", "ecdsap384sha384", "ed448"] {
        for flags in [&[][..], &["--dnssec"]] {
            assert_eq!(findings(&zone(name), flags), [], "{name} {flags:?}");
        }
    }
    let weak: Vec<String> = findings(&zone("rsasha1"), &["--dnssec"]).into_iter().map(|(check, _)| check).collect();
    assert_eq!(weak, ["dnssec-algorithm-weak"]);
}

/// All that is known of signatures by an algorithm that the library does not have is that they were not verified.
#[test]
fn what_is_not_verified_is_said_once() {
    let not_verified = |flags| {
        let run = check_text_with(&zone("ed448"), flags);
        run.checks().into_iter().filter(|check| check == "signature-not-verified").count()
    };
    assert_eq!((not_verified(&["--dnssec"]), not_verified(&[])), (1, 0));
}

/// Whatever is wrong with it beside its age, an expired zone is one finding; a year later it is an archived copy.
#[test]
fn an_expired_zone_is_one_finding() {
    let zone = zone("nsec").replace(" 20850101000000 20250101000000 ", " 20260201000000 20260101000000 ");
    let outdated = |now| {
        let found = check_text_with(&zone, &["--now", now]).findings();
        let of_time = found.iter().filter(|finding| finding["check"] == "signature-outdated");
        of_time.map(|finding| finding["severity"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(outdated("20260115000000"), Vec::<String>::new());
    assert_eq!(outdated("20260202000000"), ["warning"]);
    assert_eq!(outdated("20251231000000"), ["warning"]);
    assert_eq!(outdated("20280101000000"), ["info"]);
}

/// The records are verified on all cores, and the findings are in their order.
#[test]
fn all_faults_of_a_zone_are_counted_in_order() {
    let zone = zone("nsec");
    let faulty = zone.replace("192.0.2.", "198.51.100.").replace("2001:db8:", "2001:db8:f:");
    let run = || check_text_with(&faulty, &["--dnssec"]);
    let found = run().findings();
    let invalid: Vec<_> = found.iter().filter(|finding| finding["check"] == "signature-invalid").collect();
    assert_eq!(invalid.len(), 1, "{invalid:#?}");
    assert!(invalid[0]["message"].as_str().is_some_and(|text| text.contains("more like this in the zone")));
    assert_eq!(run().stdout, run().stdout);
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
        let (name, flags) = name.strip_suffix(", verified").map_or((name, &[][..]), |name| (name, &["--dnssec"][..]));
        let found = findings(&changed(&zone(name), change), flags);
        let place = place.trim_matches('`');
        let is_it = |(id, line): &(String, String)| check == format!("`{id}`") && line.starts_with(place);
        if check == "nothing" && !found.is_empty() || check != "nothing" && !found.iter().any(is_it) {
            wrong.push(format!("{row}\n  found: {found:?}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 90, "only {count} changes: were any lost?");
}
