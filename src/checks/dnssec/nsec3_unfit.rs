//! NSEC3 records that do not go together, or with the zone.

use crate::checks::dnssec::is_archived_copy;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::text::words;
use crate::zone::{NameId, NumberSet, RecordId};

pub(super) static META: Meta = Meta {
    id: "nsec3-unfit",
    summary: "NSEC3 records do not match NSEC3PARAM, have owners that are not hashes, or are mixed with NSEC",
    severity: Severity::Warning,
    references: &["RFC 5155 section 3", "RFC 5155 section 4", "RFC 5155 section 7.1", "RFC 9276 section 3.1"],
    explain: include_str!("nsec3_unfit.md"),
    ..Meta::DEFAULT
};

/// The characters of a hashed owner: 20 octets in base32 (RFC 5155 section 3).
const HASH: usize = 32;
/// The fields of the data.
const ITERATIONS: usize = 2;
const SALT: usize = 3;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.is_complete() {
        return;
    }
    let hashed = || cx.zone.of_type(RType::NSEC3).filter(|(_, record)| record.is_readable()).map(|(id, _)| id);
    if let Some(odd) = hashed().find(|&id| !is_hash(cx, cx.zone.record(id).owner)) {
        let owner = cx.zone.name_text(cx.zone.record(odd).owner);
        let message = format!("the owner `{owner}` of an NSEC3 is not a hash directly below the apex");
        let finding = Diagnostic::new(&META, cx.zone.entry(odd).owner(), message).severity(Severity::Error);
        findings.add(finding.help("sign the zone again: the signer makes these owners").subject(cx.subject(odd)));
    }
    let params = cx.zone.rrset(cx.zone.apex(), RType::NSEC3PARAM);
    let param = params.iter().copied().find(|&id| cx.zone.record(id).is_readable());
    let is_of_one = cx.signed().and_then(|signed| signed.chain(cx)).is_some_and(|chain| chain.is_sole);
    if let Some(param) = param.filter(|_| !is_of_one) {
        // Two chains with one hash would be taken for one, once in a billion: a finding lost, none made up.
        let announced: NumberSet<u64> = params.iter().map(|&param| hash_of_parameters(cx, param)).collect();
        let odd = hashed().find(|&id| !announced.contains(&hash_of_parameters(cx, id)));
        findings.extend(odd.and_then(|odd| mismatch(cx, param, odd)));
    }
    findings.extend(param.and_then(|param| iterated(cx, param, cx.now)));
    findings.extend(unannounced(cx, hashed().next()));
    let plain = cx.zone.of_type(RType::NSEC).next().map(|(id, _)| id);
    if let (Some(plain), Some(hashed)) = (plain, hashed().next()) {
        let message =
            "NSEC and NSEC3 in one zone: a resolver cannot tell which of them proves that a name does not exist";
        let finding = Diagnostic::new(&META, cx.zone.entry(plain).rtype(), message);
        let finding = finding.label(cx.zone.entry(hashed).rtype(), "NSEC3 here");
        findings.add(finding.help("sign the zone again with one of the two").subject(cx.subject(plain)));
    }
}

/// A chain that NSEC3PARAM does not announce, or the other way round; while a zone goes over to the other kind, it has
/// both.
fn unannounced(cx: &ZoneContext, hashed: Option<RecordId>) -> Option<Diagnostic> {
    cx.signed()?;
    let param = cx.zone.rrset(cx.zone.apex(), RType::NSEC3PARAM).first().copied();
    let has_nsec = cx.zone.has(cx.zone.apex(), RType::NSEC);
    let (at, message) = match (param, hashed) {
        (None, Some(hashed)) if !has_nsec => {
            (hashed, "NSEC3 without NSEC3PARAM: secondaries cannot tell how to hash names")
        }
        (Some(param), None) if has_nsec => (param, "NSEC3PARAM in a zone that has NSEC, and no NSEC3"),
        _ => return None,
    };
    let finding = Diagnostic::new(&META, cx.zone.entry(at).rtype(), message);
    Some(finding.help("sign the zone again with one of the two").subject(cx.subject_of_set(at)))
}

fn is_hash(cx: &ZoneContext, owner: NameId) -> bool {
    let label = cx.zone.first_label(owner);
    let is_digit = |b: &u8| matches!(b.to_ascii_lowercase(), b'0'..=b'9' | b'a'..=b'v');
    let is_child = || {
        let is_written_so = !cx.zone.has_dot(owner) && cx.zone.relative_to(owner) == cx.zone.apex();
        is_written_so || cx.zone.labels_below_apex(owner).is_some_and(|labels| labels.len() == 1)
    };
    label.len() == HASH && label.iter().all(is_digit) && is_child()
}

/// Algorithm, iterations and salt, as all NSEC3 of a chain have them.
fn parameters<'z>(cx: &ZoneContext<'z>, id: RecordId) -> impl Iterator<Item = &'z [u8]> {
    let words = cx.zone.rdata(id).words().take(SALT + 1).enumerate();
    words.filter(|(at, _)| *at != 1).map(|(_, word)| word)
}

/// A number that records with the same parameters have in common.
fn hash_of_parameters(cx: &ZoneContext, id: RecordId) -> u64 {
    parameters(cx, id).fold(words::hash([]), |hash, word| words::hash_on(hash, word.iter().chain(b" ")))
}

fn mismatch(cx: &ZoneContext, param: RecordId, odd: RecordId) -> Option<Diagnostic> {
    let differs = |field: &usize| {
        let text = |id| cx.zone.entry(id).field_text(*field).map(<[u8]>::to_ascii_lowercase);
        text(param) != text(odd)
    };
    let (names, field) =
        (["hash algorithm", "", "iterations", "salt"], [0, ITERATIONS, SALT].into_iter().find(differs)?);
    let (entry, at) = (cx.zone.entry(odd), names[field]);
    let value = |id| Some(String::from_utf8_lossy(cx.zone.entry(id).field_text(field)?).into_owned());
    let message = format!("the {at} of this NSEC3 is `{}`, but `{}` in NSEC3PARAM", value(odd)?, value(param)?);
    let finding =
        Diagnostic::new(&META, entry.field(field)?, message).label(cx.zone.entry(param).field(field)?, "in NSEC3PARAM");
    Some(
        finding
            .help("sign the zone again: servers compute hashes with the values of NSEC3PARAM")
            .subject(cx.subject(odd)),
    )
}

/// More work for everybody, and no more safety.
fn iterated(cx: &ZoneContext, param: RecordId, now: u32) -> Option<Diagnostic> {
    let entry = cx.zone.entry(param);
    let iterations = entry.number(ITERATIONS)?;
    let has_salt = entry.field_text(SALT) != Some(b"-");
    let (field, message) = match (iterations, has_salt) {
        (0, false) => return None,
        (0, true) => (SALT, "NSEC3 with a salt, which has no benefit".to_owned()),
        (count, _) => (ITERATIONS, format!("NSEC3 with {count} iterations, where 0 are required")),
    };
    let severity = if iterations > 0 && !is_archived_copy(cx, now) { Severity::Warning } else { Severity::Info };
    let finding = Diagnostic::new(&META, entry.field(field)?, message).severity(severity);
    Some(
        finding
            .help("sign with `1 0 0 -`: with more iterations resolvers treat the zone as unsigned, or fail")
            .subject(cx.subject(param)),
    )
}
