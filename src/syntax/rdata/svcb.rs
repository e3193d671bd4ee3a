//! Service parameters of SVCB and HTTPS (RFC 9460 §2.1 and appendix A).

use std::borrow::Cow;

use super::text::unescape;
use super::{Fault, Verdict, address, encoding, number, show};
use crate::syntax::iana::svc_param_keys::{ALPN, KEYS, MANDATORY, NO_DEFAULT_ALPN, ParamValue};
use crate::syntax::token::Token;

/// Keys that were met. Those with names fit the bits, so that usual records allocate nothing.
#[derive(Default)]
struct KeySet {
    low: u64,
    high: Vec<u16>,
}

impl KeySet {
    fn has(&self, key: u16) -> bool {
        if key < 64 { self.low & 1 << key != 0 } else { self.high.contains(&key) }
    }

    /// False if the key is there already.
    fn insert(&mut self, key: u16) -> bool {
        let is_new = !self.has(key);
        if key < 64 {
            self.low |= 1 << key;
        } else if is_new {
            self.high.push(key);
        }
        is_new
    }
}

/// All parameters; the index is the word at fault.
pub(super) fn check(tokens: &[Token], source: &[u8]) -> Result<(), (usize, Fault)> {
    let mut seen = KeySet::default();
    let (mut mandatory, mut no_default) = (None, None);
    for (index, token) in tokens.iter().enumerate() {
        let (key, value) = split(token.text(source));
        let at_fault = |fault| (index, fault);
        if token.quoted {
            return Err(at_fault(
                Fault::new(format!("{} has its key inside the quotes", show(token.text(source))))
                    .help("quote only the value: `alpn=\"h2,h3\"`"),
            ));
        }
        let number = key_number(key).map_err(at_fault)?;
        if !seen.insert(number) {
            let fault = Fault::new(format!("parameter {} is given twice", show(key)));
            return Err(at_fault(fault.help("a key is allowed only once: combine the values")));
        }
        check_value(key, number, value).map_err(at_fault)?;
        match number {
            MANDATORY if key == b"mandatory" => mandatory = value.map(|value| (index, value)),
            NO_DEFAULT_ALPN => no_default = Some(index),
            _ => {}
        }
    }
    if let Some((index, keys)) = mandatory {
        all_given(keys, &seen).map_err(|fault| (index, fault))?;
    }
    match no_default {
        Some(index) if !seen.has(ALPN) => {
            let fault = Fault::new("`no-default-alpn` without `alpn` leaves no protocol");
            Err((index, fault.help("list the protocols: `alpn=h2 no-default-alpn` (RFC 9460 section 7.1.1)")))
        }
        _ => Ok(()),
    }
}

/// What is mandatory has to be there (RFC 9460 §8).
fn all_given(keys: &[u8], given: &KeySet) -> Verdict {
    let is_absent = |key: &&[u8]| key_number(key).is_ok_and(|number| !given.has(number));
    match keys.split(|b| *b == b',').find(is_absent) {
        None => Ok(()),
        Some(key) => Err(Fault::new(format!("mandatory lists {}, which is missing", show(key)))
            .help("add the parameter, or remove it from the list")),
    }
}

/// The key, and the value without its quotes.
fn split(param: &[u8]) -> (&[u8], Option<&[u8]>) {
    let Some(at) = memchr::memchr(b'=', param) else { return (param, None) };
    let value = &param[at + 1..];
    let bare = value.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value);
    (&param[..at], Some(bare))
}

fn key_number(key: &[u8]) -> Result<u16, Fault> {
    if let Some((number, ..)) = KEYS.iter().find(|(_, name, _)| name.as_bytes() == key) {
        return Ok(*number);
    }
    let generic = key.strip_prefix(b"key").filter(|digits| *digits == b"0" || digits.first() != Some(&b'0'));
    match generic.and_then(number::decimal).and_then(|n| u16::try_from(n).ok()) {
        Some(number) => Ok(number),
        None => Err(unknown_key(key)),
    }
}

#[cold]
fn unknown_key(key: &[u8]) -> Fault {
    let lower = String::from_utf8_lossy(key).to_ascii_lowercase();
    let fault = Fault::new(format!("{} is not a service parameter", show(key)));
    let names: Vec<&str> = KEYS.iter().map(|(_, name, _)| *name).collect();
    match number::closest(&lower, &names) {
        Some(name) if name == lower => fault.help(format!("write keys in lower case: `{name}`")),
        Some(name) => fault.help(format!("did you mean `{name}`?")),
        None => fault.help("write a key without a name by its number: `key65280=value`"),
    }
}

fn check_value(key: &[u8], number: u16, value: Option<&[u8]>) -> Verdict {
    let shape = KEYS.iter().find(|(n, ..)| *n == number).map_or(ParamValue::Text, |(.., shape)| *shape);
    // A key by its number takes the octets of the wire, whatever its name would take.
    if key.starts_with(b"key") {
        return check_octets(key, shape, &unescape(value.unwrap_or_default())?);
    }
    let Some(value) = value.filter(|v| !v.is_empty()) else {
        // A value that is left out is an empty one (RFC 9460 §2.1), and servers take an empty `ech`.
        return match shape {
            ParamValue::Absent | ParamValue::Text | ParamValue::Base64 | ParamValue::Segments => Ok(()),
            _ => Err(Fault::new(format!("parameter {} has no value", show(key)))),
        };
    };
    let value = if value.contains(&b'\\') { Cow::Owned(unescape(value)?) } else { Cow::Borrowed(value) };
    check_shape(key, shape, &value)
}

fn check_shape(key: &[u8], shape: ParamValue, value: &[u8]) -> Verdict {
    let name = || String::from_utf8_lossy(key);
    let mut items = value.split(|b| *b == b',');
    match shape {
        ParamValue::Text => Ok(()),
        ParamValue::Absent => {
            Err(Fault::new(format!("parameter {} takes no value", show(key))).help(format!("write only {}", show(key))))
        }
        ParamValue::Port => number::check("port", value, u64::from(u16::MAX)),
        ParamValue::Ipv4s => items.try_for_each(address::check_ipv4),
        ParamValue::Ipv6s => items.try_for_each(address::check_ipv6),
        ParamValue::Numbers => check_numbers(&name(), value),
        ParamValue::Keys => check_keys(value),
        ParamValue::Protocols => check_list(&name(), "protocol", value),
        ParamValue::Segments => check_list(&name(), "segment", value),
        ParamValue::Base64 => {
            let whole = Token { start: 0, end: value.len() as u32, quoted: false, escaped: false };
            encoding::check_base64(&name(), &[whole], value).map_err(|(_, fault)| fault)
        }
        ParamValue::Template => {
            let has_variable = value
                .split(|b| *b == b'{')
                .skip(1)
                .any(|e| e.split(|b| *b == b'}').next().is_some_and(|e| e.windows(3).any(|word| word == b"dns")));
            if value.first() == Some(&b'/') && has_variable {
                return Ok(());
            }
            Err(Fault::new(format!("dohpath {} is not a path with the variable `dns`", show(value)))
                .help("write a template such as `/dns-query{?dns}`"))
        }
    }
}

/// The value of a key that is written by its number is the octets of the wire (RFC 9460 §2.1).
fn check_octets(key: &[u8], shape: ParamValue, octets: &[u8]) -> Verdict {
    let whole = |size: usize| !octets.is_empty() && octets.len().is_multiple_of(size);
    let (fits, what) = match shape {
        ParamValue::Text | ParamValue::Base64 | ParamValue::Template => return Ok(()),
        ParamValue::Absent => (octets.is_empty(), "empty"),
        ParamValue::Port => (octets.len() == 2, "two octets of a port"),
        ParamValue::Ipv4s => (whole(4), "IPv4 addresses of four octets"),
        ParamValue::Ipv6s => (whole(16), "IPv6 addresses of sixteen octets"),
        ParamValue::Numbers => (whole(2), "numbers of two octets"),
        ParamValue::Keys => {
            let keys: Vec<u16> =
                octets.chunks(2).map(|pair| u16::from(pair[0]) << 8 | u16::from(pair[pair.len() - 1])).collect();
            let ascends = keys.is_sorted_by(|a, b| a < b) && keys.first() > Some(&0);
            (whole(2) && ascends, "keys of two octets in ascending order, without 0")
        }
        ParamValue::Protocols => (is_list(octets), "protocols with an octet of length before each"),
        ParamValue::Segments => {
            (octets.is_empty() || is_list(octets), "segments of a path with an octet of length before each")
        }
    };
    let fault = Fault::new(format!("the value of {} is not {what}", show(key)));
    let named = KEYS.iter().find(|(number, ..)| key_number(key).is_ok_and(|key| key == *number));
    let help = named.map_or(String::new(), |(_, name, _)| format!("write `{name}`, whose value is text"));
    if fits { Ok(()) } else { Err(fault.help(help)) }
}

/// Whether octets are the data of a record: a priority, a name without pointers, and parameters in ascending order of
/// their keys (RFC 9460 §2.2).
pub(super) fn is_wire_form(data: &[u8]) -> bool {
    data.get(2..).and_then(after_name).and_then(are_params).is_some()
}

/// What stands behind a name, which takes 255 octets at most (RFC 1035 §3.1).
fn after_name(octets: &[u8]) -> Option<&[u8]> {
    let mut rest = octets;
    while let Some((&length, after)) = rest.split_first() {
        match length {
            0 => return (octets.len() - after.len() <= 255).then_some(after),
            1..=63 => rest = after.get(usize::from(length)..)?,
            _ => return None,
        }
    }
    None
}

fn are_params(octets: &[u8]) -> Option<()> {
    let (mut rest, mut before) = (octets, None);
    while !rest.is_empty() {
        let (head, after) = rest.split_first_chunk::<4>()?;
        let [key, length] = [[head[0], head[1]], [head[2], head[3]]].map(u16::from_be_bytes);
        let (value, next) = after.split_at_checked(usize::from(length))?;
        let shape = KEYS.iter().find(|(n, ..)| *n == key).map_or(ParamValue::Text, |(.., shape)| *shape);
        if before >= Some(key) || check_octets(b"", shape, value).is_err() {
            return None;
        }
        (rest, before) = (next, Some(key));
    }
    Some(())
}

fn is_list(octets: &[u8]) -> bool {
    let mut rest = octets;
    while let [length, after @ ..] = rest {
        match after.split_at_checked(usize::from(*length)) {
            Some(([_, ..], next)) => rest = next,
            _ => return false,
        }
    }
    !octets.is_empty()
}

/// Numbers, each once (draft-ietf-tls-key-share-prediction §3.1).
fn check_numbers(name: &str, value: &[u8]) -> Verdict {
    let items: Vec<&[u8]> = value.split(|b| *b == b',').collect();
    for (at, item) in items.iter().enumerate() {
        number::check(name, item, u64::from(u16::MAX))?;
        if items[..at].contains(item) {
            return Err(Fault::new(format!("{name} lists {} twice", show(item))).help("remove one of the two"));
        }
    }
    Ok(())
}

/// Keys that must be understood: each once, and not `mandatory` itself (RFC 9460 §8).
fn check_keys(value: &[u8]) -> Verdict {
    let mut seen = KeySet::default();
    for item in value.split(|b| *b == b',') {
        let number = key_number(item)?;
        if number == 0 {
            return Err(Fault::new("mandatory lists itself").help("`mandatory` must not list itself: remove it"));
        }
        if !seen.insert(number) {
            return Err(Fault::new(format!("mandatory lists {} twice", show(item))));
        }
    }
    Ok(())
}

/// Items of 1 to 255 octets; a comma in one has a backslash before (RFC 9460 §A.1).
fn check_list(name: &str, item: &str, value: &[u8]) -> Verdict {
    let mut octets = 0;
    let mut at = 0;
    let fault = |octets| match octets {
        0 => Fault::new(format!("{name} {} has an empty {item}", show(value))).help("remove one comma"),
        _ => Fault::new(format!("{name} has a {item} of {octets} octets; the maximum is 255")),
    };
    while at < value.len() {
        match value[at] {
            b',' if !(1..=255).contains(&octets) => return Err(fault(octets)),
            b',' => octets = 0,
            b'\\' if at + 1 < value.len() => {
                octets += 1;
                at += 1;
            }
            _ => octets += 1,
        }
        at += 1;
    }
    if (1..=255).contains(&octets) { Ok(()) } else { Err(fault(octets)) }
}

/// All parameters in wire form, in ascending order of their keys (RFC 9460 §2.2).
pub(super) fn encode(tokens: &[Token], source: &[u8]) -> Option<Vec<u8>> {
    let mut params = Vec::with_capacity(tokens.len());
    for token in tokens {
        let (key, value) = split(token.text(source));
        let number = key_number(key).ok()?;
        let value = unescape(value.unwrap_or_default()).ok()?;
        let shape = KEYS.iter().find(|(n, ..)| *n == number && !key.starts_with(b"key"));
        params.push((number, encode_value(shape.map_or(ParamValue::Text, |(.., shape)| *shape), value)?));
    }
    params.sort();
    let mut out = Vec::new();
    for (number, value) in params {
        out.extend(number.to_be_bytes());
        out.extend(u16::try_from(value.len()).ok()?.to_be_bytes());
        out.extend(value);
    }
    Some(out)
}

fn encode_value(shape: ParamValue, value: Vec<u8>) -> Option<Vec<u8>> {
    let items = value.split(|b| *b == b',');
    let number = |item: &[u8]| u16::try_from(number::decimal(item)?).ok();
    match shape {
        ParamValue::Absent | ParamValue::Template | ParamValue::Text => Some(value),
        ParamValue::Port => number(&value).map(|port| port.to_be_bytes().to_vec()),
        ParamValue::Ipv4s => {
            items.map(|item| Some(address::ipv4(item)?.octets())).collect::<Option<Vec<_>>>().map(concat)
        }
        ParamValue::Ipv6s => {
            items.map(|item| Some(address::ipv6(item)?.octets())).collect::<Option<Vec<_>>>().map(concat)
        }
        ParamValue::Numbers => {
            items.map(|item| Some(number(item)?.to_be_bytes())).collect::<Option<Vec<_>>>().map(concat)
        }
        ParamValue::Keys => {
            let mut keys = items.map(|item| key_number(item).ok()).collect::<Option<Vec<_>>>()?;
            keys.sort_unstable();
            Some(keys.into_iter().flat_map(u16::to_be_bytes).collect())
        }
        ParamValue::Base64 => data_encoding::BASE64.decode(&value).ok(),
        ParamValue::Segments if value.is_empty() => Some(value),
        ParamValue::Protocols | ParamValue::Segments => encode_list(&value),
    }
}

fn concat<const N: usize>(items: Vec<[u8; N]>) -> Vec<u8> {
    items.concat()
}

/// Items with an octet of length before each (RFC 9460 §7.1.1).
fn encode_list(value: &[u8]) -> Option<Vec<u8>> {
    let mut items = vec![Vec::new()];
    let mut bytes = value.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b',' => items.push(Vec::new()),
            b'\\' => items.last_mut()?.push(*bytes.next().unwrap_or(&byte)),
            _ => items.last_mut()?.push(byte),
        }
    }
    let mut out = Vec::with_capacity(value.len() + 1);
    for item in items {
        out.push(u8::try_from(item.len()).ok()?);
        out.extend(item);
    }
    Some(out)
}
