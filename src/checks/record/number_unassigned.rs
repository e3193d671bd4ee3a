//! A number that the registry of its field does not know.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::iana::dnssec_algorithms::{self, DELETE};
use crate::syntax::iana::{Registry, afsdb, amtrelay, caa, cert, dane, ds_digests, ipseckey, nsec3, sshfp, zonemd};
use crate::syntax::rdata::{RType, number_of};
use crate::zone::{Entry, RecordId, Zone};

pub(super) static META: Meta = Meta {
    id: "number-unassigned",
    summary: "a field has a number that is not assigned in its registry",
    severity: Severity::Info,
    references: &["RFC 4034 appendix A", "RFC 4255 section 3.1", "RFC 6698 section 7", "RFC 8659 section 4.1"],
    explain: include_str!("number_unassigned.md"),
    ..Meta::DEFAULT
};

/// A field whose numbers are assigned by IANA.
struct Assigned {
    rtypes: &'static [RType],
    field: usize,
    /// What the number is called.
    name: &'static str,
    registry: &'static Registry,
    /// What the usual numbers are.
    usual: &'static str,
    severity: Severity,
}

/// The types whose algorithm may also be the one that deletes.
const OF_CHILD: [RType; 2] = [RType::CDS, RType::CDNSKEY];
const DIGESTED: &[RType] = &[RType::DS, RType::CDS, RType::DLV, RType::TA];
const KEYS: &[RType] = &[RType::DNSKEY, RType::CDNSKEY];
const ALGORITHM_HELP: &str = "8 is RSASHA256, 13 ECDSAP256SHA256, 15 ED25519";
const DIGEST_HELP: &str = "2 is SHA-256, 4 SHA-384";

const CERTIFIED: &[RType] = &[RType::TLSA, RType::SMIMEA];

static FIELDS: [Assigned; 16] = [
    assigned(DIGESTED, 1, "algorithm", &dnssec_algorithms::ALGORITHMS, ALGORITHM_HELP),
    assigned(KEYS, 2, "algorithm", &dnssec_algorithms::ALGORITHMS, ALGORITHM_HELP),
    assigned(DIGESTED, 2, "digest type", &ds_digests::DIGESTS, DIGEST_HELP),
    assigned(&[RType::NSEC3PARAM], 0, "hash algorithm", &nsec3::HASHES, "only 1 (SHA-1) exists"),
    assigned(&[RType::SSHFP], 0, "algorithm", &sshfp::ALGORITHMS, "1 is RSA, 3 ECDSA, 4 Ed25519, 6 Ed448"),
    assigned(&[RType::SSHFP], 1, "fingerprint type", &sshfp::FINGERPRINTS, "1 is SHA-1, 2 SHA-256"),
    settled(assigned(CERTIFIED, 0, "usage", &dane::USAGES, "2 is DANE-TA, 3 DANE-EE")),
    settled(assigned(CERTIFIED, 1, "selector", &dane::SELECTORS, "0 is the certificate, 1 its key")),
    settled(assigned(CERTIFIED, 2, "matching type", &dane::MATCHING_TYPES, "1 is SHA-256, 2 SHA-512")),
    assigned(&[RType::ZONEMD], 1, "scheme", &zonemd::SCHEMES, "only 1 (SIMPLE) exists"),
    assigned(&[RType::ZONEMD], 2, "hash algorithm", &zonemd::HASHES, "1 is SHA-384, 2 SHA-512"),
    settled(assigned(&[RType::CAA], 0, "flags", &caa::FLAGS, "write 0, or 128 for a critical property")),
    assigned(&[RType::CERT], 0, "type", &cert::TYPES, "1 is PKIX, 3 PGP"),
    assigned(&[RType::IPSECKEY], 2, "algorithm", &ipseckey::ALGORITHMS, "1 is DSA, 2 RSA, 3 ECDSA, 4 EdDSA"),
    assigned(&[RType::AMTRELAY], 2, "type", &amtrelay::TYPES, "0 is none, 1 IPv4, 2 IPv6, 3 a name"),
    assigned(&[RType::AFSDB], 0, "subtype", &afsdb::SUBTYPES, "1 is AFS, 2 DCE"),
];

/// Algorithms and the like are added every few years, and some are agreed on in private.
const fn assigned(
    rtypes: &'static [RType],
    field: usize,
    name: &'static str,
    registry: &'static Registry,
    usual: &'static str,
) -> Assigned {
    Assigned { rtypes, field, name, registry, usual, severity: Severity::Info }
}

/// What certificates are used for, and the flags of CAA, are still those of their first RFC.
const fn settled(field: Assigned) -> Assigned {
    Assigned { severity: Severity::Warning, ..field }
}

/// The types with such fields, in the order of the fields.
static TYPES: LazyLock<BTreeMap<RType, Vec<&Assigned>>> = LazyLock::new(|| {
    let mut types: BTreeMap<RType, Vec<&Assigned>> = BTreeMap::new();
    for field in &FIELDS {
        for &rtype in field.rtypes {
            types.entry(rtype).or_default().push(field);
        }
    }
    types
});

impl Assigned {
    /// RFC 8078 section 4: algorithm 0, and digest type 0 with it, ask the parent to remove its DS records.
    fn knows(&self, rtype: RType, number: u64) -> bool {
        self.registry.assigns(number) || number == DELETE && OF_CHILD.contains(&rtype)
    }
}

/// Whether some number of a record is unknown, or none as far as can be told without reading all of it.
fn may_be_unassigned(zone: &Zone, id: RecordId, assigned: &[&Assigned]) -> bool {
    let rtype = zone.record(id).rtype;
    let mut words = zone.rdata(id).words().enumerate();
    let mut number = |field| number_of(rtype, field, words.find(|(at, _)| *at == field)?.1);
    assigned.iter().any(|field| !number(field.field).is_some_and(|number| field.knows(rtype, number)))
}

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (&rtype, assigned) in TYPES.iter() {
        let may_be = |id| may_be_unassigned(cx.zone, id, assigned);
        for (id, _, entry) in typed::records_that(cx, &[rtype], may_be) {
            check_record(cx, id, &entry, assigned, findings);
        }
    }
}

fn check_record(cx: &ZoneContext, id: RecordId, entry: &Entry, assigned: &[&Assigned], findings: &mut FindingSink) {
    let rtype = cx.zone.record(id).rtype;
    for field in assigned {
        let (Some(number), Some(at)) = (entry.code(field.field), entry.field(field.field)) else { continue };
        if field.knows(rtype, number) {
            continue;
        }
        let message = format!("{} {number} of {} is not assigned", field.name, rtype.mnemonic());
        let finding = Diagnostic::new(&META, at, message).severity(field.severity);
        findings.add(finding.help(field.usual).subject(cx.subject(id)));
    }
}
