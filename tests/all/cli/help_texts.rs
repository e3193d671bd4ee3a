//! What findings about names say to type, and which places they label.

use crate::support::{check_text, number, text};

/// The top of a zone, complete up to its name servers.
fn zone(apex: &str, records: &str) -> String {
    let soa = "@ IN SOA ns1.dns.example. hostmaster.dns.example. 2026112201 4h 1h 2w 1h";
    format!("$ORIGIN {apex}\n$TTL 1h\n{soa}\n IN NS ns1.dns.example.\n IN NS ns2.dns.example.\n{records}")
}

/// The help of the only finding.
fn help(apex: &str, records: &str) -> String {
    let run = check_text(&zone(apex, records));
    let findings = run.findings();
    assert_eq!(findings.len(), 1, "{records}: {run:#?}");
    text(&findings[0]["help"])
}

fn says(apex: &str, records: &str, words: &str) {
    let help = help(apex, records);
    assert!(help.contains(words), "{records}: {help}");
}

const FORWARD: &str = "example.com.";
const V4: &str = "2.0.192.in-addr.arpa.";
const V6: &str = "8.b.d.0.1.0.0.2.ip6.arpa.";

#[test]
fn a_name_without_its_dot_is_spelled_both_ways() {
    says(FORWARD, "www.example.com A 192.0.2.1\n", "write `www.example.com.`, or only `www`:");
    says(FORWARD, "Example.COM A 192.0.2.1\n", "write `Example.COM.`, or only `@`:");
    says(FORWARD, "w CNAME a.b.example.com\n", "write `a.b.example.com.`, or only `a.b`:");
    says(FORWARD, "w MX 1 mail.example.net\n", "write `mail.example.net.` if that is the full name");
    says(FORWARD, "1.2.0.192.in-addr.arpa PTR a.example.net.\n", "write `1.2.0.192.in-addr.arpa.` if");
    says(V4, "1 PTR www.example.com\n", "write `www.example.com.` if");
    says(V4, "1 PTR www\n", "the full name of the host with a final dot");
    says(V4, "1 PTR 192.0.2.7\n", "the full name of the host with a final dot");
}

#[test]
fn the_place_of_the_dot_is_labelled_first_and_other_lines_after_it() {
    let top = zone(FORWARD, "");
    let run =
        check_text(&format!("{top}www.example.com A 192.0.2.1\nx A 192.0.2.2\nWWW.example.com AAAA 2001:db8::1\n"));
    let finding = &run.findings()[0];
    let after = top.len() + "www.example.com".len();
    let labels = finding["labels"].as_array().expect("labels");
    assert_eq!(number(&labels[0]["start"]["offset"]), after);
    assert_eq!(number(&labels[0]["end"]["offset"]), after);
    assert_eq!(text(&labels[0]["text"]), "a dot is missing here");
    assert_eq!(number(&labels[1]["start"]["line"]), 8);
    assert_eq!(labels.len(), 2);
}

#[test]
fn owners_in_reverse_zones_are_written_out() {
    says(V4, "192.0.2.1 PTR a.example.com.\n", "write `1`, which is `1.2.0.192.in-addr.arpa.` in this zone");
    says(V4, "192.0.3.1 PTR a.example.com.\n", "`1.3.0.192.in-addr.arpa.`, which is not in this zone");
    let low = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0";
    says(V6, "2001:db8::1 PTR a.example.com.\n", &format!("write `{low}`, which"));
    let forwards = "2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1";
    says(
        V6,
        &format!("{forwards} PTR a.example.com.\n"),
        &format!("in the order of the address: write them reversed, `{low}`"),
    );
    says(V4, "1.2 PTR a.example.com.\n", "`2.0.192.in-addr.arpa.` has 3 of them: write 1 octet before it");
    says("1.2.0.192.in-addr.arpa.", "1 PTR a.example.com.\n", "its PTR is at `@`");
    says(V4, "007 PTR a.example.com.\n", "write `7`");
    says(V4, "00 PTR a.example.com.\n", "write `0`");
    says(V4, "0 PTR a.example.com.\n192.0.2.7.in-addr.arpa. PTR b.example.com.\n", "write `7`");
}

#[test]
fn a_record_elsewhere_is_to_move_or_its_origin_to_change() {
    says(FORWARD, "www A 192.0.2.1\nwww.example.net. A 192.0.2.1\n", "the zone that it belongs to");
    says(FORWARD, "www A 192.0.2.1\n$ORIGIN example.net.\nw A 192.0.2.1\n", "is `$ORIGIN example.com.` missing");
}

#[test]
fn where_the_origin_is_not_known_no_dot_is_missed() {
    let run = check_text("$TTL 1h\n@ SOA ns1.dns.example. host.dns.example. 1 4h 1h 2w 1h\nw CNAME a.example.net\n");
    assert!(!run.checks().iter().any(|check| check.ends_with("missing-dot")), "{run:#?}");
    assert!(run.checks().contains(&"origin-unknown".to_owned()), "{run:#?}");
}
