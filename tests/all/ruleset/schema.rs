//! The JSON Schema of rule files: that it is the decoder's, and that it says of files what the decoder says.

#![allow(clippy::unwrap_used)]

use crate::support::{project, root, zonelint};
use regex_lite::Regex;
use serde_json::Value;
use zonelint::ruleset::Pack;

const SCHEMA: &str = include_str!("../../../rules/zonelint.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// What is wrong with a value, as far as the words go that the schema uses. An unknown word fails.
fn problems(value: &Value, schema: &Value, whole: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut expect = |holds: bool, what: String| found.extend((!holds).then(|| format!("{at}: {value} {what}")));
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    };
    let (map, list) = (value.as_object(), value.as_array());
    for (word, said) in schema.as_object().unwrap() {
        match word.as_str() {
            "$schema" | "$id" | "title" | "description" | "definitions" => {}
            "$ref" => {
                let pointed = whole.pointer(said.as_str().unwrap().trim_start_matches('#')).unwrap();
                expect(problems(value, pointed, whole, at).is_empty(), format!("is no {said}"));
            }
            "type" => {
                expect(said.as_array().map_or_else(|| is(said), |all| all.iter().any(is)), format!("is no {said}"))
            }
            "enum" => expect(said.as_array().unwrap().contains(value), format!("is none of {said}")),
            "const" => expect(said == value, format!("is not {said}")),
            "minimum" => expect(value.as_f64().is_none_or(|n| n >= said.as_f64().unwrap()), format!("is under {said}")),
            "maximum" => expect(value.as_f64().is_none_or(|n| n <= said.as_f64().unwrap()), format!("is over {said}")),
            "pattern" => {
                let pattern = Regex::new(said.as_str().unwrap()).unwrap();
                expect(value.as_str().is_none_or(|text| pattern.is_match(text)), format!("is not like {said}"));
            }
            "anyOf" => {
                let fits = said.as_array().unwrap().iter().any(|one| problems(value, one, whole, at).is_empty());
                expect(fits, "is none of what it may be".to_owned());
            }
            "required" => {
                for key in said.as_array().unwrap().iter().map(|key| key.as_str().unwrap()) {
                    expect(map.is_none_or(|map| map.contains_key(key)), format!("lacks {key}"));
                }
            }
            "additionalProperties" => {
                for (key, value) in map.into_iter().flatten() {
                    let is_known = schema["properties"].get(key).is_some() || by_pattern(schema, key).is_some();
                    let fits = || said.is_object() && problems(value, said, whole, at).is_empty();
                    expect(is_known || fits(), format!("has {key}"));
                }
            }
            "properties" | "patternProperties" | "items" => {}
            other => panic!("the test does not know `{other}`"),
        }
    }
    for (key, value) in map.into_iter().flatten() {
        if let Some(schema) = schema["properties"].get(key).or_else(|| by_pattern(schema, key)) {
            found.extend(problems(value, schema, whole, &format!("{at}.{key}")));
        }
    }
    for (number, item) in list.into_iter().flatten().enumerate() {
        if let Some(schema) = schema.get("items") {
            found.extend(problems(item, schema, whole, &format!("{at}[{number}]")));
        }
    }
    found
}

/// What is said of keys that are like a pattern.
fn by_pattern<'s>(schema: &'s Value, key: &str) -> Option<&'s Value> {
    let patterns = schema.get("patternProperties")?.as_object().unwrap();
    patterns.iter().find(|(pattern, _)| Regex::new(pattern).unwrap().is_match(key)).map(|(_, schema)| schema)
}

fn problems_of(yaml: &str) -> Vec<String> {
    problems(&serde_yaml::from_str(yaml).unwrap(), &schema(), &schema(), "file")
}

#[test]
fn the_schema_is_what_the_program_prints_and_the_decoder_asks_for() {
    let kinds = zonelint::lint::all_kinds();
    let (checks, parameters) = (zonelint::lint::check_names(), zonelint::lint::parameters(&kinds));
    let known = zonelint::ruleset::Vocabulary {
        checks,
        parameters: &parameters,
        formats: &zonelint::report::Format::NAMES,
        is_type: &|_| true,
    };
    let derived = zonelint::ruleset::RuleFile::schema(&known, include_str!("../../../rules/README.md"));
    let derived = serde_json::to_string_pretty(&derived).unwrap() + "\n";
    if std::env::var_os("ZONELINT_BLESS").is_some() {
        return std::fs::write(root().join("rules/zonelint.schema.json"), derived).unwrap();
    }
    assert!(derived == SCHEMA, "the schema has changed: run `ZONELINT_BLESS=1 cargo test`");
    let run = zonelint(project().path(), &["config", "--schema"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, SCHEMA, ""));
}

/// Editors show it, and it comes from the page of the language: so each key stands there.
#[test]
fn every_key_is_described() {
    fn described(schema: &Value, at: &str, lacking: &mut Vec<String>) {
        for (key, shape) in schema["properties"].as_object().into_iter().flatten() {
            let at = format!("{at}.{key}");
            if shape["description"].as_str().is_none_or(|words| words.len() < 5) {
                lacking.push(at.clone());
            }
            described(&shape["items"], &at, lacking);
        }
    }
    let mut lacking = Vec::new();
    described(&schema(), "", &mut lacking);
    assert!(lacking.is_empty(), "{lacking:#?}");
}

#[test]
fn files_that_are_right_are_right_by_the_schema() {
    let page = include_str!("../../../rules/README.md");
    let examples = page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
    let mut files: Vec<String> = examples.chain(Pack::ALL.iter().map(|pack| pack.yaml.to_owned())).collect();
    // The parameter is one of that test.
    files.push(include_str!("../../../testdata/ruleset/every_key.yaml").replace(", tolerance: 5", ""));
    files.push("version: 1\nservices:\nchecks:\nextends:\nttl:\n".to_owned());
    files.push(
        "services: [{service: _a._tcp, port: '5061', also: any, targets: 2.., ttl: ..1d, reason: 20931}]".to_owned(),
    );
    files.push("ttl: [{range: 1h30m..1W, owner: 10, in: 2.0.192.in-addr.arpa}]".to_owned());
    files.push("checks: {srv-service-misspelled: {severity: warning, shortest: 6}}".to_owned());
    for file in files {
        let found = problems_of(&file);
        assert!(found.is_empty(), "{file}\n{found:#?}");
    }
}

#[test]
fn files_that_are_wrong_are_wrong_by_the_schema() {
    for file in [
        "servces: []",
        "version: 2",
        "services: [{port: 5061}]",
        "services: [{service: _a._tcp, prot: 5061}]",
        "services: [{service: _a._tcp, port: 50x1}]",
        "services: [{service: _a._tcp, also: [443, a..b]}]",
        "services: [{service: _a._tcp, presence: requird}]",
        "services: [{service: _a._tcp, ttl: 5x..1h}]",
        "services: [{service: _a..b}]",
        "services: [{service: _a._tcp, with: {name: a, type: A}}]",
        "services: [{service: _a._tcp, with: [{name: a}]}]",
        "services: [{service: _a._tcp, ignorable: perhaps}]",
        "records: [{name: a}]",
        "ttl: [{types: A}]",
        "providers: [{service: _a._tcp, port: 1}]",
        "overrides: [{files: a}]",
        "checks: {srv-port-transposde: error}",
        "checks: {srv-port-transposed: eror}",
        "checks: {srv-service-misspelled: {shrotest: 3}}",
        "[]",
    ] {
        assert!(!problems_of(file).is_empty(), "{file}");
    }
}
