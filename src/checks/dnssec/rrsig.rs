//! RRSIG records, each read once.

use super::{EXPIRATION, INCEPTION};
use crate::checks::ZoneContext;
use crate::syntax::rdata::{RType, number_of};
use crate::syntax::time::{is_before, parse};
use crate::syntax::ttl;
use crate::zone::{NameId, RecordId};

/// An RRSIG but for the signature (RFC 4034 section 3.1).
#[derive(Clone, Copy)]
pub(in crate::checks) struct Rrsig<'z> {
    pub id: RecordId,
    pub covered: RType,
    pub algorithm: u8,
    pub labels: u8,
    pub tag: u16,
    pub original_ttl: u32,
    pub expiration: u32,
    pub inception: u32,
    /// As it is written.
    pub signer: &'z [u8],
}

impl<'v> ZoneContext<'v> {
    /// The RRSIG records that can be read, in the order of the file.
    pub(super) fn rrsigs(&self) -> &[Rrsig<'v>] {
        self.rrsigs.get_or_init(|| {
            // Most are of one run of the signer.
            let mut last = ([&[] as &[u8]; 2], None);
            let readable = self.zone.of_type(RType::RRSIG).filter(|(_, record)| record.is_readable());
            readable.filter_map(|(id, _)| Rrsig::read(self, id, &mut last)).collect()
        })
    }

    /// An RRSIG; none where it cannot be read.
    pub(super) fn rrsig(&self, id: RecordId) -> Option<&Rrsig<'v>> {
        let all = self.rrsigs();
        all.binary_search_by_key(&id, |by| by.id).ok().map(|at| &all[at])
    }

    /// Those of an owner that can be read.
    pub(super) fn rrsigs_of(&self, owner: NameId) -> impl Iterator<Item = &Rrsig<'v>> {
        self.zone.rrset(owner, RType::RRSIG).iter().filter_map(|&id| self.rrsig(id))
    }
}

/// The two times of an RRSIG as they are written, and what they mean.
type Times<'z> = ([&'z [u8]; 2], Option<(u32, u32)>);

impl<'z> Rrsig<'z> {
    fn read(cx: &ZoneContext<'z>, id: RecordId, last: &mut Times<'z>) -> Option<Rrsig<'z>> {
        const { assert!(INCEPTION == EXPIRATION + 1) };
        let mut words = cx.zone.rdata(id).words();
        let covered = RType::from_mnemonic(words.next()?)?;
        let algorithm = number_of(RType::RRSIG, 1, words.next()?)?.try_into().ok()?;
        let labels = number(words.next()?)?.try_into().ok()?;
        let original_ttl = ttl::parse(words.next()?)?.ok()?;
        let written = [words.next()?, words.next()?];
        if last.0 != written {
            *last = (written, parse(written[0]).zip(parse(written[1])));
        }
        let (expiration, inception) = last.1?;
        let tag = number(words.next()?)?.try_into().ok()?;
        Some(Rrsig { id, covered, algorithm, labels, tag, original_ttl, expiration, inception, signer: words.next()? })
    }

    pub(super) fn is_in_its_time(&self, now: u32) -> bool {
        !is_before(self.expiration, now) && !is_before(now, self.inception)
    }
}

fn number(word: &[u8]) -> Option<u32> {
    std::str::from_utf8(word).ok()?.parse().ok()
}
