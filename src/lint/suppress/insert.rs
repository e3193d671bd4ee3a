//! Comments that silence findings, put into the text of a file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use memchr::memchr2;

use super::entries::Entries;
use crate::zone::probe;

/// A text, and what is to be silenced in it by comments.
#[derive(Debug)]
pub(in crate::lint) struct Commenting {
    original: Vec<u8>,
    entries: Entries,
    /// Checks by the start of the entry that a comment goes above; by none where the file as a whole is meant.
    checks: BTreeMap<Option<u32>, BTreeSet<String>>,
    /// What a comment above an entry does not silence: below a parenthesis that is never closed it is read as part of
    /// the entry before.
    useless: BTreeSet<(u32, String)>,
    /// The text with the comments.
    pub(in crate::lint) text: Vec<u8>,
    /// Where the comments are in it, in order, and what each is above.
    comments: Vec<(Range<usize>, Option<u32>)>,
}

impl Commenting {
    /// That of a text without a comment added.
    pub(in crate::lint) fn of(text: &[u8]) -> Commenting {
        Commenting {
            original: text.to_vec(),
            entries: Entries::of(text),
            checks: BTreeMap::new(),
            useless: BTreeSet::new(),
            text: text.to_vec(),
            comments: Vec::new(),
        }
    }

    /// How many comments there are.
    pub(in crate::lint) fn count(&self) -> usize {
        self.comments.len()
    }

    /// Silences a check at an offset of the text; whether that is new.
    pub(in crate::lint) fn silence(&mut self, check: &str, at: u32) -> bool {
        let of_use = |entry: &u32| !self.useless.contains(&(*entry, check.to_owned()));
        self.checks.entry(self.entry(at).filter(of_use)).or_default().insert(check.to_owned())
    }

    /// Takes back the check that a comment names at an offset of the text, if that comment was added.
    pub(in crate::lint) fn take_back(&mut self, check: &str, at: u32) -> bool {
        let comment = self.comments.iter().find(|(place, _)| place.contains(&(at as usize)));
        let Some((_, entry)) = comment else { return false };
        self.useless.extend(entry.map(|entry| (entry, check.to_owned())));
        self.checks.entry(*entry).or_default().remove(check)
    }

    /// The entry of the original that an offset of the text is in; none in a comment that was added.
    fn entry(&self, at: u32) -> Option<u32> {
        let before = self.comments.partition_point(|(place, _)| place.start <= at as usize);
        let comments = &self.comments[..before];
        let is_in_comment = comments.last().is_some_and(|(place, _)| place.contains(&(at as usize)));
        let added: usize = comments.iter().map(|(place, _)| place.len()).sum();
        (!is_in_comment).then(|| self.entries.holding(at - added as u32)).flatten()
    }

    /// Puts the comments into the text, each on a line of its own above its entry. No entry changes: there, no
    /// parenthesis and no quote is open.
    pub(in crate::lint) fn write(&mut self, reason: &str) {
        let newline = newline(&self.original);
        let first = probe::text_start(&self.original);
        let mut copied = first;
        self.text = self.original[..first].to_vec();
        self.comments.clear();
        for (&entry, checks) in self.checks.iter().filter(|(_, checks)| !checks.is_empty()) {
            let at = entry.map_or(first, |at| at as usize);
            let verb = if entry.is_some() { "ignore" } else { "file-ignore" };
            let checks: Vec<&str> = checks.iter().map(String::as_str).collect();
            self.text.extend_from_slice(&self.original[copied..at]);
            let start = self.text.len();
            let comment = format!("; zonelint: {verb}[{}] {reason}{newline}", checks.join(", "));
            self.text.extend_from_slice(comment.as_bytes());
            self.comments.push((start..self.text.len(), entry));
            copied = at;
        }
        self.text.extend_from_slice(&self.original[copied..]);
    }
}

/// The comment that silences a check at an offset of a text, and where it goes.
pub fn comment(text: &[u8], check: &str, at: u32, reason: &str) -> (u32, String) {
    let mut commenting = Commenting::of(text);
    commenting.silence(check, at);
    commenting.write(reason);
    let place = commenting.comments.first().map(|(place, _)| place.clone()).unwrap_or_default();
    (place.start as u32, String::from_utf8_lossy(&commenting.text[place]).into_owned())
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

    fn with(text: &str, places: &[(&str, u32)]) -> String {
        let mut commenting = Commenting::of(text.as_bytes());
        for (check, at) in places {
            commenting.silence(check, *at);
        }
        commenting.write("why");
        String::from_utf8(commenting.text).expect("it is text")
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

    #[test]
    fn a_comment_that_silences_nothing_is_taken_back() {
        let mut commenting = Commenting::of(b"a A 1\nb A 2\n");
        commenting.silence("one", 0);
        commenting.silence("two", 7);
        commenting.write("why");
        // What was found in the comment is about the file, and what is behind it about the second entry.
        commenting.take_back("one", "; zonelint: ignore[".len() as u32);
        commenting.silence("one", 5);
        commenting.silence("three", commenting.text.len() as u32 - 2);
        commenting.write("why");
        let text = "; zonelint: file-ignore[one] why\na A 1\n; zonelint: ignore[three, two] why\nb A 2\n";
        assert_eq!((String::from_utf8_lossy(&commenting.text).as_ref(), commenting.count()), (text, 2));
    }
}
