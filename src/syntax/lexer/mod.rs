//! Bytes to tokens, one entry at a time (RFC 1035 section 5.1).
//!
//! An entry is a line, or the lines that parentheses join. The lexer never fails: what it
//! cannot make sense of is a problem with a place, and reading goes on at the next entry.

mod parentheses;

use super::byte_scanner::{BLOCK, ByteScanner};
use super::entry;
use super::swar::{below, equal, find};
use super::token::{Line, Token};
use parentheses::{Parentheses, opened_in_comment, starts_record};

/// Deeper nesting than any server takes.
const MAX_DEPTH: u32 = 64;
/// So many unclosed parentheses are looked behind before the rest of the file is given up:
/// each look reads to the end of the file.
const MAX_RESUMES: u32 = 16;
/// Record data holds 65,535 octets at most, so an entry of more words than this is not one.
const MAX_TOKENS: usize = 1 << 17;

/// So far a quote that its line does not close is looked for on the next ones.
const MAX_QUOTED: usize = 8192;

const BLANK: u8 = 0;
const NEWLINE: u8 = 1;
const WORD: u8 = 2;
const COMMENT: u8 = 3;
const OPEN: u8 = 4;
const CLOSE: u8 = 5;
const QUOTE: u8 = 6;
const BACKSLASH: u8 = 7;

/// What a byte means outside quotes and comments.
const CLASS: [u8; 256] = {
    let mut class = [WORD; 256];
    class[b' ' as usize] = BLANK;
    class[b'\t' as usize] = BLANK;
    class[b'\n' as usize] = NEWLINE;
    class[b'\r' as usize] = NEWLINE;
    class[b';' as usize] = COMMENT;
    class[b'(' as usize] = OPEN;
    class[b')' as usize] = CLOSE;
    class[b'"' as usize] = QUOTE;
    class[b'\\' as usize] = BACKSLASH;
    class
};

/// What the lexer stumbled over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LexFault {
    /// A `(` that nothing closes before the file ends.
    UnclosedParenthesis,
    /// A `)` in a comment, where it does not close the parenthesis that is open.
    ClosedInComment {
        /// Offset of the `(`.
        open: u32,
    },
    /// A `(` at the end of a comment, where it does not open the parenthesis that is closed below.
    OpenedInComment,
    /// A `)` that nothing opened.
    StrayParenthesis,
    /// More nesting than any server takes.
    TooDeep,
    /// More words than record data can hold.
    TooLong,
    /// A quote that is not closed.
    UnclosedQuote,
    /// A quote that is closed on a later line.
    QuotedNewline,
    /// A backslash with nothing behind it.
    BackslashAtEnd,
}

/// A fault and the bytes it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LexProblem {
    /// What is wrong.
    pub fault: LexFault,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl LexProblem {
    fn swallows_parenthesis(&self, bytes: &[u8]) -> bool {
        let text = &bytes[self.start as usize..self.end as usize];
        self.fault == LexFault::UnclosedQuote && memchr::memchr(b')', text).is_some()
    }
}

/// Reads the entries of one source in order.
#[derive(Debug)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where words may end.
    ends: ByteScanner,
    resumes_left: u32,
}

impl<'a> Lexer<'a> {
    /// Starts at an offset, which is the start of a line.
    pub fn new(bytes: &'a [u8], at: usize) -> Lexer<'a> {
        Lexer { bytes, at, ends: ByteScanner::default(), resumes_left: MAX_RESUMES }
    }

    /// Offset of the first byte that was not read yet: after an entry, the start of the line behind it.
    pub fn at(&self) -> u32 {
        self.at as u32
    }

    /// Fills `tokens` with the next entry that has any.
    ///
    /// One entry adds one problem at most, the first: what follows it is usually its consequence.
    /// A problem before the entry's line is one of a line without words.
    #[inline]
    pub fn next(&mut self, tokens: &mut Vec<Token>, problems: &mut Vec<LexProblem>) -> Option<Line> {
        tokens.clear();
        let line = self.line_at(self.at);
        if self.plain_words(tokens) { Some(line) } else { self.any_entry(line, tokens, problems) }
    }

    /// Goes on behind the plain words of an entry.
    #[inline(never)]
    fn any_entry(&mut self, mut line: Line, tokens: &mut Vec<Token>, problems: &mut Vec<LexProblem>) -> Option<Line> {
        let mut parentheses = Parentheses::default();
        let mut fault = None;
        let bytes = self.bytes;
        let mut at = self.at;
        while let Some(&byte) = bytes.get(at) {
            match CLASS[byte as usize] {
                BLANK => at += 1,
                NEWLINE => {
                    at += 1;
                    if parentheses.depth > 0 {
                        if bytes.get(at).is_some_and(|&byte| matches!(CLASS[byte as usize], WORD | BACKSLASH)) {
                            parentheses.note_first_column(at, tokens.len());
                        }
                    } else if tokens.is_empty() {
                        // A fault of a line without words is none of the entry's.
                        problems.extend(fault.take());
                        line = self.line_at(at);
                        self.at = at;
                        if self.plain_words(tokens) {
                            return Some(line);
                        }
                        at = self.at;
                    } else {
                        break;
                    }
                }
                COMMENT => {
                    line.commented = true;
                    at = comment(bytes, at, tokens.len(), &mut parentheses, &mut fault);
                }
                OPEN if parentheses.depth == MAX_DEPTH => at = note(&mut fault, LexFault::TooDeep, at),
                OPEN => at = parentheses.open(at),
                CLOSE if parentheses.depth == 0 => at = note(&mut fault, LexFault::StrayParenthesis, at),
                CLOSE => at = parentheses.close(at),
                _ if tokens.len() == MAX_TOKENS => at = note(&mut fault, LexFault::TooLong, at),
                class => {
                    let token = match class {
                        QUOTE => quoted(bytes, at, &mut fault),
                        _ => word(bytes, at, &mut self.ends, &mut fault),
                    };
                    at = token.end as usize;
                    tokens.push(token);
                }
            }
        }
        self.at = at;
        if parentheses.depth > 0 {
            self.resume_after_unclosed(parentheses, tokens, &mut fault);
        }
        problems.extend(fault);
        if tokens.is_empty() && self.at < self.bytes.len() {
            // Only after a resume, and those are counted.
            return self.next(tokens, problems);
        }
        (!tokens.is_empty()).then_some(line)
    }

    /// Reads words as long as they and what stands between them are plain, as they are on nearly
    /// every line; whether that was all of an entry.
    #[inline(never)]
    fn plain_words(&mut self, tokens: &mut Vec<Token>) -> bool {
        let bytes = self.bytes;
        let mut at = self.at;
        let mut next = at;
        // No block has more words than bytes.
        while tokens.len() + BLOCK <= MAX_TOKENS {
            let (block, mut ends) = self.ends.block(bytes, next, may_end_word);
            while ends != 0 {
                let end = block + ends.trailing_zeros() as usize;
                ends &= ends - 1;
                let class = bytes.get(end).map_or(QUOTE, |&byte| CLASS[byte as usize]);
                if class > NEWLINE {
                    self.at = at;
                    return false;
                }
                if end > at {
                    tokens.push(Token { start: at as u32, end: end as u32, quoted: false, escaped: false });
                }
                if class == NEWLINE {
                    let is_entry = !tokens.is_empty();
                    self.at = end + usize::from(is_entry);
                    return is_entry;
                }
                at = end + 1;
            }
            next = block + BLOCK;
        }
        self.at = at;
        false
    }

    fn line_at(&self, at: usize) -> Line {
        let blank = self.bytes.get(at).is_some_and(|&b| CLASS[b as usize] == BLANK);
        Line { start: at as u32, blank, commented: false }
    }

    fn resume_after_unclosed(
        &mut self,
        parentheses: Parentheses,
        tokens: &mut Vec<Token>,
        fault: &mut Option<LexProblem>,
    ) {
        let open = parentheses.opened_at as u32;
        let unclosed = match parentheses.commented {
            Some((at, _)) => {
                LexProblem { fault: LexFault::ClosedInComment { open }, start: at as u32, end: at as u32 + 1 }
            }
            None => LexProblem { fault: LexFault::UnclosedParenthesis, start: open, end: open + 1 },
        };
        // A quote that is not closed may have swallowed what closes the parenthesis.
        *fault = fault.filter(|first| first.swallows_parenthesis(self.bytes)).or(Some(unclosed));
        let behind_comment = parentheses.commented.map(|(at, count)| (find_line_end(self.bytes, at), count));
        let next = || parentheses.next_record(self.bytes, tokens, |at| reads_as_record(self.bytes, at));
        if let Some((at, count)) = behind_comment.or_else(next) {
            tokens.truncate(count);
            match self.resumes_left.checked_sub(1) {
                Some(left) => (self.resumes_left, self.at) = (left, at),
                None => self.at = self.bytes.len(),
            }
        }
    }
}

/// Takes down the first fault of an entry, and goes on after the byte.
fn note(first: &mut Option<LexProblem>, fault: LexFault, at: usize) -> usize {
    first.get_or_insert(LexProblem { fault, start: at as u32, end: at as u32 + 1 });
    at + 1
}

/// Passes over a comment, which may hold a parenthesis that was not meant to be part of it.
#[inline(always)]
fn comment(
    bytes: &[u8],
    at: usize,
    tokens: usize,
    parentheses: &mut Parentheses,
    fault: &mut Option<LexProblem>,
) -> usize {
    let end = find_line_end(bytes, at);
    if parentheses.depth > 0 {
        parentheses.note_comment(bytes, at..end, tokens);
    } else if tokens > 0
        // Nearly all end in another character.
        && matches!(bytes[end - 1], b'(' | b' ' | b'\t')
        && let Some(open) = opened_in_comment(bytes, at..end)
    {
        note(fault, LexFault::OpenedInComment, open);
        parentheses.open(open);
        parentheses.note_comment(bytes, at..end, tokens);
    }
    end
}

fn find_line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}

/// A word ends at a blank, a newline, a comment or a parenthesis; `key="a b"` is one word.
fn word(bytes: &[u8], start: usize, ends: &mut ByteScanner, fault: &mut Option<LexProblem>) -> Token {
    let mut at = start;
    let mut escaped = false;
    loop {
        at = ends.next(bytes, at, may_end_word);
        match bytes.get(at).map(|&byte| CLASS[byte as usize]) {
            Some(WORD) => at += 1,
            Some(BACKSLASH) => {
                escaped = true;
                at = after_escape(bytes, at, fault);
            }
            Some(QUOTE) if at > start && bytes[at - 1] == b'=' => {
                let (end, has_escape) = closing_quote(bytes, at, fault);
                escaped |= has_escape;
                at = end;
            }
            // Any other quote starts a string of its own.
            _ => break,
        }
    }
    Token { start: start as u32, end: at as u32, quoted: false, escaped }
}

fn quoted(bytes: &[u8], start: usize, fault: &mut Option<LexProblem>) -> Token {
    let (end, escaped) = closing_quote(bytes, start, fault);
    let closed = end - start >= 2 && bytes[end - 1] == b'"';
    Token { start: start as u32, end: end as u32, quoted: closed, escaped }
}

/// The offset after the quote that closes the one at `open`, and whether a backslash stands between.
/// A quote that neither its line nor a later one closes ends with the line.
fn closing_quote(bytes: &[u8], open: usize, fault: &mut Option<LexProblem>) -> (usize, bool) {
    let mut at = open + 1;
    let mut escaped = false;
    loop {
        at = find(bytes, at, may_end_quoted, |byte| matches!(CLASS[byte as usize], QUOTE | BACKSLASH | NEWLINE));
        match bytes.get(at) {
            Some(b'"') => return (at + 1, escaped),
            // What a newline does in quotes is said below.
            Some(b'\\') if matches!(bytes.get(at + 1), Some(b'\n' | b'\r') | None) => at += 1,
            Some(b'\\') => {
                escaped = true;
                at += 2;
            }
            _ => break,
        }
    }
    let (start, end) = (open as u32, at as u32);
    match closed_later(bytes, at) {
        Some(close) => {
            fault.get_or_insert(LexProblem { fault: LexFault::QuotedNewline, start, end });
            (close, true)
        }
        None => {
            fault.get_or_insert(LexProblem { fault: LexFault::UnclosedQuote, start, end });
            (at, escaped)
        }
    }
}

/// The offset after the quote on a later line that closes the string: where the quotes behind it
/// on its line come in pairs, and no line on the way reads as the next record.
fn closed_later(bytes: &[u8], line_end: usize) -> Option<usize> {
    let rest = &bytes[line_end..bytes.len().min(line_end + MAX_QUOTED)];
    let quotes = |text: &[u8]| {
        let escapes = |at: usize| text[..at].iter().rev().take_while(|b| **b == b'\\').count();
        memchr::memchr_iter(b'"', text).filter(|&at| escapes(at) % 2 == 0).collect::<Vec<_>>()
    };
    let mut start = 0;
    for line in rest.split(|b| matches!(b, b'\n' | b'\r')) {
        let quotes = quotes(line);
        let before = &line[..quotes.first().copied().unwrap_or(line.len())];
        if start > 0 && (starts_record(before) || reads_as_record(rest, start)) {
            return None;
        }
        if let [first, others @ ..] = quotes.as_slice() {
            return others.len().is_multiple_of(2).then_some(line_end + start + first + 1);
        }
        start += line.len() + 1;
    }
    None
}

/// Whether a line is a record by itself: with a class, or with data that are valid for the type. The list of types of
/// an NSEC record, and the data of a key, go on in lines that are none.
fn reads_as_record(bytes: &[u8], at: usize) -> bool {
    let end = find_line_end(bytes, at);
    let (text, mut tokens) = (&bytes[..end], Vec::new());
    let Some(line) = Lexer::new(text, at).next(&mut tokens, &mut Vec::new()) else { return false };
    let head = entry::head_at_a_glance(line, &tokens, text);
    head.is_some_and(|head| head.class.is_some() || entry::has_sound_data(&head, &tokens, text))
}

/// All that ends a word is below `*`, or one of these two.
fn may_end_word(byte: u8) -> bool {
    byte < b'*' || byte == b';' || byte == b'\\'
}

/// The same of eight bytes in quotes, for the newline, the quote and the backslash.
fn may_end_quoted(eight: u64) -> u64 {
    equal(eight, b'"') | equal(eight, b'\\') | below(eight, b'\r' + 1)
}

/// The offset after the escape at `at`; a newline is never escaped.
fn after_escape(bytes: &[u8], at: usize, fault: &mut Option<LexProblem>) -> usize {
    match bytes.get(at + 1) {
        Some(b'\n' | b'\r') | None => {
            fault.get_or_insert(LexProblem { fault: LexFault::BackslashAtEnd, start: at as u32, end: at as u32 + 1 });
            at + 1
        }
        Some(_) => at + 2,
    }
}

#[cfg(test)]
mod tests;
