//! The data of a record in the one form that rules are written in.

use std::borrow::Cow;

use super::label::{ends_in_escape, unescape};
use super::{Entry, RecordId, Zone};
use crate::source::Span;
use crate::syntax::rdata::{Kind, RType, decode_base64, fields, number_of};
use crate::syntax::token::Token;

impl Zone {
    /// The data of a record as rules write them: names in full with the final dot, the strings of a
    /// text joined, everything else as it is written, with one blank between fields. `None` where
    /// the data cannot be told apart into fields.
    pub fn data_text(&self, id: RecordId) -> Option<Vec<u8>> {
        let entry = self.entry(id);
        let tokens = &entry.tokens[entry.type_index + 1..];
        let mut text = Vec::new();
        for (field, held) in fields(self.record(id).rtype, tokens, entry.bytes) {
            if !held.is_empty() && !text.is_empty() {
                text.push(b' ');
            }
            let words = held.iter().map(|token| match field.kind {
                Kind::Name | Kind::Names => self.full_name(id, token.text(entry.bytes)),
                Kind::Ipv6 => address(token.text(entry.bytes)),
                _ => unescape(token.text(entry.bytes)),
            });
            let is_split = matches!(field.kind, Kind::Strings | Kind::Hex | Kind::Base64);
            let between: &[u8] = if is_split { b"" } else { b" " };
            text.extend(words.collect::<Vec<_>>().join(between));
        }
        (!text.is_empty()).then_some(text)
    }

    /// The data of a record so that two records with the same data have it alike: names in full and in
    /// lower case, digits of hexadecimal data in lower case, strings with their lengths (RFC 2181 section 5).
    /// `None` where the data cannot be told apart into fields.
    pub fn canonical_data(&self, id: RecordId) -> Option<Vec<u8>> {
        let entry = self.entry(id);
        let tokens = &entry.tokens[entry.type_index + 1..];
        let mut data = Vec::new();
        for (field, held) in fields(self.record(id).rtype, tokens, entry.bytes) {
            data.push(0);
            held.iter().for_each(|token| self.push_canonical(id, field.kind, token.text(entry.bytes), &mut data));
        }
        (!data.is_empty()).then_some(data)
    }

    /// One word of such data.
    pub(super) fn push_canonical(&self, id: RecordId, kind: Kind, written: &[u8], data: &mut Vec<u8>) {
        match kind {
            Kind::Name | Kind::Names => {
                data.extend(self.full_name(id, written).to_ascii_lowercase());
                data.push(0);
            }
            Kind::Ipv6 => data.extend(address(written)),
            Kind::Base64 | Kind::Base64Word | Kind::Base64OrZero => data.extend(written),
            Kind::String | Kind::Strings | Kind::LongString => {
                let text = unescape(written);
                data.extend((text.len() as u32).to_be_bytes());
                data.extend(text);
            }
            Kind::Hex | Kind::HexOrZero => data.extend(written.to_ascii_lowercase()),
            _ => {
                data.extend(written.to_ascii_lowercase());
                data.push(0);
            }
        }
    }

    pub(super) fn full_name(&self, id: RecordId, written: &[u8]) -> Vec<u8> {
        let is_full = matches!(written, [front @ .., b'.'] if !ends_in_escape(front));
        if is_full {
            return written.to_vec();
        }
        let origin = self.name_text(self.origin_at(id)).into_bytes();
        match (written, origin.as_slice()) {
            (b"@", _) => origin,
            (_, b".") => [written, b"."].concat(),
            _ => [written, b".", &origin].concat(),
        }
    }
}

impl Entry<'_> {
    /// A field that is a number, by its digits or a mnemonic of its registry.
    pub fn code(&self, index: usize) -> Option<u64> {
        let rtype = RType::from_mnemonic(self.tokens[self.type_index].text(self.bytes))?;
        number_of(rtype, index, self.field_text(index)?)
    }

    /// Whether the owner is that of the record before.
    pub fn inherits_owner(&self) -> bool {
        self.blank
    }

    /// The comment behind the last word, on its line.
    pub fn comment(&self) -> Option<Span> {
        let last = self.tokens.last()?;
        let rest = &self.bytes[last.end as usize..];
        let line = rest.split(|b| matches!(b, b'\n' | b'\r')).next()?;
        let blanks = line.iter().take_while(|b| matches!(b, b' ' | b'\t' | b')')).count();
        let start = last.end + blanks as u32;
        let is_comment = line.get(blanks) == Some(&b';');
        is_comment.then_some(Span { source: self.source, start, end: last.end + line.len() as u32 })
    }

    /// The octets of base64, from a field on.
    pub fn base64(&self, from: usize) -> Vec<u8> {
        decode_base64(self.tokens.get(self.type_index + 1 + from..).unwrap_or_default(), self.bytes)
    }

    /// The fields of the data, quotes left out, each with whether it had them.
    pub fn texts(&self) -> impl Iterator<Item = (Span, &[u8], bool)> {
        let tokens = self.tokens[self.type_index + 1..].iter();
        tokens.map(|token| (self.span_of(*token), token.text(self.bytes), token.quoted))
    }

    /// The strings of a text as one.
    pub fn joined_texts(&self) -> Cow<'_, [u8]> {
        let mut texts = self.texts().map(|(_, text, _)| text);
        match (texts.next(), texts.next()) {
            (Some(only), None) if !only.contains(&b'\\') => Cow::Borrowed(only),
            _ => Cow::Owned(self.texts().flat_map(|(_, text, _)| unescape(text)).collect()),
        }
    }

    /// From the first word of the data to the last.
    pub fn data(&self) -> Option<Span> {
        let tokens: &[Token] = &self.tokens[self.type_index + 1..];
        Some(self.span_of(*tokens.first()?).to(self.span_of(*tokens.last()?)))
    }
}

/// An address in the form that there is one of (RFC 5952).
fn address(written: &[u8]) -> Vec<u8> {
    let parsed = std::str::from_utf8(written).ok().and_then(|text| text.parse::<std::net::Ipv6Addr>().ok());
    parsed.map_or_else(|| written.to_vec(), |address| address.to_string().into_bytes())
}
