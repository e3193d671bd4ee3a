//! The last MX record of a name was removed while policies for its mail are still there.

use crate::checks::{ChangeContext, FindingSink};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;

pub(super) static META: Meta = Meta {
    id: "last-mx-removed",
    summary: "the last MX record of a name was removed, and policies for its mail are still there",
    severity: Severity::Warning,
    references: &["RFC 5321 section 5.1", "RFC 8461 section 3.1", "RFC 8460 section 3"],
    explain: include_str!("last_mx_removed.md"),
    ..Meta::DEFAULT
};

/// Where policies stand that are about mail which a name gets, and not about what it sends.
const POLICIES: [&str; 2] = ["_mta-sts", "_smtp._tls"];

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    for (old, new, change) in cx.in_both().filter(|(_, new, _)| new.zone.is_complete()) {
        for rrset in change.rrsets.iter().filter(|rrset| rrset.rtype == RType::MX && rrset.is_gone()) {
            let (Some(owner), Some(&mx)) = (rrset.old_owner, rrset.removed.first()) else { continue };
            // A null MX says that there was no mail before (RFC 7505).
            if old.zone.record(mx).target().is_none_or(|target| target == crate::zone::NameId::ROOT) {
                continue;
            }
            let name = old.zone.absolute_name(owner);
            let left = POLICIES.iter().filter_map(|policy| {
                let policy =
                    new.zone.find(&format!("{policy}.{name}")).filter(|&policy| new.zone.is_in_zone(policy))?;
                new.zone.rrset(policy, RType::TXT).first().copied()
            });
            for policy in left {
                let shown = old.zone.name_text(owner);
                let message = format!("`{shown}` lost its last MX record, and this policy for its mail is still here");
                let finding = Diagnostic::new(&META, new.owner_or_type(policy), message)
                    .label(old.zone.entry(mx).span(), "removed in this change")
                    .help("put the MX record back, or remove this as well; `MX 0 .` says that there is no mail");
                findings.add(finding.subject(new.subject(policy)));
            }
        }
    }
}
