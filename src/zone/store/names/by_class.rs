//! Questions to names that their character classes answer, as a rule without reading their text.

use super::Names;
use crate::zone::store::char_classes::CharClasses;
use crate::zone::store::label::{same_label, without_final_dot};
use crate::zone::store::name_id::NameId;
use crate::zone::store::texts::Texts;

/// Few names to show are longer.
const USUAL_LENGTH: usize = 48;

impl Names {
    /// The names whose own text has more to it than letters, digits and hyphens, or no letter.
    pub(in crate::zone) fn odd(&self) -> impl Iterator<Item = NameId> {
        self.shaped(CharClasses::is_odd)
    }

    /// The names whose own text has characters of these kinds.
    pub(in crate::zone) fn having(&self, any: CharClasses) -> impl Iterator<Item = NameId> {
        self.shaped(move |char_classes| char_classes.has(any))
    }

    /// The names whose own text may be an address.
    pub(in crate::zone) fn like_addresses(&self) -> impl Iterator<Item = NameId> {
        self.shaped(CharClasses::may_be_address)
    }

    fn shaped(&self, is_so: impl Fn(CharClasses) -> bool) -> impl Iterator<Item = NameId> {
        let shaped = self.char_classes.iter().enumerate().filter(move |(_, char_classes)| is_so(**char_classes));
        shaped.map(|(number, _)| NameId(number as u32))
    }

    /// What its own text is made of.
    pub(in crate::zone) fn char_classes(&self, id: NameId) -> CharClasses {
        self.char_classes[id.0 as usize]
    }

    /// Whether the name's leftmost label is `*` (RFC 4592 section 2.1.1).
    pub fn is_wildcard(&self, id: NameId, texts: &Texts) -> bool {
        matches!(self.written(id, texts), [b'*' | b'\\', ..]) && same_label(self.first_label(id, texts), b"*")
    }

    /// The name's own text where that is one label, as can be told without reading it.
    pub(in crate::zone) fn one_label<'t>(&self, id: NameId, texts: &'t Texts) -> Option<&'t [u8]> {
        self.char_classes(id).is_plain_label().then(|| self.written(id, texts))
    }

    /// The absolute name to show, with the final dot, in the case it was first written in.
    pub fn display(&self, mut id: NameId, texts: &Texts) -> String {
        if id == NameId::ROOT {
            return ".".to_owned();
        }
        let mut out = Vec::with_capacity(USUAL_LENGTH);
        while id != NameId::ROOT {
            let text = self.written(id, texts);
            out.extend_from_slice(without_final_dot(text).unwrap_or(text));
            out.push(b'.');
            id = self.suffix(id);
        }
        String::from_utf8(out).unwrap_or_else(|out| String::from_utf8_lossy(out.as_bytes()).into_owned())
    }
}
