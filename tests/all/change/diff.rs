//! `zonelint diff`: every kind of change, and what follows from it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Run, ZONE, number, project, text, write, zonelint};

const FORMATS: [&str; 4] = ["text", "markdown", "html", "json"];
const REVERSE: &str = "2.0.192.in-addr.arpa";

/// Two versions of a project, as `old` and `new`.
fn versions(old: &[(&str, &str)], new: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = project();
    for (version, zones) in [("old", old), ("new", new)] {
        std::fs::create_dir_all(dir.path().join(version)).expect("a folder");
        for (name, records) in zones {
            let zone = format!("{}{records}", ZONE.replace("example.com", name));
            // Of a reverse zone, the names of servers and hosts are elsewhere.
            let is_reverse = name.ends_with(".arpa");
            let reverse = format!(
                "$ORIGIN {name}.\n$TTL 1h\n@ SOA ns1.example.com. hostmaster.example.com. 1 4h 1h 2w 1h\n\
                 @ NS ns1.example.com.\n@ NS ns2.example.com.\n1 PTR ns1.example.com.\n2 PTR ns2.example.com.\n\
                 3 PTR host.example.com.\n{records}"
            );
            write(dir.path(), &format!("{version}/{name}.zone"), if is_reverse { reverse } else { zone });
        }
    }
    dir
}

/// What differs where a zone has these records after its own.
fn diff_of(old: &str, new: &str) -> Value {
    let dir = versions(&[("example.com", old)], &[("example.com", new)]);
    diff(dir.path(), &["old", "new"])
}

pub(super) fn diff(dir: &Path, arguments: &[&str]) -> Value {
    let run = zonelint(dir, &[&["diff", "-f", "json"], arguments].concat());
    let document = run.json();
    assert_valid(&document);
    let is_same = document["zones"] == json!([]);
    assert_eq!(run.code, i32::from(!is_same), "{run:#?}");
    document
}

fn assert_valid(document: &Value) {
    let schema = include_str!("../../../docs/diff.schema.json");
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("diff.json", serde_json::from_str(schema).expect("it is JSON")).expect("it is a schema");
    let index = compiler.compile("diff.json", &mut schemas).expect("it is a schema");
    if let Err(error) = schemas.validate(document, index) {
        panic!("{error:#}");
    }
}

pub(super) fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}"))
}

/// What firewalls have to do, each in a line.
fn ports(document: &Value) -> Vec<String> {
    let joined = |value: &Value| list(value).iter().map(text).collect::<Vec<_>>().join(",");
    let line = |port: &Value| {
        let reach = if port["lookup"] == "found" { joined(&port["addresses"]) } else { text(&port["lookup"]) };
        let transport = port["transport"].as_str().unwrap_or("-");
        let (action, target) = (text(&port["action"]), text(&port["target"]));
        format!("{action} {transport} {} {target} {reach} {}", port["port"], joined(&port["services"]))
    };
    list(&document["ports"]).iter().map(line).collect()
}

/// What caches keep, each in a line.
fn caches(document: &Value) -> Vec<String> {
    let line = |cache: &Value| {
        let names: Vec<String> = list(&cache["names"]).iter().map(text).collect();
        format!("{} {} {}", cache["seconds"], text(&cache["kept"]), names.join(", "))
    };
    list(&document["caches"]).iter().map(line).collect()
}

/// The RRsets of the only zone that differs: kind, owner, type, TTLs, and the data that came and went.
pub(super) fn rrsets(document: &Value) -> Vec<String> {
    let [zone] = &list(&document["zones"])[..] else { panic!("one zone differs: {document}") };
    let line = |rrset: &Value| {
        let data = |record: &Value| record["data"].as_str().unwrap_or("-").to_owned();
        let records =
            list(&rrset["records"]).iter().map(|pair| format!(" [{} > {}]", data(&pair["old"]), data(&pair["new"])));
        let (change, owner, rtype) = (text(&rrset["change"]), text(&rrset["owner"]), text(&rrset["type"]));
        format!(
            "{change} {owner} {rtype} {}>{}{}",
            rrset["ttl"]["old"],
            rrset["ttl"]["new"],
            records.collect::<String>()
        )
    };
    list(&zone["rrsets"]).iter().map(line).collect()
}

#[test]
fn rrsets_are_added_removed_changed_or_have_another_ttl() {
    let document = diff_of(
        "a A 192.0.2.10\nb A 192.0.2.11\nc 1d A 192.0.2.12\n",
        "a A 192.0.2.20\nc 5m A 192.0.2.12\nd TXT \"x y\"\n",
    );
    assert_eq!(
        rrsets(&document),
        [
            "changed a.example.com. A 3600>3600 [192.0.2.10 > 192.0.2.20]",
            "removed b.example.com. A 3600>null [192.0.2.11 > -]",
            "ttl c.example.com. A 86400>300",
            "added d.example.com. TXT null>3600 [- > \"x y\"]",
        ]
    );
    assert_eq!(
        document["summary"],
        json!({"compared": 1, "differ": 1, "added": 1, "removed": 1, "changed": 1, "ttl": 1, "signed": 0, "unlisted": 0})
    );
    let serial = json!({"old": 2026112201, "new": 2026112201, "step": "same", "ahead": null});
    assert_eq!(document["zones"][0]["serial"], serial);
}

#[test]
fn records_say_where_they_stand() {
    let document = diff_of("a A 192.0.2.10\n", "\na A 192.0.2.20\n");
    let pair = &document["zones"][0]["rrsets"][0]["records"][0];
    assert_eq!((&pair["old"]["file"], &pair["old"]["line"]), (&json!("old/example.com.zone"), &json!(9)));
    assert_eq!((&pair["new"]["file"], &pair["new"]["line"]), (&json!("new/example.com.zone"), &json!(10)));
}

#[test]
fn serials_are_told_with_what_secondaries_make_of_them() {
    for (serial, rrset, words) in [
        ("2026112201", "a A 192.0.2.9\n", "serial 2026112201 is the same: secondaries do not fetch the change"),
        ("2026112202", "a A 192.0.2.9\n", "serial 2026112201 -> 2026112202\n"),
        ("2025112201", "", "serial 2026112201 -> 2025112201 is behind: secondaries keep the old zone\n"),
        ("2926112201", "", "serial 2026112201 -> 2926112201, far ahead (by 900000000):"),
        ("4173595849", "", "serial 2026112201 -> 4173595849, 2^31 apart:"),
    ] {
        let dir = versions(&[("example.com", "")], &[]);
        write(dir.path(), "new/example.com.zone", ZONE.replace("2026112201", serial) + rrset);
        let run = zonelint(dir.path(), &["diff", "old", "new"]);
        assert!(run.stdout.contains(words), "{serial}: {run:#?}");
        assert_eq!(run.code, 1);
        if rrset.is_empty() {
            assert!(run.stdout.ends_with("\n1 of 1 zone differs: the serial only\n"), "{run:#?}");
        }
    }
}

#[test]
fn ports_are_those_that_one_version_alone_sends_clients_to() {
    let host = "edge A 192.0.2.50\nother A 192.0.2.51\napi CNAME edge\n";
    let between = |old: &str, new: &str| ports(&diff_of(&format!("{host}{old}"), &format!("{host}{new}")));
    let nothing: [&str; 0] = [];
    for (old, new, expected) in [
        ("", "_sip._tls SRV 0 0 5061 edge\n", &["open tcp 5061 edge.example.com 192.0.2.50 _sip._tls"][..]),
        ("_sip._udp SRV 0 0 5060 edge\n", "", &["close udp 5060 edge.example.com 192.0.2.50 _sip._udp"]),
        (
            "_sip._tls SRV 0 0 5601 edge\n",
            "_sip._tls SRV 0 0 5061 edge\n",
            &[
                "open tcp 5061 edge.example.com 192.0.2.50 _sip._tls",
                "close tcp 5601 edge.example.com 192.0.2.50 _sip._tls",
            ],
        ),
        // Another record still leads there; so does another name of the same host.
        ("_a._tcp SRV 0 0 80 edge\n_b._tcp SRV 0 0 80 edge\n", "_a._tcp SRV 0 0 80 edge\n", &nothing),
        ("_a._tcp SRV 0 0 80 edge\n", "_a._tcp SRV 0 0 80 api\n", &nothing),
        ("_a._tcp SRV 0 0 80 edge\n", "_a._tcp SRV 1 0 80 edge\n", &nothing),
        ("", "_a._tcp SRV 0 0 80 api\n", &["open tcp 80 api.example.com 192.0.2.50 _a._tcp"]),
        ("", "_a._tcp SRV 0 0 80 x.example.net.\n", &["open tcp 80 x.example.net not-in-these-zones _a._tcp"]),
        ("", "_a._tcp SRV 0 0 80 nowhere\n", &["open tcp 80 nowhere.example.com NXDOMAIN _a._tcp"]),
        ("", "_a._tcp SRV 0 0 0 .\n_b._tcp SRV 0 0 0 edge\n", &nothing),
        ("", "_a._x SRV 0 0 80 edge\n", &["open - 80 edge.example.com 192.0.2.50 _a._x"]),
        ("", "@ MX 10 edge\n", &["open tcp 25 edge.example.com 192.0.2.50 MX of example.com"]),
        ("", "@ MX 0 .\n", &nothing),
        (
            "",
            "@ NS edge\n",
            &[
                "open tcp 53 edge.example.com 192.0.2.50 NS of example.com",
                "open udp 53 edge.example.com 192.0.2.50 NS of example.com",
            ],
        ),
        ("", "below NS edge\n", &nothing),
        (
            "",
            "edge HTTPS 1 . alpn=h3 port=8443\n",
            &[
                "open tcp 8443 edge.example.com 192.0.2.50 HTTPS of edge.example.com",
                "open udp 8443 edge.example.com 192.0.2.50 HTTPS of edge.example.com",
            ],
        ),
        (
            "",
            "_dns SVCB 1 edge alpn=dot,doq no-default-alpn port=8853\n",
            &[
                "open tcp 8853 edge.example.com 192.0.2.50 SVCB of _dns.example.com",
                "open udp 8853 edge.example.com 192.0.2.50 SVCB of _dns.example.com",
            ],
        ),
        (
            "",
            "_x._tcp URI 1 1 \"coap://edge.example.com:5683/\"\n",
            &["open tcp 5683 edge.example.com 192.0.2.50 URI of _x._tcp.example.com"],
        ),
        (
            "",
            "_x._tcp URI 1 1 \"https://192.0.2.99/\"\n",
            &["open tcp 443 192.0.2.99 192.0.2.99 URI of _x._tcp.example.com"],
        ),
    ] {
        assert_eq!(between(old, new), expected, "{old} > {new}");
    }
}

#[test]
fn an_address_that_changes_opens_and_closes() {
    let zone = |address: &str| format!("edge A {address}\napi CNAME edge\n_a._tcp SRV 0 0 80 api\n");
    assert_eq!(
        ports(&diff_of(&zone("192.0.2.50"), &zone("192.0.2.60"))),
        ["open tcp 80 api.example.com 192.0.2.60 _a._tcp", "close tcp 80 api.example.com 192.0.2.50 _a._tcp"]
    );
    // Also in another zone of the project.
    let target = |address: &str| format!("edge A {address}\n");
    let service = ("example.com", "_a._tcp SRV 0 0 80 edge.example.net.\n");
    let dir = versions(
        &[service, ("example.net", &target("192.0.2.50"))],
        &[service, ("example.net", &target("192.0.2.60"))],
    );
    assert_eq!(
        ports(&diff(dir.path(), &["old", "new"])),
        ["open tcp 80 edge.example.net 192.0.2.60 _a._tcp", "close tcp 80 edge.example.net 192.0.2.50 _a._tcp"]
    );
}

#[test]
fn caches_keep_the_old_ttl_or_the_negative_one() {
    let old = "a 1d A 192.0.2.10\nb 2h A 192.0.2.11\nc 1d TXT x\n*.w 30m A 192.0.2.9\nz 0 A 192.0.2.1\n";
    let new = "a 5m A 192.0.2.20\nc 1h TXT x\nnew A 192.0.2.7\nnew AAAA 2001:db8::7\nhost TXT y\n*.w 30m A 192.0.2.9\nx.w A 192.0.2.8\n";
    assert_eq!(
        caches(&diff_of(old, new)),
        [
            "86400 data a.example.com. A, c.example.com. TXT",
            "7200 data b.example.com. A",
            "3600 nothing host.example.com. TXT, new.example.com.",
            "1800 data x.w.example.com. A",
        ]
    );
    // The lesser of the TTL of the SOA and its last field (RFC 2308 section 5).
    for (soa, seconds) in [("$TTL 5m\n", 300), ("$TTL 1d\n", 3600)] {
        let dir = project();
        let zone = ZONE.replace("$TTL 1h\n", soa);
        write(dir.path(), "old/example.com.zone", &zone);
        write(dir.path(), "new/example.com.zone", zone + "new A 192.0.2.9\n");
        assert_eq!(caches(&diff(dir.path(), &["old", "new"])), [format!("{seconds} nothing new.example.com.")]);
    }
}

#[test]
fn pointers_follow_are_missing_or_are_left() {
    let reverse = |records| (REVERSE, records);
    let of = |old: [(&str, &str); 2], new: [(&str, &str); 2]| {
        let document = diff(versions(&old, &new).path(), &["old", "new"]);
        let line = |pointer: &Value| {
            let targets: Vec<String> = list(&pointer["targets"]).iter().map(text).collect();
            format!(
                "{} {} {} {}",
                text(&pointer["state"]),
                text(&pointer["address"]),
                text(&pointer["name"]),
                targets.join(",")
            )
        };
        list(&document["pointers"]).iter().map(|pointer| line(pointer).trim_end().to_owned()).collect::<Vec<_>>()
    };
    let host = |address: &'static str| ("example.com", address);
    let (ten, twenty) = (host("a A 192.0.2.10\n"), host("a A 192.0.2.20\n"));
    let both = "10 PTR a.example.com.\n";
    assert_eq!(
        of([ten, reverse(both)], [twenty, reverse(both)]),
        ["missing 192.0.2.20 a.example.com.", "left 192.0.2.10 a.example.com."]
    );
    assert_eq!(
        of([ten, reverse(both)], [twenty, reverse("20 PTR a.example.com.\n")]),
        ["follows 192.0.2.20 a.example.com."]
    );
    assert_eq!(
        of([ten, reverse(both)], [twenty, reverse("20 PTR host.example.com.\n")]),
        ["elsewhere 192.0.2.20 a.example.com. host.example.com."]
    );
    // What several names share has one name; of what is not read nothing is said.
    assert_eq!(of([ten, reverse("")], [host("a A 192.0.2.3\n"), reverse("")]), ["follows 192.0.2.3 a.example.com."]);
    assert_eq!(of([ten, reverse("")], [host("a A 198.51.100.3\n"), reverse("")]), [""; 0]);
    // A part of the network has a zone of its own (RFC 2317).
    let alias = "20 CNAME 20.16-31\n20.16-31 PTR a.example.com.\n";
    assert_eq!(of([ten, reverse("")], [twenty, reverse(alias)]), ["follows 192.0.2.20 a.example.com."]);
}

#[test]
fn what_signers_write_is_counted() {
    let signature = |key: &str| format!("host RRSIG A 8 3 3600 20300101000000 20200101000000 1 example.com. {key}\n");
    let dir = versions(&[("example.com", &signature("AAAA"))], &[("example.com", &signature("BBBB"))]);
    let document = diff(dir.path(), &["old", "new"]);
    assert_eq!((&document["summary"]["signed"], list(&document["zones"][0]["rrsets"]).len()), (&json!(1), 0));
    assert_eq!(list(&document["caches"]).len(), 0);
    let document = diff(dir.path(), &["old", "new", "--all"]);
    assert_eq!((&document["summary"]["signed"], list(&document["zones"][0]["rrsets"]).len()), (&json!(0), 1));
    let run = zonelint(dir.path(), &["diff", "old", "new"]);
    assert!(run.stdout.ends_with("\n1 of 1 zone differs: 1 RRset of DNSSEC\n"), "{run:#?}");
}

#[test]
fn zones_that_come_or_go_are_listed_where_they_are_small() {
    let many: String = (0..30).map(|n| format!("h{n} A 192.0.2.{n}\n")).collect();
    let dir = versions(&[("example.com", ""), ("example.net", &many)], &[("example.com", ""), ("example.org", "")]);
    let document = diff(dir.path(), &["old", "new"]);
    let zone =
        |name: &str| list(&document["zones"]).iter().find(|zone| zone["zone"] == name).expect("it differs").clone();
    let (added, removed) = (zone("example.org."), zone("example.net."));
    assert_eq!(
        (&added["change"], number(&added["records"]["new"]), number(&added["unlisted"])),
        (&json!("added"), 6, 0)
    );
    assert_eq!(list(&added["rrsets"]).len(), 5);
    assert_eq!(
        (&removed["change"], number(&removed["unlisted"]), list(&removed["rrsets"]).len()),
        (&json!("removed"), 35, 0)
    );
    assert_eq!(caches(&document), ["3600 data all of example.net."]);
    let run = zonelint(dir.path(), &["diff", "old", "new"]);
    assert!(run.stdout.contains("  zone removed, 36 records, not listed: `--all` lists them\n"), "{run:#?}");
    assert!(run.stdout.ends_with("\n2 of 3 zones differ: 1 zone added, 1 zone removed\n"), "{run:#?}");
    let all = diff(dir.path(), &["old", "new", "--all"]);
    assert_eq!(number(&all["summary"]["removed"]), 35);
}

/// The other way round, what came has gone.
#[test]
fn the_other_way_round_is_the_mirror() {
    let old = "a A 192.0.2.10\na A 192.0.2.11\n_s._tcp SRV 0 0 80 a\n_t._udp SRV 0 0 81 a\nm MX 10 a\nm MX 20 b\nb 5m A 192.0.2.9\n";
    let new = "a A 192.0.2.12\n_s._tcp SRV 0 0 88 a\nm MX 21 b\nm MX 10 c\nm MX 30 a\nb 6m A 192.0.2.9\n@ MX 10 x.example.net.\n";
    let (there, back) = (diff_of(old, new), diff_of(new, old));
    let turned = |word: &str| match word {
        "added" => "removed".to_owned(),
        "removed" => "added".to_owned(),
        "open" => "close".to_owned(),
        "close" => "open".to_owned(),
        other => other.to_owned(),
    };
    let records = |document: &Value, is_turned: bool| {
        let mut all = BTreeSet::new();
        for rrset in list(&document["zones"][0]["rrsets"]) {
            let mut both = [&rrset["ttl"]["old"], &rrset["ttl"]["new"]].map(Value::to_string);
            let change = text(&rrset["change"]);
            let change = if is_turned {
                both.reverse();
                turned(&change)
            } else {
                change
            };
            for pair in list(&rrset["records"]).iter().chain([&Value::Null]) {
                let mut data = [&pair["old"]["data"], &pair["new"]["data"]].map(Value::to_string);
                if is_turned {
                    data.reverse();
                }
                all.insert(format!("{change} {} {} {both:?} {data:?}", rrset["owner"], rrset["type"]));
            }
        }
        all
    };
    assert_eq!(records(&there, false), records(&back, true));
    let turned_line = |line: &String| line.split_once(' ').map(|(action, rest)| format!("{} {rest}", turned(action)));
    let back: BTreeSet<String> = ports(&back).iter().filter_map(turned_line).collect();
    assert_eq!(ports(&there).into_iter().collect::<BTreeSet<_>>(), back);
    assert_eq!(back.len(), 7, "{back:?}");
}

fn in_format(format: &str, dir: &Path, arguments: &[&str]) -> Run {
    let run = zonelint(dir, &[&["diff", "-f", format], arguments].concat());
    assert_eq!(run.code, 1, "{run:#?}");
    run
}

#[test]
fn findings_that_are_new_are_shown_where_they_are_asked_for() {
    let dir =
        versions(&[("example.com", "a CNAME nowhere\n")], &[("example.com", "a CNAME nowhere\nb CNAME nowhere2\n")]);
    for format in FORMATS {
        let without = in_format(format, dir.path(), &["old", "new"]);
        assert!(!without.stdout.contains("target-does-not-exist"), "{format}: {without:#?}");
        let with = in_format(format, dir.path(), &["old", "new", "--check"]);
        assert_eq!(with.stdout.matches("target-does-not-exist").count(), 1, "{format}: {with:#?}");
    }
    let document = diff(dir.path(), &["old", "new", "--check"]);
    let owners: Vec<String> = list(&document["findings"]).iter().map(|finding| text(&finding["owner"])).collect();
    assert_eq!(owners, ["example.com.", "b.example.com."], "the serial, and the target");
}

/// Text of zones that a terminal, Markdown, a browser or a log of CI would take for more than text.
const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "```",
    "[a](https://a.example)",
    "@admin",
    "\\027[2J",
    "\u{1b}[2J",
    "##[error]x",
    "::error::x",
];

#[test]
fn text_of_zones_breaks_out_of_no_format() {
    let records = |port: u16| {
        let records = HOSTILE
            .iter()
            .enumerate()
            .map(|(number, text)| format!("t{number} TXT \"{text} {port}\"\n\"{text}\" SRV 0 0 {port} \"{text}\"\n"));
        records.collect::<String>()
    };
    let dir = versions(&[("example.com", &records(80))], &[("example.com", &records(81))]);
    for format in FORMATS {
        for arguments in [&["old", "new"][..], &["old", "new", "--check"]] {
            let run = in_format(format, dir.path(), arguments);
            let is_raw = |c: char| c.is_control() && c != '\n';
            assert!(!run.stdout.contains(is_raw), "{format}: {:?}", run.stdout);
            assert!(format == "json" || !run.stdout.contains("##["), "{format}: {}", run.stdout);
            assert!(!run.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{format}: {}", run.stdout);
        }
    }
    let html = in_format("html", dir.path(), &["old", "new", "--check"]).stdout;
    assert!(!html.contains("<script") && !html.contains("href") && !html.contains("src="), "{html}");
    // All of the zone's text stands in code.
    let markdown = in_format("markdown", dir.path(), &["old", "new", "--check"]).stdout;
    let mut is_code = false;
    for line in markdown.lines() {
        if line.starts_with("````") {
            is_code = !is_code;
        } else {
            assert!(is_code || !HOSTILE[..4].iter().any(|text| line.contains(text)), "{line}");
        }
    }
    assert!(!is_code);
}
