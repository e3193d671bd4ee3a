//! The bytes that were read, and the places in them.
//!
//! Everything downstream speaks of [`Span`]s. Lines and columns exist only here, and only
//! when something is printed.

mod conflict;
pub mod gzip;
mod lines;
mod printable;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use conflict::Unresolved;
use lines::Lines;

pub use conflict::{Conflict, first_sides};
pub use lines::newline;
pub use printable::{is_printable, printable, printable_line, same_length_printable, without_log_commands};

/// Files are addressed with 32-bit offsets: a span stays at twelve bytes.
pub const MAX_LEN: u64 = u32::MAX as u64 - 1;

/// Which of the sources of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes in a source; `end` is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source the offsets count in.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span from the first byte of `self` to the last of `other`, both of one source.
    pub fn to(self, other: Span) -> Span {
        debug_assert_eq!(self.source, other.source);
        Span { end: other.end, ..self }
    }
}

/// A place as people and editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: u32,
    /// From 1, in characters; an invalid byte counts as one.
    pub column: u32,
    /// From 0, in bytes.
    pub offset: u32,
}

/// One file, or what stands for one.
#[derive(Debug)]
pub struct Source {
    name: String,
    /// The name as it was given, where that is not [printable()].
    given: Option<Box<str>>,
    /// The bytes as they are read.
    text: Vec<u8>,
    /// What differs from them where there are merge conflicts.
    unresolved: Option<Box<Unresolved>>,
    looked_at: OnceLock<Bytes>,
    lines: OnceLock<Lines>,
    shown: OnceLock<PrintableCopy>,
}

/// What one walk over all bytes tells of them.
#[derive(Clone, Copy, Debug)]
struct Bytes {
    are_ascii: bool,
    have_carriage_return: bool,
}

impl Bytes {
    fn of(bytes: &[u8]) -> Bytes {
        let mut all = Bytes { are_ascii: true, have_carriage_return: false };
        // A large file comes from memory once, not once for each question.
        for block in bytes.chunks(BLOCK) {
            all.are_ascii &= block.is_ascii();
            all.have_carriage_return |= memchr::memchr(b'\r', block).is_some();
        }
        all
    }
}

/// A copy of a source that may be printed.
#[derive(Debug)]
struct PrintableCopy {
    text: String,
    /// How many characters start before each multiple of [`COUNT_STEP`].
    char_counts: Vec<u32>,
}

/// So much of a text is looked at in one go.
const BLOCK: usize = 4096;

/// A line may be the whole file: what is longer than this is not looked through for every finding.
const SHORT: usize = 1 << 14;
/// A column on such a line is never counted from further back than this.
const COUNT_STEP: usize = 1024;

impl Source {
    /// The name to print: relative to the current directory, with `/`; `builtin:NAME`; `<stdin>`. It is
    /// [printable()], and findings are in its order.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name as it was given, for whoever looks up the file.
    pub fn given_name(&self) -> &str {
        self.given.as_deref().unwrap_or(&self.name)
    }

    /// The bytes as they are.
    pub fn bytes(&self) -> &[u8] {
        self.unresolved.as_ref().map_or(&self.text, |unresolved| &unresolved.bytes)
    }

    /// The bytes as they are read: those of the source, but of each merge conflict the first side alone.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The merge conflicts in it.
    pub fn conflicts(&self) -> &[Conflict] {
        self.unresolved.as_ref().map_or(&[], |unresolved| &unresolved.conflicts)
    }

    fn looked_at(&self) -> Bytes {
        *self.looked_at.get_or_init(|| Bytes::of(self.bytes()))
    }

    /// Whether all of it is ASCII.
    pub fn is_ascii(&self) -> bool {
        self.looked_at().are_ascii
    }

    /// Whether a carriage return stands anywhere.
    pub fn has_carriage_return(&self) -> bool {
        self.looked_at().have_carriage_return
    }

    /// Some of the text as it is safe to print: each control character and each byte that is not UTF-8
    /// is one character of the same length, so that offsets and columns stay valid. `None` where
    /// the range starts or ends inside a character.
    pub fn shown(&self, range: Range<usize>) -> Option<&str> {
        match self.printable_ascii(range.clone()) {
            Some(text) => Some(text),
            None => self.printable().text.get(range),
        }
    }

    /// Some of the text where that is short and ASCII without control characters, as nearly all is: no copy
    /// is made of what surrounds it.
    fn printable_ascii(&self, range: Range<usize>) -> Option<&str> {
        let bytes = self.bytes().get(range).filter(|bytes| bytes.len() <= SHORT)?;
        let is_printable = |b: &u8| matches!(b, b' '..=b'~' | b'\n' | b'\r' | b'\t');
        bytes.iter().all(is_printable).then(|| std::str::from_utf8(bytes).unwrap_or_default())
    }

    fn printable(&self) -> &PrintableCopy {
        self.shown.get_or_init(|| {
            let text = same_length_printable(self.bytes());
            let counted = text.as_bytes().chunks(COUNT_STEP).scan(0, |sum, chunk| {
                *sum += count_chars(chunk);
                Some(*sum)
            });
            let char_counts = std::iter::once(0).chain(counted).collect();
            PrintableCopy { text, char_counts }
        })
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(self.bytes()))
    }

    /// The offsets of a line, from 1, with what ends it: LF, CRLF or a lone CR.
    pub fn line(&self, number: u32) -> Range<usize> {
        self.lines().line(self.bytes(), number as usize - 1).unwrap_or_default()
    }

    /// The place of an offset; one past the end is the place after the last byte.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.bytes().len() as u32);
        let line = self.lines().number(self.bytes(), offset as usize) as u32;
        let start = self.lines().start_before(self.bytes(), offset as usize) as u32;
        let before = start as usize..offset as usize;
        let column = match self.printable_ascii(before) {
            Some(before) => before.len() as u32,
            None => self.chars_before(offset) - self.chars_before(start),
        };
        Position { line: line + 1, column: column + 1, offset }
    }

    fn chars_before(&self, offset: u32) -> u32 {
        let PrintableCopy { text, char_counts } = self.printable();
        let step = offset as usize / COUNT_STEP;
        char_counts[step] + count_chars(&text.as_bytes()[step * COUNT_STEP..offset as usize])
    }
}

/// What tells the versions of a zone apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// The views that it is said to stand in.
    View(Arc<str>),
    /// Where its file lies.
    Path(Arc<str>),
}

/// All sources of a run. A copy of the table shares what is in it.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Arc<Source>>,
    /// The directives whose expansions are sources: findings in these point there.
    expanded_from: HashMap<SourceId, Span>,
    /// The view of the zone that a source is part of, where there are other versions of that zone.
    views: HashMap<SourceId, Version>,
    /// Those of the version that a run is held against.
    base: Option<Base>,
}

/// The sources of the version that a run is held against.
#[derive(Clone, Debug)]
struct Base {
    naming: BaseNaming,
    from: u32,
    /// None while they are read.
    until: Option<u32>,
}

/// How files of the version that a run is held against are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseNaming {
    /// How the names of files begin in the version that is checked.
    pub now: String,
    /// What stands in its place: `main:./` for a revision, `../old/` for a folder.
    pub base: String,
}

impl Sources {
    /// All that is added from here on is of the version that the run is held against.
    pub fn begin_base(&mut self, naming: BaseNaming) {
        self.base = Some(Base { naming, from: self.list.len() as u32, until: None });
    }

    /// What is added from here on is of the version that is checked.
    pub fn end_base(&mut self) {
        let until = self.list.len() as u32;
        if let Some(base) = &mut self.base {
            base.until = Some(until);
        }
    }

    /// Whether a source is of the version that the run is held against: it is no file that findings can be about.
    pub fn is_of_base(&self, source: SourceId) -> bool {
        let is_in = |base: &Base| source.0 >= base.from && base.until.is_none_or(|until| source.0 < until);
        self.base.as_ref().is_some_and(is_in)
    }

    /// Takes in the bytes of a file. The caller has refused files over [`MAX_LEN`].
    pub fn add(&mut self, name: impl Into<String>, bytes: Vec<u8>) -> SourceId {
        self.push(name.into(), bytes)
    }

    /// Takes in what a directive expanded to.
    pub fn add_expansion(&mut self, of: Span, bytes: Vec<u8>) -> SourceId {
        let name = self.get(of.source).given_name().to_owned();
        let id = self.push_named(name, bytes);
        self.expanded_from.insert(id, of);
        id
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes in what a copy of this table gained since it was made; `known` gives the ids of
    /// sources that this table has by now. Returns the new ids of all that the copy holds.
    pub fn absorb(&mut self, copy: &Sources, from: usize, known: impl Fn(SourceId) -> Option<SourceId>) -> SourceIdMap {
        let mut renumber = SourceIdMap { from: from as u32, ids: Vec::with_capacity(copy.len() - from) };
        for (number, source) in copy.list.iter().enumerate().skip(from) {
            let old = SourceId(number as u32);
            let id = known(old).unwrap_or_else(|| {
                self.list.push(Arc::clone(source));
                SourceId(self.list.len() as u32 - 1)
            });
            renumber.ids.push(id);
            // A directive stands in a source that was there before its expansion.
            if let Some(&of) = copy.expanded_from.get(&old) {
                self.expanded_from.insert(id, renumber.span(of));
            }
        }
        renumber
    }

    fn push(&mut self, name: String, bytes: Vec<u8>) -> SourceId {
        let name = match &self.base {
            Some(Base { naming: BaseNaming { now, base }, until: None, .. }) => {
                format!("{base}{}", name.strip_prefix(now.as_str()).unwrap_or(&name))
            }
            _ => name,
        };
        self.push_named(name, bytes)
    }

    fn push_named(&mut self, name: String, bytes: Vec<u8>) -> SourceId {
        assert!(bytes.len() as u64 <= MAX_LEN, "the reader refuses larger files");
        let id = SourceId(self.list.len() as u32);
        let (text, unresolved) = conflict::split(bytes);
        let (looked_at, lines, shown) = Default::default();
        let (name, given) = match printable(&name) {
            Cow::Borrowed(_) => (name, None),
            Cow::Owned(shown) => (shown, Some(name.into())),
        };
        self.list.push(Arc::new(Source { name, given, text, unresolved, looked_at, lines, shown }));
        id
    }

    /// The source of an id this table gave out.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0 as usize]
    }

    /// The source, to be kept by what reads it while others are added.
    pub fn share(&self, id: SourceId) -> Arc<Source> {
        Arc::clone(&self.list[id.0 as usize])
    }

    /// The bytes of a span.
    pub fn bytes(&self, span: Span) -> &[u8] {
        &self.get(span.source).bytes()[span.start as usize..span.end as usize]
    }

    /// The span as text to show.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).shown(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The whole of a source.
    pub fn whole(&self, id: SourceId) -> Span {
        Span { source: id, start: 0, end: self.get(id).bytes().len() as u32 }
    }

    /// The place in a real file: a span inside an expansion becomes its directive's.
    pub fn in_file(&self, span: Span) -> Span {
        let mut span = span;
        while let Some(&from) = self.expanded_from.get(&span.source) {
            span = from;
        }
        span
    }

    /// The same as `file:line`.
    pub fn file_and_line(&self, span: Span) -> String {
        let Span { source, start, .. } = self.in_file(span);
        let file = self.get(source);
        format!("{}:{}", file.name(), file.position(start).line)
    }

    /// Whether a source is what a directive expanded to.
    pub fn is_expansion(&self, source: SourceId) -> bool {
        !self.expanded_from.is_empty() && self.expanded_from.contains_key(&source)
    }

    /// Says which version of its zone a source is part of.
    pub fn set_view(&mut self, source: SourceId, version: Version) {
        self.views.insert(source, version);
    }

    /// Which version of its zone a source is part of, where there are several.
    pub fn version(&self, source: SourceId) -> Option<&Version> {
        self.views.get(&source)
    }

    /// The view that a source is part of, where the sources of a run are of several; where nobody named it, its path.
    pub fn view(&self, source: SourceId) -> Option<&str> {
        self.views.get(&source).map(|version| match version {
            Version::View(name) | Version::Path(name) => &**name,
        })
    }

    /// The same, where somebody named the view.
    pub fn named_view(&self, source: SourceId) -> Option<&str> {
        match self.views.get(&source)? {
            Version::View(name) => Some(name),
            Version::Path(_) => None,
        }
    }

    /// All sources with their ids, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.list.iter().enumerate().map(|(i, s)| (SourceId(i as u32), &**s))
    }
}

/// The ids that sources of a copy have in the table they were taken into.
#[derive(Debug)]
pub struct SourceIdMap {
    /// Those before are the same in both.
    from: u32,
    ids: Vec<SourceId>,
}

impl SourceIdMap {
    /// The id of a source.
    pub fn id(&self, old: SourceId) -> SourceId {
        old.0.checked_sub(self.from).map_or(old, |number| self.ids[number as usize])
    }

    /// A span, in the source of the new id.
    pub fn span(&self, old: Span) -> Span {
        Span { source: self.id(old.source), ..old }
    }
}

/// Counts the characters that start in a piece of valid UTF-8.
fn count_chars(bytes: &[u8]) -> u32 {
    let is_continuation = |b: u8| b & 0xC0 == 0x80;
    bytes.iter().filter(|&&b| !is_continuation(b)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(bytes: &[u8]) -> Sources {
        let mut sources = Sources::default();
        sources.add("z", bytes.to_vec());
        sources
    }

    fn at(bytes: &[u8], offset: u32) -> (u32, u32) {
        let p = source(bytes).get(SourceId(0)).position(offset);
        (p.line, p.column)
    }

    #[test]
    fn lines_end_at_lf_crlf_and_lone_cr() {
        let text = b"a\nb\r\nc\rd";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 2), (2, 1));
        assert_eq!(at(text, 5), (3, 1));
        assert_eq!(at(text, 7), (4, 1));
        assert_eq!(at(text, 8), (4, 2));
        assert_eq!(at(text, 99), (4, 2));
    }

    #[test]
    fn columns_count_characters_and_invalid_bytes_one_each() {
        assert_eq!(at("é x".as_bytes(), 3), (1, 3));
        assert_eq!(at(b"\xff\xfe x", 3), (1, 4));
        assert_eq!(at("\u{feff}a\u{9b}x".as_bytes(), 6), (1, 4));
    }

    #[test]
    fn columns_are_right_far_into_a_long_line() {
        let text = format!("a\n{}", "é".repeat(3000));
        for chars in [0, 511, 512, 1023, 1024, 2999, 3000] {
            assert_eq!(at(text.as_bytes(), 2 + 2 * chars), (2, chars + 1));
        }
    }

    #[test]
    fn the_shown_copy_has_the_same_length_and_no_escape() {
        let text = b"a\x1b[31m\xff\xc3\xa9 \xe2\x80\xae";
        let sources = source(text);
        let shown = sources.get(SourceId(0)).shown(0..text.len()).expect("all of it");
        assert_eq!(shown, "a?[31m?é \u{fffd}");
        assert_eq!(shown.len(), text.len());
    }

    #[test]
    fn a_span_in_an_expansion_is_the_directive_in_the_file() {
        let mut sources = source(b"$GENERATE 1-2 a$ A 192.0.2.$\n");
        let directive = Span { source: SourceId(0), start: 0, end: 28 };
        let id = sources.add_expansion(directive, b"a1 A 192.0.2.1\n".to_vec());
        assert_eq!(sources.in_file(Span { source: id, start: 5, end: 14 }), directive);
    }
}
