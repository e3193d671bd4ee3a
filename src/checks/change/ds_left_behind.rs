//! A delegation that moved to other name servers, with the DS records of the old ones.

use std::collections::HashSet;

use crate::change::ZoneChange;
use crate::checks::{ChangeContext, FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId, Zone};

pub(super) static META: Meta = Meta {
    id: "ds-left-behind",
    summary: "a delegation moved to other name servers, and its DS records are the old ones",
    severity: Severity::Warning,
    references: &["RFC 4035 section 2.4", "RFC 6781 section 4.3.5", "RFC 8901 section 2"],
    explain: include_str!("ds_left_behind.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    for (old, new, change) in cx.in_both() {
        findings.extend(of_zone(old, new, change));
    }
}

fn of_zone(old: &ZoneContext, new: &ZoneContext, change: &ZoneChange) -> Vec<Diagnostic> {
    let resigned = change.rrsets.iter().filter(|rrset| rrset.rtype == RType::DS);
    let resigned: HashSet<NameId> = resigned.filter_map(|rrset| rrset.new_owner).collect();
    let moved = change.rrsets.iter().filter(|rrset| {
        rrset.rtype == RType::NS && rrset.kept == 0 && !rrset.removed.is_empty() && !rrset.added.is_empty()
    });
    let found = moved.filter_map(|rrset| {
        let owner = rrset.new_owner.filter(|&owner| new.zone.is_cut(owner))?;
        let &ds = new.zone.rrset(owner, RType::DS).first()?;
        if resigned.contains(&owner) || shares_operator((old.zone, &rrset.removed), (new.zone, &rrset.added)) {
            return None;
        }
        let name = new.zone.name_text(owner);
        let (before, after) = (old.zone.entry(*rrset.removed.first()?), new.zone.entry(*rrset.added.first()?));
        let message = format!("`{name}` moved to other name servers, and its DS records are those of before");
        let finding = Diagnostic::new(&META, new.zone.entry(ds).rtype(), message)
            .label(after.span(), "these servers are new")
            .label(before.span(), "before this change")
            .help(
                "ask the new operator for the DS records; remove these before the move if the zone is not signed there",
            );
        Some(finding.subject(new.subject_of_set(ds)))
    });
    found.collect()
}

/// Whether some server of before and some of now are below one name, other than a top-level domain: of one operator.
fn shares_operator((old, removed): (&Zone, &[RecordId]), (new, added): (&Zone, &[RecordId])) -> bool {
    let domain = |zone: &Zone, record: &RecordId| {
        let target = zone.absolute_name(zone.record(*record).target()?).to_ascii_lowercase();
        let labels: Vec<&str> = target.trim_end_matches('.').split('.').collect();
        labels.len().checked_sub(2).map(|from| labels[from..].join("."))
    };
    let before: Vec<_> = removed.iter().map(|record| domain(old, record)).collect();
    added.iter().any(|record| before.contains(&domain(new, record)))
}
