//! A null MX that is not alone, or not one.

use super::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "mx-null-contradicted",
    summary: "an MX with the target `.`, no mail accepted, stands beside other MX or has a preference",
    severity: Severity::Error,
    references: &["RFC 7505 section 3"],
    explain: include_str!("mx_null_contradicted.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        let is_null = |id: RecordId| zone.zone.record(id).target() == Some(NameId::ROOT);
        for (id, record) in zone.zone.of_type(RType::MX).filter(|&(id, _)| is_null(id)) {
            let entry = zone.zone.entry(id);
            let (Some(preference), Some(target)) = (entry.field(0), entry.field(1)) else { continue };
            let others = zone.zone.rrset(record.owner, RType::MX).iter().copied().filter(|&other| !is_null(other));
            let others: Vec<_> = others.filter_map(|other| zone.zone.entry(other).field(1)).collect();
            let finding = if !others.is_empty() {
                let message = "the target `.` says that no mail is accepted, but another MX accepts it";
                let finding = Diagnostic::new(&META, target, message).here("not accepted");
                let finding = others.into_iter().fold(finding, |finding, at| finding.label(at, "accepted"));
                finding.help("remove the MX with `.`, or all others")
            } else if entry.number(0).is_some_and(|number| number != 0) {
                let message =
                    format!("preference {} with the target `.`, no mail accepted", entry.number(0).unwrap_or(0));
                let finding = Diagnostic::new(&META, preference, message).severity(Severity::Info);
                finding.label(target, "no mail accepted").help("write `0 .`")
            } else {
                continue;
            };
            findings.add(finding.subject(zone.subject(id)));
        }
    }
}
