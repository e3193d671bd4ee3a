//! Comments that silence findings, put into the text of a file.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memchr2;

use super::entries::Entries;
use crate::zone::probe::BYTE_ORDER_MARK;

/// What is to be silenced in one file.
#[derive(Debug, Default)]
pub(in crate::lint) struct Insertions {
    /// Checks by the start of the entry that a comment goes above; by none where the file as a whole is meant.
    by_entry: BTreeMap<Option<u32>, BTreeSet<&'static str>>,
}

impl Insertions {
    /// Adds a finding of a check at an offset.
    pub(in crate::lint) fn add(&mut self, check: &'static str, at: u32, entries: &Entries) {
        self.by_entry.entry(entries.holding(at)).or_default().insert(check);
    }

    /// How many comments that makes.
    pub(in crate::lint) fn count(&self) -> usize {
        self.by_entry.len()
    }

    /// The text with a comment on a line of its own above each entry, which changes no entry: there, no parenthesis
    /// and no quote is open.
    pub(in crate::lint) fn apply(&self, bytes: &[u8], reason: &str) -> Vec<u8> {
        let newline = newline(bytes);
        let first = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let mut text = bytes[..first].to_vec();
        let mut copied = first;
        for (entry, checks) in &self.by_entry {
            let at = entry.map_or(first, |at| (at as usize).max(first));
            let verb = if entry.is_some() { "ignore" } else { "file-ignore" };
            let checks: Vec<&str> = checks.iter().copied().collect();
            text.extend_from_slice(&bytes[copied..at]);
            text.extend_from_slice(format!("; zonelint: {verb}[{}] {reason}{newline}", checks.join(", ")).as_bytes());
            copied = at;
        }
        text.extend_from_slice(&bytes[copied..]);
        text
    }
}

/// What ends the lines of a text.
fn newline(bytes: &[u8]) -> &'static str {
    match memchr2(b'\n', b'\r', bytes).map(|at| &bytes[at..]) {
        Some([b'\r', b'\n', ..]) => "\r\n",
        Some([b'\r', ..]) => "\r",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, places: &[(&'static str, u32)]) -> String {
        let (entries, mut insertions) = (Entries::of(text.as_bytes()), Insertions::default());
        places.iter().for_each(|(check, at)| insertions.add(check, *at, &entries));
        String::from_utf8(insertions.apply(text.as_bytes(), "why")).expect("it is text")
    }

    #[test]
    fn a_comment_goes_above_the_entry_whatever_line_of_it_is_meant() {
        let zone = "a A 1\n\n; about b\nb MX (\n 10\n c )\nd TXT \"x\ny\"\n";
        let at = |word: &str| zone.find(word).expect("it is there") as u32;
        assert_eq!(
            with(zone, &[("two", at("10")), ("one", at("c )")), ("two", at("c )")), ("quote", at("y\""))]),
            "a A 1\n\n; about b\n; zonelint: ignore[one, two] why\nb MX (\n 10\n c )\n\
             ; zonelint: ignore[quote] why\nd TXT \"x\ny\"\n"
        );
    }

    #[test]
    fn what_is_in_no_entry_is_silenced_in_the_file() {
        assert_eq!(with("; head\na A 1\n", &[("one", 0)]), "; zonelint: file-ignore[one] why\n; head\na A 1\n");
        assert_eq!(with("", &[("one", 0)]), "; zonelint: file-ignore[one] why\n");
    }

    #[test]
    fn line_endings_and_a_byte_order_mark_stay() {
        assert_eq!(with("a A 1\r\nb A 2\r\n", &[("one", 7)]), "a A 1\r\n; zonelint: ignore[one] why\r\nb A 2\r\n");
        assert_eq!(with("a A 1\rb A 2", &[("one", 6)]), "a A 1\r; zonelint: ignore[one] why\rb A 2");
        assert_eq!(with("\u{feff}a A 1\n", &[("one", 3)]), "\u{feff}; zonelint: ignore[one] why\na A 1\n");
        assert_eq!(with("\u{feff}a A 1\n", &[("one", 0)]), "\u{feff}; zonelint: file-ignore[one] why\na A 1\n");
    }
}
