//! Record data in wire form, against hickory where it reads the type and against octets worked out by hand
//! elsewhere.

use std::collections::HashSet;

use data_encoding::HEXLOWER;
use hickory_proto::rr::{RData, RecordType};
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder, NameEncoding};
use proptest::prelude::*;

use super::examples::{BAD, GOOD};
use super::octets::OCTETS;
use super::{rtype, tokens};
use crate::syntax::rdata::wire::{WireForm, encode, name};
use crate::syntax::rdata::{DataProblem, FieldKind, RType};
use crate::syntax::token::Token;

const ROOT: WireForm = WireForm { origin: b"\0", canonical: false };

/// Where hickory's octets are others: types, a part of the data, reason.
const EXCEPTIONS: &[(&[&str], &str, &str)] =
    &[(&["TXT"], r"\255", "RFC 1035 §5.1: three digits are one octet; it reads each digit as a part of a character")];

/// What has no wire form though it is right: type, a part of the data, reason.
const NOT_ENCODED: &[(&str, &str, &str)] =
    &[("WKS", "smtp", "RFC 1035 §3.4.2: names of ports are those of the server's /etc/services")];

fn encoded(rtype: RType, rdata: &[u8], form: &WireForm) -> Result<Vec<u8>, DataProblem> {
    let type_token = Token { start: 0, end: 0, quoted: false, escaped: false };
    encode(rtype, &tokens(rdata), rdata, &type_token, form)
}

fn from_hickory(rtype: RType, rdata: &str) -> Option<Vec<u8>> {
    let read = RData::try_from_str(RecordType::from(rtype.0), rdata).ok()?;
    let mut out = Vec::new();
    let mut encoder = BinEncoder::new(&mut out);
    encoder.set_name_encoding(NameEncoding::Uncompressed);
    read.emit(&mut encoder).ok()?;
    Some(out)
}

fn is_excepted(list: &[(&[&str], &str, &str)], mnemonic: &str, rdata: &str) -> bool {
    list.iter().any(|(types, part, _)| types.contains(&mnemonic) && rdata.contains(part))
}

#[test]
fn good_data_has_a_wire_form() {
    for (mnemonic, rdata) in GOOD {
        let is_encoded = !NOT_ENCODED.iter().any(|(of, part, _)| of == mnemonic && rdata.contains(part));
        let octets = encoded(rtype(mnemonic), rdata.as_bytes(), &ROOT);
        assert_eq!(octets.is_ok(), is_encoded, "{mnemonic} {rdata}: {octets:?}");
    }
}

#[test]
fn octets_are_those_of_hickory() {
    let mut differ = Vec::new();
    let mut by_hickory = HashSet::new();
    for (mnemonic, rdata) in GOOD.iter().filter(|(_, rdata)| !rdata.contains(r"\#")) {
        let Some(theirs) = from_hickory(rtype(mnemonic), rdata) else { continue };
        by_hickory.insert(*mnemonic);
        let ours = encoded(rtype(mnemonic), rdata.as_bytes(), &ROOT);
        if ours.as_ref().ok() != Some(&theirs) && !is_excepted(EXCEPTIONS, mnemonic, rdata) {
            differ.push(format!("{mnemonic} {rdata}\n  {ours:x?}\n  {theirs:x?}"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(by_hickory.len() > 15, "hickory reads only {by_hickory:?}");
    let by_hand: HashSet<&str> = OCTETS.iter().map(|(mnemonic, ..)| *mnemonic).collect();
    for rtype in RType::all().filter(|rtype| rtype.fields().is_some()) {
        let mnemonic = rtype.mnemonic();
        let is_tested = by_hickory.contains(&*mnemonic) || by_hand.contains(&*mnemonic);
        assert!(is_tested, "nothing says what the octets of {mnemonic} are");
    }
}

#[test]
fn octets_are_those_of_the_standards() {
    for (mnemonic, rdata, octets) in OCTETS {
        let found = encoded(rtype(mnemonic), rdata.as_bytes(), &ROOT).map(|octets| HEXLOWER.encode(&octets));
        assert_eq!(found.as_deref(), Ok(*octets), "{mnemonic} {rdata}");
    }
}

/// RFC 3597 §5: what is given in octets is those octets.
#[test]
fn octets_are_kept_as_they_are() {
    for (mnemonic, rdata) in GOOD.iter().filter(|(_, rdata)| rdata.starts_with(r"\#")) {
        let digits: String = rdata.split(' ').skip(2).collect();
        let octets = encoded(rtype(mnemonic), rdata.as_bytes(), &ROOT).map(|octets| HEXLOWER.encode(&octets));
        assert_eq!(octets, Ok(digits), "{mnemonic} {rdata}");
    }
}

#[test]
fn relative_names_take_the_origin() {
    let origin = name(b"Example.", b"\0").expect("a name");
    let form = WireForm { origin: &origin, canonical: false };
    for (rdata, expected) in [
        ("ns", &b"\x02ns\x07Example\0"[..]),
        ("@", b"\x07Example\0"),
        (".", b"\0"),
        ("ns.", b"\x02ns\0"),
        (r"a\.b\046\255", b"\x05a.b.\xff\x07Example\0"),
    ] {
        assert_eq!(encoded(RType::NS, rdata.as_bytes(), &form).as_deref(), Ok(expected), "{rdata}");
    }
    let long = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(54));
    assert_eq!(encoded(RType::NS, &long.as_bytes()[1..], &form).map(|octets| octets.len()), Ok(255));
    assert!(encoded(RType::NS, long.as_bytes(), &form).is_err());
}

#[test]
fn names_are_in_lower_case_in_some_types_only() {
    let form = WireForm { origin: b"\x02Ex\0", canonical: true };
    for (mnemonic, rdata, expected) in [
        ("NS", r"N\065", &b"\x02na\x02ex\0"[..]),
        ("RRSIG", "A 5 3 1 1 1 1 Ex. AA==", b"\0\x01\x05\x03\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x01\x02ex\0\0"),
        ("NSEC", "N", b"\x01N\x02Ex\0"),
        ("SVCB", "0 N", b"\0\0\x01N\x02Ex\0"),
        ("TXT", "Text", b"\x04Text"),
        ("NS", r"\# 3 014e00", b""),
    ] {
        let octets = encoded(rtype(mnemonic), rdata.as_bytes(), &form).unwrap_or_default();
        assert_eq!(octets, expected, "{mnemonic} {rdata}");
    }
}

#[test]
fn what_is_not_encoded_is_pointed_at() {
    for (mnemonic, rdata, field, text) in [
        ("SRV", "0 0 http sip", "port", "http"),
        ("WKS", "192.0.2.1 6 25 smtp", "services", "25"),
        ("A", "192.0.2.1 x", "data", "x"),
        ("MX", "10", "data", "10"),
        ("NULL", "x", "data", "x"),
        ("IPSECKEY", "1 2 0 192.0.2.1", "gateway", "192.0.2.1"),
    ] {
        let problem = encoded(rtype(mnemonic), rdata.as_bytes(), &ROOT).expect_err(rdata);
        let at = &rdata[problem.start as usize..problem.end as usize];
        assert_eq!((problem.field, at), (field, text), "{mnemonic} {rdata}: {}", problem.message);
    }
}

/// Values of the kinds of field in types that hickory reads. It puts names into lower case, so they are, and takes
/// few escapes.
fn value(kind: FieldKind) -> BoxedStrategy<String> {
    match kind {
        FieldKind::Number(max) | FieldKind::Code(max, _) => (0..=max).prop_map(|number| number.to_string()).boxed(),
        FieldKind::Duration | FieldKind::Time => any::<u32>().prop_map(|number| number.to_string()).boxed(),
        FieldKind::Ipv4 => any::<std::net::Ipv4Addr>().prop_map(|address| address.to_string()).boxed(),
        FieldKind::Ipv6 => any::<std::net::Ipv6Addr>().prop_map(|address| address.to_string()).boxed(),
        FieldKind::Name => r"(_?[a-z](\\\.)?[a-z0-9]{1,9}\.){0,4}[a-z][a-z0-9]{0,9}\.?".boxed(),
        FieldKind::String | FieldKind::LongString => "\"[ -!#-\\[\\]-~]{0,40}\"".boxed(),
        FieldKind::Strings => "\"[ -!#-\\[\\]-~]{0,40}\"( \"[ -!#-\\[\\]-~]{0,40}\"){0,3}".boxed(),
        FieldKind::Tag => "[a-z]{1,9}".boxed(),
        FieldKind::Hex => "([0-9a-fA-F]{2}){1,40}".boxed(),
        FieldKind::Base64 => "([0-9a-zA-Z+/]{4}){1,20}".boxed(),
        FieldKind::Types => "(A|NS|TXT|AAAA|SRV|TYPE[1-9][0-9]{0,3})( (MX|CAA|URI|TYPE[1-9][0-9]{0,3})){0,4}".boxed(),
        FieldKind::Params => {
            "(alpn=[a-z0-9]{1,5}(,h2){0,2} )?port=[1-9][0-9]{0,3} ipv4hint=192\\.0\\.2\\.[1-9] key[6-9]{4}=[a-z]{0,9}"
                .boxed()
        }
        _ => Just(String::new()).boxed(),
    }
}

fn record() -> impl Strategy<Value = (RType, String)> {
    const TYPES: [RType; 20] = [
        RType::A,
        RType::AAAA,
        RType::CAA,
        RType::CERT,
        RType::CNAME,
        RType::CSYNC,
        RType::HINFO,
        RType::HTTPS,
        RType::MX,
        RType::NAPTR,
        RType::NS,
        RType::OPENPGPKEY,
        RType::PTR,
        RType::SMIMEA,
        RType::SOA,
        RType::SRV,
        RType::SSHFP,
        RType::SVCB,
        RType::TLSA,
        RType::TXT,
    ];
    prop::sample::select(&TYPES[..]).prop_flat_map(|rtype| {
        let values = rtype.fields().unwrap_or_default().iter().map(|field| match (rtype, field.name) {
            // It drops the flags that RFC 7477 §2.1.1.2 does not define.
            (RType::CSYNC, "flags") => value(FieldKind::Number(3)),
            (RType::NAPTR, "flags") => value(FieldKind::Tag),
            _ => value(field.kind),
        });
        let values: Vec<_> = values.collect();
        values.prop_map(move |values| (rtype, values.join(" ")))
    })
}

proptest! {
    #[test]
    fn generated_octets_are_those_of_hickory((rtype, rdata) in record()) {
        if let (Some(theirs), Ok(ours)) = (from_hickory(rtype, &rdata), encoded(rtype, rdata.as_bytes(), &ROOT)) {
            prop_assert_eq!(HEXLOWER.encode(&ours), HEXLOWER.encode(&theirs), "{} {}", rtype.mnemonic(), rdata);
        }
    }

    #[test]
    fn no_bytes_break_it(at in 0..GOOD.len(), rdata: Vec<u8>, canonical: bool) {
        let _ = encoded(rtype(GOOD[at].0), &rdata, &WireForm { origin: b"\x01o\0", canonical });
    }

    #[test]
    fn no_words_break_it(at in 0..GOOD.len(), rdata in "([0-9a-zA-Z.:\\-/=,\"\\\\é\u{0}#@+!|]{0,12} ){0,9}") {
        let _ = encoded(rtype(GOOD[at].0), rdata.as_bytes(), &ROOT);
    }

    #[test]
    fn no_mutation_breaks_it(at in 0..GOOD.len() + BAD.len(), place: prop::sample::Index, byte: u8) {
        let bad = |at: usize| (BAD[at - GOOD.len()].0, BAD[at - GOOD.len()].1);
        let (mnemonic, rdata) = if at < GOOD.len() { GOOD[at] } else { bad(at) };
        let mut rdata = rdata.as_bytes().to_vec();
        if !rdata.is_empty() {
            let place = place.index(rdata.len());
            rdata[place] = byte;
        }
        let _ = encoded(rtype(mnemonic), &rdata, &ROOT);
    }
}
