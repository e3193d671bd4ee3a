//! Patterns for zones.

use std::fmt;
use std::str::FromStr;

use super::names::{check_name, without_final_dot};
use super::wild::{between_stars, glob};
use crate::ruleset::literals::Pieces;
use crate::ruleset::value::serde_as_text;

/// The name of a zone, or a pattern for many: `*` stands for any run of labels and bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NameGlob(String);

impl NameGlob {
    /// Whether a name matches, with or without its final dot.
    pub fn matches(&self, name: &str) -> bool {
        glob(self.0.as_bytes(), without_final_dot(name).as_bytes())
    }

    /// Whether everything `other` matches is matched by this too.
    ///
    /// Reading the other pattern as a name answers that: whatever its star stands for, one of
    /// ours already stands for it.
    pub(in crate::ruleset) fn covers(&self, other: &NameGlob) -> bool {
        glob(self.0.as_bytes(), other.0.as_bytes())
    }

    /// Whether it is the name of one zone.
    pub(in crate::ruleset) fn is_name(&self) -> bool {
        !self.0.contains('*')
    }

    pub(in crate::ruleset) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Pieces for NameGlob {
    fn pieces(&self) -> Vec<&str> {
        between_stars(&self.0).collect()
    }
}

impl FromStr for NameGlob {
    type Err = String;

    fn from_str(text: &str) -> Result<NameGlob, String> {
        check_name(text)?;
        // Classless reverse zones have a slash in their names (RFC 2317).
        if text.contains('/') && !without_final_dot(text).to_ascii_lowercase().ends_with(".in-addr.arpa") {
            return Err(format!("`{text}` has a `/`: write the name of a zone, as in `example.com`"));
        }
        Ok(NameGlob(without_final_dot(text).to_ascii_lowercase()))
    }
}

impl fmt::Display for NameGlob {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "." } else { &self.0 })
    }
}
serde_as_text!(NameGlob, "the name of a zone, or a pattern for names", "number", "^(\\.|[^\\s.]+(\\.[^\\s.]+)*\\.?)$");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn globs_of_names_cross_labels() {
        let zone = |pattern: &str, name: &str| pattern.parse::<NameGlob>().unwrap().matches(name);
        assert!(zone("*.corp.example", "A.b.corp.example."));
        assert!(!zone("*.corp.example", "corp.example"));
        assert!(zone("example.com.", "EXAMPLE.com"));
        assert!(zone("10.*.in-addr.arpa", "10.1.2.in-addr.arpa"));
        assert!(!zone("example.com", "example.com.br"));
    }

    #[test]
    fn a_glob_covers_what_it_would_match() {
        let covers = |a: &str, b: &str| a.parse::<NameGlob>().unwrap().covers(&b.parse().unwrap());
        assert!(covers("*.example", "*.corp.example") && covers("*.example", "corp.example"));
        assert!(!covers("*.corp.example", "*.example"));
    }
}
