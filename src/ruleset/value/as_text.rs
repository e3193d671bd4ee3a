//! What makes a type of `FromStr` and `Display` one that stands in rule files.

/// Serde by way of `FromStr` and `Display`; a number in the file counts as its digits.
macro_rules! serde_as_text {
    ($type:ty, $expecting:literal, $json_type:literal, $pattern:expr) => {
        impl crate::ruleset::value::shape::Shape for $type {
            fn shape() -> serde_json::Value {
                crate::ruleset::value::shape::text_shape($json_type, $pattern)
            }
        }
        serde_as_text!($type, $expecting);
    };
    ($type:ty, $expecting:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct TextVisitor;
                impl serde::de::Visitor<'_> for TextVisitor {
                    type Value = $type;
                    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                        f.write_str($expecting)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<$type, E> {
                        self.visit_str(&number.to_string())
                    }
                    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<$type, E> {
                        self.visit_str(&number.to_string())
                    }
                    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<$type, E> {
                        self.visit_str(&number.to_string())
                    }
                }
                from.deserialize_any(TextVisitor)
            }
        }
    };
}
pub(in crate::ruleset) use serde_as_text;

/// Enums written as words, with a message that names the choice.
macro_rules! words {
    ($type:ident, $what:literal, $($word:literal => $variant:ident),+) => {
        impl crate::ruleset::value::shape::Keyword for $type {
            const WORDS: &'static [&'static str] = &[$($word),+];
        }
        impl std::str::FromStr for $type {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok($type::$variant),)+
                    _ => Err(format!("`{text}` is not a {}: write one of `{}`", $what, [$($word),+].join("`, `"))),
                }
            }
        }
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str(match self { $($type::$variant => $word),+ })
            }
        }
        serde_as_text!($type, $what);
    };
}
pub(super) use words;
