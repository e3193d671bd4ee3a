//! Words of the data of a record.

use std::borrow::Cow;

use super::Entry;
use crate::source::Span;
use crate::syntax::rdata::{RType, decode_base64, decode_hex, number_of};
use crate::syntax::token::Token;
use crate::text::escape::unescape_lossy;

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

    /// The octets of base64, from a field on; none where it is not base64.
    pub fn base64(&self, from: usize) -> Option<Vec<u8>> {
        decode_base64(self.tokens_from(from), self.bytes)
    }

    /// The octets of hexadecimal digits, from a field on; none where they are not hexadecimal.
    pub fn hex(&self, from: usize) -> Option<Vec<u8>> {
        decode_hex(self.tokens_from(from), self.bytes)
    }

    fn tokens_from(&self, field: usize) -> &[Token] {
        self.tokens.get(self.type_index + 1 + field..).unwrap_or_default()
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
            _ => {
                let mut all = Vec::new();
                self.texts().for_each(|(_, text, _)| match text.contains(&b'\\') {
                    true => all.extend(unescape_lossy(text)),
                    false => all.extend_from_slice(text),
                });
                Cow::Owned(all)
            }
        }
    }

    /// From the first word of the data to the last.
    pub fn data(&self) -> Option<Span> {
        let tokens: &[Token] = &self.tokens[self.type_index + 1..];
        Some(self.span_of(*tokens.first()?).to(self.span_of(*tokens.last()?)))
    }
}
