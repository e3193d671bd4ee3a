//! Where the names of files start: services know the repository, people their current directory.

use std::fs;
use std::path::Path;

use crate::support::{SWAPPED, ZONE, program, project_with, write};

/// The formats that services read, and how each begins to name a file.
const SERVICES: [(&str, &str); 5] = [
    ("sarif", r#""uri":""#),
    ("github", "file="),
    ("gitlab", r#""path":""#),
    ("junit", r#"file=""#),
    ("rdjson", r#""path":""#),
];

fn zone() -> String {
    ZONE.to_owned() + SWAPPED
}

fn shown(cwd: &Path, format: &str, path: &str, env: &[(&str, &Path)]) -> String {
    let mut command = program(cwd);
    command.args(["check", "--format", format, path]).envs(env.iter().copied());
    String::from_utf8(command.output().expect("it starts").stdout).expect("it is UTF-8")
}

#[test]
fn services_are_told_names_from_the_root_of_the_repository() {
    let dir = project_with(&[("dns/in/a.zone", zone()), ("dns/out/README", String::new())]);
    let [inside, outside] = ["dns/in", "dns/out"].map(|folder| dir.path().join(folder));
    for (format, lead) in SERVICES {
        let named = format!("{lead}dns/in/a.zone");
        for (cwd, path) in [(&inside, "a.zone"), (&outside, "../in"), (&outside, "../in/a.zone")] {
            let out = shown(cwd, format, path, &[]);
            assert!(out.contains(&named) && !out.contains("../"), "{format} {path}: {out}");
        }
    }
    let out = shown(&inside, "concise", ".", &[]);
    assert!(out.starts_with("a.zone:"), "{out}");
}

#[test]
fn services_say_where_the_checkout_is() {
    // A checkout without its `.git`, below another repository.
    let dir = project_with(&[("work/dns/a.zone", zone())]);
    let work = dir.path().join("work");
    for variable in ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"] {
        let out = shown(&work.join("dns"), "github", ".", &[(variable, &work)]);
        assert!(out.contains("file=dns/a.zone"), "{out}");
    }
    // A pull request that is checked out beside its base, each in a folder of the workspace.
    let workspace = tempfile::tempdir().expect("a temporary folder");
    write(workspace.path(), "head/.git/HEAD", "");
    write(workspace.path(), "head/dns/a.zone", zone());
    let head = fs::canonicalize(workspace.path()).expect("it is there").join("head");
    let out = shown(&head, "github", "dns", &[("GITHUB_WORKSPACE", head.parent().expect("a folder"))]);
    assert!(out.contains("file=dns/a.zone"), "{out}");
    // What is checked is elsewhere: a job of its own beside the checkout.
    let other = tempfile::tempdir().expect("a temporary folder");
    let out = shown(&work, "github", ".", &[("GITHUB_WORKSPACE", other.path())]);
    assert!(out.contains("file=work/dns/a.zone"), "{out}");
}

#[test]
fn without_a_repository_names_start_at_the_current_directory() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    write(dir.path(), "dns/a.zone", zone());
    let work = fs::canonicalize(dir.path()).expect("it is there");
    let out = shown(&work, "gitlab", "dns", &[]);
    assert!(out.contains(r#""path":"dns/a.zone""#), "{out}");
}
