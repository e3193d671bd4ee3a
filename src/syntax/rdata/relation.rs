//! What the fields of one record say of each other: a digest is as long as its kind has it, a key
//! as its algorithm, and what excludes something stands without it.

use super::field::FieldKind;
use super::{DataProblem, Fault, RType, encoding, number, show, text};
use crate::syntax::iana::dnssec_algorithms::{self, ALGORITHMS};
use crate::syntax::iana::{Registry, dane, ds_digests, nsec3, sshfp, zonemd};
use crate::syntax::token::Token;

/// RFC 1035 §3.2.1: two length octets for the whole of the data.
const LONGEST_RDATA: usize = 65_535;

/// Digests whose octets follow from a number before them.
struct Digest {
    types: &'static [RType],
    /// What the number and the digest are called.
    names: (&'static str, &'static str),
    /// Where the number stands: its field, and its octet on the wire. The digest is what follows.
    kind: (usize, usize),
    /// What the number may be.
    registry: &'static Registry,
}

static DIGESTS: [Digest; 4] = [
    Digest {
        types: &[RType::DS, RType::CDS, RType::DLV, RType::TA],
        names: ("digest type", "digest"),
        kind: (2, 3),
        registry: &ds_digests::DIGESTS,
    },
    Digest {
        types: &[RType::SSHFP],
        names: ("fingerprint type", "fingerprint"),
        kind: (1, 1),
        registry: &sshfp::FINGERPRINTS,
    },
    Digest {
        types: &[RType::TLSA, RType::SMIMEA],
        names: ("matching type", "association data"),
        kind: (2, 2),
        registry: &dane::MATCHING_TYPES,
    },
    Digest { types: &[RType::ZONEMD], names: ("hash algorithm", "digest"), kind: (2, 5), registry: &zonemd::HASHES },
];

/// RFC 8976 §2.2.4.
const SHORTEST_ZONEMD: usize = 12;

/// What is wrong between fields that are each for itself right.
pub(super) fn check(rtype: RType, tokens: &[Token], source: &[u8]) -> Option<DataProblem> {
    let data = RecordFields { rtype, tokens, source };
    match rtype {
        RType::DS | RType::CDS | RType::DLV | RType::TA | RType::SSHFP | RType::TLSA | RType::SMIMEA => data.digest(),
        RType::ZONEMD => data.digest(),
        RType::DNSKEY | RType::CDNSKEY => data.key(),
        RType::NSEC3 | RType::NSEC3PARAM => data.hash(),
        RType::IPSECKEY => data.ipsec_key(),
        RType::NAPTR => data.rewrite(),
        RType::URI => data.uri(),
        RType::HIP => data.host_identity(),
        RType::TXT | RType::SPF | RType::AVC | RType::NINFO | RType::RESINFO | RType::WALLET | RType::CLA => {
            data.length()
        }
        _ => None,
    }
}

/// The same for data in octets.
pub(super) fn check_octets(rtype: RType, octets: &[u8]) -> Result<(), Fault> {
    let Some(digest) = DIGESTS.iter().find(|digest| digest.types.contains(&rtype)) else { return Ok(()) };
    let at = digest.kind.1;
    let Some(&kind) = octets.get(at) else { return Ok(()) };
    digest.fault(u64::from(kind), octets.len() - at - 1).map_or(Ok(()), Err)
}

/// The number that a field of a type holds, by its digits or a mnemonic.
pub fn number_of(rtype: RType, field: usize, text: &[u8]) -> Option<u64> {
    match rtype.fields()?.get(field)?.kind {
        FieldKind::Code(_, registry) => number::decimal(text).or_else(|| registry.number(text).map(u64::from)),
        _ => number::decimal(text),
    }
}

/// Exponent and modulus of an RSA key (RFC 3110 §2).
pub fn rsa_parts(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match key {
        [0, high, low, rest @ ..] => (usize::from(*high) << 8 | usize::from(*low), rest),
        [length, rest @ ..] => (usize::from(*length), rest),
        [] => return None,
    };
    let (exponent, modulus) = rest.split_at_checked(length)?;
    (!exponent.is_empty() && !modulus.is_empty()).then_some((exponent, modulus))
}

impl Digest {
    fn fault(&self, kind: u64, octets: usize) -> Option<Fault> {
        let (number, digest) = self.names;
        if self.types == [RType::ZONEMD] && octets < SHORTEST_ZONEMD {
            let fault = Fault::new(format!("{digest} has {octets} octets; the minimum is {SHORTEST_ZONEMD}"));
            return Some(fault.help("the end of the digest is missing (RFC 8976 section 2.2.4)"));
        }
        let code = self.registry.code(kind)?;
        let (name, size) = (code.name(), code.octets()?);
        if size == octets {
            return None;
        }
        let fault = Fault::new(format!("{digest} has {octets} octets, but {name} ({number} {kind}) has {size}"));
        Some(match self.registry.codes().find(|code| code.octets() == Some(octets)) {
            Some(code) => {
                let (name, other) = (code.name(), code.number());
                fault.help(format!("{octets} octets are the size for {name}, {number} {other}: correct one of the two"))
            }
            None if octets < size => fault.help("the end is missing: copy it again"),
            None => fault.help("it is too long: copy it again"),
        })
    }
}

/// The fields of a record that are each for itself right.
struct RecordFields<'a> {
    rtype: RType,
    tokens: &'a [Token],
    source: &'a [u8],
}

impl RecordFields<'_> {
    fn text(&self, field: usize) -> &[u8] {
        self.tokens[field].text(self.source)
    }

    fn number(&self, field: usize) -> Option<u64> {
        number_of(self.rtype, field, self.text(field))
    }

    /// A problem of the words from one on.
    #[cold]
    fn problem(&self, from: usize, fault: Fault) -> Option<DataProblem> {
        let last = self.tokens.last()?;
        Some(self.of_words(from, last, fault))
    }

    /// A problem of one word.
    #[cold]
    fn problem_at(&self, at: usize, fault: Fault) -> Option<DataProblem> {
        Some(self.of_words(at, &self.tokens[at], fault))
    }

    fn of_words(&self, from: usize, last: &Token, fault: Fault) -> DataProblem {
        let field = self.rtype.fields().and_then(|fields| fields.get(from)).map_or("data", |field| field.name);
        DataProblem { start: self.tokens[from].start, end: last.end, field, message: fault.message, help: fault.help }
    }

    fn digest(&self) -> Option<DataProblem> {
        let digest = DIGESTS.iter().find(|digest| digest.types.contains(&self.rtype))?;
        let kind = digest.kind.0;
        // The delete form is `0 0 0 0` or `0 0 0 00` (RFC 8078 section 4), whose kind has no size.
        let digits: usize = self.tokens[kind + 1..].iter().map(|token| token.text(self.source).len()).sum();
        let fault = digest.fault(self.number(kind)?, digits / 2)?;
        self.problem(kind + 1, fault)
    }

    /// DNSKEY and CDNSKEY (RFC 4034 section 2.1).
    fn key(&self) -> Option<DataProblem> {
        let (protocol, algorithm) = (self.number(1)?, self.number(2)?);
        if protocol != 3 {
            let fault = Fault::new(format!("protocol `{protocol}` is not 3, so the key is ignored"));
            return self.problem_at(1, fault.help("write 3: RFC 4034 section 2.1.2 allows no other value"));
        }
        if let Some(code) = ALGORITHMS.code(algorithm)
            && let Some(size) = code.octets()
        {
            let name = code.name();
            let octets = encoding::base64_octets(&self.tokens[3..], self.source);
            let fault =
                Fault::new(format!("public key has {octets} octets, but {name} (algorithm {algorithm}) has {size}"));
            let help = "the key is cut off, or the algorithm is that of another key";
            return if octets == size { None } else { self.problem(3, fault.help(help)) };
        }
        if !dnssec_algorithms::is_rsa(algorithm) {
            return None;
        }
        let key = encoding::decode_base64(&self.tokens[3..], self.source).unwrap_or_default();
        let why = match rsa_parts(&key) {
            None => "it ends before its modulus",
            Some(([0, ..], _)) => "its exponent starts with an octet of zeros",
            Some((_, [0, ..])) => "its modulus starts with an octet of zeros",
            Some(_) => return None,
        };
        let fault = Fault::new(format!("public key is not an RSA key (RFC 3110 section 2): {why}"));
        self.problem(3, fault.help("the key is cut off or mistyped: copy it again"))
    }

    /// NSEC3 and NSEC3PARAM (RFC 5155 sections 3.1.2, 4.1.2 and 8.2).
    fn hash(&self) -> Option<DataProblem> {
        let flags = self.number(1)?;
        let most = if self.rtype == RType::NSEC3 { nsec3::OPT_OUT } else { 0 };
        if flags > most {
            let name = self.rtype.mnemonic();
            let fault = Fault::new(format!("flags `{flags}` are over {most}, so the {name} record is ignored"));
            return self.problem_at(1, fault.help("write 0; only NSEC3 has a flag (opt-out), with the value 1"));
        }
        None
    }

    /// RFC 4025 section 2.4: algorithm 0 says that there is no key.
    fn ipsec_key(&self) -> Option<DataProblem> {
        let algorithm = self.number(2)?;
        match (algorithm, self.tokens.len() > 4) {
            (0, true) => {
                let fault = Fault::new("algorithm 0 means that there is no public key, but one follows");
                self.problem(4, fault.help("write the algorithm: 1 is DSA, 2 RSA, 3 ECDSA, 4 EdDSA"))
            }
            (1.., false) => {
                let fault = Fault::new(format!("algorithm {algorithm} needs a public key, but none follows"));
                self.problem_at(2, fault.help("put the key after the gateway, or write algorithm 0 if there is none"))
            }
            _ => None,
        }
    }

    /// NAPTR (RFC 3403 section 4.1, RFC 3402 section 3.2).
    fn rewrite(&self) -> Option<DataProblem> {
        let (flags, regexp, replacement) = (self.text(2), self.text(4), self.text(5));
        if !flags.iter().all(u8::is_ascii_alphanumeric) {
            let fault = Fault::new(format!("flags {} are not letters and digits", show(flags)));
            return self.problem_at(2, fault.help("usual flags are `s`, `a`, `u`, `p`, or none: `\"\"`"));
        }
        if regexp.is_empty() {
            return None;
        }
        if replacement != b"." {
            let fault =
                Fault::new(format!("there is a regexp and a replacement {}: only one is allowed", show(replacement)));
            return self.problem_at(5, fault.help("write `.` as replacement, or `\"\"` as regexp"));
        }
        let regexp = text::unescape(regexp).ok()?;
        let why = substitution_fault(&regexp)?;
        let fault = Fault::new(format!("regexp {} {why}", show(&regexp)));
        self.problem_at(4, fault.help("write a pattern and its replacement: `\"!^.*$!sip:info@example.com!\"`"))
    }

    /// A URI starts with its scheme (RFC 3986 section 3.1), and is not empty (RFC 7553 section 4.4).
    fn uri(&self) -> Option<DataProblem> {
        let target = self.text(2);
        let scheme = target.split(|b| *b == b':').next().unwrap_or_default();
        let is_scheme = scheme.len() < target.len()
            && scheme.first().is_some_and(u8::is_ascii_alphabetic)
            && scheme.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        if is_scheme {
            return None;
        }
        let fault = Fault::new(format!("target {} is not a URI: it has no scheme", show(target)));
        self.problem_at(2, fault.help("write the complete URI: `\"https://example.com/\"`"))
    }

    /// The length of the tag is one octet (RFC 8005 section 5).
    fn host_identity(&self) -> Option<DataProblem> {
        let octets = self.text(1).len() / 2;
        let fault = Fault::new(format!("host identity tag has {octets} octets; the maximum is 255"));
        if octets > 255 { self.problem_at(1, fault.help("a tag has 16 octets; is this the key?")) } else { None }
    }

    fn length(&self) -> Option<DataProblem> {
        let span = self.tokens.last()?.end - self.tokens.first()?.start;
        if (span as usize) <= LONGEST_RDATA {
            return None;
        }
        let string = |token: &Token| text::octets(token.text(self.source)).map_or(0, |octets| octets + 1);
        let octets: usize = self.tokens.iter().map(string).sum();
        let fault = Fault::new(format!("the text has {octets} octets; record data can have {LONGEST_RDATA}"));
        if octets > LONGEST_RDATA { self.problem(0, fault.help("split it into several records")) } else { None }
    }
}

/// What a substitution expression lacks: a delimiter, a pattern, a replacement, and flags.
fn substitution_fault(regexp: &[u8]) -> Option<&'static str> {
    let (&delimiter, rest) = regexp.split_first()?;
    if delimiter.is_ascii_digit() || matches!(delimiter, b'\\' | b'i') {
        return Some("does not start with a delimiter such as `!`");
    }
    let mut parts = vec![0];
    let mut bytes = rest.iter();
    while let Some(&byte) = bytes.next() {
        if byte == delimiter {
            parts.push(0);
            continue;
        }
        if byte == b'\\' {
            bytes.next();
        }
        *parts.last_mut()? += 1;
    }
    match parts[..] {
        [0, ..] => Some("has no pattern"),
        [_, _, 0] => None,
        [_, _, 1] if regexp.ends_with(b"i") => None,
        [_, _, _] => Some("has flags other than `i`"),
        [_] | [_, _] => Some("does not end with its delimiter"),
        _ => Some("has its delimiter too often"),
    }
}
