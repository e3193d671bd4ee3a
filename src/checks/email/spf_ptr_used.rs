//! The mechanism `ptr`, which is not to be used.

use super::octets::Fault;
use super::report::report;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, Severity};

pub(super) static META: Meta = Meta {
    id: "spf-ptr-used",
    summary: "an SPF record uses the mechanism `ptr`",
    severity: Severity::Warning,
    references: &["RFC 7208 section 5.5"],
    explain: include_str!("spf_ptr_used.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    report(
        cx,
        findings,
        &META,
        |text| text.is_sound_spf(),
        |text| {
            let term = text.terms().find(|term| term.is("ptr"))?;
            let message = "`ptr` is not to be used: it is slow, and many receivers ignore it or fail";
            Some(Fault::warning(term.octets(), message).help("name the senders by `ip4:`, `ip6:`, `a:` or `mx`"))
        },
    );
}
