//! Arguments that are not understood: what is said, and what to type instead.

use crate::support::{SWAPPED, ZONE, project, project_with, write, zonelint, zonelint_with_stdin};

/// What is said on stderr, where the arguments are wrong.
fn said(dir: &std::path::Path, arguments: &[&str]) -> String {
    let run = zonelint(dir, arguments);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:#?}");
    run.stderr
}

#[test]
fn what_was_meant_by_a_command_that_there_is_not() {
    let dir = project_with(&[("zones/a.zone", ZONE), ("my zone", ZONE)]);
    for (arguments, tip) in [
        (&["zones/a.zone"][..], "`zonelint check zones/a.zone`"),
        (&["zones"], "`zonelint check zones`"),
        (&["-"], "`zonelint check -`"),
        (&["my zone", "--statistics"], "`zonelint check 'my zone' --statistics`"),
        (&["lint", "zones"], "`zonelint check zones`"),
        (&["lint", "a;b", "(c)", "d&e"], "`zonelint check 'a;b' '(c)' 'd&e'`"),
        (&["validate"], "`zonelint check`"),
        (&["zonefile", "a", "b", "c", "d", "e"], "`zonelint check a b c d …`"),
        (&["--origin", "example.com", "a"], "flags follow the command: `zonelint check --origin example.com a`"),
        (&["chekc"], "a similar subcommand exists: 'check'"),
    ] {
        let said = said(dir.path(), arguments);
        assert!(said.contains(&format!("  tip: {tip}\n")), "{arguments:?}: {said}");
    }
}

#[test]
fn how_flags_of_other_programs_are_said_here() {
    let dir = project();
    for (flag, tip) in [
        ("--in-place", "`--fix` changes the files"),
        ("--ignore=x", "`--off CHECK`"),
        ("--strict", "`--fail-on info` is stricter"),
        ("--ruleset", "`--config FILE`"),
        ("--sarif", "`--format sarif`"),
        ("--no-colour", "`--color never`"),
        ("-r", "remove it"),
        ("--silent", "`--quiet`"),
        ("-s", "`--quiet`"),
        ("--debug", "`--verbose`"),
        ("--only=srv", "`--select CHECK`"),
        ("--enable", "`--warn CHECK`"),
        ("--reporter=json", "`--format FORMAT`"),
        ("--stats", "`--statistics`"),
        ("--ignore-path", "`--exclude GLOB`"),
        ("-j", "all cores are always used"),
        ("--zone", "`--origin NAME`"),
        ("--orign", "a similar argument exists: '--origin'"),
    ] {
        let said = said(dir.path(), &["check", flag]);
        assert!(said.contains(&format!("  tip: {tip}")) || said.contains(tip), "{flag}: {said}");
        assert_eq!(said.matches("  tip: ").count(), 1, "{flag}: {said}");
    }
}

#[test]
fn help_is_an_answer() {
    for arguments in [&["help"][..], &["help", "check"], &["check", "--help"]] {
        let run = zonelint(project().path(), arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
        assert!(run.stdout.contains("Usage: zonelint"), "{run:#?}");
    }
}

#[test]
fn the_order_of_named_checkzone_is_understood() {
    let relative = ZONE.replace("$ORIGIN example.com.\n", "");
    let dir = project_with(&[("main", relative)]);
    let run = zonelint(dir.path(), &["check", "example.org", "main"]);
    let tip = "zonelint: if `example.org` is the zone in `main`, write `--origin example.org main`\n";
    assert!(run.code == 2 && run.stderr.starts_with(tip), "{run:#?}");
    for other in [&["check", "main", "example.org"][..], &["check", "no/zone", "main"], &["check", "a.b", "c.d"]] {
        assert!(!zonelint(dir.path(), other).stderr.contains("--origin"), "{other:?}");
    }
}

#[test]
fn a_pattern_that_no_shell_expanded_stands_for_its_files() {
    let dir = project_with(&[
        ("zones/a.zone", ZONE.to_owned() + SWAPPED),
        ("zones/b.zone", ZONE.to_owned()),
        ("zones/x/c.zone", ZONE.to_owned()),
        ("zones/notes.txt", "no zone\n".to_owned()),
    ]);
    let listed = |pattern: &str| {
        let run = zonelint(dir.path(), &["check", "--list-files", pattern]);
        run.stdout.lines().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(listed("zones/*.zone"), ["zones/a.zone", "zones/b.zone"]);
    assert_eq!(listed("./zones/[ab].zone"), ["zones/a.zone", "zones/b.zone"]);
    assert_eq!(listed("zones/**/*.zone"), ["zones/a.zone", "zones/b.zone", "zones/x/c.zone"]);
    assert_eq!(listed("z*/x"), ["zones/x/c.zone"]);
    let none = said(dir.path(), &["check", "zones/*.db"]);
    assert_eq!(none, "zonelint: `zones/*.db` does not exist, and as a pattern it matches no file\n");
    write(dir.path(), "zones/[ab].zone", ZONE);
    assert_eq!(listed("zones/[ab].zone"), ["zones/[ab].zone"], "a file of that very name");
}

#[test]
fn a_name_for_standard_input_is_enough_to_read_it() {
    let zone = ZONE.to_owned() + SWAPPED;
    let dir = project_with(&[("b.zone", &zone)]);
    let arguments = ["check", "-f", "concise", "--stdin-filename", "zones/a.zone"];
    let run = zonelint_with_stdin(dir.path(), &arguments, zone.as_bytes());
    assert_eq!(run.stdout.lines().count(), 1, "{run:#?}");
    assert!(run.stdout.starts_with("zones/a.zone:9:39: error"), "{run:#?}");
    let run = zonelint_with_stdin(dir.path(), &[&arguments[..], &["b.zone"]].concat(), zone.as_bytes());
    assert_eq!(run.stdout.lines().count(), 2, "{run:#?}");
}

#[cfg(unix)]
#[test]
fn errors_of_the_system_are_words() {
    let dir = project_with(&[("a.zone", ZONE), ("out/x", "")]);
    for arguments in [
        &["check", "gone.zone"][..],
        &["check", "a.zone/b"],
        &["check", "-o", "out", "a.zone"],
        &["check", "-o", "gone/x", "a.zone"],
        &["check", "-c", "out", "a.zone"],
        &["check", "--baseline", "out", "a.zone"],
        &["init", "-o", "gone/x"],
    ] {
        let run = zonelint(dir.path(), arguments);
        assert!(run.code == 2 && !run.stderr.contains("os error"), "{arguments:?}: {run:#?}");
    }
    let folder = std::fs::File::open(dir.path().join("out")).expect("a folder can be opened");
    let output = crate::support::program(dir.path()).args(["check", "-"]).stdin(folder).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said, "zonelint: standard input cannot be read: it is a directory\n");
}
