//! Types that are looked for at the apex alone.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::RRset;

pub(super) static META: Meta = Meta {
    id: "apex-type-elsewhere",
    summary: "DNSKEY, NSEC3PARAM, CDS, CDNSKEY, CSYNC or ZONEMD below the apex",
    severity: Severity::Info,
    references: &[
        "RFC 4035 section 2.1",
        "RFC 5155 section 4",
        "RFC 7344 section 4.1",
        "RFC 7477 section 2.1",
        "RFC 8976 section 2",
    ],
    explain: include_str!("apex_type_elsewhere.md"),
    ..Meta::DEFAULT
};

const TYPES: [RType; 6] = [RType::DNSKEY, RType::NSEC3PARAM, RType::CDS, RType::CDNSKEY, RType::CSYNC, RType::ZONEMD];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // Of a fragment nobody knows the apex.
    if !cx.zone.is_whole() {
        return;
    }
    let apex = cx.zone.apex();
    for RRset { owner, rtype, records } in cx.zone.rrsets_of(&TYPES) {
        // Below a delegation another check speaks of it.
        if owner == apex || cx.zone.cut_above(owner).is_some() {
            continue;
        }
        let (id, owner, rtype) = (records[0], cx.zone.name_text(owner), rtype.mnemonic());
        let message = format!("{rtype} at `{owner}`, which is not the apex `{}`", cx.zone.shown_name());
        let finding = Diagnostic::new(&META, cx.zone.entry(id).rtype(), message);
        findings.add(finding.help("move it to the apex: it is not used elsewhere").subject(cx.subject(id)));
    }
}
