//! A number that the registry of its field does not know.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::{RType, number_of};
use crate::zone::{Entry, RecordId, Zone};

pub(super) static META: Meta = Meta {
    id: "number-unassigned",
    summary: "a field holds a number that means nothing in its registry",
    severity: Severity::Info,
    references: &["RFC 4034 appendix A", "RFC 4255 section 3.1", "RFC 6698 section 7", "RFC 8659 section 4.1"],
    explain: include_str!("number_unassigned.md"),
    ..Meta::DEFAULT
};

/// A field whose numbers are assigned by IANA.
struct Registry {
    rtypes: &'static [RType],
    field: usize,
    /// What the number is called.
    name: &'static str,
    assigned: &'static [RangeInclusive<u64>],
    /// What the usual numbers are.
    usual: &'static str,
    severity: Severity,
}

const ALGORITHMS: &[RangeInclusive<u64>] = &[1..=3, 5..=8, 10..=10, 12..=17, 23..=23, 252..=254];
/// With the 0 that asks the parent to remove its DS records (RFC 8078 section 4).
const ALGORITHMS_OR_DELETE: &[RangeInclusive<u64>] = &[0..=3, 5..=8, 10..=10, 12..=17, 23..=23, 252..=254];
const ALGORITHM_HELP: &str = "8 is RSASHA256, 13 ECDSAP256SHA256, 15 ED25519";
const DIGEST_HELP: &str = "2 is SHA-256, 4 SHA-384";

const CERTIFIED: &[RType] = &[RType::TLSA, RType::SMIMEA];

static REGISTRIES: [Registry; 19] = [
    registry(&[RType::DS, RType::DLV, RType::TA], 1, "algorithm", ALGORITHMS, ALGORITHM_HELP),
    registry(&[RType::CDS], 1, "algorithm", ALGORITHMS_OR_DELETE, ALGORITHM_HELP),
    registry(&[RType::DNSKEY], 2, "algorithm", ALGORITHMS, ALGORITHM_HELP),
    registry(&[RType::CDNSKEY], 2, "algorithm", ALGORITHMS_OR_DELETE, ALGORITHM_HELP),
    registry(&[RType::DS, RType::DLV, RType::TA], 2, "digest type", &[1..=6], DIGEST_HELP),
    registry(&[RType::CDS], 2, "digest type", &[0..=6], DIGEST_HELP),
    registry(&[RType::NSEC3PARAM], 0, "hash algorithm", &[1..=1], "1 is SHA-1, and there is no other"),
    registry(&[RType::SSHFP], 0, "algorithm", &[1..=4, 6..=6], "1 is RSA, 3 ECDSA, 4 Ed25519, 6 Ed448"),
    registry(&[RType::SSHFP], 1, "fingerprint type", &[1..=2], "1 is SHA-1, 2 SHA-256"),
    settled(registry(CERTIFIED, 0, "usage", &[0..=3, 255..=255], "2 is DANE-TA, 3 DANE-EE")),
    settled(registry(CERTIFIED, 1, "selector", &[0..=1, 255..=255], "0 is the certificate, 1 its key")),
    settled(registry(CERTIFIED, 2, "matching type", &[0..=2, 255..=255], "1 is SHA-256, 2 SHA-512")),
    registry(&[RType::ZONEMD], 1, "scheme", &[1..=1, 240..=254], "1 is SIMPLE, and there is no other"),
    registry(&[RType::ZONEMD], 2, "hash algorithm", &[1..=2, 240..=254], "1 is SHA-384, 2 SHA-512"),
    settled(registry(&[RType::CAA], 0, "flags", &[0..=0, 128..=128], "write 0, or 128 for a critical property")),
    registry(&[RType::CERT], 0, "type", &[1..=8, 253..=254, 65280..=65534], "1 is PKIX, 3 PGP"),
    registry(&[RType::IPSECKEY], 2, "algorithm", &[0..=4], "1 is DSA, 2 RSA, 3 ECDSA, 4 EdDSA"),
    registry(&[RType::AMTRELAY], 2, "type", &[0..=3], "0 is none, 1 IPv4, 2 IPv6, 3 a name"),
    registry(&[RType::AFSDB], 0, "subtype", &[1..=2], "1 is AFS, 2 DCE"),
];

/// Algorithms and the like are added every few years, and some are agreed on in private.
const fn registry(
    rtypes: &'static [RType],
    field: usize,
    name: &'static str,
    assigned: &'static [RangeInclusive<u64>],
    usual: &'static str,
) -> Registry {
    Registry { rtypes, field, name, assigned, usual, severity: Severity::Info }
}

/// What certificates are used for, and the flags of CAA, are still those of their first RFC.
const fn settled(registry: Registry) -> Registry {
    Registry { severity: Severity::Warning, ..registry }
}

/// The types with a registry, each with all of its registries in the order of its fields.
static TYPES: LazyLock<BTreeMap<RType, Vec<&Registry>>> = LazyLock::new(|| {
    let mut types: BTreeMap<RType, Vec<&Registry>> = BTreeMap::new();
    for registry in &REGISTRIES {
        for &rtype in registry.rtypes {
            types.entry(rtype).or_default().push(registry);
        }
    }
    types
});

impl Registry {
    fn knows(&self, number: u64) -> bool {
        self.assigned.iter().any(|range| range.contains(&number))
    }
}

/// Whether some number of a record is unknown, or none as far as can be told without reading all of it.
fn may_be_unassigned(zone: &Zone, id: RecordId, registries: &[&Registry]) -> bool {
    let rtype = zone.record(id).rtype;
    let mut words = zone.rdata(id).words().enumerate();
    let mut number = |field| number_of(rtype, field, words.find(|(at, _)| *at == field)?.1);
    registries.iter().any(|registry| !number(registry.field).is_some_and(|number| registry.knows(number)))
}

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (&rtype, registries) in TYPES.iter() {
        let may_be = |id| may_be_unassigned(cx.zone, id, registries);
        for (id, _, entry) in typed::records_that(cx, &[rtype], may_be) {
            check_record(cx, id, &entry, registries, findings);
        }
    }
}

fn check_record(cx: &ZoneContext, id: RecordId, entry: &Entry, registries: &[&Registry], findings: &mut FindingSink) {
    for registry in registries {
        let (Some(number), Some(at)) = (entry.code(registry.field), entry.field(registry.field)) else { continue };
        if registry.knows(number) {
            continue;
        }
        let rtype = cx.zone.record(id).rtype.mnemonic();
        let message = format!("{} {number} of {rtype} is not assigned", registry.name);
        let finding = Diagnostic::new(&META, at, message).severity(registry.severity);
        findings.add(finding.help(registry.usual).subject(cx.subject(id)));
    }
}
