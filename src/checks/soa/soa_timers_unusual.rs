//! Times of the SOA that do not go together.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::ttl;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "soa-timers-unusual",
    summary: "refresh, retry, expire or minimum of the SOA is unusual",
    severity: Severity::Info,
    references: &["RFC 1035 section 3.3.13", "RFC 1912 section 2.2", "RFC 2308 section 5"],
    explain: include_str!("soa_timers_unusual.md"),
    ..Meta::DEFAULT
};

/// The fields of the data.
const REFRESH: usize = 3;
const RETRY: usize = 4;
const EXPIRE: usize = 5;
const MINIMUM: usize = 6;

const DAY: u32 = 86_400;
const WEEK: u32 = 7 * DAY;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let (Some(soa), Some(entry)) = (cx.zone.soa(), cx.soa()) else { return };
    if !cx.zone.record(soa).is_readable() {
        return;
    }
    let time = |field| ttl::parse(entry.field_text(field)?)?.ok();
    let times = (time(REFRESH), time(RETRY), time(EXPIRE), time(MINIMUM));
    if let (Some(refresh), Some(retry), Some(expire), Some(minimum)) = times {
        judge(cx, soa, [refresh, retry, expire, minimum], findings);
    }
}

fn judge(cx: &ZoneContext, soa: RecordId, [refresh, retry, expire, minimum]: [u32; 4], findings: &mut FindingSink) {
    let shown = ttl::format;
    if expire <= refresh {
        let message = format!("expire {} is not above refresh {}", shown(expire), shown(refresh));
        let help = "secondaries drop the zone before they refresh it; two to four weeks are usual";
        findings.add(finding(cx, soa, EXPIRE, message, help));
    } else if expire < WEEK {
        let message = format!("expire {} is below a week", shown(expire));
        let help = "secondaries answer only this long while the primary is down; two to four weeks are usual";
        findings.add(finding(cx, soa, EXPIRE, message, help));
    }
    if retry >= refresh && refresh > 0 {
        let message = format!("retry {} is not below refresh {}", shown(retry), shown(refresh));
        let help = "secondaries wait this long after a failed refresh; a fraction of refresh is usual";
        findings.add(finding(cx, soa, RETRY, message, help));
    }
    if minimum > DAY {
        let message = format!("minimum {} is over a day", shown(minimum));
        let help =
            "resolvers that set no limit of their own report a new name as missing for this long; 5m to 1d are usual";
        findings.add(finding(cx, soa, MINIMUM, message, help));
    }
}

fn finding(cx: &ZoneContext, soa: RecordId, field: usize, message: String, help: &'static str) -> Diagnostic {
    let entry = cx.zone.entry(soa);
    let at = entry.field(field).unwrap_or_else(|| entry.rtype());
    Diagnostic::new(&META, at, message).help(help).subject(cx.subject(soa))
}
