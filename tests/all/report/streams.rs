//! Streams that take nothing, writers that are killed, and writers at the same time.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{FORMATS, Run, SWAPPED, ZONE, program, project_with, run_in, write, zonelint};

const BASELINE: &str = "zonelint-baseline.json";

/// Commands that answer on standard output.
const ANSWERS: [&[&str]; 17] = [
    &["--help"],
    &["--version"],
    &["check", "--help"],
    &["check", "--list-files"],
    &["check", "--list-files", "-f", "json"],
    &["explain"],
    &["explain", "ns-single"],
    &["explain", "-f", "json"],
    &["rules"],
    &["rules", "-f", "json"],
    &["config"],
    &["config", "-f", "json"],
    &["config", "--schema"],
    &["init", "-o", "-"],
    &["services"],
    &["completions", "bash"],
    &["man", "check"],
];

fn bad() -> tempfile::TempDir {
    project_with(&[("example.com.zone", ZONE.to_owned() + SWAPPED)])
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("it is there").map(|entry| entry.expect("it is there").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The status of a run whose standard output is a pipe that nobody reads.
fn into_closed_pipe(dir: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().expect("pipes can be made");
    drop(reader);
    let output = program(dir).args(arguments).stdout(writer).output().expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn answers_that_nobody_reads_to_their_end_are_answers() {
    let dir = bad();
    for arguments in ANSWERS {
        assert_eq!(into_closed_pipe(dir.path(), arguments), (Some(0), String::new()), "{arguments:?}");
    }
}

/// `zonelint check | head` ends as `zonelint check` does.
#[test]
fn findings_that_nobody_reads_to_their_end_are_found() {
    let (bad, good) = (bad(), project_with(&[("example.com.zone", ZONE)]));
    for format in crate::support::FORMATS {
        let status = |dir: &Path, more: &[&str]| into_closed_pipe(dir, &[&["check", "-f", format], more].concat()).0;
        assert_eq!(status(bad.path(), &[]), Some(1), "{format}");
        assert_eq!(status(bad.path(), &["--fail-on=never"]), Some(0), "{format}");
        assert_eq!(status(bad.path(), &["example.com.zone", "missing.zone"]), Some(2), "{format}");
        assert_eq!(status(good.path(), &[]), Some(0), "{format}");
    }
    assert_eq!(into_closed_pipe(bad.path(), &["check", "--list-files", "."]).0, Some(0));
    assert_eq!(into_closed_pipe(bad.path(), &["check", "--list-files", ".", "missing.zone"]).0, Some(2));
    let closed_stderr = |arguments: &[&str]| {
        let (reader, writer) = std::io::pipe().expect("pipes can be made");
        drop(reader);
        program(bad.path()).args(arguments).stdout(Stdio::null()).stderr(writer).status().expect("it runs").code()
    };
    for arguments in [&["check", "missing.zone"][..], &["explain", "nothing-like-it"], &["init", "missing.zone"]] {
        assert_eq!(closed_stderr(arguments), Some(2), "{arguments:?}");
    }
    assert_eq!(closed_stderr(&["check", "-f", "json"]), Some(1));
}

#[test]
fn a_stream_that_is_full_is_2() {
    let dir = bad();
    let full = || fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    for arguments in ANSWERS.into_iter().chain([&["check"][..], &["check", "-f", "json"]]) {
        let output = program(dir.path()).args(arguments).stdout(full()).output().expect("it runs");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.starts_with("zonelint: cannot write: "), "{arguments:?}: {told}");
    }
    let run = zonelint(dir.path(), &["check", "-o", "/dev/full"]);
    assert_eq!((run.code, run.stderr.starts_with("zonelint: cannot write: `")), (2, true), "{run:#?}");
}

#[test]
fn streams_that_are_named_are_written_to() {
    let dir = bad();
    let report = zonelint(dir.path(), &["check", "-f", "concise"]).stdout;
    let closing = "1 error in 1 zone (7 records); 1 can be fixed with --fix --unsafe-fixes\n";
    for (name, streams) in [
        ("/dev/stdout", [report.clone(), closing.to_owned()]),
        ("/dev/fd/1", [report.clone(), closing.to_owned()]),
        ("/proc/self/fd/1", [report.clone(), closing.to_owned()]),
        ("/dev/stderr", [String::new(), report.clone() + closing]),
        ("/dev/null", [String::new(), closing.to_owned()]),
    ] {
        let run = zonelint(dir.path(), &["check", "-f", "concise", "-o", name]);
        assert_eq!((run.code, [run.stdout, run.stderr]), (1, streams), "{name}");
    }
    // What the shell opened for adding to is added to.
    let script = format!("'{}' check -f concise -o /dev/stdout >> log; echo $?", env!("CARGO_BIN_EXE_zonelint"));
    write(dir.path(), "log", "before\n");
    shell(dir.path(), &script);
    assert_eq!(fs::read_to_string(dir.path().join("log")).expect("it is there"), format!("before\n{report}"));
}

/// Runs a script; what it says on standard output.
fn shell(dir: &Path, script: &str) -> String {
    let output = Command::new("sh").args(["-c", script]).current_dir(dir).output().expect("there is a shell");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_pipe_with_a_name_stays_one() {
    let dir = bad();
    let made = Command::new("mkfifo").arg(dir.path().join("pipe")).status().expect("there is mkfifo");
    assert!(made.success());
    let mut reader = Command::new("cat").arg(dir.path().join("pipe")).stdout(Stdio::piped()).spawn().expect("it runs");
    let run = zonelint(dir.path(), &["check", "-f", "concise", "-o", "pipe"]);
    let mut read = String::new();
    reader.stdout.take().expect("a pipe").read_to_string(&mut read).expect("text");
    reader.wait().expect("it ends");
    assert_eq!((run.code, read.contains("srv-port-transposed")), (1, true), "{run:#?}");
    assert_eq!(names(dir.path()), [".git", "example.com.zone", "pipe"]);
}

#[test]
fn names_may_be_as_long_as_the_system_lets_them() {
    let dir = bad();
    let (report, baseline) = ("r".repeat(255), "b".repeat(250) + ".json");
    for _ in 0..2 {
        let run = zonelint(dir.path(), &["check", "-f", "concise", "-o", &report]);
        assert_eq!(run.code, 1, "{run:#?}");
        let run = zonelint(dir.path(), &["check", &format!("--write-baseline={baseline}")]);
        assert_eq!(run.code, 0, "{run:#?}");
    }
    let run = zonelint(dir.path(), &["init", "-o", &("i".repeat(250) + ".yaml")]);
    assert_eq!(run.code, 0, "{run:#?}");
    assert_eq!(names(dir.path()).len(), 6);
}

/// A file that grows too large ends the program in the middle of its work, by a signal or by an error.
#[test]
fn what_was_cut_short_is_no_file_and_does_not_stay() {
    let zone = ZONE.to_owned() + SWAPPED + &(0..400).map(|n| format!("m{n} IN MX 10 gone{n}\n")).collect::<String>();
    let dir = project_with(&[("example.com.zone", &zone)]);
    let program = env!("CARGO_BIN_EXE_zonelint");
    let limited = |how: &str, arguments: &str| {
        shell(dir.path(), &format!("{how} ulimit -c 0; ulimit -f 1; '{program}' {arguments} >/dev/null 2>&1; echo $?"))
    };
    for arguments in ["check --write-baseline", "check -f json -o report"] {
        let status = limited("", arguments);
        assert!(status.trim().parse::<i32>().is_ok_and(|status| status > 128), "{arguments}: {status}");
        assert_eq!(names(dir.path()).len(), 3, "the signal leaves a file: {:?}", names(dir.path()));
        assert_eq!(limited("trap '' XFSZ;", arguments).trim(), "2", "{arguments}");
        assert_eq!(names(dir.path()), [".git", "example.com.zone"], "the next run removes it");
    }
    let many = (0..200).map(|n| format!("_s{n}._tcp IN SRV 0 0 {} host\n", 6000 + n)).collect::<String>();
    write(dir.path(), "example.com.zone", ZONE.to_owned() + &many);
    assert_eq!(limited("trap '' XFSZ;", "init").trim(), "2");
    assert_eq!(names(dir.path()), [".git", "example.com.zone"], "no half of a rule file");
    assert_eq!(zonelint(dir.path(), &["init"]).code, 0);
}

#[test]
fn of_two_that_write_one_baseline_one_is_left_whole() {
    let zone = |name: &str| {
        let wrong = (0..300).map(|n| format!("m{n} IN MX 10 gone{n}\n")).collect::<String>();
        ZONE.replace("example.com", name) + &wrong
    };
    let dir = project_with(&[("a.example.zone", zone("a.example")), ("b.example.zone", zone("b.example"))]);
    let alone = |zone: &str| -> Run { run_in(dir.path(), &["check", zone, "--write-baseline"]) };
    let bytes = || fs::read(dir.path().join(BASELINE)).unwrap_or_default();
    let mut wholes = Vec::new();
    for order in [&["a.example.zone"][..], &["b.example.zone"], &["a.example.zone", "b.example.zone"]] {
        let _ = fs::remove_file(dir.path().join(BASELINE));
        order.iter().for_each(|zone| assert_eq!(alone(zone).code, 0));
        wholes.push(bytes());
    }
    for _ in 0..8 {
        let _ = fs::remove_file(dir.path().join(BASELINE));
        let start =
            |zone: &str| program(dir.path()).args(["check", zone, "--write-baseline"]).spawn().expect("it runs");
        let both = [start("a.example.zone"), start("b.example.zone")];
        for mut run in both {
            assert_eq!(run.wait().expect("it ends").code(), Some(0));
        }
        assert!(wholes.contains(&bytes()), "{}", String::from_utf8_lossy(&bytes()));
    }
    assert_eq!(names(dir.path()), [".git", "a.example.zone", "b.example.zone", BASELINE]);
}

/// `zonelint check | head -1`.
#[test]
fn a_reader_that_leaves_is_no_panic() {
    let bad: String = (0..3_000).map(|n| format!("h{n} IN A 192.0.2.999\n")).collect();
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + &bad)]);
    for format in FORMATS {
        let mut command = program(dir.path());
        command.args(["check", "-f", format]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut first = [0; 10];
        let mut stdout = BufReader::with_capacity(64, child.stdout.take().expect("stdout is piped"));
        stdout.read_exact(&mut first).expect("there is a first line");
        assert!(!stdout.fill_buf().expect("there is more").is_empty());
        drop(stdout);
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked"), "{format}: {said}");
        assert_eq!(output.status.code(), Some(1), "{format}: {said}");
    }
}
