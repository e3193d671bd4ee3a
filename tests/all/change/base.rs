//! `check --base`: what the older version has is not shown again.

use std::path::Path;

use super::git::{commit, git};
use crate::support::{Run, SWAPPED, ZONE, number, program, text, write, zonelint};

const ZONE_FILE: &str = "zones/example.com.zone";
const OLD: &str = "a CNAME nowhere\n";
const NEW: &str = "b CNAME nowhere-else\n";

/// A repository with a commit that has a mistake, and another mistake that is not committed.
fn repository() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    git(dir.path(), &["init", "-q"]);
    write(dir.path(), ZONE_FILE, format!("{ZONE}{OLD}"));
    commit(dir.path(), "one");
    write(dir.path(), ZONE_FILE, raised(&format!("{ZONE}{OLD}{NEW}")));
    dir
}

/// The same zone with the next serial.
fn raised(zone: &str) -> String {
    zone.replace("2026112201", "2026112202")
}

fn check(dir: &Path, arguments: &[&str]) -> Run {
    zonelint(dir, &[&["check", "-f", "concise"], arguments].concat())
}

/// What is found, without the names of folders, and the closing line.
fn found(run: &Run) -> (Vec<&str>, &str, i32) {
    let lines = run.stdout.lines().map(|line| line.rsplit('/').next().unwrap_or_default());
    (lines.collect(), run.stderr.trim(), run.code)
}

/// That of the mistake that is not committed.
fn only_new() -> (Vec<&'static str>, &'static str, i32) {
    let line = "example.com.zone:10:9: warning[target-does-not-exist]: `nowhere-else.example.com.` does not exist in this zone";
    (vec![line], "1 warning in 1 zone (8 records); 1 in the base", 1)
}

#[test]
fn only_what_is_new_is_shown_wherever_one_stands() {
    let dir = repository();
    let top = dir.path();
    for (folder, arguments) in [
        ("", &["--base", "HEAD"][..]),
        ("", &["--base"]),
        ("", &["zones", "--base=main"]),
        ("", &[ZONE_FILE, "--base", "HEAD"]),
        ("zones", &["--base"]),
        ("zones", &["example.com.zone", "--base", "HEAD~0"]),
    ] {
        let run = check(&top.join(folder), arguments);
        assert_eq!(found(&run), only_new(), "{folder} {arguments:?}");
    }
    let elsewhere = tempfile::tempdir().expect("a folder");
    let run = check(elsewhere.path(), &[&top.display().to_string(), "--base"]);
    assert_eq!(found(&run), only_new());
}

#[test]
fn work_trees_and_shallow_clones_have_what_it_takes() {
    let dir = repository();
    let top = dir.path();
    commit(top, "two");
    let clones = tempfile::tempdir().expect("a folder");
    let topic = clones.path().join("topic");
    git(top, &["worktree", "add", "-q", "-b", "topic", &topic.display().to_string()]);
    let url = format!("file://{}", top.display());
    git(clones.path(), &["clone", "-q", "--depth=2", &url, "shallow"]);
    for folder in [topic, clones.path().join("shallow")] {
        let run = check(&folder, &["--base", "HEAD~1"]);
        assert_eq!(found(&run), only_new(), "{}", folder.display());
    }
    git(clones.path(), &["clone", "-q", "--depth=1", &url, "shallowest"]);
    let run = check(&clones.path().join("shallowest"), &["--base", "HEAD~1"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("this clone is shallow: fetch it first"), "{run:#?}");
}

#[test]
fn a_branch_is_held_against_where_it_left_the_default_branch() {
    let dir = repository();
    let top = dir.path();
    git(top, &["checkout", "-q", "-b", "topic"]);
    commit(top, "two");
    // What came into the default branch meanwhile is not of this branch.
    git(top, &["checkout", "-q", "main"]);
    write(top, ZONE_FILE, ZONE);
    commit(top, "three");
    git(top, &["checkout", "-q", "topic"]);
    assert_eq!(found(&check(top, &["--base"])), only_new());
    // A hook is for what is about to be committed.
    let mut hook = program(top);
    let output = hook.args(["check", "-f", "concise", "--base"]).env("PRE_COMMIT", "1").output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr).trim(), "nothing found in 1 zone (8 records); 2 in the base");
}

#[test]
fn folders_and_files_stand_for_what_is_checked() {
    let dir = tempfile::tempdir().expect("a folder");
    let top = dir.path();
    write(top, "old/example.com.zone", format!("{ZONE}{OLD}"));
    write(top, "new/example.com.zone", raised(&format!("{ZONE}{OLD}{NEW}")));
    assert_eq!(found(&check(top, &["--base", "old", "new"])), only_new());
    assert_eq!(found(&check(&top.join("new"), &["--base", "../old"])), only_new());
    let file = ["--base", "old/example.com.zone", "new/example.com.zone"];
    assert_eq!(found(&check(top, &file)), only_new());
    let run = check(top, &["--base", "old/example.com.zone", "new"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("is a file: it can stand for one file only"), "{run:#?}");
}

#[test]
fn files_renamed_keep_their_findings() {
    let dir = repository();
    let top = dir.path();
    commit(top, "two");
    std::fs::rename(top.join(ZONE_FILE), top.join("zones/db.example.com")).expect("it can be renamed");
    let run = check(top, &["--base", "HEAD"]);
    assert_eq!(found(&run), (vec![], "nothing found in 1 zone (8 records); 2 in the base", 0));
}

#[test]
fn rule_files_configurations_and_includes_are_those_of_their_version() {
    let dir = tempfile::tempdir().expect("a folder");
    let top = dir.path();
    git(top, &["init", "-q"]);
    write(top, "named.conf", "zone \"example.com\" { type primary; file \"zones/com\"; };\n");
    write(top, "zones/com", ZONE.replace("$ORIGIN example.com.\n", "") + "$INCLUDE more\n");
    write(top, "zones/more", OLD);
    write(top, "zonelint.yaml", "version: 1\nchecks: {target-does-not-exist: error}\n");
    commit(top, "one");
    // The zone is called otherwise, and so is all in it; the rule file has another severity.
    write(top, "named.conf", "zone \"example.net\" { type primary; file \"zones/com\"; };\n");
    assert_eq!(check(top, &["--base", "HEAD"]).code, 1);
    git(top, &["checkout", "-q", "."]);
    write(top, "zones/com", raised(&(ZONE.replace("$ORIGIN example.com.\n", "") + "$INCLUDE more\n")));
    write(top, "zones/more", format!("{OLD}{NEW}"));
    write(top, "zonelint.yaml", "version: 1\n");
    let run = check(top, &["--base", "HEAD"]);
    // The other one that both have is where the include starts.
    let shown = "more:2:9: warning[target-does-not-exist]: `nowhere-else.example.com.` does not exist in this zone";
    assert_eq!(found(&run), (vec![shown], "1 warning in 1 zone (8 records); 2 in the base", 1));
    // A rule that is new finds what was there: that is what it was written for.
    write(top, "zones/more", OLD);
    write(top, "zonelint.yaml", "version: 1\nttl: [{types: [A], range: 2h..}]\n");
    let run = check(top, &["--base", "HEAD"]);
    assert!(run.stdout.contains("ttl-out-of-range"), "{run:#?}");
}

#[test]
fn files_that_git_does_not_have_are_new() {
    let dir = repository();
    let top = dir.path();
    write(top, "zones/example.net.zone", ZONE.replace("example.com", "example.net") + SWAPPED);
    let run = check(top, &["zones/example.net.zone", "--base"]);
    assert!(run.stdout.contains("srv-port-transposed"), "{run:#?}");
    git(top, &["add", "-A"]);
    assert!(check(top, &["zones/example.net.zone", "--base"]).stdout.contains("srv-port-transposed"));
    commit(top, "two");
    assert_eq!(check(top, &["--base"]).code, 0);
    std::fs::remove_file(top.join(ZONE_FILE)).expect("it is there");
    assert_eq!(check(top, &["--base"]).code, 0);
}

#[test]
fn standard_input_stands_for_its_file() {
    let dir = repository();
    let text = raised(&format!("{ZONE}{OLD}{SWAPPED}"));
    let arguments = ["check", "-f", "concise", "--stdin-filename", ZONE_FILE, "--base"];
    let run = crate::support::zonelint_with_stdin(dir.path(), &arguments, text.as_bytes());
    assert_eq!(run.stdout.lines().count(), 1, "{run:#?}");
    assert!(run.stdout.contains("srv-port-transposed"), "{run:#?}");
}

#[test]
fn what_cannot_be_a_base_is_told() {
    let dir = repository();
    let top = dir.path();
    let elsewhere = tempfile::tempdir().expect("a folder");
    write(elsewhere.path(), "a.zone", ZONE);
    for (folder, arguments, words) in [
        (top, &["--base", "nothing"][..], "`nothing` is neither a revision of this repository nor a directory"),
        (top, &["--base=--all"], "`--all` is neither a revision"),
        (top, &["--base="], "`` is neither a revision"),
        (elsewhere.path(), &["--base"], "is in no git repository; compare with a directory instead"),
        (
            top,
            &["--base", "HEAD", "--baseline", "b.json"],
            "cannot be used together: the older version is the baseline",
        ),
        (top, &["--write-baseline", "--base", "HEAD"], "`--base` and `--write-baseline` cannot be used together"),
    ] {
        let run = check(folder, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.lines().next().is_some_and(|line| line.contains(words)), "{run:#?}");
    }
    let output = program(top).args(["check", "--base"]).env("PATH", "").output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("git is not installed"), "{output:?}");
}

#[test]
fn places_in_the_older_version_are_no_files_to_services() {
    let dir = repository();
    let top = dir.path();
    write(top, ZONE_FILE, format!("{ZONE}{OLD}_ledger._tcp SRV 0 0 12345 host\n"));
    commit(top, "two");
    write(top, ZONE_FILE, raised(&format!("{ZONE}{OLD}_ledger._tcp SRV 0 0 12354 host\n")));
    let run = zonelint(top, &["check", "--base", "HEAD", "-f", "json"]);
    let finding = &run.findings()[0];
    assert_eq!(finding["check"], "port-changed-by-slip");
    assert_eq!(finding["labels"][0]["file"], "HEAD:./zones/example.com.zone");
    for format in ["sarif", "rdjson", "gitlab", "github", "junit"] {
        let run = zonelint(top, &["check", "--base", "HEAD", "-f", format]);
        assert!(run.stdout.contains("12345"), "{format}: {}", run.stdout);
        let is_place =
            ["\"uri\":\"HEAD:", "\"path\":\"HEAD:", "file=HEAD:"].iter().any(|place| run.stdout.contains(place));
        assert!(!is_place, "{format}: {}", run.stdout);
    }
}

/// Where git tells that few files changed, most zones are not read again; of a folder all are. Both say the same.
#[test]
fn what_is_shared_says_the_same_as_what_is_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let (old, new) = (dir.path().join("old"), dir.path().join("new"));
    for top in [&old, &new] {
        std::fs::create_dir(top).expect("a folder");
        git(top, &["init", "-q"]);
        for (name, text) in shared_project() {
            write(top, name, text);
        }
        commit(top, "one");
    }
    let com = shared_project()[0].1.clone();
    let changes: [&[(&str, String)]; 12] = [
        &[],
        &[("zones/com", com.replace("host ", "hosts "))],
        &[("zones/com", com.replace("192.0.2.3", "192.0.2.4"))],
        &[("zones/com", com.replace("12345", "12354")), ("README", "about\n".to_owned())],
        &[("zones/com", com.replace("$INCLUDE more\n", ""))],
        &[("zones/more", "b CNAME nowhere\n".to_owned())],
        &[("zones/more", "( ( (\n".to_owned())],
        &[("zones/com", com.replace("; zonelint: ignore[target-does-not-exist] on purpose\n", ""))],
        &[("zones/com", com.replace("$TTL 1h\n", "$TTL 1h\n$ORIGIN example.info.\n"))],
        &[("zonelint.yaml", "version: 1\nchecks: {target-does-not-exist: info}\n".to_owned())],
        &[("named.conf", "zone \"example.com\" { type primary; file \"zones/com\"; };\n".to_owned())],
        &[("zones/new.zone", com.replace("$TTL 1h\n", "$ORIGIN example.info.\n$TTL 1h\n"))],
    ];
    for change in changes {
        for (name, text) in change {
            write(&new, name, text);
        }
        let findings = |base: &str| {
            let run = zonelint(&new, &["check", "-f", "json", "--base", base]);
            let text = run.stdout.replace("HEAD:./", "../old/");
            (text, run.stderr, run.code)
        };
        assert_eq!(findings("HEAD"), findings("../old"), "{change:?}");
        git(&new, &["clean", "-qfd"]);
        git(&new, &["checkout", "-q", "."]);
    }
}

/// Zones that speak of each other, with mistakes in each.
fn shared_project() -> Vec<(&'static str, String)> {
    let zone = ZONE.replace("$ORIGIN example.com.\n", "");
    let com = "a CNAME gone.example.net.\n_ledger._tcp SRV 0 0 12345 host\n; zonelint: ignore[target-does-not-exist] on purpose\n\
               c CNAME nowhere\nd CNAME host.example.net.\n$INCLUDE more\n";
    let net = "a CNAME host.example.com.\nb CNAME c.example.com.\nc CNAME gone.example.com.\n_ledger._tcp SRV 0 0 12345 ns1\n";
    let conf = ["com", "net", "org"]
        .map(|name| format!("zone \"example.{name}\" {{ type primary; file \"zones/{name}\"; }};\n"));
    let reverse = "zone \"2.0.192.in-addr.arpa\" { type primary; file \"zones/192\"; };\n";
    let pointers = "1 PTR ns1.example.com.\n3 PTR host.example.com.\n4 PTR gone.example.com.\n";
    let top =
        "$TTL 1h\n@ SOA ns1.example.com. h.example.com. 1 4h 1h 2w 1h\n@ NS ns1.example.com.\n@ NS ns2.example.com.\n";
    vec![
        ("zones/com", format!("{zone}{com}")),
        ("zones/net", format!("{zone}{net}")),
        ("zones/org", format!("{zone}a CNAME b.example.com.\n$INCLUDE more\n")),
        ("zones/192", format!("{top}{pointers}")),
        ("zones/more", "b CNAME gone\n".to_owned()),
        ("named.conf", conf.concat() + reverse),
        ("zonelint.yaml", "version: 1\nchecks: {record-data-invalid: error}\n".to_owned()),
        ("README", "what this is\n".to_owned()),
    ]
}

/// What a rule requires, or names, and what was there before this change.
#[test]
fn rules_and_what_was_removed_are_shown_together() {
    let dir = tempfile::tempdir().expect("a folder");
    let top = dir.path();
    git(top, &["init", "-q"]);
    let rules = "services:\n  - {service: _x._tcp, port: 7777, presence: required, target: [old.example.com]}\n\
                 records:\n  - {name: www, type: A}\n";
    write(top, "zonelint.yaml", rules);
    let old = "_x._tcp SRV 0 0 7777 old\nold A 192.0.2.77\nwww A 192.0.2.78\n";
    write(top, ZONE_FILE, format!("{ZONE}{old}"));
    commit(top, "one");
    write(top, ZONE_FILE, raised(&format!("{ZONE}new A 192.0.2.77\n")));
    let run = zonelint(top, &["check", "-f", "json", "--base", "HEAD"]);
    let line_of = |check: &str, label: &str| {
        let finding = run.findings().into_iter().find(|finding| finding["check"] == check)?;
        let labels = finding["labels"].as_array().expect("a list").clone();
        let label = labels.into_iter().find(|of| of["text"] == label)?;
        Some((text(&finding["file"]), text(&label["file"]), number(&label["start"]["line"])))
    };
    let removed = "removed in this change";
    let was = |file: &str, line| Some((file.to_owned(), format!("HEAD:./{ZONE_FILE}"), line));
    assert_eq!(line_of("srv-required-missing", removed), was(ZONE_FILE, 9), "{run:#?}");
    assert_eq!(line_of("record-required-missing", removed), was(ZONE_FILE, 11), "{run:#?}");
    assert_eq!(line_of("name-removed-still-used", removed), was("zonelint.yaml", 10), "{run:#?}");
    let renamed = line_of("name-removed-still-used", "this came with the same data");
    assert_eq!(renamed, Some(("zonelint.yaml".to_owned(), ZONE_FILE.to_owned(), 9)), "{run:#?}");
}
