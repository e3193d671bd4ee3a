//! A DKIM record whose key cannot be read.

use super::dkim_key::Key;
use super::mail_text::Policy;
use super::octets::Fault;
use super::report::report;
use super::tags::{self, Tag, is_one_of, near};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE_OR_UNSAFE, Severity};
use crate::syntax::entry::shown;

pub(super) static META: Meta = Meta {
    id: "dkim-key-invalid",
    summary: "a DKIM record cannot be read, or its key is cut, damaged or of another type",
    severity: Severity::Error,
    references: &["RFC 6376 section 3.6.1", "RFC 6376 section 3.2", "RFC 8463 section 4"],
    explain: include_str!("dkim_key_invalid.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

/// RFC 6376 section 3.6.1; `g` is of RFC 4871.
const TAGS: [&str; 8] = ["v", "g", "h", "k", "n", "p", "s", "t"];
/// RFC 6376 section 3.6.1, RFC 8463 section 4.
const KEY_TYPES: [&str; 2] = ["rsa", "ed25519"];

/// The octets that a string of a TXT record has at most.
const STRING: usize = 255;
/// The octets of a line in a PEM file (RFC 7468 section 2).
const PEM_LINE: usize = 48;
/// So many octets get lost when text is copied.
const LAST_FEW: usize = 20;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Of characters outside of ASCII other checks speak.
    report(
        cx,
        findings,
        &META,
        |text| text.is_read_as(Policy::Dkim) && text.text.is_ascii(),
        |text| faults(text.tags(), text.key, text.text.len()),
    );
}

fn faults<'t>(tags: impl Iterator<Item = Tag<'t>> + Clone, key: Option<Key>, length: usize) -> Vec<Fault> {
    if let Some(fault) = tags.clone().find_map(|tag| escaped_quotes(&tag)) {
        return vec![fault];
    }
    let mut faults = tags::faults_of_list(tags.clone(), &TAGS);
    // What is no list has no key that could be judged.
    if !faults.is_empty() {
        return faults;
    }
    let tag = |name: &str| tags.clone().find(|tag| tag.is(name.as_bytes()));
    let key_type = tag("k");
    if let Some(kind) = key_type.filter(|kind| !is_one_of(&KEY_TYPES, kind.value)) {
        let message = format!("`{}` is not a key type that verifiers know", shown(kind.value));
        let help = match near(&KEY_TYPES, kind.value) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("write `k={}`", KEY_TYPES.join("` or `k=")),
        };
        let fault = Fault::warning(kind.value_octets(), message).help(help);
        faults.push(match near(&KEY_TYPES, kind.value) {
            Some(meant) => fault.maybe(kind.value_octets(), meant),
            None => fault,
        });
        return faults;
    }
    let is_rsa = key_type.is_none_or(|kind| kind.value.eq_ignore_ascii_case(b"rsa"));
    match tag("p").zip(key) {
        None => faults.push(
            Fault::error(0..length, "the record has no key: receivers treat the signatures as invalid")
                .help("add `p=` and the key"),
        ),
        // It was revoked.
        Some((tag, _)) if tag.value.is_empty() => {}
        Some((tag, key)) => faults.extend(key_fault(&tag, key, is_rsa, length)),
    }
    faults
}

/// The quotes between two strings, escaped, as they are where a text was pasted into a form that escapes them.
fn escaped_quotes(tag: &Tag) -> Option<Fault> {
    let quotes = memchr::memchr_iter(b'"', tag.text);
    let between = |at: usize| {
        let blanks = tag.text[at + 1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let end = at + 1 + blanks;
        (tag.text.get(end) == Some(&b'"')).then_some(at..end + 1)
    };
    let at = quotes.filter_map(between).next()?;
    let octets = tag.start + at.start..tag.start + at.end;
    let message =
        format!("`{}` is part of the text, as the quotes between its strings are escaped", shown(&tag.text[at]));
    let help = "remove it: quotes that end a string and start the next have no backslash";
    Some(Fault::error(octets.clone(), message + UNREADABLE).help(help).instead(octets, ""))
}

/// Whether a key ends where something cut it: at the end of a string, at a line of a PEM file, or shortly before its own
/// end. Keys that people make up for an example end anywhere.
fn is_cut_off(length: usize, whole: usize, text: usize) -> bool {
    text.is_multiple_of(STRING) || length.is_multiple_of(PEM_LINE) || whole - length <= LAST_FEW
}

fn key_fault(tag: &Tag, key: Key, is_rsa: bool, text: usize) -> Option<Fault> {
    let octets = tag.value_octets();
    let written = shown(tag.value);
    let (what, help) = match key {
        Key::NotBase64 { at } => {
            let start = octets.start + at;
            let what = format!("the key is not base64, as it has `{}`", shown(&tag.value[at..=at]));
            let help = "copy the key again: only letters, digits, `+` and `/`, with `=` only at the end";
            return Some(Fault::error(start..start + 1, what + UNREADABLE).help(help));
        }
        Key::BareRsa if is_rsa => {
            let message = "the key is an RSAPublicKey, where most verifiers read a SubjectPublicKeyInfo";
            let help = "write the key in the form that starts with `MII…` and has `BAQEFAA` in it";
            return Some(Fault::warning(octets, message).help(help));
        }
        Key::Shortened => return Some(Fault::info(octets, "the middle of the key is missing").help(AGAIN)),
        Key::Twice => (
            format!("the key `{written}` is not base64"),
            "`p=` is there twice: remove one, and compare the key with that of the signer",
        ),
        // It is never shown.
        Key::Private => (
            "the key is the private one".to_owned(),
            "publish the public key, and make a new pair: this one is known now",
        ),
        Key::Pem => (
            "the key has the lines of a PEM file around it".to_owned(),
            "write what stands between `-----BEGIN` and `-----END` alone",
        ),
        Key::Placeholder => (format!("`{written}` is a placeholder, not a key"), "write the key in its place"),
        Key::Cut { length, whole } if !is_cut_off(length, whole, text) => {
            let what = format!("the key is shorter than it says: {length} of {whole} octets are there");
            return Some(Fault::info(octets, what).help(AGAIN));
        }
        Key::Cut { length, whole } => (
            format!("the key is cut: {length} of its {whole} octets are there"),
            "copy the key again; what does not fit into one string of 255 octets goes into the next",
        ),
        Key::StartMissing => (
            "the key is an RSA key without its beginning, which starts with `M`".to_owned(),
            "copy the key again: its first characters are missing",
        ),
        Key::StartRepeated => ("the first characters of the key are there twice".to_owned(), AGAIN),
        _ => type_fault(key, is_rsa)?,
    };
    Some(Fault::error(octets, what + UNREADABLE).help(help))
}

const UNREADABLE: &str = ": receivers treat the signatures as invalid";
const AGAIN: &str = "copy the key again";

/// What is wrong with a key that is not of the type which `k=` says, and what to do.
fn type_fault(key: Key, is_rsa: bool) -> Option<(String, &'static str)> {
    let (what, help) = match (key, is_rsa) {
        (Key::Rsa { .. }, true) | (Key::Ed25519, false) => return None,
        (Key::Rsa { .. } | Key::BareRsa, false) => {
            ("the key is one of RSA, not of Ed25519", "write `k=rsa`, or the key that belongs to `k=ed25519`")
        }
        (Key::Ed25519 | Key::WrappedEd25519, true) => {
            ("the key is not one of RSA, but has the form of one of Ed25519", "write `k=ed25519`, or the RSA key")
        }
        (Key::WrappedEd25519, false) => {
            ("the key of Ed25519 is wrapped, and has to be 32 octets", "remove the 12 octets before the key")
        }
        (Key::Other { length }, false) => {
            return Some((format!("the key has {length} octets, and one of Ed25519 has 32"), AGAIN));
        }
        _ => ("the key is none of RSA", AGAIN),
    };
    Some((what.to_owned(), help))
}

#[cfg(test)]
mod tests {
    use super::super::dkim_key;
    use super::*;

    #[test]
    fn records_are_judged() {
        let ed25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        for (text, message) in [
            (format!("v=DKIM1; k=ed25519; p={ed25519}"), None),
            ("v=DKIM1; p=".to_owned(), None),
            (format!("k=rsa; p={ed25519}"), Some("not one of RSA")),
            ("v=DKIM1; k=rsa".to_owned(), Some("has no key")),
            ("v=DKIM1; k=ecdsa; p=AAAA".to_owned(), Some("`ecdsa` is not a key type")),
            ("v=DKIM1; k=ed25519; p=AAAA".to_owned(), Some("3 octets")),
            ("v=DKIM1; p=AAAA; p=BBBB".to_owned(), Some("is there twice")),
            ("v=DKIM1; k=rsa; p MIIBIjAN".to_owned(), Some("`=` has to follow")),
            ("v=DKIM1; k=rsa; \" \"p=MIIB".to_owned(), Some("quotes between its strings are escaped")),
            ("v=DKIM1; p=MIIB\"\"IDAQ".to_owned(), Some("quotes between its strings are escaped")),
            ("v=DKIM1; p=p=MIIB".to_owned(), Some("not base64")),
            ("v=DKIM1; p=MI=IB".to_owned(), Some("not base64, as it has `=`")),
        ] {
            let tags = tags::of(text.as_bytes());
            let key = tags.clone().find(|tag| tag.is(b"p")).map(|tag| dkim_key::read(tag.value));
            let faults = faults(tags, key, text.len());
            let said: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
            assert_eq!(said.len(), usize::from(message.is_some()), "{text}: {said:?}");
            assert!(said.iter().all(|said| said.contains(message.unwrap_or_default())), "{text}: {said:?}");
        }
    }
}
