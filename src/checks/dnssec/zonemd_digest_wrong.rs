//! A digest that is not that of the zone.

use sha2::{Digest, Sha384, Sha512};

use crate::checks::dnssec::order::CanonicalOrder;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "zonemd-digest-wrong",
    summary: "the digest of a ZONEMD record is not that of the zone, or two are of one kind",
    severity: Severity::Error,
    references: &["RFC 8976 section 2", "RFC 8976 section 3", "RFC 8976 section 4"],
    explain: include_str!("zonemd_digest_wrong.md"),
    ..Meta::DEFAULT
};

/// RFC 8976 section 5.2: the only scheme there is.
const SIMPLE: u8 = 1;
/// RFC 8976 section 5.3.
const SHA384: u8 = 1;
const SHA512: u8 = 2;
const DIGEST: usize = 3;
const CLASS_IN: [u8; 2] = [0, 1];

/// The data of a ZONEMD record.
struct ZoneDigest {
    id: RecordId,
    serial: u32,
    scheme: u8,
    algorithm: u8,
    digest: Vec<u8>,
}

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.has_any(&[RType::ZONEMD]) || !cx.zone.is_complete() || !cx.is_at_its_apex() {
        return;
    }
    let held: Vec<ZoneDigest> =
        cx.zone.rrset(cx.zone.apex(), RType::ZONEMD).iter().filter_map(|&id| ZoneDigest::of(cx, id)).collect();
    let kind = |digest: &ZoneDigest| (digest.scheme, digest.algorithm);
    for (at, digest) in held.iter().enumerate() {
        if let Some(other) = held[..at].iter().find(|other| kind(other) == kind(digest)) {
            findings.extend(repeated(cx, digest, other));
            return;
        }
    }
    let serial = cx.zone.serial().map(|(_, serial)| serial);
    // Another serial is said elsewhere: the digest is of another version.
    let is_due = |digest: &&ZoneDigest| digest.scheme == SIMPLE && Some(digest.serial) == serial;
    for digest in held.iter().filter(is_due) {
        let computed = match digest.algorithm {
            SHA384 => compute::<Sha384>(cx),
            SHA512 => compute::<Sha512>(cx),
            _ => continue,
        };
        if computed.is_some_and(|computed| computed != digest.digest) {
            findings.extend(wrong(cx, digest.id));
        }
    }
}

impl ZoneDigest {
    fn of(cx: &ZoneContext, id: RecordId) -> Option<ZoneDigest> {
        let data = Some(cx.zone.rdata(id)).filter(|_| cx.zone.record(id).is_readable())?.wire(false).ok()?;
        let (serial, rest) = data.split_first_chunk()?;
        let &[scheme, algorithm, ref digest @ ..] = rest else { return None };
        Some(ZoneDigest { id, serial: u32::from_be_bytes(*serial), scheme, algorithm, digest: digest.to_vec() })
    }
}

fn repeated(cx: &ZoneContext, digest: &ZoneDigest, other: &ZoneDigest) -> Option<Diagnostic> {
    let (scheme, algorithm) = (digest.scheme, digest.algorithm);
    let message = format!("two ZONEMD records of scheme {scheme} and algorithm {algorithm}: neither is used");
    let finding = Diagnostic::new(&META, cx.zone.entry(digest.id).field(1)?, message);
    let finding = finding.label(cx.zone.entry(other.id).field(1)?, "the other one");
    Some(finding.help("keep the one that was computed last").subject(cx.subject(digest.id)))
}

fn wrong(cx: &ZoneContext, id: RecordId) -> Option<Diagnostic> {
    let message = "the digest is not that of the zone, which was changed after it was computed: verification fails";
    let finding = Diagnostic::new(&META, cx.zone.entry(id).field(DIGEST)?, message);
    Some(finding.help("compute the digest again after the last change").subject(cx.subject(id)))
}

/// The digest of scheme SIMPLE (RFC 8976 section 3.3.1); none where some record has no wire form.
fn compute<D: Digest>(cx: &ZoneContext) -> Option<Vec<u8>> {
    let mut digest = D::new();
    let mut set = Vec::new();
    for (_, owner) in CanonicalOrder::of(cx.zone, |_| true).owners() {
        let name = cx.zone.name_wire(owner)?.to_ascii_lowercase();
        for rrset in cx.zone.records_of(owner).chunk_by(|&a, &b| cx.zone.record(a).rtype == cx.zone.record(b).rtype) {
            set.clear();
            for &id in rrset.iter().filter(|&&id| !is_left_out(cx, owner, id)) {
                let record = cx.zone.record(id);
                let data = Some(cx.zone.rdata(id)).filter(|_| record.is_readable())?.wire(true).ok()?;
                set.push((data, record.ttl));
            }
            set.sort_unstable();
            set.dedup_by(|(a, _), (b, _)| a == b);
            let rtype = cx.zone.record(rrset[0]).rtype.0.to_be_bytes();
            for (data, ttl) in &set {
                let length = (data.len() as u16).to_be_bytes();
                [&name[..], &rtype, &CLASS_IN, &ttl.to_be_bytes(), &length, data]
                    .iter()
                    .for_each(|part| digest.update(part));
            }
        }
    }
    Some(digest.finalize().to_vec())
}

/// ZONEMD at the apex, and its signatures (RFC 8976 section 3.3.1.1).
fn is_left_out(cx: &ZoneContext, owner: NameId, id: RecordId) -> bool {
    let covers = || cx.rrsig(id).is_some_and(|by| by.covered == RType::ZONEMD);
    owner == cx.zone.apex()
        && match cx.zone.record(id).rtype {
            RType::ZONEMD => true,
            RType::RRSIG => covers(),
            _ => false,
        }
}
