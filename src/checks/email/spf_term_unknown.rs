//! A term that SPF does not have.

use super::report::report;
use super::spf_syntax::TermFault;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE_OR_UNSAFE, Severity};
use crate::syntax::invisible;

pub(super) static META: Meta = Meta {
    id: "spf-term-unknown",
    summary: "an SPF record has a term that is neither a mechanism nor a modifier",
    severity: Severity::Error,
    references: &["RFC 7208 sections 4.6.1 and 5"],
    explain: include_str!("spf_term_unknown.md"),
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
            // Of characters that nobody sees reading spoke.
            Some(TermFault::Unknown(fault)) if !invisible::is_in(&text.text[fault.octets.clone()]) => {
                Some(fault.clone())
            }
            _ => None,
        },
    );
}
