//! Tokens to the head of a record: owner, TTL, class and type (RFC 1035 section 5.1).

use std::borrow::Cow;

use super::lexer::Line;
use super::rdata::RType;
use super::token::Token;
use super::{Problem, ttl};

/// The class of nearly every zone.
pub const CLASS_IN: u16 = 1;

/// What stands before the data of a record.
#[derive(Clone, Debug)]
pub struct Head {
    /// `None`: the line starts with a blank, the owner is the one of the record before.
    pub owner: Option<Token>,
    /// Seconds, and where they stand.
    pub ttl: Option<(u32, Token)>,
    /// The class, and where it stands.
    pub class: Option<(u16, Token)>,
    /// The type.
    pub rtype: RType,
    /// Where the type stands.
    pub rtype_at: Token,
    /// The index of the first token of the data.
    pub data: usize,
    /// What there is to say of a type that is [`RType::UNKNOWN`].
    pub unknown: Option<Unknown>,
}

/// A word where the type belongs that names none, on a line that is a record otherwise.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// What is wrong.
    pub problem: Problem,
    /// It is one keystroke from a type there is.
    pub is_slip: bool,
}

/// Types that one server has of its own; their data is its own matter.
const SERVERS_OWN: [&str; 5] = ["ALIAS", "ANAME", "DYNA", "DYNC", "LUA"];

/// Reads the head. TTL and class may come in either order; a token in the first column is
/// always the owner, whatever it looks like.
pub fn head(line: Line, tokens: &[Token], bytes: &[u8]) -> Result<Head, Problem> {
    let owner = (!line.blank).then(|| tokens[0]);
    let (mut ttl, mut class) = (None, None);
    let first = usize::from(!line.blank);
    for (at, token) in tokens.iter().enumerate().skip(first) {
        let text = token.text(bytes);
        if !token.quoted && ttl.is_none() && text.first().is_some_and(u8::is_ascii_digit) {
            match ttl::parse(text) {
                Some(Ok(seconds)) => {
                    ttl = Some((seconds, *token));
                    continue;
                }
                Some(Err(_)) => return Err(too_big(token, text)),
                None => {}
            }
        }
        if let (None, false, Some(number)) = (class, token.quoted, class_of(text)) {
            class = Some((number, *token));
            continue;
        }
        let known = RType::from_mnemonic(text).filter(|_| !token.quoted);
        let (rtype, unknown) = match known {
            Some(rtype) => (rtype, None),
            None if is_server_own(text) => (RType::UNKNOWN, None),
            None => {
                let problem = no_type(line, at, tokens, bytes);
                let says_more = ttl.is_some() || class.is_some() || !text.iter().any(u8::is_ascii_lowercase);
                let unknown = unknown_type(text).filter(|_| says_more && at + 1 < tokens.len() && at > 0);
                let Some(is_slip) = unknown else { return Err(problem) };
                (RType::UNKNOWN, Some(Unknown { problem, is_slip }))
            }
        };
        return Ok(Head { owner, ttl, class, rtype, rtype_at: *token, data: at + 1, unknown });
    }
    let last = tokens[tokens.len() - 1];
    Err(Problem::at(last, "the line ends before a record type")
        .help("a record is `owner TTL class type data`, and TTL and class may be left out"))
}

/// `IN`, `CH`, `HS`, `CS` and `CLASSnnn` (RFC 3597 section 5).
fn class_of(text: &[u8]) -> Option<u16> {
    match text {
        [a, b] => match [a.to_ascii_uppercase(), b.to_ascii_uppercase()] {
            [b'I', b'N'] => Some(CLASS_IN),
            [b'C', b'S'] => Some(2),
            [b'C', b'H'] => Some(3),
            [b'H', b'S'] => Some(4),
            _ => None,
        },
        [front @ .., _] if front.len() >= 5 && front[..5].eq_ignore_ascii_case(b"CLASS") => {
            let digits = text[5..].iter().all(u8::is_ascii_digit);
            std::str::from_utf8(&text[5..]).ok().filter(|_| digits)?.parse().ok()
        }
        _ => None,
    }
}

/// A class as it is written.
pub fn class_text(class: u16) -> String {
    match class {
        CLASS_IN => "IN".to_owned(),
        2 => "CS".to_owned(),
        3 => "CH".to_owned(),
        4 => "HS".to_owned(),
        _ => format!("CLASS{class}"),
    }
}

fn too_big(token: &Token, text: &[u8]) -> Problem {
    Problem::at(*token, format!("TTL `{}` does not fit in 32 bits", shown(text)))
        .help("TTLs end at 2147483647 seconds (RFC 2181 section 8); a week is 604800")
}

fn no_type(line: Line, at: usize, tokens: &[Token], bytes: &[u8]) -> Problem {
    let token = tokens[at];
    let text = token.text(bytes);
    let problem = Problem::at(token, format!("`{}` is not a record type", shown(text)));
    if text.first() == Some(&b'#') || tokens[0].text(bytes).first() == Some(&b'#') {
        return problem.help("comments start with `;`");
    }
    if is_numbered(text) {
        return problem.help("`TYPE` is followed by a number up to 65535 (RFC 3597 section 5)");
    }
    let as_owner = Line { blank: false, ..line };
    if line.blank && at == 0 && tokens.len() > 1 && head(as_owner, tokens, bytes).is_ok() {
        let owner = shown(text);
        return problem.help(format!(
            "the line starts with a blank, so its owner is that of the record before; if `{owner}` is the owner, put it in the first column"
        ));
    }
    let is_type = RType::from_mnemonic(tokens[0].text(bytes)).is_some();
    if !line.blank && at <= 2 && is_type {
        return problem.help("a line that starts in the first column starts with its owner; put a blank first to go on with the owner of the record before");
    }
    match similar_type(text) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None => problem.help("a record is `owner TTL class type data`; unknown types are written `TYPEnnn`"),
    }
}

fn is_server_own(text: &[u8]) -> bool {
    SERVERS_OWN.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(text))
}

/// `TYPE` and a digit, as RFC 3597 spells types.
fn is_numbered(text: &[u8]) -> bool {
    text.len() > 4 && text[..4].eq_ignore_ascii_case(b"TYPE") && text[4].is_ascii_digit()
}

/// Whether a word can be the mnemonic of a type, and then whether it is a slip of a known one.
fn unknown_type(text: &[u8]) -> Option<bool> {
    if is_numbered(text) {
        return Some(true);
    }
    let is_mnemonic = text.first().is_some_and(u8::is_ascii_alphabetic)
        && text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    is_mnemonic.then(|| similar_type(text).is_some())
}

fn similar_type(text: &[u8]) -> Option<Cow<'static, str>> {
    let text = shown(text).to_ascii_uppercase();
    let near = |name: &Cow<str>| name.len() > 1 && strsim::damerau_levenshtein(name, &text) == 1;
    (text.len() > 1).then(|| RType::all().map(RType::mnemonic).find(near)).flatten()
}

/// Bytes of a zone in a message; the renderers make it safe to print.
pub(crate) fn shown(text: &[u8]) -> Cow<'_, str> {
    const LONGEST: usize = 80;
    match text.get(..LONGEST) {
        Some(start) if text.len() > LONGEST => format!("{}…", String::from_utf8_lossy(start)).into(),
        _ => String::from_utf8_lossy(text),
    }
}
