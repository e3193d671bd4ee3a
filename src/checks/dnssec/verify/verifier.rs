//! Of each RRset and algorithm, signatures are verified until one is good.

use super::public_key::PublicKey;
use super::{BadSignature, Cause, Left, Tally, Unverified, Verified};
use crate::checks::ZoneContext;
use crate::checks::dnssec::rrsig::Rrsig;
use crate::checks::dnssec::signed::{SignedZone, is_signed_type};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

/// A DNSKEY of the zone.
pub(super) struct Key {
    pub record: RecordId,
    pub tag: u16,
    pub algorithm: u8,
    pub is_entry_point: bool,
    /// None where its signatures cannot be verified.
    pub public: Option<PublicKey>,
}

/// Verifies signatures one after the other, in memory that it keeps.
pub(super) struct Verifier<'r, 'v> {
    pub cx: &'r ZoneContext<'v>,
    pub signed: &'r SignedZone,
    pub keys: &'r [Key],
    pub origin: Origin,
    pub came_of_it: Verified,
    octets: Vec<u8>,
}

/// An RRset in canonical form (RFC 4034 section 6).
pub(super) struct CanonicalSet {
    /// In wire form and lower case.
    pub owner: Vec<u8>,
    /// The data of each record, in order and each once, with one record that has it.
    pub data: Vec<(Vec<u8>, RecordId)>,
}

impl CanonicalSet {
    /// None where some record cannot be read, or has no canonical form.
    pub(super) fn of(cx: &ZoneContext, owner: NameId, rtype: RType, origin: &mut Origin) -> Option<CanonicalSet> {
        let mut data = Vec::with_capacity(cx.zone.rrset(owner, rtype).len());
        for &id in cx.zone.rrset(owner, rtype).iter().filter(|&&id| cx.zone.record(id).is_readable()) {
            data.push((cx.zone.rdata(id).wire_below(origin.at(cx, id), true).ok()?, id));
        }
        if data.len() < cx.zone.rrset(owner, rtype).len() {
            return None;
        }
        data.sort_unstable();
        data.dedup_by(|(a, _), (b, _)| a == b);
        let mut owner = cx.zone.name_wire(owner)?;
        owner.make_ascii_lowercase();
        Some(CanonicalSet { owner, data })
    }
}

/// The origin in wire form, which most records have in common.
#[derive(Default)]
pub(super) struct Origin {
    last: Option<(NameId, Vec<u8>)>,
}

impl Origin {
    fn at(&mut self, cx: &ZoneContext, id: RecordId) -> &[u8] {
        let name = cx.zone.origin_at(id);
        let is_other = self.last.as_ref().is_none_or(|(last, _)| *last != name);
        if is_other {
            // An origin that is no name was reported where it stands.
            self.last = Some((name, cx.zone.name_wire(name).unwrap_or_else(|| vec![0])));
        }
        self.last.as_ref().map_or(&[0], |(_, wire)| wire)
    }
}

impl<'r, 'v> Verifier<'r, 'v> {
    pub(super) fn new(cx: &'r ZoneContext<'v>, signed: &'r SignedZone, keys: &'r [Key]) -> Verifier<'r, 'v> {
        Verifier { cx, signed, keys, origin: Origin::default(), came_of_it: Verified::default(), octets: Vec::new() }
    }

    /// Verifies the signatures of an owner.
    pub(super) fn look_at(&mut self, owner: NameId) {
        let (cx, is_cut) = (self.cx, self.cx.zone.is_cut(owner));
        let labels = self.labels(owner);
        let is_fit = |by: &Rrsig| usize::from(by.labels) == labels && self.is_of_zone(by);
        let all = cx.rrsigs_of(owner);
        // What is not to be signed, or can never be valid, is said by other checks.
        let mut all: Vec<Rrsig> = all.filter(|by| is_signed_type(is_cut, by.covered) && is_fit(by)).copied().collect();
        all.sort_by_key(|by| (by.covered, by.algorithm));
        for of_set in all.chunk_by(|a, b| a.covered == b.covered) {
            if !cx.zone.has(owner, of_set[0].covered) {
                continue;
            }
            let by_algorithm = of_set.chunk_by(|a, b| a.algorithm == b.algorithm);
            let those_that_count: Vec<Vec<Rrsig>> =
                by_algorithm.map(|all| self.those_that_count(all)).filter(|all| !all.is_empty()).collect();
            if those_that_count.is_empty() {
                continue;
            }
            match CanonicalSet::of(cx, owner, of_set[0].covered, &mut self.origin) {
                Some(set) => those_that_count.iter().for_each(|by| self.judge(by, &set)),
                None => self.came_of_it.leave(Unverified::Form, Left { first: of_set[0].id, count: 1 }),
            }
        }
    }

    /// How many labels a signature of an owner says that it has: neither the root nor a leftmost `*` counts (RFC 4034
    /// section 3.1.3).
    fn labels(&self, owner: NameId) -> usize {
        let labels = self.cx.zone.each_label(owner).filter(|label| !label.is_empty()).count();
        labels - usize::from(self.cx.zone.is_wildcard(owner))
    }

    fn is_of_zone(&self, by: &Rrsig) -> bool {
        let is_written_so = || self.signed.key_written(self.cx, by.id, by.signer).is_some_and(|key| key.is_empty());
        self.cx.is_apex(by.signer) || is_written_so()
    }

    /// Of the signatures of an RRset by one algorithm those that a resolver may choose from: by keys that are there,
    /// of DNSKEY records by those that DS records name, and those in their time, where there are such.
    fn those_that_count<'z>(&self, all: &[Rrsig<'z>]) -> Vec<Rrsig<'z>> {
        let by_key = |by: &&Rrsig| self.keys_of(by.tag, by.algorithm).next().is_some();
        let mut those: Vec<Rrsig> = all.iter().filter(by_key).copied().collect();
        let is_by_entry_point = |by: &Rrsig| self.keys_of(by.tag, by.algorithm).any(|key| key.is_entry_point);
        if those.iter().any(|by| by.covered == RType::DNSKEY && is_by_entry_point(by)) {
            those.retain(is_by_entry_point);
        }
        let is_in_its_time = |by: &Rrsig| by.is_in_its_time(self.cx.now);
        if those.iter().any(is_in_its_time) {
            those.retain(is_in_its_time);
        }
        those
    }

    pub(super) fn keys_of(&self, tag: u16, algorithm: u8) -> impl Iterator<Item = &'r Key> + use<'r, 'v> {
        self.keys.iter().filter(move |key| (key.tag, key.algorithm) == (tag, algorithm))
    }

    /// Verifies signatures of an RRset by one algorithm until one is good.
    fn judge(&mut self, all: &[Rrsig], set: &CanonicalSet) {
        let mut bad = None;
        for by in all {
            let is_good = self.is_good(by, set);
            if let Some(is_good) = is_good {
                let tally = self.came_of_it.by_key.entry((by.tag, by.algorithm)).or_default();
                *tally = Tally { tried: tally.tried + 1, good: tally.good + usize::from(is_good) };
            }
            match is_good {
                Some(true) => return,
                Some(false) => bad = bad.or(Some(by)),
                None => {}
            }
        }
        let first = &all[0];
        let Some((by, key)) = bad.and_then(|by| Some((by, self.keys_of(by.tag, by.algorithm).next()?))) else {
            let left = Left { first: first.id, count: 1 };
            return self.came_of_it.leave(Unverified::Algorithm(first.algorithm), left);
        };
        self.came_of_it.bad.push(BadSignature {
            id: by.id,
            covered: by.covered,
            tag: by.tag,
            algorithm: by.algorithm,
            key: key.record,
            cause: Cause::Changed,
        });
    }

    /// Whether a signature is good by some key with its tag; none where no such key can be used.
    fn is_good(&mut self, by: &Rrsig, set: &CanonicalSet) -> Option<bool> {
        let keys = self.keys_of(by.tag, by.algorithm).filter_map(|key| key.public.as_ref());
        let mut keys = keys.peekable();
        keys.peek()?;
        let signature = by.signature(self.cx)?;
        by.write_signed(&self.signed.apex, &set.owner, set.data.iter().map(|(data, _)| &data[..]), &mut self.octets);
        Some(keys.any(|key| key.verifies(&self.octets, &signature)))
    }

    /// Whether a signature is good by a key for other records or another RRSIG than there are.
    pub(super) fn would_be_good<'d>(
        &mut self,
        by: &Rrsig,
        key: &PublicKey,
        owner: &[u8],
        set: impl Iterator<Item = &'d [u8]>,
    ) -> bool {
        let Some(signature) = by.signature(self.cx) else { return false };
        by.write_signed(&self.signed.apex, owner, set, &mut self.octets);
        key.verifies(&self.octets, &signature)
    }
}
