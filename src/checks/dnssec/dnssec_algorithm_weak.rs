//! Algorithms, digests and keys that DNSSEC no longer trusts.

use std::cell::LazyCell;
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

/// What is weak about a record, and where.
struct Weakness {
    at: Span,
    what: String,
    /// It is the child's to change, or a record beside it says the same with a digest that is trusted.
    is_mild: bool,
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
    let mut weak = rrset.records.iter().filter_map(weak);
    let (id, first) = weak.next()?;
    let severity = if first.is_mild { Severity::Info } else { META.severity };
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
    let found = |at: Option<Span>, what: String, is_mild| Some(Weakness { at: at?, what, is_mild });
    if let Some(name) = forbidden(&ALGORITHMS, algorithm) {
        return found(
            entry.field(field),
            format!("algorithm {algorithm}, {name}, which must not be used"),
            is_of_child,
        );
    }
    if is_digest {
        let number = entry.code(2)?;
        let name = forbidden(&DIGESTS, number)?;
        let is_mild = trusted.contains(&(entry.code(0), entry.code(1)));
        return found(entry.field(2), format!("digest type {number}, {name}, which must not be used"), is_mild);
    }
    if !is_rsa(algorithm) {
        return None;
    }
    let key = entry.base64(3)?;
    let (_, modulus) = rsa_parts(&key)?;
    let bits = modulus.len() * 8 - modulus.first()?.leading_zeros() as usize;
    (bits < FEWEST_BITS).then_some(())?;
    found(entry.field(3), format!("an RSA key of {bits} bits, fewer than {FEWEST_BITS}"), false)
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
