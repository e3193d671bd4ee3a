//! What may stand under a key, as a JSON Schema says it.

use serde_json::{Value, json};

/// A type that is one of a few words.
pub(in crate::ruleset) trait Keyword: Sized {
    /// The words, as written.
    const WORDS: &'static [&'static str];
}

/// A value that stands under a key.
pub(in crate::ruleset) trait Shape {
    /// What JSON can say of it.
    fn shape() -> Value;
}

impl<T: Keyword> Shape for T {
    fn shape() -> Value {
        json!({"enum": T::WORDS})
    }
}

impl Shape for bool {
    fn shape() -> Value {
        json!({"type": "boolean"})
    }
}

impl Shape for String {
    fn shape() -> Value {
        json!({"type": "string"})
    }
}

/// A text of a small grammar; where it is digits alone, YAML takes it for a number.
pub(in crate::ruleset) fn text_shape(number: &str, pattern: &str) -> Value {
    match number {
        "integer" => json!({"type": ["integer", "string"], "pattern": pattern, "minimum": 0}),
        _ => json!({"type": [number, "string"], "pattern": pattern}),
    }
}
