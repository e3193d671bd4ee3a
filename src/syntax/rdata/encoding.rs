//! Hexadecimal digits, base64 and base32hex (RFC 4648).

use super::{Fault, Verdict, show};
use crate::syntax::token::Token;

const HEX: u8 = 1;
const BASE64: u8 = 2;
const BASE32HEX: u8 = 4;

/// Which alphabets each byte belongs to.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        let mut class = 0;
        if b.is_ascii_hexdigit() {
            class |= HEX;
        }
        if b.is_ascii_alphanumeric() || b == b'+' || b == b'/' {
            class |= BASE64;
        }
        if matches!(b, b'0'..=b'9' | b'a'..=b'v' | b'A'..=b'V') {
            class |= BASE32HEX;
        }
        classes[byte] = class;
        byte += 1;
    }
    classes
};

/// All bytes are of the class. Reads to the end even so: wrong data is rare, branches are not free.
fn all(text: &[u8], class: u8) -> bool {
    text.iter().fold(u8::MAX, |common, byte| common & CLASSES[*byte as usize]) & class != 0 || text.is_empty()
}

#[cold]
fn stranger(text: &[u8], class: u8, alphabet: &str) -> Fault {
    let bad = text.iter().position(|b| CLASSES[*b as usize] & class == 0).unwrap_or_default();
    // A whole character, where it is one.
    let shown = text[bad..].utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
    let shown = match shown {
        Some(c) => show(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => show(&text[bad..=bad]),
    };
    Fault::new(format!("{} is not {alphabet}: it has {shown}", show(text)))
}

/// Hexadecimal digits over any number of words; the index is the word at fault.
pub(super) fn check_hex(name: &str, tokens: &[Token], source: &[u8]) -> Result<(), (usize, Fault)> {
    let mut digits = 0;
    for (index, token) in tokens.iter().enumerate() {
        let text = token.text(source);
        if !all(text, HEX) {
            return Err((index, stranger(text, HEX, "hexadecimal")));
        }
        digits += text.len();
    }
    if digits % 2 == 0 {
        return Ok(());
    }
    let fault = Fault::new(format!("{name} has {digits} hexadecimal digits, an odd number"));
    Err((tokens.len() - 1, fault.help("each octet has two digits: one is missing, or there is one too many")))
}

/// Base64 over any number of words; the index is the word at fault.
pub(super) fn check_base64(name: &str, tokens: &[Token], source: &[u8]) -> Result<(), (usize, Fault)> {
    let (mut digits, mut padding) = (0, 0);
    let mut last = b'A';
    for (index, token) in tokens.iter().enumerate() {
        let text = token.text(source);
        let data = text.trim_suffix_of(b'=');
        if !all(data, BASE64) {
            return Err((index, stranger(data, BASE64, "base64")));
        }
        if let Some(digit) = data.last() {
            if padding > 0 {
                return Err((index, Fault::new(format!("{} follows the `=` that ends the base64", show(text)))));
            }
            last = *digit;
        }
        digits += data.len();
        padding += text.len() - data.len();
    }
    match base64_end(name, digits, padding, last) {
        None => Ok(()),
        Some(fault) => Err((tokens.len() - 1, fault)),
    }
}

/// How many octets base64 that was checked stands for.
pub(super) fn base64_octets(tokens: &[Token], source: &[u8]) -> usize {
    let digits = |token: &Token| token.text(source).trim_suffix_of(b'=').len();
    tokens.iter().map(digits).sum::<usize>() * 6 / 8
}

/// The octets of base64 over any number of words; none where it is not base64.
pub(crate) fn decode_base64(tokens: &[Token], source: &[u8]) -> Option<Vec<u8>> {
    data_encoding::BASE64.decode(&joined(tokens, source)).ok()
}

/// The octets of hexadecimal digits over any number of words; none where they are not hexadecimal.
pub(crate) fn decode_hex(tokens: &[Token], source: &[u8]) -> Option<Vec<u8>> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(&joined(tokens, source)).ok()
}

fn joined(tokens: &[Token], source: &[u8]) -> Vec<u8> {
    tokens.iter().flat_map(|token| token.text(source)).copied().collect()
}

trait TrimSuffix {
    fn trim_suffix_of(&self, byte: u8) -> &Self;
}

impl TrimSuffix for [u8] {
    fn trim_suffix_of(&self, byte: u8) -> &[u8] {
        let mut text = self;
        while let [rest @ .., last] = text
            && *last == byte
        {
            text = rest;
        }
        text
    }
}

/// What is wrong with the length, the padding or the bits past the last octet (RFC 4648 §3.5).
fn base64_end(name: &str, digits: usize, padding: usize, last: u8) -> Option<Fault> {
    let (needed, spare_bits) = match digits % 4 {
        0 => (0, 0),
        2 => (2, 0b1111),
        3 => (1, 0b11),
        _ => {
            let fault = Fault::new(format!("{name} is cut off: base64 never has {digits} digits"));
            return Some(fault.help("digits are missing, or there is one too many"));
        }
    };
    if padding != needed {
        let fault = Fault::new(format!("{name} has {digits} base64 digits and {padding} `=`; it needs {needed}"));
        return Some(fault.help("the end of the base64 is missing, or its padding is"));
    }
    if base64_value(last) & spare_bits != 0 {
        let fault = Fault::new(format!("{name} ends in `{}`, which holds bits past the last octet", last as char));
        return Some(fault.help("the end of the base64 is missing or mistyped"));
    }
    None
}

fn base64_value(digit: u8) -> u8 {
    match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        _ => 63,
    }
}

/// A salt of NSEC3: `-` or up to 255 octets in hexadecimal (RFC 5155 §3.3).
pub(super) fn check_salt(name: &str, text: &[u8]) -> Verdict {
    if text == b"-" {
        return Ok(());
    }
    if !all(text, HEX) {
        return Err(stranger(text, HEX, "hexadecimal").help("write `-` for no salt"));
    }
    if !text.len().is_multiple_of(2) {
        return Err(Fault::new(format!("{name} {} has an odd number of hexadecimal digits", show(text))));
    }
    if text.len() > 510 {
        return Err(Fault::new(format!("{name} has {} octets; the maximum is 255", text.len() / 2)));
    }
    Ok(())
}

/// A hash of NSEC3, without padding (RFC 5155 §3.3).
pub(super) fn check_base32hex(name: &str, text: &[u8]) -> Verdict {
    if !all(text, BASE32HEX) {
        return Err(
            stranger(text, BASE32HEX, "base32hex").help("digits are `0` to `9` and `a` to `v`, without padding")
        );
    }
    match text.len() % 8 {
        0 | 2 | 4 | 5 | 7 if !text.is_empty() && text.len() <= 408 => Ok(()),
        _ => Err(Fault::new(format!("{name} {} is cut off: base32hex never has {} digits", show(text), text.len()))
            .help("a SHA-1 hash has 32 digits")),
    }
}
