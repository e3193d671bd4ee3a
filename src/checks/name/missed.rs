//! Records that point at the name which an owner was meant to have: it does not exist.

use std::collections::HashSet;

use crate::checks::view_index::ZoneRecord;
use crate::checks::{ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Severity};
use crate::syntax::rdata::RType;
use crate::text::typo::Typo;
use crate::zone::{NameId, RecordId, target_field};

/// So many records are no slip of their own.
const SEVERAL: usize = 2;
/// To look for a similar name is to look at all names; so many missing names get that much care.
const LOOKED_UP: usize = 32;

/// An owner with addresses that nothing points at, one slip away from a missing name that several records point at.
pub(super) struct MistypedOwner<'v> {
    pub(super) held: ZoneRecord<'v>,
    /// The missing name.
    pub(super) meant: String,
    pub(super) typo: Typo,
    pub(super) missed_by: Vec<ZoneRecord<'v>>,
}

/// Those of all zones, by the missing names.
pub(super) fn mistyped_owners<'v>(project: &ProjectContext<'v>) -> Vec<MistypedOwner<'v>> {
    let mut missing: Vec<(&String, &ZoneRecord)> =
        project.dangling().iter().filter(|(_, all)| all.len() >= SEVERAL).map(|(name, all)| (name, &all[0])).collect();
    missing.sort_unstable_by_key(|(name, _)| *name);
    let own = missing.into_iter().filter(|(_, first)| first.cx.zone.is_complete()).take(LOOKED_UP);
    own.filter_map(|(name, first)| mistyped_owner(project, name, first.cx)).collect()
}

fn mistyped_owner<'v>(project: &ProjectContext<'v>, meant: &str, cx: &'v ZoneContext<'v>) -> Option<MistypedOwner<'v>> {
    let (label, domain) = meant.split_once('.')?;
    let slip = |owner: NameId| {
        let typo = Typo::between(label.as_bytes(), &cx.zone.first_label(owner).to_ascii_lowercase())?;
        let name = cx.zone.name_text(owner).to_ascii_lowercase();
        let is_beside = name.split_once('.').is_some_and(|(_, own)| own == domain);
        (is_beside && typo.is_believable(meant.as_bytes(), name.as_bytes())).then_some(typo)
    };
    let is_host = |&owner: &NameId| {
        let is_address = |&id: &RecordId| matches!(cx.zone.record(id).rtype, RType::A | RType::AAAA);
        cx.zone.is_owner(owner) && cx.zone.records_of(owner).iter().all(is_address) && !cx.is_target(owner)
    };
    let mut alike = cx.zone.names().filter_map(|name| Some((name, slip(name)?))).filter(|(name, _)| is_host(name));
    let (owner, typo) = alike.next().filter(|_| alike.next().is_none())?;
    let held = ZoneRecord { cx, record: *cx.zone.records_of(owner).first()? };
    let missed_by = missed_by(project, meant, held);
    (missed_by.len() >= SEVERAL).then(|| MistypedOwner { held, meant: meant.to_owned(), typo, missed_by })
}

/// The records that point at a missing name, in the version of the zone that a record is in and in other zones.
fn missed_by<'v>(project: &ProjectContext<'v>, meant: &str, held: ZoneRecord<'v>) -> Vec<ZoneRecord<'v>> {
    let is_version =
        |cx: &ZoneContext| cx.zone.apex_name() == held.cx.zone.apex_name() && !std::ptr::eq(cx.zone, held.cx.zone);
    let mut seen = HashSet::new();
    let all = project.dangling().get(meant).into_iter().flatten().filter(|other| !is_version(other.cx));
    all.filter(|other| seen.insert(other.span())).copied().collect()
}

/// Shows the records that miss a name beside the finding about the owner that was meant to have it; it is as grave as
/// they make it.
pub(in crate::checks) fn with_missing<'v>(
    finding: Diagnostic,
    project: &ProjectContext<'v>,
    meant: &str,
    held: ZoneRecord<'v>,
) -> Diagnostic {
    let others = missed_by(project, meant, held);
    let is_grave = others.iter().any(|other| matches!(other.rtype(), RType::NS | RType::MX | RType::SRV));
    let field = |other: &ZoneRecord| other.field(target_field(other.rtype()).unwrap_or_default());
    let mut finding = finding.label_each(&others, |other| (field(other), "points at the name that does not exist"));
    if is_grave {
        finding.severity = Severity::Error;
    }
    finding
}
