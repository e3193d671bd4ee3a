//! What the comments at the top of an export say of the zone in it.

use crate::syntax::name::DomainName;

/// It stands in the first lines.
const LOOKED_AT: usize = 1024;

/// The zone that the comments at the top name, as Windows DNS, Azure, GoDaddy and Cloudflare write them.
pub fn zone(bytes: &[u8]) -> Option<DomainName> {
    let top = &bytes[..bytes.len().min(LOOKED_AT)];
    let lines = top.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    let mut comments = lines.take_while(|line| line.is_empty() || line.starts_with(b";"));
    comments.find_map(|line| in_comment(std::str::from_utf8(line).ok()?.trim_start_matches(';').trim()))
}

fn in_comment(text: &str) -> Option<DomainName> {
    let of_windows = || text.strip_prefix("Database file ")?.strip_suffix(" zone.")?.split(" for ").nth(1);
    let labelled = || ["Zone name:", "Domain:"].into_iter().find_map(|label| text.strip_prefix(label));
    let name = of_windows().or_else(labelled)?.trim();
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'))
    };
    let is_name = name.contains('.') && name.strip_suffix('.').unwrap_or(name).split('.').all(is_label);
    is_name.then(|| DomainName::new(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_that_name_the_zone() {
        for (text, expected) in [
            (";\r\n;  Database file (null) for corp.example zone.\r\n;\r\n", Some("corp.example.")),
            (
                "\n;  Database file 2.0.192.in-addr.arpa.dns for 2.0.192.in-addr.arpa zone.\n",
                Some("2.0.192.in-addr.arpa."),
            ),
            (";; Domain:     example.org.\n", Some("example.org.")),
            ("; Domain: example.com\n", Some("example.com.")),
            (";  Exported zone file\n;      Zone name: example.net\n", Some("example.net.")),
            ("; Domain: the one of the company\n", None),
            ("; Domain: example\n", None),
            ("$TTL 1h\n; Domain: example.com\n", None),
            ("", None),
        ] {
            assert_eq!(zone(text.as_bytes()), expected.map(DomainName::new), "{text}");
        }
    }
}
