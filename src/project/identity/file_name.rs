//! What a file name says about the zone in it.
//!
//! Administrators name files after zones in a handful of ways; where a name may mean
//! something else it says nothing, for a wrong origin makes every name wrong.

use crate::syntax::iana::arpa;
use crate::syntax::name::DomainName;
use crate::text::suggest::distance_within;

/// Prefixes that say "what follows is the zone".
const PREFIXES: [&str; 5] = ["db.", "master.", "fwd.", "zone.", "pri."];
/// Suffixes of zone files.
const SUFFIXES: [&str; 7] = [".zone", ".db", ".hosts", ".dns", ".zonefile", ".fwd", ".forward"];
/// First words of names that describe the file, not the zone.
const DESCRIPTIONS: [&str; 9] =
    ["named", "reverse", "rev", "forward", "internal", "external", "zone", "zones", "master"];
/// Last words that are no top-level domain but a kind of file or a placeholder.
const NOT_DOMAINS: [&str; 31] = [
    "bak", "cache", "cfg", "conf", "copy", "csv", "data", "empty", "fwd", "hint", "hints", "hosts", "inc", "include",
    "ini", "j2", "jnl", "json", "log", "md", "old", "orig", "rev", "root", "save", "sh", "signed", "tmpl", "tpl",
    "txt", "yaml",
];

/// What stands behind `db.` and `named.` where a file belongs to a program.
const OF_PROGRAMS: [&str; 44] = [
    "c",
    "cc",
    "cfg",
    "conf",
    "cpp",
    "cs",
    "css",
    "csv",
    "go",
    "h",
    "html",
    "idx",
    "ini",
    "init",
    "java",
    "js",
    "json",
    "ldb",
    "lock",
    "log",
    "md",
    "memstats",
    "opt",
    "php",
    "pid",
    "pl",
    "pp",
    "py",
    "rb",
    "recursing",
    "rs",
    "run",
    "secroots",
    "service",
    "sh",
    "sql",
    "sqlite",
    "sqlite3",
    "stats",
    "te",
    "toml",
    "ts",
    "xml",
    "yml",
];

/// Whether a file of this name is a zone, whatever is in it: `example.com.zone`, `db.example.com`, `named.local`.
pub(in crate::project) fn is_of_zone(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = unpacked(&name);
    let rest = ["db.", "named."].iter().find_map(|prefix| name.strip_prefix(prefix));
    let is_of_program = |rest: &str| rest.split('.').any(|word| OF_PROGRAMS.contains(&word) || word == "yaml");
    let has_suffix = [".zone", ".zonefile"].iter().any(|suffix| name.len() > suffix.len() && name.ends_with(suffix));
    has_suffix || rest.is_some_and(|rest| !rest.is_empty() && !is_of_program(rest))
}

/// The name of what a file was before it was compressed.
pub(in crate::project) fn unpacked(name: &str) -> &str {
    name.strip_suffix(".gz").unwrap_or(name)
}

/// Whether a file of this name serves many zones or comes with the server: nobody can tell its
/// origin, and nobody misses it.
pub(in crate::project) fn is_generic(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("named.") || ["db.empty", "db.local", "db.root", "db.cache", "empty.db"].contains(&name.as_str())
}

/// The zone a file of this name holds, absolute with the final dot.
pub(in crate::project) fn from_file_name(name: &str) -> Option<DomainName> {
    let name = name.to_ascii_lowercase();
    // A signer puts it behind the name of the file that it signs.
    let name = name.strip_suffix(".signed").unwrap_or(&name);
    let without_suffix = SUFFIXES.iter().find_map(|s| name.strip_suffix(s));
    let stem = without_suffix.unwrap_or(name).trim_end_matches('.');
    let without_prefix = without_prefix(stem);
    let stem = without_prefix.unwrap_or(stem);
    let labels: Vec<&str> = stem.split('.').collect();
    if labels.len() < 2 && without_prefix.is_none() || labels.iter().any(|l| !is_label(l)) {
        return None;
    }
    if labels.iter().all(|l| is_octet(l)) {
        return of_network(&labels, without_prefix.is_some()).filter(|_| stem.len() < name.len());
    }
    let last = labels[labels.len() - 1];
    if labels.len() < 2 || DESCRIPTIONS.contains(&labels[0]) || NOT_DOMAINS.contains(&last) || !is_top_level(last) {
        return None;
    }
    Some(DomainName::new(&classless(&labels).unwrap_or_else(|| stem.to_owned())))
}

/// What stands behind the words that say "what follows is the zone": `db.example.com`, `master_db.example.com`,
/// `rev.2.0.192.in-addr.arpa`.
fn without_prefix(stem: &str) -> Option<&str> {
    let by_word = PREFIXES.iter().find_map(|prefix| stem.strip_prefix(prefix));
    let (first, rest) = stem.split_once('.')?;
    let is_reverse = || rest.ends_with("in-addr.arpa") || rest.ends_with("ip6.arpa");
    let is_description =
        first.ends_with("_db") || first.ends_with("-db") || DESCRIPTIONS.contains(&first) && is_reverse();
    by_word.or(Some(rest).filter(|_| is_description))
}

/// The reverse zone of a network. `db.10.1.2` counts from its first octet, as administrators write addresses, unless
/// it is a private network only the other way round: `db.2.168.192`. Without a prefix only such a network is one, and
/// of one octet only those that have a zone: `db.192` is that of some smaller network.
fn of_network(octets: &[&str], has_prefix: bool) -> Option<DomainName> {
    let backwards: Vec<&str> = octets.iter().rev().copied().collect();
    let private = (is_private(octets), is_private(&backwards));
    let is_network = match octets {
        [octet] => has_prefix && matches!(*octet, "10" | "127"),
        _ => octets.len() <= 3 && (has_prefix || private.0 != private.1),
    };
    let labels = if private == (false, true) { octets } else { &backwards[..] };
    is_network.then(|| DomainName::new(&format!("{}.{}", labels.join("."), arpa::IN_ADDR)))
}

/// RFC 1918.
fn is_private(octets: &[&str]) -> bool {
    let octet = |at: usize| octets.get(at).and_then(|octet| octet.parse::<u8>().ok());
    matches!((octet(0), octet(1)), (Some(10), _) | (Some(172), Some(16..=31)) | (Some(192), Some(168)))
}

/// The zone of one label that a file of this name may hold: nothing else of it is a domain's, so that
/// the file has to say the same.
pub(in crate::project) fn from_single_label(name: &str) -> Option<DomainName> {
    let name = name.to_ascii_lowercase();
    let stem = SUFFIXES.iter().find_map(|s| name.strip_suffix(s)).unwrap_or(&name);
    let stem = PREFIXES.iter().find_map(|p| stem.strip_prefix(p)).unwrap_or(stem);
    let is_domain =
        is_label(stem) && is_top_level(stem) && !NOT_DOMAINS.contains(&stem) && !DESCRIPTIONS.contains(&stem);
    is_domain.then(|| DomainName::new(stem))
}

/// The zone that a file name means, where that is all but the one the file is: one letter off, or one
/// octet of the network.
pub(in crate::project) fn near_miss(name: &str, apex: &DomainName) -> Option<DomainName> {
    let apex = apex.as_str().to_ascii_lowercase();
    if let Some(network) = apex.strip_suffix(arpa::IN_ADDR).and_then(|front| front.strip_suffix('.')) {
        let network: Vec<&str> = network.split('.').collect();
        let octets = octets_of(name)?;
        let backwards = || octets.iter().rev();
        let misses = |octets: &mut dyn Iterator<Item = &String>| octets.zip(&network).filter(|(a, b)| a != *b).count();
        let is_near = octets.len() == network.len()
            && octets.len() > 1
            && misses(&mut backwards()) == 1
            && misses(&mut octets.iter()) > 0;
        let meant = backwards().map(String::as_str).collect::<Vec<_>>().join(".");
        return is_near.then(|| DomainName::new(&format!("{meant}.{}", arpa::IN_ADDR)));
    }
    // `example-web.com` in `exampleweb.com.zone` is a matter of taste.
    let bare = |name: &str| name.replace('-', "");
    // Nearly all files are named after their zones, and to measure how far two names are apart takes long.
    let is_near = |zone: &DomainName| {
        let zone = zone.as_str();
        zone != apex && distance_within(zone, &apex, 1) == Some(1) && bare(zone) != bare(&apex)
    };
    from_file_name(name).filter(is_near)
}

/// The octets of a name like `db.10.1.2` or `10.1.2.zone`, if it has nothing else.
fn octets_of(name: &str) -> Option<Vec<String>> {
    let name = name.to_ascii_lowercase();
    let stem = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(&name);
    let stem = PREFIXES.iter().find_map(|prefix| stem.strip_prefix(prefix)).unwrap_or(stem);
    let octets: Vec<String> = stem.split('.').map(str::to_owned).collect();
    (stem.len() < name.len() && octets.iter().all(|octet| is_octet(octet))).then_some(octets)
}

/// `0-27.2.0.192.in-addr.arpa`: a slash (RFC 2317) cannot stand in a file name.
fn classless(labels: &[&str]) -> Option<String> {
    let (&first, rest) = labels.split_first()?;
    let (start, length) = first.split_once('-')?;
    let is_prefix_length = length.parse::<u8>().is_ok_and(|l| (25..=32).contains(&l));
    (is_octet(start) && is_prefix_length && rest.ends_with(&["in-addr", "arpa"]))
        .then(|| format!("{start}/{length}.{}", rest.join(".")))
}

fn is_label(label: &str) -> bool {
    !label.is_empty() && label.len() <= 63 && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn is_octet(label: &str) -> bool {
    label.parse::<u8>().is_ok()
}

fn is_top_level(label: &str) -> bool {
    label.starts_with("xn--") || label.len() >= 2 && label.bytes().all(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_tell() {
        for (file, zone) in [
            ("db.example.com", "example.com."),
            ("example.com.zone", "example.com."),
            ("Example.COM.db", "example.com."),
            ("example.com", "example.com."),
            ("example.com.zone.signed", "example.com."),
            ("db.example.com.signed", "example.com."),
            ("master.example.org", "example.org."),
            ("fwd.corp.example", "corp.example."),
            ("example.com.hosts", "example.com."),
            ("example.com.fwd", "example.com."),
            ("db.192.0.2", "2.0.192.in-addr.arpa."),
            ("db.10", "10.in-addr.arpa."),
            ("db.2.168.192", "2.168.192.in-addr.arpa."),
            ("db.16.172", "16.172.in-addr.arpa."),
            ("db.10.0.10", "10.0.10.in-addr.arpa."),
            ("2.168.192.db", "2.168.192.in-addr.arpa."),
            ("192.168.2.zone", "2.168.192.in-addr.arpa."),
            ("rev.2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa."),
            ("master_db.example.com", "example.com."),
            ("local-db.example.com.zone", "example.com."),
            ("2.0.192.in-addr.arpa.zone", "2.0.192.in-addr.arpa."),
            ("2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa."),
            ("0-27.2.0.192.in-addr.arpa", "0/27.2.0.192.in-addr.arpa."),
            ("8.b.d.0.1.0.0.2.ip6.arpa.zone", "8.b.d.0.1.0.0.2.ip6.arpa."),
            ("xn--bcher-kva.example", "xn--bcher-kva.example."),
        ] {
            assert_eq!(from_file_name(file), Some(DomainName::new(zone)), "{file}");
        }
    }

    #[test]
    fn names_that_are_nearly_the_zone() {
        let near_miss = |name, apex: &str| super::near_miss(name, &DomainName::new(apex)).is_some();
        for (name, apex) in [
            ("10.129.zone", "120.10.in-addr.arpa."),
            ("db.10.1.2", "3.1.10.in-addr.arpa."),
            ("db.exmaple.com", "example.com."),
            ("example.com.zone", "exampl.com."),
        ] {
            assert!(near_miss(name, apex), "{name} {apex}");
        }
        for (name, apex) in [
            ("10.120.zone", "120.10.in-addr.arpa."),
            ("120.10.zone", "120.10.in-addr.arpa."),
            ("db.192", "1.168.192.in-addr.arpa."),
            ("db.127", "0.in-addr.arpa."),
            ("db.10.1.2", "3.4.10.in-addr.arpa."),
            ("db.example.com", "example.com."),
            ("db.example.com", "example.org."),
            ("db.exampleweb.com", "example-web.com."),
            ("10.129", "120.10.in-addr.arpa."),
            ("db.local", "localhost."),
        ] {
            assert!(!near_miss(name, apex), "{name} {apex}");
        }
    }

    #[test]
    fn names_of_one_label_may_tell() {
        assert_eq!(from_single_label("corp"), Some(DomainName::new("corp")));
        assert_eq!(from_single_label("db.Lan"), Some(DomainName::new("lan")));
        assert_eq!(from_single_label("corp.zone"), Some(DomainName::new("corp")));
        for file in ["zones", "named.conf", "db.empty", "example.com", "10.zone"] {
            assert_eq!(from_single_label(file), None, "{file}");
        }
    }

    #[test]
    fn names_of_zones_whatever_is_in_the_file() {
        for file in ["a.example.zone", "db.example.com", "db.10.1", "db.parked", "named.local", "DB.Corp.gz"] {
            assert!(is_of_zone(file), "{file}");
        }
        for file in ["db.py", "db.sqlite3", "named.conf.options", "named.log.gz", "example.com", "db.", ".zone", "zone"]
        {
            assert!(!is_of_zone(file), "{file}");
        }
    }

    #[test]
    fn names_that_do_not() {
        for file in [
            "db.local",
            "db.empty",
            "db.root",
            "named.ca",
            "named.conf",
            "reverse.example.com",
            "example.com.rev",
            "zone",
            "master",
            "readme.md",
            "192.0.2",
            "192.168.2",
            "192.0.2.zone",
            "10.1.10.zone",
            "db.192",
            "192.168.2.copy",
            "db.192.0.2.1",
            "forward.example.com",
            "notes.txt",
            "db.",
            "a..b",
            "empty.db",
        ] {
            assert_eq!(from_file_name(file), None, "{file}");
        }
    }
}
