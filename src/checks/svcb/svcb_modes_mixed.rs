//! An alias beside services, or two aliases.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::RRset;

pub(super) static META: Meta = Meta {
    id: "svcb-modes-mixed",
    summary: "an SVCB or HTTPS record of priority 0 is beside others",
    severity: Severity::Warning,
    references: &["RFC 9460 sections 2.4.1 and 2.4.2"],
    explain: include_str!("svcb_modes_mixed.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for rrset in cx.zone.several_of(&[RType::SVCB, RType::HTTPS]) {
        report(cx, rrset, findings);
    }
}

fn report(cx: &ZoneContext, rrset: RRset, findings: &mut FindingSink) {
    let is_alias = |id| cx.zone.entry(id).code(0) == Some(0);
    let Some(alias) = rrset.records.iter().copied().find(|&id| is_alias(id)) else { return };
    let Some(other) = rrset.records.iter().copied().find(|&id| id != alias) else { return };
    let (Some(at), Some(there)) = (cx.zone.entry(alias).field(0), cx.zone.entry(other).field(0)) else { return };
    let (rtype, owner) = (rrset.rtype.mnemonic(), cx.zone.name_text(rrset.owner));
    let (effect, label) = match is_alias(other) {
        true => ("clients choose one of the two at random", "the other alias"),
        false => ("clients ignore the others", "ignored"),
    };
    let message = format!("`{owner}` has an {rtype} alias (priority 0) beside other {rtype} records: {effect}");
    let finding = Diagnostic::new(&META, at, message).label(there, label);
    findings.add(finding.help("keep either one alias or only services").subject(cx.subject_of_set(alias)));
}
