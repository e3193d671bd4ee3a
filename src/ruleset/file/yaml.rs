//! The one door to the YAML crates: text to nodes that know where they stand.
//!
//! The event parser gives structure and positions; what a plain scalar is (number, word,
//! nothing) is `serde_yaml`'s to say, as it is for everybody else's YAML.

use std::collections::HashMap;
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use super::extent::Extent;

/// Deeper than any rule file, and shallow enough to walk by recursion.
const MAX_DEPTH: usize = 32;

/// How many nodes aliases may stand for. Aliases of aliases multiply, a few lines make billions.
const MAX_ALIASED_NODES: usize = 10_000;

/// A YAML node and its bytes.
#[derive(Clone, Debug)]
pub(in crate::ruleset) struct Node {
    /// From its first byte to its last; the key's bytes where a value is missing.
    pub(in crate::ruleset) at: Extent,
    pub(in crate::ruleset) kind: NodeKind,
    /// Itself and all below it.
    size: usize,
}

#[derive(Clone, Debug)]
/// What anchors and aliases stand for is shared: anchors in anchors would be as many copies.
pub(in crate::ruleset) enum NodeKind {
    Scalar { text: String, plain: bool },
    List(Rc<Vec<Node>>),
    Map(Rc<Vec<(Node, Node)>>),
}

/// Something wrong with the YAML itself.
#[derive(Debug)]
pub(in crate::ruleset) struct YamlProblem {
    pub(in crate::ruleset) at: Extent,
    pub(in crate::ruleset) message: String,
    /// A second place, and what to say of it.
    pub(in crate::ruleset) other: Option<(Extent, &'static str)>,
    /// What to do, where the words of the parser do not tell.
    pub(in crate::ruleset) help: Option<&'static str>,
}

impl YamlProblem {
    fn new(at: Extent, message: impl Into<String>) -> YamlProblem {
        YamlProblem { at, message: message.into(), other: None, help: None }
    }

    /// Broken syntax, in the words of the parser. What people most often mean by it is known.
    fn of_syntax(at: Extent, words: &str) -> YamlProblem {
        let helps = [
            ("simple key expected", "write a space after the colon of a key, as in `port: 5061`"),
            ("mapping values are not allowed", "put a value with `: ` in it in quotes"),
            ("tabs disallowed", "indent with spaces"),
            ("found a tab", "indent with spaces: there is a tab before the next word"),
            ("did not find expected `-`", "align the keys of an entry in the same column"),
        ];
        let words = words.replace('\'', "`");
        let help = helps.iter().find(|(start, _)| words.contains(start)).map(|(_, help)| *help);
        YamlProblem { help, ..YamlProblem::new(at, format!("this is not valid YAML: {words}")) }
    }
}

impl Node {
    /// `{}`, where nothing is written.
    pub(in crate::ruleset) fn empty_map() -> Node {
        Node { at: Extent::default(), kind: NodeKind::Map(Rc::default()), size: 1 }
    }

    /// What it is, for messages.
    pub(in crate::ruleset) fn kind_word(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar { .. } if self.is_null() => "nothing",
            NodeKind::Scalar { .. } => "a single value",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a mapping of keys to values",
        }
    }

    /// The text of a scalar.
    pub(in crate::ruleset) fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether no value is written.
    pub(in crate::ruleset) fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The value of a scalar, by the rules of its type.
    pub(in crate::ruleset) fn decode<T: DeserializeOwned>(&self) -> Result<T, String> {
        let value = match &self.kind {
            NodeKind::Scalar { text, plain: true } => {
                serde_yaml::from_str(text).ok().filter(is_scalar).unwrap_or_else(|| Value::String(text.clone()))
            }
            NodeKind::Scalar { text, plain: false } => Value::String(text.clone()),
            NodeKind::List(_) | NodeKind::Map(_) => {
                return Err(format!("a single value is expected, not {}", self.kind_word()));
            }
        };
        serde_yaml::from_value(value).map_err(|error| error.to_string())
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::Bool(_) | Value::Number(_) | Value::String(_))
}

/// Reads a text; no node where the file says nothing. Where the syntax is broken, what is complete
/// before stays; other problems leave the rest of the tree usable: the first of two equal keys stays.
pub(in crate::ruleset) fn parse(text: &str) -> (Option<Node>, Vec<YamlProblem>) {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        disallow_directives: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut builder = NodeBuilder::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let step = match event {
            Ok((event, span)) => {
                let bytes = span.byte_range().unwrap_or_default();
                builder.take(event, Extent { start: bytes.start as u32, end: bytes.end as u32 })
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len());
                Err(YamlProblem::of_syntax(char_at(text, at), &error.info()))
            }
        };
        if let Err(mut fatal) = step {
            fatal.other = builder.unclosed().filter(|(at, _)| at.start != fatal.at.start);
            builder.problems.push(fatal);
            builder.give_up();
            break;
        }
    }
    (builder.root, builder.problems)
}

/// The character at an offset, so that there is something to underline.
fn char_at(text: &str, offset: usize) -> Extent {
    let start = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let length = text[start..].chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
    Extent { start: start as u32, end: (start + length) as u32 }
}

/// A collection that is still open.
struct Open {
    at: Extent,
    anchor: usize,
    /// Block collections are reported without their last byte: it is that of the last item.
    flow: bool,
    is_list: bool,
    items: Vec<Node>,
}

#[derive(Default)]
struct NodeBuilder {
    root: Option<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    aliased: usize,
    problems: Vec<YamlProblem>,
    documents: usize,
}

impl NodeBuilder {
    /// Takes one event; an error ends the reading.
    fn take(&mut self, event: Event<'_>, at: Extent) -> Result<(), YamlProblem> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(YamlProblem::new(at, "a second document begins here: a rule file has only one"));
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), at);
                let plain = style == ScalarStyle::Plain;
                self.add(Node { at, kind: NodeKind::Scalar { text: text.into_owned(), plain }, size: 1 }, anchor);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), at);
                self.open(at, anchor, style, true);
            }
            Event::MappingStart(style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), at);
                self.open(at, anchor, style, false);
            }
            Event::SequenceEnd => self.close_list(at),
            Event::MappingEnd => {
                let pairs = self.open.last_mut().map(|open| std::mem::take(&mut open.items)).unwrap_or_default();
                self.close_map(at, pairs);
            }
            Event::Alias(id) => self.alias(id, at)?,
            Event::UnresolvedAlias(name) => {
                let message = format!("there is no `&{name}` before `*{name}`");
                let help = Some("put a value that begins with `*` in quotes");
                return Err(YamlProblem { help, ..YamlProblem::new(at, message) });
            }
            _ => {}
        }
        Ok(())
    }

    /// The bracket that is open where the reading ends: the mistake may be that it is.
    fn unclosed(&self) -> Option<(Extent, &'static str)> {
        let open = self.open.iter().rev().find(|open| open.flow)?;
        Some((Extent { start: open.at.start, end: open.at.start + 1 }, "opened here and not closed"))
    }

    /// Closes what is open where the reading ends: the parts of the file stay, with what is complete
    /// in them. An entry goes, for what it lacks may stand behind the mistake, and so does a value
    /// in brackets.
    fn give_up(&mut self) {
        while let Some(open) = self.open.last_mut() {
            let end = Extent { end: open.items.last().map_or(open.at.end, |last| last.at.end), ..open.at };
            let (is_list, is_value) = (open.is_list, open.flow);
            // A key without its value.
            let mut items = std::mem::take(&mut open.items);
            items.truncate(if is_list { items.len() } else { items.len() / 2 * 2 });
            let depth = self.open.len();
            let is_entry = !is_list && depth > 1 && self.open[depth - 2].is_list;
            match (is_entry || is_value && depth > 2, is_list) {
                (true, _) => _ = self.open.pop(),
                (false, true) => {
                    self.open[depth - 1].items = items;
                    self.close_list(end);
                }
                (false, false) => self.close_map(end, items),
            }
        }
    }

    fn refuse_tag(&mut self, tagged: bool, at: Extent) {
        if tagged {
            self.problems.push(YamlProblem::new(at, "tags (`!name`) have no meaning in a rule file"));
        }
    }

    fn alias(&mut self, id: usize, at: Extent) -> Result<(), YamlProblem> {
        let Some(target) = self.anchors.get(&id) else {
            return Err(YamlProblem::new(at, "the alias refers to the collection it is in"));
        };
        self.aliased += target.size;
        if self.aliased > MAX_ALIASED_NODES {
            return Err(YamlProblem::new(at, format!("the aliases expand to more than {MAX_ALIASED_NODES} values")));
        }
        let node = Node { at, ..target.clone() };
        self.add(node, 0);
        Ok(())
    }

    fn open(&mut self, at: Extent, anchor: usize, style: StructureStyle, is_list: bool) {
        self.open.push(Open { at, anchor, flow: style == StructureStyle::Flow, is_list, items: Vec::new() });
    }

    fn close_list(&mut self, end: Extent) {
        let Some(open) = self.open.pop() else { return };
        let size = 1 + open.items.iter().map(|item| item.size).sum::<usize>();
        let last = open.items.iter().map(|item| item.at.end).max();
        let anchor = open.anchor;
        let at = Self::bounds(&open, open.items.first().map(|item| item.at.start), last, end);
        self.add(Node { at, kind: NodeKind::List(open.items.into()), size }, anchor);
    }

    fn close_map(&mut self, end: Extent, items: Vec<Node>) {
        let Some(open) = self.open.pop() else { return };
        let size = 1 + items.iter().map(|item| item.size).sum::<usize>();
        let first = items.first().map(|item| item.at.start);
        let last = items.iter().map(|item| item.at.end).max();
        let at = Self::bounds(&open, first, last, end);
        let mut pairs: Vec<(Node, Node)> = Vec::with_capacity(items.len() / 2);
        let mut seen: HashMap<String, Extent> = HashMap::new();
        let mut items = items.into_iter();
        while let (Some(key), Some(mut value)) = (items.next(), items.next()) {
            if value.at.start == value.at.end {
                value.at = key.at;
            }
            let Some(name) = key.text() else {
                self.problems
                    .push(YamlProblem::new(key.at, format!("a key has to be a word, not {}", key.kind_word())));
                continue;
            };
            if let Some(first) = seen.get(name) {
                self.problems.push(YamlProblem {
                    at: key.at,
                    message: format!("the key `{name}` is given twice"),
                    other: Some((*first, "first here")),
                    help: None,
                });
                continue;
            }
            seen.insert(name.to_string(), key.at);
            pairs.push((key, value));
        }
        self.add(Node { at, kind: NodeKind::Map(pairs.into()), size }, open.anchor);
    }

    fn bounds(open: &Open, first: Option<u32>, last: Option<u32>, end: Extent) -> Extent {
        match (open.flow, first, last) {
            (false, Some(start), Some(end)) => Extent { start, end },
            (false, _, _) => Extent { start: open.at.start, end: open.at.start },
            (true, _, _) => Extent { start: open.at.start, end: end.end },
        }
    }

    fn add(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            Some(open) => open.items.push(node),
            None => self.root = Some(node),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn slice(text: &str, at: Extent) -> &str {
        &text[at.start as usize..at.end as usize]
    }

    fn first_problem(text: &str) -> (String, String) {
        let (_, problems) = parse(text);
        (slice(text, problems[0].at).to_string(), problems[0].message.clone())
    }

    #[test]
    fn nodes_cover_their_bytes() {
        let text = "a: \"x y\"\nb:\n  - 1\n  - {k: [v, é]}\n  - s: t\n    u: v   # no\n\nc: 1\n";
        let NodeKind::Map(pairs) = parse(text).0.unwrap().kind else { panic!("a map") };
        assert_eq!(slice(text, pairs[0].1.at), "\"x y\"");
        let NodeKind::List(items) = &pairs[1].1.kind else { panic!("a list") };
        let covered: Vec<&str> = items.iter().map(|item| slice(text, item.at)).collect();
        assert_eq!(covered, ["1", "{k: [v, é]}", "s: t\n    u: v"]);
        assert!(slice(text, pairs[1].1.at).starts_with("1\n") && slice(text, pairs[1].1.at).ends_with("u: v"));
    }

    #[test]
    fn a_missing_value_stands_at_its_key() {
        let text = "a:\nb: 1\n";
        let NodeKind::Map(pairs) = parse(text).0.unwrap().kind else { panic!("a map") };
        assert_eq!(slice(text, pairs[0].1.at), "a");
        assert!(pairs[0].1.is_null());
    }

    #[test]
    fn problems_of_yaml_have_their_place() {
        assert_eq!(first_problem("a: 1\na: 2\n"), ("a".into(), "the key `a` is given twice".into()));
        assert_eq!(first_problem("a: 'x").0, "'");
        assert_eq!(first_problem("a: *x\n").0, "*x");
        assert_eq!(first_problem("a: 1\n---\nb: 1\n").0, "---");
        assert_eq!(first_problem("a: !x 5\n").0, "5");
        assert_eq!(first_problem("? [a]\n: 5\n").1, "a key has to be a word, not a list");
        assert!(first_problem("a: &x [*x]\n").1.contains("the collection it is in"));
    }

    #[test]
    fn an_alias_is_read_where_it_stands() {
        let text = "a: &p 5061\nb: *p\n";
        let NodeKind::Map(pairs) = parse(text).0.unwrap().kind else { panic!("a map") };
        assert_eq!(slice(text, pairs[1].1.at), "*p");
        assert_eq!(pairs[1].1.decode::<u16>(), Ok(5061));
    }

    #[test]
    fn anchors_around_anchors_take_no_room() {
        let innermost = format!("[{}]", ["x"; 1_000].join(","));
        let nested = (0..28).fold(innermost, |inner, depth| format!("&a{depth} [{inner}]"));
        let text = format!("a: {nested}\nb: *a27\n");
        let NodeKind::Map(pairs) = parse(&text).0.unwrap().kind else { panic!("a map") };
        let [NodeKind::List(anchored), NodeKind::List(alias)] = [&pairs[0].1.kind, &pairs[1].1.kind] else {
            panic!("lists")
        };
        assert!(Rc::ptr_eq(anchored, alias), "they share what they hold");
    }

    #[test]
    fn bombs_are_refused() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..30 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            bomb += &format!("a{level}: &a{level} [{aliases}]\n");
        }
        assert!(first_problem(&bomb).1.contains("more than 10000 values"));
        assert!(first_problem(&"[".repeat(100_000)).1.starts_with("this is not valid YAML"));
        let blocks: String = (0..5000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        assert!(first_problem(&blocks).1.starts_with("this is not valid YAML"));
    }
}
