//! The rule language as a JSON Schema, for editors that complete and underline as one types.
//!
//! Which keys there are, which have to be there and what stands under them, the decoder says;
//! what they mean, the page of the language. The draft is 7, which YAML servers know.

use serde_json::{Map, Value, json};

use super::vocabulary::Vocabulary;
use crate::diagnostic::ABOUT_THE_RUN;
use crate::ruleset::value::{Setting, Shape};

/// A mapping of any keys to texts.
pub(in crate::ruleset) fn texts() -> Value {
    json!({"type": ["object", "null"], "additionalProperties": {"type": "string"}})
}

/// Words for people.
pub(in crate::ruleset) fn prose() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

/// One value and no other.
pub(in crate::ruleset) fn only(value: u64) -> Value {
    json!({"const": value})
}

/// One of some words.
pub(in crate::ruleset) fn one_of(words: &[&str]) -> Value {
    json!({"enum": words})
}

/// A list, or its only value.
pub(in crate::ruleset) fn one_or_many<T: Shape>() -> Value {
    many(T::shape())
}

/// Texts of which some are worth proposing.
pub(in crate::ruleset) fn likely(texts: impl IntoIterator<Item = impl Into<String>>) -> Value {
    let texts: Vec<String> = texts.into_iter().map(Into::into).collect();
    many(json!({"anyOf": [{"enum": texts}, {"type": "string"}]}))
}

fn many(one: Value) -> Value {
    json!({"anyOf": [one, {"type": "array", "items": one}]})
}

/// A list of mappings.
pub(in crate::ruleset) fn list(one: Value) -> Value {
    json!({"type": "array", "items": one})
}

/// Checks and what is said of each.
pub(in crate::ruleset) fn checks() -> Value {
    json!({"anyOf": [{"$ref": "#/definitions/checks"}]})
}

/// What is pointed to: the severities, and all checks with their parameters.
fn definitions(known: &Vocabulary) -> Value {
    let severity = json!({"$ref": "#/definitions/severity"});
    let setting = |check: &str| {
        let own = known.parameters.iter().filter(|(of, _)| *of == check);
        let number = |name: &str| (name.to_owned(), json!({"type": "integer", "minimum": 0, "maximum": u16::MAX}));
        let mut keys: Map<String, Value> = own.map(|(_, name)| number(name)).collect();
        if keys.is_empty() {
            return json!({"$ref": "#/definitions/setting"});
        }
        keys.insert("severity".to_owned(), severity.clone());
        json!({"anyOf": [severity, {"type": "object", "additionalProperties": false, "properties": keys}]})
    };
    let settable = known.checks.ids.iter().copied().filter(|check| !ABOUT_THE_RUN.contains(check));
    let named = settable.chain(known.checks.for_several());
    let checks: Map<String, Value> = named.map(|word| (word.to_owned(), setting(word))).collect();
    let by_pattern = json!({"\\*": {"$ref": "#/definitions/setting"}});
    let keys = json!({"severity": severity});
    json!({
        "severity": Setting::shape(),
        "setting": {"anyOf": [severity, {"type": "object", "additionalProperties": false, "properties": keys}]},
        "checks": {
            "type": "object",
            "additionalProperties": false,
            "properties": checks,
            "patternProperties": by_pattern,
        },
    })
}

/// A mapping of keys to values, and no other keys.
pub(in crate::ruleset) fn mapping<'p>(
    shapes: Vec<(&'static str, Value)>,
    required: Vec<&'static str>,
    about: impl Fn(&str) -> Option<&'p str>,
) -> Value {
    let described = shapes.into_iter().map(|(key, mut shape)| {
        if let (Some(words), Some(shape)) = (about(key), shape.as_object_mut()) {
            shape.insert("description".to_owned(), words.into());
        }
        (key.to_owned(), shape)
    });
    let properties: Map<String, Value> = described.collect();
    let mut mapping = json!({"type": "object", "additionalProperties": false, "properties": properties});
    if !required.is_empty() {
        mapping["required"] = required.into();
    }
    mapping
}

/// The schema of a rule file.
pub(in crate::ruleset) fn document(mut file: Value, known: &Vocabulary) -> Value {
    file["definitions"] = definitions(known);
    file["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    file["$id"] = concat!(env!("CARGO_PKG_HOMEPAGE"), "zonelint.schema.json").into();
    file["title"] = "zonelint rule file".into();
    // Of an entry's two keys one will do.
    file["properties"]["overrides"]["items"]["anyOf"] = json!([{"required": ["checks"]}, {"required": ["serial"]}]);
    // A file that says nothing is fine, and so is a part of it.
    file["type"] = json!(["object", "null"]);
    for part in file["properties"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        if part["type"] == "array" {
            part["type"] = json!(["array", "null"]);
        }
        if let Some(choices) = part.get_mut("anyOf").and_then(Value::as_array_mut) {
            choices.push(json!({"type": "null"}));
        }
    }
    file
}

/// What the page of the language says of keys.
pub(in crate::ruleset) struct Page<'p> {
    /// Heading, key and meaning.
    rows: Vec<(&'p str, &'p str, String)>,
}

impl<'p> Page<'p> {
    /// Reads the tables, whose first column is the key and whose last its meaning, and of a heading
    /// that is a key the first paragraph.
    pub(in crate::ruleset) fn of(page: &'p str) -> Page<'p> {
        let mut rows = Vec::new();
        for section in page.split("\n#") {
            let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
            let heading = heading.trim_start_matches('#').trim();
            if let Some(key) = heading.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
                let first = body.trim_start().split("\n\n").next().unwrap_or_default();
                rows.push(("a rule file", key, first.replace('\n', " ")));
            }
            for (key, cells) in body.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |")) {
                let meaning = cells.trim_end_matches([' ', '|']).rsplit("| ").next().unwrap_or_default();
                rows.push((heading, key, meaning.to_owned()));
            }
        }
        Page { rows }
    }

    /// What a key means, in a mapping or in every one.
    pub(in crate::ruleset) fn about(&self, what: &str, key: &str) -> Option<&str> {
        let is_here = |heading: &str| match what.split('`').nth(1) {
            Some(section) => heading.split('`').any(|word| word == section),
            None => heading == what,
        };
        let row = |is: &dyn Fn(&str) -> bool| self.rows.iter().find(|(heading, of, _)| *of == key && is(heading));
        row(&is_here).or_else(|| row(&|heading| heading == "Keys of every entry")).map(|row| row.2.as_str())
    }
}
