//! The data of one record: field by field, in the form of rules, in the form that is the same for the same data, and
//! in wire form.

use std::cell::OnceCell;

use super::store::label::ends_in_escape;
use super::{Entry, NameId, RecordId, Zone};
use crate::source::Span;
use crate::syntax::rdata::wire::{self, WireForm};
use crate::syntax::rdata::{DataProblem, Field, FieldKind, fields};
use crate::syntax::swar;
use crate::syntax::token::Token;
use crate::text::escape::unescape_lossy;

/// A field of record data, and its words with their places.
pub type FieldWords<'z> = (&'static Field, Vec<(Span, &'z [u8])>);

/// The data of one record. Its words are read again from the source when they are first asked for, and end where the
/// record does.
#[derive(Debug)]
pub struct RdataView<'z> {
    zone: &'z Zone,
    id: RecordId,
    entry: OnceCell<Entry<'z>>,
}

impl Zone {
    /// The data of a record.
    pub fn rdata(&self, id: RecordId) -> RdataView<'_> {
        RdataView { zone: self, id, entry: OnceCell::new() }
    }

    /// How many parentheses are open before the type of a record.
    pub(super) fn depth_at_type(&self, id: RecordId) -> i32 {
        let head = &self.texts.bytes(self.text_of(id))[self.record(id).start as usize..self.type_at(id) as usize];
        let count = |paren| head.iter().filter(|&&byte| byte == paren).count() as i32;
        count(b'(') - count(b')')
    }

    /// A name in wire form.
    pub fn name_wire(&self, name: NameId) -> Option<Vec<u8>> {
        let text = self.labels(name).iter().flat_map(|label| [label, &b"."[..]]).collect::<Vec<_>>().concat();
        wire::name(if text.is_empty() { b"." } else { &text }, &[0])
    }

    /// One word of data in the form that is the same for the same data.
    pub(super) fn push_canonical(&self, id: RecordId, kind: FieldKind, written: &[u8], data: &mut Vec<u8>) {
        match kind {
            FieldKind::Name | FieldKind::Names => {
                data.extend(self.full_name(id, written).to_ascii_lowercase());
                data.push(0);
            }
            FieldKind::Ipv6 => data.extend(address(written)),
            FieldKind::Base64 | FieldKind::Base64Word | FieldKind::Base64OrZero => data.extend(written),
            FieldKind::String | FieldKind::Strings | FieldKind::LongString => {
                let text = unescape_lossy(written);
                data.extend((text.len() as u32).to_be_bytes());
                data.extend(text);
            }
            FieldKind::Hex | FieldKind::HexOrZero => data.extend(written.to_ascii_lowercase()),
            _ => {
                data.extend(written.to_ascii_lowercase());
                data.push(0);
            }
        }
    }

    /// A name as a record has it written, completed with the origin of its place.
    pub fn full_name(&self, id: RecordId, written: &[u8]) -> Vec<u8> {
        let is_full = matches!(written, [front @ .., b'.'] if !ends_in_escape(front));
        if is_full {
            return written.to_vec();
        }
        let origin = self.absolute_name(self.origin_at(id)).into_bytes();
        match (written, origin.as_slice()) {
            (b"@", _) => origin,
            (_, b".") => [written, b"."].concat(),
            _ => [written, b".", &origin].concat(),
        }
    }
}

impl<'z> RdataView<'z> {
    /// Where a field stands, and its text as written, without quotes.
    pub fn field(&self, index: usize) -> Option<(Span, &'z [u8])> {
        Some((self.entry().field(index)?, self.entry().field_text(index)?))
    }

    /// The words of the data, without reading more of the record than is asked for. Quotes are parts of words, and
    /// blanks in them part words; there may be fewer than there are fields where parentheses stand in quotes.
    pub fn words(&self) -> impl Iterator<Item = &'z [u8]> + use<'z> {
        let (zone, id) = (self.zone, self.id);
        let (mut rest, mut depth) = (zone.type_on(id), 0);
        let words = std::iter::from_fn(move || {
            loop {
                let (byte, after) = rest.split_first()?;
                match byte {
                    b' ' | b'\t' => rest = after,
                    b'(' | b')' => {
                        depth += if *byte == b'(' { 1 } else { -1 };
                        rest = after;
                    }
                    b'\r' | b'\n' if depth + zone.depth_at_type(id) <= 0 => return None,
                    b'\r' | b'\n' => rest = after,
                    b';' => rest = &rest[memchr::memchr2(b'\n', b'\r', rest)?..],
                    _ => break,
                }
            }
            let may_end = |eight| swar::below(eight, b'*') | swar::equal(eight, b';');
            let ends = |b| matches!(b, b' ' | b'\t' | b'(' | b')' | b'\r' | b'\n' | b';');
            let (word, after) = rest.split_at(swar::find(rest, 0, may_end, ends));
            rest = after;
            Some(word)
        });
        words.skip(1)
    }

    /// The fields of the data by the grammar of the type, each with the words that it has, and where these stand.
    pub fn fields(&self) -> Vec<FieldWords<'z>> {
        let (tokens, bytes) = self.tokens();
        let source = self.entry().rtype().source;
        let word = |token: &Token| (Span { source, start: token.start, end: token.end }, token.text(bytes));
        let fields = fields(self.zone.record(self.id).rtype, tokens, bytes);
        fields.map(|(field, held)| (field, held.iter().map(word).collect())).collect()
    }

    /// The octets that the text of a field stands for: its escapes are read.
    pub fn text(&self, index: usize) -> Option<Vec<u8>> {
        self.field(index).map(|(_, text)| unescape_lossy(text))
    }

    /// The data as rules write them: names in full with the final dot, the strings of a
    /// text joined, everything else as it is written, with one blank between fields. `None` where
    /// the data cannot be told apart into fields.
    pub fn rule_text(&self) -> Option<Vec<u8>> {
        let (tokens, bytes) = self.tokens();
        let mut text = Vec::new();
        for (field, held) in fields(self.zone.record(self.id).rtype, tokens, bytes) {
            if !held.is_empty() && !text.is_empty() {
                text.push(b' ');
            }
            let words = held.iter().map(|token| match field.kind {
                FieldKind::Name | FieldKind::Names => self.zone.full_name(self.id, token.text(bytes)),
                FieldKind::Ipv6 => address(token.text(bytes)),
                _ => unescape_lossy(token.text(bytes)),
            });
            let is_split = matches!(field.kind, FieldKind::Strings | FieldKind::Hex | FieldKind::Base64);
            let between: &[u8] = if is_split { b"" } else { b" " };
            text.extend(words.collect::<Vec<_>>().join(between));
        }
        (!text.is_empty()).then_some(text)
    }

    /// The data in presentation format, in one line: names in full, and everything else as it is written.
    pub fn line(&self) -> Vec<u8> {
        let (tokens, bytes) = self.tokens();
        let as_written = |token: &Token| bytes[token.start as usize..token.end as usize].to_vec();
        let mut words: Vec<Vec<u8>> = Vec::with_capacity(tokens.len());
        for (field, held) in fields(self.zone.record(self.id).rtype, tokens, bytes) {
            words.extend(held.iter().map(|token| match field.kind {
                FieldKind::Name | FieldKind::Names => self.zone.full_name(self.id, token.text(bytes)),
                _ => as_written(token),
            }));
        }
        // What is left over is wrong, and is shown all the same.
        words.extend(tokens[words.len()..].iter().map(as_written));
        words.join(&b' ')
    }

    /// The data so that two records with the same data have it alike: names in full and in
    /// lower case, digits of hexadecimal data in lower case, strings with their lengths (RFC 2181 section 5).
    /// `None` where the data cannot be told apart into fields.
    pub fn canonical_text(&self) -> Option<Vec<u8>> {
        let (tokens, bytes) = self.tokens();
        let mut data = Vec::new();
        for (field, held) in fields(self.zone.record(self.id).rtype, tokens, bytes) {
            data.push(0);
            held.iter().for_each(|token| {
                self.zone.push_canonical(self.id, field.kind, token.text(bytes), &mut data);
            });
        }
        (!data.is_empty()).then_some(data)
    }

    /// The data in wire form, names completed with the origin of their place; `canonical` as DNSSEC has it
    /// (RFC 4034 section 6.2).
    ///
    /// # Errors
    ///
    /// The first field that has no wire form.
    pub fn wire(&self, canonical: bool) -> Result<Vec<u8>, DataProblem> {
        // An origin that is no name was reported where it stands.
        let origin = self.zone.name_wire(self.zone.origin_at(self.id)).unwrap_or_else(|| vec![0]);
        self.wire_below(&origin, canonical)
    }

    /// The same, for whoever has the origin of the record's place in wire form already.
    ///
    /// # Errors
    ///
    /// The first field that has no wire form.
    pub fn wire_below(&self, origin: &[u8], canonical: bool) -> Result<Vec<u8>, DataProblem> {
        let (tokens, bytes) = self.tokens();
        let rtype = self.zone.record(self.id).rtype;
        let type_token = self.entry().tokens[self.entry().type_index];
        wire::encode(rtype, tokens, bytes, &type_token, &WireForm { origin, canonical })
    }

    fn entry(&self) -> &Entry<'z> {
        self.entry.get_or_init(|| self.zone.entry(self.id))
    }

    fn tokens(&self) -> (&[Token], &'z [u8]) {
        let entry = self.entry();
        (&entry.tokens[entry.type_index + 1..], entry.bytes)
    }
}

/// An address in the form that there is one of (RFC 5952).
fn address(written: &[u8]) -> Vec<u8> {
    let parsed = std::str::from_utf8(written).ok().and_then(|text| text.parse::<std::net::Ipv6Addr>().ok());
    parsed.map_or_else(|| written.to_vec(), |address| address.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::source::Sources;
    use crate::syntax::name::DomainName;
    use crate::zone::NoIncludes;

    const ZONE: &str = "$ORIGIN example.\n@ 1h SOA ns h 1 2 3 4 5\n@ MX ( 10 ; note\n  Mail )\n\
        t TXT \"a\\\"b\" c\n$ORIGIN sub\nk MX 20 m\nu TYPE65280 x\nv ( MX\n 30\n o ) ; end\n\nw A 192.0.2.1\n";

    fn zone() -> Zone {
        let mut sources = Sources::default();
        let file = sources.add("test", ZONE.as_bytes().to_vec());
        let apex = DomainName::new("example.");
        let read = crate::zone::read(file, &apex, &apex, &mut NoIncludes, &mut sources, Limits::default());
        read.0.expect("a zone")
    }

    #[test]
    fn fields_end_where_the_record_does() {
        let zone = zone();
        let (mx, txt) = (zone.rdata(RecordId(1)), zone.rdata(RecordId(2)));
        assert_eq!(mx.field(1).map(|(_, text)| text), Some(&b"Mail"[..]));
        assert_eq!(mx.field(2), None);
        assert_eq!(txt.field(0).map(|(span, text)| (span.end - span.start, text)), Some((6, &b"a\\\"b"[..])));
        assert_eq!((txt.text(0), txt.text(1), txt.text(2)), (Some(b"a\"b".to_vec()), Some(b"c".to_vec()), None));
    }

    #[test]
    fn words_end_where_the_record_does() {
        let zone = zone();
        let words = |id| zone.rdata(RecordId(id)).words().map(String::from_utf8_lossy).collect::<Vec<_>>();
        assert_eq!(words(1), ["10", "Mail"]);
        assert_eq!(words(2), ["\"a\\\"b\"", "c"]);
        assert_eq!(words(3), ["20", "m"]);
        assert_eq!(words(5), ["30", "o"]);
    }

    #[test]
    fn data_have_a_form_for_each_use() {
        let zone = zone();
        let (mx, txt, below) = (zone.rdata(RecordId(1)), zone.rdata(RecordId(2)), zone.rdata(RecordId(3)));
        assert_eq!(mx.rule_text().as_deref(), Some(&b"10 Mail.example."[..]));
        assert_eq!(txt.rule_text().as_deref(), Some(&b"a\"bc"[..]));
        assert_eq!((mx.line(), txt.line()), (b"10 Mail.example.".to_vec(), b"\"a\\\"b\" c".to_vec()));
        assert_eq!((below.line(), zone.rdata(RecordId(4)).line()), (b"20 m.sub.example.".to_vec(), b"x".to_vec()));
        assert_eq!(mx.canonical_text().as_deref(), Some(&b"\x0010\0\0mail.example.\0"[..]));
        assert_eq!(mx.wire(false).as_deref(), Ok(&b"\0\x0a\x04Mail\x07example\0"[..]));
        assert_eq!(mx.wire(true).as_deref(), Ok(&b"\0\x0a\x04mail\x07example\0"[..]));
        assert_eq!(below.wire(true).as_deref(), Ok(&b"\0\x14\x01m\x03sub\x07example\0"[..]));
        assert!(zone.rdata(RecordId(4)).wire(true).is_err());
    }
}
