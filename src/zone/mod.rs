//! The zone model: records in file order, each name once, and the questions checks ask.
//!
//! Made for size: five million records fit beside the file they came from. A record is
//! twenty bytes that say where it stands; its fields are read again when a check asks.

pub mod absolute_owners;
mod data;
pub mod export_header;
mod includes;
mod long;
mod occlusion;
mod places;
pub mod probe;
mod query;
mod rdata_view;
mod reader;
mod store;
mod system_records;
pub mod unreadable;
mod value;
mod versions;

use std::borrow::Cow;
use std::sync::Arc;

use crate::source::{Source, SourceId, SourceIdMap, Sources, Span};
use crate::syntax::name::DomainName;
use crate::syntax::rdata::RType;
use crate::syntax::swar;
use crate::syntax::token::Token;

use store::index::NameFlags;
use store::side_tables::SideTables;

pub use crate::numbers::{NumberMap, NumberSet};
pub(crate) use includes::NoIncludes;
pub use includes::{Included, Includes, Refusal};
pub use query::Answer;
pub use rdata_view::{FieldWords, RdataView};
pub use reader::read;
pub use store::char_classes::CharClasses;
pub use store::name_id::NameId;
pub use store::names::Names;
pub use store::record::{Record, RecordFlags, RecordId, target_field};
pub use store::texts::{TextRef, Texts};
pub use versions::Versions;

/// The origin from a record on.
#[derive(Clone, Copy, Debug)]
struct OriginFrom {
    record: RecordId,
    name: NameId,
    /// The name in the directive; none where the file does not say it.
    at: Option<Span>,
}

/// One zone, as read from its file and what that includes.
#[derive(Debug)]
pub struct Zone {
    texts: Texts,
    names: Names,
    records: Vec<Record>,
    /// The records, those of one owner side by side, sorted by type and then by place.
    by_owner: Vec<RecordId>,
    /// Where each name's records start in `by_owner`; one more entry than names.
    first_of: Vec<u32>,
    /// What is known of each name.
    name_flags: Vec<NameFlags>,
    /// What is known of some name.
    kinds: NameFlags,
    /// Which text the records are in, from a record on.
    source_runs: Vec<(RecordId, u16)>,
    side_tables: SideTables,
    /// The origin in force from a record on: all there were, also where no record follows, so that what the text
    /// of a name is relative to is one of them, the apex or the root.
    origins: Vec<OriginFrom>,
    /// The value of the `$TTL` in force from a record on.
    default_ttls: Vec<(RecordId, Span)>,
    apex: NameId,
    soa: Option<RecordId>,
    apex_name: DomainName,
    apex_labels: usize,
    all_read: bool,
    has_generate: bool,
    declared: bool,
    named_at: Option<Span>,
    misnamed: bool,
    dynamic: bool,
    query: query::Cache,
}

impl Zone {
    /// The apex.
    pub fn apex(&self) -> NameId {
        self.apex
    }

    /// The name of the zone.
    pub fn apex_name(&self) -> &DomainName {
        &self.apex_name
    }

    /// The name of the zone to show; `@` where nobody knows it.
    pub fn shown_name(&self) -> &str {
        if self.is_origin_known() { self.apex_name.as_str() } else { "@" }
    }

    /// The name of the zone, if it is known, for what is kept.
    pub fn known_name(&self) -> Option<Arc<str>> {
        self.is_origin_known().then(|| self.apex_name.shared())
    }

    /// Whether it is known which zone this is.
    pub fn is_origin_known(&self) -> bool {
        self.apex_name.as_str() != UNKNOWN_ORIGIN
    }

    /// Takes over the ids that its sources got in the table of the run.
    pub fn renumber(&mut self, ids: &SourceIdMap, sources: &Sources) {
        self.texts.renumber(ids, sources);
        for (_, span) in &mut self.default_ttls {
            *span = ids.span(*span);
        }
        for span in self.origins.iter_mut().filter_map(|origin| origin.at.as_mut()) {
            *span = ids.span(*span);
        }
    }

    /// The ports of the SRV records whose data can be read field by field, in the order they were read.
    pub fn srv_ports(&self) -> &[(RecordId, u16)] {
        self.side_tables.ports()
    }

    /// Whether everything the file includes was read.
    pub fn is_all_read(&self) -> bool {
        self.all_read
    }

    /// Whether somebody said that the file is a zone, other than by naming it.
    pub fn is_declared(&self) -> bool {
        self.declared
    }

    /// A rule file or the configuration of a server says that the file is a zone.
    pub fn declare(&mut self, named_at: Option<Span>) {
        self.declared = true;
        self.named_at = named_at;
    }

    /// Where the configuration of a server says which zone it is, if findings can be there.
    pub fn named_at(&self) -> Option<Span> {
        self.named_at
    }

    /// The configuration of a server says that it is another zone than its file is called after.
    pub fn misname(&mut self) {
        self.misnamed = true;
    }

    /// Whether the name of its file says that the configuration has the wrong name.
    pub fn is_misnamed(&self) -> bool {
        self.misnamed
    }

    /// The zone is updated at run time (RFC 2136).
    pub fn update(&mut self) {
        self.dynamic = true;
    }

    /// Whether it is updated at run time, so that its file is not all of it.
    pub fn is_dynamic(&self) -> bool {
        self.dynamic
    }

    /// Whether this is all of the zone's file: everything was read, and there is an SOA.
    pub fn is_whole(&self) -> bool {
        self.all_read && self.soa().is_some()
    }

    /// Whether this is all of the zone: its file is whole, and nobody updates the zone.
    /// What is not in an incomplete zone may be in the part that was not read.
    pub fn is_complete(&self) -> bool {
        self.is_whole() && !self.dynamic
    }

    /// The file the zone was read from.
    pub fn file(&self) -> SourceId {
        self.texts.id(0)
    }

    /// The sources it was read from: its file, what that includes, what was generated.
    pub fn files(&self) -> impl Iterator<Item = SourceId> {
        (0..self.texts.len() as u16).map(|source| self.texts.id(source))
    }

    /// All records in the order they were read.
    pub fn records(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.records.iter().enumerate().map(|(number, record)| (RecordId(number as u32), record))
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// A record by its number.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.0 as usize]
    }

    /// All names that own or are the target of a record.
    pub fn names(&self) -> impl ExactSizeIterator<Item = NameId> + use<> {
        (0..self.names.len() as u32).map(NameId)
    }

    /// The names whose own text has more to it than letters, digits, dots and inner hyphens, or no
    /// letter but a dot.
    pub fn odd_names(&self) -> impl Iterator<Item = NameId> {
        self.names.odd()
    }

    /// Whether a name is one of these.
    pub fn is_odd(&self, name: NameId) -> bool {
        self.names.char_classes(name).is_odd()
    }

    /// The names whose own text may be an address, as can be told without reading it.
    pub fn names_like_addresses(&self) -> impl Iterator<Item = NameId> {
        self.names.like_addresses()
    }

    /// Whether a name's own text has a dot.
    pub fn has_dot(&self, name: NameId) -> bool {
        self.names.char_classes(name).has_dot()
    }

    /// The names whose own text has characters of these kinds, as can be told without reading it.
    pub fn names_having(&self, any: CharClasses) -> impl Iterator<Item = NameId> {
        self.names.having(any)
    }

    /// The absolute name to show, with the final dot; of a zone that nobody knows the name of, what it is relative to
    /// that.
    pub fn name_text(&self, name: NameId) -> String {
        self.shown_text(self.absolute_name(name))
    }

    /// The absolute name to compare, with the final dot.
    pub fn absolute_name(&self, name: NameId) -> String {
        self.names.display(name, &self.texts)
    }

    /// A name to show that was completed by that of the zone, if it is known.
    pub fn shown_text(&self, name: String) -> String {
        let made_up = UNKNOWN_ORIGIN.trim_end_matches('.');
        match name.strip_suffix('.').unwrap_or(&name).strip_suffix(made_up).filter(|_| !self.is_origin_known()) {
            None => name,
            Some("") => "@".to_owned(),
            Some(below) => below.strip_suffix('.').unwrap_or(&name).to_owned(),
        }
    }

    /// The name to show that a text is below the apex.
    pub fn shown_below_apex(&self, text: &str) -> String {
        match () {
            () if !self.is_origin_known() => text.to_owned(),
            () if self.apex_name.is_root() => format!("{text}."),
            () => format!("{text}.{}", self.apex_name),
        }
    }

    /// The labels of a name as written, from the left.
    pub fn labels(&self, name: NameId) -> Vec<&[u8]> {
        self.names.labels(name, &self.texts)
    }

    /// Adds the same to a list, for those who ask for those of many names.
    pub fn push_labels<'z>(&'z self, name: NameId, labels: &mut Vec<&'z [u8]>) {
        self.names.push_labels(name, &self.texts, labels);
    }

    /// The same one after the other, for those who need the first few.
    pub fn each_label(&self, name: NameId) -> impl Iterator<Item = &[u8]> {
        self.names.each_label(name, &self.texts)
    }

    /// The labels of a name below the apex, from the left; `None` outside the zone.
    pub fn labels_below_apex(&self, name: NameId) -> Option<Vec<&[u8]>> {
        let mut labels = self.labels(name);
        labels.truncate(labels.len().checked_sub(self.apex_labels)?);
        self.is_in_zone(name).then_some(labels)
    }

    /// The leftmost label as written.
    pub fn first_label(&self, name: NameId) -> &[u8] {
        self.names.first_label(name, &self.texts)
    }

    /// A number that names have in common if they are in one domain, one label up, and otherwise
    /// as good as never.
    pub fn domain_hash(&self, name: NameId) -> u32 {
        self.names.hash_of_parent(name, &self.texts)
    }

    /// A name's own text as written, without what it is relative to.
    pub fn written(&self, name: NameId) -> &[u8] {
        self.names.written(name, &self.texts)
    }

    /// The name that text stands for, if the zone has it; relative to the apex without a final dot.
    pub fn find(&self, text: &str) -> Option<NameId> {
        self.names.lookup(text.as_bytes(), self.apex, &self.texts)
    }

    /// The bytes of a span in one of the zone's sources; empty for any other.
    pub fn bytes(&self, span: Span) -> &[u8] {
        let source = (0..self.texts.len() as u16).find(|&source| self.texts.id(source) == span.source);
        source.map_or(&[], |source| &self.texts.bytes(source)[span.start as usize..span.end as usize])
    }

    /// The sources by their ids.
    pub fn sources(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.texts.iter()
    }

    /// Whether a `$GENERATE` stands in one of them.
    pub fn has_generate(&self) -> bool {
        self.has_generate
    }

    /// Where a record's TTL is written: on its line, in the `$TTL` before it, or nowhere, and
    /// then its first word.
    pub fn ttl_given_at(&self, id: RecordId) -> Span {
        let after = self.default_ttls.partition_point(|&(from, _)| from <= id);
        let default = || after.checked_sub(1).map(|at| self.default_ttls[at].1);
        let written = self.ttl_on_line(id).unwrap_or_else(|| self.entry(id).ttl());
        written.or_else(default).unwrap_or_else(|| self.entry(id).owner())
    }

    /// The TTL as [`Entry::ttl`] gives it, found without reading the entry; `None` where what is
    /// before the type needs a closer look.
    fn ttl_on_line(&self, id: RecordId) -> Option<Option<Span>> {
        let record = self.record(id);
        let source = self.text_of(id);
        let head = &self.texts.bytes(source)[record.start as usize..self.type_at(id) as usize];
        let is_plain = |b: &u8| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'"' | b';' | b'\\');
        if !head.iter().all(|b| is_plain(b) || matches!(b, b' ' | b'\t')) {
            return None;
        }
        let owner = head.iter().position(|b| matches!(b, b' ' | b'\t')).unwrap_or(head.len());
        let starts = |at: &usize| head[*at].is_ascii_digit() && !is_plain(&head[at - 1]);
        let Some(start) = (owner + 1..head.len()).find(starts) else { return Some(None) };
        let length = head[start..].iter().take_while(|b| is_plain(b)).count();
        let (start, length) = (record.start + start as u32, length as u32);
        Some(Some(self.texts.span(source, start, start + length)))
    }

    /// The first word of a record's data, as [`Entry::field_text`] gives it, but found without
    /// reading the rest of the entry.
    pub fn first_word(&self, id: RecordId) -> Option<&[u8]> {
        let bytes = self.type_on(id);
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'(');
        let may_end = |eight| swar::below(eight, b'*') | swar::equal(eight, b';') | swar::equal(eight, b'\\');
        let ends = |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b';' | b'(' | b')' | b'"' | b'\\');
        let after_type = swar::find(bytes, 0, may_end, ends);
        let start = after_type + bytes[after_type..].iter().position(|byte| !is_blank(byte))?;
        let end = swar::find(bytes, start, may_end, ends);
        match bytes.get(end) {
            Some(b'"') if start == end => quoted(&bytes[start + 1..]).or_else(|| self.entry(id).field_text(0)),
            _ if start == end => self.entry(id).field_text(0),
            Some(b'(' | b')' | b'"' | b'\\') => self.entry(id).field_text(0),
            _ => Some(&bytes[start..end]),
        }
    }

    /// The line of a record from its first word on, comment included, if the record is plainly of
    /// one line: without parentheses, without escapes, with all quotes closed.
    pub fn one_line(&self, id: RecordId) -> Option<&[u8]> {
        let rest = &self.texts.bytes(self.text_of(id))[self.record(id).start as usize..];
        let line = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let quotes = memchr::memchr_iter(b'"', line).count();
        (quotes.is_multiple_of(2) && memchr::memchr3(b'(', b')', b'\\', line).is_none()).then_some(line)
    }

    /// The words of a record, from its first line on.
    pub fn entry(&self, id: RecordId) -> Entry<'_> {
        let source = self.text_of(id);
        let (tokens, blank) = self.words(id);
        let type_at = self.type_at(id);
        let type_index = tokens.iter().position(|t| t.start >= type_at).unwrap_or(0);
        Entry { source: self.texts.id(source), bytes: self.texts.bytes(source), tokens, type_index, blank }
    }

    /// A record from its type on, and all that stands behind it.
    pub fn type_on(&self, id: RecordId) -> &[u8] {
        &self.texts.bytes(self.text_of(id))[self.type_at(id) as usize..]
    }

    /// Offset of the first byte of a record's type.
    fn type_at(&self, id: RecordId) -> u32 {
        let record = self.record(id);
        record.type_at().unwrap_or_else(|| self.side_tables.far_type(id).unwrap_or(record.start))
    }

    /// The text that a record is in.
    fn text_of(&self, id: RecordId) -> u16 {
        match *self.source_runs {
            [(_, only)] => only,
            ref source_runs => source_runs[source_runs.partition_point(|&(from, _)| from <= id) - 1].1,
        }
    }
}

/// The string that a quote before this text opens, where nothing in it needs a closer look.
fn quoted(text: &[u8]) -> Option<&[u8]> {
    let line = &text[..memchr::memchr3(b'"', b'\n', b'\r', text)?];
    (text[line.len()] == b'"' && !line.ends_with(b"\\")).then_some(line)
}

/// So many words nearly every record has at most.
const WORDS: usize = 12;

/// A record's entry, read again from its source.
#[derive(Debug)]
pub struct Entry<'z> {
    source: SourceId,
    bytes: &'z [u8],
    tokens: Cow<'z, [Token]>,
    type_index: usize,
    blank: bool,
}

impl<'z> Entry<'z> {
    /// The whole entry, from its first word to its last.
    pub fn span(&self) -> Span {
        self.span_of(self.tokens[0]).to(self.span_of(self.tokens[self.tokens.len() - 1]))
    }

    /// The owner as written, or the entry's first word where the owner was inherited.
    pub fn owner(&self) -> Span {
        self.span_of(self.tokens[0])
    }

    /// The TTL as written, if it was.
    pub fn ttl(&self) -> Option<Span> {
        // Where the owner is missing, the type stands in its place.
        let head = self.tokens.get(usize::from(!self.blank)..self.type_index).unwrap_or_default();
        let is_ttl = |t: &&Token| t.text(self.bytes).first().is_some_and(u8::is_ascii_digit);
        head.iter().find(is_ttl).map(|t| self.span_of(*t))
    }

    /// The type as written.
    pub fn rtype(&self) -> Span {
        self.span_of(self.tokens[self.type_index])
    }

    /// Where a field of the data stands.
    pub fn field(&self, index: usize) -> Option<Span> {
        self.tokens.get(self.type_index + 1 + index).map(|t| self.span_of(*t))
    }

    /// The text of a field of the data, without quotes.
    pub fn field_text(&self, index: usize) -> Option<&'z [u8]> {
        self.tokens.get(self.type_index + 1 + index).map(|t| t.text(self.bytes))
    }

    /// A field that is a number.
    pub fn number(&self, index: usize) -> Option<u32> {
        std::str::from_utf8(self.field_text(index)?).ok()?.parse().ok()
    }

    fn span_of(&self, token: Token) -> Span {
        Span { source: self.source, start: token.start, end: token.end }
    }
}

/// Stands for the origin nobody knows: relative names are below it, absolute ones are not.
pub const UNKNOWN_ORIGIN: &str = "origin-unknown.invalid.";

/// The records of one owner and type.
#[derive(Clone, Copy, Debug)]
pub struct RRset<'z> {
    /// The owner.
    pub owner: NameId,
    /// The type.
    pub rtype: RType,
    /// Its records, in the order they were read.
    pub records: &'z [RecordId],
}
