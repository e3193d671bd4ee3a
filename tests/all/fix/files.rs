//! The files: what of them stays, and which are left as they are.

use super::{NOW, mended, names, odd, read};
use crate::support::{Run, ZONE, packed, project_with, write, zonelint};

fn fix(dir: &std::path::Path, more: &[&str]) -> Run {
    zonelint(dir, &[&["check", NOW, "--fix", "-f", "concise"], more].concat())
}

#[test]
fn line_endings_bytes_and_columns_stay() {
    for (before, after) in [
        (odd().replace('\n', "\r\n"), mended().replace('\n', "\r\n")),
        (odd().trim_end().to_owned(), mended()),
        (odd().replace('\n', "\r\n").trim_end().to_owned(), mended().replace('\n', "\r\n")),
        (format!("\u{feff}{}", odd()), mended()),
        (odd() + "\n\n ; \t trailing   \n\t\n", mended() + "\n\n ; \t trailing   \n\t\n"),
        (odd().replace("www 90  A", "www 90\tA"), mended().replace("www 300 A 192.0.2.12", "www 300\tA 192.0.2.12")),
    ] {
        let dir = project_with(&[("example.com.zone", &before)]);
        let run = fix(dir.path(), &[]);
        assert_eq!(read(dir.path(), "example.com.zone"), after, "{run:#?}");
        assert_eq!(names(dir.path()), [".git", "example.com.zone"]);
    }
    let latin: Vec<u8> = [odd().as_bytes(), b"; caf\xe9 \xff\xfe\n"].concat();
    let dir = project_with(&[("example.com.zone", &latin)]);
    fix(dir.path(), &[]);
    let after = std::fs::read(dir.path().join("example.com.zone")).expect("it is there");
    assert_eq!(after, [mended().as_bytes(), b"; caf\xe9 \xff\xfe\n"].concat());
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode_and_a_link_its_place() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let dir = project_with(&[("zones/example.com.zone", odd())]);
    let file = dir.path().join("zones/example.com.zone");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("it is ours");
    symlink("zones/example.com.zone", dir.path().join("link.zone")).expect("a link");
    let run = fix(dir.path(), &["link.zone"]);
    assert_eq!((run.code, read(dir.path(), "zones/example.com.zone")), (0, mended()), "{run:#?}");
    assert_eq!(std::fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(dir.path().join("link.zone")).expect("it is there").is_symlink());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    use std::os::unix::fs::symlink;

    let outside = project_with(&[("example.com.zone", odd())]);
    let dir = project_with(&[("zones/example.net.zone", ZONE.replace(".com", ".net"))]);
    symlink(outside.path().join("example.com.zone"), dir.path().join("zones/example.com.zone")).expect("a link");
    for arguments in [&["zones"][..], &["zones/example.com.zone"]] {
        fix(dir.path(), arguments);
        assert_eq!(read(outside.path(), "example.com.zone"), odd());
    }
}

#[cfg(unix)]
#[test]
fn hard_links_and_read_only_files_are_left_and_told() {
    use std::os::unix::fs::PermissionsExt;

    let net = odd().replace("example.com", "example.net");
    let dir = project_with(&[("example.com.zone", odd()), ("example.net.zone", net.clone())]);
    std::fs::hard_link(dir.path().join("example.com.zone"), dir.path().join("same")).expect("a link");
    let read_only = dir.path().join("example.net.zone");
    std::fs::set_permissions(&read_only, std::fs::Permissions::from_mode(0o444)).expect("it is ours");
    let run = fix(dir.path(), &["example.com.zone", "example.net.zone"]);
    for told in
        ["`example.com.zone` is not changed: it has 2 names", "`example.net.zone` is not changed: it is read-only"]
    {
        assert!(run.stderr.contains(told), "{run:#?}");
    }
    assert!(run.code == 1 && run.stderr.contains("0 fixed, 2 remain"), "{run:#?}");
    assert_eq!((read(dir.path(), "example.com.zone"), read(dir.path(), "example.net.zone")), (odd(), net));
}

#[test]
fn compressed_and_generated_text_is_left() {
    let generated = ZONE.to_owned() + "$GENERATE 1-2 w$ 300 A 192.0.2.1$\nw1 90 A 192.0.2.21\nw1 300 A 192.0.2.22\n";
    let dir = project_with(&[("b.zone", generated.as_bytes()), ("a.zone.gz", &packed(odd().as_bytes()))]);
    let run = fix(dir.path(), &[]);
    assert!(run.stderr.contains("`a.zone.gz` is not changed: it is compressed"), "{run:#?}");
    assert_eq!(std::fs::read(dir.path().join("a.zone.gz")).expect("it is there"), packed(odd().as_bytes()));
    assert!(read(dir.path(), "b.zone").contains("$GENERATE 1-2 w$ 300 A 192.0.2.1$\n"), "{run:#?}");
}

#[test]
fn a_file_of_zones_that_are_not_checked_is_left() {
    let zone = |name: &str| ZONE.replace("example.com", name) + "$INCLUDE hosts.inc\n";
    let hosts = "www 300 A 192.0.2.11\nwww 90 A 192.0.2.12\nwww 300 A 192.0.2.13\n";
    let dir = project_with(&[("example.com.zone", zone("example.com")), ("example.net.zone", zone("example.net"))]);
    write(dir.path(), "hosts.inc", hosts);
    let run = fix(dir.path(), &["example.com.zone"]);
    assert_eq!((run.code, read(dir.path(), "hosts.inc").as_str()), (1, hosts), "{run:#?}");
    let run = fix(dir.path(), &[]);
    assert_eq!((run.code, read(dir.path(), "hosts.inc")), (0, hosts.replace("www 90 A", "www 300 A")), "{run:#?}");
    for name in ["example.com.zone", "example.net.zone"] {
        assert!(read(dir.path(), name).contains("2026112202"), "{name}: both have another serial");
    }
}

/// A rule file of a stranger may ask for text that turns the line around.
#[test]
fn what_is_not_seen_is_not_written() {
    let rule = |value: &str| {
        let record = "name: note, type: TXT, value: ";
        format!("version: 1\nrecords:\n- {{{record}\"{value}\"}}\n")
    };
    let zone = ZONE.to_owned() + "note 300 IN TXT \"as it was\"\n";
    for (value, is_offered) in [("as it is", true), ("as\\u202e it is", false)] {
        let dir = project_with(&[("example.com.zone", zone.clone()), ("zonelint.yaml", rule(value))]);
        let run = zonelint(dir.path(), &["check", NOW, "-f", "json"]);
        let [finding] = &run.findings()[..] else { panic!("{run:#?}") };
        assert_eq!((finding["check"] == "record-value-unexpected", !finding["fix"].is_null()), (true, is_offered));
    }
}

/// Text over the disk stands for what was read before somebody wrote the file.
#[test]
fn a_file_that_was_written_meanwhile_is_left() {
    use zonelint::cli::{Io, run, time_of_day};
    use zonelint::fs::{MemoryFs, OsFs, OverlayFs};

    let dir = project_with(&[("example.com.zone", ZONE)]);
    let path = dir.path().canonicalize().expect("it is there");
    let disk = OsFs::default();
    let fs = OverlayFs::new(MemoryFs::new().with(path.join("example.com.zone"), odd()), &disk);
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        fs: &fs,
        stdout: &mut stdout,
        stderr: &mut stderr,
        stdin: &mut &b""[..],
        stdout_is_terminal: false,
        columns: None,
        stdout_shows_links: false,
        progress: None,
        env: &|_| None,
        clock: &time_of_day,
        cwd: path.clone(),
    };
    run(["zonelint", "check", "--fix", NOW].map(Into::into).to_vec(), &mut io);
    let said = String::from_utf8_lossy(&stderr);
    assert!(said.contains("`example.com.zone` is not changed: it was changed meanwhile; run this again"), "{said}");
    assert_eq!(read(&path, "example.com.zone"), ZONE);
}
