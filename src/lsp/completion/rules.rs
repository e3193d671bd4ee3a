//! What may be typed in a rule file: its schema says which keys there are, and what they mean.

use std::sync::LazyLock;

use gen_lsp_types::CompletionItemKind as Kind;
use serde_json::Value;

use super::{Choice, Choices};

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let schema = serde_json::from_str(include_str!("../../../rules/zonelint.schema.json"));
    schema.unwrap_or_default()
});

/// What may follow the start of a line, below the lines above it.
pub(super) fn choices(above: &str, before: &str) -> Choices {
    let dashes = |line: &str| line.chars().take_while(|c| " -".contains(*c)).count();
    let content = &before[dashes(before)..];
    let mut keys = parents(above, dashes(before));
    let (key, typed) = match content.split_once(':') {
        Some((key, value)) => (Some(key.trim()), value.trim_start().trim_start_matches(['[', '"', '\''])),
        None => (None, content),
    };
    keys.extend(key.map(str::to_owned));
    let typed = typed.rsplit([',', ' ', '[']).next().unwrap_or_default();
    let shapes = shapes(&keys);
    let all = match key {
        Some(_) => shapes.iter().flat_map(|shape| words(shape)).collect(),
        None => shapes.iter().flat_map(|shape| properties(shape)).collect(),
    };
    Choices { typed: typed.len(), all }
}

/// The keys that a line at a column is below, the outermost first.
fn parents(above: &str, column: usize) -> Vec<String> {
    let (mut keys, mut within) = (Vec::new(), column);
    for line in above.lines().rev() {
        let start = line.chars().take_while(|c| " -".contains(*c)).count();
        let content = &line[start..];
        if content.is_empty() || content.starts_with('#') || start >= within {
            continue;
        }
        if let Some((key, _)) = content.split_once(':') {
            keys.push(key.trim().to_owned());
        }
        // The keys of one entry of a list stand at one column, whichever has the dash before it.
        within = start;
    }
    keys.reverse();
    keys
}

/// What may stand below some keys.
fn shapes(keys: &[String]) -> Vec<&'static Value> {
    let mut shapes = alternatives(&SCHEMA);
    for key in keys {
        let below = shapes.iter().filter_map(|shape| shape.get("properties")?.get(key));
        shapes = below.flat_map(alternatives).collect();
    }
    shapes
}

/// A shape, or those that it may be; of a list that of its entries, too.
fn alternatives(shape: &'static Value) -> Vec<&'static Value> {
    let pointed = shape.get("$ref").and_then(Value::as_str).and_then(|at| SCHEMA.pointer(at.trim_start_matches('#')));
    let choices = shape.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    let choices = choices.filter(|choice| choice.get("required").is_none() || choice.get("type").is_some());
    let others = choices.chain(shape.get("items")).chain(pointed);
    [shape].into_iter().chain(others.flat_map(alternatives)).collect()
}

fn properties(shape: &'static Value) -> Vec<Choice> {
    let properties = shape.get("properties").and_then(Value::as_object).into_iter().flatten();
    let choice = |(key, shape): (&String, &'static Value)| {
        let about = shape.get("description").and_then(Value::as_str).map(str::to_owned);
        Choice { about, ..Choice::new(key, Kind::Property) }
    };
    properties.map(choice).collect()
}

fn words(shape: &'static Value) -> Vec<Choice> {
    let listed = shape.get("enum").and_then(Value::as_array).into_iter().flatten();
    let is_bool = shape.get("type").is_some_and(|kind| kind == "boolean");
    let listed = listed.filter_map(Value::as_str).chain(["true", "false"].into_iter().filter(|_| is_bool));
    listed.map(|word| Choice::new(word, Kind::EnumMember)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(above: &str, before: &str) -> Vec<String> {
        choices(above, before).all.into_iter().map(|choice| choice.text).collect()
    }

    #[test]
    fn keys_are_those_of_the_place() {
        assert!(texts("", "").contains(&"services".to_owned()));
        let above = "# of the house\nservices:\n  - service: _sip._tcp\n";
        let keys = texts(above, "    po");
        assert!(keys.contains(&"port".to_owned()) && keys.contains(&"reason".to_owned()), "{keys:?}");
        assert!(!keys.contains(&"services".to_owned()));
        assert_eq!(texts("services:\n", "  - "), keys, "a dash begins an entry");
        assert!(texts("checks:\n", "  srv-port").contains(&"srv-port-transposed".to_owned()));
        assert!(texts("checks:\n  srv-port-zero: off\nno-key:\n", "  ").is_empty());
    }

    #[test]
    fn values_are_those_of_the_key() {
        let policies = texts("services:\n  - service: _sip._tcp\n", "    policy: ");
        assert!(policies.contains(&"fixed".to_owned()), "{policies:?}");
        assert!(texts("checks:\n", "  srv-port-zero: ").contains(&"off".to_owned()));
        assert_eq!(texts("records:\n  - name: www\n", "    ignorable: "), ["true", "false"]);
        assert_eq!(choices("checks:\n", "  srv-port-zero: war").typed, 3);
    }
}
