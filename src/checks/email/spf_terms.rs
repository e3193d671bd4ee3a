//! The terms of SPF (RFC 7208 sections 5, 6 and 12).

use std::ops::Range;

use crate::source::Span;

/// What is matched against the sender, in the order of the RFC.
pub(super) const MECHANISMS: [&str; 8] = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];
/// What says more. Receivers ignore modifiers that they do not know.
pub(super) const MODIFIERS: [&str; 2] = ["redirect", "exp"];

/// Whether a word is the name of a mechanism, in any case.
pub(super) fn is_mechanism(name: &[u8]) -> bool {
    is_one_of(&MECHANISMS, name)
}

/// Whether a word is the name of a mechanism or of a modifier that the RFC has, in any case.
pub(super) fn is_term(name: &[u8]) -> bool {
    is_mechanism(name) || is_one_of(&MODIFIERS, name)
}

fn is_one_of(names: &[&str], name: &[u8]) -> bool {
    names.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

/// A word of a policy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term<'t> {
    pub text: &'t [u8],
    /// The number of its first octet.
    pub start: usize,
    pub qualifier: Option<u8>,
    pub name: &'t [u8],
    /// What follows the name: `:`, `=` or `/` first in terms that are well written.
    pub rest: &'t [u8],
}

impl<'t> Term<'t> {
    fn at(start: usize, text: &'t [u8]) -> Term<'t> {
        let (qualifier, bare) = match text {
            [sign @ (b'+' | b'-' | b'~' | b'?'), bare @ ..] => (Some(*sign), bare),
            _ => (None, text),
        };
        let is_of_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let word = bare.iter().take_while(is_of_name).count();
        // Names of modifiers may have dots, those of mechanisms have none (RFC 7208 section 12).
        let dotted = || bare.iter().take_while(|b| is_of_name(b) || **b == b'.').count();
        let length = match bare.get(word) {
            Some(b'.') => Some(dotted()).filter(|&end| bare.get(end) == Some(&b'=')).unwrap_or(word),
            _ => word,
        };
        let (name, rest) = bare.split_at(length);
        Term { text, start, qualifier, name, rest }
    }

    /// Whether it is this mechanism, or for `redirect` and `exp` this modifier.
    pub(super) fn is(&self, name: &str) -> bool {
        let is_rest =
            if MODIFIERS.contains(&name) { matches!(self.rest, [b'=', ..]) } else { self.rest.first() != Some(&b'=') };
        is_rest && self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    pub(super) fn is_modifier(&self) -> bool {
        matches!(self.rest, [b'=', ..])
    }

    /// Whether a sender that it matches passes.
    pub(super) fn passes(&self) -> bool {
        !self.is_modifier() && matches!(self.qualifier, None | Some(b'+'))
    }

    /// What stands behind the colon or equals sign.
    pub(super) fn value(&self) -> Option<&'t [u8]> {
        let (sign, value) = self.rest.split_first()?;
        matches!(sign, b':' | b'=').then_some(value)
    }

    pub(super) fn octets(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The domain that it names in full, without macros and without the final dot; the prefix lengths are left out.
    pub(super) fn domain(&self) -> Option<&'t str> {
        let value = self.value().filter(|value| !value.contains(&b'%'))?;
        let domain = if self.is("a") || self.is("mx") { without_prefix(value).0 } else { value };
        std::str::from_utf8(domain.strip_suffix(b".").unwrap_or(domain)).ok()
    }
}

/// The terms behind the version. Whoever has a `MailText` asks that, which has read them.
pub(super) fn of(text: &[u8]) -> impl Iterator<Item = Term<'_>> + Clone {
    let blanks = memchr::memchr_iter(b' ', text).chain([text.len()]);
    let words = blanks.scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end));
    words.skip(1).filter(|word| !word.is_empty()).map(|word| Term::at(word.start, &text[word]))
}

/// Where the parts of a term stand in its policy.
#[derive(Clone, Copy)]
pub(super) struct TermPlace {
    start: u32,
    end: u32,
    qualifier: Option<u8>,
    name_end: u32,
}

impl Term<'_> {
    pub(super) fn place(&self) -> TermPlace {
        let end = self.start + self.text.len();
        let name_end = end - self.rest.len();
        TermPlace { start: self.start as u32, end: end as u32, qualifier: self.qualifier, name_end: name_end as u32 }
    }
}

impl TermPlace {
    /// The term that stands there.
    pub(super) fn term(self, policy: &[u8]) -> Term<'_> {
        let [start, end, name_end] = [self.start, self.end, self.name_end].map(|at| at as usize);
        let name = &policy[start + usize::from(self.qualifier.is_some())..name_end];
        Term { text: &policy[start..end], start, qualifier: self.qualifier, name, rest: &policy[name_end..end] }
    }
}

/// The domain of a value, and the prefix lengths behind it: `/24`, `//64`, `/24//64`.
pub(super) fn without_prefix(value: &[u8]) -> (&[u8], &[u8]) {
    let is_of_prefix = |b: &&u8| b.is_ascii_digit() || **b == b'/';
    let length = value.iter().rev().take_while(is_of_prefix).count();
    let tail = &value[value.len() - length..];
    let from = memchr::memchr(b'/', tail).map_or(value.len(), |at| value.len() - length + at);
    value.split_at(from)
}

/// RFC 7208 section 4.5.
pub(super) fn starts_with_spf(text: &[u8]) -> bool {
    const VERSION: &[u8] = b"v=spf1";
    let start = text.split_at_checked(VERSION.len());
    start.is_some_and(|(start, rest)| start.eq_ignore_ascii_case(VERSION) && matches!(rest, [] | [b' ', ..]))
}

/// A string of a record: where it stands, its text, and whether that is in quotes.
pub(super) type CharacterString<'z> = (Span, &'z [u8], bool);

/// Two strings in a row with a whole term at the start of the second, and no blank before it.
pub(super) fn run_together<'s, 'z>(strings: &'s [CharacterString<'z>]) -> Option<&'s [CharacterString<'z>]> {
    strings.windows(2).find(|pair| !pair[0].1.ends_with(b" ") && starts_with_term(pair[1].1))
}

/// A whole term starts the text, so that the blank before it was meant.
fn starts_with_term(text: &[u8]) -> bool {
    let word = text.split(|b| *b == b' ').next().unwrap_or_default();
    let bare = word.strip_prefix(b"-").or(word.strip_prefix(b"~")).or(word.strip_prefix(b"?")).unwrap_or(word);
    let bare = bare.strip_prefix(b"+").unwrap_or(bare);
    let name = bare.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let (name, rest) = bare.split_at(name);
    is_term(name) && matches!(rest, [] | [b':' | b'=' | b'/', ..])
}
