//! The same project from the disk, from memory, and with unsaved text over it.

use std::path::{Path, PathBuf};

use zonelint::cli::{Io, run, time_of_day};
use zonelint::fs::{FileSystem, MemoryFs, OsFs, OverlayFs};

use crate::support::{Run, project_with};

const ZONE: &str = "$TTL 1h\n@ IN SOA ns hostmaster 1 2h 1h 4w 1h\n@ NS ns\nns A 192.0.2.1\n";

/// A zone that only the configuration names, with a part that it includes by the path of the server; one that only
/// the rule file names; a copy, a hidden file, and one that is no zone.
fn files() -> Vec<(&'static str, String)> {
    vec![
        (".git/config", String::new()),
        ("zonelint.yaml", "version: 1\nzones:\n  - files: given/main\n    origin: given.example\n".into()),
        ("etc/named.conf", "zone \"example.com\" { type primary; file \"/var/named/zones/com\"; };\n".into()),
        ("named/zones/com", ZONE.to_owned() + "$INCLUDE /var/named/zones/part.inc\n$INCLUDE gone.inc\n"),
        ("named/zones/part.inc", "www A 192.0.2.300\nalias CNAME nowhere\n".into()),
        ("given/main", ZONE.to_owned() + "mail MX 10 mx\n"),
        ("given/main.bak", ZONE.into()),
        (".hidden/example.net.zone", ZONE.into()),
        ("notes.txt", "How to write a zone\n".into()),
    ]
}

fn in_memory(top: &Path, files: &[(&str, String)]) -> MemoryFs {
    files.iter().fold(MemoryFs::new(), |fs, (path, text)| fs.with(top.join(path), text.as_bytes()))
}

fn run_on(fs: &dyn FileSystem, cwd: &Path, arguments: &[&str]) -> Run {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        fs,
        stdout: &mut stdout,
        stderr: &mut stderr,
        stdin: &mut &b""[..],
        stdout_is_terminal: false,
        columns: None,
        stdout_shows_links: false,
        progress: None,
        env: &|_| None,
        clock: &time_of_day,
        cwd: cwd.to_path_buf(),
    };
    let arguments = ["zonelint"].iter().chain(arguments).map(Into::into).collect();
    let code = run(arguments, &mut io).code().into();
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Run { code, stdout: text(stdout), stderr: text(stderr) }
}

/// What is said of a project, and as which zones its files are read.
fn said(fs: &dyn FileSystem, cwd: &Path) -> Vec<(i32, String, String)> {
    let runs: [&[&str]; 4] = [
        &["check", "--now", "20261129000000", "."],
        &["check", "--now", "20261129000000", "--format", "json", "named/zones/com", "missing.zone"],
        &["check", "--list-files", "."],
        &["config", "given/main"],
    ];
    let runs = runs.map(|arguments| run_on(fs, cwd, arguments));
    runs.map(|run| (run.code, run.stdout, run.stderr)).to_vec()
}

#[test]
fn a_project_in_memory_is_read_as_on_the_disk() {
    let files = files();
    let dir = project_with(&files);
    let top = dir.path().canonicalize().expect("it is there");
    let on_disk = said(&OsFs::default(), &top);
    assert_eq!(on_disk, said(&in_memory(&top, &files), &top));
    let (_, found, failures) = &on_disk[0];
    for words in ["named/zones/part.inc:1:7", "gone.inc", "given.example", "1 copy"] {
        assert!(found.contains(words), "{words}: {found}{failures}");
    }
    // Half on the disk and half over it is the same project, too.
    let (over, base) = files.split_at(4);
    let base = in_memory(&top, base);
    assert_eq!(on_disk, said(&OverlayFs::new(in_memory(&top, over), &base), &top));
    assert_eq!(on_disk, said(&OverlayFs::new(in_memory(&top, &files), &MemoryFs::new()), &top));
}

#[test]
fn unsaved_text_is_what_is_checked() {
    let saved = [("example.com.zone", ZONE.to_owned() + "$INCLUDE new.inc\nwww A 192.0.2.300\n")];
    let dir = project_with(&saved);
    let top = dir.path().canonicalize().expect("it is there");
    let disk = OsFs::default();
    let arguments = ["check", "--format", "concise", "example.com.zone"];
    let before = run_on(&disk, &top, &arguments);
    assert!(before.stdout.contains("record-data-invalid") && before.stdout.contains("include-failed"), "{before:#?}");
    // The file is corrected, and what it includes was never saved.
    let unsaved = [
        ("example.com.zone", ZONE.to_owned() + "$INCLUDE new.inc\nwww A 192.0.2.3\n"),
        ("new.inc", "host A 192.0.2.400\n".to_owned()),
    ];
    let over = OverlayFs::new(in_memory(&top, &unsaved), &disk);
    let after = run_on(&over, &top, &arguments);
    assert!(!after.stdout.contains("include-failed"), "{after:#?}");
    assert!(after.stdout.contains("new.inc:1:8") && !after.stdout.contains("example.com.zone:6"), "{after:#?}");
    let on_disk: Vec<PathBuf> = top.read_dir().expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    assert!(!on_disk.contains(&top.join("new.inc")), "nothing is written");
}
