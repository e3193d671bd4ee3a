//! A digest of another version of the zone.

use crate::checks::typed;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "zonemd-serial-differs",
    summary: "the ZONEMD record has another serial than the SOA",
    severity: Severity::Warning,
    references: &["RFC 8976 sections 2.2.1 and 4"],
    explain: include_str!("zonemd_serial_differs.md"),
    ..Meta::DEFAULT
};

const SERIAL_OF_SOA: usize = 2;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some(soa) = cx.soa() else { return };
    let (Some(serial), Some(there)) = (soa.number(SERIAL_OF_SOA), soa.field(SERIAL_OF_SOA)) else { return };
    for (id, _, entry) in typed::records(cx, &[RType::ZONEMD]) {
        let is_at_apex = cx.zone.record(id).owner == cx.zone.apex();
        let (Some(of_digest), Some(at)) = (entry.number(0), entry.field(0)) else { continue };
        if !is_at_apex || of_digest == serial {
            continue;
        }
        let message = format!("ZONEMD is for serial {of_digest}, but the SOA has {serial}: verification fails");
        let finding = Diagnostic::new(&META, at, message).label(there, "the zone's serial");
        findings.add(finding.help("compute the digest again after the last change").subject(cx.subject(id)));
    }
}
