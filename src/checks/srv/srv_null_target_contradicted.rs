//! The target `.` says that a service is not offered; beside other records it says both.

use crate::checks::srv::{PORT, TARGET};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberMap, RecordId};

pub(super) static META: Meta = Meta {
    id: "srv-null-target-contradicted",
    summary: "the target `.` (service not offered) is beside other targets or has a port",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Target\"", "RFC 6186 section 3.4"],
    explain: include_str!("srv_null_target_contradicted.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let is_null = |&&id: &&RecordId| cx.zone.record(id).target() == Some(NameId::ROOT);
    // The first record of each RRset that offers something.
    let mut offering: NumberMap<NameId, Option<RecordId>> = NumberMap::default();
    for srv in cx.srvs().iter().filter(|srv| srv.is_null()) {
        let owner = cx.zone.record(srv.record).owner;
        let first = || cx.zone.rrset(owner, RType::SRV).iter().find(|id| !is_null(id)).copied();
        let other = *offering.entry(owner).or_insert_with(first);
        check_null(cx, srv.record, other, findings);
    }
}

fn check_null(cx: &ZoneContext, null: RecordId, other: Option<RecordId>, findings: &mut FindingSink) {
    let entry = cx.zone.entry(null);
    let Some(target) = entry.field(TARGET) else { return };
    if let Some(other) = other {
        let message = "the target `.` means that the service is not offered, but another record offers it";
        let mut finding = Diagnostic::new(&META, target, message).here("not offered");
        if let Some(at) = cx.zone.entry(other).field(TARGET) {
            finding = finding.label(at, "offered");
        }
        findings.add(finding.help("remove one of the two").subject(cx.subject(null)));
    } else if let (Some(port @ 1..), Some(at)) = (entry.number(PORT), entry.field(PORT)) {
        let message = format!("port {port} with the target `.`, which means that the service is not offered");
        let finding = Diagnostic::new(&META, at, message).label(target, "not offered").severity(Severity::Info);
        findings.add(finding.help("write `0 0 0 .`").fix(Fix::safe(at, "0")).subject(cx.subject(null)));
    }
}
