//! What helps while one types: completion, colours, and places in each encoding.

use serde_json::{Value, json};

use super::PATH;
use super::client::{Client, edited, files, place, range, text, uri};
use crate::support::ZONE;

/// What may be typed at the end of a line that is added to a zone, and the zone with the first of it.
fn completed(client: &mut Client, version: i32, line: &str) -> (Vec<String>, String) {
    let zone = format!("{ZONE}{line}");
    client.change(PATH, version, &zone);
    let list = client.at("textDocument/completion", PATH, 8, line.len() as u32);
    let items = list["items"].as_array().expect("a list").clone();
    let first = items.first().map_or(json!([]), |item| json!([item["textEdit"]]));
    let labels = items.iter().map(|item| text(&item["label"])).collect();
    (labels, edited(&zone, &first)[ZONE.len()..].to_owned())
}

#[test]
fn what_fits_is_offered() {
    let mut client = Client::with(&[(PATH, ZONE)]);
    client.open(PATH, ZONE);
    let cases: [(&str, &[&str], &str); 11] = [
        ("$TT", &["$TTL"], "$TTL"),
        ("www 1h IN AA", &["AAAA"], "www 1h IN AAAA"),
        ("  tlsa", &["TLSA"], "  TLSA"),
        ("www CNAME ho", &["host"], "www CNAME host"),
        ("www MX 10 ns", &["ns1", "ns2"], "www MX 10 ns1"),
        ("_sipfederationt", &["_sipfederationtls._tcp"], "_sipfederationtls._tcp"),
        ("_sipfederationtls._tcp SRV 0 0 5", &["5061"], "_sipfederationtls._tcp SRV 0 0 5061"),
        ("a A 1 ; zonelint: file", &["file-ignore["], "a A 1 ; zonelint: file-ignore["),
        ("a A 1 ; zonelint: ignore[a, srv-port-z", &["srv-port-zero"], "a A 1 ; zonelint: ignore[a, srv-port-zero"),
        ("a TXT \"; x", &[], "a TXT \"; x"),
        ("www A 192", &[], "www A 192"),
    ];
    for (number, (line, labels, after)) in cases.into_iter().enumerate() {
        let offered = completed(&mut client, number as i32 + 2, line);
        assert_eq!(offered, (labels.iter().map(|label| label.to_string()).collect(), after.to_owned()), "{line}");
    }
    assert_eq!(completed(&mut client, 20, "www ").0[..3], ["A", "AAAA", "CNAME"]);
}

#[test]
fn keys_of_rule_files_are_offered_with_their_meaning() {
    let path = "/zones/zonelint.yaml";
    let mut client = Client::with(&[(path, ""), (PATH, ZONE)]);
    client.open(path, "version: 1\nservices:\n  - service: _sip._tcp\n    als");
    let list = client.at("textDocument/completion", path, 3, 7);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1), "{list:#}");
    assert_eq!([&list["items"][0]["label"], &list["items"][0]["documentation"]], ["also", "other ports that are fine"]);
}

#[test]
fn words_have_their_kinds() {
    let mut client = Client::with(&[(PATH, ZONE)]);
    client.open(PATH, ZONE);
    let legend = client.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    let params = json!({"textDocument": {"uri": uri(PATH)}, "range": {"start": place(7, 0), "end": place(8, 0)}});
    let data = client.request("textDocument/semanticTokens/range", params).expect("them")["data"].clone();
    let data: Vec<u64> = data.as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
    let kinds: Vec<String> = data.chunks(5).map(|token| text(&legend[token[3] as usize])).collect();
    assert_eq!(kinds, ["property", "modifier", "type", "number"]);
    assert_eq!(data[..2], [7, 0]);
    let params = json!({"textDocument": {"uri": uri(PATH)}});
    let all = client.request("textDocument/semanticTokens/full", params).expect("them");
    assert!(all["data"].as_array().expect("a list").len() > data.len());
}

/// A line with characters of one, two and four bytes before the place that is meant.
#[test]
fn places_are_counted_as_agreed() {
    let zone =
        format!("{ZONE}a A 192.0.2.4 ( ; \u{fc} \u{1f600}\n ) ; \u{1f600}\u{fc} zonelint: ignore[srv-port-zero]\n");
    let line = zone.lines().nth(9).expect("it is there");
    let before = &line[..line.find("srv").expect("it is there")];
    let offers = [
        (json!(["utf-8"]), "utf-8", before.len()),
        (json!(["utf-16"]), "utf-16", before.encode_utf16().count()),
        (json!(["utf-32"]), "utf-32", before.chars().count()),
        (Value::Null, "utf-16", before.encode_utf16().count()),
    ];
    for (offered, agreed, column) in offers {
        let capabilities = json!({"general": {"positionEncodings": offered}});
        let mut client = Client::start(files(&[(PATH, ZONE)]), capabilities, "/zones");
        assert_eq!(client.capabilities["positionEncoding"], agreed);
        client.open(PATH, &zone);
        let column = column as u32;
        // The comment stands before the address that it names, where nothing of it is read.
        let told = client.at("textDocument/hover", PATH, 9, column + 3);
        assert_eq!(told["range"], range(9, column, column + 13), "{agreed}: {told}");
        client.change_by(PATH, 2, json!([{"range": range(9, column, column + 13), "text": "srv-port-zer"}]));
        let told = client.at("textDocument/completion", PATH, 9, column + 12);
        assert_eq!(told["items"][0]["label"], "srv-port-zero", "{agreed}: {told}");
    }
}
