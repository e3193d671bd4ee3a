//! A term that SPF does not have.

use super::spf_terms::{MECHANISMS, is_mechanism};
use super::txt_split_by_spaces::run_together;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::source::Span;
use crate::syntax::entry::shown;
use crate::syntax::invisible;
use crate::zone::Entry;

pub(super) static META: Meta = Meta {
    id: "spf-term-unknown",
    summary: "an SPF record has a term that is neither a mechanism nor a modifier",
    severity: Severity::Error,
    references: &["RFC 7208 sections 4.6.1 and 5"],
    explain: include_str!("spf_term_unknown.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for policy in cx.policies() {
        if policy.text.is_some_and(|text| unknown_in(text).is_none()) {
            continue;
        }
        let (id, entry) = (policy.record, cx.zone.entry(policy.record));
        let strings: Vec<_> = entry.texts().collect();
        // Of words that run together another check speaks.
        if run_together(&strings).is_some() {
            continue;
        }
        let text = entry.joined_texts();
        // Of characters that nobody sees reading spoke.
        let Some(term) = unknown_in(&text).filter(|term| !invisible::is_in(term)) else { continue };
        let Some(at) = place(&entry, term).or(entry.data()) else { continue };
        let message = format!("`{}` is not an SPF term: receivers treat the whole record as an error", shown(term));
        let help = match meant(term) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the mechanisms are `{}`", MECHANISMS.join("`, `")),
        };
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}

fn without_qualifier(term: &[u8]) -> &[u8] {
    match term {
        [b'+' | b'-' | b'~' | b'?', rest @ ..] => rest,
        _ => term,
    }
}

/// The name that a term starts with, and what follows it.
fn split(term: &[u8]) -> (&[u8], &[u8]) {
    let bare = without_qualifier(term);
    bare.split_at(bare.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count())
}

fn unknown_in(text: &[u8]) -> Option<&[u8]> {
    text.split(|b| *b == b' ').skip(1).find(|term| is_unknown(term))
}

fn is_unknown(term: &[u8]) -> bool {
    let (name, rest) = split(term);
    match rest {
        // Modifiers that nobody knows are allowed and ignored (RFC 7208 section 6).
        [b'=', ..] => name.is_empty(),
        [] | [b':' | b'/', ..] => !term.is_empty() && !is_mechanism(name),
        _ => true,
    }
}

/// A mechanism with another character for its colon.
fn meant(term: &[u8]) -> Option<String> {
    let (name, rest) = split(term);
    let [b'.' | b';' | b',', value @ ..] = rest else { return None };
    let qualifier = &term[..term.len() - without_qualifier(term).len()];
    let colon: &[u8] = if value.is_empty() { b"" } else { b":" };
    is_mechanism(name).then(|| shown(&[qualifier, name, colon, value].concat()).into_owned())
}

fn place(entry: &Entry, term: &[u8]) -> Option<Span> {
    entry.texts().find_map(|(at, text, quoted)| {
        let start = at.start + u32::from(quoted) + memchr::memmem::find(text, term)? as u32;
        Some(Span { start, end: start + term.len() as u32, ..at })
    })
}
