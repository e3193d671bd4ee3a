//! What stands behind the colon of an SPF term (RFC 7208 sections 5, 7 and 12): domains, addresses, prefix lengths.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::octets::Fault;
use super::spf_terms::{Term, without_prefix};
use crate::syntax::entry::shown;

/// What is wrong with the value of a term that is one.
pub(super) fn fault_of(term: &Term) -> Option<Fault> {
    let is = |name| term.is(name);
    let value = term.value();
    let fault = match () {
        () if is("all") => (!term.rest.is_empty()).then(|| says(term, "`all` has no value", Some("write `all` alone"))),
        () if is("ip4") || is("ip6") => address_fault(term, value.unwrap_or_default()),
        () if is("a") || is("mx") => host_fault(term),
        () if is("ptr") => match (term.rest, value) {
            ([], _) => None,
            (_, Some(value)) => domain_fault(term, value),
            (_, None) => Some(says(term, "`ptr` has no prefix length", Some("write `ptr` alone"))),
        },
        () if is("include") || is("exists") || is("redirect") || is("exp") => {
            domain_fault(term, value.unwrap_or_default())
        }
        // A modifier that nobody knows.
        () => macro_fault(term, value.unwrap_or_default(), true),
    }?;
    Some(Fault { message: fault.message + ": receivers treat the whole record as an error", ..fault })
}

fn says(term: &Term, what: &str, help: Option<&str>) -> Fault {
    let fault = Fault::error(term.octets(), what);
    match help {
        Some(help) => fault.help(help.to_owned()),
        None => fault,
    }
}

/// The mechanism for an address, which may have a prefix length.
pub(super) fn address_of(text: &[u8]) -> Option<&'static str> {
    let text = std::str::from_utf8(text).ok()?;
    let address = text.split('/').next().unwrap_or_default();
    match () {
        () if address.parse::<Ipv4Addr>().is_ok() => Some("ip4"),
        () if address.parse::<Ipv6Addr>().is_ok() => Some("ip6"),
        () => None,
    }
}

/// Two labels or more, the last of which is no number: it can be a name of a host.
pub(super) fn is_domain(text: &[u8]) -> bool {
    let is_label =
        |label: &[u8]| !label.is_empty() && label.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let text = text.strip_suffix(b".").unwrap_or(text);
    let labels = || text.split(|b| *b == b'.');
    labels().count() > 1 && labels().all(is_label) && labels().next_back().is_some_and(is_top_label)
}

/// `toplabel` of RFC 7208 section 7.1.
fn is_top_label(label: &[u8]) -> bool {
    let is_of_label = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    label.iter().all(is_of_label) && !label.iter().all(u8::is_ascii_digit) && !matches!(label, [b'-', ..] | [.., b'-'])
}

/// The term that was run together with the end of a value.
fn glued(value: &[u8]) -> Option<&'static str> {
    let known = ["-all", "~all", "?all", "+all"];
    known.into_iter().find(|end| value.len() > end.len() && value.to_ascii_lowercase().ends_with(end.as_bytes()))
}

fn glued_fault(term: &Term, value: &[u8]) -> Option<Fault> {
    let end = glued(value)?;
    let octets = term.octets().end - end.len()..term.octets().end;
    Some(
        Fault::error(octets, format!("`{end}` is run together with the term before it"))
            .help(format!("write a space before `{end}`"))
            .instead(term.octets().end - end.len()..term.octets().end - end.len(), " "),
    )
}

/// RFC 7208 section 5.6.
fn address_fault(term: &Term, value: &[u8]) -> Option<Fault> {
    let (name, most) = if term.is("ip4") { ("ip4", 32) } else { ("ip6", 128) };
    let all = String::from_utf8_lossy(value);
    // By octets: what is no UTF-8 is longer when it is shown.
    let slash = memchr::memchr(b'/', value);
    let (address, prefix) = slash.map_or((value, None), |slash| (&value[..slash], Some(&value[slash + 1..])));
    let address = &*String::from_utf8_lossy(address);
    let is_right = if name == "ip4" { is_ipv4(address) } else { address.parse::<Ipv6Addr>().is_ok() };
    if is_right {
        return prefix.filter(|prefix| !is_prefix(prefix, most)).map(|prefix| prefix_fault(term, prefix, most));
    }
    let octets = if value.is_empty() { term.octets() } else { term.octets().end - value.len()..term.octets().end };
    let other = if name == "ip4" { "ip6" } else { "ip4" };
    let fault = |what: String| Fault::error(octets.clone(), what);
    Some(match () {
        () if value.is_empty() => empty(term, "address"),
        () if glued(value).is_some() => glued_fault(term, value)?,
        () if all.ends_with([',', ';']) => {
            fault(format!("`{}` is not an address, as only spaces separate terms", shown(value)))
                .help(format!("remove the `{}`", &all[all.len() - 1..]))
                .instead(term.octets().end - 1..term.octets().end, "")
        }
        () if all.contains(',') => fault(format!("`{}` is more than one address", shown(value)))
            .help(format!("write `{name}:` before each, and spaces between them")),
        () if address_of(value) == Some(other) => fault(format!("`{}` is not an address for `{name}`", shown(value)))
            .help(format!("write `{other}:{}`", shown(value)))
            .instead(name_octets(term), other),
        () if name == "ip4" && has_leading_zero(address) => {
            let prefix = prefix.map(|prefix| format!("/{}", String::from_utf8_lossy(prefix))).unwrap_or_default();
            fault(format!("`{}` has a number with a leading zero", shown(value)))
                .help("remove the zero")
                .instead(octets.clone(), without_zeros(address) + &prefix)
        }
        () => {
            let form = if name == "ip4" {
                "four numbers up to 255, as in `192.0.2.1`"
            } else {
                "an IPv6 address, as in `2001:db8::1`"
            };
            fault(format!("`{}` is not an IPv{} address", shown(value), &name[2..])).help(format!("write {form}"))
        }
    })
}

/// Where the name of a term stands.
fn name_octets(term: &Term) -> std::ops::Range<usize> {
    let start = term.start + usize::from(term.qualifier.is_some());
    start..start + term.name.len()
}

fn without_zeros(address: &str) -> String {
    let numbers =
        address.split('.').map(|number| number.parse::<u8>().map_or_else(|_| number.into(), |n| n.to_string()));
    numbers.collect::<Vec<String>>().join(".")
}

fn has_leading_zero(address: &str) -> bool {
    let numbers: Vec<&str> = address.split('.').collect();
    numbers.len() == 4 && numbers.iter().all(|number| number.parse::<u8>().is_ok())
}

/// `ip4-network`: numbers have no leading zeros, which the standard library minds.
fn is_ipv4(address: &str) -> bool {
    address.parse::<Ipv4Addr>().is_ok()
}

/// RFC 7208 section 12: no leading zero.
fn is_prefix(prefix: &[u8], most: u32) -> bool {
    let number = std::str::from_utf8(prefix).ok().and_then(|prefix| prefix.parse::<u32>().ok());
    let is_plain = matches!(prefix, b"0" | [b'1'..=b'9', ..]);
    is_plain && number.is_some_and(|number| number <= most)
}

fn prefix_fault(term: &Term, prefix: &[u8], most: u32) -> Fault {
    let octets = term.octets().end - prefix.len() - 1..term.octets().end;
    // `192.0.2.0/24,198.51.100.0/24`
    if let Some(comma) = memchr::memchr2(b',', b';', prefix) {
        let at = octets.start + 1 + comma;
        let message = format!("`{}` does not separate networks", char::from(prefix[comma]));
        let help = format!("write each network with `{}:` before it, and a space between them", shown(term.name));
        return Fault::error(at..at + 1, message).help(help);
    }
    let message = format!("`/{}` is not a prefix length of at most {most}", shown(prefix));
    Fault::error(octets, message).help(format!("write `/{most}` or less"))
}

/// RFC 7208 sections 5.3 and 5.4: a domain may follow, and then prefix lengths.
fn host_fault(term: &Term) -> Option<Fault> {
    let (domain, prefixes) = match term.value() {
        Some(value) => without_prefix(value),
        None => (&[][..], term.rest),
    };
    let has_domain = term.value().is_some();
    dual_fault(term, prefixes).or_else(|| match has_domain {
        true => domain_fault(term, domain),
        false => None,
    })
}

fn dual_fault(term: &Term, prefixes: &[u8]) -> Option<Fault> {
    let text = std::str::from_utf8(prefixes).unwrap_or("/?");
    let is_four =
        |text: &str| text.is_empty() || text.strip_prefix('/').is_some_and(|length| is_prefix(length.as_bytes(), 32));
    let (four, six) = text.split_once("//").map_or((text, None), |(four, six)| (four, Some(six)));
    if is_four(four) && six.is_none_or(|six| is_prefix(six.as_bytes(), 128)) {
        return None;
    }
    let octets = term.octets().end - prefixes.len()..term.octets().end;
    let mut numbers = text.split('/').filter(|number| !number.is_empty());
    let fault = Fault::error(octets.clone(), format!("`{}` is not a prefix length", shown(prefixes)));
    Some(match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(four), Some(six), None) if is_prefix(four.as_bytes(), 32) && is_prefix(six.as_bytes(), 128) => {
            let meant = format!("/{four}//{six}");
            fault.help(format!("two slashes go before the length for IPv6: `{meant}`")).instead(octets, meant)
        }
        _ => fault.help("write `/24` for IPv4, `//64` for IPv6, or `/24//64`"),
    })
}

fn empty(term: &Term, what: &str) -> Fault {
    let message = format!("`{}` lacks its {what}", shown(term.text));
    Fault::error(term.octets(), message)
        .help(format!("write the {what} directly after the `:` or `=`, without a space"))
}

/// `domain-spec` of RFC 7208 section 7.1.
fn domain_fault(term: &Term, value: &[u8]) -> Option<Fault> {
    let name = String::from_utf8_lossy(term.name).to_ascii_lowercase();
    let from = term.text.len() - term.value().map_or(0, <[u8]>::len);
    let octets = term.start + from..term.start + from + value.len();
    let fault = |octets: std::ops::Range<usize>, what: String| Fault::error(octets, what);
    if value.is_empty() {
        return Some(empty(term, "domain"));
    }
    if let Some(found) = macro_fault(term, value, false) {
        return Some(found);
    }
    let end = value.strip_suffix(b".").unwrap_or(value);
    if end.ends_with(b"}") {
        return None;
    }
    let text = shown(value);
    let top = end.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let lower = end.to_ascii_lowercase();
    Some(match () {
        () if lower.starts_with(b"http://")
            || lower.starts_with(b"https://")
            || value.windows(3).any(|part| part == b"://") =>
        {
            fault(octets, format!("`{text}` is a URL, where a domain has to stand")).help("write the domain alone")
        }
        () if address_of(value).is_some() => {
            let meant = format!("{}:{text}", address_of(value).unwrap_or_default());
            let term_octets = name_octets(term).start..term.octets().end;
            fault(octets, format!("`{text}` is an address, where a domain has to stand"))
                .maybe(term_octets, meant)
                .help(format!("did you mean `{}:{text}`?", address_of(value).unwrap_or_default()))
        }
        () if glued(value).is_some() => glued_fault(term, value)?,
        () if value.contains(&b',') || value.contains(&b';') => {
            fault(octets, format!("`{text}` is not a domain")).help("only spaces separate terms")
        }
        () if without_prefix(value).0.len() < value.len() => fault(octets, format!("`{name}` has no prefix length"))
            .help(format!("write `{}`", shown(without_prefix(value).0))),
        () if memchr::memchr(b'.', end).is_none() => {
            fault(octets, format!("`{text}` has one label, and names in SPF are never relative"))
                .help("write the whole domain, as in `_spf.example.com`")
        }
        () if !is_top_label(top) || end.split(|b| *b == b'.').any(<[u8]>::is_empty) => {
            fault(octets, format!("`{text}` is not a domain")).help("write a domain as in `_spf.example.com`")
        }
        () if value.contains(&b'@') => {
            let domain = shown(value.rsplit(|b| *b == b'@').next().unwrap_or_default());
            let found =
                Fault::warning(octets.clone(), format!("`{text}` is an e-mail address, where a domain has to stand"));
            return Some(found.help(format!("write `{domain}`")).maybe(octets, domain.into_owned()));
        }
        () => return None,
    })
}

/// RFC 7208 sections 7.1 to 7.3. `c`, `r` and `t` have a meaning in explanations alone: in the text that `exp=` names, not
/// in that name.
fn macro_fault(term: &Term, value: &[u8], is_explanation: bool) -> Option<Fault> {
    let from = term.text.len() - term.value().map_or(0, <[u8]>::len);
    let place = |at: usize, length: usize| {
        let start = term.start + from + at;
        start..(start + length).min(term.octets().end)
    };
    if let Some(at) = value.iter().position(|b| !matches!(b, 0x21..=0x7e)) {
        let message = format!("`{}` has a character that is not of ASCII", shown(term.text));
        return Some(Fault::error(place(at, 1), message).help("copy the record again"));
    }
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'%', &value[at..]) {
        at += next;
        let rest = &value[at + 1..];
        match rest {
            [b'%' | b'_' | b'-', ..] => at += 2,
            [b'{', inside @ ..] => {
                let end = memchr::memchr(b'}', inside).unwrap_or(inside.len());
                if end == inside.len() || !is_macro(&inside[..end], is_explanation) {
                    let length = (end + 3).min(value.len() - at);
                    let text = shown(&value[at..at + length]);
                    return Some(Fault::error(place(at, length), format!("`{text}` is not a macro")).help(
                        "macros are `%{s}`, and so on with `l`, `o`, `d`, `i`, `p`, `v` and `h`: `%{d2}`, `%{ir}`",
                    ));
                }
                at += end + 3;
            }
            _ => {
                let message = format!("`%` in `{}` starts no macro", shown(value));
                return Some(Fault::error(place(at, 2), message).help("write `%{i}` for a macro, `%%` for the sign"));
            }
        }
    }
    None
}

/// What stands between the braces: a letter, how many labels, `r`, and where they are divided.
fn is_macro(inside: &[u8], is_explanation: bool) -> bool {
    let Some((letter, rest)) = inside.split_first() else { return false };
    let is_letter = match letter.to_ascii_lowercase() {
        b's' | b'l' | b'o' | b'd' | b'i' | b'p' | b'v' | b'h' => true,
        b'c' | b'r' | b't' => is_explanation,
        _ => false,
    };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let (labels, rest) = rest.split_at(digits);
    let rest = rest.strip_prefix(b"r").or(rest.strip_prefix(b"R")).unwrap_or(rest);
    let is_count = labels.is_empty() || labels.iter().any(|digit| *digit != b'0');
    is_letter && is_count && rest.iter().all(|b| matches!(b, b'.' | b'-' | b'+' | b',' | b'/' | b'_' | b'='))
}

#[cfg(test)]
mod tests {
    use super::super::spf_syntax::{self, TermFault};
    use super::super::spf_terms;

    #[test]
    fn values_are_judged() {
        for (term, message) in [
            ("ip4:192.0.2.300", "is not an IPv4 address"),
            ("ip4:192.0.2.0/33", "`/33` is not a prefix length"),
            ("ip4:192.0.2.0/24,198.51.100.0/24", "`,` does not separate networks"),
            ("ip4:192.0.2.010", "leading zero"),
            ("ip4:192.0.2", "is not an IPv4 address"),
            ("ip4:", "lacks its address"),
            ("ip6:192.0.2.1", "is not an address for `ip6`"),
            ("ip4:2001:db8::1", "is not an address for `ip4`"),
            ("ip6:2001:db8::/129", "`/129`"),
            ("ip4:192.0.2.1,", "only spaces"),
            ("ip4:192.0.2.1-all", "`-all` is run together"),
            ("include:example.org~all", "`~all` is run together"),
            ("include", "lacks its domain"),
            ("include:", "lacks its domain"),
            ("include:_spf", "has one label"),
            ("include:192.0.2.1", "is an address"),
            ("include:example.org/24", "`include` has no prefix length"),
            ("include:https://example.org", "is a URL"),
            ("a:", "lacks its domain"),
            ("a:user@example.org", "is an e-mail address"),
            ("a:example.org/33", "`/33` is not a prefix length"),
            ("mx/24/64", "`/24/64` is not a prefix length"),
            ("ptr/24", "`ptr` has no prefix length"),
            ("-all:example.org", "`all` has no value"),
            ("exists:%{q}.example.org", "`%{q}` is not a macro"),
            ("exists:%{i0}.example.org", "`%{i0}` is not a macro"),
            ("include:%{c}.example.org", "`%{c}` is not a macro"),
            ("exists:%(i).example.org", "starts no macro"),
            ("exp=%{r}.example.org", "`%{r}` is not a macro"),
            ("ip4:192.0.2.1\nmx", "is not an IPv4 address"),
        ] {
            let policy = format!("v=spf1 {term}");
            let Some(TermFault::Value(fault)) = spf_syntax::fault_of(spf_terms::of(policy.as_bytes())) else {
                panic!("{term}")
            };
            assert!(fault.message.contains(message), "{term}: {}", fault.message);
            assert!(fault.octets.start >= 7 && fault.octets.end <= policy.len(), "{term}: {:?}", fault.octets);
        }
    }
}
