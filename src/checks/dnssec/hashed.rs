//! The chain of NSEC3 records, held against the hashes of the names of the zone (RFC 5155).

use std::ops::Range;

use data_encoding::{BASE32_DNSSEC, HEXLOWER_PERMISSIVE};
use sha1::{Digest, Sha1};

use super::order::wire_of;
use crate::checks::ZoneContext;
use crate::syntax::iana::nsec3::OPT_OUT;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

/// Resolvers treat a zone of more iterations as unsigned (RFC 9276 section 3.2), which is said elsewhere; to hash its
/// names would take long.
const MOST_ITERATIONS: u16 = 150;
const SHA1: u64 = 1;

pub(super) type Hash = [u8; 20];

/// An NSEC3 record.
pub(super) struct Link {
    pub owner: Hash,
    pub next: Hash,
    pub is_opt_out: bool,
    pub id: RecordId,
    /// Where the types that it lists are; none where one of them cannot be read.
    types: Option<Range<u32>>,
}

/// A name of the zone, as its place among them.
pub(super) struct Hashed {
    pub hash: Hash,
    pub name: usize,
    /// None for an empty non-terminal.
    pub owner: Option<NameId>,
}

/// The NSEC3 records of one set of parameters and the names of the zone, both sorted by hash.
pub(super) struct Chain {
    pub(super) links: Vec<Link>,
    pub(super) hashes: Vec<Hashed>,
    /// The types that the links list: a record is read once, as all of it takes longer than what is made of it.
    types: Vec<RType>,
    /// Whether each NSEC3 of the zone that can be read has the parameters of the one NSEC3PARAM.
    pub(super) is_sole: bool,
}

/// Iterations and salt.
#[derive(Clone, PartialEq)]
struct Parameters {
    iterations: u16,
    salt: Vec<u8>,
}

impl Chain {
    /// Of several sets of parameters, as in a change of the salt, the first that is announced and has a chain counts.
    /// The names are those of the zone in order, with their keys; the apex is in wire form and lower case.
    pub(super) fn of<'k>(
        cx: &ZoneContext,
        apex: &[u8],
        names: impl Iterator<Item = (&'k [u8], Option<NameId>)>,
    ) -> Option<Chain> {
        let mut types = Vec::new();
        let readable = || cx.zone.of_type(RType::NSEC3).filter(|(_, record)| record.is_readable());
        let links: Vec<(Parameters, Link)> = readable().filter_map(|(id, _)| link(cx, id, &mut types)).collect();
        let announced = cx.zone.rrset(cx.zone.apex(), RType::NSEC3PARAM);
        let announced = announced.iter().map(|&id| Some(parameters(&mut cx.zone.rdata(id).words())?.0));
        let announced: Vec<Option<Parameters>> = announced.collect();
        let is_sole = matches!(announced.as_slice(), [Some(of)] if links.iter().all(|(other, _)| other == of))
            && links.len() == readable().count();
        let has_chain = |of: &Parameters| links.iter().any(|(other, _)| other == of);
        let first = || links.first().map(|(of, _)| of.clone());
        let of = announced.into_iter().flatten().find(has_chain).or_else(first);
        let of = of.filter(|of| of.iterations <= MOST_ITERATIONS)?;
        let mut links: Vec<Link> = links.into_iter().filter(|(other, _)| *other == of).map(|(_, link)| link).collect();
        links.sort_unstable_by_key(|link| (link.owner, link.id));
        // Two of one owner are for other checks.
        links.dedup_by_key(|link| link.owner);
        let hash = |key: &[u8]| of.hash(&[&wire_of(key), apex]);
        let hashes = names.enumerate().map(|(name, (key, owner))| Hashed { hash: hash(key), name, owner });
        let mut hashes: Vec<Hashed> = hashes.collect();
        hashes.sort_unstable_by_key(|hashed| hashed.hash);
        Some(Chain { links, hashes, types, is_sole })
    }

    /// Whether each link is of a name.
    pub(super) fn is_of_names(&self) -> bool {
        self.links.iter().all(|link| self.name(&link.owner).is_some())
    }

    /// The types that a link lists, as they stand there; none where one of them cannot be read.
    pub(super) fn types(&self, link: &Link) -> Option<&[RType]> {
        let types = link.types.as_ref()?;
        Some(&self.types[types.start as usize..types.end as usize])
    }

    /// The link of a hash.
    pub(super) fn link(&self, hash: &Hash) -> Option<&Link> {
        self.links.binary_search_by_key(hash, |link| link.owner).ok().map(|at| &self.links[at])
    }

    /// The name of a hash.
    pub(super) fn name(&self, hash: &Hash) -> Option<&Hashed> {
        self.hashes.binary_search_by_key(hash, |hashed| hashed.hash).ok().map(|at| &self.hashes[at])
    }

    /// The link that covers a hash that has none: the one before it, and of the first the last of all.
    pub(super) fn cover(&self, hash: &Hash) -> Option<&Link> {
        let after = self.links.partition_point(|link| link.owner <= *hash);
        after.checked_sub(1).map_or(self.links.last(), |at| self.links.get(at))
    }
}

impl Parameters {
    /// That of a name in parts (RFC 5155 section 5).
    fn hash(&self, name: &[&[u8]]) -> Hash {
        let once = |parts: &[&[u8]]| {
            let name = parts.iter().fold(Sha1::new(), |sha1, part| sha1.chain_update(part));
            name.chain_update(&self.salt).finalize().into()
        };
        (0..self.iterations).fold(once(name), |hash: Hash, _| once(&[&hash]))
    }
}

/// What NSEC3 and NSEC3PARAM begin with: the parameters, and the flags between them.
fn parameters<'z>(words: &mut impl Iterator<Item = &'z [u8]>) -> Option<(Parameters, u64)> {
    let mut number = || std::str::from_utf8(words.next()?).ok()?.parse::<u64>().ok();
    let (algorithm, flags, iterations) = (number()?, number()?, number()?);
    let salt = match words.next()? {
        b"-" => Vec::new(),
        salt => HEXLOWER_PERMISSIVE.decode(salt).ok()?,
    };
    (algorithm == SHA1).then_some((Parameters { iterations: iterations.try_into().ok()?, salt }, flags))
}

/// What an NSEC3 record says; its types go behind those of the records before it.
fn link(cx: &ZoneContext, id: RecordId, types: &mut Vec<RType>) -> Option<(Parameters, Link)> {
    let record = cx.zone.record(id);
    let mut words = cx.zone.rdata(id).words();
    let (of, flags) = parameters(&mut words).filter(|_| cx.zone.is_in_zone(record.owner))?;
    let (owner, next) = (hash_written(cx.zone.first_label(record.owner))?, hash_written(words.next()?)?);
    let start = types.len() as u32;
    let is_read = words.all(|word| RType::from_mnemonic(word).map(|rtype| types.push(rtype)).is_some());
    let types = is_read.then_some(start..types.len() as u32);
    Some((of, Link { owner, next, is_opt_out: flags & OPT_OUT != 0, id, types }))
}

fn hash_written(text: &[u8]) -> Option<Hash> {
    let mut hash = Hash::default();
    (BASE32_DNSSEC.decode_len(text.len()) == Ok(hash.len())).then_some(())?;
    BASE32_DNSSEC.decode_mut(text, &mut hash).ok().map(|_| hash)
}
