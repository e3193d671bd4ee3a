//! A service or protocol label without its underscore: clients never ask for that name.

use super::with_labels;
use crate::checks::srv::OwnerForm;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity, UNSAFE};
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "srv-underscore-missing",
    summary: "the owner of an SRV record lacks an underscore",
    severity: Severity::Warning,
    references: &["RFC 2782, \"Service\" and \"Proto\"", "RFC 8552 section 1.1"],
    explain: include_str!("srv_underscore_missing.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// The domain of locators of Active Directory, without its underscore, and what stands before it: controllers, catalogs,
/// the primary, domains ([MS-ADTS] section 6.3.2.3).
const MSDCS: &[u8] = b"msdcs";
const BEFORE_MSDCS: [&[u8]; 4] = [b"dc", b"gc", b"pdc", b"domains"];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for srv in cx.srvs() {
        let owner = cx.zone.record(srv.record).owner;
        let OwnerForm::NoUnderscore { service, protocol } = srv.shape else {
            findings.extend(below_msdcs(cx, srv.record, owner, srv.shape));
            continue;
        };
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

/// A service of domain controllers below `msdcs`.
fn below_msdcs(cx: &ZoneContext, id: RecordId, owner: NameId, shape: OwnerForm) -> Option<Diagnostic> {
    if shape != OwnerForm::Service {
        return None;
    }
    let at = cx.zone.each_label(owner).position(|label| label.eq_ignore_ascii_case(MSDCS))?;
    let labels = cx.zone.labels(owner);
    if !BEFORE_MSDCS.iter().any(|known| labels[at - 1].eq_ignore_ascii_case(known)) {
        return None;
    }
    let front = |end: usize| String::from_utf8_lossy(&labels[..end].join(&b'.')).into_owned();
    let (written, meant) = (front(at + 1), format!("{}._msdcs", front(at)));
    let message = format!("`{written}` should be `{meant}`: clients look up the name with underscores");
    let finding = Diagnostic::new(&META, cx.zone.entry(id).owner(), message).help(format!("write `{meant}`"));
    let fix = cx.renamed_owner(owner, &with_labels(&labels, at + 1, &meant));
    Some(finding.fix(fix).subject(cx.subject(id)))
}
