//! A TTL that was changed to one with a digit too many or too few.

use super::ttls::{self, TtlChange};
use crate::checks::ttl::ttl_digits_swapped::is_usual;
use crate::checks::{ChangeContext, FindingSink};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::text::typo::Typo;

pub(super) static META: Meta = Meta {
    id: "ttl-changed-by-slip",
    summary: "a TTL was changed to an odd one that has a digit more or less",
    severity: Severity::Warning,
    references: &["RFC 2181 section 8", "RFC 1912 section 2.2"],
    explain: include_str!("ttl_changed_by_slip.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    findings.extend(ttls::of(cx).iter().filter_map(finding));
}

fn finding(ttl: &TtlChange) -> Option<Diagnostic> {
    let TtlChange { was, is, .. } = *ttl;
    let (right, wrong) = (was.to_string(), is.to_string());
    let typo = Typo::between(right.as_bytes(), wrong.as_bytes())?;
    let is_slip = matches!(typo, Typo::Dropped(_) | Typo::Doubled(_) | Typo::Inserted(_));
    let is_written_so = ttl.new.zone.bytes(ttl.at()) == wrong.as_bytes();
    if !is_slip || is_usual(is) || !is_usual(was) || !is_written_so || ttl.is_ruled() {
        return None;
    }
    let message = format!("TTL {is} was {was} before this change: {}", typo.with("digit"));
    let mut finding = Diagnostic::new(&META, ttl.at(), message)
        .here(typo.pointed_at(&right, &wrong))
        .label(ttl.before_at(), "before this change")
        .fix(Fix::unsure(ttl.at(), was.to_string()))
        .help(format!("write {was}, unless {is} is meant"));
    finding.said_of_more(ttl.rrsets - 1);
    Some(finding.subject(ttl.new.subject(ttl.record)))
}
