//! Which policies of SPF are errors (RFC 7208 section 4.6), and what was meant.

use super::octets::Fault;
use super::spf_terms::{MECHANISMS, MODIFIERS, Term, is_mechanism};
use super::spf_values;
use crate::syntax::entry::shown;

/// What one term lacks.
pub(super) enum TermFault {
    /// It is no term.
    Unknown(Fault),
    /// It is one with a value that it cannot have.
    Value(Fault),
}

/// The first term that makes the policy an error (RFC 7208 section 4.6).
pub(super) fn fault_of<'t>(terms: impl Iterator<Item = Term<'t>>) -> Option<TermFault> {
    let mut modifiers: Vec<&str> = Vec::new();
    for term in terms {
        if !term.is_modifier() && !is_known(&term) || term.is_modifier() && !is_modifier_name(&term) {
            return Some(TermFault::Unknown(unknown(&term)));
        }
        for modifier in MODIFIERS.into_iter().filter(|modifier| term.is(modifier)) {
            if modifiers.contains(&modifier) {
                let message = format!("`{modifier}=` is there twice: receivers treat the whole record as an error");
                return Some(TermFault::Value(Fault::error(term.octets(), message).help("remove one of them")));
            }
            modifiers.push(modifier);
        }
        if let Some(fault) = spf_values::fault_of(&term) {
            return Some(TermFault::Value(fault));
        }
    }
    None
}

fn is_known(term: &Term) -> bool {
    matches!(term.rest, [] | [b':' | b'/', ..]) && is_mechanism(term.name)
}

/// Modifiers that nobody knows are allowed and ignored (RFC 7208 section 6).
fn is_modifier_name(term: &Term) -> bool {
    term.qualifier.is_none() && term.name.first().is_some_and(u8::is_ascii_alphabetic)
}

fn unknown(term: &Term) -> Fault {
    let what = shown(term.text);
    let message = match () {
        () if term.text.contains(&b'\t') => "a tab is between terms, where only spaces may be".to_owned(),
        () => format!("`{what}` is not an SPF term"),
    };
    let meant = meant(term);
    let help = match &meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if term.text.contains(&b'\t') => "write a space".to_owned(),
        None => format!("the mechanisms are `{}`", MECHANISMS.join("`, `")),
    };
    let fault = Fault::error(term.octets(), message + ": receivers treat the whole record as an error").help(help);
    match meant {
        Some(meant) if is_proven(term) => fault.instead(term.octets(), meant),
        Some(meant) => fault.maybe(term.octets(), meant),
        None if term.text.contains(&b'\t') => {
            let at = term.start + term.text.iter().position(|byte| *byte == b'\t').unwrap_or_default();
            fault.instead(at..at + 1, " ")
        }
        None => fault,
    }
}

/// Whether there is no other term that may have been meant: an address without its mechanism, another name for one, a
/// dash that only looks so, or a sign too many at the end.
fn is_proven(term: &Term) -> bool {
    let bare = &term.text[usize::from(term.qualifier.is_some())..];
    let lower = term.name.to_ascii_lowercase();
    let is_address = |value: &[u8]| spf_values::address_of(value).is_some();
    let value = term.rest.get(1..).unwrap_or_default();
    match lower.as_slice() {
        _ if is_address(bare) || without_dash(term.text).is_some() => true,
        b"ip" | b"ipv4" | b"ipv6" => matches!(term.rest, [b':', ..]) && is_address(value),
        b"redirect" => matches!(term.rest, [b':', ..]),
        // `a.example.com` may be a host without its mechanism.
        _ if term.rest.starts_with(b".") => [&b"ip4"[..], b"ip6", b"include", b"exists"].contains(&lower.as_slice()),
        _ => is_mechanism(term.name) && matches!(term.rest, [b';' | b',', ..]),
    }
}

/// The term that was meant.
fn meant(term: &Term) -> Option<String> {
    let sign: &[u8] = match &term.text[..usize::from(term.qualifier.is_some())] {
        sign if !sign.is_empty() => sign,
        _ => b"",
    };
    let say = |parts: &[&[u8]]| Some(shown(&[&[sign], parts].concat().concat()).into_owned());
    if let Some(family) = spf_values::address_of(&term.text[sign.len()..]) {
        return say(&[family.as_bytes(), b":", &term.text[sign.len()..]]);
    }
    if let Some(rest) = without_dash(term.text) {
        return Some(format!("-{}", shown(rest)));
    }
    let lower = String::from_utf8_lossy(term.name).to_ascii_lowercase();
    let named = match lower.as_str() {
        "ip" | "ipv4" if !term.rest.is_empty() => {
            match spf_values::address_of(term.rest.get(1..).unwrap_or_default()) {
                Some(family) => Some(family),
                None => Some("ip4"),
            }
        }
        "ipv6" if !term.rest.is_empty() => Some("ip6"),
        "redirect" | "exp" if matches!(term.rest, [b':', ..]) => {
            return say(&[lower.as_bytes(), b"=", &term.rest[1..]]);
        }
        // A letter less or more, but for names of one or two letters, which all words are near to.
        _ if lower.len() > 1 => {
            let long = MECHANISMS.into_iter().filter(|name| name.len() > 2);
            crate::text::suggest::nearest(&lower, long)
        }
        _ => None,
    };
    match (term.rest, named) {
        // Another character for the colon, or one too many at the end.
        ([b'.' | b';' | b',', value @ ..], Some(name)) if is_mechanism(term.name) || !value.is_empty() => {
            let colon: &[u8] = if value.is_empty() { b"" } else { b":" };
            say(&[name.as_bytes(), colon, value])
        }
        ([b'.' | b';' | b',', value @ ..], None) if is_mechanism(term.name) => {
            let colon: &[u8] = if value.is_empty() { b"" } else { b":" };
            say(&[term.name, colon, value])
        }
        ([] | [b':' | b'/', ..], Some(name)) => say(&[name.as_bytes(), term.rest]),
        _ if spf_values::is_domain(term.text) => say(&[b"a:", &term.text[sign.len()..]]),
        _ => None,
    }
}

/// What follows a dash that only looks like a hyphen: U+2010 to U+2015, U+2212.
fn without_dash(text: &[u8]) -> Option<&[u8]> {
    let rest = match text {
        [0xe2, 0x80, 0x90..=0x95, rest @ ..] | [0xe2, 0x88, 0x92, rest @ ..] => rest,
        _ => return None,
    };
    is_mechanism(rest).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::super::spf_terms;
    use super::*;

    #[test]
    fn what_is_no_term_is_told_with_what_was_meant() {
        for (text, help) in [
            ("ipv4:192.0.2.1", "`ip4:192.0.2.1`"),
            ("ip:2001:db8::1", "`ip6:2001:db8::1`"),
            ("192.0.2.1", "`ip4:192.0.2.1`"),
            ("2001:db8::/32", "`ip6:2001:db8::/32`"),
            ("mail.example.org", "`a:mail.example.org`"),
            ("include.spf.example.org", "`include:spf.example.org`"),
            ("inclde:example.org", "`include:example.org`"),
            ("redirect:example.org", "`redirect=example.org`"),
            ("~al", "`~all`"),
            ("-all;", "`-all`"),
            ("mx,", "`mx`"),
            ("\u{2013}all", "`-all`"),
            ("mx\t-all", "write a space"),
            ("foo", "the mechanisms are"),
        ] {
            let policy = format!("v=spf1 {text}");
            let Some(TermFault::Unknown(fault)) = fault_of(spf_terms::of(policy.as_bytes())) else { panic!("{text}") };
            assert!(fault.help.as_deref().is_some_and(|said| said.contains(help)), "{text}: {:?}", fault.help);
            assert_eq!(fault.octets, 7..policy.len());
        }
    }

    #[test]
    fn what_is_well_written_is_silent() {
        for text in [
            "v=spf1",
            "V=SPF1 MX A:MAIL.EXAMPLE.ORG -ALL",
            "v=spf1  mx  -all ",
            "v=spf1 moo.cow-far_out=man:dog/cat ip4:192.0.2.1 -all",
            "v=spf1 mx -all ra=postmaster rp=100 rr=all exp=why.example.org",
            "v=spf1 a/24//64 mx:example.org/24 ptr:example.org ip4:192.0.2.0/8 ip6:::ffff:192.0.2.1 ip6:2001:db8::/32",
            "v=spf1 exists:%{ir}.%{v}._spf.%{d2} exists:%{L-}.%{i}.x.example.net include:%{d} include:example.org. -all",
        ] {
            assert!(fault_of(spf_terms::of(text.as_bytes())).is_none(), "{text}");
        }
    }
}
