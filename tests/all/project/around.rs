//! Files and folders that are named are read with the project around them, and findings are shown of what is named.

use std::path::Path;

use crate::support::{Run, ZONE, project_with, run_in, text, write, zonelint_with_stdin};

/// A zone that leaves its name to others.
fn nameless() -> String {
    ZONE.replace("$ORIGIN example.com.\n", "")
}

const CONF: &str = "zone \"example.com\" { type master; file \"/etc/bind/zones/external/db.parked\"; };\n\
                    zone \"2.0.192.in-addr.arpa\" { type master; file \"/etc/bind/zones/reverse/db.192.0.2\"; };\n";

/// A reverse zone in which one host is mistyped.
const REVERSE: &str = "$TTL 1h\n@ IN SOA ns1.example.com. hostmaster.example.com. 1 4h 1h 2w 1h\n  NS ns1.example.com.\n\
                       \x20 NS ns2.example.com.\n1 PTR ns1.example.com.\n2 PTR ns2.example.com.\n3 PTR hots.example.com.\n";

fn repository() -> tempfile::TempDir {
    let files = [
        ("etc/named.conf", CONF.to_owned()),
        ("zones/external/db.parked", nameless()),
        ("zones/reverse/db.192.0.2", REVERSE.to_owned()),
        ("zones/broken/db.broken", ZONE.replace("192.0.2.3", "192.0.2.300").replace("example.com", "broken.example")),
    ];
    project_with(&files)
}

/// Files and checks of what is found.
fn found(run: &Run) -> Vec<String> {
    run.findings().iter().map(|finding| format!("{} {}", text(&finding["file"]), text(&finding["check"]))).collect()
}

fn check(dir: &Path, arguments: &[&str]) -> Vec<String> {
    found(&run_in(dir, &[&["check", "-f", "json"], arguments].concat()))
}

const MISTYPED: &str = "zones/reverse/db.192.0.2 ptr-target-does-not-exist";

#[test]
fn a_file_is_read_with_its_server_and_its_neighbours() {
    let dir = repository();
    assert_eq!(check(dir.path(), &["zones/external/db.parked"]), [""; 0]);
    assert_eq!(check(dir.path(), &["zones/reverse/db.192.0.2"]), [MISTYPED]);
    assert_eq!(check(dir.path(), &["zones/reverse", "zones/external/db.parked"]), [MISTYPED]);
    let run = run_in(&dir.path().join("zones/external"), &["check", "-f", "json", "db.parked", "../reverse"]);
    assert_eq!(found(&run), ["../reverse/db.192.0.2 ptr-target-does-not-exist"]);
    let summary = &run.json()["summary"];
    assert_eq!((summary["files"].as_u64(), summary["zones"].as_u64()), (Some(2), Some(2)), "{summary}");
    // What is not named can be broken.
    write(dir.path(), "zones/other/db.x", "$ORIGIN x.example.\n@ IN SOA (\n");
    assert_eq!(run_in(dir.path(), &["check", "zones/external/db.parked"]).code, 0);
    let listed = run_in(dir.path(), &["check", "--list-files", "zones/external/db.parked"]).stdout;
    assert_eq!(listed, "zones/external/db.parked: example.com. (etc/named.conf:1)\n");
}

#[test]
fn standard_input_stands_for_a_file_of_the_project() {
    let dir = repository();
    let stdin = |name: &[&str], text: &str| {
        found(&zonelint_with_stdin(dir.path(), &[&["check", "-f", "json", "-"], name].concat(), text.as_bytes()))
    };
    let reverse = ["--stdin-filename", "zones/reverse/db.192.0.2"];
    assert_eq!(stdin(&reverse, REVERSE), [MISTYPED]);
    assert_eq!(stdin(&reverse, &REVERSE.replace("hots", "host")), [""; 0], "the text and not the file");
    // A part of a zone is read in the zone that includes it.
    write(dir.path(), "zones/external/db.parked", nameless() + "$INCLUDE more.inc\n");
    write(dir.path(), "zones/external/more.inc", "more A 192.0.2.4\n");
    let part = ["--stdin-filename", "zones/external/more.inc"];
    assert_eq!(stdin(&part, "more A 192.0.2.4\n"), [""; 0]);
    assert_eq!(stdin(&part, "more CNAME nowhere\n"), ["zones/external/more.inc target-does-not-exist"]);
    assert_eq!(stdin(&[], &nameless()), ["<stdin> origin-unknown"], "without a name it is part of nothing");
    // A configuration is read with its zones.
    write(dir.path(), "zones/external/db.parked", nameless());
    let conf = ["--stdin-filename", "etc/named.conf"];
    assert_eq!(stdin(&conf, &CONF.replacen("};", "}", 1)), ["etc/named.conf server-config-invalid", MISTYPED]);
}

#[test]
fn a_part_of_a_zone_is_checked_with_the_zone() {
    let dir = repository();
    write(dir.path(), "zones/external/db.parked", nameless() + "$INCLUDE more.inc\nhost2 CNAME nothing\n");
    write(dir.path(), "zones/external/more.inc", "more CNAME nowhere\n");
    assert_eq!(check(dir.path(), &["zones/external/more.inc"]), ["zones/external/more.inc target-does-not-exist"]);
    write(dir.path(), "zones/external/unused.inc", "more CNAME nowhere\n");
    assert_eq!(check(dir.path(), &["zones/external/unused.inc"]).len(), 3, "by itself it is a zone that lacks much");
}

#[test]
fn a_configuration_is_checked_with_the_zones_that_it_names() {
    let dir = repository();
    let run = run_in(dir.path(), &["check", "-f", "json", "etc/named.conf"]);
    assert_eq!(found(&run), [MISTYPED]);
    assert_eq!(run.json()["summary"]["zones"], 2);
    write(dir.path(), "etc/named.conf", "include \"/etc/bind/more.conf\";\n");
    write(dir.path(), "etc/more.conf", CONF);
    assert_eq!(check(dir.path(), &["etc/named.conf"]), [MISTYPED]);
    write(dir.path(), "etc/more.conf", CONF.replace("/zones/", "/nowhere/").replace("db.", "elsewhere."));
    let run = run_in(dir.path(), &["check", "etc/named.conf"]);
    let said = "zonelint: none of the zone files that `etc/named.conf` names is here\n";
    assert_eq!((run.code, run.stderr.as_str()), (2, said), "{run:#?}");
}

#[test]
fn outside_of_a_repository_the_configurations_beside_a_file_are_read() {
    let dir = repository();
    std::fs::remove_dir(dir.path().join(".git")).expect("it is there");
    let zone = "zones/external/db.parked";
    assert_eq!(check(dir.path(), &[zone]), [format!("{zone} origin-unknown")]);
    write(dir.path(), "zones/external/named.conf", CONF);
    assert_eq!(check(dir.path(), &[zone]), [""; 0]);
    let said = run_in(dir.path(), &["check", "-v", zone]).stderr;
    assert!(said.contains("around: zones/external itself"), "{said}");
    // The other zones beside it may be of another house.
    write(dir.path(), "zones/reverse/example.com.zone", ZONE);
    assert_eq!(check(dir.path(), &["zones/reverse/db.192.0.2"]), [""; 0]);
    std::fs::remove_file(dir.path().join("zones/reverse/example.com.zone")).expect("it is there");
    // A rule file marks a project, too.
    write(dir.path(), "zonelint.yaml", "version: 1\n");
    assert_eq!(check(dir.path(), &["zones/reverse/db.192.0.2"]), [MISTYPED]);
}

#[test]
fn the_rule_file_is_that_of_what_is_named() {
    let dir = repository();
    write(dir.path(), "zones/reverse/zonelint.yaml", "checks: {ptr-target-does-not-exist: off}\n");
    assert_eq!(check(dir.path(), &["zones/reverse"]), [""; 0]);
    assert_eq!(check(dir.path(), &["zones/reverse/db.192.0.2"]), [""; 0]);
    let run = run_in(dir.path(), &["check", "-f", "json", "zones/reverse", "zones/external"]);
    assert_eq!(found(&run), [MISTYPED], "it is not for all that is named");
    assert!(run.stderr.contains("`zones/reverse/zonelint.yaml` is not used"), "{run:#?}");
    write(dir.path(), "zonelint.yaml", "checks: {ptr-target-does-not-exist: error}\n");
    let run = run_in(&dir.path().join("etc"), &["check", "-f", "concise", "../zones"]);
    assert!(run.stdout.contains("error[ptr-target-does-not-exist]"), "{run:#?}");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("zones/reverse/db.192.0.2").display().to_string();
    assert_eq!(check(elsewhere.path(), &[&path]), [""; 0], "wherever it is named from");
}

#[test]
fn a_run_says_what_it_is_made_of() {
    let dir = repository();
    write(dir.path(), "zonelint.yaml", "exclude: ['zones/broken/**']\nincludes: {/etc/bind: .}\n");
    write(dir.path(), "zones/external/db.parked.bak", nameless());
    let run = run_in(dir.path(), &["check", "-v", "-f", "concise", "zones"]);
    let said: Vec<&str> = run.stderr.lines().filter_map(|line| line.strip_prefix("zonelint: ")).collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    rules: builtin:recommended, zonelint.yaml
    includes: . stands for /etc/bind of the server
    searched: zones
    around: . and all below it, for configurations and neighbours
    configuration: etc/named.conf
    zones: 2 checked, 0 neighbours
    skipped: zones/broken/db.broken, by a pattern of `include`, `exclude` or --exclude
    file: zones/external/db.parked: example.com. (etc/named.conf:1)
    file: zones/external/db.parked.bak: - (skipped: a copy)
    file: zones/reverse/db.192.0.2: 2.0.192.in-addr.arpa. (etc/named.conf:2)
    ");
}
