//! What is found while one types.

use serde_json::{Value, json};

use super::client::{Client, files, range, text};
use super::{PATH, swapped};
use crate::support::{SWAPPED, ZONE};

#[test]
fn a_finding_has_all_that_an_editor_can_show() {
    let mut client = Client::with(&[(PATH, ZONE)]);
    client.open(PATH, &swapped());
    let found = client.diagnostics(PATH, 1);
    assert_eq!(found.len(), 1, "{found:#?}");
    let finding = &found[0];
    assert_eq!(finding["range"], range(8, 38, 42));
    assert_eq!([&finding["code"], &finding["source"]], ["srv-port-transposed", "zonelint"]);
    assert_eq!(finding["severity"], 1);
    assert!(text(&finding["message"]).contains("5061"), "{finding}");
    let page = text(&finding["codeDescription"]["href"]);
    assert!(page.ends_with("/checks/srv-port-transposed/"), "{page}");
    assert!(client.leave());
}

#[test]
fn what_is_typed_counts_and_not_what_is_saved() {
    let mut client = Client::with(&[(PATH, &swapped())]);
    client.open(PATH, &swapped());
    assert_eq!(client.checks(PATH, 1), ["srv-port-transposed"]);
    client.change_by(PATH, 2, json!([{"range": range(8, 39, 41), "text": "06"}]));
    assert!(client.checks(PATH, 2).is_empty());
    client.change_by(PATH, 3, json!([{"range": range(9, 0, 0), "text": "mail MX 10 nowhere\n"}]));
    let found = client.diagnostics(PATH, 3);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["range"], range(9, 11, 18));
    // Closed, it says nothing more; opened again, the file is what is read.
    client.close(PATH);
    assert!(
        client.told("textDocument/publishDiagnostics", |told| told["version"].is_null())["diagnostics"]
            .as_array()
            .is_some_and(Vec::is_empty)
    );
    client.open(PATH, &swapped());
    assert_eq!(client.checks(PATH, 1), ["srv-port-transposed"]);
}

#[test]
fn the_whole_project_is_looked_at() {
    let reverse = "$TTL 1h\n@ SOA ns1.example.com. hostmaster.example.com. 1 4h 1h 2w 1h\n@ NS ns1.example.com.\n\
        @ NS ns2.example.com.\n3 PTR hots.example.com.\n";
    let other = "/zones/2.0.192.in-addr.arpa.zone";
    let mut client = Client::with(&[("/zones/.git/config", ""), (PATH, ZONE), (other, reverse)]);
    client.open(other, reverse);
    let found = client.diagnostics(other, 1);
    let is_missed = |found: &[Value]| {
        found.iter().any(|one| text(&one["message"]).contains("`hots.example.com.`, which does not exist"))
    };
    assert!(is_missed(&found), "{found:#?}");
    // The other zone gets the name, unsaved.
    client.open(PATH, &format!("{ZONE}hots A 192.0.2.3\n"));
    client.change_by(other, 2, json!([{"range": range(4, 0, 0), "text": "; now\n"}]));
    let found = client.diagnostics(other, 2);
    assert!(!is_missed(&found), "{found:#?}");
}

#[test]
fn places_in_other_files_are_shown() {
    let rules =
        "version: 1\nservices:\n  - service: _sip._tcp\n    port: 5070\n    policy: fixed\n    reason: the firewall\n";
    let zone = format!("{ZONE}_sip._tcp SRV 0 0 5060 host\n");
    let mut client = Client::with(&[("/zones/zonelint.yaml", rules), (PATH, &zone)]);
    client.open(PATH, &zone);
    let found = client.diagnostics(PATH, 1);
    assert_eq!(found.len(), 1, "{found:#?}");
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], "file:///zones/zonelint.yaml");
    assert_eq!(related["location"]["range"]["start"]["line"], 3);
    assert!(text(&found[0]["message"]).contains("the firewall"));
}

#[test]
fn rule_files_have_findings_too() {
    let path = "/zones/zonelint.yaml";
    let good = "version: 1\nchecks:\n  srv-port-transposed: off\n";
    let mut client = Client::with(&[(path, good), (PATH, &swapped())]);
    client.open(PATH, &swapped());
    assert!(client.checks(PATH, 1).is_empty(), "it is off");
    client.open(path, good);
    assert!(client.checks(path, 1).is_empty());
    client.change(path, 2, &good.replace("off", "of"));
    let found = client.diagnostics(path, 2);
    assert_eq!((found.len(), &found[0]["code"]), (1, &json!("rule-file-invalid")), "{found:#?}");
    assert_eq!(found[0]["range"]["start"]["line"], 2);
    client.change(path, 3, "version: 1\n");
    assert!(client.checks(path, 3).is_empty());
    assert_eq!(client.checks(PATH, 1), ["srv-port-transposed"], "it is on again");
}

#[test]
fn configurations_of_servers_have_findings_too() {
    let conf = "/zones/named.conf";
    let zone = |name: &str| format!("zone \"{name}\" {{ type primary; file \"{name}.zone\"; }};\n");
    let good = zone("example.com") + &zone("example.net");
    let (git, other) = ("/zones/.git/config", "/zones/example.net.zone");
    let net = ZONE.replace("example.com", "example.net");
    let mut client = Client::with(&[(git, ""), (conf, &good), (PATH, ZONE), (other, &net)]);
    client.open(conf, &good);
    assert!(client.checks(conf, 1).is_empty());
    client.change(conf, 2, &good.replace("example.net.zone", "exmaple.net.zone"));
    assert!(client.checks(conf, 2).contains(&"server-config-file-missing".to_owned()));
}

#[test]
fn what_has_no_effect_is_marked_so() {
    let zone = format!("{ZONE}host A 192.0.2.3\n; zonelint: ignore[srv-port-zero] once there was one\nb A 192.0.2.4\n");
    let mut client = Client::with(&[(PATH, &zone)]);
    client.open(PATH, &zone);
    let found = client.diagnostics(PATH, 1);
    let mut marked: Vec<String> =
        found.iter().filter(|one| one["tags"] == json!([1])).map(|one| text(&one["code"])).collect();
    marked.sort();
    assert_eq!(marked, ["record-duplicate", "unused-ignore"], "{found:#?}");
}

#[test]
fn a_file_that_is_new_becomes_a_zone() {
    let mut client = Client::with(&[("/zones/.git/config", ""), (PATH, ZONE)]);
    let path = "/zones/new.example.zone";
    client.open(path, "");
    assert_eq!(client.checks(path, 1), ["not-a-zone-file"]);
    client.change(path, 2, &swapped().replace("example.com", "new.example"));
    assert_eq!(client.checks(path, 2), ["srv-port-transposed"]);
}

#[test]
fn files_that_change_on_the_disk_are_read_again() {
    let dir = crate::support::project_with(&[("example.com.zone", ZONE), ("zonelint.yaml", "version: 1\n")]);
    let root = dir.path().to_str().expect("a path").to_owned();
    let watching = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = Client::start(zonelint::fs::OsFs::default(), watching, &root);
    let path = format!("{root}/example.com.zone");
    client.open(&path, &swapped());
    assert_eq!(client.checks(&path, 1), ["srv-port-transposed"]);
    std::fs::write(format!("{root}/zonelint.yaml"), "version: 1\nchecks:\n  srv-port-transposed: off\n")
        .expect("written");
    let changes = json!({"changes": [{"uri": format!("file://{root}/zonelint.yaml"), "type": 2}]});
    client.notify("workspace/didChangeWatchedFiles", changes);
    assert!(client.checks(&path, 1).is_empty());
    std::fs::remove_file(format!("{root}/zonelint.yaml")).expect("removed");
    std::fs::remove_file(&path).expect("removed");
    let changes = json!({"changes": [{"uri": format!("file://{path}"), "type": 3}]});
    client.notify("workspace/didChangeWatchedFiles", changes);
    assert_eq!(client.checks(&path, 1), ["srv-port-transposed"], "the text is still open");
}

#[test]
fn what_takes_long_follows_in_a_moment() {
    let hosts: String = (0..20_000).map(|number| format!("h{number} A 192.0.2.{}\n", number % 250)).collect();
    let zone = format!("{ZONE}{hosts}{SWAPPED}");
    let mut client = Client::start_with(files(&[(PATH, ZONE)]), json!({}), "/zones", json!({}));
    client.open(PATH, &zone);
    let line = |found: &[Value]| {
        let port = found.iter().find(|one| one["code"] == "srv-port-transposed").expect("it is found");
        port["range"]["start"]["line"].as_u64()
    };
    assert_eq!(line(&client.diagnostics(PATH, 1)), Some(20_008));
    // What other zones are asked about stays while it is not looked at again, and moves with its line.
    client.change_by(PATH, 2, json!([{"range": range(8, 0, 0), "text": "; one\n; two\n"}]));
    assert_eq!(line(&client.diagnostics(PATH, 2)), Some(20_010));
    client.change_by(PATH, 3, json!([{"range": range(8, 0, 0), "text": "_sip._tls SRV 0 0 5601 host\n"}]));
    let is_it = |told: &Value| {
        let found = told["diagnostics"].as_array().expect("a list");
        told["version"] == 3 && found.iter().any(|one| one["range"]["start"]["line"] == 8)
    };
    client.told("textDocument/publishDiagnostics", is_it);
    assert!(client.leave());
}
