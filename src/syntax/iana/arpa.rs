//! The trees below which addresses are names.

use crate::text::suggest::distance_within;

/// RFC 1035 §3.5.
pub(crate) const IN_ADDR: &str = "in-addr.arpa.";
/// RFC 3596 §2.5.
pub(crate) const IP6: &str = "ip6.arpa.";

/// The reverse zone that a misspelt one was meant to be: `2.0.192.in-addr-arpa.`, `2.0.192.in-addr.apra.`.
pub(crate) fn meant_by(zone: &str) -> Option<String> {
    let zone = zone.to_ascii_lowercase();
    if zone.ends_with(IN_ADDR) || zone.ends_with(IP6) {
        return None;
    }
    let labels: Vec<&str> = zone.trim_end_matches('.').split('.').collect();
    let split = |is_number: fn(&str) -> bool| {
        let count = labels.iter().take_while(|label| is_number(label)).count();
        (labels[..count].join("."), labels[count..].join("."), count)
    };
    let near = |tail: &str, tree: &str, most: usize| {
        let letters = |text: &str| text.replace(['.', '-'], "");
        letters(tail) == letters(tree) || distance_within(tail, tree.trim_end_matches('.'), most).is_some()
    };
    let (octets, tail, count) = split(|label| label.split('/').next().is_some_and(|octet| octet.parse::<u8>().is_ok()));
    if count > 0 && near(&tail, IN_ADDR, 2) {
        return Some(format!("{octets}.{IN_ADDR}"));
    }
    // A network of IPv6 has four nibbles at the least that anybody writes.
    let (nibbles, tail, count) = split(|label| matches!(label.as_bytes(), [digit] if digit.is_ascii_hexdigit()));
    (count >= 4 && near(&tail, IP6, 1)).then(|| format!("{nibbles}.{IP6}"))
}

#[cfg(test)]
mod tests {
    use super::meant_by;

    #[test]
    fn misspelt_trees() {
        for (zone, meant) in [
            ("2.0.192.in-addr-arpa.", Some("2.0.192.in-addr.arpa.")),
            ("2.0.192.in-addr.apra.", Some("2.0.192.in-addr.arpa.")),
            ("2.0.192.IN-ADDR.ARP.", Some("2.0.192.in-addr.arpa.")),
            ("0/25.2.0.192.inaddr.arpa.", Some("0/25.2.0.192.in-addr.arpa.")),
            ("8.b.d.0.1.0.0.2.ip6-arpa.", Some("8.b.d.0.1.0.0.2.ip6.arpa.")),
            ("8.b.d.0.1.0.0.2.ipv6.arpa.", Some("8.b.d.0.1.0.0.2.ip6.arpa.")),
            ("2.0.192.in-addr.arpa.", None),
            ("in-addr-arpa.", None),
            ("1.example.com.", None),
            ("home.arpa.", None),
            ("2.0.192.in-addr.arpa.example.com.", None),
            ("8.b.d.0.1.0.0.2.ip6.int.", None),
        ] {
            assert_eq!(meant_by(zone).as_deref(), meant, "{zone}");
        }
    }
}
