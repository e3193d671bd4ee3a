//! A DKIM record whose key cannot be read.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, Record};

pub(super) static META: Meta = Meta {
    id: "dkim-key-invalid",
    summary: "the key of a DKIM record is not valid base64, or its beginning is missing",
    severity: Severity::Warning,
    references: &["RFC 6376 section 3.6.1", "RFC 6376 section 3.2"],
    explain: include_str!("dkim_key_invalid.md"),
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
        let Some((key, fault)) = fault_of(&text) else { continue };
        let at = entry.texts().find(|(_, text, _)| memchr::memmem::find(text, b"p=").is_some());
        let Some(at) = at.map(|(at, ..)| at).or(entry.data()) else { continue };
        let (key, what) = (shown(key), fault.what());
        let message = format!("the key `{key}` is {what}: receivers treat the signatures as invalid");
        let help = fault.help();
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyFault {
    /// It starts with another `p=`.
    Twice,
    /// It has characters that base64 has not.
    NotBase64,
    /// It is an RSA key whose first characters are missing.
    Beheaded,
}

impl KeyFault {
    fn what(self) -> &'static str {
        match self {
            KeyFault::Twice | KeyFault::NotBase64 => "not base64",
            KeyFault::Beheaded => "an RSA key without its beginning, which starts with `M`",
        }
    }

    fn help(self) -> &'static str {
        match self {
            KeyFault::Twice => "`p=` is there twice: remove one, and compare the key with that of the signer",
            KeyFault::NotBase64 => "copy the key again: only letters, digits, `+` and `/`, with `=` only at the end",
            KeyFault::Beheaded => "copy the key again: its first characters are missing",
        }
    }
}

/// Octets of the object identifier rsaEncryption (RFC 8017 appendix A.1) in base64, for each place in a group of four
/// characters that they may have.
static RSA_ENCRYPTION: LazyLock<[Finder; 3]> =
    LazyLock::new(|| ["kqhkiG9w0B", "oZIhvcNAQE", "SqGSIb3DQE"].map(Finder::new));

/// The key in a text, and what is wrong with it. Of characters outside ASCII other checks speak.
fn fault_of(text: &[u8]) -> Option<(&[u8], KeyFault)> {
    let key = value_of(b"p", text).filter(|key| key.is_ascii() && !key.is_empty())?;
    if key.starts_with(b"p=") {
        return Some((key, KeyFault::Twice));
    }
    if !is_base64(key) {
        return Some((key, KeyFault::NotBase64));
    }
    // A SEQUENCE in DER, whose first octet is 0x30 (RFC 6376 section 3.6.1, RFC 8017 appendix A.1.1).
    let is_cut = key[0] != b'M' && RSA_ENCRYPTION.iter().any(|part| part.find(key).is_some());
    is_cut.then_some((key, KeyFault::Beheaded))
}

/// Keys stand below selectors, as in `sel._domainkey` (RFC 6376 section 3.6.2.1).
fn is_selector(second: Option<&[u8]>) -> bool {
    second.is_some_and(|label| label.eq_ignore_ascii_case(b"_domainkey"))
}

/// The value of a tag, without the blanks around it.
fn value_of<'t>(tag: &[u8], text: &'t [u8]) -> Option<&'t [u8]> {
    let ends = memchr::memchr_iter(b';', text).chain([text.len()]);
    let mut tags = ends.scan(0, |start, end| Some(&text[std::mem::replace(start, end + 1)..end]));
    tags.find_map(|one| {
        let at = memchr::memchr(b'=', one)?;
        (one[..at].trim_ascii() == tag).then(|| one[at + 1..].trim_ascii())
    })
}

/// Whether only base64 and the blanks that it may be folded with stand there.
fn is_base64(key: &[u8]) -> bool {
    let end = key.iter().rposition(|&b| b != b'=' && !b.is_ascii_whitespace()).map_or(0, |at| at + 1);
    let is_of_key = |b: u8| b.is_ascii_alphanumeric() | (b == b'+') | (b == b'/') | b.is_ascii_whitespace();
    // All of a piece are looked at, which compilers do for several at once.
    key[..end].chunks(32).all(|piece| piece.iter().fold(true, |all, &byte| all & is_of_key(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_and_judged() {
        for (text, fault) in [
            ("v=DKIM1; k=rsa; p=MIIB/+aa==", None),
            ("v=DKIM1; p = MII BAA ; t=s", None),
            ("k=rsa; p=Qm9ndXMga2V5IGRhdGE", None),
            // It was revoked.
            ("v=DKIM1; p=", None),
            ("v=DKIM1; k=rsa", None),
            ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", None),
            ("p=p=MIIB", Some(KeyFault::Twice)),
            ("v=DKIM1; p=MIIB-aa", Some(KeyFault::NotBase64)),
            ("v=DKIM1; p=MI=IB", Some(KeyFault::NotBase64)),
            ("k=rsa; p=GfMA0GCSqGSIb3DQEB", Some(KeyFault::Beheaded)),
            ("v=DKIM1; p=IIBIjANBgkqhkiG9w0B", Some(KeyFault::Beheaded)),
        ] {
            assert_eq!(fault_of(text.as_bytes()).map(|(_, fault)| fault), fault, "{text}");
        }
    }
}
