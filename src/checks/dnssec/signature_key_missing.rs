//! Signatures without their keys, and keys that do not sign what they should.

use std::collections::BTreeMap;

use crate::checks::dnssec::DnsKey;
use crate::checks::dnssec::rrsig::Rrsig;
use crate::checks::dnssec::signed::is_signed_type;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "signature-key-missing",
    summary: "signatures are by a key that is not in the zone, or a key does not sign what it should",
    severity: Severity::Error,
    references: &["RFC 4035 section 2.2", "RFC 4035 section 5.3.1", "RFC 6840 section 5.11", "RFC 5011 section 2.1"],
    explain: include_str!("signature_key_missing.md"),
    ..Meta::DEFAULT
};

/// The fields of the data.
const ALGORITHM_OF_KEY: usize = 2;
const TAG: usize = 6;

/// The first record with a fault, and how many RRsets it concerns.
type Faulty = (RecordId, usize);

/// What is wrong in the RRsets of a zone.
#[derive(Default)]
struct Faults {
    /// By the tag and algorithm of a key that is not there, where no other signs.
    unknown: BTreeMap<(u16, u8), Faulty>,
    /// By an algorithm of the keys that does not sign: the first RRset.
    unsigned: BTreeMap<u8, Faulty>,
}

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some(signed) = cx.signed() else { return };
    let held = cx.zone.rrset(cx.zone.apex(), RType::DNSKEY).iter();
    let key = |&record: &RecordId| Some((record, DnsKey::of(cx.zone, record)?));
    let Some(keys) = held.map(key).collect::<Option<Vec<_>>>() else { return };
    let mut faults = Faults::default();
    for owner in cx.zone.names().filter(|&name| cx.zone.has(name, RType::RRSIG) && !signed.is_occluded(name)) {
        faults.look_at(cx, owner, &keys);
    }
    let mut found: Vec<Diagnostic> =
        faults.unknown.iter().filter_map(|(key, faulty)| unknown(cx, *key, *faulty)).collect();
    found.extend(faults.unsigned.iter().filter_map(|(algorithm, faulty)| unsigned(cx, *algorithm, *faulty, &keys)));
    found.extend(idle(cx, &keys));
    signed.report(found, findings);
}

fn add((first, count): &mut Faulty, record: RecordId) {
    *first = record.min(*first);
    *count += 1;
}

impl Faults {
    fn look_at(&mut self, cx: &ZoneContext, owner: NameId, keys: &[(RecordId, DnsKey)]) {
        let mut all: Vec<&Rrsig> = cx.rrsigs_of(owner).collect();
        all.sort_by_key(|by| by.covered);
        for of_set in all.chunk_by(|a, b| a.covered == b.covered) {
            let by = of_set[0];
            // Of what is not there, or is not to be signed, this is said by other checks.
            if !is_signed_type(cx.zone.is_cut(owner), by.covered) || !cx.zone.has(owner, by.covered) {
                continue;
            }
            let is_known = |by: &Rrsig| keys.iter().any(|(_, key)| (key.tag, key.algorithm) == (by.tag, by.algorithm));
            let known: Vec<u8> = of_set.iter().filter(|by| is_known(by)).map(|by| by.algorithm).collect();
            if known.is_empty() {
                add(self.unknown.entry((by.tag, by.algorithm)).or_insert((by.id, 0)), by.id);
                continue;
            }
            let mut last = None;
            for algorithm in keys.iter().filter(|(_, key)| key.is_in_use()).map(|(_, key)| key.algorithm) {
                if !known.contains(&algorithm) && last.replace(algorithm) != Some(algorithm) {
                    add(self.unsigned.entry(algorithm).or_insert((by.id, 0)), by.id);
                }
            }
        }
    }
}

fn unknown(cx: &ZoneContext, (tag, algorithm): (u16, u8), (first, count): Faulty) -> Option<Diagnostic> {
    let name = cx.zone.shown_name();
    let message = match count {
        1 => format!("`{name}` has no DNSKEY {tag} of algorithm {algorithm}, and no other key signs these records"),
        _ => format!("`{name}` has no DNSKEY {tag} of algorithm {algorithm}, which alone signs {count} RRsets"),
    };
    let finding = Diagnostic::new(&META, cx.zone.entry(first).field(TAG)?, message);
    let help = "publish the key until all its signatures are replaced, or sign the zone again";
    Some(finding.help(help).subject(cx.subject_of_set(first)).said_of(count, &tag.to_string()))
}

fn unsigned(
    cx: &ZoneContext,
    algorithm: u8,
    (first, count): Faulty,
    keys: &[(RecordId, DnsKey)],
) -> Option<Diagnostic> {
    let (id, _) = keys.iter().find(|(_, key)| key.is_in_use() && key.algorithm == algorithm)?;
    let of = match count {
        1 => "an RRset".to_owned(),
        _ => format!("{count} RRsets"),
    };
    let message = format!("no key of algorithm {algorithm} signs {of} of `{}`", cx.zone.shown_name());
    let finding = Diagnostic::new(&META, cx.zone.entry(*id).field(ALGORITHM_OF_KEY)?, message);
    let finding = finding.label(cx.zone.entry(first).rtype(), "signed by other algorithms alone");
    let help = "sign all of the zone by each algorithm of its keys; a new key is published after its signatures";
    Some(finding.help(help).subject(cx.subject_of_set(*id)).known_by(&algorithm.to_string()))
}

/// Keys that do not sign the keys.
fn idle(cx: &ZoneContext, keys: &[(RecordId, DnsKey)]) -> Vec<Diagnostic> {
    let by = cx.rrsigs_of(cx.zone.apex()).filter(|by| by.covered == RType::DNSKEY);
    let by: Vec<(u16, u8)> = by.map(|by| (by.tag, by.algorithm)).collect();
    let signs = |(_, key): &&(RecordId, DnsKey)| by.contains(&(key.tag, key.algorithm));
    let mut entry_points = keys.iter().filter(|(_, key)| key.is_in_use() && key.is_entry_point).peekable();
    let first = entry_points.peek().copied();
    let mut idle = Vec::new();
    if let Some((id, key)) =
        first.filter(|_| keys.iter().any(|key| signs(&key)) && !entry_points.any(|key| signs(&key)))
    {
        let message = format!("no key with the SEP flag signs the DNSKEY records, not even key {}", key.tag);
        idle.push((
            *id,
            message,
            "a DS record of the zone above usually names such a key: have it sign the DNSKEY records",
        ));
    }
    for (id, key) in keys.iter().filter(|key| key.1.is_revoked && !signs(key)) {
        let message = format!("key {} is revoked, and does not sign the DNSKEY records", key.tag);
        idle.push((*id, message, "a revocation counts if the revoked key signs it"));
    }
    let finding = |(id, message, help): (RecordId, String, &'static str)| {
        let finding = Diagnostic::new(&META, cx.zone.entry(id).rtype(), message).severity(Severity::Warning);
        finding.help(help).subject(cx.subject(id))
    };
    idle.into_iter().map(finding).collect()
}
