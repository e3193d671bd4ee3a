//! What a place of a record says, the same however it is written.

use super::{Entry, RecordId, Zone, target_field};
use crate::source::Span;
use crate::syntax::rdata::{FieldKind, RType, fields};
use crate::syntax::token::Token;
use crate::syntax::ttl;
use crate::text::escape::unescape_lossy;

/// What stands further behind the type is known by its words alone: to read all of a long record for each of many
/// places in it takes too long.
const NEAR: u32 = 512;

impl Zone {
    /// What stands at a place of a record and tells this record from the others of its RRset; nothing where the
    /// place is that of the owner or the type, which are the same for all of them, and where it says something new each
    /// time the zone is signed.
    pub fn value_at(&self, id: RecordId, at: Span) -> Vec<u8> {
        let rtype = self.texts.span(self.text_of(id), self.type_at(id), self.type_at(id));
        let is_text = matches!(self.record(id).rtype, RType::TXT | RType::SPF);
        let is_far = at.start.saturating_sub(rtype.start) > if is_text { 3 } else { NEAR };
        if is_far && at.source == rtype.source {
            return words(self.bytes(at));
        }
        let entry = self.entry(id);
        let data = entry.data().filter(|data| data.source == at.source);
        match () {
            () if entry.ttl() == Some(at) => self.record(id).ttl.to_be_bytes().to_vec(),
            () if at == entry.owner() || at == entry.rtype() => Vec::new(),
            () if at == entry.span() => self.apart(id),
            () if data.is_some_and(|data| data.start <= at.start && at.end <= data.end) => {
                self.field_at(id, &entry, at)
            }
            () if at == self.ttl_given_at(id) => self.record(id).ttl.to_be_bytes().to_vec(),
            () => words(self.bytes(at)),
        }
    }

    /// Fields, and what the record is for besides.
    fn field_at(&self, id: RecordId, entry: &Entry, at: Span) -> Vec<u8> {
        let rtype = self.record(id).rtype;
        let tokens = &entry.tokens[entry.type_index + 1..];
        let touched = |token: &&Token| token.start < at.end && at.start < token.end;
        let index = tokens.iter().position(|token| touched(&token)).unwrap_or_default();
        if is_renewed(rtype, index) {
            return Vec::new();
        }
        let mut value = Vec::new();
        for (field, held) in fields(rtype, tokens, entry.bytes) {
            for token in held.iter().filter(touched) {
                let written = token.text(entry.bytes);
                match (field.kind, ttl::parse(written)) {
                    _ if token.start < at.start || at.end < token.end => value.extend(words(self.bytes(at))),
                    (FieldKind::Number(_) | FieldKind::Duration, Some(Ok(number))) => {
                        value.extend(number.to_be_bytes())
                    }
                    (FieldKind::Name, _) => {
                        value.extend(unescape_lossy(&self.full_name(id, written)).to_ascii_lowercase())
                    }
                    (kind, _) => self.push_canonical(id, kind, written, &mut value),
                }
                value.push(0);
            }
        }
        // To mend another field makes no new finding of this one, where there is a target to know the record by.
        if target_field(rtype).is_none_or(|target| target != index) {
            value.extend(self.apart(id));
        }
        value
    }

    /// What tells a record from others of its RRset: where it leads, or else its data.
    fn apart(&self, id: RecordId) -> Vec<u8> {
        let record = self.record(id);
        match record.rtype {
            // There is one, or the signer made it.
            RType::SOA | RType::RRSIG | RType::NSEC | RType::NSEC3 | RType::ZONEMD => Vec::new(),
            // What is wrong in a text is the text pointed at.
            RType::TXT | RType::SPF => Vec::new(),
            _ => match record.target() {
                Some(target) => unescape_lossy(self.absolute_name(target).as_bytes()).to_ascii_lowercase(),
                None => self.rdata(id).canonical_text().unwrap_or_default(),
            },
        }
    }
}

/// Whether a field says something else each time the zone is changed or signed: serials, times, and what is made of keys.
fn is_renewed(rtype: RType, index: usize) -> bool {
    match rtype {
        RType::SOA => index == 2,
        RType::RRSIG => matches!(index, 4..=6 | 8..),
        RType::ZONEMD => true,
        _ => false,
    }
}

/// Words in small letters, one blank between them.
fn words(bytes: &[u8]) -> Vec<u8> {
    let words = bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words.map(<[u8]>::to_ascii_lowercase).collect::<Vec<_>>().join(&b' ')
}
