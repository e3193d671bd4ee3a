//! Which core verifies which signatures.

use super::cause;
use super::public_key::PublicKey;
use super::verifier::{Key, Verifier};
use super::{Cause, Verified};
use crate::checks::ZoneContext;
use crate::checks::dnssec::DnsKey;
use crate::checks::dnssec::signed::SignedZone;
use crate::parallel;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

/// So many names are handed to a core at a time.
const AT_A_TIME: usize = 16;
/// Of so many the causes are looked for, which takes verifying again and again; what is more is not shown one by one.
const MOST_CAUSES: usize = 8;

pub(super) fn verify(cx: &ZoneContext, signed: &SignedZone) -> Option<Verified> {
    let keys = keys(cx);
    let owners = cx
        .zone
        .names()
        .filter(|&name| cx.zone.has(name, RType::RRSIG) && cx.zone.is_in_zone(name) && !signed.is_occluded(name));
    let owners: Vec<NameId> = owners.collect();
    let parts: Vec<&[NameId]> = owners.chunks(AT_A_TIME).collect();
    let done = parallel::each(&parts, |owners| {
        let mut verifier = Verifier::new(cx, signed, &keys);
        owners.iter().for_each(|&owner| verifier.look_at(owner));
        verifier.came_of_it
    });
    let mut verified = Verified::default();
    done.into_iter().for_each(|part| verified.add(part));
    let mut verifier = Verifier::new(cx, signed, &keys);
    for bad in verified.bad.iter_mut().take(MOST_CAUSES) {
        bad.cause = cause::of(&mut verifier, bad.id).unwrap_or(Cause::Changed);
    }
    Some(verified)
}

/// The keys whose signatures count.
fn keys(cx: &ZoneContext) -> Vec<Key> {
    let held = cx.zone.rrset(cx.zone.apex(), RType::DNSKEY).iter();
    let keys = held.filter_map(|&record| Some((record, DnsKey::of(cx.zone, record)?)));
    let key = |(record, key): (RecordId, DnsKey)| Key {
        record,
        tag: key.tag,
        algorithm: key.algorithm,
        is_entry_point: key.is_entry_point,
        public: PublicKey::of(key.algorithm, key.public_octets()),
    };
    keys.filter(|(_, key)| key.is_in_use()).map(key).collect()
}
