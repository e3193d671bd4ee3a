//! Registries whose numbers have mnemonics.

use super::{Fault, Verdict, number, show};

/// Mnemonics that may stand for a number.
#[derive(Debug)]
pub struct Codes {
    /// What the numbers are called, with the article.
    what: &'static str,
    /// Each with its number.
    mnemonics: &'static [(&'static str, u16)],
    /// Several may be joined with `|`.
    joined: bool,
}

const fn codes(what: &'static str, mnemonics: &'static [(&'static str, u16)]) -> Codes {
    Codes { what, mnemonics, joined: false }
}

/// <https://www.iana.org/assignments/dns-sec-alg-numbers>, with the spellings of RFC 4034 §A.1 and of BIND.
pub(super) static ALGORITHM: Codes = codes(
    "an algorithm",
    &[
        ("RSASHA256", 8),
        ("ECDSAP256SHA256", 13),
        ("ED25519", 15),
        ("RSASHA512", 10),
        ("ECDSAP384SHA384", 14),
        ("ED448", 16),
        ("RSASHA1", 5),
        ("RSASHA1-NSEC3-SHA1", 7),
        ("NSEC3RSASHA1", 7),
        ("RSAMD5", 1),
        ("DH", 2),
        ("DSA", 3),
        ("DSA-NSEC3-SHA1", 6),
        ("NSEC3DSA", 6),
        ("ECC", 4),
        ("ECC-GOST", 12),
        ("ECCGOST", 12),
        ("ECC-GOST12", 23),
        ("SM2SM3", 17),
        ("DELETE", 0),
        ("INDIRECT", 252),
        ("PRIVATEDNS", 253),
        ("PRIVATEOID", 254),
    ],
);

/// <https://www.iana.org/assignments/ds-rr-types>; BIND reads the mnemonics.
pub(super) static DIGEST: Codes = codes(
    "a digest type",
    &[
        ("SHA-1", 1),
        ("SHA1", 1),
        ("SHA-256", 2),
        ("SHA256", 2),
        ("SHA-384", 4),
        ("SHA384", 4),
        ("GOST", 3),
        ("GOST12", 5),
        ("SM3", 6),
    ],
);

/// RFC 5155 §11; BIND reads the mnemonic.
pub(super) static HASH: Codes = codes("a hash algorithm", &[("SHA-1", 1), ("SHA1", 1)]);

/// RFC 4398 §2.1.
pub(super) static CERTIFICATE: Codes = codes(
    "a certificate type",
    &[
        ("PKIX", 1),
        ("SPKI", 2),
        ("PGP", 3),
        ("IPKIX", 4),
        ("ISPKI", 5),
        ("IPGP", 6),
        ("ACPKIX", 7),
        ("IACPKIX", 8),
        ("URI", 253),
        ("OID", 254),
    ],
);

/// RFC 2535 §7.1.
pub(super) static KEY_FLAGS: Codes = Codes {
    what: "key flags",
    mnemonics: &[
        ("NOCONF", 0x4000),
        ("NOAUTH", 0x8000),
        ("NOKEY", 0xc000),
        ("FLAG2", 0x2000),
        ("EXTEND", 0x1000),
        ("FLAG4", 0x800),
        ("FLAG5", 0x400),
        ("USER", 0x0),
        ("ZONE", 0x100),
        ("HOST", 0x200),
        ("NTYP3", 0x300),
        ("FLAG8", 0x80),
        ("FLAG9", 0x40),
        ("FLAG10", 0x20),
        ("FLAG11", 0x10),
        ("SIG0", 0x0),
        ("SIG1", 0x1),
        ("SIG2", 0x2),
        ("SIG3", 0x3),
        ("SIG4", 0x4),
        ("SIG5", 0x5),
        ("SIG6", 0x6),
        ("SIG7", 0x7),
        ("SIG8", 0x8),
        ("SIG9", 0x9),
        ("SIG10", 0xa),
        ("SIG11", 0xb),
        ("SIG12", 0xc),
        ("SIG13", 0xd),
        ("SIG14", 0xe),
        ("SIG15", 0xf),
        ("REVOKE", 0x80),
        ("KSK", 0x1),
    ],
    joined: true,
};

/// RFC 2535 §7.1.
pub(super) static KEY_PROTOCOL: Codes =
    codes("a protocol", &[("NONE", 0), ("TLS", 1), ("EMAIL", 2), ("DNSSEC", 3), ("IPSEC", 4), ("ALL", 255)]);

/// The two protocols WKS was ever used with; the others have numbers.
pub(super) static TRANSPORT: Codes = codes("a protocol", &[("TCP", 6), ("UDP", 17)]);

/// RFC 9859 §2.1.
pub(super) static DSYNC_SCHEME: Codes = codes("a scheme", &[("NOTIFY", 1)]);

impl Codes {
    /// The number that one mnemonic stands for.
    pub(super) fn number(&self, text: &[u8]) -> Option<u16> {
        let named = self.mnemonics.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(text));
        named.map(|(_, number)| *number)
    }

    /// The number that digits, a mnemonic, or several joined with `|` stand for.
    pub(super) fn value(&self, text: &[u8]) -> Option<u64> {
        let mut parts = text.split(|b| self.joined && *b == b'|');
        let joined = || parts.try_fold(0, |all, part| Some(all | u64::from(self.number(part)?)));
        number::decimal(text).or_else(joined)
    }
}

/// A number of at most `max`, or a mnemonic.
pub(super) fn check(name: &str, text: &[u8], max: u64, codes: &Codes) -> Verdict {
    if text.first().is_some_and(u8::is_ascii_digit) && text.iter().all(u8::is_ascii_digit) {
        return number::check(name, text, max);
    }
    let known = |part: &[u8]| codes.number(part).is_some();
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
    let names: Vec<&str> = codes.mnemonics.iter().map(|(name, _)| *name).collect();
    match super::number::closest(&written, &names) {
        Some(close) => fault.help(format!("did you mean `{close}`?")),
        None => fault.help(format!("write a number, or one of {}", names[..names.len().min(10)].join(", "))),
    }
}
