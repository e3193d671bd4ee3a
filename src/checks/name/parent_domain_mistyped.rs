//! A target whose domain is one slip away from the domain of many others.

use std::collections::BTreeMap;

use crate::checks::address::placement::MOST_NAMES;
use crate::checks::view_index::{NameLookup, ViewIndex, ZoneName, ZoneRecord};
use crate::checks::{FindingSink, ProjectContext, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, OverlapGroup, Severity};
use crate::text::typo::Typo;
use crate::text::typo_index::TypoIndex;
use crate::zone::target_field;
use crate::zone::{NameId, Record, RecordId};

pub(super) static META: Meta = Meta {
    id: "parent-domain-mistyped",
    summary: "the domain of a target is one slip away from the domain of many others",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("parent_domain_mistyped.md"),
    overlap: &[OverlapGroup::Name.rank(4)],
    ..Meta::DEFAULT
};

/// So many other targets at least are in the domain that was meant.
const COMMON: usize = 10;
/// And so many times as many as in the other.
const TIMES: usize = 10;
/// Letters that the mistyped part of a domain has at least.
const SHORTEST: usize = 4;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for view in project.view_indexes() {
        for zone in &view.zones {
            check_zone(zone, view, findings);
        }
    }
}

/// The targets in one domain.
struct TargetDomain {
    targets: usize,
    first: (RecordId, NameId),
}

fn check_zone<'v>(cx: &'v ZoneContext<'v>, view: &ViewIndex<'v>, findings: &mut FindingSink) {
    let domains = domains(cx);
    if domains.values().all(|domain| domain.targets < COMMON) {
        return;
    }
    let common = domains.iter().filter(|(_, domain)| domain.targets >= COMMON);
    let near = TypoIndex::of(common.map(|(text, domain)| (text.clone(), domain)));
    let mut rare: Vec<_> = domains.iter().filter(|(_, domain)| domain.targets * TIMES <= COMMON).collect();
    rare.sort_by_key(|(_, domain)| domain.first.0);
    for (wrong, domain) in rare {
        let is_telling = |right: &[u8], others: &TargetDomain, typo: Typo| {
            others.targets >= TIMES * domain.targets && typo.is_believable_in(right, wrong, SHORTEST)
        };
        let like = near.like(wrong).into_iter().filter(|(right, others, typo)| is_telling(right, others, *typo));
        let Some((right, others, typo)) = like.max_by_key(|(_, others, _)| others.targets) else { continue };
        let (record, target) = domain.first;
        let exists = matches!(view.look_up(ZoneName { cx, name: target }), NameLookup::Owner(_));
        if !exists && !view.holds(wrong) {
            findings.add(finding(ZoneRecord { cx, record }, (right, wrong, typo), others));
        }
    }
}

/// The domains of the targets that lie outside the zone.
fn domains(cx: &ZoneContext) -> BTreeMap<Vec<u8>, TargetDomain> {
    let mut domains: BTreeMap<Vec<u8>, TargetDomain> = BTreeMap::new();
    if cx.zone.names().len() > MOST_NAMES {
        return domains;
    }
    let outside = |(record, of): (RecordId, &Record)| {
        let target = of.target().filter(|&target| !cx.zone.is_in_zone(target))?;
        Some((target, record))
    };
    let mut targets: Vec<(NameId, RecordId)> = cx.zone.records().filter_map(outside).collect();
    if targets.len() < COMMON {
        return domains;
    }
    targets.sort_unstable();
    targets.dedup_by_key(|(target, _)| *target);
    for (target, record) in targets {
        let labels = cx.zone.labels(target);
        if labels.len() > 1 {
            let text = labels[1..].join(&b'.').to_ascii_lowercase();
            domains.entry(text).or_insert(TargetDomain { targets: 0, first: (record, target) }).targets += 1;
        }
    }
    domains
}

fn finding(held: ZoneRecord, (right, wrong, typo): (&[u8], &[u8], Typo), others: &TargetDomain) -> Diagnostic {
    let cx = held.cx;
    let [right, wrong] = [right, wrong].map(|text| String::from_utf8_lossy(text).into_owned());
    let (count, with) = (others.targets, typo.with("letter"));
    let message = format!("`{wrong}`: {count} other names here are in `{right}`, and this has {with}");
    let field = |record: RecordId| target_field(cx.zone.record(record).rtype).unwrap_or_default();
    let other = ZoneRecord { cx, record: others.first.0 };
    Diagnostic::new(&META, held.field(field(held.record)), message)
        .here(typo.pointed_at(&right, &wrong))
        .label(other.field(field(other.record)), "one of the others")
        .help(format!("write `{right}.` if that was meant"))
        .subject(cx.subject(held.record))
}
