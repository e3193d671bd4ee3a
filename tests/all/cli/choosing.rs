//! Which checks are run and what is shown: ids, patterns and groups, on the command line and in rule files.

use std::path::Path;

use crate::support::{SWAPPED, ZONE, number, project, project_with, text, write, zonelint};

/// An error and a warning about SRV records, a warning about targets, and an info about TTLs.
fn zone() -> String {
    ZONE.to_owned()
        + SWAPPED
        + "_sip._tls IN SRV 0 0 0 host\nalias IN CNAME host\nm IN MX 10 alias\nt 5 IN A 192.0.2.4\n"
}

fn zones() -> tempfile::TempDir {
    project_with(&[("example.com.zone", zone())])
}

/// What is found, as `severity check`.
fn found(dir: &Path, flags: &[&str]) -> Vec<String> {
    let run = zonelint(dir, &[&["check", "-f", "json"], flags].concat());
    let said = |finding: &serde_json::Value| format!("{} {}", text(&finding["severity"]), text(&finding["check"]));
    run.findings().iter().map(said).collect()
}

fn with_rules(rules: &str, flags: &[&str]) -> Vec<String> {
    let dir = zones();
    write(dir.path(), "zonelint.yaml", rules);
    found(dir.path(), flags)
}

const PLAIN: [&str; 4] =
    ["error srv-port-transposed", "warning srv-port-zero", "warning target-is-alias", "info ttl-out-of-range"];

#[test]
fn checks_are_named_by_id_by_pattern_by_group_and_together() {
    let dir = zones();
    let found = |flags: &[&str]| found(dir.path(), flags);
    assert_eq!(found(&[]), PLAIN);
    assert_eq!(found(&["--off", "srv"]), PLAIN[2..]);
    assert_eq!(found(&["--off", "srv-port-*,ttl"]), PLAIN[2..3]);
    assert_eq!(found(&["--off", "all"]), [""; 0]);
    assert_eq!(found(&["--off", "*"]), [""; 0]);
    let errors = ["error srv-port-transposed", "error srv-port-zero", "error target-is-alias", "info ttl-out-of-range"];
    assert_eq!(found(&["--error", "srv,target-*"]), errors);
}

#[test]
fn the_more_specific_counts_and_then_the_later() {
    let dir = zones();
    let found = |flags: &[&str]| found(dir.path(), flags);
    // Id over pattern over group over all, wherever they stand.
    let only = ["warning srv-port-zero"];
    assert_eq!(found(&["--warn", "srv-port-zero", "--off", "all"]), only);
    assert_eq!(found(&["--off", "all", "--warn", "srv-port-zero"]), only);
    assert_eq!(found(&["--off=srv", "--warn=srv-port-z*", "--off=all"]), only);
    assert_eq!(found(&["--warn=srv-port-zero", "--off=srv*", "--off=all"]), only);
    // Of two that are alike the later.
    assert_eq!(found(&["--off", "srv-port-zero", "--error", "srv-port-zero"])[1], "error srv-port-zero");
    assert_eq!(found(&["--error", "srv-port-zero", "--off", "srv-port-zero"]).len(), 3);
}

#[test]
fn a_rule_file_names_checks_the_same_way() {
    assert_eq!(with_rules("checks: {srv: off}\n", &[]), PLAIN[2..]);
    let rules = "checks:\n  srv-port-zero: error\n  \"srv-*\": info\n  all: off\n  targets: {severity: info}\n";
    assert_eq!(with_rules(rules, &[]), ["info srv-port-transposed", "error srv-port-zero", "info target-is-alias"]);
    assert_eq!(with_rules("overrides: [{files: '*.zone', checks: {srv: off}}]\n", &[]), PLAIN[2..]);
    // A file over a pack: what the file says of a group is over what the pack says of its checks.
    assert_eq!(with_rules("extends: builtin:strict\nchecks: {all: off}\n", &[]), [""; 0]);
    // And flags are over files.
    assert_eq!(with_rules("checks: {srv-port-zero: error}\n", &["--off", "all"]), [""; 0]);
}

#[test]
fn words_for_no_check_are_mistakes_with_what_was_meant() {
    let dir = zones();
    let said = |word: &str| zonelint(dir.path(), &["check", "--off", word]);
    for (word, told) in [
        ("targts", "there is no check `targts`; did you mean `targets`?"),
        ("mx-*-gone", "no check matches `mx-*-gone`"),
        ("limit-reached", "`limit-reached` is always an error"),
    ] {
        let run = said(word);
        assert!(run.code == 2 && run.stderr.contains(told), "{word}: {run:#?}");
    }
    write(dir.path(), "zonelint.yaml", "checks: {targts: off, srv: {shortest: 3}, limit-reached: off}\n");
    let run = zonelint(dir.path(), &["check", "-f", "concise"]);
    insta::assert_snapshot!(run.stdout, @r"
    zonelint.yaml:1:10: error[rule-file-invalid]: there is no check `targts`
    zonelint.yaml:1:29: error[rule-file-invalid]: `shortest` is not a parameter of `srv`: it has `severity`
    zonelint.yaml:1:43: error[rule-file-invalid]: `limit-reached` is always an error: no rule file changes that
    ");
}

#[test]
fn only_what_is_selected_runs() {
    let dir = zones();
    assert_eq!(found(dir.path(), &["--select", "srv"]), PLAIN[..2]);
    assert_eq!(found(dir.path(), &["--select", "ttl,target-*"]), PLAIN[2..]);
    assert_eq!(found(dir.path(), &["--select", "srv", "--off", "srv-port-zero"]), PLAIN[..1]);
    assert_eq!(
        found(dir.path(), &["--select", "srv", "--error", "all"]),
        ["error srv-port-transposed", "error srv-port-zero"]
    );
    let run = zonelint(dir.path(), &["check", "--select", "reverse"]);
    assert_eq!(run.stdout, "nothing found in 1 zone (11 records)\n", "what is not selected is not counted as off");
    // What is off stays off, unless it is named by its id.
    let one_server = ZONE.replace("     IN NS  ns2\n", "");
    let dir = project_with(&[("example.com.zone", one_server)]);
    assert_eq!(found(dir.path(), &["--select", "style"]), [""; 0]);
    assert_eq!(found(dir.path(), &["--select", "ns-single"]), ["warning ns-single"]);
    write(dir.path(), "zonelint.yaml", "checks: {ns-single: error}\n");
    assert_eq!(found(dir.path(), &["--select", "ns-single"]), ["error ns-single"]);
    let config = zonelint(dir.path(), &["config", "--select", "ns-single", "--off", "soa"]).stdout;
    assert!(config.contains("\n  soa-missing                    --select         severity: off\n"), "{config}");
}

#[test]
fn comments_name_checks_by_pattern_and_group() {
    let ignored = |word: &str| {
        let dir = project_with(&[(
            "example.com.zone",
            ZONE.to_owned() + &SWAPPED.replace('\n', &format!(" ; zonelint: ignore[{word}] why\n")),
        )]);
        let run = zonelint(dir.path(), &["check", "-f", "json"]);
        (run.checks(), number(&run.json()["summary"]["ignored"]))
    };
    assert_eq!(ignored("srv"), (vec![], 1));
    assert_eq!(ignored("srv-port-*"), (vec![], 1));
    // The first does it, and the second has nothing left to do.
    assert_eq!(ignored("srv, srv-port-transposed"), (vec!["unused-ignore".to_owned()], 1));
    assert_eq!(ignored("srv-port-transposed, srv"), (vec!["unused-ignore".to_owned()], 1));
    let told = |checks: &[&str]| (checks.iter().map(|check| check.to_string()).collect::<Vec<_>>(), 0);
    assert_eq!(ignored("ttl"), told(&["srv-port-transposed", "unused-ignore"]));
    assert_eq!(ignored("all"), told(&["srv-port-transposed", "ignore-invalid"]));
    assert_eq!(ignored("*"), told(&["srv-port-transposed", "ignore-invalid"]));
    assert_eq!(ignored("srvs"), told(&["srv-port-transposed", "unknown-check-in-ignore"]));
}

#[test]
fn a_block_of_a_group_ends_for_one_check_and_for_all() {
    let block = |inside: &str, after: &str| {
        let zone = format!("{ZONE}; zonelint: disable[srv] legacy\n{inside}; zonelint: enable[{after}]\n{SWAPPED}");
        let dir = project_with(&[("example.com.zone", zone)]);
        let run = zonelint(dir.path(), &["check", "-f", "json"]);
        (run.checks(), number(&run.json()["summary"]["ignored"]))
    };
    let zero = "_sip._tls IN SRV 0 0 0 host\n";
    assert_eq!(block(zero, "srv"), (vec!["srv-port-transposed".to_owned()], 1));
    assert_eq!(block(zero, "srv-port-zero"), (vec![], 2));
    assert_eq!(block("", "srv-port-transposed").0.len(), 2, "the comment is of no use, and the mistake is told");
}

#[test]
fn less_severe_findings_are_not_shown_and_fail_nothing() {
    let dir = zones();
    assert_eq!(found(dir.path(), &["--min-severity", "warning"]), PLAIN[..3]);
    let run = zonelint(dir.path(), &["check", "-f", "concise", "--min-severity", "error"]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1));
    assert_eq!(
        run.stderr,
        "1 error in 1 zone (11 records); 3 of lower severity; 1 can be fixed with --fix --unsafe-fixes\n"
    );
    let run = zonelint(dir.path(), &["check", "--off", "srv", "--fail-on", "info", "--min-severity", "error"]);
    assert!(
        run.code == 0 && run.stdout.starts_with("nothing found in 1 zone (11 records); 2 of lower severity"),
        "{run:#?}"
    );
    // A comment is for what is there, and a baseline has all there is.
    let silenced = zone().replace("192.0.2.4", "192.0.2.4 ; zonelint: ignore[ttl-out-of-range] on purpose");
    write(dir.path(), "example.com.zone", silenced);
    assert_eq!(found(dir.path(), &["--min-severity", "warning"]), PLAIN[..3]);
    assert_eq!(zonelint(dir.path(), &["check", "--min-severity", "error", "--write-baseline"]).code, 0);
    assert_eq!(found(dir.path(), &[]), [""; 0]);
}

#[test]
fn quiet_leaves_findings_and_failures() {
    let dir = zones();
    let clean = project_with(&[("example.com.zone", ZONE)]);
    for format in ["full", "concise"] {
        let run = zonelint(clean.path(), &["check", "-q", "-f", format, "--write-baseline"]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    }
    let (quiet, plain) = (zonelint(dir.path(), &["check", "--quiet"]), zonelint(dir.path(), &["check"]));
    assert_eq!(quiet.code, 1);
    assert_eq!(
        plain.stdout,
        quiet.stdout.clone()
            + "1 error, 2 warnings, 1 info in 1 zone (11 records); 3 can be fixed with --fix --unsafe-fixes\n"
    );
    let run = zonelint(dir.path(), &["check", "-q", "gone.zone"]);
    assert!(run.code == 2 && run.stderr.contains("gone.zone"), "{run:#?}");
}

#[test]
fn a_rule_file_says_what_a_run_does_and_the_command_line_more() {
    let dir = zones();
    let rules = "fail-on: never\nformat: concise\nbaseline: known/today.json\n";
    write(dir.path(), "zonelint.yaml", rules);
    std::fs::create_dir(dir.path().join("known")).expect("a folder");
    let run = zonelint(dir.path(), &["check"]);
    assert!(run.code == 2 && run.stderr.contains("`known/today.json` cannot be read: it does not exist"), "{run:#?}");
    let run = zonelint(dir.path(), &["check", "--no-baseline"]);
    assert!(run.code == 0 && run.stdout.starts_with("example.com.zone:9:39: error["), "{run:#?}");
    let run = zonelint(dir.path(), &["check", "--no-baseline", "--fail-on", "error", "--format", "json"]);
    assert_eq!((run.code, run.findings().len()), (1, 4));
    let run = zonelint(dir.path(), &["check", "--write-baseline"]);
    assert!(run.code == 0 && run.stderr.contains("wrote known/today.json: 4 findings"), "{run:#?}");
    let run = zonelint(dir.path(), &["check", "--fail-on", "info"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:#?}");
    // Counts are no findings: in a format without counts they are text.
    write(dir.path(), "zonelint.yaml", "format: sarif\n");
    assert!(zonelint(dir.path(), &["check", "--statistics"]).stdout.starts_with("1  srv-port-transposed"));
}

#[test]
fn the_highest_rule_file_with_the_key_counts_for_a_run() {
    let dir = zones();
    write(dir.path(), "house/rules.yaml", "fail-on: never\nbaseline: known.json\n");
    write(dir.path(), "zonelint.yaml", "extends: house/rules.yaml\n");
    let run = zonelint(dir.path(), &["check", "--write-baseline"]);
    assert!(run.stderr.contains("wrote house/known.json"), "{run:#?}");
    assert_eq!(zonelint(dir.path(), &["check", "--no-baseline"]).code, 0);
    write(dir.path(), "zonelint.yaml", "extends: house/rules.yaml\nfail-on: error\n");
    assert_eq!(zonelint(dir.path(), &["check", "--no-baseline"]).code, 1);
}

/// A rule file may be a stranger's: its baseline is inside the project, and no other file is read or written.
#[test]
fn a_rule_file_names_no_baseline_outside_the_project() {
    let dir = project();
    let inner = dir.path().join("repository");
    write(&inner, "example.com.zone", zone());
    std::fs::create_dir(inner.join(".git")).expect("a folder");
    write(&inner, "zonelint.yaml", "baseline: ../outside.json\n");
    for flags in [&[][..], &["--write-baseline"]] {
        let run = zonelint(&inner, &[&["check"], flags].concat());
        assert!(run.code == 2 && run.stderr.contains("it is outside the project"), "{run:#?}");
        assert!(!dir.path().join("outside.json").exists());
    }
    write(&inner, "zonelint.yaml", "baseline: /tmp/outside.json\nfail-on: maybe\nformat: yaml\n");
    let run = zonelint(&inner, &["check", "-f", "concise"]);
    insta::assert_snapshot!(run.stdout, @r"
    zonelint.yaml:1:11: error[rule-file-invalid]: `/tmp/outside.json` is an absolute path: `baseline` is relative to the directory of the rule file
    zonelint.yaml:2:10: error[rule-file-invalid]: `maybe` is not a severity: write one of `error`, `warning`, `info`, `never`
    zonelint.yaml:3:9: error[rule-file-invalid]: `yaml` is not a format: write one of `full`, `concise`, `json`, `sarif`, `github`, `gitlab`, `junit`, `rdjson`, `html`
    ");
}

#[test]
fn findings_are_counted_by_check_file_and_zone() {
    let dir = zones();
    write(dir.path(), "example.net.zone", ZONE.replace("example.com", "example.net") + "m IN MX 10 gone\n");
    let counts = |by: &str| zonelint(dir.path(), &["check", "-q", by]).stdout;
    insta::assert_snapshot!(counts("--statistics"), @r"
    1  srv-port-transposed    1 error
    1  srv-port-zero          1 warning
    1  target-does-not-exist  1 error
    1  target-is-alias        1 warning
    1  ttl-out-of-range       1 info
    ");
    assert_eq!(counts("--statistics"), counts("--statistics=check"));
    insta::assert_snapshot!(counts("--statistics=file"), @r"
    4  example.com.zone  1 error, 2 warnings, 1 info
    1  example.net.zone  1 error
    ");
    insta::assert_snapshot!(counts("--statistics=zone"), @r"
    4  example.com.  1 error, 2 warnings, 1 info
    1  example.net.  1 error
    ");
    let document = zonelint(dir.path(), &["check", "--statistics=zone", "-f", "json"]).json();
    assert_eq!(document["statistics"][0]["zone"], "example.com.");
    assert_eq!(number(&document["statistics"][0]["count"]), 4);
}

#[test]
fn a_broken_rule_file_is_shown_where_it_is_counted() {
    let dir = zones();
    write(dir.path(), "zonelint.yaml", "checks: {srv-port-zer: off}\n");
    for format in ["full", "json"] {
        let run = zonelint(dir.path(), &["check", "--statistics", "-f", format]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("zonelint.yaml:1:10"), "{format}: {run:#?}");
    }
}
