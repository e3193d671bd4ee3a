//! A delegation that moved to other name servers, with the DS records of the old ones.

use std::collections::HashSet;

use crate::change::ZoneChange;
use crate::checks::{ChangeContext, FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;
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

/// Whether some server of before and some of now are of one operator: their names are below one name, other than a
/// top-level domain, or one is the other with a final dot or a slip mended.
fn shares_operator((old, removed): (&Zone, &[RecordId]), (new, added): (&Zone, &[RecordId])) -> bool {
    let domain = |name: &[u8]| {
        let labels: Vec<_> = name.split(|&byte| byte == b'.').map(<[u8]>::to_vec).collect();
        labels[labels.len().saturating_sub(2)..].to_vec()
    };
    let names = |zone: &Zone, records: &[RecordId]| {
        let targets = records.iter().filter_map(|&record| zone.record(record).target());
        let whole = targets.flat_map(|name| [zone.absolute_name(name).into_bytes(), zone.written(name).to_vec()]);
        whole.map(|name| name.strip_suffix(b".").unwrap_or(&name).to_ascii_lowercase()).collect::<Vec<_>>()
    };
    let (before, after) = (names(old, removed), names(new, added));
    let is_alike = |a: &[u8], b: &[u8]| domain(a) == domain(b) || Typo::between(a, b).is_some();
    after.iter().any(|name| before.iter().any(|other| is_alike(name, other)))
}
