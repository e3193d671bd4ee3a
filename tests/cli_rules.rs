//! `explain` and `rules`: what there is, and what of it is in force.

mod support;

use support::{project, project_with, text, zonelint};

#[test]
fn a_check_is_explained_without_the_marks_of_the_tests() {
    let run = zonelint(project().path(), &["explain", "srv-port-transposed"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("# srv-port-transposed\n"), "{run:#?}");
    assert!(run.stdout.contains("```zone\n") && run.stdout.contains("5601"), "{run:#?}");
    assert!(run.stdout.is_ascii() && !run.stdout.contains(";^"), "{run:#?}");
}

#[test]
fn an_unknown_check_is_2_with_the_one_that_was_meant() {
    let dir = project();
    let run = zonelint(dir.path(), &["explain", "srv-port-transposde"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("did you mean `srv-port-transposed`?"), "{run:#?}");
    let run = zonelint(dir.path(), &["explain", "nothing-like-it"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`zonelint explain` lists all"), "{run:#?}");
}

#[test]
fn all_checks_are_listed_in_80_columns() {
    let dir = project();
    for command in ["explain", "rules"] {
        let run = zonelint(dir.path(), &[command]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.lines().all(|line| line.len() <= 80), "{run:#?}");
        let ids = run.stdout.lines().filter(|line| !line.starts_with(' '));
        let ids: Vec<_> = ids.filter_map(|line| line.split(' ').next()).collect();
        assert!(
            ids.is_sorted() && ids.contains(&"srv-port-transposed") && ids.contains(&"rule-file-invalid"),
            "{ids:?}"
        );
    }
}

#[test]
fn an_explanation_is_a_document() {
    let dir = project();
    let one = zonelint(dir.path(), &["explain", "-f", "json", "ttl-too-large"]).json();
    assert_eq!((text(&one["id"]), text(&one["severity"])), ("ttl-too-large".into(), "error".into()));
    assert!(text(&one["page"]).starts_with("# ttl-too-large\n"));
    assert!(one["summary"].is_string() && one["references"].is_array());
    let all = zonelint(dir.path(), &["explain", "--format", "json"]).json();
    assert!(all["checks"].as_array().is_some_and(|checks| checks.iter().any(|check| check["id"] == one["id"])));
}

#[test]
fn rules_tell_what_sets_a_severity() {
    let rules = "version: 1\nchecks:\n  srv-port-transposed: warning\n  final-newline-missing: off\n";
    let dir = project_with(&[("zonelint.yaml", rules)]);
    let run = zonelint(dir.path(), &["rules"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let of = |check: &str| run.stdout.lines().find(|line| line.starts_with(check)).unwrap_or_default();
    assert_eq!(of("srv-port-transposed"), "srv-port-transposed           warning  zonelint.yaml:3");
    assert_eq!(of("final-newline-missing"), "final-newline-missing         off      zonelint.yaml:4");
    assert_eq!(of("soa-missing"), "soa-missing                   error    default");

    let without = zonelint(dir.path(), &["rules", "--no-config", "-f", "json"]).json();
    let with = zonelint(dir.path(), &["rules", "--config", "zonelint.yaml", "-f", "json"]).json();
    let of = |document: &serde_json::Value| {
        let rows = document["rules"].as_array().expect("a list").clone();
        rows.into_iter().find(|row| row["check"] == "srv-port-transposed").expect("it is listed")
    };
    assert_eq!(of(&without)["from"], "default");
    assert!(of(&without)["file"].is_null() && of(&without)["line"].is_null());
    let row = of(&with);
    assert_eq!(
        (text(&row["from"]), text(&row["file"]), row["line"].as_u64()),
        ("file".into(), "zonelint.yaml".into(), Some(3))
    );
    assert_eq!((text(&row["severity"]), text(&row["default"])), ("warning".into(), "error".into()));
}

#[test]
fn rules_of_a_file_with_mistakes_are_2() {
    let dir = project_with(&[("zonelint.yaml", "chekcs: {}\n")]);
    let run = zonelint(dir.path(), &["rules"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("rule-file-invalid") && run.stderr.contains("did you mean `checks`?"), "{run:#?}");
    assert_eq!(zonelint(dir.path(), &["rules", "--no-config"]).code, 0);
    assert_eq!(zonelint(dir.path(), &["rules", "--config", "gone.yaml"]).code, 2);
}
