//! What the system may lack: file handles, memory, an environment.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{SWAPPED, ZONE, program, project_with, write, zonelint};

fn zones(dir: &Path, count: usize) {
    for n in 0..count {
        let zone = ZONE.replace("example", &format!("example{n}")) + SWAPPED;
        write(dir, &format!("{n}/example{n}.com.zone"), zone);
    }
}

/// A run below a limit of the shell's `ulimit`.
fn limited(dir: &Path, limit: &str, arguments: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_zonelint");
    let script = format!("ulimit -c 0; ulimit {limit}; exec '{program}' {arguments}");
    Command::new("sh").args(["-c", &script]).current_dir(dir).output().expect("there is a shell")
}

/// Three are the standard streams; of the others a folder, a file and what git is asked for take some.
#[test]
fn few_file_handles_are_enough() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    zones(dir.path(), 200);
    let run = limited(dir.path(), "-n 16", "check -f json");
    let all = zonelint(dir.path(), &["check", "-f", "json"]);
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(run.stdout == all.stdout.as_bytes(), "handles show in what is found");
}

/// Memory that is refused ends a program of this language. What it was to write is then as it was before. How much it
/// needs depends on the machine, and not every container holds it to a limit.
#[cfg(target_os = "linux")]
#[test]
fn without_memory_nothing_is_half_written() {
    let many: String = (0..400_000).map(|n| format!("host{n} IN A 192.0.2.{}\n", n % 250)).collect();
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + &many + SWAPPED)]);
    let empty = "{\"version\": 2,\n\"paths\": [],\n\"findings\": [\n]}\n";
    let mut ended_early = 0;
    for limit in ["-v 20000", "-v 30000", "-v 40000", "-v 50000", "-v 60000", "-v 90000"] {
        write(dir.path(), "zonelint-baseline.json", empty);
        let run = limited(dir.path(), limit, "check --write-baseline example.com.zone");
        let baseline = std::fs::read_to_string(dir.path().join("zonelint-baseline.json")).expect("it is there");
        let is_whole = run.status.success() && baseline.contains("srv-port-transposed");
        assert!(is_whole || !run.status.success() && baseline == empty, "{limit}: {run:?}: {baseline}");
        ended_early += usize::from(!run.status.success());
    }
    let is_held = !limited(dir.path(), "-v 1000", "--version").status.success();
    assert!(ended_early > 0 || !is_held, "20 MB were enough: the zone is too small for this test");
    assert!(limited(dir.path(), "-v 600000", "check --no-baseline example.com.zone").status.code() == Some(1));
}

#[test]
fn the_environment_may_be_empty_or_odd() {
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + SWAPPED)]);
    let expected = zonelint(dir.path(), &["check", "-f", "json"]);
    let odd =
        [("TZ", "Nowhere/Ever:::"), ("LANG", "xx_XX.\u{fffd}"), ("LC_ALL", "C"), ("HOME", "/dev/null"), ("TERM", "")];
    let mut runs = vec![program(dir.path())];
    runs[0].env_clear();
    runs.extend(odd.map(|(name, value)| {
        let mut run = program(dir.path());
        run.env(name, value);
        run
    }));
    for run in &mut runs {
        let output = run.args(["check", "-f", "json"]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{run:?}: {output:?}");
        assert!(output.stdout == expected.stdout.as_bytes(), "{run:?}");
    }
}

/// Offsets are of 32 bits. The file is sparse, and takes no room on the disk.
#[test]
fn a_file_over_4_gib_is_2_and_the_others_are_checked() {
    let dir = project_with(&[("example.com.zone", ZONE.to_owned() + SWAPPED)]);
    let file = std::fs::File::create(dir.path().join("large.zone")).expect("it can be made");
    file.set_len(5 << 30).expect("the file system takes sparse files");
    let run = zonelint(dir.path(), &["check", "-f", "concise", "large.zone", "example.com.zone"]);
    assert_eq!(run.code, 2, "{run:#?}");
    assert!(run.stderr.contains("large.zone") && run.stdout.contains("srv-port-transposed"), "{run:#?}");
}
