//! An SOA whose server or mailbox lacks its final dot.

use crate::checks::name::missing_dot::Relative;
use crate::checks::providers::is_providers;
use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Meta, SAFE_OR_UNSAFE, Severity};

pub(super) static META: Meta = Meta {
    id: "soa-name-missing-dot",
    summary: "the primary or the mailbox of the SOA has no final dot",
    severity: Severity::Warning,
    references: &["RFC 1035 section 3.3.13", "RFC 1912 section 2.2"],
    explain: include_str!("soa_name_missing_dot.md"),
    fixes: SAFE_OR_UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let of = cx.zone;
    let (Some(soa), Some(entry)) = (of.soa(), cx.soa()) else { return };
    if !of.record(soa).is_readable() {
        return;
    }
    // The name of a server that answers here is not in doubt; a mailbox is no host.
    let server_exists = of.record(soa).target().is_some_and(|server| of.is_in_zone(server) && !of.is_missing(server));
    for (field, is_known) in [(0, server_exists), (1, false)] {
        let at = entry.field(field).filter(|_| !is_known);
        let Some(name) = at.and_then(|at| Relative::at(cx, soa, at)) else { continue };
        // The domain of a mailbox has more than one label, dot or no dot, and a reverse zone has no mailboxes.
        let may_lead_out = field == 0 || cx.is_reverse() || name.text.matches('.').count() > 1;
        if name.is_whole() || is_providers(name.text) || may_lead_out && of.is_whole() && name.leads_out() {
            let mut finding = name.finding(&META, cx, soa);
            if field == 0 && !name.exists_with_dot() {
                finding.fix = finding.fix.take().map(|fix| Box::new(fix.doubted()));
            }
            findings.add(finding);
        }
    }
}
