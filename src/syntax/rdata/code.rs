//! Registries whose numbers have mnemonics.

use super::{Fault, Verdict, number, show};

/// Mnemonics that may stand for a number.
#[derive(Debug)]
pub struct Codes {
    /// What the numbers are called, with the article.
    what: &'static str,
    mnemonics: &'static [&'static str],
    /// Several may be joined with `|`.
    joined: bool,
}

const fn codes(what: &'static str, mnemonics: &'static [&'static str]) -> Codes {
    Codes { what, mnemonics, joined: false }
}

/// <https://www.iana.org/assignments/dns-sec-alg-numbers>, with the spellings of RFC 4034 §A.1 and of BIND.
pub(super) static ALGORITHM: Codes = codes(
    "an algorithm",
    &[
        "RSASHA256",
        "ECDSAP256SHA256",
        "ED25519",
        "RSASHA512",
        "ECDSAP384SHA384",
        "ED448",
        "RSASHA1",
        "RSASHA1-NSEC3-SHA1",
        "NSEC3RSASHA1",
        "RSAMD5",
        "DH",
        "DSA",
        "DSA-NSEC3-SHA1",
        "NSEC3DSA",
        "ECC",
        "ECC-GOST",
        "ECCGOST",
        "ECC-GOST12",
        "SM2SM3",
        "DELETE",
        "INDIRECT",
        "PRIVATEDNS",
        "PRIVATEOID",
    ],
);

/// <https://www.iana.org/assignments/ds-rr-types>; BIND reads the mnemonics.
pub(super) static DIGEST: Codes =
    codes("a digest type", &["SHA-1", "SHA1", "SHA-256", "SHA256", "SHA-384", "SHA384", "GOST", "GOST12", "SM3"]);

/// RFC 5155 §11; BIND reads the mnemonic.
pub(super) static HASH: Codes = codes("a hash algorithm", &["SHA-1", "SHA1"]);

/// RFC 4398 §2.1.
pub(super) static CERTIFICATE: Codes =
    codes("a certificate type", &["PKIX", "SPKI", "PGP", "IPKIX", "ISPKI", "IPGP", "ACPKIX", "IACPKIX", "URI", "OID"]);

/// RFC 2535 §7.1.
pub(super) static KEY_FLAGS: Codes = Codes {
    what: "key flags",
    mnemonics: &[
        "NOCONF", "NOAUTH", "NOKEY", "FLAG2", "EXTEND", "FLAG4", "FLAG5", "USER", "ZONE", "HOST", "NTYP3", "FLAG8",
        "FLAG9", "FLAG10", "FLAG11", "SIG0", "SIG1", "SIG2", "SIG3", "SIG4", "SIG5", "SIG6", "SIG7", "SIG8", "SIG9",
        "SIG10", "SIG11", "SIG12", "SIG13", "SIG14", "SIG15", "REVOKE", "KSK",
    ],
    joined: true,
};

/// RFC 2535 §7.1.
pub(super) static KEY_PROTOCOL: Codes = codes("a protocol", &["NONE", "TLS", "EMAIL", "DNSSEC", "IPSEC", "ALL"]);

/// The two protocols WKS was ever used with; the others have numbers.
pub(super) static TRANSPORT: Codes = codes("a protocol", &["TCP", "UDP"]);

/// RFC 9859 §2.1.
pub(super) static DSYNC_SCHEME: Codes = codes("a scheme", &["NOTIFY"]);

/// A number of at most `max`, or a mnemonic.
pub(super) fn check(name: &str, text: &[u8], max: u64, codes: &Codes) -> Verdict {
    if text.first().is_some_and(u8::is_ascii_digit) && text.iter().all(u8::is_ascii_digit) {
        return number::check(name, text, max);
    }
    let known = |part: &[u8]| codes.mnemonics.iter().any(|m| m.as_bytes().eq_ignore_ascii_case(part));
    let mut parts = text.split(|b| codes.joined && *b == b'|');
    match parts.find(|part| !known(part)) {
        None => Ok(()),
        Some(part) => Err(unknown(part, codes)),
    }
}

#[cold]
fn unknown(text: &[u8], codes: &Codes) -> Fault {
    let fault = Fault::new(format!("{} is not {}", show(text), codes.what));
    let written = String::from_utf8_lossy(text).to_ascii_uppercase();
    match super::number::closest(&written, codes.mnemonics) {
        Some(close) => fault.help(format!("did you mean `{close}`?")),
        None => fault.help(format!(
            "write a number, or one of {}",
            codes.mnemonics.iter().take(10).copied().collect::<Vec<_>>().join(", ")
        )),
    }
}
