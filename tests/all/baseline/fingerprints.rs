//! Fingerprints outlive what administrators do to a zone every day.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{ZONE, project_with, run_in, text};
use proptest::prelude::*;

const HEAD: &str = "$ORIGIN example.com.\n$TTL 1h\n@ 3600 IN SOA ns1 hostmaster 2026112201 4h 1h 2w 1h\n";

/// Records with a mistake each, by a number that makes them differ; TTLs are in seconds.
fn record(kind: usize, number: usize) -> (String, u32, String) {
    match kind {
        0 => (format!("_sipfederationtls._tcp.s{number}"), 3600, "IN SRV 0 0 5601 host".into()),
        1 => (format!("gone{number}"), 3600, format!("IN CNAME nothing{number}")),
        2 => ("mail".into(), 3600, format!("IN MX {number} alias")),
        3 => (format!("set{number}"), 3600, "IN A 192.0.2.21".into()),
        4 => (format!("set{number}"), 7200, "IN A 192.0.2.22".into()),
        // Advice is given once for each type of a zone, with the first owner.
        5 => ("short".into(), 7, format!("IN A 192.0.2.3{number}")),
        _ => (format!("address{number}"), 3600, "IN A 192.0.2.999".into()),
    }
}

fn spelled(seconds: u32, style: u8) -> String {
    match style % 4 {
        0 => seconds.to_string(),
        1 if seconds.is_multiple_of(3600) => format!("{}h", seconds / 3600),
        2 if seconds.is_multiple_of(60) => format!("{}M", seconds / 60),
        _ => format!("{seconds}s"),
    }
}

fn in_letters(name: &str, bits: u32) -> String {
    let letter = |(at, c): (usize, char)| if bits >> (at % 32) & 1 == 1 { c.to_ascii_uppercase() } else { c };
    name.chars().enumerate().map(letter).collect()
}

/// A zone in the order and the spellings that the numbers say; the last `moved` records are in another file.
fn written(records: &[(usize, usize)], order: &[(u32, u8, u32)], moved: usize) -> [(&'static str, String); 2] {
    let mut lines: Vec<_> = std::iter::zip(records, order)
        .map(|(&(kind, number), &(place, style, bits))| {
            let (owner, ttl, data) = record(kind, number);
            // Of what cannot be read no owner is known, so it stays in its file.
            let may_move = kind != 6;
            (may_move, place, format!("{} {} {data}\n", in_letters(&owner, bits), spelled(ttl, style)))
        })
        .collect();
    lines.sort_by_key(|&(may_move, place, _)| (may_move, place));
    let movable = lines.iter().filter(|line| line.0).count();
    let rest = lines.split_off(lines.len() - moved.min(movable));
    let text = |lines: Vec<(bool, u32, String)>| lines.into_iter().map(|line| line.2).collect::<String>();
    let fixed = "@ 3600 IN NS ns1\n@ 3600 IN NS ns2\nns1 3600 IN A 192.0.2.1\nns2 3600 IN A 192.0.2.2\n\
        host 3600 IN A 192.0.2.3\nalias 3600 IN CNAME host\n";
    let zone = format!("{HEAD}{}$INCLUDE more.inc\n{fixed}", text(lines));
    [("example.com.zone", zone), ("more.inc", text(rest))]
}

/// The fingerprints by check, and how many there are.
fn prints(files: &[(&str, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let dir = project_with(files);
    let run = run_in(dir.path(), &["check", "--no-config", "-f", "json", "example.com.zone"]);
    let mut by_check: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in run.findings() {
        let print = text(&finding["fingerprint"]);
        let is_new = by_check.entry(text(&finding["check"])).or_default().insert(print);
        assert!(is_new, "two findings with one fingerprint: {run:#?}");
    }
    by_check
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn they_survive_order_place_and_spelling(
        records in prop::collection::btree_set((0..7usize, 0..6usize), 1..20),
        order in prop::collection::vec(any::<(u32, u8, u32)>(), 20),
        moved in 0..12usize,
    ) {
        let records: Vec<_> = records.into_iter().collect();
        let usual: Vec<_> = (0..20).map(|place| (place, 0, 0)).collect();
        let before = prints(&written(&records, &usual, 0));
        prop_assert_eq!(prints(&written(&records, &order, moved)), before);
    }
}

#[test]
fn the_records_of_the_property_are_found() {
    let records: Vec<_> = (0..7).flat_map(|kind| [(kind, 1), (kind, 2)]).collect();
    let found = prints(&written(&records, &vec![(0, 0, 0); 20], 3));
    let counts: Vec<_> = found.iter().map(|(check, prints)| (check.as_str(), prints.len())).collect();
    for expected in [
        ("record-data-invalid", 2),
        ("rrset-ttl-mismatch", 2),
        ("srv-port-transposed", 2),
        ("target-does-not-exist", 2),
        ("target-is-alias", 2),
        ("ttl-out-of-range", 1),
    ] {
        assert!(counts.contains(&expected), "{counts:?}");
    }
}

/// The same mistake in another record is another finding, also where nobody knows of which record.
#[test]
fn no_two_records_share_a_fingerprint() {
    for kind in [0, 1, 3, 4, 6] {
        let of = |number| prints(&written(&[(3, 9), (kind, number)], &[(0, 0, 0), (1, 0, 0)], 0));
        let (one, other) = (of(1), of(2));
        // Where the includes of a zone start is said of the file.
        for (check, prints) in one.iter().filter(|(check, _)| *check != "include-base") {
            let shared = other.get(check).into_iter().flatten().filter(|print| prints.contains(*print)).count();
            assert_eq!(shared, 0, "{check}");
        }
    }
}

/// What is wrong anew has a fingerprint of its own, and takes none from the others.
#[test]
fn one_more_mistake_is_one_more_fingerprint() {
    let of = |more: &str| {
        let zone = ZONE.to_owned() + "m IN MX 10 alias\nalias IN CNAME host\nother IN CNAME host\n" + more;
        prints(&[("example.com.zone", zone)]).into_values().flatten().collect::<BTreeSet<_>>()
    };
    let before = of("");
    assert_eq!(before.len(), 1);
    for more in ["m IN MX 20 other\n", "n IN MX 10 alias\n", "x IN A 192.0.2.999\n", "y IN FOO bar\n"] {
        let after = of(more);
        assert!(after.is_superset(&before) && after.len() == 2, "{more}: {after:?}");
    }
}

/// Whatever messages say in other words: baselines and code scanning services keep fingerprints.
#[test]
fn they_are_the_same_in_every_version() {
    let records = "alias IN CNAME host\n_sipfederationtls._tcp IN SRV 0 0 5601 host\ngone IN CNAME nothing\n\
        mail IN MX 10 alias\nset IN A 192.0.2.21\nset 2h IN A 192.0.2.22\nshort1 7 IN A 192.0.2.31\n\
        short2 7 IN A 192.0.2.32\naddress IN A 192.0.2.999\ndot IN CNAME host.example.com\n\
        _xmpp-server._tcp IN SRV 0 0 5222 host\n_ldap._tcp.site IN SRV 0 0 3901 host\n\
        txt IN TXT \"v=spf1 -all\"\ntxt IN TXT \"v=spf1 mx -all\"\ntwice IN A 192.0.2.41\ntwice IN A 192.0.2.41\n";
    let found = prints(&[("example.com.zone", ZONE.to_owned() + records)]);
    let found: Vec<_> =
        found.iter().flat_map(|(check, prints)| prints.iter().map(move |print| (&**check, &**print))).collect();
    let kept = [
        ("policy-record-duplicated", "d93e00bb031c1ddc"),
        ("record-data-invalid", "872a9309aaabc0f4"),
        ("record-duplicate", "e0bb20cb7a94d053"),
        ("rrset-ttl-mismatch", "298496d132b025fe"),
        ("srv-port-of-other-service", "94bee74a57f03207"),
        ("srv-port-transposed", "e13c487fb13fb178"),
        ("srv-port-unexpected", "040651fd31494fc7"),
        ("target-does-not-exist", "cda5b6a5870f94ba"),
        ("target-is-alias", "cdf9769253ad96d9"),
        ("target-missing-dot", "0b735d1053064d62"),
        ("ttl-out-of-range", "fcc8f113284a2fb3"),
    ];
    assert_eq!(found, kept);
}
