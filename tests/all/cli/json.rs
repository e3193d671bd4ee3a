//! The JSON document: one, complete, on stdout, whatever happens.

use crate::support::contract::assert_contract;
use crate::support::{FORMATS, SWAPPED, ZONE, number, pointed_at, project, project_with, text, zonelint};

#[test]
fn there_is_a_document_whatever_happens() {
    let dir = project_with(&[
        ("good/example.com.zone", ZONE.to_owned()),
        ("bad/example.com.zone", ZONE.to_owned() + SWAPPED + "www IN A 192.0.2.999\n( unclosed\n"),
        ("nothing/readme.txt", "nothing\n".to_owned()),
        ("mistakes.yaml", "servces: []\n".to_owned()),
        ("broken.yaml", "services: [\n".to_owned()),
    ]);
    for (arguments, code) in [
        (&["check", "good", "--format", "json"][..], 0),
        (&["check", "bad", "-f", "json"], 1),
        (&["check", "good", "bad", "-fjson"], 1),
        (&["check", "nothing", "--format=json"], 2),
        (&["check", "gone.zone", "-f=json"], 2),
        (&["check", "-f", "json", "bad", "gone.zone"], 2),
        (&["check", "-f", "json", "--config", "gone.yaml", "bad"], 2),
        (&["check", "-f", "json", "--config", "mistakes.yaml", "bad"], 2),
        (&["check", "-f", "json", "--config", "broken.yaml", "bad"], 2),
        (&["check", "-f", "json", "--config", "good", "bad"], 2),
        (&["check", "--bogus", "-f", "json"], 2),
        (&["check", "-f", "json", "--fail-on", "sometimes"], 2),
        (&["check", "-f", "json", "--color"], 2),
        (&["check", "-f", "json", "--format", "json"], 2),
        (&["-f", "json"], 2),
        (&["check", "-f", "json", "--no-config", "--config", "x"], 2),
    ] {
        let run = zonelint(dir.path(), arguments);
        assert_eq!(run.code, code, "{arguments:?}: {run:#?}");
        assert_contract(&run);
        assert!(!run.stderr.is_empty(), "{arguments:?}: people are told, too");
    }
}

#[test]
fn the_closing_line_is_on_stderr() {
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + SWAPPED)]);
    let run = zonelint(dir.path(), &["check", "-f", "json"]);
    assert_eq!(run.stderr, "1 error in 1 zone (7 records); 1 can be fixed with --fix --unsafe-fixes\n");
    let summary = &run.json()["summary"];
    assert_eq!((number(&summary["errors"]), number(&summary["zones"]), number(&summary["records"])), (1, 1, 7));
}

#[test]
fn two_runs_say_the_same_bytes_in_order() {
    let names = ["b.example.zone", "a.example.zone", "sub/c.example.zone", "a/z.example.zone"];
    let bad = ZONE.to_owned() + "www 0 IN A 192.0.2.999\n" + SWAPPED + "_sip._tls IN SRV 0 0 434 gone\nwww A 1\n";
    let files: Vec<(&str, String)> = names
        .iter()
        .map(|name| (*name, bad.replace("example.com", name.trim_start_matches("sub/").trim_end_matches(".zone"))))
        .collect();
    let dir = project_with(&files);
    for format in FORMATS {
        let first = zonelint(dir.path(), &["check", "-f", format]);
        assert_eq!(first.code, 1, "{first:#?}");
        for paths in
            [&["check", "-f", format][..], &["check", "-f", format, "sub", "b.example.zone", "a", "a.example.zone"]]
        {
            let again = zonelint(dir.path(), paths);
            assert_eq!((again.stdout, again.stderr), (first.stdout.clone(), first.stderr.clone()), "{paths:?}");
        }
    }
    assert_contract(&zonelint(dir.path(), &["check", "-f", "json"]));
}

#[test]
fn a_path_named_twice_is_linted_once() {
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + SWAPPED)]);
    let run = zonelint(dir.path(), &["check", "-f", "json", ".", "example.com.zone", "./example.com.zone"]);
    assert_eq!(run.checks(), ["srv-port-transposed"], "{run:#?}");
    assert_eq!(number(&run.json()["summary"]["zones"]), 1, "{run:#?}");
}

#[test]
fn files_are_told_from_the_current_directory() {
    let dir = project_with(&[("zones/example.com.zone", ZONE.to_owned() + SWAPPED), ("other/x.txt", String::new())]);
    let absolute = dir.path().join("zones").canonicalize().expect("it is there");
    let absolute = absolute.to_str().expect("temporary folders have UTF-8 names");
    let cwd = dir.path().canonicalize().expect("it is there");
    for (from, path, expected) in [
        ("", "zones", "zones/example.com.zone"),
        ("", "./zones/../zones/", "zones/example.com.zone"),
        ("", absolute, "zones/example.com.zone"),
        ("other", "../zones", "../zones/example.com.zone"),
        ("zones", ".", "example.com.zone"),
    ] {
        let run = zonelint(&cwd.join(from), &["check", "-f", "json", path]);
        assert_contract(&run);
        assert_eq!(text(&run.findings()[0]["file"]), expected, "from {from}: {path}");
    }
}

/// Columns count characters, offsets bytes; an invalid byte is one character.
#[test]
fn places_are_counted_in_characters_and_bytes() {
    let mut zone = ZONE.as_bytes().to_vec();
    zone.extend_from_slice("\"\u{e9}\u{20ac}\u{1f310}\" IN A 192.0.2.999\n".as_bytes());
    zone.extend_from_slice(b"\"\xff\xfe\" IN A 192.0.2.999\n");
    let dir = project_with(&[("example.com.zone", &zone)]);
    let run = zonelint(dir.path(), &["check", "-f", "json"]);
    assert_contract(&run);
    let addresses: Vec<_> = run.findings().into_iter().filter(|f| f["check"] == "record-data-invalid").collect();
    assert_eq!(addresses.len(), 2, "{run:#?}");
    for (finding, column) in addresses.iter().zip([12, 11]) {
        assert_eq!(pointed_at(finding, &zone), b"192.0.2.999");
        assert_eq!(number(&finding["start"]["column"]), column);
        assert_eq!(number(&finding["end"]["column"]), column + 11);
    }
}

#[test]
fn a_finding_about_a_whole_file_is_at_its_top() {
    let dir = project_with(&[("empty.zone", "")]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "empty.zone"]);
    assert_contract(&run);
    let finding = &run.findings()[0];
    assert_eq!((number(&finding["start"]["line"]), number(&finding["start"]["column"])), (1, 1));
    assert_eq!(finding["start"], finding["end"]);
}

#[test]
fn the_rule_that_asked_is_labelled() {
    let rules = "services:\n  - {service: _x._tcp, port: 7777, policy: fixed}\n";
    let zone = ZONE.to_owned() + "_x._tcp IN SRV 0 0 7776 host\n";
    let dir = project_with(&[("zonelint.yaml", rules.to_owned()), ("zones/example.com.zone", zone)]);
    let run = zonelint(&dir.path().join("zones"), &["check", "-f", "json"]);
    assert_contract(&run);
    let label = &run.findings()[0]["labels"][0];
    assert_eq!(text(&label["file"]), "../zonelint.yaml");
    assert_eq!(pointed_at(label, rules.as_bytes()), b"7777");
}

#[test]
fn a_built_in_rule_is_named() {
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + SWAPPED)]);
    let run = zonelint(dir.path(), &["check", "-f", "json"]);
    assert_eq!(text(&run.findings()[0]["labels"][0]["file"]), "builtin:recommended");
}

/// What is asked of a long document.
#[derive(serde::Deserialize)]
struct Document {
    findings: Vec<serde::de::IgnoredAny>,
    summary: Errors,
}

#[derive(serde::Deserialize)]
struct Errors {
    errors: usize,
}

/// None is lost, none is merged with another. There are more than two bytes can number.
#[test]
fn more_findings_than_two_bytes_number_are_all_there() {
    const MANY: usize = 66_000;
    let bad: String = (0..MANY).map(|n| format!("h{n} IN A 192.0.2.999\n")).collect();
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + &bad)]);
    let run = zonelint(dir.path(), &["check", "-f", "json"]);
    // The document is read once, and no value of a finding is kept.
    let document: Document = serde_json::from_str(&run.stdout).expect("it is one document");
    assert_eq!((document.findings.len(), document.summary.errors), (MANY, MANY));
    let run = zonelint(dir.path(), &["check"]);
    assert_eq!(run.stdout.matches("error[record-data-invalid]").count(), MANY);
    let closing = run.stdout.lines().last().expect("there is a closing line");
    assert!(closing.starts_with("66000 errors in 1 zone "), "{closing}");
}

#[test]
fn without_a_folder_to_stand_in_nothing_panics() {
    let dir = project();
    let gone = dir.path().join("gone");
    std::fs::create_dir(&gone).expect("it can be made");
    let run = zonelint(&gone, &["check", "-f", "json"]);
    assert_eq!(run.code, 2);
    assert_contract(&run);
}
