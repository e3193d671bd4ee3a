//! Zones in which much is alike, by accident or on purpose: what is found takes no longer for a line than in any
//! other zone, and a finding names few places of many.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{ZONE, project, run_in, write};

/// Processor time that a run may take in a build without optimization. Each trap has so many lines that a program
/// which holds each against each takes longer.
const SECONDS: u32 = 4;

/// Memory that a run may take, in KiB.
const MEMORY: u32 = 1 << 20;

/// Places that a finding names at most beside its own.
const PLACES: usize = 20;

/// Zones of `n` lines or so.
struct Trap {
    /// A check that finds something there.
    check: &'static str,
    n: usize,
    files: fn(usize) -> Vec<(String, String)>,
}

/// A zone with these records.
fn zone(apex: &str, records: &str) -> (String, String) {
    (format!("{apex}.zone"), ZONE.replace("example.com.", &format!("{apex}.")) + records)
}

fn example_com(records: String) -> Vec<(String, String)> {
    vec![zone("example.com", &records)]
}

/// A line for each number.
fn lines(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).fold(String::new(), |mut all, number| {
        writeln!(all, "{}", line(number)).expect("text can be written");
        all
    })
}

fn ip(number: usize) -> String {
    format!("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255)
}

/// Different numbers, all eight digits long.
fn number(number: usize) -> usize {
    10_000_000 + number
}

/// Twelve letters for each number, which are not alike.
fn word(number: usize) -> String {
    let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
    let states = std::iter::successors(next(&(number as u64)), next).skip(3).take(12);
    states.map(|state| char::from(b'a' + ((state >> 33) % 26) as u8)).collect()
}

/// A reverse zone with these records.
fn reverse(records: &str) -> (String, String) {
    let soa = "@ SOA ns1.example.com. hostmaster.example.com. 1 4h 1h 2w 1h";
    let head = format!("$ORIGIN 10.in-addr.arpa.\n$TTL 1h\n{soa}\n@ NS ns1.example.com.\n@ NS ns2.example.com.\n");
    ("10.in-addr.arpa.zone".to_owned(), head + records)
}

/// The owner of an address in the reverse zone.
fn octets(number: usize) -> String {
    format!("{}.{}.{}", number & 255, number >> 8 & 255, number >> 16 & 255)
}

/// A delegation, and the zone below it.
fn parent_and_child(parent: &str, child: &str) -> Vec<(String, String)> {
    let soa = "$ORIGIN c.example.com.\n$TTL 1h\n@ SOA ns1 hostmaster 1 4h 1h 2w 1h\n";
    vec![zone("example.com", parent), ("c.example.com.zone".to_owned(), soa.to_owned() + child)]
}

/// The records of one owner and type.
const RRSETS: &[Trap] = &[
    Trap {
        check: "policy-record-duplicated",
        n: 34_000,
        files: |n| example_com(lines(n, |i| format!("x TXT \"v=spf1 a{i} -all\""))),
    },
    Trap {
        check: "rrset-ttl-mismatch",
        n: 28_000,
        files: |n| example_com(lines(n, |i| format!("x {} A {}", 60 + i, ip(i)))),
    },
    Trap {
        check: "ttl-digits-swapped",
        n: 34_000,
        files: |n| example_com(lines(n, |i| format!("x 84600 A {}", ip(i)))),
    },
    Trap {
        check: "cname-and-other-data",
        n: 23_000,
        files: |n| example_com(lines(n, |i| format!("x CNAME t{i}.example.net.\nx A {}", ip(i)))),
    },
    Trap {
        check: "singleton-repeated",
        n: 23_000,
        files: |n| example_com(lines(n, |i| format!("x CNAME t{i}.example.net."))),
    },
    Trap {
        check: "singleton-repeated",
        n: 23_000,
        files: |n| example_com(lines(n, |i| format!("h{i} SOA ns1 h 1 1 1 1 1\nh{i} SOA ns1 h 2 1 1 1 1"))),
    },
    Trap {
        check: "mx-null-contradicted",
        n: 5_500,
        files: |n| example_com(lines(n, |i| format!("@ MX {i} .\n@ MX {i} host"))),
    },
    Trap {
        check: "srv-null-target-contradicted",
        n: 17_000,
        files: |n| example_com(lines(n, |i| format!("_sip._tls SRV {i} 0 443 ."))),
    },
    Trap {
        check: "type-obsolete",
        n: 4_400,
        files: |n| example_com(lines(n, |i| format!("x SPF \"v=spf1 a{i} -all\"\nx TXT \"{i}\""))),
    },
    Trap {
        check: "ns-addresses-equal",
        n: 3_400,
        files: |n| {
            let zone = ZONE.replace("ns1  IN A   192.0.2.1\nns2  IN A   192.0.2.2\n", "");
            let records = lines(n, |i| format!("ns1 A {0}\nns2 A {0}\n@ {i} NS ns2", ip(i)));
            vec![("example.com.zone".to_owned(), zone + &records)]
        },
    },
    Trap {
        check: "target-without-address",
        n: 5_500,
        files: |n| example_com(lines(n, |i| format!("@ MX {i} t\nt TYPE{} \\# 1 00", 1000 + i))),
    },
    Trap {
        check: "tlsa-owner-invalid",
        n: 20_000,
        files: |n| example_com(lines(n, |i| format!("x TLSA 3 1 1 {i:064x}\ny TLSA 3 1 1 {i:064x}"))),
    },
    Trap {
        check: "record-duplicate",
        n: 9_000,
        files: |n| {
            let comment = "; as long as all the others\n".repeat(n);
            example_com(format!("x A (\n{comment} 10.0.0.1 )\n") + &lines(n, |_| "x A 10.0.0.1".to_owned()))
        },
    },
    Trap {
        check: "target-repeated",
        n: 9_000,
        files: |n| {
            let comment = "; as long as all the others\n".repeat(n);
            example_com(format!("@ MX ( 0\n{comment} host )\n") + &lines(n, |i| format!("@ MX {} host", i + 1)))
        },
    },
    Trap {
        check: "cname-loop",
        n: 34_000,
        files: |n| {
            let start = format!("start CNAME c{}\n", n / 2);
            example_com(start + &lines(n, |i| format!("c{i} CNAME c{}", (i + 1) % n)))
        },
    },
];

/// Keys and signatures.
const KEYS: &[Trap] = &[
    Trap {
        check: "ds-without-dnskey",
        n: 1_700,
        files: |n| {
            let head = "c NS ns1.c\nns1.c A 10.0.0.1\n".to_owned();
            let parent = head + &lines(n, |i| format!("c DS {i} 8 2 {i:064x}"));
            let child = lines(n, |i| format!("@ DNSKEY 257 3 8 {}AAAA", number(i)));
            parent_and_child(&parent, &("@ NS ns1\nns1 A 10.0.0.1\n".to_owned() + &child))
        },
    },
    Trap {
        check: "dnssec-algorithm-weak",
        n: 1_700,
        files: |n| example_com("c NS ns1\n".to_owned() + &lines(n, |i| format!("c DS {i} 8 1 {i:040x}"))),
    },
    Trap {
        check: "nsec3-unfit",
        n: 4_400,
        files: |n| {
            let hashed = |i, iterations| format!("{i:032} NSEC3 1 0 {iterations} - {:032} A\n", i + 1);
            let fit = lines(n, |i| format!("@ NSEC3PARAM 1 0 {i} -\n{}", hashed(i, n - i - 1)));
            example_com(fit + &hashed(n, n))
        },
    },
];

/// Zones that are held against each other.
const ZONES: &[Trap] = &[
    Trap {
        check: "delegation-glue-differs",
        n: 3_400,
        files: |n| {
            let glue = lines(n, |i| format!("c {i} NS ns1.c\nns1.c A {}", ip(i)));
            parent_and_child(&glue, &("@ NS ns1\n".to_owned() + &lines(n - 1, |i| format!("ns1 A {}", ip(i)))))
        },
    },
    Trap {
        check: "delegation-ns-differs",
        n: 20_000,
        files: |n| {
            let parent = lines(n + 1, |i| format!("c NS n{i}.example.net."));
            parent_and_child(&parent, &lines(n, |i| format!("@ NS n{}.example.net.", n - i - 1)))
        },
    },
    Trap {
        check: "child-zone-not-delegated",
        n: 20_000,
        files: |n| {
            // The child has all servers of the parent but the last.
            let parent = lines(n, |i| format!("@ NS n{}.example.net.", n - i - 1));
            let own = "@ NS ns1.example.com.\n@ NS ns2.example.com.\n".to_owned();
            parent_and_child(&parent, &(own + &lines(n, |i| format!("@ NS n{}.example.net.", i + 1))))
        },
    },
    Trap {
        check: "srv-port-odd-one-out",
        n: 4_000,
        files: |n| {
            let records = |port| lines(n, |i| format!("_foo._tcp SRV {i} 0 {port} h{i}.example.net."));
            let zones = (0..3).map(|k| zone(&format!("z{k}.example"), &records(5000)));
            zones.chain([zone("odd.example", &records(6000))]).collect()
        },
    },
    Trap {
        check: "zone-differs-from-most",
        n: 20_000,
        files: |n| {
            let soa = "@ SOA ns1.example.net. hostmaster.example.net. 1 4h 1h 2w 1h\n";
            let names = lines(n, |i| format!("@ NS n{i}.example.net."));
            let zone = |k, last| format!("$ORIGIN z{k}.example.\n$TTL 1h\n{soa}{names}@ NS {last}.example.net.\n");
            let alike = (1..5).map(|k| (format!("z{k}.example.zone"), zone(k, "kafka")));
            alike.chain([("z0.example.zone".to_owned(), zone(0, "kafak"))]).collect()
        },
    },
    Trap {
        check: "ptr-address-differs",
        n: 6_600,
        files: |n| {
            let forward = zone("example.com", &lines(n, |i| format!("h A {}", ip(i))));
            vec![forward, reverse(&lines(n + 1, |i| format!("{} PTR h.example.com.", octets(i))))]
        },
    },
    Trap {
        check: "ptr-target-does-not-exist",
        n: 4_400,
        files: |n| {
            let forward = zone("example.com", &lines(n, |i| format!("{}-{i} A 10.0.0.1", word(i))));
            vec![forward, reverse(&lines(n, |i| format!("1.0.0 PTR {}x-{i}.example.com.", word(i))))]
        },
    },
    Trap {
        check: "ptr-target-is-alias",
        n: 3_400,
        files: |n| {
            let forward = zone("example.com", &lines(n, |i| format!("h CNAME t{i}.example.net.")));
            vec![forward, reverse(&lines(n, |i| format!("{} PTR h.example.com.", octets(i))))]
        },
    },
];

/// Names that are alike.
const NAMES: &[Trap] = &[
    Trap {
        check: "numbering-out-of-step",
        n: 25_000,
        files: |n| example_com(lines(n, |i| format!("host{0} A {1}\nhost{0} A {2}", 2 * i, ip(2 * i), ip(2 * i + 1)))),
    },
    Trap {
        check: "host-name-unmatched",
        n: 170,
        files: |n| {
            let twins = lines(20 * n, |i| format!("h{}.d{} A {}", i % 20, i / 20, ip(i)));
            example_com(twins + "kafkas-a.d0 A 10.9.0.1\nkafaks-a.d1 A 10.9.0.2\n")
        },
    },
    Trap {
        check: "series-host-repeated",
        n: 170,
        files: |n| {
            let twins = lines(40 * n, |i| format!("h{}.d{} A {}", i % 40, i / 40, ip(i)));
            let missing = "h40.d0 A 10.9.0.1\nh39.d1 A 10.9.0.9\n";
            example_com(twins + missing + &lines(n, |i| format!("h7.d{i} A 10.8.{}.{}", i >> 8, i & 255)))
        },
    },
    Trap {
        check: "host-name-mistyped",
        n: 4_400,
        files: |n| {
            let twice = |i| word(i)[..5].to_owned() + &word(i)[4..];
            example_com(lines(n, |i| format!("{} A {}\n{} A {}", word(i), ip(2 * i), twice(i), ip(2 * i + 1))))
        },
    },
];

/// What is left open, or over.
const OPEN: &[Trap] = &[
    Trap { check: "merge-conflict", n: 60_000, files: |n| example_com(lines(n, |_| ">>>>>>> x".to_owned())) },
    Trap { check: "merge-conflict", n: 60_000, files: |n| example_com(lines(n, |_| "=======\n>>>>>>> x".to_owned())) },
    Trap { check: "syntax-error", n: 10_000, files: |n| example_com(lines(n, |i| format!("  TXT ( t{i}"))) },
    Trap {
        check: "syntax-error",
        n: 10_000,
        files: |n| example_com("x TXT ( a\n".to_owned() + &lines(n, |i| format!("  t{i}"))),
    },
];

/// The files of a trap in a project.
fn laid(trap: &Trap, n: usize) -> tempfile::TempDir {
    let dir = project();
    for (name, text) in (trap.files)(n) {
        write(dir.path(), &name, text);
    }
    dir
}

/// Whether the program ends in time, with findings.
fn ends(dir: &Path) -> bool {
    let limits = format!("ulimit -t {SECONDS} && ulimit -v {MEMORY} && exec \"$0\" check -f concise --fail-on info .");
    let mut shell = Command::new("sh");
    shell.args(["-c", &limits, env!("CARGO_BIN_EXE_zonelint")]).current_dir(dir);
    let status = shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let status = status.expect("the shell starts");
    status.code() == Some(1)
}

fn assert_in_time(traps: &[Trap]) {
    let late = traps.iter().filter(|trap| !ends(laid(trap, trap.n).path()));
    let late: Vec<_> = late.map(|trap| format!("{} with {}", trap.check, trap.n)).collect();
    assert!(late.is_empty(), "not in {SECONDS} s and {MEMORY} KiB: {late:?}");
}

#[test]
fn records_of_one_name_are_not_held_each_against_each() {
    assert_in_time(RRSETS);
}

#[test]
fn keys_are_not_held_each_against_each() {
    assert_in_time(KEYS);
}

#[test]
fn zones_are_not_held_against_each_other_record_by_record() {
    assert_in_time(ZONES);
}

#[test]
fn names_are_not_held_each_against_each() {
    assert_in_time(NAMES);
}

#[test]
fn what_is_open_is_not_looked_behind_again_and_again() {
    assert_in_time(OPEN);
}

#[test]
fn a_finding_names_few_places_and_counts_the_rest() {
    for trap in [RRSETS, KEYS, ZONES, NAMES, OPEN].into_iter().flatten() {
        let run = run_in(laid(trap, 60).path(), &["check", "-f", "json", "."]);
        assert!(run.checks().iter().any(|check| check == trap.check), "{} is not found: {run:#?}", trap.check);
        for finding in run.findings() {
            let labels = finding["labels"].as_array().expect("labels is a list");
            assert!(labels.len() <= PLACES, "{finding:#}");
        }
    }
}

/// What is left out is in the words of the last place, or in the message where that counts all of them.
#[test]
fn places_left_out_are_counted() {
    let labels = |text: &str, check: &str| {
        let dir = project();
        write(dir.path(), "example.com.zone", ZONE.to_owned() + text);
        let findings = run_in(dir.path(), &["check", "-f", "json", "."]).findings();
        let finding = findings.into_iter().find(|finding| finding["check"] == check).expect("it is found");
        let labels = finding["labels"].as_array().expect("labels is a list");
        (
            labels.len(),
            crate::support::text(&labels[labels.len() - 1]["text"]),
            crate::support::text(&finding["message"]),
        )
    };
    let texts = |n| lines(n, |i| format!("x TXT \"v=spf1 a{i} -all\""));
    let last_of = |n| labels(&texts(n), "policy-record-duplicated");
    assert_eq!(last_of(21).1, "another");
    assert_eq!((last_of(22).0, last_of(22).1.as_str()), (20, "another, and 1 more"));
    assert_eq!((last_of(60).0, last_of(60).1.as_str()), (20, "another, and 39 more"));
    let (places, last, message) = labels(&lines(60, |i| format!("l{i} CNAME nobody")), "target-does-not-exist");
    assert_eq!((places, last.as_str()), (20, "and here"));
    assert!(message.ends_with("(here and in 59 more records)"), "{message}");
    let (places, _, message) = labels(&lines(60, |i| format!("c{i} CNAME c{}", (i + 1) % 60)), "cname-loop");
    assert_eq!(places, 20);
    assert!(message.ends_with(", `c20.example.com.` and 39 more"), "{message}");
}
