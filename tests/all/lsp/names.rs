//! Names and records: what they mean, where they stand, and another name for them.

use serde_json::{Value, json};

use super::PATH;
use super::client::{Client, edited, place, range, text, uri};
use crate::support::ZONE;

const REVERSE: &str = "/zones/2.0.192.in-addr.arpa.zone";
const PART: &str = "/zones/part.inc";

/// Line 8 is an MX, line 10 includes the part.
fn zone() -> String {
    format!(
        "{ZONE}@ MX 10 host.example.com. ; \u{fc}ber\n_25._tcp.host TLSA 3 1 1 {}\n$INCLUDE part.inc\n",
        "ab".repeat(32)
    )
}

fn reverse() -> String {
    "$TTL 1h\n@ SOA ns1.example.com. hostmaster.example.com. 1 4h 1h 2w 1h\n@ NS ns1.example.com.\n\
     @ NS ns2.example.com.\n1 PTR ns1.example.com.\n2 PTR ns2.example.com.\n3 PTR host.example.com.\n"
        .to_owned()
}

fn client() -> Client {
    let part = "www CNAME host\n";
    let client = Client::with(&[("/zones/.git/config", ""), (PATH, &zone()), (REVERSE, &reverse()), (PART, part)]);
    client.open(PATH, &zone());
    client
}

fn hover(client: &mut Client, line: u32, character: u32) -> String {
    text(&client.at("textDocument/hover", PATH, line, character)["contents"]["value"])
}

#[test]
fn a_record_is_told_in_words() {
    let mut client = client();
    let record = hover(&mut client, 8, 3);
    for part in [
        "`example.com.` `MX`",
        "where mail for the domain goes",
        "TTL 1 hour",
        "| preference | `10` | lower is tried first |",
        "| exchange | `host.example.com.` |",
    ] {
        assert!(record.contains(part), "{part} is not in\n{record}");
    }
    let name = hover(&mut client, 8, 12);
    for part in ["`host.example.com.` is at `192.0.2.3`", "3 records point at `host.example.com.`", "PTR, 2.0.192"] {
        assert!(name.contains(part), "{part} is not in\n{name}");
    }
    assert_eq!(client.at("textDocument/hover", PATH, 8, 12)["range"], range(8, 8, 25));
    let soa = hover(&mut client, 2, 12);
    assert!(soa.contains("| refresh | `4h` | 4 hours |") && soa.contains("| expire | `2w` | 2 weeks |"), "{soa}");
    assert_eq!(client.at("textDocument/hover", PATH, 0, 3), Value::Null);
}

#[test]
fn the_rule_that_holds_is_told_and_found() {
    let path = "/zones/zonelint.yaml";
    let rules = "version: 1\nservices:\n  - service: _sip._tcp\n    port: 5070\n    reason: the firewall\n";
    let zone = format!("{ZONE}_sip._tcp SRV 0 0 5070 host\n");
    let mut client = Client::with(&[(path, rules), (PATH, &zone)]);
    client.open(PATH, &zone);
    let told = hover(&mut client, 8, 19);
    assert!(
        told.contains("your rule, zonelint.yaml:3: service \\_sip.\\_tcp: port 5070, ttl 5m..1d (the firewall)"),
        "{told}"
    );
    let found = client.at("textDocument/definition", PATH, 8, 19);
    assert_eq!([&found[0]["uri"], &found[0]["range"]["start"]["line"]], [&json!(uri(path)), &json!(2)], "{found:#}");
}

#[test]
fn a_check_is_told_by_its_page() {
    let path = "/zones/zonelint.yaml";
    let rules = "version: 1\nchecks:\n  srv-port-zero: off\n";
    let zone = format!("; zonelint: file-ignore[srv-port-zero] no\n{ZONE}");
    let mut client = Client::with(&[(path, rules), (PATH, &zone)]);
    client.open(PATH, &zone);
    client.open(path, rules);
    for (path, line, column) in [(PATH, 0, 30), (path, 2, 5)] {
        let told = client.at("textDocument/hover", path, line, column);
        let words = text(&told["contents"]["value"]);
        assert!(
            words.starts_with("**srv-port-zero** \u{2014} ") && words.contains("/checks/srv-port-zero/"),
            "{words}"
        );
    }
}

#[test]
fn definitions_lead_to_owners_and_files() {
    let mut client = client();
    let found = client.at("textDocument/definition", PATH, 8, 12);
    assert_eq!(found, json!([{"uri": uri(PATH), "range": range(7, 0, 4)}]));
    let found = client.at("textDocument/definition", PATH, 10, 12);
    assert_eq!(found, json!([{"uri": uri(PART), "range": range(0, 0, 0)}]));
    client.open(REVERSE, &reverse());
    let found = client.at("textDocument/definition", REVERSE, 6, 8);
    assert_eq!(found, json!([{"uri": uri(PATH), "range": range(7, 0, 4)}]));
}

#[test]
fn references_are_those_of_all_zones() {
    let mut client = client();
    let mut ask = |with_owners: bool| {
        let context = json!({"includeDeclaration": with_owners});
        let params = json!({"textDocument": {"uri": uri(PATH)}, "position": place(7, 1), "context": context});
        let found = client.request("textDocument/references", params).expect("an answer");
        let place = |one: &Value| (text(&one["uri"]), one["range"]["start"]["line"].as_u64().expect("a line"));
        let mut places: Vec<_> = found.as_array().expect("a list").iter().map(place).collect();
        places.sort();
        places
    };
    let mut all = vec![(uri(PATH), 7), (uri(PATH), 8), (uri(PART), 0), (uri(REVERSE), 6)];
    all.sort();
    assert_eq!(ask(true), all);
    all.retain(|place| *place != (uri(PATH), 7));
    assert_eq!(ask(false), all);
}

#[test]
fn a_host_is_renamed_in_all_zones() {
    let mut client = client();
    let prepared = client.at("textDocument/prepareRename", PATH, 7, 2);
    assert_eq!(prepared, json!({"range": range(7, 0, 4), "placeholder": "host"}));
    let params = json!({"textDocument": {"uri": uri(PATH)}, "position": place(7, 2), "newName": "mail.in"});
    let changes = client.request("textDocument/rename", params).expect("an answer")["changes"].clone();
    let after = edited(&zone(), &changes[uri(PATH)]);
    assert!(
        after.contains("\nmail.in IN A   192.0.2.3\n@ MX 10 mail.in.example.com. ; \u{fc}ber\n_25._tcp.mail.in TLSA"),
        "{after}"
    );
    assert_eq!(edited("www CNAME host\n", &changes[uri(PART)]), "www CNAME mail.in\n");
    assert!(edited(&reverse(), &changes[uri(REVERSE)]).ends_with("\n3 PTR mail.in.example.com.\n"), "{changes:#}");
    assert_eq!(changes.as_object().map(|files| files.len()), Some(3));
}

#[test]
fn what_cannot_be_renamed_is_refused() {
    let zone = format!("{ZONE}$GENERATE 1-3 node$ CNAME host\n");
    let mut client = Client::with(&[(PATH, &zone)]);
    client.open(PATH, &zone);
    let mut refused = |line: u32, column: u32, new: &str| {
        let params = json!({"textDocument": {"uri": uri(PATH)}, "position": place(line, column), "newName": new});
        client.request("textDocument/rename", params).expect_err("it is refused").message
    };
    assert!(refused(5, 1, "host").contains("exists already"));
    assert!(refused(5, 1, "a..b").contains("two dots"));
    for odd in ["mx 1", "mx1;x", "a\"b", "a(b", "$x", "\u{e9}", "*", "@", "a\\.b", "a\nb", "a\u{202e}b"] {
        assert!(refused(5, 1, odd).contains("a name has no `"), "{odd}");
    }
    assert!(refused(5, 1, "ns.example.net.").contains("outside of the zone"));
    assert!(refused(7, 1, "other").contains("$GENERATE"));
    assert!(refused(2, 0, "other").contains("name of a zone"));
    assert!(refused(0, 0, "other").contains("no name"));
}

#[test]
fn owners_are_the_symbols() {
    let mut client = client();
    let found =
        client.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri(PATH)}})).expect("them");
    let shown = |one: &Value| (text(&one["name"]), text(&one["detail"]));
    let found: Vec<_> = found.as_array().expect("a list").iter().map(shown).collect();
    let expected = [
        ("example.com.", "SOA NS"),
        ("ns1.example.com.", "A"),
        ("ns2.example.com.", "A"),
        ("host.example.com.", "A"),
        ("example.com.", "MX"),
        ("_25._tcp.host.example.com.", "TLSA"),
    ];
    assert_eq!(found, expected.map(|(name, types)| (name.to_owned(), types.to_owned())));
    let found = client.request("workspace/symbol", json!({"query": "HOST"})).expect("them");
    let names: Vec<_> = found.as_array().expect("a list").iter().map(|one| text(&one["name"])).collect();
    assert_eq!(names, ["host.example.com.", "_25._tcp.host.example.com."]);
    assert_eq!(found[0]["location"], json!({"uri": uri(PATH), "range": range(7, 0, 4)}));
}
