//! What a run writes harms nothing: no file that is read, and none that a link leads to.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::support::{FORMATS, Run, SWAPPED, ZONE, project_with, run_in, write};

const BASELINE: &str = "zonelint-baseline.json";

/// The files of a project, by what they are to a run.
const INPUTS: [&str; 13] = [
    "zones/example.com.zone",
    "zones/example.net.zone",
    "zones/hosts.inc",
    "zones/example.org.zone.bak",
    "zones/left-out.zone",
    "zones/broken.zone",
    "parts/fragment",
    "elsewhere/example.edu.zone",
    "etc/named.conf",
    "rules/house.yaml",
    "rules/other.yaml",
    "zonelint.yaml",
    BASELINE,
];

fn project() -> tempfile::TempDir {
    let zone = |name: &str| ZONE.replace("example.com", name);
    let dir = project_with(&[
        ("zones/example.com.zone", ZONE.to_owned() + SWAPPED + "$INCLUDE hosts.inc\n"),
        ("zones/example.net.zone", zone("example.net")),
        ("zones/hosts.inc", "www IN A 192.0.2.7\n".to_owned()),
        ("zones/example.org.zone.bak", zone("example.org")),
        ("zones/left-out.zone", zone("example.info")),
        // By its content nobody would take it for a zone: the rule file says so.
        ("zones/broken.zone", "what is this?\n".to_owned()),
        ("parts/fragment", "$ORIGIN parts.example.\nwww A 192.0.2.1\n".to_owned()),
        ("elsewhere/example.edu.zone", zone("example.edu")),
        ("etc/named.conf", "zone \"example.com\" { type primary; file \"zones/example.com.zone\"; };\n".to_owned()),
        ("rules/house.yaml", "checks: {ns-single: info}\n".to_owned()),
        ("rules/other.yaml", "ttl:\n- types: [A]\n  range: 5m..1d\n".to_owned()),
        (
            "zonelint.yaml",
            "extends: rules/house.yaml\nexclude: [\"zones/left-*\"]\nzones:\n- files: zones/broken.zone\n  origin: b.example\n"
                .to_owned(),
        ),
    ]);
    let baseline = run_in(dir.path(), &["check", "zones/example.net.zone", "--write-baseline"]);
    assert!(dir.path().join(BASELINE).is_file(), "{baseline:#?}");
    dir
}

/// Everything in a folder: the bytes of files, and where links lead.
fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
        let entry = entry.expect("it can be looked at");
        let bytes = match entry.file_type() {
            found if found.is_file() => fs::read(entry.path()).expect("it can be read"),
            found if found.is_symlink() => {
                fs::read_link(entry.path()).expect("a link").into_os_string().into_encoded_bytes()
            }
            _ => Vec::new(),
        };
        all.insert(entry.into_path(), bytes);
    }
    all
}

/// Runs the program, which has to refuse, say what it refuses, and leave all as it is.
fn refuses(dir: &Path, arguments: &[&str], named: &str) -> Run {
    let before = contents(dir);
    let run = run_in(dir, arguments);
    assert_eq!(run.code, 2, "{arguments:?}: {run:#?}");
    let told = run.stderr.lines().any(|line| line.starts_with("zonelint: ") && line.contains(named));
    assert!(told, "{arguments:?} does not name `{named}`: {run:#?}");
    let after = contents(dir);
    let changed: Vec<_> = after.iter().filter(|&(path, bytes)| before.get(path) != Some(bytes)).collect();
    assert!(changed.is_empty() && before.len() == after.len(), "{arguments:?} changed {changed:?}");
    run
}

/// All ways to name a file; the names of links are made first.
fn ways(dir: &Path, input: &str) -> Vec<(String, String)> {
    fs::hard_link(dir.join(input), dir.join("hard")).expect("links can be made");
    symlink(input, dir.join("soft")).expect("links can be made");
    symlink(dir.join("soft"), dir.join("chain")).expect("links can be made");
    symlink(dir.join(input).parent().expect("a folder"), dir.join("folder")).expect("links can be made");
    let name = Path::new(input).file_name().expect("a name").to_string_lossy().into_owned();
    let mut ways: Vec<(String, String)> = [
        input.to_owned(),
        format!("./{input}"),
        format!("zones/../{input}"),
        dir.join(input).to_string_lossy().into_owned(),
    ]
    .map(|way| (way, input.to_owned()))
    .to_vec();
    ways.extend(["hard", "soft", "chain"].map(|link| (link.to_owned(), link.to_owned())));
    ways.push((format!("folder/{name}"), format!("folder/{name}")));
    ways
}

fn unlink(dir: &Path) {
    for link in ["hard", "soft", "chain", "folder"] {
        fs::remove_file(dir.join(link)).expect("it is there");
    }
}

#[test]
fn no_report_replaces_a_file_that_is_read_or_could_be() {
    let dir = project();
    let dir = dir.path();
    for input in INPUTS {
        for (way, named) in ways(dir, input) {
            let run = refuses(dir, &["check", "zones", "etc", "-o", &way], &format!("cannot write: `{named}`: "));
            assert!(run.stderr.contains("name another file for the report"), "{run:#?}");
        }
        unlink(dir);
    }
    for input in INPUTS {
        // Most of them are not read by this run.
        refuses(dir, &["check", "zones/example.net.zone", "-o", input], &format!("cannot write: `{input}`: "));
    }
    for format in FORMATS {
        refuses(
            dir,
            &["check", "zones/example.com.zone", "-f", format, "-o", "zones/example.com.zone"],
            "zones/example.com",
        );
        refuses(dir, &["check", "-f", format, "--output-file=zonelint.yaml"], "zonelint.yaml");
    }
}

#[test]
fn no_baseline_replaces_a_file_that_is_read_or_could_be() {
    let dir = project();
    let dir = dir.path();
    for input in INPUTS.into_iter().filter(|input| *input != BASELINE) {
        for (way, named) in ways(dir, input) {
            for flag in [&format!("--write-baseline={way}"), &format!("--baseline={way}")] {
                refuses(
                    dir,
                    &["check", "zones", flag, "--write-baseline"][..3 + usize::from(flag.starts_with("--b"))],
                    &named,
                );
            }
        }
        unlink(dir);
    }
    refuses(dir, &["check", BASELINE, "--write-baseline"], BASELINE);
    refuses(dir, &["check", "zones", "--write-baseline=deep/.zonelint.yaml"], "deep/.zonelint.yaml");
}

#[test]
fn no_rule_file_replaces_anything() {
    let dir = project();
    let dir = dir.path();
    for input in INPUTS {
        for (way, named) in ways(dir, input) {
            refuses(dir, &["init", "zones/example.net.zone", "-o", &way], &format!("`{named}` already exists"));
        }
        unlink(dir);
    }
}

/// What is in these does not tell what they are, and no report is called so.
#[test]
fn no_report_replaces_what_is_called_like_an_input() {
    let dir = project();
    let dir = dir.path();
    for (name, text) in [
        ("house.yaml", "{\"services\": [{\"service\": \"_sip._tls\", \"port\": 5061}]}\n"),
        ("house.YML", "? checks\n: {ns-single: off}\n"),
        ("etc/options.conf", "options { recursion no; };\n"),
        ("etc/rndc.key", "key rndc { algorithm hmac-sha256; secret AAAA; };\n"),
        ("etc/named.conf.options", "options { recursion no; };\n"),
        ("zones/DB.example.com", "<<<<<<< ours\n"),
        ("zones/example.com.zone.orig", "\u{1f}\u{8b}packed"),
        ("zones/192.0.2.inc", "no record is whole here\n"),
    ] {
        write(dir, name, text);
        refuses(dir, &["check", "zones/example.net.zone", "-o", name], "its name is not that of a report");
        // An empty one, as a script may have made it, is taken, unless it is a zone beside the one that is named.
        write(dir, name, "");
        let code = run_in(dir, &["check", "zones/example.net.zone", "-f", "json", "-o", name]).code;
        assert_eq!(code, if name.starts_with("zones/DB.") { 2 } else { 0 }, "{name}");
        std::fs::remove_file(dir.join(name)).expect("it is there");
    }
}

/// Reports that stand under these names would be read by the next run.
#[test]
fn no_report_is_called_like_what_is_read() {
    let dir = project_with(&[
        ("zones/example.com.zone", ZONE),
        (".zonelint.yaml", "zones:\n- files: zones/new.*\n  origin: new.example\n"),
    ]);
    for name in [
        "zonelint.yaml",
        "zones/zonelint.yaml",
        "zones/.zonelint.yaml",
        BASELINE,
        "zones/zonelint-baseline.json",
        "zones/new.txt",
    ] {
        refuses(dir.path(), &["check", "zones", "-o", name], &format!("cannot write: `{name}`: "));
    }
    // It is not there, and still it was to be read.
    refuses(dir.path(), &["check", "missing.zone", "-o", "zones/../missing.zone"], "`missing.zone`: this run reads it");
    refuses(
        dir.path(),
        &["check", "zones", "-c", "missing.yaml", "-o", "missing.yaml"],
        "`missing.yaml`: this run reads it",
    );
    refuses(
        dir.path(),
        &["check", "missing.json", "--write-baseline=missing.json"],
        "`missing.json` cannot be written",
    );
    refuses(
        dir.path(),
        &["check", "zones", "--baseline=known.json", "-o", "./known.json"],
        "`known.json`: it is the baseline",
    );
}

#[test]
fn no_output_follows_a_link() {
    let outside = project_with(&[("secret", "kept"), ("folder/here", "kept")]);
    for target in ["secret", "missing"] {
        let dir = project();
        let dir = dir.path();
        symlink(outside.path().join(target), dir.join("report.json")).expect("links can be made");
        symlink(outside.path().join("folder"), dir.join("away")).expect("links can be made");
        fs::create_dir_all(dir.join("a/b")).expect("folders can be made");
        symlink("../../away", dir.join("a/b/twice")).expect("links can be made");
        let before = contents(outside.path());
        refuses(dir, &["check", "zones", "-o", "report.json"], "`report.json`: it is a symbolic link");
        for folder in ["away", "a/b/twice"] {
            for name in ["here", "new"] {
                let path = format!("{folder}/{name}");
                let words = format!("cannot write: `{path}`: it is outside the project");
                refuses(dir, &["check", "zones/example.net.zone", "-o", &path], &words);
                refuses(dir, &["check", "zones", "-o", &dir.join(&path).to_string_lossy()], &words);
            }
            let new = format!("{folder}/new.json");
            let words = format!("`{new}` cannot be read: it is a link out of the project");
            refuses(dir, &["check", "zones/example.net.zone", &format!("--write-baseline={new}")], &words);
            let words = format!("`{new}` cannot be written: it is outside the project");
            refuses(dir, &["init", "zones/example.net.zone", "-o", &new], &words);
        }
        refuses(dir, &["init", "zones/example.net.zone", "-o", "report.json"], "`report.json` already exists");
        refuses(dir, &["check", "zones/example.net.zone", "--write-baseline=report.json"], "`report.json`");
        assert_eq!(contents(outside.path()), before);
    }
}

#[test]
fn a_baseline_that_is_a_link_is_not_written() {
    let outside = project();
    let dir = project_with(&[("zones/example.com.zone", ZONE)]);
    symlink(outside.path().join(BASELINE), dir.path().join(BASELINE)).expect("links can be made");
    let before = contents(outside.path());
    for flag in ["--write-baseline", "--prune-baseline"] {
        refuses(dir.path(), &["check", "zones", flag], &format!("`{BASELINE}`"));
    }
    assert_eq!(contents(outside.path()), before);
}

/// Whoever runs the program may name any other place.
#[test]
fn other_files_are_written_as_before() {
    let (dir, outside) = (project(), tempfile::tempdir().expect("a folder"));
    let path = outside.path().join("report").to_string_lossy().into_owned();
    fs::create_dir(dir.path().join("out")).expect("folders can be made");
    symlink("out", dir.path().join("inside")).expect("links can be made");
    for place in ["report.json", "zones/report", "inside/report", "README.md", &path] {
        for _ in 0..2 {
            for format in FORMATS {
                let run = run_in(
                    dir.path(),
                    &["check", "zones/example.com.zone", "--fail-on=never", "-f", format, "-o", place],
                );
                assert_eq!(run.code, 0, "{place} {format}: {run:#?}");
                let written = fs::read_to_string(dir.path().join(place)).expect("it was written");
                assert!(written.contains("5601"), "{place} {format}: {written}");
            }
        }
    }
    assert!(dir.path().join("out/report").is_file());
}

#[test]
fn nothing_is_written_when_a_path_failed() {
    let dir = project();
    let dir = dir.path();
    for more in [&["--write-baseline"][..], &["--prune-baseline"], &["--write-baseline=new.json"]] {
        let arguments = [&["check", "zones", "missing.zone"], more].concat();
        let run = refuses(dir, &arguments, "is not changed");
        assert!(run.stderr.contains("`missing.zone` cannot be read") && run.stdout.contains("5601"), "{run:#?}");
    }
}

/// `--baseline FILE` takes a blank, and so does `--write-baseline FILE`.
#[test]
fn a_blank_before_the_file_of_a_baseline_is_an_equals_sign() {
    for (words, written) in [
        (&["--write-baseline", "known.json"][..], "known.json"),
        (&["--write-baseline", "zones/Known.JSON", "zones"], "zones/Known.JSON"),
        (&["--write-baseline", "zones"], BASELINE),
        (&["--write-baseline", "zones/example.com.zone"], BASELINE),
        (&["--write-baseline", "zones/odd.json"], BASELINE),
        (&["--write-baseline", "folder.json"], BASELINE),
        (&["--write-baseline", "--", "zones"], BASELINE),
        (&["--write-baseline"], BASELINE),
    ] {
        let dir = project_with(&[
            ("zones/example.com.zone", ZONE.to_owned() + SWAPPED),
            ("zones/odd.json", ZONE.replace("example.com", "example.net") + SWAPPED),
            ("folder.json/example.org.zone", ZONE.replace("example.com", "example.org") + SWAPPED),
        ]);
        let run = run_in(dir.path(), &[&["check"], words].concat());
        assert_eq!(run.code, 0, "{words:?}: {run:#?}");
        let text = fs::read_to_string(dir.path().join(written)).unwrap_or_else(|_| panic!("{words:?}: {run:#?}"));
        assert!(text.contains("srv-port-transposed"), "{words:?}: {text}");
        let again = run_in(dir.path(), &["check", "zones", "--baseline", written, "--write-baseline", written]);
        assert!(again.code == 0 && again.stderr.contains(&format!("wrote {written}: ")), "{again:#?}");
    }
}

/// A folder that is searched may hold baselines; the names in them may be those of directives.
#[test]
fn a_baseline_is_no_zone() {
    let dir = project_with(&[
        ("zones/example.com.zone", ZONE.to_owned() + "m IN MX 10 $ORIGIN.\n" + SWAPPED),
        ("zonelint.yaml", "zones:\n- files: \"zones/*\"\n  origin: example.com\n".to_owned()),
    ]);
    for name in ["zones/old.json", "zones/new.json"] {
        let run = run_in(dir.path(), &["check", "--write-baseline", name]);
        assert_eq!(run.code, 0, "{run:#?}");
    }
    let old = fs::read_to_string(dir.path().join("zones/old.json")).expect("it was written");
    write(dir.path(), "zones/old.json", "{\n  \"version\": 1,\n".to_owned() + old.split_once('\n').expect("lines").1);
    for arguments in [&["check", "-f", "json", "--baseline=zones/new.json"][..], &["check", "-f", "json", "zones"]] {
        let run = run_in(dir.path(), arguments);
        assert!(!run.checks().contains(&"not-a-zone-file".to_owned()), "{run:#?}");
        assert_eq!(run.json()["summary"]["files"], 1, "{run:#?}");
    }
    let listed = run_in(dir.path(), &["check", "--list-files"]);
    assert_eq!((listed.code, listed.stdout.lines().count()), (0, 1), "{listed:#?}");
}

/// There is one door, and it is in one file.
#[test]
fn only_one_module_writes_files() {
    let words = [
        "fs::write",
        "File::create",
        "OpenOptions",
        "fs::rename",
        "fs::copy",
        "hard_link",
        "remove_file",
        "create_dir",
    ];
    for entry in walkdir::WalkDir::new(crate::support::root().join("src")).into_iter().filter_map(Result::ok) {
        let is_door =
            ["output.rs", "temporary.rs"].iter().any(|door| entry.path().ends_with(Path::new("cli").join(door)));
        if is_door || entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("it can be read");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let found: Vec<_> = words.iter().filter(|word| code.contains(*word)).collect();
        assert!(found.is_empty(), "{}: {found:?}", entry.path().display());
    }
}
