//! Patterns for the data of records.

use std::fmt;
use std::str::FromStr;

use super::names::without_final_dot;
use super::wild::glob;
use crate::ruleset::literals::Pieces;
use crate::ruleset::value::serde_as_text;

/// The data of a record as a rule writes it; `{zone}` stands for the zone's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataPattern(String);

impl DataPattern {
    /// Whether data fit, with `*` for any run of bytes and letters of either case the same.
    pub fn matches(&self, data: &[u8], zone: &str, is_text: bool) -> bool {
        let pattern = self.plain(zone, is_text);
        match is_text {
            true => glob(pattern.as_bytes(), data),
            false => glob(without_final_dot(&pattern).as_bytes(), data.strip_suffix(b".").unwrap_or(data)),
        }
    }

    /// Whether data are these. Of texts the case counts; the final dot of a name at the end may be
    /// left out.
    pub fn is(&self, data: &[u8], zone: &str, is_text: bool) -> bool {
        let own = self.plain(zone, is_text);
        let data_without_dot = data.strip_suffix(b".").unwrap_or(data);
        match is_text {
            true => own.as_bytes() == data,
            false => without_final_dot(&own).as_bytes().eq_ignore_ascii_case(data_without_dot),
        }
    }

    /// The text as it is written, in a zone.
    pub fn in_zone(&self, zone: &str) -> String {
        self.0.replace("{zone}", without_final_dot(zone))
    }

    /// The data meant in a zone: quotes are the zone file's, and the strings of a text are one.
    fn plain(&self, zone: &str, is_text: bool) -> String {
        let text = self.in_zone(zone);
        let text = if is_text { text.replace("\" \"", "") } else { text };
        // A quote that is meant stands behind a backslash.
        text.replace("\\\"", "\0").replace('"', "").replace('\0', "\"")
    }
}

impl Pieces for DataPattern {
    fn pieces(&self) -> Vec<&str> {
        // Quotes go with the blanks between them, and a final dot may.
        let parts = self.0.split("{zone}").flat_map(|part| part.split(['*', '"', '\\', ' ', '\0']));
        parts.map(|part| part.trim_end_matches('.')).filter(|piece| !piece.is_empty()).collect()
    }
}

impl FromStr for DataPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<DataPattern, String> {
        if text.is_empty() {
            return Err("no record has empty data".into());
        }
        Ok(DataPattern(text.to_string()))
    }
}

impl fmt::Display for DataPattern {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}
serde_as_text!(DataPattern, "the data of a record, or a pattern for it", "number", ".");
