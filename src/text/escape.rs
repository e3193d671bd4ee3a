//! Escapes of presentation format (RFC 1035 section 5.1): `\DDD` and `\X`.

/// The octet of the escape that a text starts with, and the bytes it takes; `None` if it is none.
pub fn escape(text: &[u8]) -> Option<(u8, usize)> {
    match text {
        [b'\\', b'0'..=b'9', ..] => Some((u8::try_from(decimal(text)?).ok()?, 4)),
        [b'\\', octet, ..] => Some((*octet, 2)),
        _ => None,
    }
}

/// The number of an escape with three digits, which may be no octet.
fn decimal(text: &[u8]) -> Option<u16> {
    let digits = text.get(1..4).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
    Some(digits.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0')))
}

/// The octets that a text stands for; where an escape is wrong, its offset.
pub fn unescape(text: &[u8]) -> Result<Vec<u8>, usize> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let (octet, length) = if text[at] == b'\\' { escape(&text[at..]).ok_or(at)? } else { (text[at], 1) };
        out.push(octet);
        at += length;
    }
    Ok(out)
}

/// The octet that a text starts with, and the bytes it takes. Escapes that are wrong have a finding of their own: of a
/// number that is no octet the low eight bits count, and with too few digits the first stands for itself.
pub fn octet_lossy(text: &[u8]) -> Option<(u8, usize)> {
    match text {
        [b'\\', octet, ..] => Some(decimal(text).map_or((*octet, 2), |number| (number as u8, 4))),
        [octet, ..] => Some((*octet, 1)),
        [] => None,
    }
}

/// The octets that a text stands for, each [read without complaint](octet_lossy).
pub fn unescape_lossy(text: &[u8]) -> Vec<u8> {
    if !text.contains(&b'\\') {
        return text.to_vec();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((octet, length)) = octet_lossy(rest) {
        out.push(octet);
        rest = &rest[length..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_read() {
        for (text, octets) in [(r"a\.b", "a.b"), (r"\065b", "Ab"), (r"\\", r"\"), ("", "")] {
            assert_eq!(unescape(text.as_bytes()), Ok(octets.into()), "{text}");
            assert_eq!(unescape_lossy(text.as_bytes()), octets.as_bytes(), "{text}");
        }
    }

    #[test]
    fn wrong_escapes_have_a_place_and_are_read_none_the_less() {
        for (text, at, octets) in
            [(r"a\256", 1, &b"a\0"[..]), (r"ab\12", 2, b"ab12"), (r"\1a", 0, b"1a"), (r"a\", 1, br"a\")]
        {
            assert_eq!(unescape(text.as_bytes()), Err(at), "{text}");
            assert_eq!(unescape_lossy(text.as_bytes()), octets, "{text}");
        }
    }
}
