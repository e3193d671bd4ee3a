//! Nodes to a [`RuleFile`], with every mistake on the way.
//!
//! An entry that holds a mistake keeps whatever else it says; only without the keys it cannot
//! do without is it dropped.

mod checks;
mod entries;
mod file_selection;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Text};
use crate::source::{SourceId, Sources};
use crate::spelling::nearest;

use crate::ruleset::file::schema::{self, Page};
use crate::ruleset::file::yaml::{self, Kind, Node};
use crate::ruleset::file::{Extent, RuleFile, Spanned};
use crate::ruleset::invalid;
use crate::ruleset::value::{Keyword, Shape};

/// So many mistakes of one file are listed: who writes rules mends them a few at a time.
const MAX_MISTAKES: usize = 100;

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

    /// The JSON Schema of rule files, with the words of the page that explains the language.
    ///
    /// It is what the decoder asks for when it is given nothing, so no key can be in the one and not
    /// in the other.
    pub fn schema(known: &Vocabulary, page: &str) -> serde_json::Value {
        let nothing = Sources::default().add(String::new(), Vec::new());
        let mut decoder = Decoder { describing: Some(Page::of(page)), ..Decoder::new(nothing, known) };
        decoder.file(&Node::empty_map());
        schema::document(decoder.described, known)
    }
}

fn decode<'a>(bytes: &'a [u8], source: SourceId, known: &'a Vocabulary<'a>) -> (RuleFile, Vec<Diagnostic>) {
    let mut decoder = Decoder::new(source, known);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let start = error.valid_up_to();
            let end = error.error_len().map_or(bytes.len(), |length| start + length);
            decoder.report(Extent { start: start as u32, end: end as u32 }, "a rule file is UTF-8, and this is not");
            return (RuleFile::default(), decoder.found);
        }
    };
    decoder.text = text;
    let (root, problems) = yaml::parse(text);
    for problem in problems {
        let mut diagnostic = decoder.diagnostic(problem.at, problem.message);
        diagnostic.help = problem.help.map(Text::from);
        if let Some((at, text)) = problem.other {
            diagnostic = diagnostic.label(at.in_source(source), text);
        }
        decoder.found.push(diagnostic);
    }
    let file = root.filter(|node| !node.is_null()).map(|node| decoder.file(&node)).unwrap_or_default();
    (file, decoder.listed())
}

struct Decoder<'a> {
    source: SourceId,
    known: &'a Vocabulary<'a>,
    text: &'a str,
    found: Vec<Diagnostic>,
    /// There where keys are to be described and not read.
    describing: Option<Page<'a>>,
    /// The mapping described last.
    described: Value,
}

/// The keys of a mapping that nobody has asked for yet.
struct Fields<'n> {
    at: Extent,
    left: Vec<&'n (Node, Node)>,
    /// What was asked for: the keys there are.
    keys: Vec<&'static str>,
    /// What may stand under them, where that is to be described.
    shapes: Vec<(&'static str, Value)>,
    /// The keys that have to be there.
    required: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.keys.push(key);
        let at = self.left.iter().position(|(name, _)| name.text() == Some(key))?;
        Some(&self.left.remove(at).1)
    }
}

impl<'a> Decoder<'a> {
    fn new(source: SourceId, known: &'a Vocabulary<'a>) -> Decoder<'a> {
        Decoder { source, known, text: "", found: Vec::new(), describing: None, described: Value::Null }
    }

    /// Notes what may stand under a key, if that is what the decoder is for.
    fn describe(&self, fields: &mut Fields, key: &'static str, shape: impl FnOnce() -> Value) {
        if self.describing.is_some() {
            fields.shapes.push((key, shape()));
        }
    }

    fn diagnostic(&self, at: Extent, message: impl AsRef<str>) -> Diagnostic {
        invalid(at.in_source(self.source), message.as_ref())
    }

    /// The mistakes in the order they stand in, with the number of those that are too many to list.
    fn listed(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|finding| finding.primary.span.start);
        if let Some(next) = self.found.get(MAX_MISTAKES) {
            let more = self.found.len() - MAX_MISTAKES;
            let message = format!("the rule file has {more} more mistakes: the first {MAX_MISTAKES} are listed");
            let rest = invalid(next.primary.span, &message).help("correct those that are listed first");
            self.found.truncate(MAX_MISTAKES);
            self.found.push(rest);
        }
        self.found
    }

    fn report(&mut self, at: Extent, message: impl AsRef<str>) {
        self.report_meaning(at, message, None);
    }

    /// Reports a mistake, with what was meant instead if that is known.
    fn report_meaning(&mut self, at: Extent, message: impl AsRef<str>, meant: Option<&str>) {
        let mut diagnostic = self.diagnostic(at, message);
        diagnostic.help = meant.map(|word| format!("did you mean `{word}`?").into());
        self.found.push(diagnostic);
    }

    fn fields<'n>(&mut self, node: &'n Node, what: &str) -> Option<Fields<'n>> {
        let Kind::Map(pairs) = &node.kind else {
            self.report(node.at, format!("{what} is a mapping of keys to values, not {}", node.kind_word()));
            return None;
        };
        let left = pairs.iter().collect();
        Some(Fields { at: node.at, left, keys: Vec::new(), shapes: Vec::new(), required: Vec::new() })
    }

    /// Reports the keys nobody asked for.
    fn finish(&mut self, fields: Fields, what: &str) {
        if let Some(page) = &self.describing {
            self.described = schema::mapping(fields.shapes, fields.required, |key| page.about(what, key));
            return;
        }
        for (key, _) in fields.left {
            let name = key.text().unwrap_or_default();
            let message = format!("`{name}` is no key of {what}");
            self.report_meaning(key.at, message, nearest(name, fields.keys.iter().copied()));
        }
    }

    fn value<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Option<Spanned<T>> {
        if node.is_null() {
            let mut finding = self.diagnostic(node.at, format!("`{key}` has no value"));
            let behind = self.text.get(node.at.end as usize..).and_then(|rest| rest.lines().next());
            if behind.is_some_and(|rest| rest.trim_start_matches([':', ' ']).starts_with('#')) {
                finding.help = Some("a value that begins with `#` goes in quotes: without them it is a comment".into());
            }
            self.found.push(finding);
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
        self.describe(fields, key, schema::prose);
        let node = fields.take(key)?;
        match node.text() {
            Some(text) if !node.is_null() => Some(text.trim_end().to_string()),
            _ => self.value(node, key).map(|spanned| spanned.value),
        }
    }

    fn optional<T: DeserializeOwned + Shape>(&mut self, fields: &mut Fields, key: &'static str) -> Option<Spanned<T>> {
        self.describe(fields, key, T::shape);
        fields.take(key).and_then(|node| self.value(node, key))
    }

    fn plain<T: DeserializeOwned + Shape>(&mut self, fields: &mut Fields, key: &'static str) -> Option<T> {
        self.optional(fields, key).map(|spanned| spanned.value)
    }

    fn word<T: DeserializeOwned + Keyword>(&mut self, fields: &mut Fields, key: &'static str) -> Option<Spanned<T>> {
        self.describe(fields, key, T::shape);
        let node = fields.take(key)?;
        self.word_of(node, key)
    }

    fn word_of<T: DeserializeOwned + Keyword>(&mut self, node: &Node, key: &str) -> Option<Spanned<T>> {
        let decoded = self.value(node, key);
        if let (None, Some(text), Some(last)) = (&decoded, node.text(), self.found.last_mut()) {
            last.help = nearest(text, T::WORDS.iter().copied()).map(|word| format!("did you mean `{word}`?").into());
        }
        decoded
    }

    fn required<T: DeserializeOwned + Shape>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        what: &str,
    ) -> Option<Spanned<T>> {
        self.describe(fields, key, T::shape);
        let node = self.must_take(fields, key, what)?;
        self.value(node, key)
    }

    /// The value of a key that has to be there; reports it if it is not.
    fn must_take<'n>(&mut self, fields: &mut Fields<'n>, key: &'static str, what: &str) -> Option<&'n Node> {
        fields.required.push(key);
        let node = fields.take(key);
        if node.is_none() {
            self.report(fields.at, format!("the key `{key}` is missing from {what}"));
        }
        node
    }

    /// A list of values; one value alone counts as a list of it.
    fn list<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Vec<Spanned<T>> {
        match &node.kind {
            Kind::List(items) => items.iter().filter_map(|item| self.value(item, key)).collect(),
            Kind::Scalar { .. } => self.value(node, key).into_iter().collect(),
            Kind::Map(_) => {
                let mut finding = self.diagnostic(node.at, format!("`{key}` is a list, not {}", node.kind_word()));
                if self.text.as_bytes().get(node.at.start as usize) == Some(&b'{') {
                    finding.help = Some("a value that begins with `{` goes in quotes".into());
                }
                self.found.push(finding);
                Vec::new()
            }
        }
    }

    fn optional_list<T: DeserializeOwned + Shape>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
    ) -> Option<Spanned<Vec<T>>> {
        self.describe(fields, key, schema::one_or_many::<T>);
        let node = fields.take(key)?;
        Some(self.list_of(node, key))
    }

    fn list_of<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Spanned<Vec<T>> {
        let value = self.list(node, key).into_iter().map(|item| item.value).collect();
        Spanned { value, at: node.at }
    }

    /// A part of the file that is a list of mappings. A key with nothing below it is an empty list.
    fn section<T>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        entry: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        fields.left.retain(|(name, value)| name.text() != Some(key) || !value.is_null());
        self.entries(fields, key, entry).unwrap_or_default()
    }

    /// A list of mappings.
    fn entries<T>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        mut entry: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        if self.describing.is_some() {
            entry(self, &Node::empty_map());
            let one = self.described.take();
            self.describe(fields, key, || schema::list(one));
        }
        let node = fields.take(key)?;
        let Kind::List(items) = &node.kind else {
            self.report(node.at, format!("`{key}` is a list of entries, not {}", node.kind_word()));
            return Some(Vec::new());
        };
        Some(items.iter().filter_map(|item| entry(self, item)).collect())
    }
}
