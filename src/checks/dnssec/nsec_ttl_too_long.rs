//! Denial of existence that is cached for longer than a negative answer.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::syntax::ttl;

pub(super) static META: Meta = Meta {
    id: "nsec-ttl-too-long",
    summary: "NSEC or NSEC3 records have a longer TTL than negative answers",
    severity: Severity::Info,
    references: &["RFC 9077 section 3"],
    explain: include_str!("nsec_ttl_too_long.md"),
    ..Meta::DEFAULT
};

/// The field of the SOA.
const MINIMUM: usize = 6;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.zone.has_any(&[RType::NSEC, RType::NSEC3]) || cx.signed().is_none() || cx.signature_times().are_archived {
        return;
    }
    let minimum = cx.soa().and_then(|soa| ttl::parse(soa.field_text(MINIMUM)?)?.ok());
    let Some((minimum, soa)) = minimum.zip(cx.zone.soa()) else { return };
    let negative = minimum.min(cx.zone.record(soa).ttl);
    // As a rule all have the same.
    let records = [RType::NSEC, RType::NSEC3].into_iter().flat_map(|rtype| cx.zone.of_type(rtype));
    let mut longer = records.filter(|(_, record)| record.ttl > negative);
    let Some((first, record)) = longer.next() else { return };
    let (ttl, count) = (record.ttl, 1 + longer.count());
    let rtype = record.rtype.mnemonic();
    let message = match count {
        1 => format!("this {rtype} has the TTL {ttl}, and negative answers have {negative}"),
        _ => format!("{count} {rtype} records have longer TTLs than negative answers, {negative}: this one has {ttl}"),
    };
    let finding = Diagnostic::new(&META, cx.zone.ttl_given_at(first), message);
    let help =
        "a resolver may deny a new name for so long: sign with a signer that knows RFC 9077, or raise the minimum";
    findings.add(finding.help(help).subject(cx.subject_of_set(first)));
}
