//! Limits: what a small input that asks for much comes to, and how to ask for more.

use std::path::Path;
use std::process::Command;

use crate::support::{Run, ZONE, number, project_with, text, write, zonelint};
use serde_json::Value;
use zonelint::limits::Limits;

#[test]
fn a_limit_that_there_is_not_is_refused_with_those_there_are() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    for command in ["check", "services", "init", "config"] {
        for (limit, said) in [
            (
                "records=1",
                "there is no limit `records`; the limits are `findings`, `generated`, `declared`, `included`, `views`",
            ),
            ("generated", "a limit is given as `NAME=N`"),
            ("generated=x", "`x` is not a valid number for `generated`"),
        ] {
            let run = zonelint(dir.path(), &[command, "--limit", limit, "."]);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{command} {limit}: {run:#?}");
            assert!(run.stderr.contains(said), "{command} {limit}: {run:#?}");
        }
    }
    let run = zonelint(dir.path(), &["check", "--limit", "generated=5", "--limit", "included=5", "."]);
    assert_eq!(run.code, 0, "{run:#?}");
}

#[test]
fn no_flag_and_no_rule_file_changes_what_a_limit_says() {
    let rules = "checks: {limit-reached: off}\n";
    let dir = project_with(&[("example.com.zone", ZONE), ("zonelint.yaml", rules)]);
    let run = zonelint(dir.path(), &["check", "--format", "concise", "."]);
    assert_eq!(run.code, 2, "{run:#?}");
    assert!(run.stdout.contains("`limit-reached` is always an error: no rule file changes that"), "{run:#?}");
    for flag in ["--off", "--info", "--warn", "--error"] {
        let run = zonelint(dir.path(), &["check", "--no-config", flag, "limit-reached", "."]);
        assert_eq!(run.code, 2, "{run:#?}");
        assert!(run.stderr.contains("`limit-reached` is always an error"), "{run:#?}");
    }
}

/// What a check of a folder says with these limits.
fn check(dir: &Path, limits: &[&str]) -> Run {
    let limits = limits.iter().flat_map(|limit| ["--limit", limit]);
    zonelint(dir, &["check", "--format", "json"].into_iter().chain(limits).chain(["."]).collect::<Vec<_>>())
}

/// The findings of one check, each as file and line, message and help.
fn found(run: &Run, check: &str) -> Vec<(String, String, String)> {
    let place = |finding: &Value| {
        let line = number(&finding["start"]["line"]);
        (format!("{}:{line}", text(&finding["file"])), text(&finding["message"]), text(&finding["help"]))
    };
    run.findings().iter().filter(|finding| finding["check"] == check).map(place).collect()
}

/// The same on one core: what is cut must not depend on which came first.
fn on_one_core(dir: &Path, limits: &[&str]) -> Option<String> {
    let limits = limits.iter().flat_map(|limit| ["--limit", limit]);
    let mut command = Command::new("taskset");
    command.args(["-c", "0", env!("CARGO_BIN_EXE_zonelint"), "check", "--format", "json"]).args(limits).arg(".");
    let output = command.current_dir(dir).output().ok()?;
    output.status.code().filter(|code| *code < 2)?;
    String::from_utf8(output.stdout).ok()
}

/// Forty zones, each with a hundred generated hosts and an alias of the last of them.
fn forty_zones() -> tempfile::TempDir {
    let zone =
        |i| ZONE.replace("example.com", &format!("z{i}.example")) + "$GENERATE 1-100 h$ A 192.0.2.$\nw CNAME h101\n";
    let zones: Vec<(String, String)> = (10..50).map(|i| (format!("z{i}.example.zone"), zone(i))).collect();
    project_with(&zones.iter().map(|(name, zone)| (name.as_str(), zone)).collect::<Vec<_>>())
}

#[test]
fn the_records_that_are_generated_are_counted_over_all_files_in_their_order() {
    let dir = forty_zones();
    let all = check(dir.path(), &["generated=4000"]);
    assert_eq!(found(&all, "limit-reached"), []);
    assert_eq!(number(&all.json()["summary"]["records"]), 40 * 107);
    let missing = |run: &Run| found(run, "target-does-not-exist").into_iter().map(|found| found.0).collect::<Vec<_>>();
    assert_eq!(missing(&all).len(), 40);
    let cut = check(dir.path(), &["generated=1050"]);
    let said = "the `$GENERATE` directives create more than 1050 records: this one and those after it are skipped";
    let help = "raise the limit with `--limit generated=N`";
    assert_eq!(found(&cut, "limit-reached"), [("z20.example.zone:9".into(), said.into(), help.into())]);
    assert_eq!(cut.code, 1);
    assert_eq!(number(&cut.json()["summary"]["records"]), 10 * 107 + 30 * 7);
    // What may have been among the records that were not read is not missed.
    assert_eq!(missing(&cut), missing(&all)[..10]);
    for limits in [["generated=1050"], ["generated=4000"], ["generated=0"]] {
        let Some(alone) = on_one_core(dir.path(), &limits) else { continue };
        assert_eq!(alone, check(dir.path(), &limits).stdout, "{limits:?}");
    }
}

#[test]
fn a_long_record_counts_for_several() {
    let zone = ZONE.to_owned() + &format!("$GENERATE 1-10 h$ TXT \"{}\"\n", "x".repeat(240));
    let dir = project_with(&[("example.com.zone", zone)]);
    assert_eq!(found(&check(dir.path(), &["generated=30"]), "limit-reached").len(), 1);
    assert_eq!(found(&check(dir.path(), &["generated=40"]), "limit-reached").len(), 0);
}

/// The zone is read twice, as the SOA in the included file says better than the name which zone it is.
#[test]
fn a_zone_that_is_read_again_under_another_name_asks_once() {
    let head = ZONE.replace("$ORIGIN example.com.\n", "$ORIGIN example.net.\n");
    let zone = "$INCLUDE head\n$GENERATE 1-100 h$ A 192.0.2.$\n";
    let dir = project_with(&[("example.com.zone", zone), ("head", &head)]);
    assert_eq!(found(&check(dir.path(), &["generated=100", "included=0"]), "limit-reached"), []);
    assert_eq!(found(&check(dir.path(), &["generated=99", "included=0"]), "limit-reached").len(), 1);
}

#[test]
fn files_that_are_included_again_are_read_up_to_a_limit() {
    let hosts = "h1 A 192.0.2.1\nh2 A 192.0.2.2\n";
    let zone = |i| ZONE.replace("example.com", &format!("z{i}.example")) + "$INCLUDE hosts.inc\nw CNAME h3\n";
    let zones: Vec<(String, String)> = (10..50).map(|i| (format!("z{i}.example.zone"), zone(i))).collect();
    let dir = project_with(&zones.iter().map(|(name, zone)| (name.as_str(), zone)).collect::<Vec<_>>());
    write(dir.path(), "hosts.inc", hosts);
    let all = check(dir.path(), &[&format!("included={}", 39 * hosts.len())]);
    assert_eq!(found(&all, "limit-reached"), []);
    let limit = 9 * hosts.len();
    let limits = [format!("included={limit}")];
    let limits = [limits[0].as_str()];
    let cut = check(dir.path(), &limits);
    let said = format!("`hosts.inc` is not read: files that are included repeatedly add up to more than {limit} bytes");
    let help = "raise the limit with `--limit included=N`";
    assert_eq!(found(&cut, "limit-reached"), [("z20.example.zone:9".into(), said, help.into())]);
    assert_eq!(found(&cut, "target-does-not-exist").len(), 10);
    assert_eq!(on_one_core(dir.path(), &limits).unwrap_or(cut.stdout.clone()), cut.stdout);
}

/// Three views with a zone of their own each, and one file that all of them include.
fn views(own: &str) -> tempfile::TempDir {
    let view = |i: usize| {
        format!("view v{i} {{ include \"shared.conf\"; zone own{i}.example {{ type primary; file \"own{i}\"; }}; }};\n")
    };
    let dir = project_with(&[("named.conf", (0..3).map(view).collect::<String>())]);
    let shared = "zone shared.example { type primary; file \"shared\"; };\n";
    write(dir.path(), "shared.conf", shared);
    write(dir.path(), "shared", ZONE.replace("example.com", "shared.example"));
    for i in 0..3 {
        let zone = ZONE.replace("example.com", &format!("own{i}.example"));
        write(dir.path(), &format!("own{i}"), zone + own);
    }
    dir
}

#[test]
fn zones_that_stand_in_many_views_are_compared_in_some_of_them() {
    let dir = views("w CNAME nowhere.shared.example.\n");
    let missing = |run: &Run| found(run, "target-does-not-exist").into_iter().map(|found| found.0).collect::<Vec<_>>();
    // Six records of a zone that stands in two views more.
    let all = check(dir.path(), &["views=12"]);
    assert_eq!(
        (missing(&all), found(&all, "limit-reached")),
        (vec!["own0:9".into(), "own1:9".into(), "own2:9".into()], vec![])
    );
    let cut = check(dir.path(), &["views=11"]);
    let said = "zones in several views have more than 11 records, counted once per view: this one is not compared with \
                the other zones in all of its views";
    let help = "raise the limit with `--limit views=N`";
    assert_eq!(found(&cut, "limit-reached"), [("shared:1".into(), said.into(), help.into())]);
    assert_eq!(missing(&cut), ["own0:9", "own1:9"]);
}

#[test]
fn what_many_views_of_a_configuration_include_is_read_for_some_of_them() {
    let dir = views("");
    let of_shared = |limits: &[&str]| {
        let limits = limits.iter().flat_map(|limit| ["--limit", limit]);
        let arguments = ["check", "--list-files", "--format", "json"].into_iter().chain(limits).chain(["."]);
        zonelint(dir.path(), &arguments.collect::<Vec<_>>()).json()["files"][3]["views"].clone()
    };
    assert_eq!(of_shared(&["declared=2"]), serde_json::json!(["v0", "v1", "v2"]));
    assert_eq!(of_shared(&["declared=1"]), serde_json::json!(["v0", "v1"]));
    assert_eq!(found(&check(dir.path(), &["declared=2"]), "limit-reached"), []);
    let said = "files included in several views have more than 1 statements, counted once per view: this file is not read for all of its views";
    let help = "raise the limit with `--limit declared=N`";
    assert_eq!(
        found(&check(dir.path(), &["declared=1"]), "limit-reached"),
        [("shared.conf:1".into(), said.into(), help.into())]
    );
}

#[test]
fn configurations_that_include_each_other_many_times_are_read_once() {
    // Eight levels of eight includes each would be sixteen million files.
    let conf = |i: usize| {
        let includes: String = (1..9).map(|j| format!("include \"c{}.conf\";\n", (i + j) % 40)).collect();
        includes + &format!("zone z{i}.example {{ type primary; file \"z{i}\"; }};\n")
    };
    let dir = project_with(&[("named.conf", "include \"c0.conf\";\n")]);
    for i in 0..40 {
        write(dir.path(), &format!("c{i}.conf"), conf(i));
    }
    write(dir.path(), "z7", ZONE.replace("$ORIGIN example.com.\n", ""));
    let run = zonelint(dir.path(), &["check", "--list-files", "."]);
    assert_eq!(run.stdout, "z7: z7.example. (c7.conf:9)\n", "{run:#?}");
}

#[test]
fn neither_comments_nor_a_baseline_hide_it() {
    let zone = ZONE.to_owned() + "$GENERATE 1-9 h$ A 192.0.2.$ ; zonelint: ignore[limit-reached]\n";
    let dir = project_with(&[("example.com.zone", zone)]);
    let run = check(dir.path(), &["generated=8"]);
    assert_eq!(found(&run, "limit-reached").len(), 1);
    let unused = found(&run, "unused-ignore");
    assert_eq!(unused[0].1, "`limit-reached` cannot be silenced by a comment");
    let written = zonelint(dir.path(), &["check", "--limit", "generated=8", "--write-baseline", "."]);
    assert_eq!(written.code, 1, "{written:#?}");
    let baseline = std::fs::read_to_string(dir.path().join("zonelint-baseline.json")).expect("it is written");
    assert!(baseline.contains("not-portable") && !baseline.contains("limit-reached"), "{baseline}");
    assert_eq!(found(&check(dir.path(), &["generated=8"]), "limit-reached").len(), 1);
}

#[test]
fn nothing_is_learnt_of_zones_that_are_cut() {
    let dir = forty_zones();
    let run = zonelint(dir.path(), &["init", "--limit", "generated=50", "."]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:#?}");
    assert!(run.stderr.contains("more than 50 records") && run.stderr.contains("raise the limit"), "{run:#?}");
    assert!(!dir.path().join("zonelint.yaml").exists());
}

#[test]
fn the_page_says_what_the_limits_are() {
    let (page, limits) = (zonelint::limits::LIMIT_REACHED.explain, format!("{:?}", Limits::default()));
    for name in Limits::NAMES {
        let value = limits.split_once(&format!("{name}: ")).expect("a field for each").1;
        let value: String = value.chars().take_while(char::is_ascii_digit).collect();
        assert!(page.contains(&format!("| `{name}` | {value} |")), "{name} {value}");
    }
}
