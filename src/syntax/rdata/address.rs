//! Addresses of all kinds.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Fault, Verdict, number, show};
use crate::syntax::swar;

/// The address that four decimal octets are (RFC 1035 §3.4.1), as `inet_pton` reads them.
pub fn ipv4(text: &[u8]) -> Option<Ipv4Addr> {
    let mut ends = (7..=15).contains(&text.len()).then(|| swar::dots(text) | 1 << text.len())?;
    let (mut address, mut start) = (0, 0);
    for _ in 0..4 {
        let end = ends.trailing_zeros() as usize;
        address = address << 8 | octet(text, start, end)?;
        (start, ends) = (end + 1, ends & (ends - 1));
    }
    (ends == 0).then(|| Ipv4Addr::from(address))
}

/// A number up to 255 without zeros before it. Its length differs from line to line, so nothing here
/// branches on it.
fn octet(text: &[u8], start: usize, end: usize) -> Option<u32> {
    /// The bytes of one digit, two and three where the last is the highest, and the least number of as many.
    const DIGITS: [(u32, u32); 3] = [(0xff00_0000, 0), (0xffff_0000, 10), (0xffff_ff00, 100)];
    let (mask, least) = *DIGITS.get((end - start).checked_sub(1)?)?;
    let four = match text[..end].last_chunk() {
        Some(four) => u32::from_le_bytes(*four),
        None => u32::from_le_bytes(*text.first_chunk()?) << (8 * (4 - end)),
    };
    let digits = (four ^ 0x3030_3030) & mask;
    let is_number = (digits | digits.wrapping_add(0x7676_7600)) & 0x8080_8000 == 0;
    let octet = (digits >> 24) + 10 * (digits >> 16 & 0xff) + 100 * (digits >> 8 & 0xff);
    (is_number && (least..=255).contains(&octet)).then_some(octet)
}

/// The IPv6 address that a text is (RFC 4291 §2.2), without a zone.
pub fn ipv6(text: &[u8]) -> Option<Ipv6Addr> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The most bytes of an IPv6 address of eight groups.
const LONGEST_IPV6: usize = 39;

/// Whether a text is an IPv6 address: told by where its colons and digits stand, without its value.
pub(super) fn is_ipv6(text: &[u8]) -> bool {
    if !(2..=LONGEST_IPV6).contains(&text.len()) {
        return ipv6(text).is_some();
    }
    let (colons, digits, last) = (swar::places(text, b':'), swar::hex_digits(text), 1 << (text.len() - 1));
    if colons | digits != last | (last - 1) {
        // The last 32 bits may be written as an IPv4 address.
        return ipv6(text).is_some();
    }
    let (first_of_two, second_of_two) = (colons & colons >> 1, colons & colons << 1);
    let is_cut_off = (1 & !first_of_two | last & !second_of_two) & colons != 0;
    let is_long = digits & digits >> 1 & digits >> 2 & digits >> 3 & digits >> 4 != 0;
    let groups = (digits & !(digits << 1)).count_ones();
    let is_whole = match first_of_two {
        0 => groups == 8,
        gaps => groups < 8 && gaps.is_power_of_two(),
    };
    is_whole && !is_cut_off && !is_long
}

pub(super) fn check_ipv4(text: &[u8]) -> Verdict {
    if ipv4(text).is_some() { Ok(()) } else { Err(no_ipv4(text)) }
}

pub(super) fn check_ipv6(text: &[u8]) -> Verdict {
    if is_ipv6(text) { Ok(()) } else { Err(no_ipv6(text)) }
}

/// The type of the records that hold an address.
#[cold]
pub(crate) fn type_of_address(text: &[u8]) -> Option<&'static str> {
    match () {
        () if ipv4(text).is_some() => Some("A"),
        () if ipv6(text).is_some() => Some("AAAA"),
        () => None,
    }
}

/// Whether a word of a template stands where the address belongs: `10.0.0.XXX`, `<ip>`, `{{`, `YOUR_IP`, `SERVER_IP`.
pub(crate) fn is_placeholder(text: &[u8]) -> bool {
    let upper = text.to_ascii_uppercase();
    let is_wild = |part: &[u8]| !part.is_empty() && part.iter().all(|b| matches!(b, b'X' | b'?'));
    let octets: Vec<&[u8]> = upper.split(|b| *b == b'.').collect();
    let is_octet = |part: &&[u8]| is_wild(part) || part.iter().all(u8::is_ascii_digit);
    if octets.len() == 4 && octets.iter().all(is_octet) && octets.iter().any(|part| is_wild(part)) {
        return true;
    }
    let is_marked = matches!(text, [b'<', .., b'>'] | [b'{', b'{', ..] | [b'$', b'{', ..] | [b'%', .., b'%']);
    let words = || upper.split(|b| matches!(b, b'_' | b'-'));
    let is_address = |word: &[u8]| {
        let names = [&b"IP"[..], b"IPV4", b"IPV6", b"IPADD", b"IPADDR", b"IPADDRESS", b"ADDR", b"ADDRESS"];
        names.contains(&word)
    };
    let asks = [&b"YOUR"[..], b"REPLACE", b"CHANGE", b"INSERT", b"FILL", b"TODO", b"FIXME"];
    let is_asking = asks.iter().any(|ask| upper.starts_with(ask));
    is_marked || !text.contains(&b'.') && (words().any(is_address) || is_asking)
}

fn placeholder(family: &str) -> Fault {
    Fault::new(format!("a placeholder stands in the place of an {family} address")).help("fill in the address")
}

#[cold]
fn no_ipv4(text: &[u8]) -> Fault {
    if is_placeholder(text) {
        return placeholder("IPv4");
    }
    let fault = |why: &str| Fault::new(format!("{} is not an IPv4 address{why}", show(text)));
    if ipv6(text).is_some() {
        return fault(": it is an IPv6 address");
    }
    if let Some(address) = text.strip_suffix(b".")
        && ipv4(address).is_some()
    {
        return fault(": it must not end with a dot").help(format!("write {}", show(address)));
    }
    if let Some(end) = text.iter().position(|b| matches!(b, b'/' | b':'))
        && ipv4(&text[..end]).is_some()
    {
        let what = if text[end] == b'/' { "a prefix length" } else { "a port" };
        return fault(&format!(": {what} is not allowed here")).help(format!("write {}", show(&text[..end])));
    }
    if is_url(text) {
        return fault(": it is a URL").help("write only the address: DNS has no protocols, ports or paths");
    }
    let dotted: Vec<u8> = text.iter().map(|b| if *b == b',' { b'.' } else { *b }).collect();
    if ipv4(&dotted).is_some() {
        return fault(": it has a comma instead of a dot").help(format!("write {}", show(&dotted)));
    }
    let parts: Vec<&[u8]> = text.split(|b| *b == b'.').collect();
    if let Some(odd) = parts.iter().find(|part| !part.iter().all(u8::is_ascii_digit)) {
        return fault(&format!(": {} is not a number", show(odd)));
    }
    if parts.iter().any(|part| part.is_empty()) {
        return fault(": a number is missing between the dots");
    }
    if parts.len() != 4 {
        return fault(&format!(": it has {} of 4 numbers", parts.len()));
    }
    if let Some(big) = parts.iter().find(|part| number::decimal(part).is_none_or(|n| n > 255)) {
        return fault(&format!(": {} is over 255", String::from_utf8_lossy(big)));
    }
    fault(": a number has a leading zero").help("some programs read a leading zero as octal: remove it")
}

#[cold]
fn no_ipv6(text: &[u8]) -> Fault {
    if is_placeholder(text) {
        return placeholder("IPv6");
    }
    let fault = |why: &str| Fault::new(format!("{} is not an IPv6 address{why}", show(text)));
    if ipv4(text).is_some() {
        return fault(": it is an IPv4 address");
    }
    if is_url(text) {
        return fault(": it is a URL").help("write only the address: DNS has no protocols, ports or paths");
    }
    let bare = text.strip_prefix(b"[").and_then(|t| t.strip_suffix(b"]")).unwrap_or(text);
    let bare = bare.split(|b| matches!(b, b'/' | b'%')).next().unwrap_or_default();
    let bare = bare.strip_suffix(b".").unwrap_or(bare);
    if bare.len() < text.len() && ipv6(bare).is_some() {
        return fault(": brackets, prefix lengths, zones and dots are not allowed here")
            .help(format!("write {}", show(bare)));
    }
    let parts: Vec<&[u8]> = text.split(|b| *b == b':').collect();
    if parts.len() == 1 {
        return fault(": it has no colon");
    }
    if let Some(odd) = parts.iter().find(|part| !part.iter().all(|b| b.is_ascii_hexdigit() || *b == b'.')) {
        return fault(&format!(": {} is not hexadecimal", show(odd)));
    }
    if let Some(long) = parts.iter().find(|part| part.len() > 4 && !part.contains(&b'.')) {
        return fault(&format!(": group {} has more than 4 digits", show(long)));
    }
    let compressions = text.windows(2).filter(|pair| pair == b"::").count();
    if compressions > 1 {
        return fault(": `::` is allowed only once");
    }
    let groups = parts.iter().filter(|part| !part.is_empty()).count();
    match compressions {
        0 if groups < 8 => fault(&format!(": it has {groups} of 8 groups")).help("`::` replaces groups of zeros"),
        _ if groups > 7 => fault(&format!(": it has {groups} groups; with `::` at most 7 are possible")),
        _ => fault(""),
    }
}

fn is_url(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"://").is_some()
}

/// Which type takes what was written as an address of A or AAAA.
#[cold]
pub(super) fn type_for(text: &[u8]) -> Option<&'static str> {
    let mut labels = text.rsplit(|b| *b == b'.').filter(|label| !label.is_empty());
    if ipv4(text).is_some() {
        Some("the type for IPv4 addresses is A")
    } else if ipv6(text).is_some() {
        Some("the type for IPv6 addresses is AAAA")
    } else if labels.next().is_some_and(|top| top[0].is_ascii_alphabetic()) && !text.contains(&b':') {
        Some("the type for a host name is CNAME")
    } else {
        None
    }
}

/// The gateway of IPSECKEY (RFC 4025 §2.5) and the relay of AMTRELAY (RFC 8777 §4.2.3).
pub(super) fn check_gateway(name: &str, kind: &[u8], text: &[u8]) -> Verdict {
    match number::decimal(kind) {
        Some(0) if text == b"." => Ok(()),
        Some(0) => Err(Fault::new(format!("{name} {} should be `.`: type 0 has no gateway", show(text)))
            .help("type 1 is for IPv4 addresses, 2 for IPv6 addresses, 3 for names")),
        Some(1) => check_ipv4(text),
        Some(2) => check_ipv6(text),
        Some(3) => super::name::check(text).map_err(|fault| fault.fault(text)),
        _ => Ok(()),
    }
}

/// `pairs` pairs of hexadecimal digits with dashes between (RFC 7043 §3.2, §4.2).
pub(super) fn check_eui(name: &str, text: &[u8], pairs: usize) -> Verdict {
    let mut count = 0;
    let all_pairs = text.split(|b| *b == b'-').all(|pair| {
        count += 1;
        pair.len() == 2 && pair.iter().all(u8::is_ascii_hexdigit)
    });
    if all_pairs && count == pairs {
        return Ok(());
    }
    let fault = Fault::new(format!("{name} {} is not {pairs} pairs of hexadecimal digits", show(text)));
    Err(fault.help(format!("write the pairs with `-` between them: `00{}`", "-00".repeat(pairs - 1))))
}

/// Four groups of up to four hexadecimal digits (RFC 6742 §2.1.1).
pub(super) fn check_locator64(name: &str, text: &[u8]) -> Verdict {
    let mut count = 0;
    let all_groups = text.split(|b| *b == b':').all(|group| {
        count += 1;
        matches!(group.len(), 1..=4) && group.iter().all(u8::is_ascii_hexdigit)
    });
    if all_groups && count == 4 {
        return Ok(());
    }
    Err(Fault::new(format!("{name} {} is not four groups of hexadecimal digits", show(text)))
        .help("write it as `0014:4fff:ff20:ee64`"))
}

/// `0x` and whole octets; dots are for the eye (RFC 1706 §7).
pub(super) fn check_nsap(name: &str, text: &[u8]) -> Verdict {
    let [b'0', b'x' | b'X', address @ ..] = text else {
        return Err(Fault::new(format!("{name} {} does not start with `0x`", show(text))));
    };
    check_dotted_hex(name, text, address)
}

/// An ATM address: E.164 after `+`, or whole octets with dots for the eye.
pub(super) fn check_atm(name: &str, text: &[u8]) -> Verdict {
    match text {
        [b'+', digits @ ..] if !digits.is_empty() && digits.iter().all(|b| b.is_ascii_digit() || *b == b'.') => Ok(()),
        [b'+', ..] => Err(Fault::new(format!("{name} {} is not `+` and digits", show(text)))),
        _ => check_dotted_hex(name, text, text),
    }
}

fn check_dotted_hex(name: &str, text: &[u8], address: &[u8]) -> Verdict {
    let digits = address.iter().filter(|b| **b != b'.').count();
    if !address.iter().all(|b| b.is_ascii_hexdigit() || *b == b'.') {
        return Err(Fault::new(format!("{name} {} is not hexadecimal", show(text))));
    }
    if digits == 0 || digits % 2 != 0 {
        return Err(Fault::new(format!("{name} {} has {digits} hexadecimal digits; each octet needs two", show(text))));
    }
    Ok(())
}

/// One prefix of APL: `[!]family:address/length` (RFC 3123 §5).
pub(super) fn check_prefix(text: &[u8]) -> Verdict {
    let fault = |why: String| {
        Err(Fault::new(format!("{} is not an address prefix: {why}", show(text)))
            .help("write `1:192.0.2.0/24` for IPv4, `2:2001:db8::/32` for IPv6, with `!` in front to exclude"))
    };
    let item = text.strip_prefix(b"!").unwrap_or(text);
    let Some(colon) = item.iter().position(|b| *b == b':') else { return fault("it has no address family".into()) };
    let Some(slash) = item.iter().rposition(|b| *b == b'/').filter(|slash| *slash > colon) else {
        return fault("it has no `/` and length".into());
    };
    let (family, address, length) = (&item[..colon], &item[colon + 1..slash], &item[slash + 1..]);
    let (checked, longest) = match number::decimal(family) {
        Some(1) => (check_ipv4(address), 32),
        Some(2) => (check_ipv6(address), 128),
        _ => return fault(format!("family {} is neither 1 for IPv4 nor 2 for IPv6", show(family))),
    };
    checked?;
    match number::decimal(length) {
        Some(length) if length <= longest => Ok(()),
        _ => fault(format!("length {} is not a number from 0 to {longest}", show(length))),
    }
}

/// One port of WKS, by number or name (RFC 1035 §3.4.2).
pub(super) fn check_service(text: &[u8]) -> Verdict {
    if text.iter().all(u8::is_ascii_digit) {
        return number::check("port", text, u64::from(u16::MAX));
    }
    // Names come from /etc/services of the server: any may be known there.
    if text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'.' | b'/')) {
        return Ok(());
    }
    Err(Fault::new(format!("{} is not a port", show(text))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agrees_with_std(text: &str) {
        assert_eq!(ipv4(text.as_bytes()), text.parse().ok(), "{text}");
        assert_eq!(is_ipv6(text.as_bytes()), text.parse::<Ipv6Addr>().is_ok(), "{text}");
    }

    #[test]
    fn odd_addresses_are_judged_as_std_does() {
        for text in [
            "",
            ":",
            "::",
            ":::",
            "1::",
            "::1",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8::",
            "1:2:3:4::5:6:7:8",
            "1::2::3",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            ":1",
            "1:",
            "1:2:",
            "::1:",
            "12345::",
            "::ffff:1.2.3.4",
            "1:2:3:4:5:6:1.2.3.4",
            "1:2:3:4:5:1.2.3.4",
            "1:2:3:4:5::1.2.3.4",
            "1:2:3:4:5:6::1.2.3.4",
            "::1.2.3",
            "::1.2.3.4:5",
            "1.2.3.4",
            "1.2.3.4.",
            "01.2.3.4",
            "0.0.0.0",
            "00.0.0.0",
            "255.255.255.256",
            "1..2.3",
            ".11.22.33",
            "11.22..33",
            "11.22.33.",
            "1.2.3.4.5",
            "::.1.2.3",
            "fe80::1%eth0",
            "2001:DB8::A",
            "::g",
            ":1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8:",
            "1:::2",
            "::1:2:3:4:5:6:7:8",
            "1111:2222:3333:4444:5555:6666:7777:8888",
            "1111:2222:3333:4444:5555:6666:7777:88888",
        ] {
            agrees_with_std(text);
        }
    }

    proptest! {
        #[test]
        fn ipv4_is_judged_as_std_does(text in "[0-9.]{0,16}") {
            agrees_with_std(&text);
        }

        #[test]
        fn ipv6_is_judged_as_std_does(text in "([0-9a-f]{0,5}:{1,2}){0,9}([0-9a-f]{0,5}|[0-9]{1,3}(\\.[0-9]{1,3}){3})") {
            agrees_with_std(&text);
        }

        #[test]
        fn addresses_are_addresses(v4: Ipv4Addr, v6: Ipv6Addr) {
            prop_assert_eq!(ipv4(v4.to_string().as_bytes()), Some(v4));
            prop_assert!(is_ipv6(v6.to_string().as_bytes()));
        }
    }
}
