//! Signatures that do not verify.

use crate::checks::dnssec::verify::{BadSignature, Cause, Verified};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::source::Span;
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "signature-invalid",
    summary: "a signature does not verify",
    severity: Severity::Error,
    references: &["RFC 4035 section 5.3.3", "RFC 4035 section 2.2", "RFC 6840 section 5.11"],
    explain: include_str!("signature_invalid.md"),
    ..Meta::DEFAULT
};

/// The fields of the data.
const COVERED: usize = 0;
const ORIGINAL_TTL: usize = 3;
const TAG: usize = 6;
const SIGNATURE: usize = 8;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some((signed, verified)) = cx.signed().zip(cx.verified()) else { return };
    let is_by_other = |bad: &&BadSignature| is_of_no_use(verified, bad);
    let mut by_other: Vec<&BadSignature> = verified.bad.iter().filter(is_by_other).collect();
    by_other.sort_by_key(|bad| (bad.tag, bad.algorithm));
    let by_key = by_other.chunk_by(|a, b| (a.tag, a.algorithm) == (b.tag, b.algorithm));
    signed.report(by_key.filter_map(|all| of_key(cx, all)).collect(), findings);
    let others = verified.bad.iter().filter(|bad| !is_by_other(bad));
    signed.report(others.filter_map(|bad| finding(cx, bad)).collect(), findings);
}

/// Whether a key verifies nothing of all that is said to be by it.
fn is_of_no_use(verified: &Verified, bad: &BadSignature) -> bool {
    let tally = verified.by_key.get(&(bad.tag, bad.algorithm));
    tally.is_some_and(|tally| tally.good == 0 && tally.tried > 1)
}

/// One finding for a key, at the first of its signatures.
fn of_key(cx: &ZoneContext, all: &[&BadSignature]) -> Option<Diagnostic> {
    let bad = all.iter().min_by_key(|bad| bad.id)?;
    let (tag, algorithm, count) = (bad.tag, bad.algorithm, all.len());
    let message = match bad.cause {
        Cause::OtherKey(other) => format!(
            "none of the {count} signatures by key {tag} (algorithm {algorithm}) verify: they are by key {other}"
        ),
        _ => format!(
            "none of the {count} signatures by key {tag} (algorithm {algorithm}) verify: the private key they are made \
             with is not that of the DNSKEY"
        ),
    };
    let finding = Diagnostic::new(&META, cx.zone.entry(bad.id).field(TAG)?, message)
        .label(cx.zone.entry(bad.key).rtype(), format!("key {tag}"))
        .help("publish the key that signs, or sign with the one that is published");
    Some(finding.subject(cx.subject_of_set(bad.id)).said_of(count, &tag.to_string()))
}

fn finding(cx: &ZoneContext, bad: &BadSignature) -> Option<Diagnostic> {
    let entry = cx.zone.entry(bad.id);
    let owner = cx.zone.record(bad.id).owner;
    let first = *cx.zone.rrset(owner, bad.covered).iter().min()?;
    let covered = bad.covered.mnemonic();
    let (field, cause, label): (usize, String, Option<(Span, &'static str)>) = match bad.cause {
        Cause::Changed => {
            let changed = match bad.covered {
                RType::SOA => "the SOA or the RRSIG was changed after signing".to_owned(),
                _ => format!("the {covered} records or the RRSIG were changed after signing"),
            };
            (COVERED, changed, Some((cx.zone.entry(first).rtype(), "these records")))
        }
        Cause::Added(record) => {
            let at = cx.zone.entry(record).rtype();
            (COVERED, format!("one of the {covered} records was not signed"), Some((at, "without this one it is good")))
        }
        Cause::OriginalTtl(ttl) => (ORIGINAL_TTL, format!("it was made for the TTL {ttl}"), None),
        Cause::Serial(serial) => {
            let at = cx.zone.serial().map(|(at, _)| (at, "raised by hand"));
            (COVERED, format!("the serial was {serial} when the zone was signed"), at)
        }
        Cause::OtherKey(tag) => (TAG, format!("it is by key {tag}"), None),
        Cause::Length(octets, needed) => {
            (SIGNATURE, format!("the signature has {octets} octets, and those by this key have {needed}"), None)
        }
    };
    let name = cx.zone.name_text(owner);
    let message = format!(
        "the signature of {covered} at `{name}` by key {} (algorithm {}) does not verify: {cause}",
        bad.tag, bad.algorithm
    );
    let finding = Diagnostic::new(&META, entry.field(field)?, message);
    let finding = label.into_iter().fold(finding, |finding, (at, text)| finding.label(at, text));
    let help = "make changes in the unsigned zone, and sign it again";
    Some(finding.help(help).subject(cx.subject(bad.id)))
}
