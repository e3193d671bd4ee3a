//! Zones that other programs sign are good, and no signature of them can be changed unseen.
//!
//! Run where the programs are installed; the rest is skipped, and said.

use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::{check_text_with, write};

pub(super) const ZONE: &str = "$TTL 3600
example.com. IN SOA ns1.dns.example. hostmaster.example.com. 2026010101 14400 3600 604800 3600
example.com. IN NS ns1.dns.example.
example.com. IN NS NS2.DNS.example.
example.com. IN MX 10 Mail.example.com.
example.com. IN TXT \"v=spf1 mx -all\" \"second\"
example.com. IN CAA 0 issue \"ca.example\"
mail.example.com. IN A 192.0.2.25
mail.example.com. IN AAAA 2001:db8::25
_sip._tcp.example.com. IN SRV 0 5 5060 sip.example.com.
sip.example.com. IN A 192.0.2.60
sip.example.com. IN A 192.0.2.6
host.deep.ent.example.com. IN A 192.0.2.7
*.wild.example.com. IN TXT \"any\"
sub.example.com. IN NS ns.sub.example.com.
ns.sub.example.com. IN A 192.0.2.53
sec.example.com. IN NS ns1.dns.example.
sec.example.com. IN DS 12345 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
www.example.com. IN HTTPS 1 . alpn=h2 ipv4hint=192.0.2.80
www.example.com. IN A 192.0.2.80
";

/// What a shell does in a folder with the zone in `z`; the signed zone is in `out`.
const SIGNERS: [(&str, &str); 8] = [
    (
        "dnssec-signzone",
        "dnssec-keygen -q -a 13 -f KSK example.com && dnssec-keygen -q -a 13 example.com && dnssec-signzone -S -o example.com -f out z",
    ),
    (
        "dnssec-signzone",
        "dnssec-keygen -q -a 8 -b 2048 -f KSK example.com && dnssec-keygen -q -a 8 -b 2048 example.com && dnssec-signzone -S -3 - -o example.com -f out z",
    ),
    (
        "dnssec-signzone",
        "dnssec-keygen -q -a 14 -f KSK example.com && dnssec-signzone -S -z -3 AABB -A -H 0 -o example.com -f out z",
    ),
    (
        "dnssec-signzone",
        "dnssec-keygen -q -a 15 -f KSK example.com && dnssec-keygen -q -a 15 example.com && dnssec-keygen -q -a 10 -b 2048 -f KSK example.com && dnssec-keygen -q -a 10 -b 2048 example.com && dnssec-signzone -S -o example.com -f out z",
    ),
    (
        "ldns-signzone",
        "ldns-signzone -f out z $(ldns-keygen -a ED25519 -k example.com) $(ldns-keygen -a ED25519 example.com)",
    ),
    (
        "ldns-signzone",
        "ldns-signzone -n -t 0 -f out z $(ldns-keygen -a ECDSAP256SHA256 -k example.com) $(ldns-keygen -a ECDSAP256SHA256 example.com)",
    ),
    (
        "ldns-signzone",
        "ldns-signzone -n -t 0 -p -z 1:1 -f out z $(ldns-keygen -a RSASHA256 -b 2048 -k example.com) $(ldns-keygen -a RSASHA256 -b 2048 example.com)",
    ),
    (
        "kzonesign",
        "printf 'database:\\n  storage: %s\\npolicy:\\n- id: p\\n  algorithm: ecdsap256sha256\\nzone:\\n- domain: example.com\\n  storage: %s\\n  file: z\\n  dnssec-signing: on\\n  dnssec-policy: p\\n' $PWD $PWD > knot.conf && mkdir done && kzonesign -c knot.conf -o done example.com && mv done/z out",
    ),
];

pub(super) fn shell(dir: &Path, script: &str) -> bool {
    // The programs of administrators are not in the path of everybody.
    let path = format!("{}:/usr/local/sbin:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("sh");
    command.args(["-c", script]).current_dir(dir).env("PATH", path);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The zones that the installed signers make, each with what made it.
// Whoever runs the tests has to see what they did without.
#[allow(clippy::print_stderr)]
fn signed() -> Vec<(String, String)> {
    let mut zones = Vec::new();
    for (number, (program, script)) in SIGNERS.iter().enumerate() {
        let dir = TempDir::new().expect("a folder");
        write(dir.path(), "z", ZONE);
        if !shell(dir.path(), &format!("command -v {program}")) {
            eprintln!("skipped: {program} is not installed");
        } else if !shell(dir.path(), script) {
            eprintln!("skipped: {program} does not take `{script}`");
        } else {
            let zone = std::fs::read_to_string(dir.path().join("out")).expect("the signed zone");
            zones.push((format!("{program} {number}"), zone));
        }
    }
    zones
}

fn warnings(zone: &str) -> Vec<String> {
    let found = check_text_with(zone, &["--origin", "example.com", "--dnssec"]).findings();
    let said = |finding: &serde_json::Value| format!("{} {}", finding["check"], finding["message"]);
    found.iter().filter(|finding| finding["severity"] != "info").map(said).collect()
}

#[test]
fn what_others_sign_is_good_and_no_record_can_be_changed_unseen() {
    // What each breaks by itself: the data of a signed record, or a signature.
    const CHANGES: [(&str, &str); 6] = [
        ("192.0.2.25", "192.0.2.26"),
        ("2001:db8::25", "2001:db8::26"),
        ("0 5 5060", "0 5 5061"),
        ("\"second\"", "\"Second\""),
        ("\"any\"", "\"some\""),
        ("2026010101", "2026010102"),
    ];
    for (signer, zone) in signed() {
        // It is of no name here.
        let expected = warnings(ZONE);
        let quiet: Vec<String> = warnings(&zone).into_iter().filter(|said| !expected.contains(said)).collect();
        assert_eq!(quiet, Vec::<String>::new(), "{signer}");
        for (from, to) in CHANGES {
            let changed = zone.replacen(from, to, 1);
            let found = warnings(&changed);
            let is_found = found.iter().any(|said| said.contains("signature-invalid"));
            assert!(zone.contains(from) && is_found, "{signer}: `{from}` to `{to}`: {found:?}\n{changed}");
        }
    }
}
