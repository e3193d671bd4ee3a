//! An SPF mechanism whose domain, address or prefix length cannot be read.

use super::report::report;
use super::spf_syntax::TermFault;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE_OR_UNSAFE, Severity};

pub(super) static META: Meta = Meta {
    id: "spf-value-invalid",
    summary: "a term of an SPF record has a domain, address, prefix length or macro that it cannot have",
    severity: Severity::Error,
    references: &["RFC 7208 sections 4.6, 5, 7 and 12"],
    explain: include_str!("spf_value_invalid.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    report(
        cx,
        findings,
        &META,
        |_| true,
        |text| match text.spf_fault.as_deref() {
            Some(TermFault::Value(fault)) => Some(fault.clone()),
            _ => None,
        },
    );
}
