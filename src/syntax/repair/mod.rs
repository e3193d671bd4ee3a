//! What an entry that cannot be read was meant to be: changes of a word or two, each of them proven by reading the
//! entry again. Where two changes would do, nobody knows which was meant.

mod faults;
mod words;

use std::ops::Range;

use super::entry::{self, Head, is_comment};
use super::invisible::Invisible;
use super::lexer::Lexer;
use super::rdata::{self, FieldKind, RType};
use super::token::{Line, Token};
use super::ttl;
use crate::diagnostic::{Applicability, Edit, Fix, Text};
use crate::source::{SourceId, Span};
use crate::text::suggest::distance_within;

pub(crate) use faults::of_fault;

/// Longer entries are not read again for each change that may mend them.
const LONGEST: u32 = 1 << 14;
/// What closes an entry stands so close behind its last word.
const BEHIND: usize = 256;

/// The ports from here on nobody takes for a priority or weight.
const FIRST_UNPRIVILEGED: u16 = 1024;

const DIRECTIVES: [&str; 4] = ["$ORIGIN", "$TTL", "$INCLUDE", "$GENERATE"];

/// A change that may mend an entry.
struct Change {
    start: u32,
    end: u32,
    text: String,
    applicability: Applicability,
    title: Option<Text>,
}

impl Change {
    fn safe(at: Range<u32>, text: impl Into<String>) -> Change {
        let applicability = Applicability::Safe;
        Change { start: at.start, end: at.end, text: text.into(), applicability, title: None }
    }

    fn unsure(at: Range<u32>, text: impl Into<String>) -> Change {
        Change { applicability: Applicability::Unsafe, ..Change::safe(at, text) }
    }

    fn titled(self, title: &'static str) -> Change {
        Change { title: Some(title.into()), ..self }
    }

    fn fix(self, source: SourceId) -> Fix {
        let fix = Fix::of(self.applicability, Span { source, start: self.start, end: self.end }, self.text);
        match self.title {
            Some(title) => fix.titled(title),
            None => fix,
        }
    }
}

/// An entry, and the words of it that cannot be read.
#[derive(Clone, Copy)]
struct Broken<'e> {
    line: Line,
    tokens: &'e [Token],
    bytes: &'e [u8],
    /// The first of those words.
    at: usize,
}

/// The one change that makes a record of an entry, given the first and last byte of its first problem.
#[cold]
pub(crate) fn of_entry(source: SourceId, line: Line, tokens: &[Token], bytes: &[u8], at: Range<u32>) -> Option<Fix> {
    let broken = Broken { line, tokens, bytes, at: tokens.iter().position(|token| token.end > at.start)? };
    if broken.length() > LONGEST {
        return None;
    }
    if let Some(change) = broken.as_comment() {
        return Some(change.fix(source));
    }
    let changes = words::of_word(&broken).into_iter().chain(broken.of_head()).chain(broken.of_data());
    Some(only(changes.filter(|change| broken.is_mended_by(change)).collect())?.fix(source))
}

/// The same of an entry that starts with `$`.
#[cold]
pub(crate) fn of_directive(source: SourceId, tokens: &[Token], bytes: &[u8], at: Range<u32>) -> Option<Fix> {
    let index = tokens.iter().position(|token| token.end > at.start)?;
    let (token, text) = (tokens[index], tokens[index].text(bytes));
    let place = token.start..token.end;
    let changes = match index {
        0 if text == b"$" => split_directive(tokens, bytes).into_iter().collect(),
        0 => {
            let written = String::from_utf8_lossy(text).to_ascii_uppercase();
            let near = DIRECTIVES.into_iter().filter(|known| distance_within(known, &written, 2).is_some());
            let near = near.filter(|known| are_arguments(known, &tokens[1..], bytes));
            near.map(|known| Change::safe(place.clone(), in_case_of(text, known))).collect()
        }
        1 if tokens[0].text(bytes).eq_ignore_ascii_case(b"$TTL") => {
            words::duration(text).map(|meant| Change::safe(place, meant)).into_iter().collect()
        }
        _ => marker(text).map(|length| Change::safe(token.start..token.start + length, ";")).into_iter().collect(),
    };
    Some(only(changes)?.fix(source))
}

/// A directive with a space behind its `$`.
fn split_directive(tokens: &[Token], bytes: &[u8]) -> Option<Change> {
    let (dollar, word) = (tokens[0], tokens.get(1)?);
    let written = ["$", &String::from_utf8_lossy(word.text(bytes))].concat();
    let known = DIRECTIVES.into_iter().find(|known| known.eq_ignore_ascii_case(&written))?;
    are_arguments(known, &tokens[2..], bytes).then(|| Change::safe(dollar.start..word.end, written))
}

/// What is left without characters that nobody sees, if that reads well.
#[cold]
pub(crate) fn of_invisible(source: SourceId, line: Line, bytes: &[u8], last: u32, found: &[Invisible]) -> Option<Fix> {
    let edits: Vec<Edit> = found
        .iter()
        .map(|one| Edit {
            span: Span { source, start: one.start, end: one.end },
            text: if one.is_blank { " " } else { "" }.into(),
        })
        .collect();
    let is_one = edits.len() == 1;
    let title = match found.first()?.is_blank {
        true if is_one => "write a space",
        true => "write spaces",
        false if is_one => "delete the character",
        false => "delete the characters",
    };
    if last.saturating_sub(line.start) > LONGEST {
        return None;
    }
    let mut text = Vec::new();
    let mut at = line.start as usize;
    for edit in &edits {
        text.extend_from_slice(&bytes[at..edit.span.start as usize]);
        text.extend_from_slice(edit.text.as_bytes());
        at = edit.span.end as usize;
    }
    // A character at the very end is no part of the last word.
    let end = (last as usize).max(at) + BEHIND;
    text.extend_from_slice(&bytes[at..end.min(bytes.len())]);
    is_sound(&text).then(|| Fix { title: title.into(), applicability: Applicability::Safe, edits })
}

/// The only change of those that are proven, and else the only one of the others.
fn only(changes: Vec<Change>) -> Option<Change> {
    let (safe, others): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(|change| change.applicability == Applicability::Safe);
    let mut left = if safe.is_empty() { others } else { safe };
    left.dedup_by(|one, other| (one.start, one.end, &one.text) == (other.start, other.end, &other.text));
    left.pop().filter(|_| left.is_empty())
}

/// A word in small letters where another is.
fn in_case_of(written: &[u8], word: &str) -> String {
    match written.iter().any(u8::is_ascii_lowercase) && !written.iter().any(u8::is_ascii_uppercase) {
        true => word.to_ascii_lowercase(),
        false => word.to_owned(),
    }
}

/// Whether the words behind a directive are what it takes.
fn are_arguments(directive: &str, words: &[Token], bytes: &[u8]) -> bool {
    let is_name = |token: &Token| rdata::name::check(token.text(bytes)).is_ok();
    match (directive, words) {
        ("$TTL", [value]) => matches!(ttl::parse(value.text(bytes)), Some(Ok(_))),
        ("$ORIGIN", [name]) => is_name(name),
        ("$INCLUDE", [_]) => true,
        ("$INCLUDE", [_, origin]) => is_name(origin),
        ("$GENERATE", words) => words.len() >= 4,
        _ => false,
    }
}

/// How long the mark is that starts a comment in other languages.
fn marker(text: &[u8]) -> Option<u32> {
    match text {
        [b'#', ..] => Some(1),
        [b'/', b'/', ..] | [b'-', b'-', ..] => Some(2),
        _ => None,
    }
}

/// Whether a text starts with a record that can be read, or with a directive.
fn is_sound(text: &[u8]) -> bool {
    let (mut tokens, mut faults) = (Vec::new(), Vec::new());
    let Some(line) = Lexer::new(text, 0).next(&mut tokens, &mut faults) else { return false };
    let first = tokens[0].text(text);
    if !faults.is_empty() || is_comment(first) {
        return false;
    }
    if !line.blank && first.starts_with(b"$") {
        let word = String::from_utf8_lossy(first).to_ascii_uppercase();
        return are_arguments(&word, &tokens[1..], text);
    }
    let is_owner = line.blank || rdata::name::check(first).is_ok();
    is_owner && sound_head(line, &tokens, text).is_some_and(|head| !head.rtype.is_meta())
}

fn sound_head(line: Line, tokens: &[Token], bytes: &[u8]) -> Option<Head> {
    let head = entry::head(line, tokens, bytes).ok()?;
    let is_owned = !entry::is_class_for_owner(line, &head, tokens, bytes);
    (is_owned && entry::has_sound_data(&head, tokens, bytes)).then_some(head)
}

impl<'e> Broken<'e> {
    fn length(&self) -> u32 {
        self.tokens[self.tokens.len() - 1].end - self.line.start
    }

    fn token(&self) -> Token {
        self.tokens[self.at]
    }

    fn text(&self) -> &'e [u8] {
        self.token().text(self.bytes)
    }

    fn place(&self) -> Range<u32> {
        self.token().start..self.token().end
    }

    fn head(&self) -> Option<Head> {
        entry::head(self.line, self.tokens, self.bytes).ok()
    }

    /// Whether a change makes a record of it.
    fn is_mended_by(&self, change: &Change) -> bool {
        let last = self.tokens[self.tokens.len() - 1].end as usize;
        let end = (last + BEHIND).min(self.bytes.len());
        let [before, behind] =
            [self.line.start as usize..change.start as usize, change.end as usize..end].map(|range| &self.bytes[range]);
        is_sound(&[before, change.text.as_bytes(), behind].concat())
    }

    /// The whole line made a comment, where it starts as comments do elsewhere.
    fn as_comment(&self) -> Option<Change> {
        let first = self.tokens[0];
        let length = marker(first.text(self.bytes)).filter(|_| is_comment(first.text(self.bytes)) && !first.quoted)?;
        let last = self.tokens[self.tokens.len() - 1].end;
        let line = &self.bytes[self.line.start as usize..last as usize];
        let is_one_line = memchr::memchr2(b'\n', b'\r', line).is_none() && memchr::memchr(b'(', line).is_none();
        is_one_line.then(|| Change::safe(first.start..first.start + length, ";").titled("start the comment with `;`"))
    }

    /// Changes of what stands before the data.
    fn of_head(&self) -> Vec<Change> {
        let (place, text) = (self.place(), self.text());
        let mut changes = Vec::new();
        if entry::owner_is_indented(self.line, self.tokens, self.bytes) && self.at == 0 {
            let owner = Change::safe(self.line.start..place.start, "");
            changes.push(owner.titled("put the owner in the first column"));
        }
        let Some(head) = self.head() else {
            changes.extend(self.of_type());
            changes.extend(self.as_directive());
            return changes;
        };
        if entry::is_class_for_owner(self.line, &head, self.tokens, self.bytes) {
            changes.push(Change::safe(self.line.start..self.line.start, "@ "));
        }
        let rtype = self.tokens[head.type_at()];
        let other = match head.rtype {
            RType::A if rdata::ipv6(text).is_some() => "AAAA",
            RType::AAAA if rdata::ipv4(text).is_some() => "A",
            _ => return changes,
        };
        changes.push(Change::safe(rtype.start..rtype.end, in_case_of(rtype.text(self.bytes), other)));
        changes
    }

    /// A directive that lacks its `$`.
    fn as_directive(&self) -> Option<Change> {
        let first = self.tokens[0];
        let word = ["$", &String::from_utf8_lossy(first.text(self.bytes))].concat();
        let is_known = DIRECTIVES.iter().any(|known| known.eq_ignore_ascii_case(&word));
        (is_known && !self.line.blank).then(|| Change::safe(first.start..first.start, "$"))
    }

    /// The word stands where the type should: it is one that was mistyped, a class, or said twice, or there is none.
    fn of_type(&self) -> Vec<Change> {
        let (place, text) = (self.place(), self.text());
        let mut changes = Vec::new();
        if self.token().quoted || text.len() > 16 && rdata::ipv6(text).is_none() {
            return changes;
        }
        let written = String::from_utf8_lossy(text).to_ascii_uppercase();
        let is_near = |known: &str| distance_within(known, &written, 1) == Some(1);
        let types = RType::all().filter(|rtype| rtype.fields().is_some() && !rtype.is_meta() && !rtype.is_obsolete());
        let near = types.map(RType::mnemonic).filter(|name| is_near(name));
        changes.extend(near.map(|name| Change::safe(place.clone(), in_case_of(text, &name))));
        if is_near("IN") {
            changes.push(Change::safe(place.clone(), in_case_of(text, "IN")));
        }
        if rdata::ipv4(text).is_some() {
            changes.push(Change::safe(place.start..place.start, "A "));
        } else if rdata::ipv6(text).is_some() {
            changes.push(Change::safe(place.start..place.start, "AAAA "));
        }
        // A TTL whose unit stands apart.
        let before = self.at.checked_sub(1).map(|at| self.tokens[at]).filter(|_| self.at > 1 || self.line.blank);
        if let Some(number) = before.filter(|before| before.end < place.start && text.len() == 1) {
            let joined = [number.text(self.bytes), text].concat();
            let is_ttl = text[0].is_ascii_alphabetic() && matches!(ttl::parse(&joined), Some(Ok(_)));
            changes
                .extend(is_ttl.then(|| Change::safe(number.end..place.start, "").titled("join the TTL and its unit")));
        }
        if let (Some(before), Some(after)) = (self.at.checked_sub(1), self.tokens.get(self.at + 1))
            && (before > 0 || self.line.blank)
            && self.tokens[before].text(self.bytes).eq_ignore_ascii_case(text)
        {
            changes.push(Change::safe(place.start..after.start, ""));
        }
        changes
    }

    /// Changes of the data, which the type tells.
    fn of_data(&self) -> Vec<Change> {
        let Some(head) = self.head().filter(|head| self.at > head.type_at()) else { return Vec::new() };
        let (place, text) = (self.place(), self.text());
        let data = &self.tokens[head.type_at() + 1..];
        let mut changes = Vec::new();
        if rdata::is_generic(data, self.bytes) {
            return self.of_octets(head.rtype, data).into_iter().collect();
        }
        changes.extend(marker(text).map(|length| Change::safe(place.start..place.start + length, ";")));
        let holds = |held: &[Token]| held.iter().any(|token| token.start == place.start);
        let field = rdata::fields(head.rtype, data, self.bytes).find(|(_, held)| holds(held));
        if let Some((field, held)) = field {
            changes.extend(words::of_field(field, text).map(|meant| Change::safe(place.clone(), meant)));
            if let FieldKind::Params = field.kind {
                changes.extend(words::of_params(self, held));
            }
        }
        // A second type is what was meant as much as the first.
        let is_type =
            self.at == head.type_at() + 1 && RType::from_mnemonic(text).is_some_and(|rtype| rtype != head.rtype);
        if is_type && !self.token().quoted {
            let first = self.tokens[head.type_at()].start;
            changes.push(Change::unsure(first..place.start, "").titled("remove the first type"));
        }
        changes.extend(self.swapped());
        changes.extend(self.ttl_behind_type(&head));
        changes.extend(self.name_first(&head, data));
        changes
    }

    /// The word and the one behind it, swapped.
    fn swapped(&self) -> Option<Change> {
        let (one, other) = (self.token(), *self.tokens.get(self.at + 1)?);
        let [first, between, second] = [one.start..one.end, one.end..other.start, other.start..other.end]
            .map(|range| std::str::from_utf8(&self.bytes[range.start as usize..range.end as usize]).ok());
        let between = between.filter(|between| between.bytes().all(|byte| matches!(byte, b' ' | b'\t')))?;
        Some(Change::unsure(one.start..other.end, [second?, between, first?].concat()))
    }

    /// The type and the TTL behind it, swapped.
    fn ttl_behind_type(&self, head: &Head) -> Option<Change> {
        let is_first = self.at == head.type_at() + 1 && head.ttl.is_none();
        let is_ttl = is_first && !self.token().quoted && matches!(ttl::parse(self.text()), Some(Ok(_)));
        let change = Broken { at: head.type_at(), ..*self }.swapped().filter(|_| is_ttl)?;
        Some(Change { applicability: Applicability::Safe, ..change }.titled("write the TTL before the type"))
    }

    /// The fields of an SRV record with the name before the numbers, put in order where that is known: the port is the
    /// only one that may be one, and the others are in their order or alike.
    fn name_first(&self, head: &Head, data: &[Token]) -> Option<Change> {
        let [name, numbers @ ..] = data else { return None };
        let &[one, two, three] = numbers else { return None };
        let text = |token: &Token| std::str::from_utf8(token.text(self.bytes)).ok();
        let values = numbers.iter().map(|token| text(token)?.parse::<u16>().ok()).collect::<Option<Vec<u16>>>()?;
        let is_port =
            |value: u16| value >= FIRST_UNPRIVILEGED || values.iter().filter(|&&other| other > 0).count() == 1;
        let order = match values[..] {
            [.., port] if is_port(port) && port > 0 && values[..2].iter().all(|&other| other < FIRST_UNPRIVILEGED) => {
                [one, two, three]
            }
            [port, first, second] if is_port(port) && port > 0 && first == second && first < FIRST_UNPRIVILEGED => {
                [two, three, one]
            }
            _ => return None,
        };
        let is_alone = text(name)?.parse::<u16>().is_err() && name.start == self.token().start;
        let place = name.start..three.end;
        let is_plain =
            |byte: &u8| byte.is_ascii_graphic() && !b"();\"\\".contains(byte) || matches!(byte, b' ' | b'\t');
        let is_one_line = self.bytes[place.start as usize..place.end as usize].iter().all(is_plain);
        let words: Vec<&str> = order.iter().chain([name]).map(text).collect::<Option<_>>()?;
        let change = Change::unsure(place, words.join(" ")).titled("write the name last");
        (head.rtype == RType::SRV && is_alone && is_one_line).then_some(change)
    }

    /// The length that the octets of a record have (RFC 3597 section 5). Of a type that nobody here can read, either
    /// may be wrong.
    fn of_octets(&self, rtype: RType, data: &[Token]) -> Option<Change> {
        let length = data.get(1).filter(|length| length.start == self.token().start)?;
        let octets = rdata::decode_hex(data.get(2..)?, self.bytes)?.len();
        let change = Change::safe(length.start..length.end, octets.to_string());
        let is_read = rtype.fields().is_some();
        Some(if is_read { change } else { Change { applicability: Applicability::Unsafe, ..change } })
    }
}

#[cfg(test)]
mod tests;
