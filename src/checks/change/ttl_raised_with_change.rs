//! A TTL that was raised in the change that altered the data: what is wrong in it stays in caches for longer.

use super::ttls::{self, TtlChange};
use crate::checks::{ChangeContext, FindingSink};
use crate::diagnostic::{Diagnostic, Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "ttl-raised-with-change",
    summary: "a TTL was raised in the change that altered the data",
    severity: Severity::Info,
    references: &["RFC 1034 section 3.6", "RFC 1912 section 2.2"],
    explain: include_str!("ttl_raised_with_change.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    findings.extend(ttls::of(cx).iter().filter(|ttl| ttl.is_of_data && ttl.is > ttl.was).map(finding));
}

fn finding(ttl: &TtlChange) -> Diagnostic {
    let rtype = ttl.new.zone.record(ttl.record).rtype.mnemonic();
    let message = format!("TTL {} was {} before this change, which alters the {rtype} data, too", ttl.is, ttl.was);
    let mut finding = Diagnostic::new(&META, ttl.at(), message)
        .label(ttl.before_at(), "before this change")
        .help("raise the TTL when the new data have proved right: until it has passed they cannot be taken back");
    finding.said_of_more(ttl.rrsets - 1);
    finding.subject(ttl.new.subject(ttl.record))
}
