//! The flags: what is written where, what is said, and what does not go together.

use super::{NOW, mended, odd, read};
use crate::support::{ZONE, project_with, write, zonelint, zonelint_with_stdin};

#[test]
fn what_is_found_is_fixed_and_the_rest_is_shown() {
    let zone = odd() + "a CNAME gone\n";
    let dir = project_with(&[("example.com.zone", &zone)]);
    let before = zonelint(dir.path(), &["check", NOW, "-f", "concise"]);
    assert!(before.stderr.ends_with("in 1 zone (10 records); 1 can be fixed with --fix\n"), "{before:#?}");
    let run = zonelint(dir.path(), &["check", NOW, "--fix", "-f", "concise"]);
    assert_eq!(run.code, 1, "{run:#?}");
    assert_eq!(run.stderr, "1 fixed, 1 remains: 1 warning in 1 zone (10 records)\n");
    assert_eq!(run.stdout.lines().count(), 1);
    assert!(run.stdout.contains("target-does-not-exist"), "{run:#?}");
    assert_eq!(read(dir.path(), "example.com.zone"), mended() + "a CNAME gone\n");
    let again = zonelint(dir.path(), &["check", NOW, "--fix", "-f", "json"]);
    assert_eq!(again.json()["summary"]["fixed"], 0);
    assert_eq!(read(dir.path(), "example.com.zone"), mended() + "a CNAME gone\n");
}

#[test]
fn a_clean_file_stays_and_a_fixed_one_is_clean() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    let run = zonelint(dir.path(), &["check", "--fix"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "0 fixed, nothing remains in 1 zone (6 records)\n"));
    write(dir.path(), "example.com.zone", odd());
    let run = zonelint(dir.path(), &["check", "--fix", NOW, "--format=json"]);
    assert_eq!((run.code, run.json()["summary"]["fixed"].as_u64()), (0, Some(1)), "{run:#?}");
    assert_eq!(run.stderr, "1 fixed, nothing remains in 1 zone (9 records)\n");
}

/// Two records of an RRset, of which nobody knows which is right.
const UNSURE: &str = "www 300 A 192.0.2.11\nwww 90 A 192.0.2.12\n";

#[test]
fn what_a_person_has_to_look_at_takes_a_flag() {
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + UNSURE)]);
    let run = zonelint(dir.path(), &["check", NOW, "--fix"]);
    let said = "0 fixed, 1 remains: 1 warning in 1 zone (8 records); 1 can be fixed with --fix --unsafe-fixes\n";
    assert!(run.code == 1 && run.stdout.ends_with(said), "{run:#?}");
    assert_eq!(read(dir.path(), "example.com.zone"), ZONE.to_owned() + UNSURE);
    let run = zonelint(dir.path(), &["check", NOW, "--fix", "--unsafe-fixes"]);
    assert_eq!(run.stdout, "1 fixed, nothing remains in 1 zone (8 records)\n", "{run:#?}");
}

#[test]
fn a_diff_says_what_would_change_and_changes_nothing() {
    let dir =
        project_with(&[("zones/example.com.zone", odd()), ("zones/example.net.zone", ZONE.replace(".com", ".net"))]);
    let run = zonelint(dir.path(), &["check", NOW, "--diff"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, "1 would be fixed, nothing remains in 2 zones (15 records)\n"));
    insta::assert_snapshot!(run.stdout, @r"
    --- a/zones/example.com.zone
    +++ b/zones/example.com.zone
    @@ -1,11 +1,11 @@
     $ORIGIN example.com.
     $TTL 1h
    -@    IN SOA ns1 hostmaster 2026112201 4h 1h 2w 1h
    +@    IN SOA ns1 hostmaster 2026112202 4h 1h 2w 1h
          IN NS  ns1
          IN NS  ns2
     ns1  IN A   192.0.2.1
     ns2  IN A   192.0.2.2
     host IN A   192.0.2.3
     www 300 A 192.0.2.11
    -www 90  A 192.0.2.12 ; second
    +www 300 A 192.0.2.12 ; second
     www 300 A 192.0.2.13
    ");
    assert_eq!(read(dir.path(), "zones/example.com.zone"), odd());
    let clean = zonelint(dir.path(), &["check", "--diff", "zones/example.net.zone"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""), "{clean:#?}");
}

/// What `git apply` makes of the diff is what `--fix` writes.
#[test]
fn a_diff_is_what_other_programs_apply() {
    let zone = odd().replace('\n', "\r\n") + "caf\u{e9} TXT \"x\"";
    let mut bytes: Vec<u8> = zone.into_bytes();
    bytes.push(0xff);
    let dir = project_with(&[("a folder/example.com.zone", &bytes)]);
    let run = crate::support::program(dir.path()).args(["check", NOW, "--diff"]).output().expect("it starts");
    write(dir.path(), "fixes.patch", &run.stdout);
    let git = std::process::Command::new("git").args(["apply", "fixes.patch"]).current_dir(dir.path()).output();
    let Ok(git) = git else { return };
    assert!(git.status.success(), "{}", String::from_utf8_lossy(&git.stderr));
    let patched = std::fs::read(dir.path().join("a folder/example.com.zone")).expect("it is there");
    assert_ne!(patched, bytes);
    write(dir.path(), "a folder/example.com.zone", &bytes);
    std::fs::remove_file(dir.path().join("fixes.patch")).expect("it is ours");
    zonelint(dir.path(), &["check", NOW, "--fix"]);
    assert_eq!(std::fs::read(dir.path().join("a folder/example.com.zone")).expect("it is there"), patched);
}

#[test]
fn the_text_of_standard_input_goes_to_standard_output() {
    let dir = project_with(&[("other.zone", ZONE)]);
    let zone = odd() + "a CNAME gone\n";
    let run = zonelint_with_stdin(dir.path(), &["check", NOW, "--fix", "-"], zone.as_bytes());
    assert_eq!((run.code, &run.stdout), (1, &(mended() + "a CNAME gone\n")), "{run:#?}");
    assert!(run.stderr.contains("target-does-not-exist"), "{run:#?}");
    assert!(run.stderr.ends_with("1 fixed, 1 remains: 1 warning in 1 zone (10 records)\n"), "{run:#?}");
    let diff = zonelint_with_stdin(dir.path(), &["check", NOW, "--diff", "-"], zone.as_bytes());
    assert!(diff.code == 1 && diff.stdout.starts_with("--- a/<stdin>\n+++ b/<stdin>\n@@ "), "{diff:#?}");
    let named = ["check", NOW, "--fix", "-q", "--stdin-filename", "other.zone"];
    let run = zonelint_with_stdin(dir.path(), &named, odd().as_bytes());
    assert_eq!((run.code, run.stdout, run.stderr.as_str()), (0, mended(), ""));
    assert_eq!(read(dir.path(), "other.zone"), ZONE, "the file it stands for is not written");
    // What cannot be checked comes back as it was.
    let run = zonelint_with_stdin(dir.path(), &["check", "--fix", "--config=gone.yaml", "-"], b"x");
    assert_eq!((run.code, run.stdout.as_str()), (2, "x"), "{run:#?}");
}

#[test]
fn what_comments_and_baselines_silence_is_not_fixed() {
    let silenced =
        odd().replace("www 300 A 192.0.2.11", "; zonelint: ignore[rrset-ttl-mismatch] so be it\nwww 300 A 192.0.2.11");
    let silenced = silenced.replace("; second", "; zonelint: ignore[rrset-ttl-mismatch] so be it");
    let dir = project_with(&[("example.com.zone", &silenced)]);
    let unchanged = |arguments: &[&str], text: &str| {
        write(dir.path(), "example.com.zone", text);
        zonelint(dir.path(), &[&["check", NOW, "--fix"], arguments].concat());
        assert_eq!(read(dir.path(), "example.com.zone"), text, "{arguments:?}");
    };
    unchanged(&[], &silenced);
    unchanged(&["--off", "ttl"], &odd());
    unchanged(&["--select", "srv"], &odd());
    unchanged(&["--min-severity", "error"], &odd());
    write(dir.path(), "example.com.zone", odd());
    assert_eq!(zonelint(dir.path(), &["check", "--write-baseline"]).code, 0);
    unchanged(&[], &odd());
    std::fs::remove_file(dir.path().join("zonelint-baseline.json")).expect("it is ours");
    write(dir.path(), "old/example.com.zone", odd());
    unchanged(&["--base", "old/example.com.zone", "example.com.zone"], &odd());
}

#[test]
fn flags_that_contradict_each_other_are_refused_in_a_line() {
    let dir = project_with(&[("example.com.zone", odd())]);
    for (arguments, told) in [
        (&["--fix", "--add-ignores", "why"][..], "`--fix` and `--add-ignores` cannot be used together"),
        (&["--fix", "--list-files"], "`--fix` and `--list-files` cannot be used together"),
        (&["--fix", "--write-baseline"], "`--fix` and `--write-baseline` cannot be used together"),
        (&["--diff", "--prune-baseline"], "`--diff` and `--prune-baseline` cannot be used together"),
        (&["--diff", "--format", "sarif"], "`--diff` and `--format` cannot be used together"),
        (&["--diff", "--statistics"], "`--diff` and `--statistics` cannot be used together"),
        (&["--unsafe-fixes"], "`--unsafe-fixes` says which fixes `--fix` or `--diff` applies"),
        (&["--fix", "-", "example.com.zone"], "`--fix` takes either standard input or files, not both"),
        (&["--fix-only"], "`--fix` changes the files, `--diff` shows how"),
    ] {
        let run = zonelint(dir.path(), &[&["check"], arguments].concat());
        assert!(run.code == 2 && run.stderr.contains(told), "{arguments:?}: {run:#?}");
        assert_eq!(read(dir.path(), "example.com.zone"), odd());
    }
    let run = zonelint(dir.path(), &["check", "--fix", "gone.zone", "."]);
    assert!(run.code == 2 && read(dir.path(), "example.com.zone") == odd(), "{run:#?}");
}

#[test]
fn formats_show_what_a_fix_would_write() {
    let dir = project_with(&[("example.com.zone", odd())]);
    let full = zonelint(dir.path(), &["check", NOW]);
    assert!(full.stdout.contains("\n  fix: www 300 A 192.0.2.12 ; second\n"), "{full:#?}");
    let gitlab = zonelint(dir.path(), &["check", NOW, "-f", "gitlab"]);
    assert!(gitlab.stdout.contains("; fix: write `300`"), "{gitlab:#?}");
    let json = zonelint(dir.path(), &["check", NOW, "-f", "json"]).json();
    assert_eq!(json["findings"][0]["fix"]["edits"][0]["text"], "300");
    assert_eq!((&json["summary"]["fixable"], &json["summary"]["fixable_unsafe"]), (&1.into(), &0.into()));
    let concise = zonelint(dir.path(), &["check", NOW, "-f", "concise"]);
    assert!(!concise.stdout.contains("fix:"), "{concise:#?}");
}

/// Of a policy in typographic quotes nobody reads what it asks for.
#[test]
fn what_a_mistake_had_hidden_stops_no_fix() {
    let policy = "_dmarc TXT “v=DMARC1; p=none”\n";
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + policy)]);
    let run = zonelint(dir.path(), &["check", NOW, "--fix", "-f", "json"]);
    assert_eq!(
        (run.json()["summary"]["fixed"].as_u64(), run.checks()),
        (Some(1), vec!["dmarc-weak".to_owned()]),
        "{run:#?}"
    );
    assert!(read(dir.path(), "example.com.zone").ends_with("_dmarc TXT \"v=DMARC1; p=none\"\n"));
    // What is as grave is one of its own making, for all that is known.
    let chain = "mail CNAME host\n@ MX 10 192.0.2.3\n";
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + chain)]);
    let run = zonelint(dir.path(), &["check", NOW, "--fix", "--unsafe-fixes", "-f", "json"]);
    assert!(run.checks().contains(&"target-is-address".to_owned()), "{run:#?}");
}
