//! Zones come from strangers: in a pull request, from a registrar's export, from a compromised host.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::support::contract::assert_contract;
use crate::support::{FORMATS, Run, SWAPPED, ZONE, in_time, project, project_with, write, zonelint};

/// Stands in every file that must not be read.
const SECRET: &str = "hunter2-correct-horse";

/// A folder with a project `inner` and, beside it, what is none of the project's business.
fn beside_a_secret() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir_all(dir.path().join("inner/.git")).expect("it can be made");
    // As a zone would have it, and as a file of another kind would.
    write(dir.path(), "secret/records.inc", format!("{SECRET} IN TXT {SECRET}\n"));
    write(dir.path(), "secret/shadow", format!("root:{SECRET}:1::\n"));
    dir
}

/// Runs in all formats, and sees to it that no byte of the secret comes out.
fn refused(inner: &Path, include: &str) {
    write(inner, "example.com.zone", ZONE.to_owned() + &format!("$INCLUDE {include}\n"));
    for format in FORMATS {
        let run = zonelint(inner, &["check", "-f", format, "example.com.zone"]);
        assert_eq!(run.code, 1, "{include}: {run:#?}");
        let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("include-failed") && said.contains("outside the project"), "{run:#?}");
        for piece in [SECRET, "hunter2", "root:"] {
            assert!(!run.stdout.contains(piece) && !run.stderr.contains(piece), "{include}: {run:#?}");
        }
    }
    assert_contract(&zonelint(inner, &["check", "-f", "json", "example.com.zone"]));
}

#[test]
fn includes_stay_inside_the_project() {
    let dir = beside_a_secret();
    let inner = dir.path().join("inner");
    std::fs::create_dir(inner.join("sub")).expect("it can be made");
    symlink("../secret/shadow", inner.join("link")).expect("it can be made");
    symlink("link", inner.join("link-to-link")).expect("it can be made");
    symlink("../secret", inner.join("linked")).expect("it can be made");
    symlink(dir.path().join("secret/records.inc"), inner.join("absolute")).expect("it can be made");
    for file in ["records.inc", "shadow"] {
        refused(&inner, &format!("../secret/{file}"));
        refused(&inner, &format!("sub/../../secret/{file}"));
        refused(&inner, &format!("\"../secret/{file}\" example.com."));
        refused(&inner, &format!("linked/{file}"));
        refused(&inner, &dir.path().join("secret").join(file).display().to_string());
        refused(&inner, &format!("{}/../secret/{file}", inner.display()));
    }
    for link in ["link", "link-to-link", "absolute", "sub/../link"] {
        refused(&inner, link);
    }
    refused(&inner, "/etc/passwd");
}

/// Not "does not exist", though another base was tried and has no such file.
#[test]
fn a_link_that_leads_outside_is_called_one() {
    let dir = beside_a_secret();
    let inner = dir.path().join("inner");
    std::fs::create_dir(inner.join("zones")).expect("it can be made");
    symlink("../../secret/shadow", inner.join("zones/link")).expect("it can be made");
    symlink("../../secret", inner.join("zones/linked")).expect("it can be made");
    for include in ["link", "linked/shadow", "linked/nobody", "linked/no/body"] {
        write(&inner, "zones/example.com.zone", ZONE.to_owned() + &format!("$INCLUDE {include}\n"));
        let run = zonelint(&inner, &["check", "-f", "concise", "zones"]);
        assert!(run.stdout.contains(&format!("`{include}` is outside the project")), "{run:#?}");
    }
}

/// The answer is the same whether the file exists or not: the linter is no way to look around.
#[test]
fn what_is_outside_is_not_even_asked_for() {
    let dir = beside_a_secret();
    let inner = dir.path().join("inner");
    let said = |file: &str| {
        write(&inner, "example.com.zone", ZONE.to_owned() + &format!("$INCLUDE {file}\n"));
        let run = zonelint(&inner, &["check", "-f", "concise", "example.com.zone"]);
        run.stdout.replace(file, "FILE")
    };
    assert_eq!(said("../secret/shadow"), said("../secret/nobody"));
}

#[test]
fn the_root_is_the_repository_not_the_folder() {
    let dir = project_with(&[
        ("zones/example.com.zone", ZONE.to_owned() + "$INCLUDE ../common/more.inc\n"),
        ("common/more.inc", SWAPPED.to_owned()),
    ]);
    let run = zonelint(&dir.path().join("zones"), &["check", "-f", "json"]);
    assert!(run.checks().contains(&"srv-port-transposed".to_owned()), "{run:#?}");
}

#[test]
fn without_a_repository_the_root_is_the_folder_of_the_rule_file_else_the_argument() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    assert!(!dir.path().ancestors().any(|dir| dir.join(".git").exists()), "temporary folders are in no repository");
    write(dir.path(), "top/zones/example.com.zone", ZONE.to_owned() + "$INCLUDE ../common/more.inc\n");
    write(dir.path(), "top/common/more.inc", SWAPPED);
    let zones = dir.path().join("top/zones");
    let alone = zonelint(&zones, &["check", "-f", "json"]);
    assert!(alone.checks().contains(&"include-failed".to_owned()), "{alone:#?}");
    write(dir.path(), "top/zonelint.yaml", "version: 1\n");
    let with_rules = zonelint(&zones, &["check", "-f", "json"]);
    assert!(with_rules.checks().contains(&"srv-port-transposed".to_owned()), "{with_rules:#?}");
}

#[test]
fn includes_that_never_end_are_cut() {
    let dir = project_with(&[
        ("example.com.zone", ZONE.to_owned() + "$INCLUDE a.inc\n" + SWAPPED),
        ("a.inc", "$INCLUDE b.inc\n".to_owned()),
        ("b.inc", "$INCLUDE ./a.inc\n$INCLUDE example.com.zone\n".to_owned()),
    ]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "example.com.zone"]);
    assert_contract(&run);
    let failed = run.checks().into_iter().filter(|check| check == "include-failed").count();
    assert_eq!(failed, 2, "{run:#?}");
    assert!(run.checks().contains(&"srv-port-transposed".to_owned()), "the rest is read all the same: {run:#?}");
}

#[test]
fn includes_do_not_go_down_for_ever() {
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + "$INCLUDE 0.inc\n")]);
    for n in 0..2000 {
        write(dir.path(), &format!("{n}.inc"), format!("$INCLUDE {}.inc\n", n + 1));
    }
    let run = zonelint(dir.path(), &["check", "-f", "json", "example.com.zone"]);
    assert_contract(&run);
    assert!(run.checks().contains(&"include-failed".to_owned()), "{run:#?}");
}

/// Each file includes the next one twice: depth alone would allow 2^n of them.
#[test]
fn includes_do_not_multiply_for_ever() {
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + "$INCLUDE 0.inc\n")]);
    for n in 0..40 {
        write(dir.path(), &format!("{n}.inc"), format!("$INCLUDE {0}.inc\n$INCLUDE {0}.inc\n", n + 1));
    }
    write(dir.path(), "40.inc", "x A 192.0.2.1\n");
    let run = in_time(dir.path(), &["check", "-f", "json", "example.com.zone"]);
    assert_contract(&run);
    assert!(run.checks().contains(&"include-failed".to_owned()), "{run:#?}");
}

#[test]
fn pipes_and_devices_are_not_opened() {
    let dir = project_with(&[("zones/example.com.zone", ZONE.to_owned() + "$INCLUDE pipe.inc\n")]);
    for pipe in ["pipe.zone", "zones/pipe.inc", "zones/pipe.zone"] {
        let made = Command::new("mkfifo").arg(dir.path().join(pipe)).status().expect("there is mkfifo");
        assert!(made.success());
    }
    symlink("/dev/zero", dir.path().join("zones/zero.zone")).expect("it can be made");
    symlink("/dev/zero", dir.path().join("zero.yaml")).expect("it can be made");
    let not_regular = ["pipe.zone", "/dev/zero", "/dev/stdin"].map(|path| (path, "not a regular file"));
    for (path, why) in not_regular.into_iter().chain([("zones/zero.zone", "a link out of the project")]) {
        let run = in_time(dir.path(), &["check", "-f", "json", path]);
        assert_eq!(run.code, 2, "{path}: {run:#?}");
        assert!(run.stderr.contains(why), "{path}: {run:#?}");
        assert_contract(&run);
    }
    for rules in ["pipe.zone", "zero.yaml"] {
        let run = in_time(dir.path(), &["check", "-f", "json", "--config", rules, "zones"]);
        assert_eq!(run.code, 2, "{rules}: {run:#?}");
        assert_contract(&run);
    }
    write(dir.path(), "extends.yaml", "extends: [./pipe.zone, ./zero.yaml]\n");
    assert_eq!(in_time(dir.path(), &["check", "-f", "json", "--config", "extends.yaml", "zones"]).code, 2);
    // In a folder they are passed over, and an include of one is refused.
    let run = in_time(dir.path(), &["check", "-f", "json", "zones"]);
    assert_eq!((run.code, run.checks()), (1, vec!["include-failed".to_owned()]), "{run:#?}");
}

/// No byte that a terminal would act on, in either stream.
fn assert_harmless(run: &Run) {
    for (stream, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        let acts = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
        };
        assert!(!text.chars().any(acts), "{stream}: {text:?}");
    }
}

#[test]
fn nothing_in_a_zone_reaches_the_terminal_raw() {
    let hostile: [&[u8]; 8] = [
        b"\x1b[31mred\x1b]0;title\x07",
        b"\xff\xfe",
        b"\xc2\x9b31m",
        "\u{202e}evil".as_bytes(),
        "\u{200b}zero\u{feff}".as_bytes(),
        b"a\x08b\x7f",
        b"\x0b\x0c",
        b"\xed\xa0\x80",
    ];
    let mut zone = ZONE.as_bytes().to_vec();
    for bytes in hostile {
        for (before, after) in [
            (&b"\""[..], &b"\" IN A 192.0.2.999\n"[..]),
            (b"x IN A ", b"\n"),
            (b"x IN TXT \"", b"\" (\n)\n"),
            (b"x IN ", b" y\n"),
            (b"$INCLUDE ", b"\n"),
            (b"$INCLUDE \"", b"/x.inc\"\n"),
            (b"$ORIGIN ", b"\n"),
            (b"$TTL ", b"\n"),
            (b"$GENERATE 1-2 ", b"$ A 192.0.2.$\n"),
            (b"$", b" x\n"),
            (b"_sip._tls IN SRV 0 0 434 ", b"\n"),
            (b"_sip._", b" IN SRV 0 0 434 host\n"),
            (b"x IN MX 10 ", b"\n"),
            (b"; ", b"\nx IN A 192.0.2.999 ; "),
            (b"\n", b" IN A x\n"),
        ] {
            zone.extend_from_slice(before);
            zone.extend_from_slice(bytes);
            zone.extend_from_slice(after);
        }
    }
    let dir = project_with(&[("example.com.zone", &zone)]);
    for format in FORMATS {
        let run = zonelint(dir.path(), &["check", "-f", format, "example.com.zone"]);
        assert_eq!(run.code, 1);
        assert!(run.stdout.len() > 1000, "there is something to say: {run:#?}");
        assert_harmless(&run);
    }
    assert_contract(&zonelint(dir.path(), &["check", "-f", "json", "example.com.zone"]));
}

#[test]
fn nothing_in_a_file_name_reaches_the_terminal_raw() {
    let names: [&[u8]; 7] = [
        b"\x1b[31mred.zone",
        b"\xff\xfe.zone",
        b"two\nlines.zone",
        b"cr\rreturn.zone",
        "\u{202e}enoz".as_bytes(),
        b"tab\there.zone",
        b"a\xc2\x9bb.zone",
    ];
    let dir = project();
    for name in names {
        let inside = dir.path().join("zones");
        std::fs::create_dir_all(&inside).expect("it can be made");
        std::fs::write(inside.join(OsStr::from_bytes(name)), ZONE.to_owned() + SWAPPED).expect("it can be written");
    }
    for format in FORMATS {
        let run = zonelint(dir.path(), &["check", "-f", format, "zones"]);
        assert_eq!(run.code, 1);
        assert_harmless(&run);
        if format == "concise" {
            assert_eq!(run.stdout.lines().count(), names.len(), "{run:#?}");
            assert!(run.stdout.lines().all(|line| line.starts_with("zones/")), "no line is made up: {run:#?}");
        }
        for name in names {
            let name = OsStr::from_bytes(name);
            let path = Path::new("zones").join(name);
            assert_harmless(&zonelint(
                dir.path(),
                &[OsStr::new("check"), OsStr::new("-f"), OsStr::new(format), path.as_os_str()],
            ));
            // Not there: the name is in the message.
            assert_harmless(&zonelint(dir.path(), &[OsStr::new("check"), OsStr::new("-f"), OsStr::new(format), name]));
        }
    }
    assert_contract(&zonelint(dir.path(), &["check", "-f", "json", "zones"]));
}

#[test]
fn nothing_in_the_arguments_reaches_the_terminal_raw() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    for bad in ["\u{1b}[31m", "\u{202e}", "\u{9b}31m"] {
        for arguments in [
            vec!["check".to_owned(), bad.to_owned()],
            vec!["check".to_owned(), format!("--{bad}")],
            vec!["check".to_owned(), "--format".to_owned(), bad.to_owned()],
            vec!["check".to_owned(), "--config".to_owned(), bad.to_owned()],
            vec!["check".to_owned(), "--origin".to_owned(), bad.to_owned(), "example.com.zone".to_owned()],
            vec![bad.to_owned()],
        ] {
            assert_harmless(&zonelint(dir.path(), &arguments));
        }
    }
}

#[test]
fn nothing_in_a_rule_file_reaches_the_terminal_raw() {
    for rules in [
        &b"serv\x1bices: []\n"[..],
        b"\"serv\\x1b[31mices\": []\n",
        b"services: [{service: \"_x._tcp\", port: \"\\u202e\"}]\n",
        b"checks: {\"\\e]0;x\\a\": off}\n",
        b"\xff\xfe: 1\n",
        b"extends: \"\\e[31m\"\n",
        b"services: [{service: _sipfederationtls._tcp, port: 5061, reason: \"\\e[31m \\u202e\"}]\n",
    ] {
        let dir =
            project_with(&[("example.com.zone", (ZONE.to_owned() + SWAPPED).as_bytes()), ("zonelint.yaml", rules)]);
        for format in FORMATS {
            let run = zonelint(dir.path(), &["check", "-f", format]);
            assert!(run.code > 0, "{run:#?}");
            assert_harmless(&run);
        }
    }
}

/// Large numbers in small files.
#[test]
fn small_files_do_not_make_large_work() {
    for records in [
        "$GENERATE 0-4294967295 h$ A 192.0.2.1\n".to_owned(),
        "$GENERATE 0-2147483647/1 h${0,4294967295,d} A 192.0.2.1\n".to_owned(),
        "$GENERATE 1-65535 g${0,200} TXT ${0,255}\n".repeat(20),
        format!("x IN TXT {}\n", "(".repeat(1_000_000)),
        format!("x IN TXT {}{}\n", "( ".repeat(100_000), ") ".repeat(100_000)),
        format!("x IN TXT \"{}\n", "a".repeat(1_000_000)),
        format!("{}.example.com. IN A 192.0.2.1\n", "a.".repeat(200_000)),
        "\\".repeat(100_001),
        format!("$ORIGIN {}\n", "a".repeat(100_000)),
        "$ORIGIN a\n".repeat(1000),
        format!("x IN TYPE65280 \\# 4294967295 {}\n", "00".repeat(100_000)),
        "x 99999999999999999999999 IN A 192.0.2.1\n".to_owned(),
        "\r".repeat(200_000),
    ] {
        let dir = project_with(&[("example.com.zone", ZONE.to_owned() + &records)]);
        let run = in_time(dir.path(), &["check", "-f", "json", "example.com.zone"]);
        let start: String = records.chars().take(40).collect();
        assert!(run.code < 2, "{start}: {run:#?}");
        assert_contract(&run);
        let full = in_time(dir.path(), &["check", "example.com.zone"]);
        assert!(full.stdout.len() < 1_000_000, "{start}: {} bytes", full.stdout.len());
    }
}

/// A name grows with its origin, and holds 255 octets at most.
#[test]
fn names_do_not_grow_for_ever() {
    let dir =
        project_with(&[("example.com.zone", ZONE.to_owned() + &"$ORIGIN a\n".repeat(300) + "x IN A 192.0.2.1\n")]);
    let run = zonelint(dir.path(), &["check", "-f", "json", "example.com.zone"]);
    assert_contract(&run);
    assert!(run.checks().contains(&"name-invalid".to_owned()), "{run:#?}");
}

#[test]
fn a_type_may_be_far_from_its_owner() {
    let comments = "; nothing to see here\n".repeat(4000);
    let wrong = format!("far (\n{comments} 1h CNAME gone )\nnear CNAME lost\n");
    let dir = project();
    write(dir.path(), "example.com.zone", ZONE.to_owned() + &wrong);
    let run = zonelint(dir.path(), &["check", "-f", "concise", "example.com.zone"]);
    let line = ZONE.lines().count() + 4002;
    for expected in [
        format!("example.com.zone:{line}:11: warning[target-does-not-exist]: `gone.example.com.` does not exist"),
        format!("example.com.zone:{}:12: warning[target-does-not-exist]: `lost.example.com.` does", line + 1),
    ] {
        assert!(run.stdout.contains(&expected), "{expected}\n{run:#?}");
    }
    // A type that nobody knows, and an owner behind a blank, are kept all the same.
    let odd =
        format!("odd 300 IN (\n{comments} FOOBAR 192.0.2.1 )\n  _sip._tcp (\n{comments} 300 SRV 0 0 5060 near )\n");
    write(dir.path(), "example.com.zone", ZONE.to_owned() + &odd);
    let run = zonelint(dir.path(), &["check", "-f", "concise", "example.com.zone"]);
    let line = ZONE.lines().count() + 4002;
    let expected = format!("example.com.zone:{line}:2: warning[unknown-type]");
    assert!(run.stdout.contains(&expected) && !run.stdout.contains("srv-port-zero"), "{expected}\n{run:#?}");
}

/// A limit on processes or memory (`ulimit -u`, a small container): here no thread finds room for its stack.
#[cfg(target_pointer_width = "64")]
#[test]
fn without_threads_a_run_says_the_same() {
    let dir = project();
    for n in 0..40 {
        write(
            dir.path(),
            &format!("{n}/example{n}.com.zone"),
            ZONE.replace("example", &format!("example{n}")) + SWAPPED,
        );
    }
    let many: String = (0..60_000).map(|n| format!("host{n} IN A 192.0.2.{}\n", n % 250)).collect();
    write(dir.path(), "example.com.zone", ZONE.to_owned() + &many + SWAPPED);
    let with_threads = zonelint(dir.path(), &["check", "-f", "json"]);
    let mut command = crate::support::program(dir.path());
    command.args(["check", "-f", "json"]).env("RUST_MIN_STACK", (1_u64 << 60).to_string());
    let without = command.output().expect("the program starts");
    assert_eq!(without.status.code(), Some(1), "{}", String::from_utf8_lossy(&without.stderr));
    assert!(without.stdout == with_threads.stdout.as_bytes(), "threads show in what is found");
}
