//! Keys of zones and their digests in the zone above, DNSKEY and DS, as octets; signed zones.

mod bitmap;
mod cds;
mod hashed;
mod order;
mod rrsig;
mod signed;
mod times;
mod verify;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use data_encoding::HEXUPPER;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384};

use super::ZoneContext;
use super::view_index::ZoneRecord;
use crate::syntax::iana::dnskey_flags::{REVOKE, SECURE_ENTRY_POINT, ZONE};
use crate::syntax::iana::dnssec_algorithms::RSAMD5;
use crate::syntax::iana::ds_digests::{SHA1, SHA256, SHA384};
use crate::syntax::rdata::RType;
use crate::syntax::time::{is_before, parse};
use crate::zone::{Entry, RecordId, Zone};

pub(super) use rrsig::Rrsig;
pub(super) use signed::SignedZone;
pub(super) use times::{SignatureGroups, SignatureTimes};
pub(super) use verify::Verified;

checks! {
    cds_delete_contradicted
    cds_differs_cdnskey
    cds_signed_by_zsk
    cds_without_dnskey
    dnskey_flags_unusual
    dnskey_tag_shared
    dnssec_algorithm_weak
    ds_misplaced
    ds_without_dnskey: project
    nsec3_chain_broken
    nsec3_unfit
    nsec_bitmap_wrong
    nsec_chain_broken
    nsec_ttl_too_long
    signature_expires_soon: off
    signature_invalid
    signature_key_missing
    signature_missing
    signature_not_verified
    signature_outdated
    signature_shorter_than_expire
    signature_shorter_than_ttl
    signature_unfounded
    signature_validity_long: off
    zonemd_digest_wrong
    zonemd_serial_differs
}

/// Nobody can have been given a zone for so long whose signatures had expired.
const LONG_AGO: u32 = 365 * 86400;
/// The fields of an RRSIG that say when it expires, and from when on it is valid.
pub(super) const EXPIRATION: usize = 4;
const INCEPTION: usize = 5;

/// Whether all signatures of a zone expired long ago: the file is an archived copy.
pub(super) fn is_archived_copy(cx: &ZoneContext, now: u32) -> bool {
    let expiration = |id| cx.zone.rdata(id).words().nth(EXPIRATION).and_then(parse);
    let mut times = cx.zone.of_type(RType::RRSIG).filter_map(|(id, _)| expiration(id)).peekable();
    times.peek().is_some() && times.all(|time| is_before(time, now.wrapping_sub(LONG_AGO)))
}

/// A DNSKEY record.
pub(super) struct DnsKey {
    pub tag: u16,
    pub algorithm: u8,
    pub is_zone_key: bool,
    pub is_entry_point: bool,
    pub is_revoked: bool,
    data: Vec<u8>,
}

impl DnsKey {
    pub(super) fn of(zone: &Zone, id: RecordId) -> Option<DnsKey> {
        let data = zone.rdata(id).wire(false).ok()?;
        let &[high, low, _, algorithm, ..] = data.as_slice() else { return None };
        let has = |flag: u16| u16::from_be_bytes([high, low]) & flag != 0;
        (algorithm != RSAMD5).then(|| DnsKey {
            tag: tag(&data),
            algorithm,
            is_zone_key: has(ZONE),
            is_entry_point: has(SECURE_ENTRY_POINT),
            is_revoked: has(REVOKE),
            data,
        })
    }

    /// The key itself, behind flags, protocol and algorithm.
    #[cfg(feature = "dnssec")]
    fn public_octets(&self) -> &[u8] {
        &self.data[4..]
    }

    /// Whether signatures by it count.
    fn is_in_use(&self) -> bool {
        self.is_zone_key && !self.is_revoked
    }

    /// The digest of the key of a zone; none of a type that nobody uses.
    fn digest(&self, owner: &[u8], digest_type: u8) -> Option<Vec<u8>> {
        let signed = [owner, &self.data].concat();
        match digest_type {
            SHA1 => Some(Sha1::digest(signed).to_vec()),
            SHA256 => Some(Sha256::digest(signed).to_vec()),
            SHA384 => Some(Sha384::digest(signed).to_vec()),
            _ => None,
        }
    }

    /// The data of the DS record that a zone's key should have.
    pub(super) fn ds_text(&self, owner: &[u8]) -> Option<String> {
        let digest = HEXUPPER.encode(&self.digest(owner, SHA256)?);
        Some(format!("{} {} {SHA256} {digest}", self.tag, self.algorithm))
    }
}

/// A DS record.
pub(super) struct Signer {
    pub tag: u16,
    pub algorithm: u8,
    digest_type: u8,
    digest: Vec<u8>,
}

impl Signer {
    /// Of a record that is written as most are, without mnemonics.
    pub(super) fn of(held: ZoneRecord) -> Option<Signer> {
        Signer::read(&held.cx.zone.entry(held.record))
    }

    /// DS and CDS are written alike.
    fn read(entry: &Entry) -> Option<Signer> {
        Some(Signer {
            tag: entry.number(0)?.try_into().ok()?,
            algorithm: octet(entry, 1)?,
            digest_type: octet(entry, 2)?,
            digest: entry.hex(3)?,
        })
    }

    /// What a DS record is made of (RFC 4034 section 5.1): tag, algorithm, digest type and digest.
    pub(super) fn parts(&self) -> Parts<'_> {
        (self.tag, self.algorithm, self.digest_type, Cow::Borrowed(&self.digest))
    }

    /// Whether the digest is of a key, whatever tag and algorithm stand before it.
    pub(super) fn is_digest_of(&self, key: &DnsKey, owner: &[u8]) -> bool {
        key.digest(owner, self.digest_type).is_some_and(|digest| digest == self.digest)
    }

    /// The digest of a key, as this record would have it.
    pub(super) fn digest_text(&self, key: &DnsKey, owner: &[u8]) -> Option<String> {
        Some(HEXUPPER.encode(&key.digest(owner, self.digest_type)?))
    }
}

/// The data of a DS record.
pub(super) type Parts<'d> = (u16, u8, u8, Cow<'d, [u8]>);

/// The DS records that the keys of a zone may have, of those keys and digest types that some DS records name, so
/// that no key is digested again for each of them; `None` where one names a type of digest that nobody uses.
pub(super) fn digests_of<'k>(
    signers: impl Iterator<Item = &'k Signer>,
    keys: impl Iterator<Item = &'k DnsKey>,
    owner: &[u8],
) -> Option<HashSet<Parts<'static>>> {
    let (mut named, mut types) = (HashSet::new(), BTreeSet::new());
    for signer in signers {
        named.insert((signer.tag, signer.algorithm));
        types.insert(signer.digest_type);
    }
    if types.iter().any(|digest_type| ![SHA1, SHA256, SHA384].contains(digest_type)) {
        return None;
    }
    let mut digests = HashSet::new();
    for key in keys.filter(|key| named.contains(&(key.tag, key.algorithm))) {
        for &digest_type in &types {
            digests.insert((key.tag, key.algorithm, digest_type, Cow::Owned(key.digest(owner, digest_type)?)));
        }
    }
    Some(digests)
}

/// RFC 4034 appendix B.
fn tag(data: &[u8]) -> u16 {
    let value = |(at, &octet): (usize, &u8)| if at % 2 == 0 { u32::from(octet) << 8 } else { u32::from(octet) };
    let sum: u32 = data.iter().enumerate().map(value).sum();
    (sum + (sum >> 16)) as u16
}

fn octet(entry: &Entry, field: usize) -> Option<u8> {
    entry.number(field)?.try_into().ok()
}
