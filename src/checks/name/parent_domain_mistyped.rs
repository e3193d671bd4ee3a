//! A target whose domain is one slip away from a domain that is known, or from the domain of many others.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashSet};

use super::known_domains::{KnownDomain, KnownDomains, Meant};

use crate::checks::address::placement::MOST_NAMES;
use crate::checks::view_index::{NameLookup, ViewIndex, ZoneName, ZoneRecord};
use crate::checks::{FindingSink, ProjectContext, ZoneContext, top_of};
use crate::diagnostic::{Diagnostic, Fix, Meta, OverlapGroup, Severity, UNSAFE};
use crate::source::Span;
use crate::text::typo::Typo;
use crate::text::typo_index::TypoIndex;
use crate::zone::{NameId, NumberMap, NumberSet, Record, RecordId, target_field};

pub(super) static META: Meta = Meta {
    id: "parent-domain-mistyped",
    summary: "the domain of a target is one typo away from a zone, a provider, or the domain of many other targets",
    severity: Severity::Warning,
    references: &["RFC 1912 section 2"],
    explain: include_str!("parent_domain_mistyped.md"),
    overlap: &[OverlapGroup::Name.rank(4), OverlapGroup::Change.rank(2)],
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

/// So many other targets at least are in the domain that was meant.
const COMMON: usize = 10;
/// And so many times as many as in the other.
const TIMES: usize = 10;
/// Letters that the mistyped part of a domain has at least.
const SHORTEST: usize = 4;

/// A zone of one label with more names is a registry's: its targets are its registrants', who alone can correct them.
const MOST_NAMES_OF_HOUSE: usize = 2_000;
/// A domain that more targets are in is no slip.
const RARE: usize = 4;

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    for view in project.view_indexes() {
        let known = LazyCell::new(|| KnownDomains::of(view));
        for zone in &view.zones {
            let outside = Outside::of(zone);
            if !outside.targets.is_empty() {
                let told = check_known(&outside, &known, view, findings);
                check_others(&outside, &told, view, findings);
            }
        }
    }
}

/// The targets of a zone that lie outside it, each name once.
struct Outside<'v> {
    cx: &'v ZoneContext<'v>,
    targets: Vec<(NameId, RecordId)>,
}

impl<'v> Outside<'v> {
    fn of(cx: &'v ZoneContext<'v>) -> Outside<'v> {
        let outside = |(record, of): (RecordId, &Record)| {
            let target = of.target().filter(|&target| !cx.zone.is_in_zone(target))?;
            Some((target, record))
        };
        let is_registry = cx.zone.labels(cx.zone.apex()).len() <= 1 && cx.zone.names().len() > MOST_NAMES_OF_HOUSE;
        let is_asked = !is_registry && cx.zone.names().len() <= MOST_NAMES;
        let mut targets: Vec<_> = cx.zone.records().take_while(|_| is_asked).filter_map(outside).collect();
        targets.sort_unstable();
        targets.dedup_by_key(|(target, _)| *target);
        Outside { cx, targets }
    }

    /// The targets in each domain.
    fn domains(&self) -> BTreeMap<Vec<u8>, TargetDomain> {
        let mut domains: BTreeMap<Vec<u8>, TargetDomain> = BTreeMap::new();
        for &(target, record) in &self.targets {
            let labels = self.cx.zone.labels(target);
            if labels.len() > 1 {
                let text = labels[1..].join(&b'.').to_ascii_lowercase();
                domains.entry(text).or_insert(TargetDomain { targets: 0, first: (record, target) }).targets += 1;
            }
        }
        domains
    }
}

/// The targets in one domain.
struct TargetDomain {
    targets: usize,
    first: (RecordId, NameId),
}

/// Targets that are in a known domain but for one slip: once for each way to mistype one. The records that were told.
fn check_known<'v>(
    outside: &Outside<'v>,
    known: &KnownDomains<'v>,
    view: &ViewIndex<'v>,
    findings: &mut FindingSink,
) -> HashSet<RecordId> {
    let cx = outside.cx;
    let mut mistyped: BTreeMap<Vec<u8>, (Meant, Vec<RecordId>)> = BTreeMap::new();
    let (mut seen, mut domains) = (NumberMap::default(), NumberSet::default());
    let mut labels = Vec::new();
    for &(target, record) in &outside.targets {
        // Most targets are beside others.
        let is_new = domains.insert(cx.zone.domain_hash(target));
        let has_host = || cx.zone.written(target).iter().filter(|&&byte| byte == b'.').count() > 2;
        if !is_new && mistyped.is_empty() && has_host() {
            continue;
        }
        labels.clear();
        cx.zone.push_labels(target, &mut labels);
        for (end, from) in known.ends_of(&labels) {
            let text = || labels[from..].join(&b'.').to_ascii_lowercase();
            let is_mistyped = *seen.entry(end).or_insert_with(|| {
                let wrong = text();
                let meant = known.meant_by(&wrong).filter(|_| !view.holds(&wrong));
                let is_unknown = || matches!(view.look_up(ZoneName { cx, name: target }), NameLookup::Unknown);
                let meant = meant.filter(|_| is_unknown());
                meant.map(|meant| mistyped.insert(wrong, (meant, Vec::new()))).is_some()
            });
            if is_mistyped {
                mistyped.entry(text()).and_modify(|(_, records)| records.push(record));
            }
        }
    }
    mistyped.retain(|_, (_, records)| records.len() <= RARE);
    for (wrong, (meant, records)) in &mut mistyped {
        records.sort_unstable();
        findings.add(finding_of_known(cx, wrong, meant, records));
    }
    mistyped.into_values().flat_map(|(_, records)| records).collect()
}

/// Targets in a domain that is one slip away from that of many others.
fn check_others<'v>(outside: &Outside<'v>, told: &HashSet<RecordId>, view: &ViewIndex<'v>, findings: &mut FindingSink) {
    let cx = outside.cx;
    if outside.targets.len() < COMMON {
        return;
    }
    let domains = outside.domains();
    let is_common = |domain: &TargetDomain| domain.targets >= COMMON;
    let near = TypoIndex::of(
        domains.iter().filter(|(_, domain)| is_common(domain)).map(|(text, domain)| (text.clone(), domain)),
    );
    if near.is_empty() {
        return;
    }
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
        if !exists && !view.holds(wrong) && !told.contains(&record) {
            findings.add(finding(ZoneRecord { cx, record }, (right, wrong, typo), others));
        }
    }
}

/// Where a record names its target.
fn target_at(cx: &ZoneContext, record: RecordId) -> Span {
    let entry = cx.zone.entry(record);
    target_field(cx.zone.record(record).rtype).and_then(|field| entry.field(field)).unwrap_or_else(|| entry.rtype())
}

fn finding_of_known(cx: &ZoneContext, wrong: &[u8], meant: &Meant, records: &[RecordId]) -> Diagnostic {
    let [right, wrong] = [meant.right, wrong].map(|text| String::from_utf8_lossy(text).into_owned());
    let with = meant.typo.with("letter");
    let of = match meant.of {
        KnownDomain::Zone(_) => "a zone of the project",
        KnownDomain::Provider => "a provider's domain",
    };
    let (first, others) = (&records[0], &records[1..]);
    let mut finding =
        Diagnostic::new(&META, target_at(cx, *first), format!("`{wrong}` is `{right}`, {of}, with {with}"))
            .here(meant.typo.pointed_at(&right, &wrong));
    if let KnownDomain::Zone(zone) = meant.of {
        let soa = zone.zone.soa().map(|soa| zone.zone.entry(soa).owner());
        finding = finding.label(soa.unwrap_or_else(|| top_of(zone.zone)), "the zone that was probably meant");
    }
    finding
        .label_each(others, |&other| (target_at(cx, other), "and here"))
        .fix(moved(cx, records, &wrong, &right))
        .help(format!("write `{right}.` at the end if that was meant"))
        .subject(cx.subject(*first))
}

/// The targets of records in another domain.
fn moved(cx: &ZoneContext, records: &[RecordId], wrong: &str, right: &str) -> Option<Fix> {
    let of_record = |&record: &RecordId| {
        let name = cx.zone.name_text(cx.zone.record(record).target()?);
        let front = name.len().checked_sub(wrong.len() + 1)?;
        let is_so = name.get(front..)?.trim_end_matches('.').eq_ignore_ascii_case(wrong);
        cx.renamed(record, target_at(cx, record), &format!("{}{right}.", &name[..front])).filter(|_| is_so)
    };
    let fixes: Vec<Fix> = records.iter().map(of_record).collect::<Option<_>>()?;
    fixes.into_iter().reduce(Fix::joined)
}

fn finding(held: ZoneRecord, (right, wrong, typo): (&[u8], &[u8], Typo), others: &TargetDomain) -> Diagnostic {
    let cx = held.cx;
    let [right, wrong] = [right, wrong].map(|text| String::from_utf8_lossy(text).into_owned());
    let (count, with) = (others.targets, typo.with("letter"));
    let message = format!("`{wrong}`: {count} other names here are in `{right}`, this one has {with}");
    Diagnostic::new(&META, target_at(cx, held.record), message)
        .here(typo.pointed_at(&right, &wrong))
        .label(target_at(cx, others.first.0), "one of the others")
        .fix(moved(cx, &[held.record], &wrong, &right))
        .help(format!("write `{right}.` if that was meant"))
        .subject(cx.subject(held.record))
}
