//! A null MX that is not alone, or not one.

use super::mail_text::{self, Policy};
use super::octets::Fault;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE, Severity};
use crate::source::Span;
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "mx-null-contradicted",
    summary: "an MX with the target `.` (no mail accepted) is beside other MX records, has a preference, or senders are allowed",
    severity: Severity::Error,
    references: &["RFC 7505 sections 3 and 4.2"],
    explain: include_str!("mx_null_contradicted.md"),
    fixes: SAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let is_null = |id: RecordId| cx.zone.record(id).target() == Some(NameId::ROOT);
    if !cx.zone.of_type(RType::MX).any(|(id, _)| is_null(id)) {
        return;
    }
    for rrset in cx.zone.rrsets_of(&[RType::MX]) {
        let (nulls, others): (Vec<RecordId>, Vec<RecordId>) = rrset.records.iter().partition(|id| is_null(**id));
        if nulls.is_empty() {
            continue;
        }
        if others.is_empty() {
            findings.extend(sender(cx, rrset.owner, nulls[0]));
        }
        let others: Vec<Span> = others.into_iter().filter_map(|other| cx.zone.entry(other).field(1)).collect();
        findings.extend(nulls.into_iter().filter_map(|id| finding(cx, id, &others)));
    }
}

/// What is wrong with a null MX, beside the targets of the others of its RRset.
fn finding(cx: &ZoneContext, id: RecordId, others: &[Span]) -> Option<Diagnostic> {
    let entry = cx.zone.entry(id);
    let (preference, target) = (entry.field(0)?, entry.field(1)?);
    let finding = if !others.is_empty() {
        let message = "the target `.` means that no mail is accepted, but there is another MX";
        let finding = Diagnostic::new(&META, target, message).here("no mail accepted");
        finding.label_each(others, |&other| (other, "accepted")).help("remove the MX with `.`, or all others")
    } else {
        let number = entry.number(0).filter(|number| *number != 0)?;
        let message = format!("preference {number} with the target `.`, which means that no mail is accepted");
        let finding = Diagnostic::new(&META, preference, message).severity(Severity::Info);
        finding.label(target, "no mail accepted").help("write `0 .`").fix(Fix::safe(preference, "0"))
    };
    Some(finding.subject(cx.subject(id)))
}

/// A sender that the policy of SPF lets pass, where no answer can be accepted (RFC 7505 section 4.2).
fn sender(cx: &ZoneContext, owner: NameId, null: RecordId) -> Option<Diagnostic> {
    let text = mail_text::selected(cx, owner, Policy::Spf).find(|text| text.is_sound_spf())?;
    let term = text.terms().find(|term| term.is("redirect") || term.passes())?;
    let message = format!("`{}` lets senders pass, but the MX with `.` accepts no answers", shown(term.text));
    let fault = Fault::warning(term.octets(), message).help("write `\"v=spf1 -all\"`, or an MX that accepts mail");
    let target = cx.zone.entry(null).field(1)?;
    Some(fault.found(cx, &META, text).label(target, "no mail accepted"))
}
