//! Signatures made for years.

use crate::checks::dnssec::EXPIRATION;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "signature-validity-long",
    summary: "signatures are made for more days than the rules allow",
    severity: Severity::Info,
    references: &["RFC 6781 section 4.4.2"],
    parameters: &[DAYS_PARAMETER],
    explain: include_str!("signature_validity_long.md"),
    ..Meta::DEFAULT
};

const DAYS_PARAMETER: &str = "days";
const DAYS: u16 = 366;
const DAY: u32 = 86_400;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some((id, validity)) = cx.signature_times().longest else { return };
    let most = cx.rules.parameter(META.id, DAYS_PARAMETER, cx.place()).unwrap_or(DAYS);
    if validity / DAY <= u32::from(most) {
        return;
    }
    findings.extend(cx.zone.entry(id).field(EXPIRATION).map(|at| {
        let message = format!(
            "a signature of `{}` is valid for {} days, over {most}: so long can old records be replayed",
            cx.zone.shown_name(),
            validity / DAY
        );
        let finding = Diagnostic::new(&META, at, message).help("sign for weeks, and sign again in time");
        finding.subject(cx.subject_of_set(id))
    }));
}
