//! What is asked of nodes, whatever the entry, and the mistakes found on the way.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Fix};
use crate::ruleset::file::extent::{Extent, Spanned};
use crate::ruleset::file::schema::{self, Page};
use crate::ruleset::file::vocabulary::{FLAGS, Vocabulary};
use crate::ruleset::file::yaml::{Node, NodeKind};
use crate::ruleset::invalid::invalid;
use crate::ruleset::pattern::{FileGlob, NameGlob};
use crate::ruleset::value::{Keyword, Shape};
use crate::source::SourceId;
use crate::text::suggest::nearest;

/// So many mistakes of one file are listed: who writes rules mends them a few at a time.
const MAX_MISTAKES: usize = 100;

/// Reads the nodes of one file, or describes what it would read.
pub(super) struct Decoder<'a> {
    pub(super) source: SourceId,
    pub(super) known: &'a Vocabulary<'a>,
    pub(super) text: &'a str,
    pub(super) found: Vec<Diagnostic>,
    /// There where keys are to be described and not read.
    pub(super) describing: Option<Page<'a>>,
    /// The mapping described last.
    pub(super) described: Value,
}

/// The keys of a mapping that nobody has asked for yet.
pub(super) struct Fields<'n> {
    pub(super) at: Extent,
    pub(super) left: Vec<&'n (Node, Node)>,
    /// What was asked for: the keys there are.
    pub(super) keys: Vec<&'static str>,
    /// What may stand under them, where that is to be described.
    pub(super) shapes: Vec<(&'static str, Value)>,
    /// The keys that have to be there.
    pub(super) required: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.keys.push(key);
        let at = self.left.iter().position(|(name, _)| name.text() == Some(key))?;
        Some(&self.left.remove(at).1)
    }
}

impl<'a> Decoder<'a> {
    pub(super) fn new(source: SourceId, known: &'a Vocabulary<'a>) -> Decoder<'a> {
        Decoder { source, known, text: "", found: Vec::new(), describing: None, described: Value::Null }
    }

    /// Notes what may stand under a key, if that is what the decoder is for.
    pub(super) fn describe(&self, fields: &mut Fields, key: &'static str, shape: impl FnOnce() -> Value) {
        if self.describing.is_some() {
            fields.shapes.push((key, shape()));
        }
    }

    pub(super) fn diagnostic(&self, at: Extent, message: impl AsRef<str>) -> Diagnostic {
        invalid(at.in_source(self.source), message.as_ref())
    }

    /// The mistakes in the order they stand in, with the number of those that are too many to list.
    pub(super) fn into_mistakes(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|finding| finding.primary.span.start);
        if let Some(next) = self.found.get(MAX_MISTAKES) {
            let more = self.found.len() - MAX_MISTAKES;
            let message = format!("the rule file has {more} more mistakes; only the first {MAX_MISTAKES} are listed");
            let rest = invalid(next.primary.span, &message).help("correct the listed ones first");
            self.found.truncate(MAX_MISTAKES);
            self.found.push(rest);
        }
        self.found
    }

    pub(super) fn report(&mut self, at: Extent, message: impl AsRef<str>) {
        self.report_meaning(at, message, None);
    }

    /// Reports a mistake, with what was meant instead if that is known.
    pub(super) fn report_meaning(&mut self, at: Extent, message: impl AsRef<str>, meant: Option<&str>) {
        let mut diagnostic = self.diagnostic(at, message);
        diagnostic.help = meant.map(|word| format!("did you mean `{word}`?").into());
        self.found.push(diagnostic);
    }

    pub(super) fn fields<'n>(&mut self, node: &'n Node, what: &str) -> Option<Fields<'n>> {
        let NodeKind::Map(pairs) = &node.kind else {
            self.report(node.at, format!("{what} has to be a mapping of keys to values, not {}", node.kind_word()));
            return None;
        };
        let left = pairs.iter().collect();
        Some(Fields { at: node.at, left, keys: Vec::new(), shapes: Vec::new(), required: Vec::new() })
    }

    /// Reports the keys nobody asked for.
    pub(super) fn finish(&mut self, fields: Fields, what: &str) {
        if let Some(page) = &self.describing {
            self.described = schema::mapping(fields.shapes, fields.required, |key| page.about(what, key));
            return;
        }
        for (key, _) in fields.left {
            let name = key.text().unwrap_or_default();
            let mut finding = self.diagnostic(key.at, format!("`{name}` is not a key of {what}"));
            finding.help = Some(key_help(name, &fields.keys).into());
            let meant = nearest(name, fields.keys.iter().copied());
            let finding = finding.fix(meant.map(|meant| Fix::unsure(key.at.in_source(self.source), meant)));
            self.found.push(finding);
        }
    }

    pub(super) fn value<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Option<Spanned<T>> {
        if node.is_null() {
            let mut finding = self.diagnostic(node.at, format!("`{key}` has no value"));
            let behind = self.text.get(node.at.end as usize..).and_then(|rest| rest.lines().next());
            if behind.is_some_and(|rest| rest.trim_start_matches([':', ' ']).starts_with('#')) {
                finding.help = Some("put a value that begins with `#` in quotes: without them it is a comment".into());
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
    pub(super) fn prose(&mut self, fields: &mut Fields, key: &'static str) -> Option<String> {
        self.describe(fields, key, schema::prose);
        let node = fields.take(key)?;
        match node.text() {
            Some(text) if !node.is_null() => Some(text.trim_end().to_string()),
            _ => self.value(node, key).map(|spanned| spanned.value),
        }
    }

    pub(super) fn optional<T: DeserializeOwned + Shape>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
    ) -> Option<Spanned<T>> {
        self.describe(fields, key, T::shape);
        fields.take(key).and_then(|node| self.value(node, key))
    }

    pub(super) fn plain<T: DeserializeOwned + Shape>(&mut self, fields: &mut Fields, key: &'static str) -> Option<T> {
        self.optional(fields, key).map(|spanned| spanned.value)
    }

    pub(super) fn word<T: DeserializeOwned + Keyword>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
    ) -> Option<Spanned<T>> {
        self.describe(fields, key, T::shape);
        let node = fields.take(key)?;
        self.word_of(node, key)
    }

    pub(super) fn word_of<T: DeserializeOwned + Keyword>(&mut self, node: &Node, key: &str) -> Option<Spanned<T>> {
        let decoded = self.value(node, key);
        if let (None, Some(text), Some(last)) = (&decoded, node.text(), self.found.last_mut()) {
            let meant = nearest(text, T::WORDS.iter().copied());
            last.help = meant.map(|word| format!("did you mean `{word}`?").into());
            last.fix = meant.map(|word| Box::new(Fix::unsure(node.at.in_source(self.source), word)));
        }
        decoded
    }

    pub(super) fn required<T: DeserializeOwned + Shape>(
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
    pub(super) fn must_take<'n>(&mut self, fields: &mut Fields<'n>, key: &'static str, what: &str) -> Option<&'n Node> {
        fields.required.push(key);
        let node = fields.take(key);
        if node.is_none() {
            self.report(fields.at, format!("the key `{key}` is missing from {what}"));
        }
        node
    }

    /// A list of values; one value alone counts as a list of it.
    pub(super) fn list<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Vec<Spanned<T>> {
        match &node.kind {
            NodeKind::List(items) => items.iter().filter_map(|item| self.value(item, key)).collect(),
            NodeKind::Scalar { .. } => self.value(node, key).into_iter().collect(),
            NodeKind::Map(_) => {
                let mut finding =
                    self.diagnostic(node.at, format!("`{key}` has to be a list, not {}", node.kind_word()));
                if self.text.as_bytes().get(node.at.start as usize) == Some(&b'{') {
                    finding.help = Some("put a value that begins with `{` in quotes".into());
                }
                self.found.push(finding);
                Vec::new()
            }
        }
    }

    pub(super) fn optional_list<T: DeserializeOwned + Shape>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
    ) -> Option<Spanned<Vec<T>>> {
        self.describe(fields, key, schema::one_or_many::<T>);
        let node = fields.take(key)?;
        Some(self.list_of(node, key))
    }

    pub(super) fn list_of<T: DeserializeOwned>(&mut self, node: &Node, key: &str) -> Spanned<Vec<T>> {
        let value = self.list(node, key).into_iter().map(|item| item.value).collect();
        Spanned { value, at: node.at }
    }

    /// A part of the file that is a list of mappings. A key with nothing below it is an empty list.
    pub(super) fn section<T>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        entry: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        fields.left.retain(|(name, value)| name.text() != Some(key) || !value.is_null());
        self.entries(fields, key, entry).unwrap_or_default()
    }

    /// A list of mappings.
    pub(super) fn entries<T>(
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
        let NodeKind::List(items) = &node.kind else {
            self.report(node.at, format!("`{key}` has to be a list of entries, not {}", node.kind_word()));
            return Some(Vec::new());
        };
        Some(items.iter().filter_map(|item| entry(self, item)).collect())
    }

    /// The zones of `in`. An empty list would read as every zone, the opposite of what it says.
    pub(super) fn zones(&mut self, fields: &mut Fields) -> Vec<Spanned<NameGlob>> {
        self.scope(fields, "in", "zone")
    }

    pub(super) fn files(&mut self, fields: &mut Fields) -> Vec<Spanned<FileGlob>> {
        self.scope(fields, "files", "file")
    }

    fn scope<T: DeserializeOwned + Shape>(
        &mut self,
        fields: &mut Fields,
        key: &'static str,
        what: &str,
    ) -> Vec<Spanned<T>> {
        self.describe(fields, key, schema::one_or_many::<T>);
        let Some(node) = fields.take(key) else { return Vec::new() };
        let before = self.found.len();
        let list = self.list(node, key);
        if list.is_empty() && self.found.len() == before {
            self.report(node.at, format!("`{key}` is empty: remove the key to apply the entry to every {what}"));
        }
        list
    }
}

/// What to write instead of a key that there is not.
fn key_help(name: &str, keys: &[&str]) -> String {
    if let Some(meant) = nearest(name, keys.iter().copied()) {
        return format!("did you mean `{meant}`?");
    }
    let flag = name.replace('_', "-");
    if FLAGS.contains(&flag.as_str()) {
        return format!("`--{flag}` is given on the command line only");
    }
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys.dedup();
    format!("the keys are `{}`", keys.join("`, `"))
}
