//! The last NS record of a delegation was removed while its glue or its DS records are still there.

use std::collections::HashSet;

use crate::change::RrsetChange;
use crate::checks::{ChangeContext, FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId, Zone};

pub(super) static META: Meta = Meta {
    id: "last-ns-removed",
    summary: "the last NS record of a delegation was removed, and its glue or DS records are still there",
    severity: Severity::Warning,
    references: &["RFC 1034 section 4.2.1", "RFC 4035 section 2.4"],
    explain: include_str!("last_ns_removed.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    for (old, new, change) in cx.in_both().filter(|(_, new, _)| new.zone.is_complete()) {
        for rrset in change.rrsets.iter().filter(|rrset| rrset.rtype == RType::NS && rrset.is_gone()) {
            if let Some(finding) = of_delegation(old, new, rrset) {
                findings.add(finding);
            }
        }
    }
}

fn of_delegation(old: &ZoneContext, new: &ZoneContext, rrset: &RrsetChange) -> Option<Diagnostic> {
    let cut = rrset.old_owner.filter(|&owner| old.zone.is_cut(owner))?;
    let left = left_over(old.zone, cut, &rrset.removed, new.zone)?;
    let (name, rtype) = (old.zone.name_text(cut), new.zone.record(left).rtype.mnemonic());
    let what = if new.zone.record(left).rtype == RType::DS { "DS records are" } else { "glue is" };
    let message = format!("the last NS record of `{name}` was removed, and its {what} still here");
    let help = format!("put the NS records back, or remove this {rtype} record as well");
    let finding = Diagnostic::new(&META, new.owner_or_type(left), message)
        .label(old.zone.entry(*rrset.removed.first()?).span(), "removed in this change")
        .help(help);
    Some(finding.subject(new.subject(left)))
}

/// The first record that a delegation has left behind. None where others are there, too, for then its names are those
/// of this zone now.
fn left_over(old: &Zone, cut: NameId, servers: &[RecordId], new: &Zone) -> Option<RecordId> {
    let labels = old.labels(cut);
    let lowered = |labels: &[&[u8]]| labels.iter().map(|label| label.to_ascii_lowercase()).collect::<Vec<_>>();
    let cut_labels = lowered(&labels);
    let servers: HashSet<String> = servers
        .iter()
        .filter_map(|&ns| old.record(ns).target())
        .map(|target| old.absolute_name(target).to_ascii_lowercase())
        .collect();
    let mut first = None;
    for owner in new.names().filter(|&owner| new.is_owner(owner)) {
        let labels = new.labels(owner);
        let from = labels.len().checked_sub(cut_labels.len());
        if from.is_none_or(|from| lowered(&labels[from..]) != cut_labels) {
            continue;
        }
        let is_server = servers.contains(&new.absolute_name(owner).to_ascii_lowercase());
        for &id in new.records_of(owner) {
            match new.record(id).rtype {
                RType::A | RType::AAAA if is_server => first = first.or(Some(id)),
                RType::DS if labels.len() == cut_labels.len() => first = first.or(Some(id)),
                RType::RRSIG | RType::NSEC => {}
                _ => return None,
            }
        }
    }
    first
}
