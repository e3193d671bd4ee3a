//! How many findings there may be: of one kind in one file no more than a limit, wherever they come from.

use crate::support::{FORMATS, ZONE, project_with, text, zonelint};

/// Lines that cannot be read, in a zone that can.
fn with_errors(count: usize) -> String {
    ZONE.to_owned() + &(0..count).map(|number| format!("h{number} IN A 192.0.2\n")).collect::<String>()
}

/// The places of the findings, with their checks.
fn places(run: &crate::support::Run) -> Vec<(String, u64)> {
    let place =
        |finding: &serde_json::Value| (text(&finding["check"]), finding["start"]["line"].as_u64().expect("a line"));
    run.findings().iter().map(place).collect()
}

fn of(check: &str, lines: impl IntoIterator<Item = u64>) -> Vec<(String, u64)> {
    lines.into_iter().map(|line| (check.to_owned(), line)).collect()
}

#[test]
fn of_too_many_findings_of_a_kind_the_first_are_kept_and_the_others_counted() {
    let dir = project_with(&[("example.com.zone", &with_errors(7))]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "--limit", "findings=4", "."]);
    let first = ZONE.lines().count() as u64 + 1;
    let mut expected = of("record-data-invalid", first..first + 4);
    expected.extend(of("limit-reached", [first + 4]));
    assert_eq!(places(&run), expected, "{run:#?}");
    assert_eq!(run.code, 1);
    let reached = &run.findings()[4];
    let message = "3 more findings of `record-data-invalid` in this file are not shown, after the first 4";
    assert_eq!([text(&reached["message"]), text(&reached["severity"])], [message, "error"]);
    assert_eq!(text(&reached["help"]), "raise the limit with `--limit findings=N`");
    let run = zonelint(dir.path(), &["check", "-f", "json", "--limit", "findings=7", "."]);
    assert_eq!(places(&run), of("record-data-invalid", first..first + 7), "{run:#?}");
}

#[test]
fn every_format_says_how_many_are_left_out() {
    let dir = project_with(&[("example.com.zone", &with_errors(7))]);
    for format in FORMATS {
        let run = zonelint(dir.path(), &["check", "-f", format, "--limit", "findings=4"]);
        let told = run.stdout.replace('`', "").replace("<code>", "").replace("</code>", "");
        assert!(told.contains("3 more findings of record-data-invalid"), "{format}: {run:#?}");
        assert_eq!(run.code, 1, "{format}");
        let strict = zonelint(dir.path(), &["check", "-f", format, "--limit", "findings=0", "--fail-on=error"]);
        assert!(strict.code == 1 && strict.stdout.contains("7 more findings"), "{format}: {strict:#?}");
    }
}

#[test]
fn each_file_and_each_kind_has_its_own_count() {
    // Aliases of hosts there are not, of which a check finds one after the other.
    let aliases: String = (0..4).map(|number| format!("a{number} IN CNAME missing{number}\n")).collect();
    let zone = with_errors(4) + &aliases + "$INCLUDE more.inc\n";
    let more: String = (0..4).map(|number| format!("m{number} IN A 192.0.2\n")).collect();
    let dir = project_with(&[("example.com.zone", &zone), ("more.inc", &more)]);
    let run = zonelint(dir.path(), &["check", "-f", "concise", "--limit", "findings=3", "."]);
    let reached: Vec<&str> = run.stdout.lines().filter(|line| line.contains("limit-reached")).collect();
    let line = |file: &str, line: usize, column: usize, check: &str| {
        let message = format!("1 more finding of `{check}` in this file is not shown, after the first 3");
        format!("{file}:{line}:{column}: error[limit-reached]: {message}")
    };
    let start = ZONE.lines().count();
    let zone = "example.com.zone";
    let expected = [
        line(zone, start + 4, 9, "record-data-invalid"),
        line(zone, start + 8, 13, "target-does-not-exist"),
        line("more.inc", 4, 9, "record-data-invalid"),
    ];
    assert_eq!(reached, expected, "{run:#?}");
}

#[test]
fn what_is_generated_counts_for_the_file_that_generates_it() {
    let generated: String =
        (0..5).map(|number| format!("$GENERATE 1-2 g{number}-$ CNAME missing{number}-$\n")).collect();
    let dir = project_with(&[("example.com.zone", &(ZONE.to_owned() + &generated))]);
    let run = zonelint(dir.path(), &["check", "-f", "concise", "--limit", "findings=7", "."]);
    assert!(run.stdout.contains("3 more findings of `target-does-not-exist` in this file are not shown"), "{run:#?}");
}

#[test]
fn no_comment_and_no_baseline_silences_that_findings_are_left_out() {
    let zone = "; zonelint: file-ignore[record-data-invalid, limit-reached] known\n".to_owned() + &with_errors(3);
    let dir = project_with(&[("example.com.zone", &zone)]);
    let limit = ["--limit", "findings=2"];
    let run = zonelint(dir.path(), &[&["check", "-f", "json"][..], &limit, &["."]].concat());
    assert!(run.checks().contains(&"limit-reached".to_owned()), "{run:#?}");
    assert_eq!(run.code, 1, "{run:#?}");

    let dir = project_with(&[("example.com.zone", &with_errors(3))]);
    let run = zonelint(dir.path(), &[&["check", "--write-baseline"][..], &limit, &["."]].concat());
    assert_eq!(run.code, 1, "{run:#?}");
    let baseline = std::fs::read_to_string(dir.path().join("zonelint-baseline.json")).expect("it was written");
    assert!(baseline.contains("record-data-invalid") && !baseline.contains("limit-reached"), "{baseline}");
    let run = zonelint(dir.path(), &[&["check", "-f", "json"][..], &limit, &["."]].concat());
    assert_eq!(run.checks(), ["limit-reached"], "{run:#?}");
    assert_eq!(run.code, 1, "{run:#?}");
}

#[test]
fn of_a_check_that_is_off_nothing_is_left_out() {
    let aliases: String = (0..4).map(|number| format!("a{number} IN CNAME missing{number}\n")).collect();
    let rules = "overrides:\n  - files: off.zone\n    checks: {target-does-not-exist: off, record-data-invalid: off}\n";
    let zone = with_errors(4) + &aliases;
    let dir = project_with(&[("off.zone", zone.as_str()), ("on.zone", zone.as_str()), ("zonelint.yaml", rules)]);
    let run = zonelint(dir.path(), &["check", "-f", "concise", "--limit", "findings=3", "."]);
    let reached: Vec<&str> = run.stdout.lines().filter(|line| line.contains("limit-reached")).collect();
    assert!(reached.len() == 2 && reached.iter().all(|line| line.starts_with("on.zone:")), "{run:#?}");
}

#[test]
fn of_too_many_comments_that_silence_nothing_the_first_are_told() {
    let names = ["not-a-check"; 5].join(", ");
    let dir =
        project_with(&[("example.com.zone", &(ZONE.to_owned() + &format!("; zonelint: file-ignore[{names}] x\n")))]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "--limit", "findings=3", "."]);
    let expected = ["unknown-check-in-ignore", "unknown-check-in-ignore", "unknown-check-in-ignore", "limit-reached"];
    assert_eq!(run.checks(), expected, "{run:#?}");
}

#[test]
fn of_too_many_mistakes_in_a_rule_file_the_first_are_told() {
    let rules: String = (0..5).map(|number| format!("key{number}: 1\n")).collect();
    let dir = project_with(&[("example.com.zone", ZONE), ("zonelint.yaml", &rules)]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "--limit", "findings=3", "."]);
    let mut expected = of("rule-file-invalid", 1..4);
    expected.extend(of("limit-reached", [4]));
    assert_eq!((run.code, places(&run)), (2, expected), "{run:#?}");
}

#[test]
fn what_two_zones_say_of_a_file_that_both_include_counts_once() {
    let zone = ZONE.to_owned() + "$INCLUDE shared.inc\n";
    let other = zone.replace("example.com.", "example.net.");
    let shared = "m1 IN A 192.0.2\nm2 IN A 192.0.2\n";
    let files = [("example.com.zone", zone.as_str()), ("example.net.zone", &other), ("shared.inc", shared)];
    let dir = project_with(&files);
    let run = zonelint(dir.path(), &["check", "-f", "json", "--limit", "findings=3", "."]);
    let mut expected = of("include-base", [9, 9]);
    expected.extend(of("record-data-invalid", [1, 2]));
    assert_eq!(places(&run), expected, "{run:#?}");
}
