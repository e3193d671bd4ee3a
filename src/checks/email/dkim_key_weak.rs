//! A DKIM key that receivers may not accept, or that says not to count on it.

use super::dkim_key::Key;
use super::mail_text::Policy;
use super::octets::Fault;
use super::report::report;
use super::tags::Tag;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "dkim-key-weak",
    summary: "a DKIM key is too short or for SHA-1 alone, or it was revoked or is being tested",
    severity: Severity::Error,
    references: &["RFC 8301 sections 3.1 and 3.2", "RFC 6376 section 3.6.1"],
    explain: include_str!("dkim_key_weak.md"),
    is_merged: true,
    ..Meta::DEFAULT
};

/// RFC 8301 section 3.2: verifiers must not take less, and signers should have more.
const LEAST_BITS: usize = 1024;
const ENOUGH_BITS: usize = 2048;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Whoever has a rule for the length needs no advice on it.
    let is_ruled = cx.rules.mail_in(cx.place()).dkim_bits.is_some();
    report(
        cx,
        findings,
        &META,
        |text| text.is_read_as(Policy::Dkim),
        |text| {
            // A wildcard without a key says that the domain signs nothing.
            let is_wildcard = cx.zone.is_wildcard(cx.zone.record(text.record).owner);
            faults(text.tags(), text.key, is_wildcard, if is_ruled { LEAST_BITS } else { ENOUGH_BITS })
        },
    );
}

fn faults<'t>(tags: impl Iterator<Item = Tag<'t>>, key: Option<Key>, is_wildcard: bool, enough: usize) -> Vec<Fault> {
    let mut faults = Vec::new();
    for tag in tags {
        let octets = tag.value_octets();
        let words = || tag.value.split(|b| *b == b':').map(<[u8]>::trim_ascii);
        match () {
            () if tag.is(b"p") && tag.value.is_empty() && !is_wildcard => {
                faults.push(
                    Fault::info(octets, "the key was revoked")
                        .help("remove the record once no mail signed with it is under way"),
                );
            }
            () if tag.is(b"p") => faults.extend(bits_fault(key, octets, enough)),
            () if tag.is(b"h") && words().all(|word| word.eq_ignore_ascii_case(b"sha1")) => faults.push(
                Fault::error(octets, "the key is for SHA-1 alone, which verifiers must not take")
                    .help("write `h=sha256`, or leave it out"),
            ),
            () if tag.is(b"t") && words().any(|word| word.eq_ignore_ascii_case(b"y")) => faults.push(
                Fault::info(octets, "`t=y` says that the domain tests DKIM: receivers treat mail as unsigned")
                    .help("remove `y` after the test"),
            ),
            () if tag.is(b"g") => {
                faults.push(Fault::info(octets, "the tag `g` is obsolete, and ignored").help("remove it"))
            }
            () => {}
        }
    }
    faults
}

fn bits_fault(key: Option<Key>, octets: std::ops::Range<usize>, enough: usize) -> Option<Fault> {
    let Some(Key::Rsa { bits }) = key else { return None };
    let help = format!("make a key of {ENOUGH_BITS} bits");
    match bits {
        ..LEAST_BITS => {
            let message = format!("the key has {bits} bits, and verifiers take none with less than {LEAST_BITS}");
            Some(Fault::error(octets, message).help(help))
        }
        _ if bits < enough => {
            let message = format!("the key has {bits} bits, and should have {ENOUGH_BITS}");
            Some(Fault::info(octets, message).help(help))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tags;
    use super::*;

    #[test]
    fn tags_are_judged() {
        for (text, is_wildcard, message) in [
            ("v=DKIM1; p=", false, Some("revoked")),
            ("v=DKIM1; p=", true, None),
            ("v=DKIM1; h=sha1; p=AAAA", false, Some("SHA-1 alone")),
            ("v=DKIM1; h=sha1:sha256; p=AAAA", false, None),
            ("v=DKIM1; t=y:s; p=AAAA", false, Some("tests DKIM")),
            ("v=DKIM1; t=s; s=email; n=note; p=AAAA", false, None),
            ("v=DKIM1; g=*; p=AAAA", false, Some("obsolete")),
        ] {
            let faults = faults(tags::of(text.as_bytes()), None, is_wildcard, ENOUGH_BITS);
            assert_eq!(faults.len(), usize::from(message.is_some()), "{text}: {faults:?}");
            assert!(
                faults.iter().all(|fault| fault.message.contains(message.unwrap_or_default())),
                "{text}: {faults:?}"
            );
        }
    }
}
