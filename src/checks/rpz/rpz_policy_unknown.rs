//! The name of a policy that is none.

use super::{POLICIES, is_policy_without_dot};
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, SAFE_OR_UNSAFE, Severity};
use crate::source::Span;
use crate::syntax::entry::shown;
use crate::syntax::rdata::RType;
use crate::text::suggest;
use crate::zone::NameId;

pub(super) static META: Meta = Meta {
    id: "rpz-policy-unknown",
    summary: "the target in a response policy zone looks like a policy but is not one",
    severity: Severity::Warning,
    references: &["draft-vixie-dnsop-dns-rpz section 3"],
    explain: include_str!("rpz_policy_unknown.md"),
    is_merged: true,
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    if !cx.mentions_rpz() {
        return;
    }
    for (id, record) in cx.zone.of_type(RType::CNAME) {
        let Some(target) = record.target() else { continue };
        let written = cx.zone.written(target);
        if !written.get(..super::PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(super::PREFIX)) {
            continue;
        }
        let text = shown(written).to_ascii_lowercase();
        let is_absolute = cx.zone.relative_to(target) == NameId::ROOT && !text.contains('.');
        let (what, policy) = if is_absolute && !POLICIES.contains(&text.as_str()) {
            let what = format!("`{text}.` is not a policy: clients are sent to a host of that name");
            (what, suggest::nearest(&text, POLICIES.into_iter()).unwrap_or(&text))
        } else if is_policy_without_dot(cx.zone, target) {
            (format!("`{text}` without a final dot is a name in this zone, not the policy"), text.as_str())
        } else {
            continue;
        };
        let help = if POLICIES.contains(&policy) {
            format!("write `{policy}.`")
        } else {
            "the policies are `rpz-passthru.`, `rpz-drop.`, `rpz-tcp-only.`, `.` for NXDOMAIN and `*.` for no data"
                .to_owned()
        };
        let Some(at) = cx.zone.entry(id).field(0) else { continue };
        let is_known = POLICIES.contains(&policy);
        let fix = is_known.then(|| Fix::unsure(at, format!("{policy}.")));
        // Only the dot is missing.
        let fix = if policy == text && is_known { Some(Fix::safe(Span { start: at.end, ..at }, ".")) } else { fix };
        findings.add(Diagnostic::new(&META, at, what).help(help).fix(fix).subject(cx.subject(id)));
    }
}
