//! What a run says of what it does not show: checks that are off, files that are left out, findings that are silenced.

use std::path::Path;

use crate::support::{SWAPPED, ZONE, number, project_with, write, zonelint};

/// The closing line, which is all that is said of a clean zone.
fn closing(dir: &Path, arguments: &[&str]) -> String {
    let run = zonelint(dir, &[&["check"], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}: {run:#?}");
    run.stdout.trim_end().to_owned()
}

#[test]
fn the_closing_line_counts_checks_that_are_off() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    let plain = "nothing found in 1 zone (6 records)";
    let with_rules = |rules: &str, arguments: &[&str]| {
        write(dir.path(), "zonelint.yaml", rules);
        closing(dir.path(), arguments)
    };
    assert_eq!(closing(dir.path(), &[]), plain);
    assert_eq!(with_rules("checks: {target-is-alias: off}\n", &[]), format!("{plain}; 1 check off"));
    // In some zones only, in some files only, and both of one check.
    let overrides = "overrides:\n  - {in: [example.com], checks: {target-is-alias: off, cname-chain: off}}\n  \
                     - {files: ['*.zone'], checks: {cname-chain: off}}\n";
    assert_eq!(with_rules(overrides, &[]), format!("{plain}; 2 checks off"));
    // What is off without rules, what is on all the same, and what is only less severe.
    let others = "checks: {ns-single: off, target-is-alias: off, cname-chain: info}\n";
    assert_eq!(with_rules(others, &["--error", "target-is-alias"]), plain);
    assert_eq!(with_rules("checks: {ns-single: error}\n", &[]), plain);
    assert_eq!(with_rules("{}\n", &["--off", "cname-chain,ns-single"]), format!("{plain}; 1 check off"));
    // A pack that is extended, and a file on top of it.
    let relaxed = with_rules("extends: builtin:relaxed\n", &["--format", "full"]);
    let count: usize = relaxed
        .strip_prefix(&format!("{plain}; "))
        .and_then(|rest| rest.split(' ').next()?.parse().ok())
        .expect(&relaxed);
    assert!(count > 1, "{relaxed}");
    let back = with_rules("extends: builtin:relaxed\nchecks: {cname-chain: warning}\n", &[]);
    assert_eq!(back, format!("{plain}; {} checks off", count - 1));
}

#[test]
fn the_closing_line_counts_files_that_are_left_out() {
    let files = [("a.zone", ZONE), ("lab/b.zone", ZONE), ("lab/c.txt", "text\n"), (".hidden", "text\n")];
    let dir = project_with(&files);
    let plain = "nothing found in 1 zone (6 records)";
    let one_out = format!("{plain}; 2 files excluded");
    assert_eq!(closing(dir.path(), &["--exclude", "lab/**"]), one_out);
    // A folder that is searched twice, and a file that is named in any case.
    assert_eq!(closing(dir.path(), &["--exclude", "lab/**", ".", "lab/.."]), one_out);
    assert_eq!(closing(dir.path(), &["--exclude", "lab/**", "a.zone"]), plain);
    write(dir.path(), "zonelint.yaml", "include: ['/*.zone']\n");
    // The rule file itself is not included, either.
    assert_eq!(closing(dir.path(), &[]), format!("{plain}; 3 files excluded"));
    write(dir.path(), "zonelint.yaml", "exclude: ['lab/*.zone']\n");
    assert_eq!(closing(dir.path(), &[]), format!("{plain}; 1 file excluded"));
}

#[test]
fn programs_are_told_the_same_numbers() {
    let silenced = ZONE.to_owned() + "m IN MX 10 gone ; zonelint: ignore[target-does-not-exist] why\n";
    let dir = project_with(&[
        ("example.com.zone", silenced),
        ("old.zone", ZONE.to_owned()),
        ("zonelint.yaml", "exclude: [old.zone]\nchecks: {cname-chain: off}\n".to_owned()),
    ]);
    for arguments in [&["check", "--format", "json"][..], &["check", "--format", "json", "--statistics"]] {
        let run = zonelint(dir.path(), arguments);
        let summary = &run.json()["summary"];
        let count = |name: &str| number(&summary[name]);
        assert_eq!((count("ignored"), count("off"), count("excluded")), (1, 1, 1), "{run:#?}");
        assert_eq!(run.stderr, "nothing found in 1 zone (7 records); 1 ignored, 1 check off, 1 file excluded\n");
    }
}

/// A pull request whose own rule file hides a mistake, beside the branch that it is for.
fn pull_request() -> tempfile::TempDir {
    let zone = ZONE.to_owned() + "; zonelint: file-ignore[srv-port-transposed] mine\n" + SWAPPED;
    let base = "extends: rules/more.yaml\nexclude: ['lab/**']\noverrides:\n  - {files: ['zones/*'], checks: {cname-chain: off}}\n";
    project_with(&[
        ("head/.git/HEAD", ""),
        ("head/zones/example.com.zone", &zone),
        ("head/lab/example.net.zone", &zone.replace("example.com", "example.net")),
        ("head/rules/x/example.org.zone", &ZONE.replace("example.com", "example.org")),
        ("head/zonelint.yaml", "checks: {srv-port-transposed: off}\n"),
        ("base/zonelint.yaml", base),
        ("base/rules/more.yaml", "overrides:\n  - {files: ['x/*'], checks: {target-is-alias: off}}\n"),
    ])
}

#[test]
fn the_rule_file_of_the_base_holds_for_the_head_of_a_pull_request() {
    let dir = pull_request();
    let head = dir.path().join("head");
    let own = zonelint(&head, &["check", "--format", "json"]);
    assert!(own.code == 0 && own.stderr.ends_with("; 1 check off\n"), "{own:#?}");
    let arguments = ["check", "--format", "json", "--config", "../base/zonelint.yaml", "--no-ignores", "--no-baseline"];
    let run = zonelint(&head, &arguments);
    assert_eq!((run.code, run.checks()), (1, vec!["srv-port-transposed".to_owned()]), "{run:#?}");
    assert_eq!(run.findings()[0]["file"], "zones/example.com.zone");
    // Its patterns are about the head, and those of what it extends as well.
    assert!(
        run.stderr.ends_with("; 2 checks off, 1 file excluded; 1 can be fixed with --fix --unsafe-fixes\n"),
        "{run:#?}"
    );
    for (zone, off) in [("zones/example.com.zone", "cname-chain"), ("rules/x/example.org.zone", "target-is-alias")] {
        let run = zonelint(&head, &["config", "--config", "../base/zonelint.yaml", zone]);
        let checks = run.stdout.lines().filter(|line| line.ends_with("severity: off")).collect::<Vec<_>>();
        assert!(checks.len() == 1 && checks[0].contains(off), "{run:#?}");
    }
}

#[test]
fn patterns_of_a_rule_file_within_the_project_start_at_its_folder() {
    let dir = pull_request();
    let head = dir.path().join("head");
    write(&head, "rules/own.yaml", "exclude: ['lab/**']\n");
    let run = zonelint(&head, &["check", "--format", "json", "--config", "rules/own.yaml"]);
    assert_eq!(number(&run.json()["summary"]["excluded"]), 0, "{run:#?}");
    write(dir.path(), "above.yaml", "exclude: ['head/lab/**']\n");
    let run = zonelint(&head, &["check", "--format", "json", "--config", "../above.yaml"]);
    assert_eq!(number(&run.json()["summary"]["excluded"]), 1, "{run:#?}");
}
