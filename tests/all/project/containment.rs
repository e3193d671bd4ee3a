//! What stands beside a repository is not read, whatever the repository says and links to.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::code::{code, sources};
use crate::support::{Run, SWAPPED, ZONE, in_time, program, run_in, write, zonelint_with_stdin};

/// Stands in every file that must not be read.
const SECRET: &str = "hunter2-correct-horse";

/// A project and, beside it, what is none of its business.
struct Beside {
    _dir: tempfile::TempDir,
    project: PathBuf,
    outside: PathBuf,
}

/// Names of files outside, of which the first is there and the second is not.
const NAMES: [&str; 2] = ["present", "nowhere"];

fn beside() -> Beside {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let top = dir.path().canonicalize().expect("it is there");
    let (project, outside) = (top.join("project"), top.join("outside"));
    for folder in [".git", "sub"] {
        std::fs::create_dir_all(project.join(folder)).expect("it can be made");
    }
    write(&project, "example.com.zone", ZONE);
    // It is no rule file, no zone and no baseline, so that each of its readers would quote it.
    write(&outside, "present", format!("{SECRET}: {SECRET}\nzone \"{SECRET}.example\" {{ file \"{SECRET}\"; }};\n"));
    Beside { _dir: dir, project, outside }
}

fn link(target: impl AsRef<Path>, path: impl AsRef<Path>) {
    let _ = std::fs::remove_file(&path);
    symlink(target, path).expect("it can be made");
}

fn mkfifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("there is mkfifo").success());
}

impl Beside {
    /// Ways to write the path of a file outside.
    fn paths(&self, name: &str) -> Vec<String> {
        let inside = |path: &str| self.project.join(path);
        link(format!("../outside/{name}"), inside(&format!("link-{name}")));
        link(format!("../link-{name}"), inside(&format!("sub/link-{name}")));
        link(self.outside.join(name), inside(&format!("absolute-{name}")));
        link("../outside", inside("folder"));
        let outside = self.outside.display();
        vec![
            format!("../outside/{name}"),
            format!("sub/../../outside/{name}"),
            format!("{outside}/{name}"),
            format!("{}/../outside/{name}", self.project.display()),
            format!("link-{name}"),
            format!("sub/link-{name}"),
            format!("absolute-{name}"),
            format!("folder/{name}"),
            format!("sub/../folder/{name}"),
        ]
    }

    /// What runs say, in all ways to ask, without the name of the file; the exit status must be this.
    fn said(&self, arguments: &[&str], code: i32, name: &str) -> Vec<String> {
        let ways: [&[&str]; 5] = [
            &["check", "-f", "full"],
            &["check", "-f", "json"],
            &["check", "-f", "concise"],
            &["check", "--list-files"],
            &["config", "--format", "json"],
        ];
        let runs = ways.map(|way| (way, run_in(&self.project, &[way, arguments].concat())));
        runs.into_iter()
            .map(|(way, run)| {
                assert_silent(&run);
                assert!(run.code == code || !way.contains(&"-f"), "{arguments:?} {way:?}: {run:#?}");
                without_fingerprints(&format!("{} {}", run.stdout, run.stderr)).replace(name, "NAME")
            })
            .collect()
    }

    /// Sees to it that nothing outside is shown, by none of the ways to name it, nor whether it is there.
    fn refuses(&self, prepare: impl Fn(&str), arguments: &[&str], code: i32) {
        let [present, nowhere] = NAMES.map(|name| {
            let said = self.paths(name).into_iter().map(|path| {
                prepare(&path);
                (path, self.said(arguments, code, name))
            });
            said.collect::<Vec<_>>()
        });
        for ((path, present), (_, nowhere)) in present.into_iter().zip(nowhere) {
            assert_eq!(present, nowhere, "{path}");
        }
    }

    fn write(&self, name: &str, text: &str) {
        let _ = std::fs::remove_file(self.project.join(name));
        write(&self.project, name, text);
    }
}

/// A fingerprint is made of the path, among others.
fn without_fingerprints(text: &str) -> String {
    const KEY: &str = "\"fingerprint\":\"";
    let mut parts = text.split(KEY);
    let first = parts.next().unwrap_or_default();
    std::iter::once(first).chain(parts.map(|part| &part[16..])).collect()
}

fn assert_silent(run: &Run) {
    for piece in [SECRET, "hunter2"] {
        assert!(!run.stdout.contains(piece) && !run.stderr.contains(piece), "{run:#?}");
    }
}

#[test]
fn rule_files_extend_nothing_outside() {
    let beside = beside();
    beside.refuses(|path| beside.write("zonelint.yaml", &format!("extends: {path}\n")), &[], 2);
    beside.refuses(
        |path| beside.write("sub/rules.yaml", &format!("extends: ../{path}\n")),
        &["-c", "sub/rules.yaml"],
        2,
    );
    let run = run_in(&beside.project, &["check", "-f", "concise"]);
    assert!(run.stdout.starts_with("zonelint.yaml:1:10: error[rule-file-invalid]: "), "{run:#?}");
    assert!(run.stdout.contains("`sub/../folder/nowhere` is not read: it is outside the project"), "{run:#?}");
}

#[test]
fn the_environment_is_shown_by_no_door() {
    let beside = beside();
    let environ = "/proc/self/environ";
    link(environ, beside.project.join("link.yaml"));
    link("/proc/self", beside.project.join("proc"));
    let rules = [environ, "link.yaml", "proc/environ", "proc/root/proc/self/environ"].map(|path| {
        [
            format!("extends: {path}\n"),
            format!("zones: [{{named-conf: {path}}}]\n"),
            format!("includes: {{/srv: {path}}}\n"),
        ]
    });
    for rules in rules.concat() {
        beside.write("zonelint.yaml", &rules);
        for arguments in [["check"].as_slice(), &["check", "-f", "json"], &["config"], &["rules"]] {
            let output = program(&beside.project).env("TOKEN", SECRET).args(arguments).output().expect("it starts");
            let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert!(!text.contains("TOKEN") && !text.contains(SECRET), "{rules}: {text}");
        }
    }
}

#[test]
fn a_rule_file_or_baseline_that_is_a_link_out_is_refused() {
    let beside = beside();
    for (name, how) in [
        ("zonelint.yaml", "to use that file, name it directly with `--config`"),
        (".zonelint.yaml", "to use that file, name it directly with `--config`"),
        ("zonelint-baseline.json", "to use that file, name it directly with `--baseline`"),
    ] {
        let path = beside.project.join(name);
        beside.refuses(|target| link(beside.project.join(target), &path), &[], 2);
        let run = run_in(&beside.project, &["check"]);
        assert!(run.stderr.contains(&format!("`{name}` cannot be read: ")) && run.stderr.contains(how), "{run:#?}");
        std::fs::remove_file(path).expect("it is there");
    }
    beside.refuses(|target| link(target, beside.project.join("named.link")), &["-c", "named.link"], 2);
    for name in NAMES {
        for path in beside.paths(name).into_iter().filter(|path| !path.contains("..") && !path.starts_with('/')) {
            for flag in ["--baseline", "--config"] {
                let run = run_in(&beside.project, &["check", flag, &path]);
                assert!(run.code == 2 && run.stderr.contains("a link out of the project"), "{path}: {run:#?}");
                assert_silent(&run);
            }
        }
    }
    // What a person names may lie anywhere.
    let path = beside.outside.join("rules.yaml").display().to_string();
    write(&beside.outside, "rules.yaml", "version: 1\n");
    assert_eq!(run_in(&beside.project, &["check", "--config", &path]).code, 0);
}

#[test]
fn configurations_of_servers_lead_to_nothing_outside() {
    let beside = beside();
    for key in ["named-conf", "nsd-conf", "knot-conf"] {
        beside.refuses(|path| beside.write("zonelint.yaml", &format!("zones: [{{{key}: {path}}}]\n")), &[], 2);
    }
    std::fs::remove_file(beside.project.join("zonelint.yaml")).expect("it is there");
    // A path of the server that is none here is passed over.
    for statement in ["include \"PATH\";", "zone \"a.example\" { type master; file \"PATH\"; };", "directory \"PATH\";"]
    {
        let conf = format!("{statement}\nzone \"b.example\" {{ type master; file \"b\"; }};\n");
        beside.refuses(|path| beside.write("named.conf", &conf.replace("PATH", path)), &[], 0);
    }
    std::fs::remove_file(beside.project.join("named.conf")).expect("it is there");
    beside.refuses(
        |path| beside.write("nsd.conf", &format!("include: {path}\nzone:\n  name: a.example\n  zonefile: {path}\n")),
        &[],
        0,
    );
}

/// An absolute path is one of the machine that runs the check, and made a root of its own.
#[test]
fn absolute_paths_in_a_rule_file_are_mistakes() {
    let beside = beside();
    let inside = beside.project.join("sub").display().to_string();
    for rules in [format!("zones: [{{named-conf: {inside}/x}}]\n"), format!("includes: {{/srv: {inside}}}\n")] {
        beside.write("zonelint.yaml", &rules);
        let run = run_in(&beside.project, &["check", "-f", "concise"]);
        assert!(run.code == 2 && run.stdout.contains("is an absolute path: "), "{run:#?}");
    }
}

#[test]
fn moved_folders_and_includes_lead_to_nothing_outside() {
    let beside = beside();
    let include = |path: &str| beside.write("example.com.zone", &(ZONE.to_owned() + &format!("$INCLUDE {path}\n")));
    beside.refuses(include, &[], 1);
    beside.refuses(include, &["--include-dir", "../outside"], 1);
    include("/srv/present");
    for folder in ["../outside", "folder", "sub/../folder"] {
        beside.write("zonelint.yaml", &format!("includes: {{/srv: {folder}}}\n"));
        let run = run_in(&beside.project, &["check", "-f", "concise"]);
        assert!(run.code == 1 && run.stdout.contains("`/srv/present` is outside the project"), "{run:#?}");
        assert_silent(&run);
    }
}

#[test]
fn what_is_named_is_not_followed_out_of_the_project() {
    let beside = beside();
    std::fs::create_dir(beside.project.join("zones")).expect("it can be made");
    for zone in ["zones/x.zone", "linked"] {
        beside.refuses(|target| link(beside.project.join(target), beside.project.join(zone)), &[zone], 2);
        let run = run_in(&beside.project, &["check", zone]);
        let why = "it is a link out of the project; to use that file, name it directly";
        assert!(run.stderr.contains(&format!("`{zone}` cannot be read: {why}")), "{run:#?}");
    }
    // The folder outside is a project, too, and not the one that was named.
    std::fs::create_dir(beside.outside.join(".git")).expect("it can be made");
    write(&beside.outside, "a.zone", ZONE.replace("host", SECRET));
    for named in ["folder", "folder/a.zone", "zones/../folder"] {
        let run = run_in(&beside.project, &["check", named]);
        assert!(run.code == 2 && run.stderr.contains("a link out of the project"), "{named}: {run:#?}");
        assert_silent(&run);
    }
}

/// As editors do: the zone is what they have, and its includes lie beside the file.
#[test]
fn a_zone_on_standard_input_is_not_followed_out_of_the_project() {
    let beside = beside();
    std::fs::create_dir(beside.outside.join(".git")).expect("it can be made");
    write(&beside.outside, "part.inc", format!("{SECRET} IN TXT {SECRET}\n{SECRET}\n"));
    link("../outside", beside.project.join("folder"));
    for name in ["folder/example.com.zone", "folder/nobody"] {
        let zone = ZONE.to_owned() + "$INCLUDE part.inc\n";
        let arguments = ["check", "--stdin-filename", name, "-"];
        let run = zonelint_with_stdin(&beside.project, &arguments, zone.as_bytes());
        assert!(run.code == 2 && run.stderr.contains("a link out of the project"), "{run:#?}");
        assert_silent(&run);
    }
}

#[test]
fn the_target_of_a_link_can_be_named() {
    let beside = beside();
    link("../outside", beside.project.join("zones"));
    write(&beside.outside, "a.example.zone", ZONE.replace("example.com", "a.example") + SWAPPED);
    let outside = beside.outside.join("a.example.zone").display().to_string();
    let found = |arguments: &[&str]| {
        let run = run_in(&beside.project, &[&["check", "-f", "json"], arguments].concat());
        (run.code, run.checks().len())
    };
    assert_eq!(found(&["zones"]), (2, 0));
    assert_eq!(found(&[&outside]), (1, 1));
    assert_eq!(found(&["zones/a.example.zone", "../outside"]), (1, 1), "a link to what is named, too");
    // Two links out are no reason for each other.
    link("../outside/a.example.zone", beside.project.join("a.zone"));
    assert_eq!(found(&["zones", "a.zone"]), (2, 0));
    // A link that is part of no project leads where it leads.
    let top = beside.outside.parent().expect("a folder");
    link("project", top.join("alias"));
    let run = run_in(top, &["check", "alias/example.com.zone"]);
    assert_eq!(run.code, 0, "{run:#?}");
}

/// Without a repository the folder of the rule file is the project.
#[test]
fn the_folder_of_a_rule_file_is_a_project() {
    let beside = beside();
    std::fs::remove_dir(beside.project.join(".git")).expect("it is empty");
    beside.refuses(|path| beside.write("zonelint.yaml", &format!("extends: {path}\n")), &[], 2);
    beside.write("zonelint.yaml", "version: 1\n");
    beside.refuses(|target| link(beside.project.join(target), beside.project.join("x.zone")), &["x.zone"], 2);
}

#[test]
fn flags_widen_what_is_extended_and_keys_do_not() {
    let beside = beside();
    write(&beside.outside, "house/rules.yaml", "extends: ../more.yaml\n");
    write(&beside.outside, "more.yaml", "checks: {ns-single: off}\n");
    beside.write("zonelint.yaml", "extends: ../outside/house/rules.yaml\n");
    let code = |arguments: &[&str]| run_in(&beside.project, &[&["check"], arguments].concat()).code;
    assert_eq!(code(&[]), 2);
    assert_eq!(code(&["--allow-extends", "../outside/house"]), 2, "what it extends lies beside it");
    assert_eq!(code(&["--allow-extends", "../outside"]), 0);
    assert_eq!(code(&["--allow-extends", "../outside/house", "--allow-extends", "../outside"]), 0);
    for command in ["config", "rules"] {
        assert_eq!(run_in(&beside.project, &[command]).code, 2);
        assert_eq!(run_in(&beside.project, &[command, "--allow-extends", "../outside"]).code, 0);
    }
    link("../outside", beside.project.join("folder"));
    for folder in ["folder", "nowhere", "example.com.zone"] {
        assert_eq!(code(&["--allow-extends", folder]), 2, "{folder}");
    }
    beside.write("zonelint.yaml", "allow-extends: ../outside\nextends: ../outside/more.yaml\n");
    assert_eq!(code(&[]), 2);
    // A rule file that is named extends files of its own project, and of that it is used in.
    beside.write("zonelint.yaml", "version: 1\n");
    write(&beside.outside, "own.yaml", "extends: [house/rules.yaml, ../project/zonelint.yaml]\n");
    assert_eq!(code(&["--config", "../outside/own.yaml"]), 0);
    write(&beside.outside, "house/up.yaml", "extends: ../more.yaml\n");
    assert_eq!(code(&["--config", "../outside/house/up.yaml"]), 2, "no repository: its folder");
    std::fs::create_dir(beside.outside.join(".git")).expect("it can be made");
    assert_eq!(code(&["--config", "../outside/house/up.yaml"]), 0);
}

/// Makes something at a path.
type Make<'m> = &'m dyn Fn(&Path);

#[test]
fn what_is_no_file_is_an_error_by_each_door() {
    let beside = beside();
    let inside = |name: &str| beside.project.join(name);
    let make: [(&str, Make); 4] = [
        ("it is a link to a file that does not exist", &|path| link("sub/nothing", path)),
        ("it is a directory", &|path| std::fs::create_dir(path).expect("it can be made")),
        ("it is not a regular file", &mkfifo),
        ("it is not a regular file", &|path| drop(std::os::unix::net::UnixListener::bind(path).expect("a socket"))),
    ];
    let doors: [(&str, &[&str], &str); 6] = [
        ("zonelint.yaml", &["check"], ""),
        (".zonelint.yaml", &["config"], ""),
        ("zonelint-baseline.json", &["check"], ""),
        ("named.yaml", &["check", "--config", "named.yaml"], ""),
        ("b.json", &["check", "--baseline", "b.json"], ""),
        ("part", &["check", "--config", "rules.yaml"], "zones: [{named-conf: part}]\n"),
    ];
    for (why, make) in make {
        for (name, arguments, rules) in doors {
            make(&inside(name));
            beside.write("rules.yaml", rules);
            let run = in_time(&beside.project, arguments);
            assert_eq!(run.code, 2, "{name}: {run:#?}");
            assert!(run.stderr.contains(&format!("`{name}` cannot be read: {why}")), "{run:#?}");
            std::fs::remove_file(inside(name)).or_else(|_| std::fs::remove_dir(inside(name))).expect("it is there");
        }
        make(&inside("part"));
        beside.write("rules.yaml", "extends: part\n");
        let run = in_time(&beside.project, &["check", "-f", "concise", "--config", "rules.yaml"]);
        assert!(
            run.code == 2
                && run
                    .stdout
                    .contains(&format!("rules.yaml:1:10: error[rule-file-invalid]: `part` cannot be read: {why}")),
            "{run:#?}"
        );
        std::fs::remove_file(inside("part")).or_else(|_| std::fs::remove_dir(inside("part"))).expect("it is there");
    }
}

/// Each file counts once, by however many paths it is named: else 24 of them are 2^24.
#[test]
fn files_that_extend_each_other_by_links_end() {
    let beside = beside();
    for name in ["l", "m"] {
        link(".", beside.project.join(name));
    }
    beside.write("zonelint.yaml", "extends: a0.yaml\n");
    for n in 0..24 {
        beside.write(&format!("a{n}.yaml"), &format!("extends: [l/a{0}.yaml, m/a{0}.yaml]\n", n + 1));
    }
    beside.write("a24.yaml", "version: 1\n");
    let run = in_time(&beside.project, &["config", "--format", "json"]);
    assert_eq!(run.code, 0, "{run:#?}");
    assert_eq!(run.json()["shown"][0]["layers"].as_array().map(Vec::len), Some(27), "{run:#?}");
    beside.write("a24.yaml", "extends: m/l/m/a3.yaml\n");
    let run = in_time(&beside.project, &["check", "-f", "json"]);
    assert!(run.code == 2 && run.stdout.contains("`m/l/m/a3.yaml` extends itself"), "{run:#?}");
}

/// Whatever is read passes one door, and what is there is asked of the file system that the run was given.
#[test]
fn only_one_module_opens_files() {
    let words = [
        "std::fs",
        "File::open",
        "fs::read(",
        ".read_link()",
        "read_to_string",
        "openat",
        "canonicalize",
        ".exists()",
        ".is_dir()",
        ".is_file()",
        "metadata()",
        "WalkDir",
        "read_dir",
    ];
    let doors = ["fs/os/mod.rs", "fs/os/open.rs", "cli/output.rs", "cli/temporary.rs"];
    for (path, text) in sources().into_iter().filter(|(path, _)| !doors.iter().any(|door| path.ends_with(door))) {
        let code = code(&text);
        let found: Vec<_> = words.iter().filter(|word| code.contains(*word)).collect();
        assert!(found.is_empty(), "{}: {found:?}", path.display());
    }
}

/// A link is put in place of a file, and taken away again, while the program runs.
#[test]
fn what_is_exchanged_while_it_is_read_is_not_shown() {
    let beside = beside();
    let project = &beside.project;
    let zone = ZONE.to_owned() + "$INCLUDE swapped.inc\n$INCLUDE dir/part.inc\n";
    write(project, "example.com.zone", zone);
    write(project, "rules.yaml", "extends: [swapped.yaml, dir/part.yaml]\n");
    for name in ["part.yaml", "part.inc", "part.zone", "b.json"] {
        write(project, &format!("dir/{name}"), "");
        write(&beside.outside, name, format!("{SECRET} IN TXT {SECRET} {SECRET}\n"));
    }
    for name in ["zone", "yaml", "inc"] {
        link(format!("../outside/part.{name}"), project.join(format!("sub/{name}")));
    }
    let is_done = AtomicBool::new(false);
    let swap = || {
        // What is not possible at the moment is tried in the next round.
        let rename = |from: &str, to: &str| drop(std::fs::rename(project.join(from), project.join(to)));
        while !is_done.load(Ordering::Relaxed) {
            for name in ["zone", "yaml", "inc"] {
                let _ = std::fs::write(project.join("new"), "");
                rename("new", &format!("swapped.{name}"));
                let _ = symlink(format!("../outside/part.{name}"), project.join("new"));
                rename("new", &format!("swapped.{name}"));
            }
            rename("dir", "aside");
            let _ = symlink("../outside", project.join("dir"));
            let _ = std::fs::remove_file(project.join("dir"));
            rename("aside", "dir");
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(swap);
        let start = Instant::now();
        let mut runs = 0;
        while start.elapsed() < Duration::from_secs(2) || runs < 20 {
            let ways: [&[&str]; 4] = [
                &["check", "--config", "rules.yaml"],
                &["check", "-f", "concise", "example.com.zone", "swapped.zone", "dir/part.zone"],
                &["check", "-f", "json", "--baseline", "dir/b.json"],
                &["config", "--config", "swapped.yaml"],
            ];
            for way in ways {
                let run = run_in(project, way);
                // A panic here would leave the other thread running.
                if run.stdout.contains(SECRET) || run.stderr.contains(SECRET) {
                    is_done.store(true, Ordering::Relaxed);
                    panic!("{way:?}: {run:#?}");
                }
            }
            runs += 1;
        }
        is_done.store(true, Ordering::Relaxed);
    });
}
