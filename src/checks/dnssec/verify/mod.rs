//! The signatures of a zone, verified (RFC 4035 section 5.3).

// What comes of it has no maker then.
#![cfg_attr(not(feature = "dnssec"), allow(dead_code))]

#[cfg(feature = "dnssec")]
mod cause;
#[cfg(feature = "dnssec")]
mod public_key;
#[cfg(feature = "dnssec")]
mod signed_data;
#[cfg(feature = "dnssec")]
mod verifier;
#[cfg(feature = "dnssec")]
mod work;

use std::collections::BTreeMap;

use crate::checks::ZoneContext;
use crate::ruleset::SignatureWork;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

/// What came of verifying the signatures of a zone.
#[derive(Default)]
pub(in crate::checks) struct Verified {
    /// In the order of the owners.
    pub bad: Vec<BadSignature>,
    /// By tag and algorithm of a key: how many signatures were verified, and how many of them are good.
    pub by_key: BTreeMap<(u16, u8), Tally>,
    /// Signatures that could not be verified.
    pub left: BTreeMap<Unverified, Left>,
}

/// A signature that is not good, where no other by its algorithm is.
pub(in crate::checks) struct BadSignature {
    pub id: RecordId,
    pub covered: RType,
    pub tag: u16,
    pub algorithm: u8,
    /// The key that it names.
    pub key: RecordId,
    pub cause: Cause,
}

/// What a signature was made of that is not there now, as far as trying shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::checks) enum Cause {
    /// The records are others, or what the RRSIG says beside the signature is.
    Changed,
    /// Without this record it is good.
    Added(RecordId),
    /// It is good with this as the original TTL.
    OriginalTtl(u32),
    /// It is good with this serial.
    Serial(u32),
    /// It is good by the key with this tag.
    OtherKey(u16),
    /// It has so many octets, and signatures by the key have so many.
    Length(usize, usize),
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::checks) struct Tally {
    pub tried: usize,
    pub good: usize,
}

/// Why signatures were not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::checks) enum Unverified {
    /// By keys of this algorithm that the library does not know, or has no use for.
    Algorithm(u8),
    /// What they cover is written so that it has no canonical form.
    Form,
}

/// The first signature that was not verified, and how many there are.
#[derive(Clone, Copy)]
pub(in crate::checks) struct Left {
    pub first: RecordId,
    pub count: usize,
}

impl ZoneContext<'_> {
    /// Whether signatures are to be verified.
    pub(super) fn verifies(&self) -> bool {
        self.rules.run.dnssec == Some(SignatureWork::Verify)
    }

    /// What came of verifying the signatures, worked out once on all cores; none where that was not asked for, or the
    /// zone is not signed or not complete.
    pub(super) fn verified(&self) -> Option<&Verified> {
        let verify = || self.signed().filter(|_| self.verifies()).and_then(|signed| verify(self, signed));
        self.verified.get_or_init(verify).as_ref()
    }
}

#[cfg(feature = "dnssec")]
use work::verify;

/// Without the library.
#[cfg(not(feature = "dnssec"))]
fn verify(_: &ZoneContext, _: &super::SignedZone) -> Option<Verified> {
    None
}

impl Verified {
    /// Takes in what came of other signatures.
    #[cfg(feature = "dnssec")]
    fn add(&mut self, other: Verified) {
        self.bad.extend(other.bad);
        for (key, tally) in other.by_key {
            let all = self.by_key.entry(key).or_default();
            *all = Tally { tried: all.tried + tally.tried, good: all.good + tally.good };
        }
        other.left.into_iter().for_each(|(why, left)| self.leave(why, left));
    }

    #[cfg(feature = "dnssec")]
    fn leave(&mut self, why: Unverified, left: Left) {
        let all = self.left.entry(why).or_insert(Left { count: 0, ..left });
        *all = Left { first: all.first.min(left.first), count: all.count + left.count };
    }
}
