//! Nodes to a [`RuleFile`], with every mistake on the way.
//!
//! An entry that holds a mistake keeps whatever else it says; only without the keys it cannot
//! do without is it dropped.

mod checks;
mod entries;
mod reading;

use serde::de::DeserializeOwned;

use crate::diagnostic::Diagnostic;
use crate::source::SourceId;

use super::file::{Extent, RuleFile, Spanned};
use super::invalid;
use super::pattern::nearest;
use super::value::Words;
use super::yaml::{self, Kind, Node};

/// What the rest of the program knows that a rule file can name.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    /// Ids of all checks.
    pub checks: &'a [&'a str],
    /// The parameters there are, each with its check.
    pub parameters: &'a [(&'a str, &'a str)],
    /// Whether a text is the mnemonic of a record type.
    pub is_type: &'a dyn Fn(&str) -> bool,
}

impl RuleFile {
    /// Reads one file, without what it extends. There is always a rule file: what could be understood.
    pub fn read(bytes: &[u8], source: SourceId, known: &Vocabulary) -> (RuleFile, Vec<Diagnostic>) {
        decode(bytes, source, known)
    }
}

fn decode(bytes: &[u8], source: SourceId, known: &Vocabulary) -> (RuleFile, Vec<Diagnostic>) {
    let mut decoder = Decoder { source, known, found: Vec::new() };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let start = error.valid_up_to();
            let end = error.error_len().map_or(bytes.len(), |length| start + length);
            decoder.report(Extent { start: start as u32, end: end as u32 }, "a rule file is UTF-8, and this is not");
            return (RuleFile::default(), decoder.found);
        }
    };
    let (root, problems) = yaml::parse(text);
    for problem in problems {
        let mut diagnostic = decoder.diagnostic(problem.at, problem.message);
        if let Some((at, text)) = problem.other {
            diagnostic = diagnostic.label(at.in_source(source), text);
        }
        decoder.found.push(diagnostic);
    }
    let file = root.filter(|node| !node.is_null()).map(|node| decoder.file(&node)).unwrap_or_default();
    decoder.found.sort_by_key(|d| d.primary.span.start);
    (file, decoder.found)
}

struct Decoder<'a> {
    source: SourceId,
    known: &'a Vocabulary<'a>,
    found: Vec<Diagnostic>,
}

/// The keys of a mapping that nobody has asked for yet.
struct Fields<'n> {
    at: Extent,
    left: Vec<&'n (Node, Node)>,
    /// What was asked for: the keys there are.
    keys: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.keys.push(key);
        let at = self.left.iter().position(|(name, _)| name.text() == Some(key))?;
        Some(&self.left.remove(at).1)
    }
}

impl Decoder<'_> {
    fn diagnostic(&self, at: Extent, message: impl AsRef<str>) -> Diagnostic {
        invalid(at.in_source(self.source), message.as_ref())
    }

    fn report(&mut self, at: Extent, message: impl AsRef<str>) {
        self.report_meaning(at, message, None);
    }

    /// Reports a mistake, with what was meant instead if that is known.
    fn report_meaning(&mut self, at: Extent, message: impl AsRef<str>, meant: Option<&str>) {
        let mut diagnostic = self.diagnostic(at, message);
        diagnostic.help = meant.map(|word| format!("did you mean `{word}`?"));
        self.found.push(diagnostic);
    }

    fn fields<'n>(&mut self, node: &'n Node, what: &str) -> Option<Fields<'n>> {
        let Kind::Map(pairs) = &node.kind else {
            self.report(node.at, format!("{what} is a mapping of keys to values, not {}", node.kind_word()));
            return None;
        };
        Some(Fields { at: node.at, left: pairs.iter().collect(), keys: Vec::new() })
    }

    /// Reports the keys nobody asked for.
    fn finish(&mut self, fields: Fields, what: &str) {
        for (key, _) in fields.left {
            let name = key.text().unwrap_or_default();
            let message = format!("`{name}` is no key of {what}");
            self.report_meaning(key.at, message, nearest(name, fields.keys.iter().copied()));
        }
    }

    fn value<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Option<Spanned<T>> {
        if node.is_null() {
            self.report(node.at, format!("`{key}` has no value"));
            return None;
        }
        match node.decode() {
            Ok(value) => Some(Spanned { value, at: node.at }),
            Err(message) => {
                // Types of our own have their own words; what is left comes from serde.
                let message = match (node.text(), message.split_once(", expected ")) {
                    (Some(text), Some((_, expected))) => {
                        let expected = expected.replace("u16", "a number from 0 to 65535");
                        format!("`{text}` is not {expected}")
                    }
                    _ => message,
                };
                self.report(node.at, message);
                None
            }
        }
    }

    /// Words for people; a ticket number is as good as a sentence.
    fn prose(&mut self, fields: &mut Fields, key: &'static str) -> Option<String> {
        let node = fields.take(key)?;
        match node.text() {
            Some(text) if !node.is_null() => Some(text.trim_end().to_string()),
            _ => self.value(node, key).map(|spanned| spanned.value),
        }
    }

    fn optional<T: DeserializeOwned>(&mut self, fields: &mut Fields, key: &'static str) -> Option<Spanned<T>> {
        fields.take(key).and_then(|node| self.value(node, key))
    }

    fn plain<T: DeserializeOwned>(&mut self, fields: &mut Fields, key: &'static str) -> Option<T> {
        self.optional(fields, key).map(|spanned| spanned.value)
    }

    fn word<T: DeserializeOwned + Words>(&mut self, fields: &mut Fields, key: &'static str) -> Option<Spanned<T>> {
        let node = fields.take(key)?;
        self.word_of(node, key)
    }

    fn word_of<T: DeserializeOwned + Words>(&mut self, node: &Node, key: &str) -> Option<Spanned<T>> {
        let decoded = self.value(node, key);
        if let (None, Some(text), Some(last)) = (&decoded, node.text(), self.found.last_mut()) {
            last.help = nearest(text, T::WORDS.iter().copied()).map(|word| format!("did you mean `{word}`?"));
        }
        decoded
    }

    fn required<T: DeserializeOwned>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        what: &str,
    ) -> Option<Spanned<T>> {
        let Some(node) = fields.take(key) else {
            self.report(fields.at, format!("the key `{key}` is missing from {what}"));
            return None;
        };
        self.value(node, key)
    }

    /// A list of values; one value alone counts as a list of it.
    fn list<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Vec<Spanned<T>> {
        match &node.kind {
            Kind::List(items) => items.iter().filter_map(|item| self.value(item, key)).collect(),
            Kind::Scalar { .. } => self.value(node, key).into_iter().collect(),
            Kind::Map(_) => {
                self.report(node.at, format!("`{key}` is a list, not {}", node.kind_word()));
                Vec::new()
            }
        }
    }

    fn optional_list<T: DeserializeOwned>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
    ) -> Option<Spanned<Vec<T>>> {
        let node = fields.take(key)?;
        let value = self.list(node, key).into_iter().map(|item| item.value).collect();
        Some(Spanned { value, at: node.at })
    }

    /// The entries of a list of mappings. A key with nothing below it is an empty list.
    fn entries<T>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        entry: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        match fields.take(key) {
            Some(node) if !node.is_null() => self.entries_of(node, key, entry),
            _ => Vec::new(),
        }
    }

    fn entries_of<T>(
        &mut self,
        node: &Node,
        key: &str,
        mut entry: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Kind::List(items) = &node.kind else {
            self.report(node.at, format!("`{key}` is a list of entries, not {}", node.kind_word()));
            return Vec::new();
        };
        items.iter().filter_map(|item| entry(self, item)).collect()
    }
}
