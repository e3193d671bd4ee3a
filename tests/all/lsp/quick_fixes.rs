//! Quick fixes of real checks: offered where the finding is, applied by the client, and the finding is gone.

use serde_json::{Value, json};

use super::PATH;
use super::client::{Client, edited, text, uri};
use crate::support::ZONE;

/// What is wrong, the line for it, what the quick fix is called, whether it is safe, and the line then.
const MISTAKES: [(&str, &str, &str, bool, &str); 12] = [
    ("syntax-error", "a IN CNAM host", "write `CNAME`", true, "a IN CNAME host"),
    ("record-data-invalid", "b IN A 192.000.002.010", "write `192.0.2.10`", true, "b IN A 192.0.2.10"),
    ("record-data-invalid", "c IN AAAA 192.0.2.7", "write `A`", true, "c IN A 192.0.2.7"),
    ("record-data-invalid", "d IN A 10.0.01", "write `10.0.0.1`", false, "d IN A 10.0.0.1"),
    ("directive-invalid", "$TLL 1h", "write `$TTL`", true, "$TTL 1h"),
    ("syntax-error", "# the web", "start the comment with `;`", true, "; the web"),
    ("quotes-typographic", "t IN TXT \u{201c}a\u{201d}", "write plain quotes", true, "t IN TXT \"a\""),
    ("txt-split-by-spaces", "@ IN TXT v=spf1 -all", "put the whole text in quotes", true, "@ IN TXT \"v=spf1 -all\""),
    ("target-missing-dot", "e IN CNAME host.example.com", "insert `.`", true, "e IN CNAME host.example.com."),
    ("target-does-not-exist", "f IN CNAME hots", "write `host`", false, "f IN CNAME host"),
    (
        "srv-port-transposed",
        "_sips._tcp IN SRV 0 0 5601 host",
        "write `5061`",
        false,
        "_sips._tcp IN SRV 0 0 5061 host",
    ),
    ("unused-ignore", "x A 192.0.2.9 ; zonelint: ignore[target-is-alias]", "remove the comment", true, "x A 192.0.2.9"),
];

/// The quick fixes that edit what the finding is about, for what one diagnostic covers.
fn quick_fixes(client: &mut Client, path: &str, diagnostic: &Value) -> Vec<Value> {
    let context = json!({"diagnostics": [diagnostic], "only": ["quickfix"]});
    let params = json!({"textDocument": {"uri": uri(path)}, "range": diagnostic["range"], "context": context});
    let actions = client.request("textDocument/codeAction", params).expect("an answer");
    let is_fix = |action: &&Value| !text(&action["title"]).starts_with("ignore ");
    actions.as_array().expect("a list").iter().filter(is_fix).cloned().collect()
}

#[test]
fn each_mends_the_finding_that_it_is_for() {
    for (check, wrong, title, is_safe, right) in MISTAKES {
        let before = format!("{ZONE}{wrong}\n");
        let mut client = Client::with(&[(PATH, ZONE)]);
        client.open(PATH, &before);
        let diagnostics = client.diagnostics(PATH, 1);
        let found = diagnostics.iter().find(|one| one["code"] == check);
        let found = found.unwrap_or_else(|| panic!("{wrong}: {diagnostics:#?}"));
        let fixes = quick_fixes(&mut client, PATH, found);
        let fix = fixes.iter().find(|fix| text(&fix["title"]).starts_with(title));
        let fix = fix.unwrap_or_else(|| panic!("{title}: {fixes:#?}"));
        // Editors apply the preferred one by a key.
        assert_eq!(fix["isPreferred"] == true, is_safe, "{wrong}: {fix:#?}");
        assert_eq!(text(&fix["title"]).contains("unsafe"), !is_safe, "{wrong}: {fix:#?}");
        assert_eq!((&fix["kind"], &fix["diagnostics"][0]["code"]), (&json!("quickfix"), &json!(check)));
        let after = edited(&before, &fix["edit"]["changes"][uri(PATH)]);
        assert_eq!(after, format!("{ZONE}{right}\n"));
        client.change(PATH, 2, &after);
        let left = client.checks(PATH, 2);
        assert!(!left.contains(&check.to_owned()), "{wrong}: {left:?}");
    }
}

/// All that is sure at once: what is unsure stays, and is offered still.
#[test]
fn what_is_sure_is_fixed_at_once() {
    let lines = |at: fn(&(&str, &str, &str, bool, &str)) -> bool| -> String {
        MISTAKES.iter().filter(|one| at(one)).map(|one| format!("{}\n", one.1)).collect()
    };
    let before = format!("{ZONE}{}{}", lines(|one| one.3), lines(|one| !one.3));
    let mut client = Client::with(&[(PATH, ZONE)]);
    client.open(PATH, &before);
    let known = client.checks(PATH, 1);
    let context = json!({"diagnostics": [], "only": ["source.fixAll"]});
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    let params = json!({"textDocument": {"uri": uri(PATH)}, "range": whole, "context": context});
    let actions = client.request("textDocument/codeAction", params).expect("an answer");
    let action = &actions[0];
    assert!(text(&action["title"]).starts_with("fix what is sure: "), "{actions:#?}");
    let after = edited(&before, &action["edit"]["changes"][uri(PATH)]);
    assert!(after.ends_with(&lines(|one| !one.3)), "{after}\n{actions:#?}");
    client.change(PATH, 2, &after);
    let left = client.checks(PATH, 2);
    assert!(known.len() >= MISTAKES.len() && left.len() < known.len(), "{known:?} {left:?}");
    let safe = MISTAKES.iter().filter(|one| one.3 && !MISTAKES.iter().any(|other| !other.3 && other.0 == one.0));
    for (check, ..) in safe {
        let is_mended = known.contains(&(*check).to_owned()) && !left.contains(&(*check).to_owned());
        assert!(is_mended, "{check}: {left:?}\n{after}");
    }
}

/// A rule file is changed by its owner alone: `--fix` leaves it, and an editor offers what was meant.
#[test]
fn a_key_of_a_rule_file_is_corrected() {
    let path = "/zones/zonelint.yaml";
    for (wrong, title, right) in [
        ("servces: []\n", "write `services`", "services: []\n"),
        ("checks: {ns-single: wraning}\n", "write `warning`", "checks: {ns-single: warning}\n"),
    ] {
        let mut client = Client::with(&[(PATH, ZONE), (path, wrong)]);
        client.open(path, wrong);
        let diagnostics = client.diagnostics(path, 1);
        assert_eq!(diagnostics[0]["code"], "rule-file-invalid", "{diagnostics:#?}");
        let fixes = quick_fixes(&mut client, path, &diagnostics[0]);
        let fix = fixes.iter().find(|fix| text(&fix["title"]).starts_with(title));
        let fix = fix.unwrap_or_else(|| panic!("{title}: {fixes:#?}"));
        assert_ne!(fix["isPreferred"], true);
        let after = edited(wrong, &fix["edit"]["changes"][uri(path)]);
        assert_eq!(after, right);
        client.change(path, 2, &after);
        assert_eq!(client.checks(path, 2), [""; 0]);
    }
}

/// What a signer made is signed again, and not edited.
#[test]
fn signed_zones_are_not_edited() {
    let wrong = "a IN A 192.000.002.010\n";
    let signature = "@ IN RRSIG SOA 13 2 3600 20990101000000 20260101000000 4242 example.com. AAAA\n";
    for (text, is_offered) in [(format!("{ZONE}{wrong}"), true), (format!("{ZONE}{wrong}{signature}"), false)] {
        let mut client = Client::with(&[(PATH, &text)]);
        client.open(PATH, &text);
        let diagnostics = client.diagnostics(PATH, 1);
        let found = diagnostics.iter().find(|one| one["code"] == "record-data-invalid").expect("the address");
        assert_eq!(!quick_fixes(&mut client, PATH, found).is_empty(), is_offered, "{text}");
        let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
        let context = json!({"diagnostics": [], "only": ["source.fixAll"]});
        let params = json!({"textDocument": {"uri": uri(PATH)}, "range": all, "context": context});
        let actions = client.request("textDocument/codeAction", params).expect("an answer");
        assert_eq!(actions.as_array().is_some_and(|all| !all.is_empty()), is_offered, "{actions:#}");
    }
}
