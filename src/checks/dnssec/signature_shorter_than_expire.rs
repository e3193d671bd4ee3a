//! Signatures that end before a secondary gives the zone up.

use crate::checks::dnssec::EXPIRATION;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::ttl;

pub(super) static META: Meta = Meta {
    id: "signature-shorter-than-expire",
    summary: "signatures are made for a shorter time than the expire of the SOA",
    severity: Severity::Info,
    references: &["RFC 6781 section 4.4.1", "RFC 1035 section 3.3.13"],
    explain: include_str!("signature_shorter_than_expire.md"),
    ..Meta::DEFAULT
};

/// The field of the SOA.
const EXPIRE: usize = 5;
const DAY: u32 = 86_400;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let Some((id, validity)) = cx.signed().and_then(|_| cx.signature_times().shortest) else { return };
    let expire = cx.soa().and_then(|soa| Some((soa.field(EXPIRE)?, ttl::parse(soa.field_text(EXPIRE)?)?.ok()?)));
    let Some((at, expire)) = expire.filter(|(_, expire)| validity < *expire && !cx.signature_times().are_archived)
    else {
        return;
    };
    findings.extend(cx.zone.entry(id).field(EXPIRATION).map(|end| {
        let days = |seconds: u32| format!("{} days", seconds.div_ceil(DAY));
        let message = format!(
            "expire is {}, and signatures are made for {}: a secondary that gets no update serves what no longer validates",
            days(expire),
            days(validity)
        );
        let finding = Diagnostic::new(&META, at, message).label(end, "the signature that is made for the shortest time");
        let finding = finding.help("have expire shorter than signatures are valid for, or sign for longer");
        finding.subject(cx.subject_of_set(id))
    }));
}
