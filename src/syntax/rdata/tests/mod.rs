//! The table and its fields, over examples of every type.

mod examples;
mod octets;
mod oracle;
mod wire;

use std::collections::HashSet;

use proptest::prelude::*;

use self::examples::{BAD, GOOD};
use super::{DataProblem, FieldKind, RType, check, names};
use crate::syntax::token::Token;

/// Words, quoted strings, and words with quotes in the middle; no parentheses, no comments.
pub(super) fn tokens(source: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < source.len() {
        if source[at] == b' ' {
            at += 1;
            continue;
        }
        let (start, quoted) = (at, source[at] == b'"');
        let (mut in_quotes, mut escaped) = (quoted, false);
        at += 1 - usize::from(!quoted);
        while at < source.len() && (in_quotes || source[at] != b' ') {
            match source[at] {
                b'\\' => {
                    escaped = true;
                    at += 1;
                }
                b'"' if quoted => break,
                b'"' => in_quotes = !in_quotes,
                _ => {}
            }
            at += 1;
        }
        at = (at + usize::from(quoted)).min(source.len());
        let closed = !quoted || (at > start + 1 && source[at - 1] == b'"');
        tokens.push(Token { start: start as u32, end: at as u32, quoted: quoted && closed, escaped });
    }
    tokens
}

pub(super) fn problems(rtype: RType, rdata: &[u8]) -> Vec<DataProblem> {
    let type_token = Token { start: 0, end: 0, quoted: false, escaped: false };
    let mut problems = Vec::new();
    check(rtype, &tokens(rdata), rdata, &type_token, &mut problems);
    problems
}

fn rtype(mnemonic: &str) -> RType {
    RType::from_mnemonic(mnemonic.as_bytes()).unwrap_or_else(|| panic!("{mnemonic} is no type"))
}

#[test]
fn good_data_has_no_problem() {
    for (mnemonic, rdata) in GOOD {
        let found = problems(rtype(mnemonic), rdata.as_bytes());
        assert!(found.is_empty(), "{mnemonic} {rdata}: {found:#?}");
    }
}

#[test]
fn bad_data_is_named() {
    let mut wrong = Vec::new();
    for (mnemonic, rdata, expected) in BAD {
        let found = problems(rtype(mnemonic), rdata.as_bytes());
        let messages: Vec<&str> = found.iter().map(|p| p.message.as_str()).collect();
        if !messages.iter().any(|m| m.contains(expected)) {
            wrong.push(format!("{mnemonic} {rdata}: {messages:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_type_has_a_good_and_a_bad_example() {
    let good: HashSet<RType> = GOOD.iter().map(|(mnemonic, _)| rtype(mnemonic)).collect();
    let bad: HashSet<RType> = BAD.iter().map(|(mnemonic, ..)| rtype(mnemonic)).collect();
    for rtype in RType::all().filter(|rtype| rtype.fields().is_some()) {
        assert!(good.contains(&rtype), "no good {}", rtype.mnemonic());
        assert!(bad.contains(&rtype), "no bad {}", rtype.mnemonic());
    }
}

#[test]
fn no_data_and_too_much_data_is_found_for_every_type() {
    for (mnemonic, rdata) in GOOD {
        let rtype = rtype(mnemonic);
        let Some(fields) = rtype.fields() else { continue };
        if rdata.starts_with(r"\#") {
            continue;
        }
        let needs_data = fields.iter().any(|f| !f.kind.may_be_empty());
        assert_eq!(problems(rtype, b"").len(), usize::from(needs_data), "{mnemonic}");
        if fields.iter().all(|f| !f.kind.takes_rest() && f.presence == super::Presence::Required) {
            let found = problems(rtype, format!("{rdata} x").as_bytes());
            assert!(found.iter().any(|p| p.message.ends_with("`x` is one too many")), "{mnemonic} {rdata}: {found:#?}");
        }
    }
}

#[test]
fn problems_point_at_the_field() {
    let rdata = b"0 70000 http sip..example.";
    let found = problems(RType::SRV, rdata);
    let places: Vec<(&str, &[u8])> =
        found.iter().map(|p| (p.field, &rdata[p.start as usize..p.end as usize])).collect();
    assert_eq!(places, [("weight", &b"70000"[..]), ("port", b"http"), ("target", b"sip..example.")]);
}

#[test]
fn messages_are_single_printable_lines() {
    for (mnemonic, rdata, _) in BAD {
        for problem in problems(rtype(mnemonic), rdata.as_bytes()) {
            for text in [Some(problem.message.into()), problem.help].into_iter().flatten() {
                assert!(!text.ends_with('.') && !text.contains('\n') && text.len() < 300, "{text}");
            }
        }
    }
}

#[test]
fn addresses_and_names_of_another_type_lead_to_that_type() {
    for (mnemonic, rdata, expected) in [
        ("A", "2001:db8::1", Some("the type for IPv6 addresses is AAAA")),
        ("AAAA", "192.0.2.1", Some("the type for IPv4 addresses is A")),
        ("A", "host.example.", Some("the type for a host name is CNAME")),
        ("A", "192.0.2.1x", None),
        ("L32", "10 2001:db8::1", None),
        ("HTTPS", "1 . ipv6hint=192.0.2.1", None),
    ] {
        let found = problems(rtype(mnemonic), rdata.as_bytes());
        assert_eq!(found[0].help.as_deref(), expected, "{mnemonic} {rdata}");
    }
}

#[test]
fn names_are_found_by_the_table() {
    for (mnemonic, rdata, expected) in [
        ("SRV", "0 0 5061 sip.example.", &["sip.example."][..]),
        ("SOA", "ns hostmaster 1 2 3 4 5", &["ns", "hostmaster"]),
        ("A", "192.0.2.1", &[]),
        ("MX", "10", &[]),
        ("A6", "0 ::1", &[]),
        ("A6", "128 host", &["host"]),
        ("IPSECKEY", "10 3 2 gw. AAAA", &["gw."]),
        ("IPSECKEY", "10 1 2 192.0.2.1 AAAA", &[]),
        ("HIP", "2 00 AAAA a. b.", &["a.", "b."]),
        ("NS", r"\# 1 00", &[]),
    ] {
        let tokens = tokens(rdata.as_bytes());
        let found: Vec<&[u8]> =
            names(rtype(mnemonic), &tokens, rdata.as_bytes()).map(|token| token.text(rdata.as_bytes())).collect();
        let expected: Vec<&[u8]> = expected.iter().map(|name| name.as_bytes()).collect();
        assert_eq!(found, expected, "{mnemonic} {rdata}");
    }
}

#[test]
fn unknown_types_are_opaque() {
    assert!(problems(RType(65280), b"anything at all").is_empty());
    assert!(problems(RType::UID, b"1000").is_empty());
    assert_eq!(problems(RType(65280), br"\# 3 0102").len(), 1);
    assert!(RType::SRV.fields().is_some_and(|fields| matches!(fields[3].kind, FieldKind::Name)));
}

proptest! {
    #[test]
    fn no_bytes_break_it(at in 0..GOOD.len(), rdata: Vec<u8>) {
        problems(rtype(GOOD[at].0), &rdata);
    }

    #[test]
    fn no_words_break_it(at in 0..GOOD.len(), rdata in "([0-9a-zA-Z.:\\-/=,\"\\\\é\u{0}#@]{0,12} ){0,9}") {
        problems(rtype(GOOD[at].0), rdata.as_bytes());
    }

    #[test]
    fn no_mutation_breaks_it(at in 0..GOOD.len(), place: prop::sample::Index, byte: u8) {
        let (mnemonic, rdata) = GOOD[at];
        let mut rdata = rdata.as_bytes().to_vec();
        if !rdata.is_empty() {
            let place = place.index(rdata.len());
            rdata[place] = byte;
        }
        problems(rtype(mnemonic), &rdata);
    }

    #[test]
    fn mnemonics_lead_back(number: u16) {
        prop_assert_eq!(RType::from_mnemonic(RType(number).mnemonic().as_bytes()), Some(RType(number)));
    }
}
