//! Which versions `zonelint diff` compares.

use std::path::Path;

use serde_json::json;

use super::diff::{diff, list, rrsets};
use super::git::{commit, git};
use crate::support::{ZONE, write, zonelint};

/// A repository with two commits, and a change that is not committed.
fn repository() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    git(dir.path(), &["init", "-q"]);
    for (number, title) in ["one", "two"].into_iter().enumerate() {
        write(dir.path(), "zones/example.com.zone", format!("{ZONE}a A 192.0.2.1{number}\n"));
        commit(dir.path(), title);
    }
    write(dir.path(), "zones/example.com.zone", format!("{ZONE}a A 192.0.2.12\n"));
    dir
}

/// What became of the only record that differs.
fn change(dir: &Path, arguments: &[&str]) -> String {
    let document = diff(dir, arguments);
    match &list(&document["zones"])[..] {
        [] => "nothing".to_owned(),
        _ => {
            rrsets(&document)[0].rsplit_once('[').map(|(_, data)| data.trim_end_matches(']').to_owned()).expect("data")
        }
    }
}

#[test]
fn revisions_folders_and_files_are_compared() {
    let dir = repository();
    let top = dir.path();
    for folder in [top.to_path_buf(), top.join("zones")] {
        assert_eq!(change(&folder, &["HEAD"]), "192.0.2.11 > 192.0.2.12");
        assert_eq!(change(&folder, &["HEAD~1", "HEAD"]), "192.0.2.10 > 192.0.2.11");
        assert_eq!(change(&folder, &["HEAD", "HEAD~1"]), "192.0.2.11 > 192.0.2.10");
        assert_eq!(change(&folder, &["HEAD", "HEAD"]), "nothing");
        assert_eq!(change(&folder, &[]), "192.0.2.11 > 192.0.2.12", "main is where this branch left it");
    }
    assert_eq!(change(top, &["HEAD", "zones"]), "192.0.2.11 > 192.0.2.12");
    assert_eq!(change(top, &["HEAD", "zones/example.com.zone"]), "192.0.2.11 > 192.0.2.12");
    let copy = tempfile::tempdir().expect("a folder");
    write(copy.path(), "example.com.zone", format!("{ZONE}a A 192.0.2.13\n"));
    let folder = copy.path().display().to_string();
    assert_eq!(change(top, &["zones", &folder]), "192.0.2.12 > 192.0.2.13");
    assert_eq!(change(&top.join("zones"), &[&folder]), "192.0.2.13 > 192.0.2.12");
    let file = format!("{folder}/example.com.zone");
    assert_eq!(change(top, &["zones/example.com.zone", &file]), "192.0.2.12 > 192.0.2.13");
}

#[test]
fn a_repository_without_work_tree_has_revisions() {
    let dir = repository();
    let clones = tempfile::tempdir().expect("a folder");
    git(clones.path(), &["clone", "-q", "--bare", &format!("file://{}", dir.path().display()), "bare"]);
    let bare = clones.path().join("bare");
    assert_eq!(change(&bare, &["HEAD~1", "HEAD"]), "192.0.2.10 > 192.0.2.11");
    let run = zonelint(&bare, &["diff", "HEAD"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("no work tree to compare with: name two revisions, as in `zonelint diff HEAD HEAD`"),
        "{run:#?}"
    );
}

#[cfg(unix)]
#[test]
fn a_repository_is_known_through_a_link_from_elsewhere() {
    let dir = repository();
    let outside = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(dir.path(), outside.path().join("link")).expect("a link");
    for path in ["link", "link/zones", "link/zones/example.com.zone"] {
        assert_eq!(change(outside.path(), &["HEAD", path]), "192.0.2.11 > 192.0.2.12", "{path}");
        let run = zonelint(outside.path(), &["check", "--base", "HEAD", path, "-f", "concise"]);
        assert!(run.stdout.contains("serial-not-raised") && run.code == 1, "{path}: {run:#?}");
    }
}

#[test]
fn what_cannot_be_compared_is_told() {
    let dir = repository();
    let top = dir.path();
    for (arguments, words) in [
        (&["nothing"][..], "`nothing` is neither a revision of this repository nor a directory"),
        (&["HEAD", "nothing"], "`nothing` is neither a revision of this repository nor a directory"),
        (&["zones/example.com.zone"], "is a file: name the file that it is compared with"),
        (&["zones/example.com.zone", "zones"], "is a file: name the file that it is compared with"),
        (&["zones", "zones/example.com.zone"], "`zones` is a directory, and `zones/example.com.zone` a file"),
        (&["HEAD", "-o", "zones/example.com.zone"], "this run reads it"),
    ] {
        let run = zonelint(top, &[&["diff"], arguments].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(words), "{arguments:?}: {run:#?}");
    }
}

#[test]
fn a_version_without_zones_is_empty() {
    let dir = repository();
    let empty = tempfile::tempdir().expect("a folder");
    let empty = empty.path().display().to_string();
    for (arguments, change) in [([&*empty, "zones"], "added"), (["zones", &*empty], "removed")] {
        let document = diff(dir.path(), &arguments);
        assert_eq!(document["zones"][0]["change"], change);
    }
    let run = zonelint(dir.path(), &["diff", &empty, &empty]);
    assert_eq!(run.code, 2, "{run:#?}");
}

#[test]
fn a_folder_that_a_version_does_not_have_is_empty_there() {
    let dir = repository();
    let top = dir.path();
    write(top, "more/example.net.zone", ZONE.replace("example.com", "example.net"));
    let document = diff(&top.join("more"), &["HEAD"]);
    assert_eq!((&document["zones"][0]["change"], &document["summary"]["compared"]), (&json!("added"), &json!(1)));
}
