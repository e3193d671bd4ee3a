//! Tokens to the head of a record: owner, TTL, class and type (RFC 1035 section 5.1).

use std::borrow::Cow;

use super::dialect::{self, OwnWord};
use super::iana::classes;
use super::rdata::{self, RType};
use super::swar::short;
use super::token::{Line, Token};
use super::{Problem, ttl};
use crate::text::suggest::distance_within;

const IN: u64 = short(b"IN", 2);

/// What stands before the data of a record.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// Seconds.
    pub ttl: Option<u32>,
    /// The class, and the index of its token.
    pub class: Option<(u16, u8)>,
    /// The type.
    pub rtype: RType,
    type_at: u8,
}

impl Head {
    /// The head with nothing before the type at an index.
    pub(super) fn of_type(rtype: RType, at: usize) -> Head {
        Head { ttl: None, class: None, rtype, type_at: at as u8 }
    }

    /// The index of the type's token; the data follow it.
    pub fn type_at(&self) -> usize {
        usize::from(self.type_at)
    }

    /// Whether a line is a record otherwise, where the word in the place of the type names none.
    fn is_of_record(&self, line: Line, tokens: &[Token], bytes: &[u8]) -> bool {
        let at = self.type_at();
        let in_capitals = || !tokens[at].text(bytes).iter().any(u8::is_ascii_lowercase);
        let says_more = self.ttl.is_some() || self.class.is_some() || in_capitals();
        says_more && at + 1 < tokens.len() && (at > 0 || line.blank)
    }
}

/// Why an entry has no head.
#[derive(Clone, Debug)]
pub struct HeadError {
    /// What is to be said.
    pub problem: Problem,
    /// What there is all the same where a word that names no type of the registry stands in the
    /// place of the type or before it, and what that word is; the type is [`RType::UNKNOWN`] in its place.
    pub unknown: Option<(Head, Word)>,
}

/// What a word may be that is no type of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// One keystroke from a type there is.
    Misspelled,
    /// A word that one server has for itself; where it is no type, the head is complete.
    OfOneServer(OwnWord),
    /// Perhaps a type, on a line that is a record otherwise.
    Unrecognised,
}

/// Why an entry has no head, and the index of the word that is in the way.
#[derive(Clone, Copy)]
enum NoHead {
    /// A TTL does not fit.
    TooBig(usize),
    /// The word in the place of the type names none; what was read before it.
    NoType(Head),
    /// All is there, and a time stamp as well.
    Stamped(Head, usize),
    /// The line ends before a type.
    Ends,
}

/// Reads the head. TTL and class may come in either order; a token in the first column is
/// always the owner, whatever it looks like.
pub fn head(line: Line, tokens: &[Token], bytes: &[u8]) -> Result<Head, Box<HeadError>> {
    match plain_head(line, tokens, bytes) {
        Some(head) => Ok(head),
        None => any_head(line, tokens, bytes).map_err(|why| why.said(line, tokens, bytes)),
    }
}

/// The head of an entry for those who only look at a file: nothing is said of an entry without one. Words that one
/// server alone reads may stand in it, and of two owners the first counts, as where the zone is read.
pub fn head_at_a_glance(line: Line, tokens: &[Token], bytes: &[u8]) -> Option<Head> {
    let read = |line, tokens| {
        let plain = plain_head(line, tokens, bytes);
        plain.map_or_else(|| any_head(line, tokens, bytes), Ok)
    };
    let why = match read(line, tokens) {
        Ok(head) | Err(NoHead::Stamped(head, _)) => return Some(head),
        Err(why) => why,
    };
    if let NoHead::NoType(head) = why
        && head.is_of_record(line, tokens, bytes)
        && dialect::of_type(tokens[head.type_at()].text(bytes)).is_some()
    {
        return Some(head);
    }
    let second = why.at(tokens);
    if !is_second_owner(line, second, tokens, bytes) {
        return None;
    }
    // As if the second owner were the first.
    let words = &tokens[second..];
    read(line, words).ok().filter(|head| has_sound_data(head, words, bytes))
}

/// The head where every word of it is short and spelled as nearly all are; `None` where that takes a
/// closer look.
#[inline(always)]
fn plain_head(line: Line, tokens: &[Token], bytes: &[u8]) -> Option<Head> {
    let (mut ttl, mut class) = (None, None);
    for (at, token) in tokens.iter().enumerate().skip(usize::from(!line.blank)) {
        let short = token.short(bytes);
        match short as u8 {
            b'0'..=b'9' if ttl.is_none() => ttl = Some(ttl::of_short(short)?),
            b'I' if short == IN && class.is_none() => class = Some((classes::IN, at as u8)),
            // One TTL, one class and an owner are before it at most.
            _ => return Some(Head { ttl, class, rtype: RType::from_short(short)?, type_at: at as u8 }),
        }
    }
    None
}

fn any_head(line: Line, tokens: &[Token], bytes: &[u8]) -> Result<Head, NoHead> {
    let mut head = Head { ttl: None, class: None, rtype: RType::UNKNOWN, type_at: 0 };
    let mut stamp = None;
    for (at, token) in tokens.iter().enumerate().skip(usize::from(!line.blank)) {
        let text = token.text(bytes);
        let is_number = text.first().is_some_and(u8::is_ascii_digit);
        if head.ttl.is_none()
            && !token.quoted
            && is_number
            && let Some(ttl) = ttl_of(text)
        {
            head.ttl = Some(ttl.map_err(|_| NoHead::TooBig(at))?);
            continue;
        }
        if let (None, false, Some(number)) = (head.class, token.quoted, classes::number_of(text)) {
            head.class = Some((number, at as u8));
            continue;
        }
        if stamp.is_none() && !token.quoted && dialect::is_time_stamp(text) {
            stamp = Some(at);
            continue;
        }
        head.type_at = at as u8;
        let rtype = RType::from_mnemonic(text).filter(|_| !token.quoted);
        return match (rtype.map(|rtype| Head { rtype, ..head }), stamp) {
            (Some(head), None) => Ok(head),
            (Some(head), Some(stamp)) => Err(NoHead::Stamped(head, stamp)),
            (None, _) => Err(NoHead::NoType(head)),
        };
    }
    Err(NoHead::Ends)
}

impl NoHead {
    /// The index of the word in the way.
    fn at(self, tokens: &[Token]) -> usize {
        match self {
            NoHead::TooBig(at) | NoHead::Stamped(_, at) => at,
            NoHead::NoType(head) => head.type_at(),
            NoHead::Ends => tokens.len() - 1,
        }
    }

    #[cold]
    fn said(self, line: Line, tokens: &[Token], bytes: &[u8]) -> Box<HeadError> {
        let token = &tokens[self.at(tokens)];
        match self {
            NoHead::TooBig(_) => HeadError::said(too_big(token, token.text(bytes))),
            NoHead::NoType(head) => misread(head, line, tokens, bytes),
            NoHead::Stamped(head, _) => stamped(head, *token, bytes),
            NoHead::Ends => {
                let problem = Problem::at(*token, "the line ends before a record type");
                let help = "a record is `owner TTL class type data`; TTL and class are optional";
                HeadError::said(problem.help(help))
            }
        }
    }
}

impl HeadError {
    fn said(problem: Problem) -> Box<HeadError> {
        Box::new(HeadError { problem, unknown: None })
    }
}

/// A record that has all it needs, and a time stamp.
#[cold]
fn stamped(head: Head, stamp: Token, bytes: &[u8]) -> Box<HeadError> {
    let word = dialect::TIME_STAMP;
    let problem = word.problem(stamp, &shown(stamp.text(bytes)));
    Box::new(HeadError { problem, unknown: Some((head, Word::OfOneServer(word))) })
}

/// What is to be said of a word in the place of the type that names none.
#[cold]
fn misread(head: Head, line: Line, tokens: &[Token], bytes: &[u8]) -> Box<HeadError> {
    let at = head.type_at();
    let word = what_word(tokens[at].text(bytes)).filter(|_| head.is_of_record(line, tokens, bytes));
    Box::new(HeadError { problem: no_type(line, at, tokens, bytes), unknown: word.map(|word| (head, word)) })
}

/// gdnsd writes the highest and the lowest TTL of a dynamic record: `300/10`.
fn ttl_of(text: &[u8]) -> Option<Result<u32, ttl::TooBig>> {
    ttl::parse(text).or_else(|| {
        let (highest, _) = text.split_at(text.iter().position(|&byte| byte == b'/')?);
        ttl::parse(highest)
    })
}

/// Whether a line starts with a blank and yet with an owner: only then is it a record.
pub fn owner_is_indented(line: Line, tokens: &[Token], bytes: &[u8]) -> bool {
    let first = tokens[0].text(bytes);
    let may_be_head = first[..1.min(first.len())].iter().any(u8::is_ascii_digit) && ttl::parse(first).is_some();
    let is_type =
        RType::from_mnemonic(first).is_some() || dialect::of_type(first).is_some() || dialect::is_time_stamp(first);
    let is_head = is_type || classes::number_of(first).is_some() || may_be_head;
    line.blank && !is_head && head(Line { blank: false, ..line }, tokens, bytes).is_ok()
}

/// Whether an SOA starts in the first column and yet with its class: the owner was forgotten, and the class is read as
/// one.
pub fn is_class_for_owner(line: Line, head: &Head, tokens: &[Token], bytes: &[u8]) -> bool {
    let is_it = head.rtype == RType::SOA && !line.blank && head.class.is_none();
    is_it && classes::number_of(tokens[0].text(bytes)).is_some()
}

/// The words of a line without the second of two owners, as in `@ example.com. IN SOA`, and what is to be said of it.
/// It is the word that no head has there.
#[cold]
pub fn without_second_owner(line: Line, tokens: &[Token], bytes: &[u8]) -> Option<(Vec<Token>, Problem)> {
    let at = any_head(line, tokens, bytes).err()?.at(tokens);
    if !is_second_owner(line, at, tokens, bytes) {
        return None;
    }
    let words = [&tokens[..at], &tokens[at + 1..]].concat();
    let head = head(line, &words, bytes).ok()?;
    let (owner, word) = (tokens[0].text(bytes), tokens[at].text(bytes));
    let message = format!("`{}` after the owner `{}` looks like a second owner", shown(word), shown(owner));
    let problem = Problem::at(tokens[at], message);
    let help = "a record has one owner, which is one word: remove one of them";
    has_sound_data(&head, &words, bytes).then(|| (words, problem.help(help)))
}

/// Whether the word that is in the way of a head may be a second owner.
fn is_second_owner(line: Line, at: usize, tokens: &[Token], bytes: &[u8]) -> bool {
    if at == 0 || line.blank || tokens[at].quoted || is_comment(tokens[0].text(bytes)) {
        return false;
    }
    let word = tokens[at].text(bytes);
    let is_of_names = |b: &u8| b.is_ascii_alphanumeric() || b"-_.*/".contains(b);
    // A word without a dot may as well be a class or a type that was mistyped.
    let has_name = || word.contains(&b'.') && word.iter().any(u8::is_ascii_alphabetic);
    word == b"@" || has_name() && word.iter().all(is_of_names)
}

/// Whether the data behind a head fit its type.
pub(super) fn has_sound_data(head: &Head, tokens: &[Token], bytes: &[u8]) -> bool {
    let mut problems = Vec::new();
    let (rtype_at, data) = (&tokens[head.type_at()], &tokens[head.type_at() + 1..]);
    rdata::check(head.rtype, data, bytes, rtype_at, &mut problems);
    problems.is_empty()
}

#[cold]
fn too_big(token: &Token, text: &[u8]) -> Problem {
    Problem::at(*token, format!("TTL `{}` does not fit in 32 bits", shown(text)))
        .help("the maximum is 2147483647 seconds (RFC 2181 section 8); a week is 604800")
}

fn no_type(line: Line, at: usize, tokens: &[Token], bytes: &[u8]) -> Problem {
    let token = tokens[at];
    let text = token.text(bytes);
    if let Some(word) = dialect::of_type(text) {
        return word.problem(token, &shown(text));
    }
    let problem = Problem::at(token, format!("`{}` is not a record type", shown(text)));
    if is_comment(text) || is_comment(tokens[0].text(bytes)) {
        return problem.help(COMMENT_HELP);
    }
    if is_numbered(text) {
        return problem.help("`TYPE` is followed by a number up to 65535 (RFC 3597 section 5)");
    }
    if at == 0 && owner_is_indented(line, tokens, bytes) {
        let owner = shown(text);
        return problem.help(format!(
            "the line starts with a space, so it has the owner of the record before; if `{owner}` is the owner, put it in the first column"
        ));
    }
    if at > 0
        && let Some(help) = twice(text)
    {
        return problem.help(help);
    }
    let is_type = RType::from_mnemonic(tokens[0].text(bytes)).is_some();
    if !line.blank && at <= 2 && is_type {
        return problem.help("a line without a space at its start begins with the owner; start it with a space to keep the owner of the record before");
    }
    if at > 0
        && let Some(help) = misplaced(text)
    {
        return problem.help(help);
    }
    match type_meant(text, &tokens[at + 1..], bytes) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None => problem.help("a record is `owner TTL class type data`; unknown types are written `TYPEnnn`"),
    }
}

/// What to type where a second class or TTL stands in the place of the type.
fn twice(text: &[u8]) -> Option<&'static str> {
    let is_ttl = || text.first().is_some_and(u8::is_ascii_digit) && matches!(ttl::parse(text), Some(Ok(_)));
    match () {
        () if classes::number_of(text).is_some() => Some("the class is here twice: remove one"),
        () if is_ttl() => Some("the TTL is here twice: remove one"),
        () => None,
    }
}

/// What to type where something else stands in the place of the type.
fn misplaced(text: &[u8]) -> Option<String> {
    let shown_text = shown(text);
    if shown_text.parse::<std::net::Ipv4Addr>().is_ok() {
        return Some(format!("the type is missing: write `A {shown_text}`"));
    }
    if shown_text.parse::<std::net::Ipv6Addr>().is_ok() {
        return Some(format!("the type is missing: write `AAAA {shown_text}`"));
    }
    let is_number = text.first().is_some_and(u8::is_ascii_digit);
    is_number.then(|| "a TTL is seconds, or numbers with units as in `1h30m` (w, d, h, m, s)".to_owned())
}

/// `TYPE` and a digit, as RFC 3597 spells types.
fn is_numbered(text: &[u8]) -> bool {
    text.len() > 4 && text[..4].eq_ignore_ascii_case(b"TYPE") && text[4].is_ascii_digit()
}

/// What a word that is no type may be, if it can be the mnemonic of one at all.
fn what_word(text: &[u8]) -> Option<Word> {
    let is_mnemonic = text.first().is_some_and(u8::is_ascii_alphabetic)
        && text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    if let Some(word) = dialect::of_type(text) {
        return Some(Word::OfOneServer(word));
    }
    match () {
        () if is_numbered(text) || is_mnemonic && similar_type(text).is_some() => Some(Word::Misspelled),
        () => is_mnemonic.then_some(Word::Unrecognised),
    }
}

/// The type that a mistyped word was meant to be: of those one keystroke away the one that the data fit.
fn type_meant(text: &[u8], data: &[Token], bytes: &[u8]) -> Option<Cow<'static, str>> {
    let written = shown(text).to_ascii_uppercase();
    // One letter is close to any two.
    if let [address] = data
        && let Some(rtype) = rdata::type_of_address(address.text(bytes))
        && distance_within(rtype, &written, 1).is_some()
    {
        return Some(rtype.into());
    }
    let is_near = |name: &str| name.len() > 1 && distance_within(name, &written, 1) == Some(1);
    let near = || RType::all().filter(|rtype| !rtype.is_obsolete() && is_near(&rtype.mnemonic()));
    let fits = |rtype: &RType| {
        let mut problems = Vec::new();
        let is_given = data.first().map(|first| rdata::check(*rtype, data, bytes, first, &mut problems)).is_some();
        is_given && rtype.fields().is_some() && problems.is_empty()
    };
    (text.len() > 1).then(|| near().find(fits).or_else(|| near().next())).flatten().map(RType::mnemonic)
}

fn similar_type(text: &[u8]) -> Option<Cow<'static, str>> {
    let text = shown(text).to_ascii_uppercase();
    let near = |name: &Cow<str>| name.len() > 1 && distance_within(name, &text, 1) == Some(1);
    (text.len() > 1).then(|| RType::all().map(RType::mnemonic).find(near)).flatten()
}

/// Whether a word starts a comment in other languages than this.
pub(crate) fn is_comment(text: &[u8]) -> bool {
    text.starts_with(b"#") || text.starts_with(b"//")
}

/// Whether a line is a comment in other languages, and no record in this.
pub(crate) fn is_remark(line: Line, tokens: &[Token], bytes: &[u8]) -> bool {
    let reads = |head: Head| has_sound_data(&head, tokens, bytes);
    matches!(tokens[0].text(bytes), b"#" | b"//") && !head(line, tokens, bytes).is_ok_and(reads)
}

/// What to type for a comment.
pub(crate) const COMMENT_HELP: &str = "comments start with `;`";

/// Bytes of a zone in a message; the renderers make it safe to print.
pub(crate) fn shown(text: &[u8]) -> Cow<'_, str> {
    const LONGEST: usize = 80;
    match text.get(..LONGEST) {
        Some(start) if text.len() > LONGEST => format!("{}…", String::from_utf8_lossy(start)).into(),
        _ => String::from_utf8_lossy(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexer::Lexer;
    use super::*;

    #[test]
    fn help_says_what_to_type() {
        for (text, expected) in [
            ("a IN IN A 192.0.2.1", "the class is here twice"),
            ("a 3600 IN 7200 A 192.0.2.1", "the TTL is here twice"),
            ("www IN 192.0.2.1", "write `A 192.0.2.1`"),
            ("www IN 2001:db8::1", "write `AAAA 2001:db8::1`"),
            ("www 1h30 A 192.0.2.1", "numbers with units as in `1h30m`"),
            ("A 192.0.2.1", "a line without a space at its start begins with the owner"),
            ("#www is gone", "comments start with `;`"),
            (" @ IN A 192.0.2.1", "if `@` is the owner, put it in the first column"),
            ("www IN CNAM b", "did you mean `CNAME`?"),
            ("www IN AD 192.0.2.1", "did you mean `A`?"),
            ("www IN AAA 2001:db8::1", "did you mean `AAAA`?"),
            ("@ IN MM 10 mail", "did you mean `MX`?"),
            ("@ IN MS ns1", "did you mean `NS`?"),
        ] {
            let mut tokens = Vec::new();
            let line = Lexer::new(text.as_bytes(), 0).next(&mut tokens, &mut Vec::new()).expect("an entry");
            let misread = head(line, &tokens, text.as_bytes()).expect_err("no head");
            let help = misread.problem.help.unwrap_or_default();
            assert!(help.contains(expected), "{text}: {help}");
        }
    }
}
