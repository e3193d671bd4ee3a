//! Signatures that expire within the time that the house wants to be told before.

use crate::checks::dnssec::EXPIRATION;
use crate::checks::dnssec::times::Several;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::time::is_before;

pub(super) static META: Meta = Meta {
    id: "signature-expires-soon",
    summary: "signatures of the zone expire within some days",
    severity: Severity::Warning,
    references: &["RFC 6781 section 4.4.2", "RFC 4035 section 5.3.1"],
    parameters: &[DAYS_PARAMETER],
    explain: include_str!("signature_expires_soon.md"),
    ..Meta::DEFAULT
};

const DAYS_PARAMETER: &str = "days";
/// Over a weekend.
const DAYS: u16 = 3;
const DAY: u32 = 86_400;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some((_, expiration)) = cx.signature_times().soonest else { return };
    let days = cx.rules.parameter(META.id, DAYS_PARAMETER, cx.place()).unwrap_or(DAYS);
    let horizon = cx.now.wrapping_add(u32::from(days) * DAY);
    if !is_before(expiration, horizon) {
        return;
    }
    let (mut soon, mut earliest) = (Several::default(), None);
    for by in cx.rrsigs().iter().filter(|by| by.is_in_its_time(cx.now) && is_before(by.expiration, horizon)) {
        if is_before(cx.signatures_like(by).last, horizon) {
            soon.add(by.id);
            let is_earlier = |other: &(_, u32)| !is_before(by.expiration, other.1);
            earliest = earliest.filter(is_earlier).or(Some((by.id, by.expiration)));
        }
    }
    findings.extend(earliest.and_then(|(id, expiration)| {
        let (entry, apex) = (cx.zone.entry(id), cx.zone.shown_name());
        let hours = expiration.wrapping_sub(cx.now) / 3600;
        let message = match soon.count {
            1 => format!("a signature of `{apex}` expires within {days} days, in {hours} hours"),
            count => format!("{count} signatures of `{apex}` expire within {days} days, the first in {hours} hours"),
        };
        let finding = Diagnostic::new(&META, entry.field(EXPIRATION)?, message);
        Some(finding.help("sign the zone again, or see why its signer has not").subject(cx.subject_of_set(id)))
    }));
}
