//! Version 1 of the JSON contract, as its readers rely on it.

use serde_json::Value;

use super::Run;

const FINDING: [&str; 15] = [
    "check",
    "end",
    "file",
    "fingerprint",
    "fix",
    "help",
    "labels",
    "message",
    "owner",
    "reason",
    "severity",
    "source",
    "start",
    "type",
    "zone",
];
const LABEL: [&str; 4] = ["end", "file", "start", "text"];
const POINT: [&str; 3] = ["column", "line", "offset"];

/// Panics if the output of a run is not one complete document of the contract.
pub(crate) fn assert_contract(run: &Run) {
    let document = run.json();
    assert_keys(&document, &["findings", "summary", "version"]);
    assert_eq!(document["version"], 1);
    let read = [
        "files",
        "zones",
        "records",
        "skipped",
        "templates",
        "excluded",
        "gitignored",
        "fixed",
        "fixable",
        "fixable_unsafe",
    ];
    let hidden = ["ignored", "base", "baseline", "hidden", "off"];
    for count in ["errors", "warnings", "infos"].into_iter().chain(hidden).chain(read) {
        assert!(document["summary"][count].is_u64(), "{document}");
    }
    let findings = run.findings();
    for finding in &findings {
        assert_keys(finding, &FINDING);
        assert_place(finding);
        for key in ["check", "fingerprint", "message"] {
            assert!(finding[key].is_string(), "{finding}");
        }
        assert!(["error", "warning", "info"].iter().any(|word| finding["severity"] == *word), "{finding}");
        for key in ["help", "reason", "source", "zone", "owner", "type"] {
            assert!(finding[key].is_string() || finding[key].is_null(), "{finding}");
        }
        assert!(finding["fix"].is_object() || finding["fix"].is_null(), "{finding}");
        for label in finding["labels"].as_array().expect("labels is a list") {
            assert_keys(label, &LABEL);
            assert_place(label);
            assert!(label["text"].is_string(), "{label}");
        }
    }
    let places: Vec<_> = findings.iter().map(place).collect();
    assert!(places.is_sorted(), "findings are in order of path and place: {places:#?}");
    // ESC, C1 controls and what turns text around: a log viewer may print the document as it is.
    let raw = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!run.stdout.chars().any(raw), "{:?}", run.stdout);
}

fn place(finding: &Value) -> (String, u64) {
    (super::text(&finding["file"]), finding["start"]["offset"].as_u64().expect("an offset"))
}

fn assert_keys(value: &Value, expected: &[&str]) {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, expected, "{value}");
}

fn assert_place(value: &Value) {
    let file = super::text(&value["file"]);
    assert!(!file.is_empty() && !file.starts_with('/') && !file.contains('\\'), "{value}");
    for end in ["start", "end"] {
        assert_keys(&value[end], &POINT);
        assert!(value[end]["line"].as_u64() >= Some(1) && value[end]["column"].as_u64() >= Some(1), "{value}");
    }
    let offset = |end: &str| value[end]["offset"].as_u64().expect("an offset");
    assert!(offset("start") <= offset("end"), "{value}");
}
