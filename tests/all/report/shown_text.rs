//! Whatever stands in zones, rule files, configurations and file names: what is shown of it is lines of text, and
//! neither a terminal nor the log of a CI job nor Markdown takes any of it for more.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

use crate::support::{FORMATS, Run, SWAPPED, ZONE, project, write};
use proptest::prelude::*;
use serde_json::Value;
use zonelint::cli::{Io, run, time_of_day};

/// What acts on something that shows it, is not seen, or ends a line where it should not.
const NASTY: [&[u8]; 48] = [
    "\u{85}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{2029}".as_bytes(),
    b"\x0b",
    b"\x0c",
    b"\x1b[31m",
    b"\x7f",
    "\u{9b}31m".as_bytes(),
    "\u{ad}".as_bytes(),
    "\u{34f}".as_bytes(),
    "\u{61c}".as_bytes(),
    "\u{180e}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{2066}".as_bytes(),
    "\u{3164}".as_bytes(),
    "\u{fe0f}".as_bytes(),
    "\u{feff}".as_bytes(),
    "\u{fff9}".as_bytes(),
    "\u{fdd0}".as_bytes(),
    "\u{ffff}".as_bytes(),
    "\u{e0041}".as_bytes(),
    "\u{e0100}".as_bytes(),
    b"##[error]",
    b"##vso[task.setvariable variable=x]",
    b"##teamcity[x]",
    b"#",
    b"::error::x",
    b" ::warning file=a::b",
    b"\"",
    b"\\",
    b"'",
    b"`",
    b"``",
    b"@admin",
    b"[a](https://a.example)",
    b"<img src=x>",
    b"]]>&amp;",
    b"%0A",
    b"\xff",
    b"\xc2",
    b"\xed\xa0\x80",
    "\u{e9}".as_bytes(),
    "\u{65e5}\u{672c}".as_bytes(),
    "e\u{301}".as_bytes(),
    b"{zone}",
    b"a",
    b".",
];

/// Lines of a zone, with a place for something nasty.
const IN_ZONES: [&str; 22] = [
    "~ IN A 192.0.2.999",
    "\"~\" IN A 192.0.2.999",
    "x IN A ~",
    "x IN TXT \"~\n~\" (\n)",
    "x IN TXT \"~",
    "x IN ~ y",
    "x IN A 192.0.2.999 ; ~",
    "$INCLUDE ~",
    "$INCLUDE \"~/x.inc\" ~",
    "$ORIGIN ~",
    "$TTL ~",
    "$GENERATE 1-2 ~$ A 192.0.2.$",
    "$~ x",
    "_sip._~ IN SRV 0 0 434 host",
    "_sipfederationtls._tcp.~ 300 IN SRV 0 0 5601 ~.example.com.",
    "x IN MX 10 ~",
    "x IN MX 10 ~.example.com.",
    "x IN CAA 0 ~ \"~\"",
    "~.x IN TXT \"v=spf1 ~ -all\"",
    "x 1 IN A 192.0.2.7 ; zonelint: ignore ~ -- ~",
    "; zonelint: ignore-file ttl-out-of-range ~ -- ~",
    "~",
];

/// Lines of a rule file. What stands for `~` is escaped as YAML has it, and for `^` it is there as it is.
const IN_RULES: [&str; 13] = [
    "services: [{service: _sipfederationtls._tcp, port: 5061, reason: \"~\", source: \"~\"}]",
    "services: [{service: _sipfederationtls._tcp, port: 5061, presence: required, target: \"~\", reason: \"a\\n~\"}]",
    "services: [{service: _x._tcp, port: \"~\"}]",
    "services: [{service: \"~\", port: 1}]",
    "checks: {\"~\": off}",
    "ttl: [{types: [A], range: 2d..3d, reason: \"~\"}]",
    "ttl: [{types: [\"~\"], range: \"~\"}]",
    "records: [{name: \"~\", type: TXT, presence: required, reason: \"~\"}]",
    "records: [{name: host, type: A, value: \"~\", source: \"~\"}]",
    "extends: \"~\"",
    "zones: {\"~.zone\": \"~\"}",
    "overrides: [{files: [\"~\"], checks: {ttl-out-of-range: off}}]",
    "^: ^",
];

fn nasty(pieces: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(&NASTY[..]), pieces).prop_map(|pieces| pieces.concat())
}

/// A line with something nasty at each of its places.
fn filled(lines: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    (prop::sample::select(lines), prop::collection::vec(nasty(1..4), 4)).prop_map(|(line, nasty)| {
        let mut nasty = nasty.iter().cycle();
        let mut out = Vec::new();
        for byte in line.bytes() {
            match byte {
                b'~' => out.extend(nasty.next().into_iter().flatten()),
                _ => out.push(byte),
            }
        }
        out
    })
}

fn rule() -> impl Strategy<Value = Vec<u8>> {
    (prop::sample::select(&IN_RULES[..]), nasty(1..4)).prop_map(|(line, nasty)| {
        let text = String::from_utf8_lossy(&nasty).into_owned();
        let escaped: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
        let line = line.replace('~', &escaped).into_bytes();
        line.iter().flat_map(|&byte| if byte == b'^' { nasty.clone() } else { vec![byte] }).collect()
    })
}

fn file_name() -> impl Strategy<Value = Vec<u8>> {
    let end_lines: [&[u8]; 4] = [b"\n", b"\r", b"\t", b"\n::error::x"];
    let fits = |piece: &&&[u8]| !piece.contains(&b'/');
    let pieces: Vec<&[u8]> = NASTY.iter().filter(fits).chain(&end_lines).copied().collect();
    prop::collection::vec(prop::sample::select(pieces), 1..4)
        .prop_map(|pieces| [&pieces.concat(), &b".zone"[..]].concat())
}

/// What the program says, in a terminal that has all characters or in one that has ASCII.
fn say(cwd: &Path, locale: &str, arguments: &[&OsStr]) -> Run {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        fs: &zonelint::fs::OsFs::default(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        stdin: &mut &b""[..],
        stdout_is_terminal: false,
        columns: None,
        stdout_shows_links: false,
        progress: None,
        env: &|name| (name == "LC_ALL").then(|| locale.to_owned()),
        clock: &time_of_day,
        cwd: cwd.to_path_buf(),
    };
    let arguments = std::iter::once(OsString::from("zonelint")).chain(arguments.iter().map(OsString::from));
    let code = run(arguments.collect(), &mut io).code();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is shown is UTF-8");
    Run { code: code.into(), stdout: text(stdout), stderr: text(stderr) }
}

fn in_utf8(cwd: &Path, arguments: &[&str]) -> Run {
    let run = say(cwd, "C.UTF-8", &arguments.iter().map(OsStr::new).collect::<Vec<_>>());
    assert_harmless(&run, arguments.contains(&"github"));
    run
}

/// Whether a character may not be shown, by a list of its own: that of the program is not asked.
fn is_forbidden(c: char) -> bool {
    let not_seen =
        "\u{ad}\u{34f}\u{61c}\u{180e}\u{200b}\u{202e}\u{2066}\u{3164}\u{fe0f}\u{feff}\u{fff9}\u{fdd0}\u{ffff}";
    c.is_control() || "\u{2028}\u{2029}\u{e0041}\u{e0100}".contains(c) || not_seen.contains(c)
}

fn assert_harmless(run: &Run, is_github: bool) {
    let own = ["::error ", "::warning ", "::notice "];
    for text in [&run.stdout, &run.stderr] {
        for line in text.split('\n') {
            assert!(!line.contains(is_forbidden), "{line:?}");
            assert!(!["##[", "##vso[", "##teamcity["].iter().any(|command| line.contains(command)), "{line:?}");
            let is_command = line.trim_start().starts_with("::");
            assert!(!is_command || is_github && own.iter().any(|own| line.starts_with(own)), "{line:?}");
        }
    }
}

/// All strings of a document are such lines.
fn assert_lines(value: &Value, line_breaks: bool) {
    match value {
        Value::String(text) => assert!(!text.contains(|c| is_forbidden(c) && !(line_breaks && c == '\n')), "{text:?}"),
        Value::Array(values) => values.iter().for_each(|value| assert_lines(value, line_breaks)),
        Value::Object(values) => values.values().for_each(|value| assert_lines(value, line_breaks)),
        _ => {}
    }
}

/// What Markdown does not take for code (CommonMark section 6.1).
fn outside_of_code(line: &str) -> String {
    let mut outside = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        outside.push_str(&rest[..start]);
        let length = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let (fence, after) = rest[start..].split_at(length);
        let runs = after.match_indices(fence).map(|(at, _)| at);
        let is_run = |at: &usize| !after[..*at].ends_with('`') && !after[at + length..].starts_with('`');
        match runs.into_iter().find(is_run) {
            Some(end) => rest = &after[end + length..],
            None => {
                outside.push_str(fence);
                rest = after;
            }
        }
    }
    outside + rest
}

/// Runs in every format, and holds each against the document.
fn check(dir: &Path) {
    let findings = in_utf8(dir, &["check", "-f", "json", "zones"]).findings().len();
    for format in FORMATS {
        let run = in_utf8(dir, &["check", "-f", format, "zones"]);
        let lines = run.stdout.lines().count();
        match format {
            "concise" => assert_eq!(lines, findings, "{run:#?}"),
            "github" => assert_eq!(lines, findings + usize::from(run.code == 2), "{run:#?}"),
            "json" | "gitlab" => assert_lines(&run.json(), false),
            "sarif" => assert_lines(&run.json(), true),
            "rdjson" => {
                assert_lines(&run.json(), true);
                for diagnostic in run.json()["diagnostics"].as_array().expect("a list") {
                    for line in crate::support::text(&diagnostic["message"]).lines() {
                        let outside = outside_of_code(line);
                        assert!(!outside.contains(['`', '@', '[', '<', '*', '_', '\\']), "{line:?}: {outside:?}");
                    }
                }
            }
            "junit" => {
                junit_parser::from_reader(run.stdout.as_bytes()).unwrap_or_else(|error| panic!("{error}: {run:#?}"));
            }
            "html" => assert_eq!(super::html::findings_of(&run.stdout).len(), findings, "{run:#?}"),
            _ => assert_eq!(format, "full"),
        }
    }
    let plain = say(dir, "C", &["check", "zones"].map(OsStr::new));
    assert_harmless(&plain, false);
    assert!(plain.stdout.is_ascii(), "{plain:#?}");
}

/// Runs the commands that list something, and holds their text against their document.
fn list(dir: &Path) {
    let listed = in_utf8(dir, &["check", "--list-files", "zones"]);
    let document = in_utf8(dir, &["check", "--list-files", "-f", "json", "zones"]);
    if listed.code == 0 {
        let files = document.json()["files"].as_array().expect("a list").len();
        assert_eq!(listed.stdout.lines().count(), files, "{listed:#?}");
    }
    in_utf8(dir, &["check", "--statistics", "zones"]);
    in_utf8(dir, &["rules"]);
    in_utf8(dir, &["config"]);
    in_utf8(dir, &["config", "zones"]);
    for command in [
        &["check", "--list-files", "-f", "json", "zones"][..],
        &["rules", "--format", "json"],
        &["config", "--format", "json"],
    ] {
        let run = in_utf8(dir, command);
        if run.code < 2 {
            assert_lines(&run.json(), false);
        }
    }
    let learnt = in_utf8(dir, &["init", "--output", "-", "zones"]);
    if learnt.code == 0 {
        let rules: serde_yaml::Mapping = serde_yaml::from_str(&learnt.stdout).expect("it is YAML");
        let keys: Vec<&str> = rules.keys().filter_map(|key| key.as_str()).collect();
        assert!(keys == ["version"] || keys == ["version", "services"], "{keys:?}: {learnt:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn all_that_is_shown_is_lines_of_text(
        lines in prop::collection::vec(filled(&IN_ZONES), 1..12),
        rules in prop::option::of(rule()),
        names in prop::collection::btree_set(file_name(), 1..4),
        argument in nasty(1..4),
    ) {
        let dir = project();
        let zone = [ZONE.as_bytes(), SWAPPED.as_bytes(), &lines.join(&b"\n"[..]), b"\n"].concat();
        std::fs::create_dir(dir.path().join("zones")).expect("it can be made");
        for name in &names {
            // Not every system takes every name.
            let _ = std::fs::write(dir.path().join("zones").join(OsStr::from_bytes(name)), &zone);
        }
        write(dir.path(), "zones/example.com.zone", ZONE);
        if let Some(rules) = rules {
            write(dir.path(), "zonelint.yaml", rules);
        }
        check(dir.path());
        list(dir.path());
        let argument = OsString::from_vec(argument);
        for arguments in [
            &[OsStr::new("check"), &argument][..],
            &[OsStr::new("check"), OsStr::new("--config"), &argument],
            &[OsStr::new("check"), OsStr::new("--off"), &argument],
            &[OsStr::new("explain"), &argument],
            &[&argument],
        ] {
            assert_harmless(&say(dir.path(), "C.UTF-8", arguments), false);
        }
        for name in &names {
            let path = Path::new("zones").join(OsStr::from_bytes(name));
            assert_harmless(&say(dir.path(), "C.UTF-8", &[OsStr::new("config"), path.as_os_str()]), false);
        }
    }
}

/// Findings beyond those that are drawn have a line each, and are ASCII as well.
#[test]
fn a_long_report_is_ascii_to_its_end() {
    let dir = project();
    let records: String = (0..130).map(|n| format!("h\u{e9}{n} IN A 192.0.2.999 ; \u{65e5}\u{672c}\n")).collect();
    write(dir.path(), "z\u{f6}nes/example.com.zone", ZONE.to_owned() + &records);
    let arguments = ["check", "z\u{f6}nes"].map(OsStr::new);
    let run = say(dir.path(), "C", &arguments);
    assert!(run.stdout.is_ascii() && run.stdout.lines().count() > 150, "{run:#?}");
    assert!(!say(dir.path(), "C.UTF-8", &arguments).stdout.is_ascii());
}
