//! Each kind of mistake that has a fix, as one types it: the line before, and the line after. What is safe is mended by
//! `--fix`; what is not stays then, and is mended with `--unsafe-fixes`.

use super::{NOW, read};
use crate::support::{project_with, zonelint};

const HEAD: &str = "$ORIGIN example.com.
$TTL 1h
@ IN SOA ns1.dns.example. hostmaster 2026112201 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
host IN A 192.0.2.3
";

/// What `zonelint.yaml` says.
const RULES: &str = "services:\n  - {service: _backup._tcp, port: 9000}\n";

const SAFE: [(&str, &str, &str); 29] = [
    ("final dot of a target", "www CNAME host.example.com", "www CNAME host.example.com."),
    ("final dot of an owner", "www.example.com A 192.0.2.7", "www.example.com. A 192.0.2.7"),
    ("origin twice", "sub.example.com A 192.0.2.7", "sub.example.com. A 192.0.2.7"),
    (
        "odd TTL of three",
        "t 300 A 192.0.2.1\nt 90 A 192.0.2.2\nt 300 A 192.0.2.5",
        "t 300 A 192.0.2.1\nt 300 A 192.0.2.2\nt 300 A 192.0.2.5",
    ),
    ("type", "www CNAM host", "www CNAME host"),
    ("type of the address", "www A 2001:db8::1", "www AAAA 2001:db8::1"),
    ("class", "www INN A 192.0.2.7", "www IN A 192.0.2.7"),
    ("directive", "$TLL 1h\nwww A 192.0.2.7", "$TTL 1h\nwww A 192.0.2.7"),
    ("directive in two words", "$ TTL 1h\nwww A 192.0.2.7", "$TTL 1h\nwww A 192.0.2.7"),
    ("directive without `$`", "TTL 1h\nwww A 192.0.2.7", "$TTL 1h\nwww A 192.0.2.7"),
    ("unit typed twice", "www 1hh A 192.0.2.7", "www 1h A 192.0.2.7"),
    ("unit as a word", "www 1hour A 192.0.2.7", "www 1h A 192.0.2.7"),
    ("unit apart", "www 1 h A 192.0.2.7", "www 1h A 192.0.2.7"),
    ("length of octets", "www TYPE1 \\# 3 C0000207", "www TYPE1 \\# 4 C0000207"),
    ("`#` at the end", "www A 192.0.2.7 # web", "www A 192.0.2.7 ; web"),
    ("`//` at the end", "www A 192.0.2.7 // web", "www A 192.0.2.7 ; web"),
    ("`#` at the start", "# web\nwww A 192.0.2.7", "; web\nwww A 192.0.2.7"),
    ("typographic quotes", "t TXT \u{201c}one two\u{201d}", "t TXT \"one two\""),
    ("single quotes", "t TXT 'one two'", "t TXT \"one two\""),
    ("text split by spaces", "@ TXT v=spf1 -all", "@ TXT \"v=spf1 -all\""),
    ("quote left open", "t TXT \"one two", "t TXT \"one two\""),
    ("duplicate", "www A 192.0.2.7\nwww A 192.0.2.7", "www A 192.0.2.7"),
    ("leading zeros", "www A 192.000.002.007", "www A 192.0.2.7"),
    ("commas in an address", "www A 192,0,2,7", "www A 192.0.2.7"),
    ("space in a list of SVCB", "@ HTTPS 1 . alpn=h2, h3", "@ HTTPS 1 . alpn=h2,h3"),
    ("parameter twice", "@ HTTPS 1 . alpn=h2 alpn=h2", "@ HTTPS 1 . alpn=h2"),
    ("key of SVCB", "@ HTTPS 1 . alpm=h2", "@ HTTPS 1 . alpn=h2"),
    ("invisible character", "www A 192.0.2.7\u{200b}", "www A 192.0.2.7"),
    ("unused comment", "www A 192.0.2.7 ; zonelint: ignore[target-is-alias]", "www A 192.0.2.7"),
];

const UNSAFE: [(&str, &str, &str); 22] = [
    ("odd TTL of two", "t 300 A 192.0.2.1\nt 90 A 192.0.2.2", "t 300 A 192.0.2.1\nt 300 A 192.0.2.2"),
    ("port of a rule", "_backup._tcp SRV 0 0 9001 host", "_backup._tcp SRV 0 0 9000 host"),
    ("transposed port", "_sipfederationtls._tcp SRV 0 0 5601 host", "_sipfederationtls._tcp SRV 0 0 5061 host"),
    ("transposed service", "_sipfedrationtls._tcp SRV 0 0 5061 host", "_sipfederationtls._tcp SRV 0 0 5061 host"),
    ("transposed protocol", "_sipfederationtls._tpc SRV 0 0 5061 host", "_sipfederationtls._tcp SRV 0 0 5061 host"),
    ("service without underscores", "sip._tcp SRV 0 0 5060 host", "_sip._tcp SRV 0 0 5060 host"),
    ("order of SRV fields", "_sips._tcp SRV 5061 0 0 host", "_sips._tcp SRV 0 0 5061 host"),
    ("order of MX fields", "@ MX host 10", "@ MX 10 host"),
    ("both fields of MX wrong", "@ MX mail.example.net 10", "@ MX 10 mail.example.net."),
    ("target one letter away", "www CNAME hots", "www CNAME host"),
    ("target with the origin twice", "www CNAME host.example.com.example.com.", "www CNAME host.example.com."),
    ("dot lost in an address", "www A 10.0.01", "www A 10.0.0.1"),
    ("prefix length", "www A 192.0.2.7/24", "www A 192.0.2.7"),
    ("two types", "t MX TXT \"one two\"", "t TXT \"one two\""),
    ("class of another zone", "www CH A 192.0.2.7", "www IN A 192.0.2.7"),
    ("values of a parameter", "@ HTTPS 1 . alpn=h2 alpn=h3", "@ HTTPS 1 . alpn=h2,h3"),
    ("mandatory parameter missing", "@ HTTPS 1 . mandatory=port alpn=h2", "@ HTTPS 1 . alpn=h2"),
    ("value of a flag", "@ HTTPS 1 . alpn=h2 no-default-alpn=1", "@ HTTPS 1 . alpn=h2 no-default-alpn"),
    (
        "duplicate of a series",
        "@ MX 10 mx1\n@ MX 10 mx1\nmx1 A 192.0.2.7\nmx2 A 192.0.2.8",
        "@ MX 10 mx1\n@ MX 10 mx2\nmx1 A 192.0.2.7\nmx2 A 192.0.2.8",
    ),
    ("address beside its alias", "www CNAME host\nwww A 192.0.2.3", "www CNAME host"),
    (
        "second alias of a series",
        "a1 CNAME b1\na1 CNAME b2\nb1 A 192.0.2.7\nb2 A 192.0.2.8",
        "a1 CNAME b1\na2 CNAME b2\nb1 A 192.0.2.7\nb2 A 192.0.2.8",
    ),
    (
        "mistyped comment",
        "www A 192.0.2.7 ; zonelint: ignores[address-not-public]",
        "www A 192.0.2.7 ; zonelint: ignore[address-not-public]",
    ),
];

/// The lines below the head after a run, and what the run says.
fn fixed(lines: &str, flags: &[&str]) -> (String, String) {
    let dir = project_with(&[("db.example.com", format!("{HEAD}{lines}\n")), ("zonelint.yaml", RULES.to_owned())]);
    let run = zonelint(dir.path(), &[&["check", NOW, "--fix"], flags, &["."]].concat());
    let after = read(dir.path(), "db.example.com");
    let head = after.replacen("2026112202", "2026112201", 1);
    let below = head.strip_prefix(HEAD).unwrap_or_else(|| panic!("{lines}: {after}"));
    // How many blanks keep the columns is tested elsewhere.
    let one_blank = |line: &str| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (below.lines().map(one_blank).collect::<Vec<_>>().join("\n"), format!("{run:#?}"))
}

#[test]
fn safe_fixes_are_made_by_one_flag() {
    let wrong = SAFE.iter().filter_map(|(what, before, after)| {
        let (lines, run) = fixed(before, &[]);
        (lines != *after).then(|| format!("{what}: {lines}\n{run}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), SAFE.len(), wrong.join("\n"));
}

#[test]
fn unsafe_fixes_take_another() {
    let wrong = UNSAFE.iter().filter_map(|(what, before, after)| {
        let (kept, _) = fixed(before, &[]);
        let (lines, run) = fixed(before, &["--unsafe-fixes"]);
        (kept != *before || lines != *after).then(|| format!("{what}: first {kept}, then {lines}\n{run}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), UNSAFE.len(), wrong.join("\n"));
}

/// Text over 255 octets is cut, a byte order mark goes, and a newline comes.
#[test]
fn texts_and_files_as_a_whole() {
    let long = "ab".repeat(150);
    let (lines, run) = fixed(&format!("t TXT \"{long}\""), &[]);
    assert_eq!(lines, format!("t TXT \"{}\" \"{}\"", &long[..255], &long[255..]), "{run}");
    let dir = project_with(&[("db.example.com", format!("\u{feff}{HEAD}www A 192.0.2.7"))]);
    zonelint(dir.path(), &["check", NOW, "--fix", "."]);
    assert_eq!(read(dir.path(), "db.example.com"), format!("{HEAD}www A 192.0.2.7\n"));
}

/// The PTR record follows the address, and the serial is raised against an older version.
#[test]
fn zones_that_are_read_together() {
    let reverse = "$ORIGIN 2.0.192.in-addr.arpa.
$TTL 1h
@ IN SOA ns1.dns.example. hostmaster.example.com. 2026112201 4h 1h 2w 1h
  IN NS  ns1.dns.example.
  IN NS  ns2.dns.example.
3 IN PTR hots.example.com.
";
    let dir = project_with(&[("db.example.com", HEAD), ("db.192.0.2", reverse)]);
    let run = zonelint(dir.path(), &["check", NOW, "--fix", "--unsafe-fixes", "."]);
    assert!(read(dir.path(), "db.192.0.2").contains("\n3 IN PTR host.example.com.\n"), "{run:#?}");
    let changed = format!("{HEAD}www A 192.0.2.7\n");
    let dir = project_with(&[("old/db.example.com", HEAD), ("new/db.example.com", &changed)]);
    let run = zonelint(dir.path(), &["check", NOW, "--fix", "--unsafe-fixes", "--base", "old", "new"]);
    assert_eq!(read(dir.path(), "new/db.example.com"), changed.replace("2026112201", "2026112202"), "{run:#?}");
}
