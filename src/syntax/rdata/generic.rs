//! The notation for any type: `\# length hexadecimal` (RFC 3597 §5).

use std::ops::RangeInclusive;

use hickory_proto::rr::{RData, RecordType};
use hickory_proto::serialize::binary::{BinDecoder, BinEncodable, BinEncoder, NameEncoding, Restrict};

use super::{Fault, RType, encoding, number, relation, show, svcb};
use crate::syntax::token::Token;

/// Types that IANA leaves to everyone (RFC 6895 section 3.1).
const PRIVATE_USE: RangeInclusive<u16> = 65280..=65534;

const FORM: &str = r"write `\# 4 c0000201`: the length in octets, then that many octets in hexadecimal";

/// Whether the data is in the notation for any type.
pub(crate) fn is_generic(tokens: &[Token], source: &[u8]) -> bool {
    tokens.first().is_some_and(|token| token.escaped && !token.quoted && token.text(source) == br"\#")
}

/// Length, octets, and for types that can be read, what the octets say; the index is the word at fault.
pub(super) fn check(rtype: RType, tokens: &[Token], source: &[u8]) -> Result<(), (usize, Fault)> {
    let Some(length_token) = tokens.get(1) else {
        return Err((0, Fault::new(r"`\#` has no length").help(FORM)));
    };
    let length_text = length_token.text(source);
    number::check("length", length_text, u64::from(u16::MAX)).map_err(|fault| (1, fault.help(FORM)))?;
    let length = number::decimal(length_text).unwrap_or_default() as usize;
    let octets = &tokens[2..];
    if !octets.is_empty() {
        encoding::check_hex(&rtype.mnemonic(), octets, source).map_err(|(at, fault)| (at + 2, fault))?;
    }
    let digits: usize = octets.iter().map(|token| token.text(source).len()).sum();
    if digits / 2 != length {
        let fault =
            Fault::new(format!("length {} does not match the {} octets that follow", show(length_text), digits / 2));
        return Err((1, fault.help("correct the length, or complete the octets")));
    }
    let data = encoding::decode_hex(octets, source).unwrap_or_default();
    if fits(rtype, &data) {
        return relation::check_octets(rtype, &data).map_err(|fault| (2, fault));
    }
    Err((
        0,
        Fault::new(format!("these octets are not valid data for {}", rtype.mnemonic()))
            .help(format!("write the {} record in its normal form", rtype.mnemonic())),
    ))
}

/// Whether the octets can be read as the type; true for types that hickory keeps as octets.
fn fits(rtype: RType, data: &[u8]) -> bool {
    // What is in private use is nobody else's to read: hickory gives one of these numbers to its ANAME.
    if PRIVATE_USE.contains(&rtype.0) {
        return true;
    }
    // To hickory an identifier of a protocol is UTF-8; it is any octets (RFC 9460 section 7.1.1).
    if matches!(rtype, RType::SVCB | RType::HTTPS) {
        return svcb::is_wire_form(data);
    }
    let record_type = RecordType::from(rtype.0);
    if matches!(record_type, RecordType::Unknown(_) | RecordType::NULL | RecordType::ZERO) {
        return true;
    }
    let mut decoder = BinDecoder::new(data);
    match RData::read(&mut decoder, record_type, Restrict::new(data.len() as u16)) {
        Ok(read) => !has_names(rtype) || written_length(&read) == Some(data.len()),
        Err(_) => false,
    }
}

fn has_names(rtype: RType) -> bool {
    rtype.fields().is_some_and(|fields| fields.iter().any(|field| matches!(field.kind, super::FieldKind::Name)))
}

/// Octets without compression: a pointer in the data leads out of it, yet reads well (RFC 3597 §4).
fn written_length(data: &RData) -> Option<usize> {
    let mut out = Vec::new();
    let mut encoder = BinEncoder::new(&mut out);
    encoder.set_name_encoding(NameEncoding::Uncompressed);
    data.emit(&mut encoder).ok()?;
    Some(out.len())
}
