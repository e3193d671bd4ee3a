//! Why a signature is not good: what it is good for is tried.

use super::Cause;
use super::public_key::PublicKey;
use super::verifier::{CanonicalSet, Verifier};
use crate::checks::dnssec::rrsig::Rrsig;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

/// RRsets of more records are not tried without each of them.
const MOST_RECORDS: usize = 16;
/// So many serials back are tried: one more than from a day to the next, where the last two digits count the changes.
const MOST_SERIALS: u32 = 101;
/// Octets of the data of SOA from the serial on.
const FROM_SERIAL: usize = 20;

/// What else a signature is good for; none where nothing of what is tried is it.
pub(super) fn of(verifier: &mut Verifier, id: RecordId) -> Option<Cause> {
    let cx = verifier.cx;
    let by = *cx.rrsig(id)?;
    let owner = cx.zone.record(id).owner;
    let set = CanonicalSet::of(cx, owner, by.covered, &mut verifier.origin)?;
    let keys: Vec<&PublicKey> = verifier.keys_of(by.tag, by.algorithm).filter_map(|key| key.public.as_ref()).collect();
    let octets = by.signature(cx)?.len();
    let needed = keys.first()?.signature_octets();
    if octets != needed {
        return Some(Cause::Length(octets, needed));
    }
    let all = || set.data.iter().map(|(data, _)| &data[..]);
    let ttl = cx.zone.record(set.data.first()?.1).ttl;
    let as_published = Rrsig { original_ttl: ttl, ..by };
    let others = verifier.keys.iter().filter(|key| key.algorithm == by.algorithm && key.tag != by.tag);
    // The tag of a key is signed, too.
    for (other, key) in others.filter_map(|key| Some((key, key.public.as_ref()?))) {
        let by_other = Rrsig { tag: other.tag, ..by };
        if [by, by_other].iter().any(|by| verifier.would_be_good(by, key, &set.owner, all())) {
            return Some(Cause::OtherKey(other.tag));
        }
    }
    for key in keys {
        if ttl != by.original_ttl && verifier.would_be_good(&as_published, key, &set.owner, all()) {
            return Some(Cause::OriginalTtl(ttl));
        }
        let few = 2..=MOST_RECORDS;
        let one_by_one = set.data.iter().filter(|_| few.contains(&set.data.len()));
        for (without, record) in one_by_one {
            let rest = all().filter(|data| *data != &without[..]);
            if verifier.would_be_good(&by, key, &set.owner, rest) {
                return Some(Cause::Added(*record));
            }
        }
        if by.covered == RType::SOA {
            return serial(verifier, &by, key, &set);
        }
    }
    None
}

/// The serial that an SOA had when it was signed.
fn serial(verifier: &mut Verifier, by: &Rrsig, key: &PublicKey, set: &CanonicalSet) -> Option<Cause> {
    let [(data, _)] = &set.data[..] else { return None };
    let at = data.len().checked_sub(FROM_SERIAL)?;
    let now = u32::from_be_bytes(*data[at..].first_chunk()?);
    let mut before = data.clone();
    (1..=MOST_SERIALS).map(|back| now.wrapping_sub(back)).find_map(|serial| {
        before[at..at + 4].copy_from_slice(&serial.to_be_bytes());
        let is_it = verifier.would_be_good(by, key, &set.owner, [&before[..]].into_iter());
        is_it.then_some(Cause::Serial(serial))
    })
}
