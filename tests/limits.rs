//! Limits: what a small input that asks for much comes to, and how to ask for more.

mod support;

use support::{ZONE, project_with, zonelint};

#[test]
fn a_limit_that_there_is_not_is_refused_with_those_there_are() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    for command in ["check", "init", "config"] {
        for (limit, said) in [
            ("records=1", "there is no limit `records`; the limits are `findings`, `generated`, `included`"),
            ("generated", "a limit is written `NAME=N`"),
            ("generated=x", "`x` is not a number that `generated` can be"),
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
    let run = zonelint(dir.path(), &["check", "."]);
    assert_eq!(run.code, 2, "{run:#?}");
    assert!(run.stdout.contains("`limit-reached` is always an error: no rule file changes that"), "{run:#?}");
    for flag in ["--off", "--info", "--warn", "--error"] {
        let run = zonelint(dir.path(), &["check", "--no-config", flag, "limit-reached", "."]);
        assert_eq!(run.code, 2, "{run:#?}");
        assert!(run.stderr.contains("`limit-reached` is always an error"), "{run:#?}");
    }
}
