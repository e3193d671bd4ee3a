//! Each file is old or new, whatever happens.
#![cfg(unix)]

use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use super::{NOW, mended, names, odd, read};
use crate::support::{program, project, project_with, write, zonelint};

#[test]
fn a_run_that_is_killed_leaves_each_file_old_or_new() {
    const FILES: usize = 120;
    let zone = |number: usize, text: &str| text.replace("example.com", &format!("z{number}.example"));
    let name = |number: usize| format!("zones/z{number}.example.zone");
    let dir = project();
    let (mut old, mut new) = (0, 0);
    for delay in [20, 60, 120, 240, 400, 600, 800, 1000] {
        (0..FILES).for_each(|number| write(dir.path(), &name(number), zone(number, &odd())));
        let mut child = program(dir.path()).args(["check", "--fix", NOW, "-q"]).spawn().expect("it starts");
        sleep(Duration::from_millis(delay));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        for number in 0..FILES {
            let text = read(dir.path(), &name(number));
            old += usize::from(text == zone(number, &odd()));
            new += usize::from(text == zone(number, &mended()));
        }
    }
    assert_eq!(old + new, 8 * FILES, "{old} old, {new} new");
    assert!(old > 0, "none was killed in time");
    // What it left behind goes with the next run.
    let run = zonelint(dir.path(), &["check", "--fix", NOW]);
    assert_eq!(run.code, 0, "{run:#?}");
    (0..FILES).for_each(|number| write(dir.path(), &name(number), zone(number, &odd())));
    zonelint(dir.path(), &["check", "--fix", NOW]);
    let left = names(&dir.path().join("zones"));
    assert!(left.len() == FILES && left.iter().all(|name| name.ends_with(".zone")), "{left:?}");
}

/// A disk that is full, for the process at least: no file may grow beyond some blocks.
#[test]
fn a_file_that_cannot_be_written_stays_as_it_was() {
    let long = odd() + &"; a long comment that takes its place on the disk\n".repeat(4000);
    let dir = project_with(&[("example.com.zone", &long)]);
    let command = format!("trap '' XFSZ; ulimit -f 16; exec '{}' check --fix {NOW}", env!("CARGO_BIN_EXE_zonelint"));
    let run = Command::new("sh").args(["-c", &command]).current_dir(dir.path()).output().expect("there is a shell");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.code() == Some(2) && said.contains("`example.com.zone` cannot be written: "), "{run:?}");
    assert!(String::from_utf8_lossy(&run.stdout).contains("0 fixed, 1 remains"), "{run:?}");
    assert_eq!(read(dir.path(), "example.com.zone"), long);
    assert_eq!(names(dir.path()), [".git", "example.com.zone"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;

    let dir = project_with(&[("zones/example.com.zone", odd())]);
    let zones = dir.path().join("zones");
    std::fs::set_permissions(&zones, std::fs::Permissions::from_mode(0o555)).expect("it is ours");
    let run = zonelint(dir.path(), &["check", "--fix", NOW]);
    std::fs::set_permissions(&zones, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
    // Nothing keeps root from writing.
    if run.code != 0 {
        assert!(run.code == 2 && run.stderr.contains("cannot be written: permission denied"), "{run:#?}");
        assert_eq!(read(dir.path(), "zones/example.com.zone"), odd());
    }
}
