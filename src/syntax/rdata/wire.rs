//! Record data in wire form, without compression (RFC 1035 §4.1.4, RFC 3597 §4).
//!
//! Made from the same table of fields as the checks: each kind of field has one encoding. What the
//! check of a field refuses is not encoded.

use std::net::Ipv6Addr;

use data_encoding::{BASE32HEX_NOPAD, HEXLOWER_PERMISSIVE};

use super::check::{DataProblem, check_field, fields, is_missing, is_zero, problem};
use super::encoding::{decode_base64, decode_hex};
use super::field::{Field, FieldKind, Presence};
use super::{Fault, RType, address, code, generic, location, number, show, svcb, text};
use crate::syntax::token::Token;
use crate::syntax::{time, ttl};
use crate::text::escape::escape;

/// RFC 1035 §3.1: octets of a name, the root label included.
const LONGEST_NAME: usize = 255;
/// RFC 1035 §3.2.1: two length octets for the whole of the data.
const LONGEST_RDATA: usize = 65_535;
/// RFC 1876 §2: the least number of thousandths of a second is the equator or the prime meridian.
const EQUATOR: i64 = 1 << 31;
/// RFC 1876 §2: altitudes count from 100 km below the spheroid, in centimetres.
const LOWEST: i64 = 10_000_000;
/// RFC 1876 §3: size, horizontal and vertical precision where they are left out, in centimetres.
const PRECISIONS: [u64; 3] = [100, 1_000_000, 1_000];

/// How record data is encoded.
#[derive(Clone, Copy, Debug)]
pub struct WireForm<'a> {
    /// What relative names are completed with: a name in wire form.
    pub origin: &'a [u8],
    /// Names in lower case in the types that DNSSEC has them so (RFC 4034 §6.2, RFC 6840 §5.1).
    pub canonical: bool,
}

/// The data of a record in wire form; `type_token` is where to point if there is none.
///
/// # Errors
///
/// The first field that cannot be encoded.
pub fn encode(
    rtype: RType,
    tokens: &[Token],
    source: &[u8],
    type_token: &Token,
    form: &WireForm,
) -> Result<Vec<u8>, DataProblem> {
    let whole = |fault| problem("data", tokens.first().unwrap_or(type_token), fault);
    if generic::is_generic(tokens, source) {
        generic::check(rtype, tokens, source).map_err(|(at, fault)| problem("data", &tokens[at], fault))?;
        if form.canonical && has_lower_case_names(rtype) {
            return Err(whole(Fault::new("names in octets have no canonical form")));
        }
        return decode_hex(&tokens[2..], source).ok_or_else(|| whole(not_encodable(source, tokens)));
    }
    if rtype.fields().is_none() {
        return Err(whole(Fault::new(format!("{} has no text format but `\\#`", rtype.mnemonic()))));
    }
    let is_lower = form.canonical && has_lower_case_names(rtype);
    let mut encoder = Encoder { rtype, tokens, source, origin: form.origin, is_lower, out: Vec::new() };
    let mut taken = 0;
    for (field, held) in fields(rtype, tokens, source) {
        if held.is_empty() && is_missing(field) {
            return Err(whole(Fault::new(format!("{} has no `{}`", rtype.mnemonic(), field.name))));
        }
        taken += held.len();
        check_field(field, held, tokens, source).map_err(|(at, fault)| problem(field.name, &held[at], fault))?;
        let at = held.first().unwrap_or(type_token);
        encoder.field(field, held).ok_or_else(|| problem(field.name, at, not_encodable(source, held)))?;
    }
    if let Some(extra) = tokens.get(taken) {
        return Err(problem("data", extra, Fault::new(format!("{} is one too many", show(extra.text(source))))));
    }
    match encoder.out.len() {
        0..=LONGEST_RDATA => Ok(encoder.out),
        octets => Err(whole(Fault::new(format!("the data has {octets} octets, {LONGEST_RDATA} are possible")))),
    }
}

/// A domain name in wire form, completed with an origin in wire form where it is relative; `None` if it is no name or
/// becomes too long.
pub fn name(text: &[u8], origin: &[u8]) -> Option<Vec<u8>> {
    super::name::check(text).ok()?;
    match text {
        b"@" => return Some(origin.to_vec()),
        b"." => return Some(vec![0]),
        _ => {}
    }
    let (mut out, mut label) = (vec![0], 0);
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'.' => {
                out[label] = u8::try_from(out.len() - label - 1).ok()?;
                label = out.len();
                out.push(0);
                at += 1;
            }
            b'\\' => {
                let (octet, length) = escape(&text[at..])?;
                out.push(octet);
                at += length;
            }
            octet => {
                out.push(octet);
                at += 1;
            }
        }
    }
    if out.len() > label + 1 {
        out[label] = u8::try_from(out.len() - label - 1).ok()?;
        out.extend(origin);
    }
    (out.len() <= LONGEST_NAME).then_some(out)
}

#[cold]
fn not_encodable(source: &[u8], held: &[Token]) -> Fault {
    let text = held.first().map_or(&b""[..], |token| token.text(source));
    Fault::new(format!("{} has no wire form", show(text)))
}

/// RFC 4034 §6.2 without NSEC, which RFC 6840 §5.1 takes out again, and HINFO, which has no names.
fn has_lower_case_names(rtype: RType) -> bool {
    matches!(
        rtype,
        RType::NS
            | RType::MD
            | RType::MF
            | RType::CNAME
            | RType::SOA
            | RType::MB
            | RType::MG
            | RType::MR
            | RType::PTR
            | RType::MINFO
            | RType::MX
            | RType::RP
            | RType::AFSDB
            | RType::RT
            | RType::SIG
            | RType::PX
            | RType::NXT
            | RType::NAPTR
            | RType::KX
            | RType::SRV
            | RType::DNAME
            | RType::A6
            | RType::RRSIG
    )
}

struct Encoder<'a> {
    rtype: RType,
    tokens: &'a [Token],
    source: &'a [u8],
    origin: &'a [u8],
    is_lower: bool,
    out: Vec<u8>,
}

impl Encoder<'_> {
    /// Adds one field, which its check accepted; `None` where it has no wire form even so.
    fn field(&mut self, field: &Field, held: &[Token]) -> Option<()> {
        match field.kind {
            FieldKind::Strings => held.iter().try_for_each(|token| self.string(token.text(self.source))),
            FieldKind::HexOrZero | FieldKind::Base64OrZero if is_zero(held, self.source) => self.add(&[0]),
            FieldKind::Hex | FieldKind::HexOrZero => self.add(&decode_hex(held, self.source)?),
            FieldKind::Base64 | FieldKind::Base64OrZero => self.add(&decode_base64(held, self.source)?),
            // RFC 8005 §5: both lengths stand before the first of the two, around the algorithm.
            FieldKind::HexWord => {
                let tag = decode_hex(held, self.source)?;
                self.out.insert(0, u8::try_from(tag.len()).ok()?);
                self.add(&tag)
            }
            FieldKind::Base64Word => {
                let key = decode_base64(held, self.source)?;
                self.out.splice(2..2, u16::try_from(key.len()).ok()?.to_be_bytes());
                self.add(&key)
            }
            FieldKind::Names => held.iter().try_for_each(|token| self.name(token.text(self.source))),
            FieldKind::Types => self.types(held),
            FieldKind::Services => self.services(held),
            FieldKind::Prefixes => held.iter().try_for_each(|token| self.prefix(token.text(self.source))),
            FieldKind::Params => self.add(&svcb::encode(held, self.source)?),
            FieldKind::Location => self.location(held),
            _ => held.iter().try_for_each(|token| self.word(field, token.text(self.source))),
        }
    }

    /// A field of one token.
    fn word(&mut self, field: &Field, text: &[u8]) -> Option<()> {
        match field.kind {
            FieldKind::Number(max) => self.number(number::decimal(text)?, max),
            FieldKind::Code(max, registry) => self.number(code::value(registry, text)?, max),
            FieldKind::Duration => self.add(&ttl::parse(text)?.ok()?.to_be_bytes()),
            FieldKind::Time => self.add(&time::parse(text)?.to_be_bytes()),
            FieldKind::Ipv4 => self.add(&address::ipv4(text)?.octets()),
            FieldKind::Ipv6 if field.presence == Presence::Required => self.add(&address::ipv6(text)?.octets()),
            FieldKind::Ipv6 => self.address_suffix(address::ipv6(text)?),
            FieldKind::Name => self.name(text),
            FieldKind::Gateway(kind) => match number::decimal(self.tokens.get(kind)?.text(self.source))? {
                0 => Some(()),
                1 => self.add(&address::ipv4(text)?.octets()),
                2 => self.add(&address::ipv6(text)?.octets()),
                3 => self.name(text),
                _ => None,
            },
            FieldKind::Type => self.add(&RType::from_mnemonic(text)?.0.to_be_bytes()),
            FieldKind::String | FieldKind::Digits(_) | FieldKind::Decimal(_) | FieldKind::Tag => self.string(text),
            FieldKind::LongString => self.add(&text::unescape(text).ok()?),
            FieldKind::Salt if text == b"-" => self.add(&[0]),
            FieldKind::Salt => self.counted(&HEXLOWER_PERMISSIVE.decode(text).ok()?),
            FieldKind::Base32Hex => self.counted(&BASE32HEX_NOPAD.decode(&text.to_ascii_uppercase()).ok()?),
            FieldKind::Eui(_) => self.add(&hex_without(text, b'-')?),
            FieldKind::Locator64 => text.split(|b| *b == b':').try_for_each(|group| {
                let group = u16::from_str_radix(std::str::from_utf8(group).ok()?, 16).ok()?;
                self.add(&group.to_be_bytes())
            }),
            FieldKind::Nsap => self.add(&hex_without(text.get(2..)?, b'.')?),
            FieldKind::AtmAddress => self.atm_address(text),
            _ => None,
        }
    }

    fn add(&mut self, octets: &[u8]) -> Option<()> {
        self.out.extend(octets);
        Some(())
    }

    /// Octets behind an octet of length.
    fn counted(&mut self, octets: &[u8]) -> Option<()> {
        self.out.push(u8::try_from(octets.len()).ok()?);
        self.add(octets)
    }

    fn string(&mut self, text: &[u8]) -> Option<()> {
        self.counted(&text::unescape(text).ok()?)
    }

    fn name(&mut self, text: &[u8]) -> Option<()> {
        let mut name = name(text, self.origin)?;
        if self.is_lower {
            // The length of a label is 63 at most, and no letter.
            name.make_ascii_lowercase();
        }
        self.add(&name)
    }

    /// As many octets as the greatest number takes. One bit and seven bits share an octet (RFC 8777 §4.1).
    fn number(&mut self, number: u64, max: u64) -> Option<()> {
        match max {
            1 => self.out.push((number as u8) << 7),
            127 => *self.out.last_mut()? |= number as u8,
            _ if max <= 0xff => self.out.push(number as u8),
            _ if max <= 0xffff => self.out.extend((number as u16).to_be_bytes()),
            _ if max <= 0xffff_ffff => self.out.extend((number as u32).to_be_bytes()),
            _ => self.out.extend(number.to_be_bytes()),
        }
        Some(())
    }

    /// The octets of an address that are not all of the prefix, whose bits are zero (RFC 2874 §3.1.1).
    fn address_suffix(&mut self, address: Ipv6Addr) -> Option<()> {
        let prefix = u32::from(*self.out.first()?);
        let suffix = u128::from(address) & u128::MAX.checked_shr(prefix).unwrap_or_default();
        self.add(suffix.to_be_bytes().get(prefix as usize / 8..)?)
    }

    /// Type bitmaps: windows (RFC 4034 §4.1.2), and one of 128 types at most in NXT (RFC 2535 §5.2).
    fn types(&mut self, held: &[Token]) -> Option<()> {
        let types = held.iter().map(|token| Some(RType::from_mnemonic(token.text(self.source))?.0));
        let mut types = types.collect::<Option<Vec<u16>>>()?;
        types.sort_unstable();
        if self.rtype == RType::NXT {
            return if types.last() > Some(&127) { None } else { self.add(&bitmap(&types)) };
        }
        types.chunk_by(|a, b| a >> 8 == b >> 8).try_for_each(|window| {
            self.out.push((window[0] >> 8) as u8);
            self.counted(&bitmap(&window.iter().map(|number| number & 0xff).collect::<Vec<_>>()))
        })
    }

    /// Ports as a bitmap. Names of ports are what the server's `/etc/services` has, so they have no wire form here.
    fn services(&mut self, held: &[Token]) -> Option<()> {
        let port = |token: &Token| u16::try_from(number::decimal(token.text(self.source))?).ok();
        let ports = held.iter().map(port).collect::<Option<Vec<u16>>>()?;
        self.add(&bitmap(&ports))
    }

    /// RFC 3123 §4: zeros at the end of the address are left out.
    fn prefix(&mut self, text: &[u8]) -> Option<()> {
        let (negation, item) = text.strip_prefix(b"!").map_or((0, text), |item| (0x80, item));
        let (family, rest) = split(item, item.iter().position(|b| *b == b':')?);
        let (address, length) = split(rest, rest.iter().rposition(|b| *b == b'/')?);
        let mut octets = match family {
            b"1" => address::ipv4(address)?.octets().to_vec(),
            b"2" => address::ipv6(address)?.octets().to_vec(),
            _ => return None,
        };
        octets.truncate(octets.iter().rposition(|octet| *octet != 0).map_or(0, |last| last + 1));
        let length = number::decimal(length)? as u8;
        self.add(&[0, family[0] - b'0', length, negation | octets.len() as u8])?;
        self.add(&octets)
    }

    /// ATM Forum af-dans-0152.000 §5: format 0 is an AESA in octets, 1 is E.164 in digits.
    fn atm_address(&mut self, text: &[u8]) -> Option<()> {
        match text.strip_prefix(b"+") {
            Some(digits) => {
                self.out.push(1);
                self.out.extend(digits.iter().filter(|b| **b != b'.'));
                Some(())
            }
            None => {
                self.out.push(0);
                self.add(&hex_without(text, b'.')?)
            }
        }
    }

    /// RFC 1876 §2.
    fn location(&mut self, held: &[Token]) -> Option<()> {
        let texts: Vec<&[u8]> = held.iter().map(|token| token.text(self.source)).collect();
        let (angles, lengths) = location::read(&texts)?;
        let precision = |index: usize| lengths.get(index + 1).map_or(PRECISIONS[index], |length| length.unsigned_abs());
        self.out.push(0);
        for index in 0..PRECISIONS.len() {
            self.out.push(power_of_ten(precision(index)));
        }
        for angle in angles {
            self.out.extend(((EQUATOR + angle) as u32).to_be_bytes());
        }
        self.add(&u32::try_from(lengths.first()? + LOWEST).ok()?.to_be_bytes())
    }
}

/// A digit and how many zeros follow it, in four bits each.
fn power_of_ten(centimetres: u64) -> u8 {
    let zeros = centimetres.checked_ilog10().unwrap_or_default();
    (centimetres / 10u64.pow(zeros)) as u8 * 16 + zeros as u8
}

/// The bits of numbers, the first octet's highest bit for 0, up to the last that is set.
fn bitmap(numbers: &[u16]) -> Vec<u8> {
    let mut bits = vec![0; numbers.iter().max().map_or(0, |most| usize::from(*most) / 8 + 1)];
    for number in numbers {
        bits[usize::from(*number) / 8] |= 0x80 >> (number % 8);
    }
    bits
}

fn split(text: &[u8], at: usize) -> (&[u8], &[u8]) {
    (&text[..at], &text[at + 1..])
}

/// Hexadecimal digits with marks between that are for the eye.
fn hex_without(text: &[u8], mark: u8) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.iter().filter(|b| **b != mark).copied().collect();
    HEXLOWER_PERMISSIVE.decode(&digits).ok()
}
