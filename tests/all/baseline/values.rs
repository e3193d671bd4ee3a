//! A baseline knows the mistakes that were there, and none that took their places.

use std::path::Path;

use crate::support::{Run, ZONE, number, project_with, run_in, text, write};

const FILE: &str = "zonelint-baseline.json";
const ZONE_FILE: &str = "zones/example.com.zone";

fn check(dir: &Path, more: &[&str]) -> Run {
    run_in(dir, &[&["check", "-f", "json"], more].concat())
}

fn baseline(dir: &Path) -> String {
    std::fs::read_to_string(dir.join(FILE)).expect("a baseline")
}

/// Takes down what is found in a zone with some records, and says what is new in it with others: check and owner.
fn new_after(old: &str, new: &str) -> Vec<(String, Option<String>)> {
    let dir = project_with(&[(ZONE_FILE, ZONE.to_owned() + old)]);
    let wrote = check(dir.path(), &["--write-baseline"]);
    assert!(wrote.code == 0 && number(&wrote.json()["summary"]["baseline"]) > 0, "{old}: {wrote:#?}");
    assert_eq!(check(dir.path(), &[]).checks(), [""; 0], "{old}");
    write(dir.path(), ZONE_FILE, ZONE.to_owned() + new);
    let findings = check(dir.path(), &[]).findings();
    let new = findings.into_iter().filter(|finding| finding["check"] != "baseline-stale");
    new.map(|finding| (text(&finding["check"]), finding["owner"].as_str().map(str::to_owned))).collect()
}

#[test]
fn a_mistake_that_takes_the_place_of_another_is_new() {
    for (check, old, new) in [
        (
            "srv-port-transposed",
            "_sipfederationtls._tcp SRV 0 0 5601 host\n",
            "_sipfederationtls._tcp SRV 0 0 5016 host\n",
        ),
        (
            "srv-port-transposed",
            "_ldap._tcp SRV 0 0 398 host\n_ldap._tcp SRV 0 0 389 ns1\n",
            "_ldap._tcp SRV 0 0 389 host\n_ldap._tcp SRV 0 0 398 ns1\n",
        ),
        ("target-does-not-exist", "www CNAME gone\n", "www CNAME lost\n"),
        ("target-does-not-exist", "m MX 10 gone\nm MX 20 host\n", "m MX 10 host\nm MX 20 lost\n"),
        ("target-is-alias", "a CNAME host\nb CNAME host\nm MX 10 a\n", "a CNAME host\nb CNAME host\nm MX 10 b\n"),
        ("ttl-out-of-range", "x 7 A 192.0.2.7\n", "x 9 A 192.0.2.7\n"),
        ("ttl-out-of-range", "x 30 A 192.0.2.7\ny 30 A 192.0.2.8\n", "x 0 A 192.0.2.7\ny 30 A 192.0.2.8\n"),
        ("rrset-ttl-mismatch", "x 600 A 192.0.2.7\nx 900 A 192.0.2.8\n", "x 660 A 192.0.2.7\nx 900 A 192.0.2.8\n"),
        ("ttl-out-of-range", "x 7 A 192.0.2.7\ny A 192.0.2.8\n", "x A 192.0.2.7\ny 7 A 192.0.2.8\n"),
        ("record-data-invalid", "x A 192.0.2.999\n", "x A 192.0.2.998\n"),
        ("record-data-invalid", "x A 192.0.2.999\ny A 192.0.2.8\n", "x A 192.0.2.7\ny A 192.0.2.999\n"),
        ("unknown-type", "x IN FOO bar\ny IN A 192.0.2.8\n", "x IN A 192.0.2.7\ny IN FOO bar\n"),
        ("caa-tag-unknown", "x CAA 0 isue \"a.example\"\n", "x CAA 0 isseu \"a.example\"\n"),
        ("target-missing-dot", "x CNAME www.example.com\n", "x CNAME w.example.com\n"),
        ("ds-misplaced", "x A 192.0.2.7\nx DS 1 13 2 00\n", "y A 192.0.2.7\ny DS 1 13 2 00\n"),
        (
            "record-duplicate",
            "x A 192.0.2.7\nx A 192.0.2.7\nx A 192.0.2.8\n",
            "x A 192.0.2.8\nx A 192.0.2.7\nx A 192.0.2.8\n",
        ),
    ] {
        let found = new_after(old, new);
        assert!(found.iter().any(|(new, _)| new == check), "{old}{new}: {found:?}");
    }
    let zone = |refresh: &str, expire: &str| ZONE.replace("4h 1h 2w", &format!("{refresh} 1h {expire}"));
    let dir = project_with(&[(ZONE_FILE, zone("1", "2w"))]);
    check(dir.path(), &["--write-baseline"]);
    write(dir.path(), ZONE_FILE, zone("4h", "1d"));
    assert!(check(dir.path(), &[]).checks().contains(&"soa-timers-unusual".to_owned()));
}

#[test]
fn what_is_written_in_another_way_is_known() {
    let old = "_ldap._tcp 1h IN SRV 0 0 398 host\nwww CNAME gone\nm MX 10 a\na CNAME host\nx 7 AAAA 2001:db8::1\n\
        dup A 192.0.2.7\ndup A 192.0.2.8\ndup 2h A 192.0.2.9\nmx MX 10 host\nmx MX 20 HOST\n\
        bad A 192.0.2.999\nworse FOO bar\ntxt TXT \"v=spf1 inclde:example.net -all\"\n";
    let new = "$ORIGIN _tcp.example.com.\n_LDAP 3600 SRV 0 00 0398 HOST.example.com. ; a word\n$ORIGIN com.\n\
         x.example 7s IN AAAA 2001:DB8:0::1\n$ORIGIN example.com.\nwww.example.com. 60m CNAME (\n gone.EXAMPLE.com. )\n\
         BAD 3600 IN A 192.0.2.999\nworse FOO bar ; and more\nm 3600 MX 10 \\097\nA CNAME host.example.com.\n\
         mx MX 20 host.example.com.\nmx MX 10 host\ndup 2h A 192.0.2.9\ndup 1h A 192.0.2.8\n 60m A 192.0.2.7\n\
         txt IN TXT ( \"v=spf1 inclde:example.net -all\" )\n";
    assert_eq!(new_after(old, new), [], "{new}");
    let odd = |serial: &str| ZONE.replace("2026112201 4h", &format!("{serial} 1")) + old;
    let dir = project_with(&[(ZONE_FILE, odd("1"))]);
    check(dir.path(), &["--write-baseline"]);
    assert!(baseline(dir.path()).contains("soa-timers-unusual"));
    write(dir.path(), ZONE_FILE, odd("2026112999"));
    assert_eq!(check(dir.path(), &[]).checks(), [""; 0], "a new serial");
}

/// To mend one thing of a record brings no other back.
#[test]
fn what_is_mended_in_part_is_not_new() {
    for (old, new) in [
        ("_ldap._tcp 7 SRV 0 0 398 host\n", "_ldap._tcp 7 SRV 0 0 389 host\n"),
        ("_ldap._tcp 7 SRV 0 0 398 host\n", "_ldap._tcp 1h SRV 0 0 398 host\n"),
        ("_ldap._tcp SRV 0 0 398 gone\n", "_ldap._tcp SRV 0 0 389 gone\n"),
        ("m 7 MX 10 gone\n", "m 7 MX 20 host\n"),
    ] {
        assert_eq!(new_after(old, new), [], "{old}{new}");
    }
}

/// Advice of a pack is given once for a type or a port, and counts the records that it is for.
#[test]
fn one_more_record_of_what_is_said_once_is_new() {
    let short = |names: &str| -> String { names.chars().map(|name| format!("{name} 7 A 192.0.2.7\n")).collect() };
    assert_eq!(new_after(&short("abc"), &short("cab")), []);
    assert_eq!(new_after(&short("abc"), &short("bc")), []);
    assert_eq!(new_after(&short("abc"), &short("abcd")).len(), 1);
    let dir = project_with(&[(ZONE_FILE, ZONE.to_owned() + &short("abcd"))]);
    check(dir.path(), &["--write-baseline"]);
    assert!(baseline(dir.path()).contains("\"count\":1,\"records\":4,"), "{}", baseline(dir.path()));
    write(dir.path(), ZONE_FILE, ZONE.to_owned() + &short("dc"));
    assert_eq!(check(dir.path(), &[]).checks(), [""; 0]);
}

fn views() -> tempfile::TempDir {
    let conf = "view internal { zone \"example.com\" { type primary; file \"internal/db\"; }; };\n\
        view external { zone \"example.com\" { type primary; file \"external/db\"; }; };\n";
    project_with(&[
        ("named.conf", conf.to_owned()),
        ("internal/db", ZONE.to_owned() + "www CNAME gone\nx A 192.0.2.999\n"),
        ("external/db", ZONE.to_owned()),
    ])
}

#[test]
fn what_moves_to_another_view_is_new() {
    for has_names in [true, false] {
        let dir = views();
        if !has_names {
            std::fs::remove_file(dir.path().join("named.conf")).expect("it is there");
        }
        check(dir.path(), &["--write-baseline"]);
        let view = if has_names { "\"view\":\"internal\"" } else { "\"view\":\"internal/db\"" };
        assert_eq!(baseline(dir.path()).matches(view).count(), 2, "{}", baseline(dir.path()));
        assert_eq!(check(dir.path(), &[]).checks(), [""; 0]);
        // Who reads one version alone does not know of the other.
        assert_eq!(check(dir.path(), &["internal/db", "--origin=example.com"]).checks(), [""; 0]);
        let prints = |dir: &Path| -> Vec<String> {
            let findings = check(dir, &["--no-baseline"]).findings();
            findings.iter().map(|finding| text(&finding["fingerprint"])).collect()
        };
        let before = prints(dir.path());
        std::fs::rename(dir.path().join("internal/db"), dir.path().join("between")).expect("files can be moved");
        std::fs::rename(dir.path().join("external/db"), dir.path().join("internal/db")).expect("files can be moved");
        std::fs::rename(dir.path().join("between"), dir.path().join("external/db")).expect("files can be moved");
        let new = check(dir.path(), &["--off=baseline-stale"]).checks();
        assert_eq!(new, ["target-does-not-exist", "record-data-invalid"], "{has_names}");
        assert!(prints(dir.path()).iter().all(|print| !before.contains(print)));
    }
}

/// What is said of two versions in one file that both include is said of none of them.
#[test]
fn a_baseline_of_one_version_holds_when_another_comes() {
    let dir = project_with(&[("a/example.com.zone", ZONE.to_owned() + "www CNAME gone\n")]);
    check(dir.path(), &["--write-baseline"]);
    write(dir.path(), "b/example.com.zone", ZONE);
    assert_eq!(check(dir.path(), &[]).checks(), [""; 0]);
    write(dir.path(), "b/example.com.zone", ZONE.to_owned() + "www CNAME gone\n");
    assert_eq!(check(dir.path(), &[]).checks(), ["target-does-not-exist"], "once more is one more");
}

/// As zonelint 0.1.0 wrote it.
const VERSION_1: &str = r#"{"version": 1,
"paths": ["."],
"findings": [
{"file":"example.com.zone","check":"record-data-invalid","count":1,"fingerprint":"c795863b33866e07"},
{"zone":"example.com.","owner":"_ldap._tcp.example.com.","type":"SRV","check":"srv-port-transposed","count":1,"fingerprint":"596ce5ff9b92c63f"},
{"zone":"example.com.","owner":"gone.example.com.","type":"CNAME","check":"target-does-not-exist","count":1,"fingerprint":"1dfba045fb1686da"}
]}
"#;

fn old_project() -> tempfile::TempDir {
    let zone = "dc1 A 192.0.2.4\n_ldap._tcp SRV 0 0 398 host\n_ldap._tcp SRV 0 0 389 dc1\ngone CNAME nothing\nbad A 192.0.2.999\n";
    project_with(&[(ZONE_FILE, ZONE.to_owned() + zone), (FILE, VERSION_1.to_owned())])
}

/// A run over one version of a zone cannot tell which it is: what it takes down keeps the view it was known in.
#[test]
fn a_part_that_is_taken_down_keeps_its_view() {
    let (mistake, inside, outside) = (format!("{ZONE}www CNAME gone\n"), "inside/zone", "outside/zone");
    let dir = project_with(&[(inside, mistake.as_str()), (outside, ZONE)]);
    assert_eq!(check(dir.path(), &["--write-baseline"]).code, 0);
    let whole = baseline(dir.path());
    assert_eq!(check(dir.path(), &["inside", "--write-baseline"]).code, 0);
    assert_eq!(baseline(dir.path()).replace("[\".\",\"inside\"]", "[\".\"]"), whole);
    write(dir.path(), inside, ZONE);
    write(dir.path(), outside, &mistake);
    let checks = check(dir.path(), &[]).checks();
    assert!(checks.contains(&"target-does-not-exist".to_owned()), "{checks:?}");
}

/// The first record is spelt otherwise, and says the same.
#[test]
fn letter_case_makes_no_other_finding() {
    let services: String = (0..30).map(|n| format!("_ldap._tcp.h{n} SRV 0 0 88 host\n")).collect();
    assert_eq!(new_after(&services, &services.replacen("_ldap", "_LDAP", 1)), []);
}

#[test]
fn version_1_is_matched_as_before_and_rewritten_on_request() {
    let dir = old_project();
    let known = check(dir.path(), &[]);
    assert_eq!((known.code, known.checks(), number(&known.json()["summary"]["baseline"])), (0, Vec::new(), 3));
    let note = "zonelint: `zonelint-baseline.json` has version 1, which does not distinguish wrong values: \
        `zonelint check --write-baseline` rewrites it\n";
    assert!(known.stderr.contains(note), "{known:#?}");
    let zone = std::fs::read_to_string(dir.path().join(ZONE_FILE)).expect("it is there");
    write(dir.path(), ZONE_FILE, zone.replace("398 host", "389 host").replace("389 dc1", "398 dc1"));
    assert_eq!(check(dir.path(), &[]).checks(), [""; 0], "as before");
    write(dir.path(), ZONE_FILE, &zone);
    let wrote = check(dir.path(), &["--write-baseline"]);
    assert!(wrote.code == 0 && !wrote.stderr.contains("version 1"), "{wrote:#?}");
    assert!(baseline(dir.path()).starts_with("{\"version\": 2,"), "{}", baseline(dir.path()));
    let known = check(dir.path(), &[]);
    assert!(known.findings().is_empty() && !known.stderr.contains("version"), "{known:#?}");
    write(dir.path(), ZONE_FILE, zone.replace("398 host", "389 host").replace("389 dc1", "398 dc1"));
    assert!(check(dir.path(), &[]).checks().contains(&"srv-port-transposed".to_owned()));
}

#[test]
fn version_1_stays_where_a_part_is_read_or_taken_out() {
    let dir = old_project();
    write(dir.path(), "zones/example.net.zone", ZONE.replace("example.com", "example.net"));
    for arguments in
        [&["zones/example.net.zone", "--write-baseline"][..], &["--off=target-does-not-exist", "--write-baseline"]]
    {
        let refused = check(dir.path(), arguments);
        assert!(refused.code == 2 && refused.stderr.contains("it has version 1"), "{refused:#?}");
        assert_eq!(baseline(dir.path()), VERSION_1);
    }
    let zone = std::fs::read_to_string(dir.path().join(ZONE_FILE)).expect("it is there");
    write(dir.path(), ZONE_FILE, zone.replace("gone CNAME nothing\n", ""));
    assert_eq!(check(dir.path(), &["--prune-baseline"]).code, 0);
    let without: Vec<&str> =
        VERSION_1.lines().filter(|line| !line.contains("nothing") && !line.contains("gone.")).collect();
    assert_eq!(baseline(dir.path()), without.join("\n").replace("},\n]}", "}\n]}") + "\n");
}

/// Counts come from a file, and files may say anything.
#[test]
fn counts_do_not_overflow() {
    let huge = usize::MAX.to_string();
    let dir = old_project();
    for version in ["1", "2"] {
        let line = VERSION_1.lines().nth(4).expect("a line");
        let findings =
            format!("{line}\n{line}").replace("\"count\":1", &format!("\"count\":{huge},\"records\":{huge}"));
        let other = findings.replace("596c", "596d");
        let text = format!(
            "{{\"version\": {version}, \"paths\": [\".\"], \"findings\": [{findings}\n{}]}}",
            other.trim_end_matches(',')
        );
        for arguments in [&[][..], &["--prune-baseline"], &["--write-baseline"]] {
            write(dir.path(), FILE, &text);
            let run = check(dir.path(), arguments);
            assert!(run.json()["summary"]["baseline"].is_u64(), "{run:#?}");
        }
    }
}
