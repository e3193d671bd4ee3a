//! `init`: what it learns holds, hides nothing, and catches what changes.

use std::path::Path;

use crate::support::{ZONE, project, project_with, text, write, zonelint};
use proptest::prelude::*;

const SERVICES: &str = "\
_sip._tls               IN SRV 0 0 443  host
_sipfederationtls._tcp  IN SRV 0 0 5061 host
_vpnsvc._tcp            IN SRV 0 0 4711 gw.dns.example.
_ldap._tcp.dc._msdcs    IN SRV 0 0 389  host
_postgresql._tcp        IN SRV 0 0 5432 host
_matrix._tcp            IN SRV 0 0 8448 host
";

fn zone(name: &str, records: &str) -> (String, String) {
    (format!("zones/{name}.zone"), ZONE.replace("example.com", name) + records)
}

fn project_of(zones: &[(&str, &str)]) -> tempfile::TempDir {
    let zones: Vec<_> = zones.iter().map(|(name, records)| zone(name, records)).collect();
    let files: Vec<_> = zones.iter().map(|(name, zone)| (name.as_str(), zone.as_str())).collect();
    project_with(&files)
}

/// The rules, which no mistake is found in and no finding comes from.
fn init(dir: &Path) -> String {
    let before = zonelint(dir, &["check", "--no-config", "-f", "json"]);
    let run = zonelint(dir, &["init"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    let yaml = std::fs::read_to_string(dir.join("zonelint.yaml")).expect("it was written");
    let after = zonelint(dir, &["check", "-f", "json"]);
    assert_eq!((after.code, &after.stdout), (before.code, &before.stdout), "{yaml}");
    yaml
}

/// The entries, one a line.
fn rules(yaml: &str) -> Vec<&str> {
    yaml.lines().filter_map(|line| line.strip_prefix("  - {")?.strip_suffix('}')).collect()
}

/// What a finger makes of a port, and ports that others have.
fn slips(port: u16) -> Vec<u16> {
    let digits = port.to_string();
    let mut wrong = vec![0, 1, 80, 389, 443, 3268, 5060, 5061, 8443, 65_535];
    for at in 0..digits.len() {
        let (start, rest) = digits.split_at(at);
        let (digit, end) = rest.split_at(1);
        let next = end.chars().next().map(|next| format!("{start}{next}{digit}{}", &end[1..]));
        let changed = ('0'..='9').map(|other| format!("{start}{other}{end}"));
        let added = ('0'..='9').map(|other| format!("{start}{other}{rest}"));
        let all = changed.chain(added).chain(next).chain([format!("{start}{end}"), format!("{digits}{digit}")]);
        wrong.extend(all.filter_map(|text| text.parse::<u16>().ok()));
    }
    wrong.retain(|&other| other != port);
    wrong.sort_unstable();
    wrong.dedup();
    wrong
}

/// The checks that fail a run of the folder, without the cost of a process.
fn failing_checks(dir: &Path) -> Vec<String> {
    let run = crate::support::run_in(dir, &["check", "-f", "json"]);
    let findings = run.findings().into_iter().filter(|finding| finding["severity"] != "info");
    findings.map(|finding| text(&finding["check"])).collect()
}

#[test]
fn what_is_seen_is_written_down() {
    let dir = project_of(&[("example.com", SERVICES), ("example.net", SERVICES)]);
    insta::assert_snapshot!(init(dir.path()), @r#"
    # yaml-language-server: $schema=zonelint.schema.json
    # Editors complete this file by that schema; `zonelint config --schema` writes it anew.
    #
    # What the 2 zones here contained when `zonelint init` read them: `zonelint check` reports what
    # differs from now on. Edit it to say what you want, and commit it.

    version: 1

    # `port` is where a service listens, `also` the other ports seen; `target` is what its records
    # point at, `{zone}` the zone they are in. An entry with `in` is for those zones, any other for all.
    # Worth adding: `presence: required`, and the `reason` and `source` of a port.
    services:
      - {service: _ldap._tcp.dc._msdcs, port: 389, target: "host.{zone}", ttl: 1h}
      - {service: _matrix._tcp, port: 8448, target: "host.{zone}", ttl: 1h}
      - {service: _postgresql._tcp, port: 5432, target: "host.{zone}", ttl: 1h}
      - {service: _sip._tls, port: 443, target: "host.{zone}", ttl: 1h}
      - {service: _sipfederationtls._tcp, port: 5061, target: "host.{zone}", ttl: 1h}
      - {service: _vpnsvc._tcp, port: 4711, target: gw.dns.example, ttl: 1h}
    "#);
}

#[test]
fn every_slip_of_a_learnt_port_is_caught() {
    let dir = project_of(&[("example.com", SERVICES), ("example.net", SERVICES)]);
    init(dir.path());
    let (name, zone) = zone("example.com", SERVICES);
    for line in SERVICES.lines() {
        let port = line.split_whitespace().nth(5).expect("a port");
        for wrong in slips(port.parse().expect("a number")) {
            let changed = zone.replace(line, &line.replace(&format!(" {port} "), &format!(" {wrong} ")));
            write(dir.path(), &name, changed);
            let checks = failing_checks(dir.path());
            assert!(checks.iter().any(|check| check.starts_with("srv-port-")), "{line} {wrong}: {checks:?}");
        }
    }
}

#[test]
fn a_slip_is_not_learnt_and_still_found_as_before() {
    let swapped = SERVICES.replace("5061", "5601");
    let dir = project_of(&[("example.com", SERVICES), ("example.net", &swapped), ("example.org", SERVICES)]);
    let yaml = init(dir.path());
    let entry = "\n  - service: _sipfederationtls._tcp\n    in: [example.com, example.org]\n    port: 5061\n";
    assert!(yaml.contains(entry), "{yaml}");
    let comment =
        "# zones/example.net.zone:10: port 5601 of `_sipfederationtls._tcp` is 5061 with two digits swapped: no rule\n";
    assert!(yaml.contains(comment), "{yaml}");
}

/// Whatever is found in it, and however mild: a rule made of it would silence it, or make it the house's own.
#[test]
fn nothing_is_learnt_of_a_record_that_something_is_found_in() {
    for (record, why) in [
        ("_postgresql._tcp IN SRV 0 0 5499 host", "port 5499 of `_postgresql._tcp` is not"),
        ("_sipfederationtsl._tcp IN SRV 0 0 5061 host", "`_sipfederationtsl` is `_sipfederationtls`"),
        ("_sip._tls 10 IN SRV 0 0 443 host", "TTL 10s of SRV"),
        ("_sip._tls IN SRV 0 0 443 gone", "`gone.example.com.` does not exist"),
        ("_sip._tls IN SRV 0 0 443 other", "`other.example.com.`, which is an alias"),
        ("_sip._tls IN SRV 0 0 443 host\n_sip._tls 2h IN SRV 0 0 443 ns1", "TTL"),
        ("_sip._tls IN SRV 0 0 443 192.0.2.3", "`192.0.2.3"),
        ("_sip._tls IN SRV 0 0 99999 host", "99999"),
    ] {
        let sound = "other IN CNAME host\n_ldap._tcp IN SRV 0 0 389 host\n";
        let dir = project_of(&[("example.com", &format!("{sound}{record}\n"))]);
        let yaml = init(dir.path());
        assert_eq!(rules(&yaml), ["service: _ldap._tcp, port: 389, target: \"host.{zone}\", ttl: 1h"], "{yaml}");
        let is_told = yaml.lines().any(|line| line.contains(why) && line.ends_with(": no rule"));
        assert!(is_told && yaml.contains("\n# zones/example.com.zone:1"), "{why}: {yaml}");
    }
}

/// What is missing in the zones is missing in the rules.
#[test]
fn what_could_not_be_read_is_named() {
    let zone = ZONE.to_owned() + "_ldap._tcp IN SRV 0 0 389 host\n$INCLUDE gone.inc\n";
    let template = ZONE.replace("example.com", "example.net") + "_sip._tls IN SRV 0 0 {{ port }} host\n";
    let dir = project_with(&[("zones/example.com.zone", zone), ("zones/example.net.zone", template)]);
    let run = zonelint(dir.path(), &["init"]);
    assert_eq!(run.code, 0, "{run:#?}");
    insta::assert_snapshot!(run.stderr, @r"
    zonelint: zones/example.com.zone:10: `gone.inc` does not exist: no rules are made from it
    zonelint: zones/example.net.zone:9: this looks like a template: `{{` is not zone file syntax: no rules are made from it
    ");
    insta::assert_snapshot!(run.stdout, @r"
    wrote zonelint.yaml: 1 rule, 2 places without a rule
    wrote zonelint.schema.json: editors complete rule files by it
    next: zonelint check
    ");
    let yaml = std::fs::read_to_string(dir.path().join("zonelint.yaml")).expect("it was written");
    let told: Vec<&str> = yaml.lines().filter(|line| line.ends_with(": no rule")).collect();
    assert_eq!(told.len(), 2, "{yaml}");
}

#[test]
fn the_schema_that_the_rules_name_stands_beside_them() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    std::fs::create_dir(dir.path().join("rules")).expect("folders can be made");
    let schema = zonelint(dir.path(), &["config", "--schema"]).stdout;
    for (output, beside, next) in [
        ("zonelint.yaml", "zonelint.schema.json", "next: zonelint check example.com.zone\n"),
        (
            "rules/house.yaml",
            "rules/zonelint.schema.json",
            "next: zonelint check -c rules/house.yaml example.com.zone\n",
        ),
    ] {
        let run = zonelint(dir.path(), &["init", "example.com.zone", "-o", output]);
        assert!(run.code == 0 && run.stdout.ends_with(next), "{run:#?}");
        assert!(run.stdout.contains(&format!("wrote {beside}: ")), "{run:#?}");
        assert_eq!(std::fs::read_to_string(dir.path().join(beside)).expect("it was written"), schema);
        let words: Vec<&str> = next.split_whitespace().skip(2).collect();
        assert_eq!(zonelint(dir.path(), &words).code, 0, "{next}");
    }
    // One that is there stays as it is.
    write(dir.path(), "zonelint.schema.json", "{}");
    let run = zonelint(dir.path(), &["init", "-o", "other.yaml"]);
    assert!(run.code == 0 && !run.stdout.contains("schema"), "{run:#?}");
    assert_eq!(std::fs::read_to_string(dir.path().join("zonelint.schema.json")).expect("it is there"), "{}");
}

#[test]
fn the_next_command_is_for_the_same_zones() {
    let part = ZONE.lines().filter(|line| !line.contains("ORIGIN")).collect::<Vec<_>>().join("\n") + "\n";
    let dir = project_with(&[("my zones/db", part)]);
    let run = zonelint(dir.path(), &["init", "--origin", "example.com", "my zones/db"]);
    assert!(run.stdout.ends_with("next: zonelint check --origin example.com 'my zones/db'\n"), "{run:#?}");
    let next = zonelint(dir.path(), &["check", "--origin", "example.com", "my zones/db"]);
    assert_eq!((next.code, next.stderr.as_str()), (0, ""), "{next:#?}");
}

#[test]
fn zones_with_the_same_ports_share_an_entry() {
    let (usual, other) = ("_vpnsvc._tcp IN SRV 0 0 4711 host\n", "_vpnsvc._tcp IN SRV 0 0 9000 gw.dns.example.\n");
    let dir = project_of(&[
        ("a.example", usual),
        ("b.example", usual),
        ("c.example", usual),
        ("d.example", other),
        ("e.example", other),
    ]);
    let yaml = init(dir.path());
    let usual_entry = "service: _vpnsvc._tcp, port: 4711, target: \"host.{zone}\", ttl: 1h";
    assert_eq!(rules(&yaml), [usual_entry], "{yaml}");
    let other_entry = "\n    in: [d.example, e.example]\n    port: 9000\n    target: gw.dns.example\n";
    assert!(yaml.contains(other_entry), "{yaml}");
    let dir = project_of(&[("a.example", usual), ("b.example", other)]);
    let yaml = init(dir.path());
    assert!(rules(&yaml).iter().all(|rule| rule.contains(" in: ")), "no port is the usual one: {yaml}");
}

#[test]
fn several_ports_in_a_zone_are_all_fine() {
    let records =
        "_vpnsvc._tcp IN SRV 0 0 4711 host\n_vpnsvc._tcp IN SRV 0 0 4711 ns1\n_vpnsvc._tcp IN SRV 0 0 4444 host\n";
    let longer = records.replace("_tcp IN", "_tcp 2h IN");
    let dir = project_of(&[("example.com", records), ("example.net", &longer)]);
    let yaml = init(dir.path());
    assert!(yaml.contains("\n    port: 4711\n    also: 4444\n"), "{yaml}");
    assert!(yaml.contains("\n    target: [\"host.{zone}\", \"ns1.{zone}\"]\n    ttl: 1h..2h\n"), "{yaml}");
}

/// In one entry, each port would be fine for each name.
#[test]
fn names_with_ports_of_their_own_have_entries_of_their_own() {
    let records = "_minecraft._tcp.a IN SRV 0 0 25566 host\n_minecraft._tcp.b IN SRV 0 0 25567 host\n_minecraft._tcp IN SRV 0 0 25565 host\n";
    let (name, zone) = zone("example.com", records);
    let dir = project_with(&[(&*name, &*zone)]);
    let yaml = init(dir.path());
    let expected = [("", 25_565), (".a", 25_566), (".b", 25_567)].map(|(below, port)| {
        format!("service: _minecraft._tcp{below}, port: {port}, target: \"host.{{zone}}\", ttl: 1h")
    });
    assert_eq!(rules(&yaml), expected, "{yaml}");
    for (right, wrong) in [("25566", "25567"), ("25567", "25565"), ("25565", "25566")] {
        write(dir.path(), &name, zone.replace(right, wrong));
        assert!(!failing_checks(dir.path()).is_empty(), "{right} {wrong}");
    }
}

#[test]
fn a_rule_file_above_is_named() {
    let dir = project_with(&[("zonelint.yaml", "version: 1\n"), ("sub/example.com.zone", ZONE)]);
    let run = zonelint(&dir.path().join("sub"), &["init"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("`../zonelint.yaml` no longer applies here"), "{run:#?}");
}

#[test]
fn placeholders_and_absent_services_teach_nothing() {
    let records = "_imap._tcp IN SRV 0 0 0 .\nOffice._flagship._tcp IN SRV 0 0 0 host\n*._tcp IN SRV 0 0 99 host\n_a._b IN SRV 0 0 99 host\n";
    let dir = project_of(&[("example.com", records)]);
    assert!(rules(&init(dir.path())).is_empty());
    let dir = project_of(&[("a.example", records), ("b.example", "_imap._tcp IN SRV 0 0 143 host\n")]);
    assert_eq!(
        rules(&init(dir.path())),
        ["service: _imap._tcp, in: b.example, port: 143, target: \"host.{zone}\", ttl: 1h"]
    );
}

#[test]
fn nothing_is_overwritten() {
    for name in ["zonelint.yaml", ".zonelint.yaml"] {
        let dir = project_with(&[("example.com.zone", ZONE), (name, "version: 1\n")]);
        let run = zonelint(dir.path(), &["init"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:#?}");
        assert!(run.stderr.contains(&format!("`{name}` already exists")), "{run:#?}");
        assert_eq!(std::fs::read_to_string(dir.path().join(name)).expect("it is there"), "version: 1\n");
        assert_eq!(zonelint(dir.path(), &["init", "--output", "other.yaml"]).code, 0);
        let shown = zonelint(dir.path(), &["init", "-o", "-"]);
        assert_eq!((shown.code, shown.stderr.as_str()), (0, ""));
        assert_eq!(shown.stdout, std::fs::read_to_string(dir.path().join("other.yaml")).expect("it is there"));
    }
}

#[test]
fn half_of_the_zones_teach_nothing() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    let run = zonelint(dir.path(), &["init", "example.com.zone", "gone.zone"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`gone.zone`") && !dir.path().join("zonelint.yaml").exists(), "{run:#?}");
    let empty = project();
    assert_eq!(zonelint(empty.path(), &["init"]).code, 2);
}

#[test]
fn a_folder_that_is_not_there_is_2() {
    let dir = project_with(&[("example.com.zone", ZONE)]);
    let run = zonelint(dir.path(), &["init", "-o", "gone/zonelint.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`gone/zonelint.yaml` cannot be written"), "{run:#?}");
}

fn record() -> impl Strategy<Value = String> {
    let service = prop::sample::select(vec![
        "_sip._tls",
        "_sip._tcp",
        "_sipfederationtls._tcp",
        "_sipfederationtsl._tcp",
        "_vpnsvc._tcp",
        "_vpnscv._tcp",
        "_ldap._tcp",
        "_ldap._tcp.Paris._sites.dc._msdcs",
        "_minecraft._tcp.play",
        "_minecraft._tcp.lobby",
        "_sip._tls.lab",
        "_postgresql._tcp",
        "_submission._tcp",
        "_submissions._tls",
        "Printer._ipp._tcp",
        "sip._tcp",
        "_web._primary",
        "*._tcp",
    ]);
    let port =
        prop::sample::select(vec![0, 80, 389, 443, 465, 587, 631, 4711, 4171, 5060, 5061, 5432, 5433, 5601, 25_565]);
    let ttl = prop::sample::select(vec!["", "10", "5m", "1h", "2d", "84600", "0"]);
    let target = prop::sample::select(vec![
        "host",
        "ns1",
        "ns2",
        "@",
        ".",
        "gw.dns.example.",
        "sipdir.online.lync.com.",
        "host.a.example.",
        "x\\032y",
    ]);
    (service, ttl, port, target)
        .prop_map(|(service, ttl, port, target)| format!("{service} {ttl} IN SRV 0 0 {port} {target}\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever zones hold, the rules learnt from them change no finding, and are the same twice.
    #[test]
    fn what_is_learnt_changes_nothing(zones in prop::collection::vec(prop::collection::vec(record(), 0..8), 1..5)) {
        let names = ["a.example", "b.example", "sub.a.example", "example"];
        let zones: Vec<_> = zones.iter().zip(names).map(|(records, name)| zone(name, &records.concat())).collect();
        let files: Vec<_> = zones.iter().map(|(name, zone)| (name.as_str(), zone.as_str())).collect();
        let dir = project_with(&files);
        let before = crate::support::run_in(dir.path(), &["check", "--no-config", "-f", "json"]);
        let first = crate::support::run_in(dir.path(), &["init", "-o", "-"]);
        let run = crate::support::run_in(dir.path(), &["init"]);
        prop_assert_eq!(run.code, 0, "{:#?}", run);
        let yaml = std::fs::read_to_string(dir.path().join("zonelint.yaml")).expect("it was written");
        prop_assert_eq!(&first.stdout, &yaml);
        let after = crate::support::run_in(dir.path(), &["check", "-f", "json"]);
        prop_assert_eq!(before.stdout, after.stdout, "{}", yaml);
    }

    /// A port that no other record of the zone has is caught wherever a rule was learnt.
    #[test]
    fn what_is_learnt_is_held(
        records in prop::collection::vec(record(), 1..8), at in any::<prop::sample::Index>(), slip in any::<prop::sample::Index>()
    ) {
        let (name, zone) = zone("a.example", &records.concat());
        let dir = project_with(&[(&*name, &*zone)]);
        prop_assert_eq!(crate::support::run_in(dir.path(), &["init"]).code, 0);
        // Where nothing was learnt, nothing can be held: that is told without a run.
        let learnt = std::fs::read_to_string(dir.path().join("zonelint.yaml")).expect("it was written");
        let rules = learnt.split_once("\nservices:").map_or("", |(_, rules)| rules);
        let is_learnt = |record: &&String| {
            let owner = record.split(' ').next().unwrap_or_default();
            let from = owner.find('_').unwrap_or_default();
            rules.contains(&owner[from..].split('.').take(2).collect::<Vec<_>>().join("."))
        };
        let learnt: Vec<&String> = records.iter().filter(is_learnt).collect();
        prop_assume!(!learnt.is_empty());
        let record = *at.get(&learnt);
        let port = record.split(' ').nth_back(1).expect("a port");
        let findings_with = |wrong: u16| {
            write(dir.path(), &name, zone.replacen(record, &record.replace(&format!(" {port} "), &format!(" {wrong} ")), 1));
            crate::support::run_in(dir.path(), &["check", "-f", "json"]).findings()
        };
        let is_ours = |finding: &serde_json::Value| finding["labels"].to_string().contains("\"zonelint.yaml\"");
        prop_assume!(findings_with(61_234).iter().any(is_ours));
        let wrong = slips(port.parse().expect("a number"));
        let wrong = *slip.get(&wrong);
        prop_assume!(!zone.contains(&format!(" {wrong} ")));
        let caught = findings_with(wrong).into_iter().filter(|finding| finding["severity"] != "info");
        let checks: Vec<_> = caught.map(|finding| text(&finding["check"])).collect();
        prop_assert!(checks.iter().any(|check| check.starts_with("srv-p")), "{} for {}: {:?}", wrong, record, checks);
    }
}
