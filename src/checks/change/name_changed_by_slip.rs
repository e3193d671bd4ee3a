//! A target or an owner that was changed to a name which is a slip of the keyboard away.

use std::collections::HashMap;

use super::names::{self, GoneName, StaleTarget};
use crate::change::RrsetChange;
use crate::checks::view_index::ZoneRecord;
use crate::checks::{ChangeContext, FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::text::typo::Typo;
use crate::zone::{NameId, Zone, target_field};

pub(super) static META: Meta = Meta {
    id: "name-changed-by-slip",
    summary: "a name was changed to one that is a typo away, and the old one is the one in use",
    severity: Severity::Error,
    references: &["RFC 1912 section 2.4", "RFC 2181 section 10.3"],
    explain: include_str!("name_changed_by_slip.md"),
    overlap: &[OverlapGroup::Change.rank(0)],
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    for (old, new, change) in cx.in_both() {
        for rrset in change.rrsets.iter().filter(|rrset| target_field(rrset.rtype).is_some()) {
            targets(cx, (old, new), rrset, findings);
        }
    }
    owners(cx, findings);
}

/// Targets that do not exist, where the one before does.
fn targets<'o, 'n>(
    cx: &ChangeContext<'_, 'o, 'n>,
    (old, new): (&'o ZoneContext<'o>, &'n ZoneContext<'n>),
    rrset: &RrsetChange,
    findings: &mut FindingSink,
) {
    for pair in rrset.pairs(old.zone, new.zone) {
        let (Some(before), Some(after)) = (pair.old, pair.new) else { continue };
        let target = |zone: &Zone, record| zone.record(record).target();
        let (Some(was), Some(is)) = (target(old.zone, before), target(new.zone, after)) else { continue };
        let Some(slip) = Slip::between((old.zone, was), (new.zone, is)) else { continue };
        let is_there = |name: NameId| !names::is_missing(cx.new, new, name);
        let still = new.zone.find(&old.zone.absolute_name(was));
        if !names::is_missing(cx.new, new, is) || names::is_missing(cx.old, old, was) || !still.is_none_or(is_there) {
            continue;
        }
        let stale = StaleTarget { from: ZoneRecord { cx: new, record: after }, target: is };
        let (name, meant) = (new.zone.name_text(is), old.zone.name_text(was));
        let label = ZoneRecord { cx: old, record: before }.field(target_field(rrset.rtype).unwrap_or_default());
        let message = format!("`{name}` does not exist, and was `{meant}` before this change: {}", slip.with());
        let new_finding = |at| {
            Diagnostic::new(&META, at, message).label(label, "before this change").help(format!("write `{meant}`"))
        };
        findings.add(stale.finding(new_finding));
    }
}

/// Owners that were renamed, while records point at the old name.
fn owners(cx: &ChangeContext, findings: &mut FindingSink) {
    let gone = names::gone(cx);
    let mut renamed: HashMap<(usize, NameId), (GoneName, Vec<StaleTarget>)> = HashMap::new();
    for (stale, name) in names::pointing_at(cx.new, &gone) {
        if stale.is_missing(cx.new) {
            let key = (std::ptr::from_ref(name.old).addr(), name.owner);
            renamed.entry(key).or_insert_with(|| (name, Vec::new())).1.push(stale);
        }
    }
    for (gone, users) in renamed.into_values() {
        findings.extend(of_owner(&gone, &users));
    }
}

fn of_owner(gone: &GoneName, users: &[StaleTarget]) -> Option<Diagnostic> {
    let (old, new) = (gone.old.zone, gone.new.zone);
    let record = gone.renamed?;
    let owner = new.record(record).owner;
    let slip = Slip::between((old, gone.owner), (new, owner)).filter(Slip::is_believable)?;
    let (name, meant) = (new.name_text(owner), old.name_text(gone.owner));
    let message = format!("`{name}` was `{meant}` before this change: {}; records point at the old name", slip.with());
    let finding = Diagnostic::new(&META, gone.new.owner_or_type(record), message)
        .label(old.entry(gone.record).span(), "before this change")
        .help(format!("write `{meant}`, or point at `{name}`"))
        .severity(users.iter().map(StaleTarget::severity).max()?)
        .label_each(users, |user| (user.field(), "this points at the old name"));
    Some(finding.subject(gone.new.subject(record)))
}

/// Two names that differ in one label, and by one slip.
struct Slip {
    typo: Typo,
    right: Vec<u8>,
    wrong: Vec<u8>,
}

impl Slip {
    fn between((old, was): (&Zone, NameId), (new, is): (&Zone, NameId)) -> Option<Slip> {
        let (right, wrong) = (old.labels(was), new.labels(is));
        let mut unlike = right.iter().zip(&wrong).filter(|(a, b)| !a.eq_ignore_ascii_case(b));
        let (first, None) = (unlike.next()?, unlike.next()) else { return None };
        let (right_label, wrong_label) = (first.0.to_ascii_lowercase(), first.1.to_ascii_lowercase());
        let typo = Typo::between(&right_label, &wrong_label).filter(|_| right.len() == wrong.len())?;
        Some(Slip { typo, right: right_label, wrong: wrong_label })
    }

    fn with(&self) -> String {
        self.typo.with("letter")
    }

    fn is_believable(&self) -> bool {
        self.typo.is_believable(&self.right, &self.wrong)
    }
}
