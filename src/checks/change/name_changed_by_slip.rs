//! A target or an owner that was changed to a name which is a slip of the keyboard away.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::names::{self, GoneName, StaleTarget};
use crate::change::RrsetChange;
use crate::checks::view_index::ZoneRecord;
use crate::checks::{ChangeContext, FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity, UNSAFE};
use crate::text::typo::Typo;
use crate::zone::{NameId, Zone, target_field};

pub(super) static META: Meta = Meta {
    id: "name-changed-by-slip",
    summary: "a name was changed to one that is a typo away, and the old one is the one in use",
    severity: Severity::Error,
    references: &["RFC 1912 section 2.4", "RFC 2181 section 10.3"],
    explain: include_str!("name_changed_by_slip.md"),
    overlap: &[OverlapGroup::Change.rank(0)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ChangeContext, findings: &mut FindingSink) {
    for (old, new, change) in cx.in_both() {
        let used = LazyCell::new(|| UsedNames::of(old.zone, new.zone));
        for rrset in change.rrsets.iter().filter(|rrset| target_field(rrset.rtype).is_some()) {
            targets(cx, (old, new), rrset, &used, findings);
        }
    }
    owners(cx, findings);
}

/// Targets that do not exist, where the one before does; and of those in zones that nobody read, where other records
/// go on pointing below the old name.
fn targets<'o, 'n>(
    cx: &ChangeContext<'_, 'o, 'n>,
    (old, new): (&'o ZoneContext<'o>, &'n ZoneContext<'n>),
    rrset: &RrsetChange,
    used: &LazyCell<UsedNames, impl FnOnce() -> UsedNames>,
    findings: &mut FindingSink,
) {
    for pair in rrset.pairs(old.zone, new.zone) {
        let (Some(before), Some(after)) = (pair.old, pair.new) else { continue };
        let target = |zone: &Zone, record| zone.record(record).target();
        let (Some(was), Some(is)) = (target(old.zone, before), target(new.zone, after)) else { continue };
        let Some(slip) = Slip::between((old.zone, was), (new.zone, is)) else { continue };
        let (name, meant) = (new.zone.name_text(is), old.zone.name_text(was));
        let is_foreign = || slip.is_believable() && used.go_on(&slip) && names::is_foreign(cx.new, new, is);
        let message = match () {
            () if is_gone(cx, (old, was), (new, is)) => {
                format!("`{name}` does not exist, and was `{meant}` before this change")
            }
            () if is_foreign() => {
                let used = String::from_utf8_lossy(&slip.right_name);
                format!("`{name}` was `{meant}` before this change, and others still point at `{used}` or below it")
            }
            () => continue,
        };
        let stale = StaleTarget { from: ZoneRecord { cx: new, record: after }, target: is };
        let before_at = ZoneRecord { cx: old, record: before }.field(target_field(rrset.rtype).unwrap_or_default());
        let finding = |at| {
            Diagnostic::new(&META, at, format!("{message}: {}", slip.with()))
                .label(before_at, "before this change")
                .help(format!("write `{meant}`"))
                .fix(new.renamed(after, at, &meant))
        };
        findings.add(stale.finding(finding));
    }
}

/// Whether the new target does not exist, and the one before did and does.
fn is_gone<'o, 'n>(
    cx: &ChangeContext<'_, 'o, 'n>,
    (old, was): (&'o ZoneContext<'o>, NameId),
    (new, is): (&'n ZoneContext<'n>, NameId),
) -> bool {
    let still = new.zone.find(&old.zone.absolute_name(was));
    names::is_missing(cx.new, new, is)
        && !names::is_missing(cx.old, old, was)
        && still.is_none_or(|name| !names::is_missing(cx.new, new, name))
}

/// The names that records of both versions of a zone point at, and all above these.
struct UsedNames {
    before: HashSet<Vec<u8>>,
    now: HashSet<Vec<u8>>,
}

impl UsedNames {
    /// Of a larger zone not so much is kept.
    const MOST: usize = 100_000;

    fn of(old: &Zone, new: &Zone) -> UsedNames {
        let all = |zone: &Zone| {
            let targets = zone.records().filter_map(|(_, record)| record.target());
            let few = targets.take(if zone.len() > Self::MOST { 0 } else { Self::MOST });
            let labels = few.map(|name| zone.labels(name).iter().map(|label| label.to_ascii_lowercase()).collect());
            labels
                .flat_map(|labels: Vec<_>| (0..labels.len()).map(|from| labels[from..].join(&b'.')).collect::<Vec<_>>())
                .collect()
        };
        UsedNames { before: all(old), now: all(new) }
    }

    /// Whether others point at the old name or below it, and nobody did at the new one.
    fn go_on(&self, slip: &Slip) -> bool {
        self.now.contains(&slip.right_name) && !self.before.contains(&slip.wrong_name)
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
        .fix(gone.new.renamed_owner(owner, &meant))
        .severity(users.iter().map(StaleTarget::severity).max()?)
        .label_each(users, |user| (user.field(), "this points at the old name"));
    Some(finding.subject(gone.new.subject(record)))
}

/// Two names that differ in one label, and by one slip.
struct Slip {
    typo: Typo,
    /// The label before and now.
    right: Vec<u8>,
    wrong: Vec<u8>,
    /// The names from that label on.
    right_name: Vec<u8>,
    wrong_name: Vec<u8>,
}

impl Slip {
    fn between((old, was): (&Zone, NameId), (new, is): (&Zone, NameId)) -> Option<Slip> {
        let lowered = |labels: Vec<&[u8]>| labels.into_iter().map(<[u8]>::to_ascii_lowercase).collect::<Vec<_>>();
        let (before, now) = (lowered(old.labels(was)), lowered(new.labels(is)));
        let mut unlike = (0..before.len().min(now.len())).filter(|&at| before[at] != now[at]);
        let (at, None) = (unlike.next()?, unlike.next()) else { return None };
        let typo = Typo::between(&before[at], &now[at]).filter(|_| before.len() == now.len())?;
        let (right_name, wrong_name) = (before[at..].join(&b'.'), now[at..].join(&b'.'));
        Some(Slip { typo, right: before[at].clone(), wrong: now[at].clone(), right_name, wrong_name })
    }

    fn with(&self) -> String {
        let other = match self.typo {
            Typo::Dropped(at) => self.right[at],
            Typo::Transposed(at) | Typo::Doubled(at) | Typo::Substituted(at) | Typo::Inserted(at) => self.wrong[at],
        };
        self.typo.with(if other.is_ascii_digit() { "digit" } else { "letter" })
    }

    fn is_believable(&self) -> bool {
        self.typo.is_believable(&self.right, &self.wrong)
    }
}
