//! Algorithms, digests and keys that DNSSEC no longer trusts.

use std::cell::LazyCell;
use std::cmp::Reverse;
use std::collections::HashSet;

use crate::checks::dnssec::is_archived_copy;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::source::Span;
use crate::syntax::iana::Registry;
use crate::syntax::iana::dnssec_algorithms::{ALGORITHMS, is_rsa};
use crate::syntax::iana::ds_digests::DIGESTS;
use crate::syntax::rdata::{RType, number_of, rsa_parts};
use crate::zone::{RRset, RecordId};

pub(super) static META: Meta = Meta {
    id: "dnssec-algorithm-weak",
    summary: "a DNSKEY or DS record uses an algorithm, digest or key size that must not be used",
    severity: Severity::Warning,
    references: &["RFC 9904 section 3", "RFC 9905", "RFC 9906", "RFC 6781 section 3.4.2"],
    explain: include_str!("dnssec_algorithm_weak.md"),
    ..Meta::DEFAULT
};

/// RFC 6781 section 3.4.2.
const FEWEST_BITS: usize = 1024;
/// RFC 5702 section 2: other keys than these have no meaning.
const BITS: std::ops::RangeInclusive<usize> = 512..=4096;
/// What factoring is expected to reach first; many zones have shorter keys that live for weeks.
const ENOUGH_BITS: usize = 2048;
/// Nobody signs with them, and nobody verifies them (RFC 9904, RFC 9906).
const DEAD: [u64; 4] = [1, 3, 6, 12];
/// Not recommended for signing (RFC 9904).
const RSASHA512: u64 = 10;

/// What is weak about a record, and where.
struct Weakness {
    at: Span,
    what: String,
    /// Milder where it is the child's to change, or a record beside it says the same with a digest that is trusted.
    severity: Severity,
}

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    const KEYS: [RType; 4] = [RType::DNSKEY, RType::CDNSKEY, RType::DS, RType::CDS];
    let is_archived = LazyCell::new(|| is_archived_copy(cx, cx.now));
    for rrset in cx.zone.rrsets_of(&KEYS) {
        findings.extend(report(cx, rrset).map(|finding| match *is_archived {
            true => finding.severity(Severity::Info),
            false => finding,
        }));
    }
}

/// One finding for an RRset: its keys are usually made at one time.
fn report(cx: &ZoneContext, rrset: RRset) -> Option<Diagnostic> {
    let trusted = LazyCell::new(|| trusted(cx, rrset));
    let weak = |&id: &RecordId| Some((id, weakness(cx, rrset, id, &trusted)?));
    // The gravest stands first.
    let mut weak: Vec<_> = rrset.records.iter().filter_map(weak).collect();
    weak.sort_by_key(|(_, weakness)| Reverse(weakness.severity));
    let mut weak = weak.into_iter();
    let (id, first) = weak.next()?;
    let severity = first.severity;
    let help = match rrset.rtype {
        RType::DNSKEY | RType::CDNSKEY => "roll over to ECDSAP256SHA256 (13) or ED25519 (15)",
        _ => "have the child zone signed with ECDSAP256SHA256 (13), and use a DS with digest type 2 (SHA-256)",
    };
    let rtype = rrset.rtype.mnemonic();
    let finding = Diagnostic::new(&META, first.at, format!("{rtype} with {}", first.what))
        .label_each(weak, |(_, other)| (other.at, other.what));
    Some(finding.severity(severity).help(help).subject(cx.subject_of_set(id)))
}

/// Key tags and algorithms, as DS records have them.
type Keys = HashSet<(Option<u64>, Option<u64>)>;

/// The keys that a DS record of an RRset is about with a digest that is trusted.
fn trusted(cx: &ZoneContext, rrset: RRset) -> Keys {
    let entries = rrset.records.iter().map(|&id| cx.zone.entry(id));
    let is_trusted = |digest: u64| forbidden(&DIGESTS, digest).is_none();
    entries.filter(|entry| entry.code(2).is_some_and(is_trusted)).map(|entry| (entry.code(0), entry.code(1))).collect()
}

fn weakness(
    cx: &ZoneContext,
    rrset: RRset,
    id: RecordId,
    trusted: &LazyCell<Keys, impl FnOnce() -> Keys>,
) -> Option<Weakness> {
    if !cx.zone.record(id).is_readable() {
        return None;
    }
    let is_digest = matches!(rrset.rtype, RType::DS | RType::CDS);
    if is_digest && !may_be_weak(cx, rrset.rtype, id) {
        return None;
    }
    let entry = cx.zone.entry(id);
    let is_of_child = rrset.rtype == RType::DS;
    let field = if is_digest { 1 } else { 2 };
    let algorithm = entry.code(field)?;
    let found = |at: usize, what: String, severity| Some(Weakness { at: entry.field(at)?, what, severity });
    let mild = |is_mild| if is_mild { Severity::Info } else { META.severity };
    if let Some(name) = forbidden(&ALGORITHMS, algorithm) {
        let is_dead = DEAD.contains(&algorithm) && !is_digest;
        let severity = if is_dead { Severity::Error } else { mild(is_of_child) };
        return found(field, format!("algorithm {algorithm}, {name}, which must not be used"), severity);
    }
    if is_digest {
        let number = entry.code(2)?;
        let name = forbidden(&DIGESTS, number)?;
        let is_mild = trusted.contains(&(entry.code(0), entry.code(1)));
        return found(2, format!("digest type {number}, {name}, which must not be used"), mild(is_mild));
    }
    if !is_rsa(algorithm) {
        return None;
    }
    let key = entry.base64(3)?;
    match of_rsa(&key)? {
        Some((what, severity)) => found(3, what, severity),
        None if algorithm == RSASHA512 => {
            found(field, "algorithm 10, RSASHA512, which is not recommended".to_owned(), Severity::Info)
        }
        None => None,
    }
}

/// What is weak about an RSA key, and how gravely; none where it is no RSA key.
fn of_rsa(key: &[u8]) -> Option<Option<(String, Severity)>> {
    let (exponent, modulus) = rsa_parts(key)?;
    let significant = |number: &[u8]| number.iter().skip_while(|octet| **octet == 0).copied().collect::<Vec<u8>>();
    let (exponent, modulus) = (significant(exponent), significant(modulus));
    let bits = modulus.len() * 8 - modulus.first()?.leading_zeros() as usize;
    let is_even = |number: &[u8]| number.last().is_none_or(|octet| octet & 1 == 0);
    Some(match bits {
        _ if exponent == [1] => {
            Some(("an RSA key of exponent 1, by which everybody can sign".to_owned(), Severity::Error))
        }
        _ if is_even(&exponent) => {
            Some(("an RSA key whose exponent is even: it verifies nothing".to_owned(), Severity::Error))
        }
        _ if is_even(&modulus) => {
            Some(("an RSA key whose modulus is even: it is cut off or mistyped".to_owned(), Severity::Error))
        }
        _ if bits > *BITS.end() => Some((
            format!("an RSA key of {bits} bits, more than {}, which resolvers need not verify", BITS.end()),
            Severity::Error,
        )),
        _ if bits < FEWEST_BITS => {
            let severity = if bits < *BITS.start() { Severity::Error } else { META.severity };
            Some((format!("an RSA key of {bits} bits, fewer than {FEWEST_BITS}"), severity))
        }
        _ if bits < ENOUGH_BITS => {
            Some((format!("an RSA key of {bits} bits, fewer than {ENOUGH_BITS}"), Severity::Info))
        }
        _ => None,
    })
}

/// The name of a number that must not be used any more.
fn forbidden(registry: &Registry, number: u64) -> Option<&'static str> {
    registry.code(number).filter(|code| code.is_forbidden()).map(|code| code.name())
}

/// Whether a digest or its algorithm is weak, or none as far as can be told without reading all of the record.
fn may_be_weak(cx: &ZoneContext, rtype: RType, id: RecordId) -> bool {
    let mut words = cx.zone.rdata(id).words().skip(1);
    [(1, &ALGORITHMS), (2, &DIGESTS)].into_iter().any(|(field, registry)| {
        let number = words.next().and_then(|word| number_of(rtype, field, word));
        number.is_none_or(|number| forbidden(registry, number).is_some())
    })
}
