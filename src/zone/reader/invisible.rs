//! Entries with characters that nobody sees: said once, at the word, and read as they were meant.

use super::{Here, Reader};
use crate::diagnostic::Diagnostic;
use crate::syntax::entry::{self, Head};
use crate::syntax::invisible::{Invisible, push_meant};
use crate::syntax::rdata::{FieldKind, RType};
use crate::syntax::token::Token;
use crate::syntax::{kinds, repair};

/// What such a character stands in.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Owner,
    /// TTL, class or type.
    Head,
    Data,
    /// Data that holds any text.
    Text,
    Directive,
}

impl Reader<'_> {
    /// Speaks of the first of these characters that matters in an entry; the words are those that were meant.
    #[cold]
    pub(super) fn meant(&mut self, here: &mut Here, found: Vec<Invisible>) -> Vec<Token> {
        let written = here.tokens;
        let mut words = Vec::with_capacity(written.len() + 1);
        for &token in written {
            let is_of_people = |one: &Invisible| !one.is_in(token) || is_of_people(here, one, token);
            if has_quotes(here, token) || found.iter().all(is_of_people) {
                words.push(token);
            } else {
                push_meant(token, &found, &mut words);
            }
        }
        let starts_blank = found.first().is_some_and(|one| one.is_blank && one.start == here.line.start);
        here.line.blank |= starts_blank;
        let is_directive = words.first().is_some_and(|word| here.bytes[word.start as usize] == b'$');
        let head = match (is_directive, words.is_empty()) {
            (false, false) => entry::head(here.line, &words, here.bytes).ok(),
            _ => None,
        };
        let text_from = head.filter(|head| holds_any_text(head.rtype)).map(|head| words[head.type_at()].end);
        if let Some(word) = text_from.and_then(|from| written.iter().find(|token| token.end >= from)) {
            words.retain(|token| token.start < word.end);
            words.extend(written.iter().filter(|token| token.start >= word.end));
        }
        let place = |one: &Invisible, token: Token| match head {
            _ if is_directive => Place::Directive,
            _ if token == written[0] && !here.line.blank => Place::Owner,
            Some(head) => place_behind_owner(one, head, &words),
            None => Place::Head,
        };
        let is_policy = text_from.is_some_and(|from| is_policy(here, from));
        let found = found.iter().filter_map(|one| Some((one, *written.iter().find(|token| one.is_in(**token))?)));
        let placed = found.map(|(one, token)| (one, token, place(one, token)));
        let telling = placed.filter(|&(one, token, place)| match place {
            Place::Text => is_policy,
            _ => !is_of_people(here, one, token),
        });
        let telling: Vec<_> = telling.collect();
        if let (Some(&(one, token, place)), false) = (telling.first(), here.faulty) {
            if self.add(finding(here, one, token, place)) {
                let characters: Vec<Invisible> = telling.iter().map(|(one, ..)| **one).collect();
                self.offer(repair::of_invisible(here.id, here.line, here.bytes, end_of(written), &characters));
            }
        }
        for (one, _, place) in telling {
            here.faulty |= place != Place::Text;
            // What stands for the blank before a record without owner spoils nothing.
            let is_indent = starts_blank && one.start == here.line.start;
            here.is_spoiled |= matches!(place, Place::Head | Place::Data) && !is_indent;
        }
        words
    }
}

fn end_of(words: &[Token]) -> u32 {
    words.last().map_or(0, |last| last.end)
}

/// A quoted string, or a parameter with a value in quotes, is one word whatever it holds.
fn has_quotes(here: &Here, token: Token) -> bool {
    token.quoted || token.text(here.bytes).contains(&b'"')
}

fn place_behind_owner(one: &Invisible, head: Head, words: &[Token]) -> Place {
    match (one.start < words[head.type_at()].end, holds_any_text(head.rtype)) {
        (true, _) => Place::Head,
        (false, true) => Place::Text,
        (false, false) => Place::Data,
    }
}

fn holds_any_text(rtype: RType) -> bool {
    let is_text = |kind: FieldKind| matches!(kind, FieldKind::Strings);
    rtype == RType::HINFO || rtype.fields().is_none_or(|fields| fields.iter().any(|field| is_text(field.kind)))
}

/// Whether the text from there on is read by programs: SPF, DKIM, DMARC and their like start with a tag.
fn is_policy(here: &Here, from: u32) -> bool {
    let Some(first) = here.tokens.iter().find(|token| token.end > from) else { return false };
    let text = String::from_utf8_lossy(first.text(here.bytes));
    let tag = text.trim_start_matches(|c: char| !c.is_ascii_graphic());
    ["v=", "k=", "p="].iter().any(|start| tag.get(..2).is_some_and(|two| two.eq_ignore_ascii_case(start)))
}

/// Whether the character belongs to a name for people (RFC 6763 section 4.1.1), or to a word of a script that needs it.
fn is_of_people(here: &Here, one: &Invisible, token: Token) -> bool {
    let text = token.text(here.bytes);
    let behind = &here.bytes[one.end as usize..token.end as usize];
    let is_instance = !text.starts_with(b"_") && memchr::memmem::find(behind, b"._").is_some();
    is_instance || one.is_joiner() && String::from_utf8_lossy(text).chars().any(|c| !c.is_ascii() && c.is_alphabetic())
}

fn finding(here: &Here, one: &Invisible, token: Token, place: Place) -> Diagnostic {
    let what = match place {
        Place::Owner => "in the owner",
        Place::Head => "before the data",
        Place::Data => "in the data",
        Place::Text => "in the policy",
        Place::Directive => "in the directive",
    };
    let (looks, help) = match one.is_blank {
        true => ("looks like a space but is not one", "replace it with a space"),
        false => ("is invisible", "delete it, or type the word again"),
    };
    let code = one.code as u32;
    let message = format!("U+{code:04X} ({}) {what}: it {looks}", one.name);
    // In a long text the character itself is the better place, though there is nothing to see.
    let at = if has_quotes(here, token) { here.span(one.start, one.end) } else { here.span_of(token) };
    Diagnostic::new(&kinds::INVISIBLE_CHARACTER, at, message).help(help).key(&[b"invisible"])
}
