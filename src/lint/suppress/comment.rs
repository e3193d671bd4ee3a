//! Finds the comments of a source that are addressed to zonelint, and reads them.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::IGNORE_INVALID;
use crate::diagnostic::{Diagnostic, Fix};
use crate::findings::Findings;
use crate::source::{SourceId, Sources, Span};
use crate::syntax::lexer::Lexer;
use crate::text::suggest::nearest;
use crate::zone::probe;

/// What a comment asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// Nothing of these checks at this entry.
    Ignore,
    /// Nothing of them in this file.
    FileIgnore,
    /// Nothing of them from here on.
    Disable,
    /// From here on again.
    Enable,
}

const VERBS: [(&str, Verb); 4] =
    [("ignore", Verb::Ignore), ("file-ignore", Verb::FileIgnore), ("disable", Verb::Disable), ("enable", Verb::Enable)];

/// One comment that can be read.
#[derive(Debug)]
pub(super) struct Comment {
    pub(super) verb: Verb,
    /// The names in the brackets.
    pub(super) checks: Vec<Span>,
    /// Offset of the comment.
    pub(super) at: u32,
    /// The lines of the entry it stands at, or of the next one.
    pub(super) entry: Range<u32>,
}

const ADDRESS: &[u8] = b"zonelint:";

/// The name of the program without its first letter, as people may spell it.
const SPELLINGS: [&[u8]; 3] = [b"onelint", b"oneLint", b"ONELINT"];

/// The comments of a source; what is addressed to zonelint and cannot be read is a finding. A source without the
/// address is not looked at any closer.
pub(super) fn read(source: SourceId, sources: &Sources, invalid: &mut Findings) -> Vec<Comment> {
    let bytes = sources.get(source).text();
    let mut places = places(bytes).into_iter().peekable();
    let mut comments = Vec::new();
    let mut lexer = Lexer::new(bytes, probe::text_start(bytes));
    let (mut tokens, mut problems) = (Vec::new(), Vec::new());
    while places.peek().is_some() {
        let line = lexer.next(&mut tokens, &mut problems);
        let entry = line.map_or(u32::MAX, |line| line.start)..if lexer.at() as usize == bytes.len() {
            u32::MAX
        } else {
            lexer.at()
        };
        while let Some(at) = places.next_if(|&at| at < entry.end as usize) {
            let token = tokens.partition_point(|token| token.end as usize <= at);
            let is_in_token = tokens.get(token).is_some_and(|token| token.start as usize <= at);
            let read = if is_addressed(bytes, at) {
                CommentWords { bytes, source, at: at + ADDRESS.len() }.read()
            } else {
                CommentWords { bytes, source, at: at + ADDRESS.len() - 1 }.read_misaddressed(at)
            };
            match read {
                _ if is_in_token => {}
                Ok(Some((verb, checks))) => {
                    comments.push(Comment { verb, checks, at: at as u32, entry: entry.clone() })
                }
                Ok(None) => {}
                Err(finding) => {
                    invalid.add(*finding, sources);
                }
            }
        }
    }
    comments
}

/// Where the program is named, in the order of the places.
fn places(bytes: &[u8]) -> Vec<usize> {
    // Many a large zone has no comment at all.
    let Some(first) = memchr(b';', bytes) else { return Vec::new() };
    let named = |rest| memmem::find_iter(&bytes[first..], rest).map(|at| first + at - 1);
    let mut places: Vec<usize> = SPELLINGS.into_iter().flat_map(named).collect();
    places.retain(|&at| bytes[at].eq_ignore_ascii_case(&b'z'));
    places.sort_unstable();
    places
}

/// Whether the address is at a place, and is the first that stands in its comment.
fn is_addressed(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev();
    bytes[at..].starts_with(ADDRESS)
        && before.take_while(|byte| matches!(byte, b';' | b' ' | b'\t')).any(|&byte| byte == b';')
}

/// What stands behind the address, up to the end of the line.
struct CommentWords<'b> {
    bytes: &'b [u8],
    source: SourceId,
    at: usize,
}

impl CommentWords<'_> {
    /// The verb and the names of checks; nothing where it is only prose.
    fn read(mut self) -> Result<Option<(Verb, Vec<Span>)>, Box<Diagnostic>> {
        self.skip_blanks();
        let word = self.take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'));
        let text = String::from_utf8_lossy(self.text(word)).into_owned();
        self.skip_blanks();
        let has_list = self.peek() == Some(b'[');
        let Some(&(_, verb)) = VERBS.iter().find(|(name, _)| *name == text) else {
            // What people write about zonelint is not for it.
            let is_verb = VERBS.iter().any(|(name, _)| name.eq_ignore_ascii_case(&text));
            return if has_list || is_verb { Err(self.no_verb(word, &text)) } else { Ok(None) };
        };
        if !has_list {
            let help = format!("write `{text}[CHECK]` with the id of the check, and the reason behind it");
            return Err(self.invalid(word, format!("`{text}` names no check"), help));
        }
        let open = self.at;
        self.at += 1;
        let list = self.take_while(|byte| byte != b']');
        if self.peek().is_none() {
            let open = Span { start: open as u32, end: open as u32 + 1, ..list };
            return Err(self.invalid(open, "the list of checks has no `]`".to_owned(), "add a `]`".to_owned()));
        }
        let checks = self.names(list);
        if checks.is_empty() {
            let help = format!("write `{text}[CHECK]` with the id of the check");
            return Err(self.invalid(word, format!("the list of `{text}` is empty"), help));
        }
        Ok(Some((verb, checks)))
    }

    /// The program is named, but not as its comments begin. If what follows is a verb with a list, that was meant.
    fn read_misaddressed(mut self, start: usize) -> Result<Option<(Verb, Vec<Span>)>, Box<Diagnostic>> {
        let address = Span { source: self.source, start: start as u32, end: self.at as u32 };
        self.take_while(|byte| matches!(byte, b':' | b'-' | b' ' | b'\t'));
        let word = self.take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'));
        let text = String::from_utf8_lossy(self.text(word)).to_ascii_lowercase();
        self.skip_blanks();
        if self.peek() != Some(b'[') || !VERBS.iter().any(|(name, _)| *name == text) {
            return Ok(None);
        }
        let message = "this comment silences nothing: it has to start with `zonelint:`".to_owned();
        let words = Span { end: word.end, ..address };
        let fix = Fix::unsure(words, format!("zonelint: {text}"));
        let help = format!("write `; zonelint: {text}[CHECK]`, and the reason behind it");
        Err(Box::new(self.invalid(address, message, help).fix(fix)))
    }

    /// What commas separate, without blanks around it.
    fn names(&self, list: Span) -> Vec<Span> {
        let mut names = Vec::new();
        let mut start = list.start as usize;
        for part in self.text(list).split(|&byte| byte == b',') {
            let name = part.trim_ascii();
            let from = start + (part.len() - part.trim_ascii_start().len());
            if !name.is_empty() {
                names.push(Span { start: from as u32, end: (from + name.len()) as u32, ..list });
            }
            start += part.len() + 1;
        }
        names
    }

    fn no_verb(&self, at: Span, word: &str) -> Box<Diagnostic> {
        let meant = nearest(word, VERBS.iter().map(|(name, _)| *name));
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => VERBS_HELP.to_owned(),
        };
        let finding = self.invalid(at, format!("`{word}` is not something a zonelint comment can do"), help);
        // What it silences then was not silenced before.
        Box::new(finding.fix(meant.map(|meant| Fix::unsure(at, meant))))
    }

    fn invalid(&self, at: Span, message: String, help: String) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(&IGNORE_INVALID, at, message).help(help))
    }

    fn text(&self, span: Span) -> &[u8] {
        &self.bytes[span.start as usize..span.end as usize]
    }

    /// The next byte of the line.
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied().filter(|byte| !matches!(byte, b'\n' | b'\r'))
    }

    fn take_while(&mut self, fits: impl Fn(u8) -> bool) -> Span {
        let start = self.at as u32;
        while self.peek().is_some_and(&fits) {
            self.at += 1;
        }
        Span { source: self.source, start, end: self.at as u32 }
    }

    fn skip_blanks(&mut self) {
        self.take_while(|byte| byte.is_ascii_whitespace());
    }
}

const VERBS_HELP: &str = "write `ignore[CHECK]`, `file-ignore[CHECK]`, `disable[CHECK]` or `enable[CHECK]`";
