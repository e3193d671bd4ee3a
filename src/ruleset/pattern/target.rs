//! Patterns for targets.

use std::fmt;
use std::str::FromStr;

use super::names::{check_name, without_final_dot};
use super::wild::{between_stars, glob};
use crate::ruleset::literals::Pieces;
use crate::ruleset::value::serde_as_text;

/// A target that is allowed: a name from the root, `*` for any run, `{zone}` for the zone's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TargetPattern(String);

impl TargetPattern {
    /// Whether a target may be this, in a zone; names with or without their final dots.
    pub fn matches(&self, target: &str, zone: &str) -> bool {
        let wanted = self.0.replace("{zone}", without_final_dot(zone));
        glob(without_final_dot(&wanted).as_bytes(), without_final_dot(target).as_bytes())
    }

    /// What is allowed in a zone, with the final dot: a name, or a pattern that holds `*`.
    pub fn in_zone(&self, zone: &str) -> String {
        format!("{}.", without_final_dot(&self.0.replace("{zone}", without_final_dot(zone))))
    }
}

impl Pieces for TargetPattern {
    fn pieces(&self) -> Vec<&str> {
        let pieces = self.0.split("{zone}").flat_map(between_stars).map(|piece| piece.trim_end_matches('.'));
        pieces.filter(|piece| !piece.is_empty()).collect()
    }
}

impl FromStr for TargetPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<TargetPattern, String> {
        let rest = text.replace("{zone}", "zone");
        if let Some(open) = rest.find(['{', '}']) {
            return Err(format!("`{}` is not a placeholder: the only one is `{{zone}}`", &rest[open..]));
        }
        check_name(&rest)?;
        if text != "*" && !text.starts_with("{zone}") && !without_final_dot(&rest).contains('.') && text != "." {
            return Err(format!("`{text}` has only one label: write a full name, as in `{text}.{{zone}}`"));
        }
        Ok(TargetPattern(without_final_dot(text).to_string()))
    }
}

impl fmt::Display for TargetPattern {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "." } else { &self.0 })
    }
}
serde_as_text!(
    TargetPattern,
    "the name of a target, or a pattern for names",
    "number",
    "^(\\.|[^\\s.]+(\\.[^\\s.]+)*\\.?)$"
);

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn targets_know_the_zone() {
        let target =
            |pattern: &str, name: &str| pattern.parse::<TargetPattern>().unwrap().matches(name, "example.com.");
        assert!(target("sip.{zone}", "SIP.example.com."));
        assert!(!target("sip.{zone}", "sip.example.net."));
        assert!(target("*.{zone}.", "a.b.example.com"));
        assert!(target(".", ".") && !target(".", "a."));
        assert!("sip".parse::<TargetPattern>().unwrap_err().contains("`sip.{zone}`"));
        assert!("a.{zon}".parse::<TargetPattern>().unwrap_err().contains("is not a placeholder"));
    }
}
