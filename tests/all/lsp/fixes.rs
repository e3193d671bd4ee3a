//! What can be done about a finding.

use serde_json::{Value, json};

use super::client::{Client, edited, range, text, uri};
use super::{PATH, swapped};
use crate::support::ZONE;

fn actions(client: &mut Client, path: &str, line: u32, only: Value) -> Vec<Value> {
    let context = json!({"diagnostics": [], "only": only});
    let params = json!({"textDocument": {"uri": uri(path)}, "range": range(line, 0, 0), "context": context});
    client.request("textDocument/codeAction", params).expect("an answer").as_array().expect("a list").clone()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let titles: Vec<&Value> = actions.iter().map(|action| &action["title"]).collect();
    actions.iter().find(|action| action["title"] == title).unwrap_or_else(|| panic!("{title} is not in {titles:?}"))
}

#[test]
fn a_comment_silences_a_finding() {
    let mut client = Client::with(&[(PATH, ZONE)]);
    client.open(PATH, &swapped());
    assert_eq!(client.checks(PATH, 1), ["srv-port-transposed"]);
    let all = actions(&mut client, PATH, 8, Value::Null);
    let action = titled(&all, "ignore `srv-port-transposed` here");
    assert_eq!([&action["kind"], &action["diagnostics"][0]["code"]], ["quickfix", "srv-port-transposed"]);
    assert_ne!(action["isPreferred"], true);
    let after = edited(&swapped(), &action["edit"]["changes"][uri(PATH)]);
    assert!(after.contains("\n; zonelint: ignore[srv-port-transposed] say why\n_sipfederationtls"), "{after}");
    client.change(PATH, 2, &after);
    assert!(client.checks(PATH, 2).is_empty());
    assert!(actions(&mut client, PATH, 3, Value::Null).is_empty(), "nothing is wrong there");
}

#[test]
fn a_port_goes_into_the_rule_file() {
    let path = "/zones/zonelint.yaml";
    let allow = "allow port 5601 for `_sipfederationtls._tcp` in zonelint.yaml";
    let rules = [
        "version: 1\n",
        "version: 1\nservices:\n# ours\n- service: _x._tcp\n  port: 1\n",
        "version: 1\nservices:\n  - service: _sipfederationtls._tcp\n    port: 5061\n",
        "version: 1\nservices:\n  - service: _sipfederationtls._tcp\n    port: 5061\n    also: 5062\n",
        "version: 1\nservices:\n  - {service: _sipfederationtls._tcp, port: 5061, also: [5062, 7000..7010]}\n",
        "version: 1\nservices:\n  - {service: _sipfederationtls._tcp, port: 5061}\n",
    ];
    for rules in rules {
        let mut client = Client::with(&[(path, rules), (PATH, ZONE)]);
        client.open(PATH, &swapped());
        client.open(path, rules);
        assert_eq!(client.checks(PATH, 1), ["srv-port-transposed"], "{rules}");
        let all = actions(&mut client, PATH, 8, json!(["quickfix"]));
        let after = edited(rules, &titled(&all, allow)["edit"]["changes"][uri(path)]);
        client.change(path, 2, &after);
        assert!(!client.checks(path, 2).contains(&"rule-file-invalid".to_owned()), "{after}");
        assert_eq!(client.checks(PATH, 1), [""; 0], "{after}");
        // All that was there still is.
        let words = |text: &str| -> Vec<String> {
            let is_end = |c: char| c.is_whitespace() || "{}[],-".contains(c);
            text.split(is_end).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let kept = words(&after);
        assert!(words(rules).iter().all(|word| kept.contains(word)), "{after}");
    }
    // Without a rule file there is nothing to write to.
    let mut client = Client::with(&[(PATH, ZONE)]);
    client.open(PATH, &swapped());
    let all = actions(&mut client, PATH, 8, Value::Null);
    assert!(all.iter().all(|action| !text(&action["title"]).starts_with("allow")), "{all:#?}");
}

#[test]
fn only_what_is_asked_for_is_offered() {
    let mut client = Client::with(&[(PATH, ZONE)]);
    client.open(PATH, &swapped());
    assert!(actions(&mut client, PATH, 8, json!(["refactor"])).is_empty());
    assert!(!actions(&mut client, PATH, 8, json!(["quickfix"])).is_empty());
    let sources = actions(&mut client, PATH, 8, json!(["source"]));
    assert!(sources.iter().all(|action| action["kind"] == "source.fixAll"), "{sources:#?}");
}

#[test]
fn edits_are_for_the_version_that_was_seen() {
    let versions = json!({"workspace": {"workspaceEdit": {"documentChanges": true}}});
    let mut client = Client::start(super::client::files(&[(PATH, ZONE)]), versions, "/zones");
    client.open(PATH, &swapped());
    client.change(PATH, 7, &swapped());
    let all = actions(&mut client, PATH, 8, Value::Null);
    let change = &titled(&all, "ignore `srv-port-transposed` here")["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({"uri": uri(PATH), "version": 7}));
    assert_eq!(change["edits"].as_array().map(Vec::len), Some(1));
}
