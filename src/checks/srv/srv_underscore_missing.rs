//! A service or protocol label without its underscore: clients never ask for that name.

use super::with_labels;
use crate::checks::srv::OwnerForm;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};

pub(super) static META: Meta = Meta {
    id: "srv-underscore-missing",
    summary: "the owner of an SRV record lacks an underscore",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Service\" and \"Proto\"", "RFC 8552 section 1.1"],
    explain: include_str!("srv_underscore_missing.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for srv in cx.srvs() {
        let OwnerForm::NoUnderscore { service, protocol } = srv.shape else { continue };
        let owner = cx.zone.record(srv.record).owner;
        let labels = cx.zone.labels(owner);
        let shown = |at: usize| String::from_utf8_lossy(labels[at]).into_owned();
        let with = |missing: bool, at: usize| format!("{}{}", if missing { "_" } else { "" }, shown(at));
        let meant = format!("{}.{}", with(service, 0), with(protocol, 1));
        let written = format!("{}.{}", shown(0), shown(1));
        let message = format!("`{written}` should be `{meant}`: clients look up the name with underscores");
        let at = cx.zone.entry(srv.record).owner();
        let finding = Diagnostic::new(&META, at, message).help(format!("write `{meant}`"));
        let fix = cx.renamed_owner(owner, &with_labels(&labels, 2, &meant));
        findings.add(finding.fix(fix).subject(cx.subject(srv.record)));
    }
}
