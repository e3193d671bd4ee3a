//! A TTL beyond what the protocol can carry.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "ttl-too-large",
    summary: "a TTL is over 2147483647 seconds",
    severity: Severity::Error,
    references: &["RFC 2181 section 8", "RFC 8767 section 4"],
    explain: include_str!("ttl_too_large.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let is_too_large = |ttl: u32| ttl > i32::MAX as u32;
    if !cx.ttls().keys().any(|&ttl| is_too_large(ttl)) {
        return;
    }
    let mut reported = None;
    for (id, record) in cx.zone.records().filter(|(_, record)| is_too_large(record.ttl)) {
        let at = cx.zone.ttl_given_at(id);
        if reported == Some(at) {
            continue;
        }
        reported = Some(at);
        let message = format!("TTL {} is over 2147483647: resolvers use 0 or a lower value", record.ttl);
        let help = "the maximum is 2147483647; a week is 604800";
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}
