//! A DKIM record whose key cannot be read.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, Record};

pub(super) static META: Meta = Meta {
    id: "dkim-key-not-base64",
    summary: "the key of a DKIM record is not base64",
    severity: Severity::Warning,
    references: &["RFC 6376 section 3.6.1", "RFC 6376 section 3.2"],
    explain: include_str!("dkim_key_not_base64.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Without an underscore it is none.
    let is_odd = |name| {
        let origin = cx.zone.relative_to(name);
        cx.zone.is_odd(name) || origin != NameId::ROOT && origin != cx.zone.apex() && cx.zone.is_odd(origin)
    };
    let is_key = |record: &Record| {
        record.is_readable() && is_odd(record.owner) && is_selector(cx.zone.each_label(record.owner).nth(1))
    };
    for (id, _) in cx.zone.of_type(RType::TXT).filter(|(_, record)| is_key(record)) {
        let entry = cx.zone.entry(id);
        let text = entry.joined_texts();
        // Of characters outside ASCII other checks speak.
        let Some(key) = key_in(&text).filter(|key| key.is_ascii() && !is_base64(key)) else { continue };
        let at = entry.texts().find(|(_, text, _)| memchr::memmem::find(text, b"p=").is_some());
        let Some(at) = at.map(|(at, ..)| at).or(entry.data()) else { continue };
        let message = format!("the key `{}` is not base64: receivers take the signatures for invalid", shown(key));
        let help = match key.starts_with(b"p=") {
            true => "`p=` stands there twice: remove one, and compare the key with that of the signer",
            false => "copy the key anew: letters, digits, `+` and `/`, with `=` at its end alone",
        };
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}

/// Keys stand below selectors, as in `sel._domainkey` (RFC 6376 section 3.6.2.1).
fn is_selector(second: Option<&[u8]>) -> bool {
    second.is_some_and(|label| label.eq_ignore_ascii_case(b"_domainkey"))
}

/// The value of the tag `p`, without the blanks around it.
fn key_in(text: &[u8]) -> Option<&[u8]> {
    let ends = memchr::memchr_iter(b';', text).chain([text.len()]);
    let mut tags = ends.scan(0, |start, end| Some(&text[std::mem::replace(start, end + 1)..end]));
    tags.find_map(|tag| {
        let at = memchr::memchr(b'=', tag)?;
        (tag[..at].trim_ascii() == b"p").then(|| tag[at + 1..].trim_ascii())
    })
}

/// Whether only base64 and the blanks that it may be folded with stand there; an empty key was revoked.
fn is_base64(key: &[u8]) -> bool {
    let end = key.iter().rposition(|&b| b != b'=' && !b.is_ascii_whitespace()).map_or(0, |at| at + 1);
    key[..end].iter().all(|&byte| IS_OF_KEY[byte as usize])
}

/// The characters of base64, and blanks.
static IS_OF_KEY: [bool; 256] = {
    let mut is_of_key = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let of = byte as u8;
        is_of_key[byte] = of.is_ascii_alphanumeric() || of == b'+' || of == b'/' || of.is_ascii_whitespace();
        byte += 1;
    }
    is_of_key
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_and_judged() {
        for (text, is_good) in [
            ("v=DKIM1; k=rsa; p=MIIB/+aa==", Some(true)),
            ("v=DKIM1; p = MII BAA ; t=s", Some(true)),
            ("v=DKIM1; p=", Some(true)),
            ("p=p=MIIB", Some(false)),
            ("v=DKIM1; p=MIIB-aa", Some(false)),
            ("v=DKIM1; p=MI=IB", Some(false)),
            ("v=DKIM1; k=rsa", None),
        ] {
            assert_eq!(key_in(text.as_bytes()).map(is_base64), is_good, "{text}");
        }
    }
}
