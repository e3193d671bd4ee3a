//! Where findings go: files, counts, and what shells and `man` are told.

use std::process::{Command, Stdio};

use crate::support::{FORMATS, Run, SWAPPED, ZONE, project, project_with, zonelint};
use serde_json::{Value, json};

fn bad() -> tempfile::TempDir {
    project_with(&[("example.com.zone", ZONE.to_owned() + SWAPPED + "x IN A 192.0.2.999\ny IN A 192.0.2.998\n")])
}

fn names(dir: &tempfile::TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(dir.path()).expect("it is there").map(|entry| entry.expect("it is there"));
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_file_holds_what_stdout_would_and_the_closing_line_is_on_stderr() {
    let dir = bad();
    for format in FORMATS {
        let shown = zonelint(dir.path(), &["check", "-f", format]);
        for flag in ["-o", "--output-file"] {
            let run = zonelint(dir.path(), &["check", "-f", format, flag, "report"]);
            assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{format}");
            assert_eq!(
                run.stderr, "3 errors in 1 zone (9 records); 1 can be fixed with --fix --unsafe-fixes\n",
                "{format}"
            );
            let written = std::fs::read_to_string(dir.path().join("report")).expect("it was written");
            let expected = shown
                .stdout
                .trim_end_matches("3 errors in 1 zone (9 records); 1 can be fixed with --fix --unsafe-fixes\n");
            assert_eq!(written.as_str(), expected, "{format}");
        }
        let run = zonelint(dir.path(), &["check", "-f", format, "-o", "-"]);
        assert_eq!((run.stdout, run.stderr), (shown.stdout, shown.stderr), "{format}");
    }
    assert_eq!(names(&dir), [".git", "example.com.zone", "report"]);
}

/// Colours that a terminal would get have no place in a file, unless they are asked for.
#[test]
fn a_file_has_no_colours() {
    let dir = bad();
    for (flags, colours) in [(&["-o", "report"][..], false), (&["-o", "report", "--color", "always"], true)] {
        let mut command = crate::support::program(dir.path());
        command.env("FORCE_COLOR", "1").arg("check").args(flags).output().expect("it runs");
        let written = std::fs::read(dir.path().join("report")).expect("it was written");
        assert_eq!(written.contains(&0x1b), colours, "{flags:?}");
    }
}

#[test]
fn a_file_that_cannot_be_written_is_2() {
    let dir = bad();
    for path in ["gone/report", ".git"] {
        let run = zonelint(dir.path(), &["check", "-f", "json", "-o", path]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:#?}");
        assert!(run.stderr.contains("cannot write: `") && run.stderr.contains(path), "{run:#?}");
    }
    assert_eq!(names(&dir), [".git", "example.com.zone"]);
}

#[test]
fn every_format_for_programs_leaves_the_closing_line_to_stderr() {
    let dir = bad();
    for format in &FORMATS[1..] {
        let run = zonelint(dir.path(), &["check", "-f", format]);
        assert_eq!(
            run.stderr, "3 errors in 1 zone (9 records); 1 can be fixed with --fix --unsafe-fixes\n",
            "{format}"
        );
        // A page has it, too: it is for people.
        assert_eq!(run.stdout.contains("in 1 zone"), *format == "html", "{format}");
    }
}

#[test]
fn statistics_count_the_findings_of_each_check() {
    let dir = bad();
    let run = zonelint(dir.path(), &["check", "--statistics"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stdout, @r"
    2  record-data-invalid  2 errors
    1  srv-port-transposed  1 error
    3 errors in 1 zone (9 records); 1 can be fixed with --fix --unsafe-fixes
    ");
    let run = zonelint(dir.path(), &["check", "--statistics", "-f", "json"]);
    let row =
        |check: &str, count: u32| json!({"check": check, "count": count, "errors": count, "warnings": 0, "infos": 0});
    let document: Value = run.json();
    assert_eq!(document["statistics"], json!([row("record-data-invalid", 2), row("srv-port-transposed", 1)]));
    assert_eq!((&document["version"], &document["summary"]["errors"]), (&json!(1), &json!(3)));
    for format in &FORMATS[3..] {
        let run = zonelint(dir.path(), &["check", "--statistics", "-f", format]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{format}");
        assert!(run.stderr.contains(&format!("`{format}`")), "{run:#?}");
    }
}

fn answer(arguments: &[&str]) -> Run {
    let run = zonelint(project().path(), arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run
}

/// Whether a shell reads a script without complaint; nothing where the shell is not installed.
fn reads(shell: &str, script: &str) -> Option<bool> {
    let dir = project_with(&[("script", script)]);
    let mut command = Command::new(shell);
    command.args(["-n", "script"]).current_dir(dir.path()).stdin(Stdio::null());
    command.output().ok().map(|output| output.status.success() && output.stderr.is_empty())
}

#[test]
fn shells_get_completions_that_they_can_read() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = answer(&["completions", shell]).stdout;
        for word in ["check", "explain", "completions", "statistics", "output-file"] {
            assert!(script.contains(word), "{shell} does not know `{word}`");
        }
        if ["bash", "zsh", "fish"].contains(&shell) {
            assert_ne!(reads(shell, &script), Some(false), "{shell}");
        }
    }
    assert_ne!(reads("bash", "case"), Some(true), "bash would read anything");
    assert_eq!(zonelint(project().path(), &["completions", "tcsh"]).code, 2);
    assert_eq!(zonelint(project().path(), &["completions"]).code, 2);
}

#[test]
fn man_gets_a_page_of_the_program_and_of_each_command() {
    let page = answer(&["man"]).stdout;
    assert!(page.contains(".TH zonelint 1") && page.contains("zonelint\\-check"), "{page}");
    let page = answer(&["man", "check"]).stdout;
    assert!(page.contains(".TH zonelint-check 1") && page.contains(r"\fB\-\-output\-file\fR"), "{page}");
    assert!(page.contains(".SH SYNOPSIS") && page.contains(".SH \"EXIT STATUS\""), "{page}");
    let wrong = zonelint(project().path(), &["man", "lint"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("no command `lint`"), "{wrong:#?}");
}

/// What a user types is what the README lists.
#[test]
fn the_readme_names_every_format() {
    let readme = std::fs::read_to_string(crate::support::root().join("README.md")).expect("it is there");
    let help = answer(&["check", "--help"]).stdout;
    for format in FORMATS {
        assert!(help.contains(&format!("- {format}: ")), "{format}: {help}");
        assert!(readme.contains(&format!("`{format}`")), "{format}");
    }
    let listed: Vec<&str> = zonelint::report::Format::ALL.iter().map(|format| format.name()).collect();
    assert_eq!(listed, FORMATS);
}
