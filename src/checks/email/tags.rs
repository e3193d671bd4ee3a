//! Lists of tags, as DKIM, DMARC, MTA-STS, TLS reporting and BIMI write them (RFC 6376 section 3.2): `name=value; …`.

use std::ops::Range;

use super::octets::Fault;
use crate::syntax::entry::shown;
use crate::text::suggest::distance_within;

/// RFC 9989 section 4.7.
pub(super) const DMARC_POLICIES: [&str; 3] = ["none", "quarantine", "reject"];

/// One tag, and what stands around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'t> {
    /// All of it, without the blanks around.
    pub text: &'t [u8],
    /// The number of its first octet.
    pub start: usize,
    /// What stands before the `=`; all of it where there is none.
    pub name: &'t [u8],
    /// What stands behind it.
    pub value: &'t [u8],
    /// The number of the first octet of the value.
    pub value_start: usize,
    /// Whether it has an `=`.
    pub is_pair: bool,
}

impl Tag<'_> {
    /// Whether it has this name, in any case, and a value.
    pub(super) fn is(&self, name: &[u8]) -> bool {
        self.is_pair && self.name.eq_ignore_ascii_case(name)
    }

    pub(super) fn octets(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The value, or all of the tag where it has none.
    pub(super) fn value_octets(&self) -> Range<usize> {
        match self.value {
            [] => self.octets(),
            value => self.value_start..self.value_start + value.len(),
        }
    }
}

/// Where the parts of a tag stand in its list.
#[derive(Clone, Copy)]
pub(super) struct TagPlace {
    start: u32,
    end: u32,
    name_end: u32,
    value_start: u32,
    value_end: u32,
    is_pair: bool,
}

impl Tag<'_> {
    pub(super) fn place(&self) -> TagPlace {
        TagPlace {
            start: self.start as u32,
            end: (self.start + self.text.len()) as u32,
            name_end: (self.start + self.name.len()) as u32,
            value_start: self.value_start as u32,
            value_end: (self.value_start + self.value.len()) as u32,
            is_pair: self.is_pair,
        }
    }
}

impl TagPlace {
    /// The tag that stands there.
    pub(super) fn tag(self, list: &[u8]) -> Tag<'_> {
        let [start, end, name_end, value_start, value_end] =
            [self.start, self.end, self.name_end, self.value_start, self.value_end].map(|at| at as usize);
        let (text, name, value) = (&list[start..end], &list[start..name_end], &list[value_start..value_end]);
        Tag { text, start, name, value, value_start, is_pair: self.is_pair }
    }
}

/// The tags of a text, in order; what is empty between two semicolons is left out. Whoever has a `MailText` asks that,
/// which has read them.
pub(super) fn of(text: &[u8]) -> impl Iterator<Item = Tag<'_>> + Clone {
    let semicolons = memchr::memchr_iter(b';', text).chain([text.len()]);
    let parts = semicolons.scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end));
    let parts = parts.map(|part| (part.start, &text[part]));
    parts.filter(|(_, part)| !part.trim_ascii().is_empty()).map(|(at, part)| {
        let start = at + part.len() - part.trim_ascii_start().len();
        let text = part.trim_ascii();
        let (name, value, is_pair) = match memchr::memchr(b'=', text) {
            Some(equals) => (text[..equals].trim_ascii_end(), &text[equals + 1..], true),
            None => (text, &text[text.len()..], false),
        };
        let value_start = start + text.len() - value.trim_ascii_start().len();
        Tag { text, start, name, value: value.trim_ascii(), value_start, is_pair }
    })
}

/// Whether a value is one of some words, in any case.
pub(super) fn is_one_of(words: &[&str], value: &[u8]) -> bool {
    words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(value))
}

/// The word of some that a value is a slip away from.
pub(super) fn near<'w>(words: &[&'w str], value: &[u8]) -> Option<&'w str> {
    let value = std::str::from_utf8(value).ok().filter(|value| value.len() <= 16)?.to_ascii_lowercase();
    let near = words.iter().filter_map(|word| Some((distance_within(word, &value, (word.len() / 2).min(2))?, *word)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
}

/// What is wrong with the list as such: parts without `=`, and tags that are there twice (RFC 6376 section 3.2).
pub(super) fn faults_of_list<'t>(tags: impl Iterator<Item = Tag<'t>>, known: &[&str]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = 0u32;
    for tag in tags {
        if !tag.is_pair {
            faults.push(without_equals(&tag, known));
            continue;
        }
        let Some(number) = known.iter().position(|known| tag.is(known.as_bytes())) else { continue };
        let is_seen = seen & 1 << number != 0;
        seen |= 1 << number;
        if is_seen {
            let message = format!("the tag `{}` is there twice, which makes the whole list invalid", shown(tag.name));
            faults.push(Fault::error(tag.octets(), message).help("remove one of them"));
        }
    }
    faults
}

/// `p:reject`, a second address behind a semicolon, or words that nobody can place.
fn without_equals(tag: &Tag, known: &[&str]) -> Fault {
    let fault = |message: String| Fault::error(tag.octets(), message);
    let text = shown(tag.text);
    if tag.text.contains(&b'@') || tag.text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case(b"mailto:")) {
        let message = format!("`{text}` is not a tag: the semicolon before it ends the list of addresses");
        return fault(message).help("write a comma between two addresses, not a semicolon");
    }
    let end = tag.text.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let (name, rest) = tag.text.split_at(end);
    if is_one_of(known, name) && !rest.is_empty() {
        let first = rest.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
        let width = first.map_or(1, char::len_utf8);
        let meant = format!("did you mean `{}={}`?", shown(name), shown(rest[width..].trim_ascii()));
        let sign = tag.start + end;
        let found = fault(format!("`{text}` is not a tag: `=` has to follow the name")).help(meant);
        return if rest.starts_with(b":") {
            found.instead(sign..sign + 1, "=")
        } else {
            found.maybe(sign..sign + width, "=")
        };
    }
    fault(format!("`{text}` is not a tag of the form `name=value`")).help("remove it, or write its `=`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_their_places() {
        let text = b" v = A1 ;; p=b=c ;x";
        let all: Vec<_> = of(text).map(|tag| (tag.name, tag.value, tag.octets(), tag.value_octets())).collect();
        let expected: [(&[u8], &[u8], _, _); 3] =
            [(b"v", b"A1", 1..7, 5..7), (b"p", b"b=c", 11..16, 13..16), (b"x", b"", 18..19, 18..19)];
        assert_eq!(all, expected);
    }

    #[test]
    fn lists_are_judged() {
        for (text, message) in [
            ("v=DMARC1; p=none;", None),
            ("v=DMARC1; x=1; x=2", None),
            ("v=DMARC1; p:reject", Some("`=` has to follow")),
            ("v=DMARC1; p=none; mailto:b@example.org", Some("the semicolon before it")),
            ("v=DMARC1; p=none; p=reject", Some("is there twice")),
            ("v=DMARC1; nonsense", Some("of the form `name=value`")),
        ] {
            let faults = faults_of_list(of(text.as_bytes()), &["v", "p"]);
            assert_eq!(faults.len(), usize::from(message.is_some()), "{text}: {faults:?}");
            assert!(
                faults.iter().all(|fault| fault.message.contains(message.unwrap_or_default())),
                "{text}: {faults:?}"
            );
        }
    }
}
