//! The key of a DKIM record: base64 of DER (RFC 6376 section 3.6.1), or 32 octets of Ed25519 (RFC 8463 section 4).

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::tags::is_one_of;

/// What stands in the tag `p`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A public key of RSA with so many bits.
    Rsa { bits: usize },
    /// The same without the wrapping that says so (RFC 8017 appendix A.1.1).
    BareRsa,
    /// 32 octets.
    Ed25519,
    /// A key of Ed25519 in a wrapping.
    WrappedEd25519,
    /// The private half.
    Private,
    /// It starts with another `p=`.
    Twice,
    /// The head and foot of a file around it.
    Pem,
    /// Words that were to be replaced with a key.
    Placeholder,
    /// It has a character that base64 has not, at this place.
    NotBase64 { at: usize },
    /// It says that it is longer than it is.
    Cut { length: usize, whole: usize },
    /// Its middle was left out, as in examples: it is too short for a key, and has the end of one.
    Shortened,
    /// An RSA key whose first characters are missing.
    StartMissing,
    /// Its first characters are there twice.
    StartRepeated,
    /// Base64 of something else.
    Other { length: usize },
}

/// Octets of the object identifier rsaEncryption (RFC 8017 appendix A.1) in base64, for each place in a group of four
/// characters that they may have.
static RSA_ENCRYPTION: LazyLock<[Finder; 3]> =
    LazyLock::new(|| ["kqhkiG9w0B", "oZIhvcNAQE", "SqGSIb3DQE"].map(Finder::new));

/// The exponent 65537 at the end of a key.
const USUAL_END: &[u8] = &[0x02, 0x03, 0x01, 0x00, 0x01];
/// The octets before a key of Ed25519 (RFC 8410 section 4).
const ED25519_HEAD: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const ED25519_LENGTH: usize = 32;
/// Fewer octets are no key of RSA that any verifier takes.
const SHORTEST_RSA: usize = 90;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;

/// Reads the value of the tag.
pub(super) fn read(value: &[u8]) -> Key {
    if value.starts_with(b"p=") {
        return Key::Twice;
    }
    if memchr::memmem::find(value, b"-----").is_some() {
        return Key::Pem;
    }
    if is_placeholder(value) {
        return Key::Placeholder;
    }
    let octets = match decode(value) {
        Ok(octets) => octets,
        Err(at) => return Key::NotBase64 { at },
    };
    match octets.len() {
        ED25519_LENGTH => Key::Ed25519,
        _ if octets.starts_with(ED25519_HEAD) => Key::WrappedEd25519,
        _ if octets.first() == Some(&SEQUENCE) => of_der(value, &octets),
        _ if RSA_ENCRYPTION.iter().any(|part| part.find(value).is_some()) => Key::StartMissing,
        length => Key::Other { length },
    }
}

fn is_placeholder(value: &[u8]) -> bool {
    const WORDS: [&str; 11] = [
        "undefined",
        "null",
        "none",
        "nil",
        "key",
        "yourkey",
        "publickey",
        "yourpublickey",
        "changeme",
        "todo",
        "example",
    ];
    // The longest word, with what may stand around it.
    const LONGEST: usize = 64;
    if value.len() > LONGEST {
        return false;
    }
    let has = |part: &[u8]| memchr::memmem::find(value, part).is_some();
    let letters: Vec<u8> = value.iter().copied().filter(u8::is_ascii_alphabetic).collect();
    has(b"{{") || has(b"${") || value.starts_with(b"<") || value.starts_with(b"[") || is_one_of(&WORDS, &letters)
}

/// No character of base64.
const OTHER: u8 = 64;

/// What each character of base64 stands for.
static SIX_BITS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut six = 0;
    while six < letters.len() {
        table[letters[six] as usize] = six as u8;
        six += 1;
    }
    table
};

/// The octets of base64, or the place of a character that it has not. Blanks may fold it, and the `=` at the end may be
/// missing (RFC 6376 section 3.2).
fn decode(value: &[u8]) -> Result<Vec<u8>, usize> {
    let end = value.iter().rposition(|&b| b != b'=' && !b.is_ascii_whitespace()).map_or(0, |at| at + 1);
    let (mut octets, mut held, mut bits) = (Vec::with_capacity(end * 3 / 4), 0u32, 0);
    let mut at = 0;
    while at < end {
        // Four characters in a row are three octets, where nothing folds them.
        if let (0, Some(&[one, two, three, four])) = (bits, value[at..end].first_chunk()) {
            let sixes = [one, two, three, four].map(|byte| SIX_BITS[usize::from(byte)]);
            if sixes.iter().all(|six| *six < OTHER) {
                let all = sixes.iter().fold(0, |all, six| all << 6 | u32::from(*six));
                octets.extend_from_slice(&all.to_be_bytes()[1..]);
                at += 4;
                continue;
            }
        }
        let byte = value[at];
        at += 1;
        if byte.is_ascii_whitespace() {
            continue;
        }
        let six = SIX_BITS[usize::from(byte)];
        if six == OTHER {
            return Err(at - 1);
        }
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            octets.push((held >> bits) as u8);
        }
    }
    Ok(octets)
}

/// One item of DER: what it is, how long it says it is, and what there is of it.
struct Item<'o> {
    tag: u8,
    length: usize,
    content: &'o [u8],
    after: &'o [u8],
}

fn item(octets: &[u8]) -> Option<Item<'_>> {
    let (&tag, rest) = octets.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x83 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, after) = rest.split_at(length.min(rest.len()));
    Some(Item { tag, length, content, after })
}

fn of_der(value: &[u8], octets: &[u8]) -> Key {
    let other = Key::Other { length: octets.len() };
    let Some(all) = item(octets) else { return other };
    let Some(first) = item(all.content).filter(|first| matches!(first.tag, SEQUENCE | INTEGER)) else {
        let head = value.get(..3).unwrap_or(value);
        let is_twice = value.get(3..6) == Some(head);
        return if is_twice { Key::StartRepeated } else { other };
    };
    if first.tag == INTEGER && first.content == [0] {
        return Key::Private;
    }
    if all.content.len() < all.length {
        let whole = octets.len() + all.length - all.content.len();
        let is_example = octets.len() < SHORTEST_RSA && octets.ends_with(USUAL_END);
        return if is_example { Key::Shortened } else { Key::Cut { length: octets.len(), whole } };
    }
    if first.tag == INTEGER {
        return Key::BareRsa;
    }
    bits_of(first.after).map_or(other, |bits| Key::Rsa { bits })
}

/// The length of the modulus in the bit string of a SubjectPublicKeyInfo.
fn bits_of(octets: &[u8]) -> Option<usize> {
    let string = item(octets).filter(|string| string.tag == BIT_STRING && string.content.len() == string.length)?;
    let key = item(string.content.strip_prefix(&[0])?)
        .filter(|key| key.tag == SEQUENCE && key.content.len() == key.length)?;
    let modulus =
        item(key.content).filter(|modulus| modulus.tag == INTEGER && modulus.content.len() == modulus.length)?;
    item(modulus.after).filter(|exponent| exponent.tag == INTEGER && !exponent.content.is_empty())?;
    let zeros = modulus.content.iter().take_while(|octet| **octet == 0).count();
    let digits = &modulus.content[zeros..];
    Some(digits.len() * 8 - digits.first()?.leading_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A SubjectPublicKeyInfo with a modulus of so many octets.
    fn rsa(octets: usize) -> Vec<u8> {
        let wrap = |tag: u8, content: &[u8]| {
            let length = content.len();
            [&[tag, 0x82, (length >> 8) as u8, length as u8], content].concat()
        };
        let modulus = [&[0][..], &vec![0xc5; octets]].concat();
        let key = wrap(SEQUENCE, &[wrap(INTEGER, &modulus), USUAL_END.to_vec()].concat());
        let algorithm = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
        wrap(SEQUENCE, &[&algorithm[..], &wrap(BIT_STRING, &[&[0][..], &key].concat())].concat())
    }

    fn base64(octets: &[u8]) -> String {
        data_encoding::BASE64.encode(octets)
    }

    #[test]
    fn keys_are_told_apart() {
        let whole = base64(&rsa(256));
        let ed25519 = [7; 32];
        for (value, key) in [
            (whole.clone(), Key::Rsa { bits: 2048 }),
            (whole.trim_end_matches('=').to_owned(), Key::Rsa { bits: 2048 }),
            (whole[..20].to_owned() + " \t" + &whole[20..], Key::Rsa { bits: 2048 }),
            (base64(&rsa(64)), Key::Rsa { bits: 512 }),
            (base64(&rsa(256)[24..]), Key::BareRsa),
            (base64(&ed25519), Key::Ed25519),
            (base64(&[ED25519_HEAD, &ed25519].concat()), Key::WrappedEd25519),
            (format!("p={whole}"), Key::Twice),
            (format!("-----BEGIN PUBLIC KEY-----{whole}"), Key::Pem),
            ("undefined".to_owned(), Key::Placeholder),
            ("{{ dkim_key }}".to_owned(), Key::Placeholder),
            ("YOUR_PUBLIC_KEY".to_owned(), Key::Placeholder),
            (whole[..40].to_owned() + "*" + &whole[41..], Key::NotBase64 { at: 40 }),
            (whole[..200].to_owned(), Key::Cut { length: 150, whole: rsa(256).len() }),
            (whole[3..].to_owned(), Key::StartMissing),
            (format!("MII{whole}"), Key::StartRepeated),
            (base64(&[1, 2, 3]), Key::Other { length: 3 }),
            (base64(&[&[SEQUENCE, 0x81, 0x9f, SEQUENCE, 0], USUAL_END].concat()), Key::Shortened),
            (base64(&[SEQUENCE, 6, INTEGER, 1, 0, SEQUENCE, 1, 5]), Key::Private),
        ] {
            assert_eq!(read(value.as_bytes()), key, "{value}");
        }
    }
}
