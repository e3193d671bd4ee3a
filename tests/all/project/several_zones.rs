//! One file that a server reads as several zones: each is checked under its own name, and what all share is said once.

use crate::support::{Run, number, project_with, run_in, text};

const HEAD: &str = "$TTL 1h\n@ IN SOA ns1.dns.example. hostmaster.dns.example. 1 4h 1h 2w 1h\n\
                    @ IN NS ns1.dns.example.\n@ IN NS ns2.dns.example.\n";

/// A configuration that reads the same file as each of these zones.
fn conf(zones: &[&str]) -> String {
    let zone = |name: &&str| format!("zone \"{name}\" {{ type primary; file \"db.parked\"; }};\n");
    zones.iter().map(zone).collect()
}

fn messages(run: &Run) -> Vec<String> {
    run.findings().iter().map(|finding| text(&finding["message"])).collect()
}

#[test]
fn each_zone_has_its_own_name() {
    let zones = ["b.example", "a.example", "c.example"];
    let dir = project_with(&[
        ("named.conf", conf(&zones)),
        ("db.parked", HEAD.to_owned() + "www A 192.0.2.80\nblog CNAME gone\nshop CNAME www.b.example.\n"),
        ("example.com.zone", format!("$ORIGIN example.com.\n{HEAD}x CNAME www.c.example.\ny CNAME web.c.example.\n")),
    ]);
    let run = run_in(dir.path(), &["check", "--format", "json"]);
    let expected = [
        "`gone.a.example.` does not exist in this zone (and in 2 more zones with this file)",
        "`web.c.example.` does not exist in zone `c.example.`",
    ];
    assert_eq!((messages(&run), number(&run.json()["summary"]["zones"])), (expected.map(str::to_owned).to_vec(), 4));
    let listed = run_in(dir.path(), &["check", "--list-files"]);
    for (line, zone) in zones.iter().enumerate() {
        let row = format!("db.parked: {zone}. (named.conf:{})\n", line + 1);
        assert!(listed.stdout.contains(&row), "{listed:#?}");
    }
}

#[test]
fn rules_hold_for_the_zones_that_they_name() {
    let rules = "records:\n- {name: _dmarc, type: TXT, match: 'v=DMARC1*', in: [b.example]}\n\
                 overrides:\n- {in: [a.example], checks: {target-does-not-exist: off}}\n";
    let dir = project_with(&[
        ("named.conf", conf(&["a.example", "b.example"])),
        ("db.parked", HEAD.to_owned() + "blog CNAME gone\n"),
        ("zonelint.yaml", rules.to_owned()),
    ]);
    let run = run_in(dir.path(), &["check", "--format", "json"]);
    let of: Vec<_> = run.findings().iter().map(|found| (text(&found["check"]), text(&found["zone"]))).collect();
    let of: Vec<_> = of.iter().map(|(check, zone)| (&**check, &**zone)).collect();
    assert_eq!(of, [("record-required-missing", "b.example."), ("target-does-not-exist", "b.example.")], "{run:#?}");
}

#[test]
fn what_is_wrong_with_the_text_is_said_once() {
    let dir = project_with(&[
        ("named.conf", conf(&["a.example", "b.example"])),
        ("db.parked", HEAD.to_owned() + "www A 192.0.2.999\n$GENERATE 1-2 h$ CNAME gone\n"),
    ]);
    let run = run_in(dir.path(), &["check", "--format", "json"]);
    assert_eq!(run.checks(), ["record-data-invalid", "not-portable", "target-does-not-exist"], "{run:#?}");
    let expected = "`gone.a.example.` does not exist in this zone (and in one more zone with this file) (and in 1 more \
                    record of this `$GENERATE`)";
    assert_eq!(messages(&run)[2], expected);
}

#[test]
fn of_networks_in_one_file_one_that_agrees_is_enough() {
    let dir = project_with(&[
        ("named.conf", conf(&["2.0.192.in-addr.arpa", "100.51.198.in-addr.arpa"])),
        ("db.parked", HEAD.to_owned() + "1 PTR a.example.com.\n2 PTR b.example.com.\n3 PTR c.example.com.\n"),
        ("example.com.zone", format!("$ORIGIN example.com.\n{HEAD}a A 192.0.2.1\nb A 198.51.100.2\nc A 192.0.2.33\n")),
    ]);
    let run = run_in(dir.path(), &["check", "--format", "json"]);
    assert_eq!(run.checks(), ["ptr-address-differs"], "{run:#?}");
    let about_c = |message: &String| message.contains("`c.example.com.`");
    assert!(messages(&run).iter().all(about_c), "{run:#?}");
}

#[test]
fn the_same_record_in_several_zones_proves_nothing() {
    let srv = |port: &str| format!("{HEAD}_backup._tcp SRV 0 0 {port} host.dns.example.\n");
    let dir = project_with(&[
        ("named.conf", conf(&["a.example", "b.example", "c.example"])),
        ("db.parked", srv("9871")),
        ("example.com.zone", format!("$ORIGIN example.com.\n{}", srv("9817"))),
    ]);
    let run = run_in(dir.path(), &["check", "--format", "json", "--off", "srv-port-siblings-differ"]);
    assert_eq!(run.checks(), Vec::<String>::new(), "{run:#?}");
}

#[test]
fn a_file_that_says_which_zone_it_is_is_no_other() {
    let dir = project_with(&[
        ("named.conf", conf(&["a.example", "b.example", "c.example"]).replace("db.", "zones/db.")),
        ("zones/db.parked", HEAD.replacen('@', "a.example.", 1) + "www A 192.0.2.80\n"),
    ]);
    let run = run_in(dir.path(), &["check", "--format", "json"]);
    let expected =
        "the SOA is that of `a.example.`, but servers read `b.example.` and 1 more zone from this file as well";
    assert_eq!(messages(&run), [expected], "{run:#?}");
    assert_eq!(number(&run.json()["summary"]["zones"]), 1);
}

#[test]
fn a_file_is_read_for_so_many_zones() {
    let names: Vec<String> = (0..9).map(|number| format!("z{number}.example")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let dir = project_with(&[("named.conf", conf(&names)), ("db.parked", HEAD.to_owned())]);
    // Each counts for 500 bytes at least.
    let run = run_in(dir.path(), &["check", "--format", "json", "--limit", "included=2000"]);
    assert_eq!((run.checks(), number(&run.json()["summary"]["zones"])), (vec!["limit-reached".to_owned()], 5));
    let run = run_in(dir.path(), &["check", "--format", "json", "--limit", "included=4000"]);
    assert_eq!((run.checks(), number(&run.json()["summary"]["zones"])), (vec![], 9));
}
