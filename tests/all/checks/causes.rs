//! One mistake is one finding, and it stands on the line with the mistake: what else does not fit is shown beside it.

use crate::support::{number, project_with, run_in, text};

const FORWARD: &str = "\
$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1 hostmaster 1 4h 1h 2w 1h
@ NS ns1
@ NS ns2
@ MX 10 mail
smtp CNAME mail
ns1 A 192.0.2.1
ns2 A 192.0.2.2
mail A 192.0.2.25
web10 A 192.0.2.10
web11 A 192.0.2.11
web12 A 192.0.2.12
web13 A 192.0.2.13
web14 A 192.0.2.14
db1 A 192.0.2.101
db12 A 192.0.2.112
app A 192.0.2.120
";

const REVERSE: &str = "\
$ORIGIN 2.0.192.in-addr.arpa.
$TTL 1h
@ IN SOA ns1.example.com. hostmaster.example.com. 1 4h 1h 2w 1h
@ NS ns1.example.com.
@ NS ns2.example.com.
1 PTR ns1.example.com.
2 PTR ns2.example.com.
25 PTR mail.example.com.
10 PTR web10.example.com.
11 PTR web11.example.com.
12 PTR web12.example.com.
13 PTR web13.example.com.
14 PTR web14.example.com.
101 PTR db1.example.com.
112 PTR db12.example.com.
120 PTR app.example.com.
";

/// Where the findings stand after a line was changed, and what they say: file, line, check and message.
fn found(from: &str, to: &str) -> Vec<(String, usize, String, String)> {
    let changed = |zone: &str| zone.replace(&format!("\n{from}\n"), &format!("\n{to}\n"));
    let (forward, reverse) = (changed(FORWARD), changed(REVERSE));
    assert_eq!(usize::from(forward != FORWARD) + usize::from(reverse != REVERSE), usize::from(from != to), "{from}");
    let dir = project_with(&[("forward", forward), ("reverse", reverse)]);
    let run = run_in(dir.path(), &["check", "--format", "json", "--off", "ns-addresses-equal"]);
    let place = |found: &serde_json::Value| {
        (text(&found["file"]), number(&found["start"]["line"]), text(&found["check"]), text(&found["message"]))
    };
    run.findings().iter().map(place).collect()
}

#[test]
fn the_zones_are_right() {
    assert_eq!(found("", ""), []);
}

#[test]
fn the_line_with_the_mistake_has_the_only_finding() {
    for (from, to) in [
        // An address.
        ("web12 A 192.0.2.12", "web12 A 192.0.2.112"),
        ("web12 A 192.0.2.12", "web12 A 192.0.2.11"),
        ("web12 A 192.0.2.12", "web12 A 192.0.2.21"),
        ("web12 A 192.0.2.12", "web12 A 192.0.3.12"),
        ("app A 192.0.2.120", "app A 192.0.2.101"),
        ("ns2 A 192.0.2.2", "ns2 A 192.0.2.1"),
        // The name that owns an address.
        ("web12 A 192.0.2.12", "web1 A 192.0.2.12"),
        ("web12 A 192.0.2.12", "wbe12 A 192.0.2.12"),
        ("web12 A 192.0.2.12", "web11 A 192.0.2.12"),
        ("mail A 192.0.2.25", "mial A 192.0.2.25"),
        ("ns2 A 192.0.2.2", "ns3 A 192.0.2.2"),
        // The target of a PTR record.
        ("12 PTR web12.example.com.", "12 PTR web11.example.com."),
        ("12 PTR web12.example.com.", "12 PTR web21.example.com."),
        ("25 PTR mail.example.com.", "25 PTR mial.example.com."),
        // Its owner.
        ("12 PTR web12.example.com.", "11 PTR web12.example.com."),
        ("12 PTR web12.example.com.", "112 PTR web12.example.com."),
        ("12 PTR web12.example.com.", "21 PTR web12.example.com."),
    ] {
        let (file, zone) = if from.contains(" A ") { ("forward", FORWARD) } else { ("reverse", REVERSE) };
        let line = zone.lines().position(|line| line == from).expect("it is there") + 1;
        let found = found(from, to);
        let places: Vec<_> = found.iter().map(|(file, line, ..)| (file.as_str(), *line)).collect();
        assert_eq!(places, [(file, line)], "{to}: {found:#?}");
    }
}

/// A zone alone, without PTR records.
fn places_in_one_zone(from: &str, to: &str) -> Vec<usize> {
    let rows = |name: &str, numbers: std::ops::Range<u8>, first: u8| -> String {
        numbers.map(|number| format!("{name}{number} A 192.0.2.{}\n", first + number)).collect()
    };
    let head = "$ORIGIN example.com.\n$TTL 1h\n@ IN SOA ns1.dns.example. hostmaster.dns.example. 1 4h 1h 2w 1h\n\
                @ NS ns1.dns.example.\n@ NS ns2.dns.example.\n";
    let more = "ldap A 192.0.2.200\n_ldap._tcp SRV 0 0 389 ldap\n@ MX 10 ldap\nshop CNAME web11\n";
    let zone = [head, &rows("web", 10..25, 0), &rows("db", 1..10, 100), more].concat();
    let changed = zone.replace(&format!("\n{from}\n"), &format!("\n{to}\n"));
    assert_ne!(changed, zone, "{from}");
    let run = run_in(project_with(&[("zone", &changed)]).path(), &["check", "--format", "json"]);
    let line = zone.lines().position(|line| line == from).expect("it is there") + 1;
    // Told from the line that was changed.
    run.findings().iter().map(|found| number(&found["start"]["line"]).abs_diff(line)).collect()
}

#[test]
fn in_one_zone_too() {
    for (from, to) in [
        ("web13 A 192.0.2.13", "web13 A 192.0.2.17"),
        ("web17 A 192.0.2.17", "web17 A 192.0.2.13"),
        ("web13 A 192.0.2.13", "web13 A 192.0.2.104"),
        ("db4 A 192.0.2.104", "db4 A 192.0.2.13"),
        ("web11 A 192.0.2.11", "wbe11 A 192.0.2.11"),
        ("ldap A 192.0.2.200", "ldpa A 192.0.2.200"),
        ("@ MX 10 ldap", "@ MX 10 ldpa"),
    ] {
        assert_eq!(places_in_one_zone(from, to), [0], "{to}");
    }
}

#[test]
fn without_evidence_it_is_the_pointer() {
    for (from, to) in [("app A 192.0.2.120", "app A 192.0.2.210"), ("app A 192.0.2.120", "apps A 192.0.2.120")] {
        let found = found(from, to);
        let places: Vec<_> = found.iter().map(|(file, line, ..)| (file.as_str(), *line)).collect();
        assert_eq!(places, [("reverse", 16)], "{to}: {found:#?}");
    }
}
