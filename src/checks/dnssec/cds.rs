//! CDS and CDNSKEY records: what a zone asks the one above to have as its DS (RFC 7344).

use std::collections::HashSet;

use super::{DnsKey, Parts, Signer, digests_of};
use crate::checks::ZoneContext;
use crate::diagnostic::Fix;
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

/// The fields of a CDS record.
const TAG: usize = 0;
const ALGORITHM: usize = 1;
const DIGEST: usize = 3;

/// What a zone asks for; what asks to delete the DS is not among it.
pub(super) struct Asked {
    pub cds: Vec<(RecordId, Signer)>,
    pub cdnskey: Vec<(RecordId, DnsKey)>,
    /// The zone in wire form and lower case.
    owner: Vec<u8>,
}

impl Asked {
    /// None where a record cannot be read, or nothing is asked for.
    pub(super) fn of(cx: &ZoneContext) -> Option<Asked> {
        let rrset = |rtype| cx.zone.rrset(cx.zone.apex(), rtype).iter().copied();
        let cds = |record| Some((record, Signer::read(&cx.zone.entry(record))?));
        let mut cds: Vec<_> = rrset(RType::CDS).map(cds).collect::<Option<_>>()?;
        // RFC 8078 section 4: the form that deletes.
        cds.retain(|(_, signer)| signer.algorithm != 0);
        let key = |record| Some((record, DnsKey::of(cx.zone, record)?));
        let mut cdnskey: Vec<_> = rrset(RType::CDNSKEY).map(key).collect::<Option<_>>()?;
        cdnskey.retain(|(_, key)| key.algorithm != 0);
        let owner = cx.zone.name_wire(cx.zone.apex())?.to_ascii_lowercase();
        (!cds.is_empty() || !cdnskey.is_empty()).then_some(Asked { cds, cdnskey, owner })
    }

    /// What a CDS is to have of the key that it is a digest of, or else of the CDNSKEY with its tag.
    pub(super) fn mended(&self, cx: &ZoneContext, record: RecordId, signer: &Signer) -> Option<Fix> {
        let entry = cx.zone.entry(record);
        let field = |index: usize| entry.field(index);
        let keys = || self.cdnskey.iter().map(|(_, key)| key);
        if let Some(key) = keys().find(|key| signer.is_digest_of(key, &self.owner)) {
            return Some(Fix::safe(field(TAG)?, key.tag.to_string()).and(field(ALGORITHM)?, key.algorithm.to_string()));
        }
        let key = keys().find(|key| (key.tag, key.algorithm) == (signer.tag, signer.algorithm))?;
        // Digests of several words are rare.
        let at = field(DIGEST).filter(|_| field(DIGEST + 1).is_none())?;
        Some(Fix::unsure(at, signer.digest_text(key, &self.owner)?))
    }

    /// The DS records of some keys, of the kinds that the CDS have; none where one is of a digest that nobody uses.
    pub(super) fn digests<'k>(&'k self, keys: impl Iterator<Item = &'k DnsKey>) -> Option<HashSet<Parts<'static>>> {
        digests_of(self.cds.iter().map(|(_, signer)| signer), keys, &self.owner)
    }
}
