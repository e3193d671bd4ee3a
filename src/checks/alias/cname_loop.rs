//! Aliases that lead back to themselves.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, MOST_PLACES, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberSet, RecordId};

pub(super) static META: Meta = Meta {
    id: "cname-loop",
    summary: "CNAME records form a loop",
    severity: Severity::Error,
    references: &["RFC 1034 section 3.6.2", "RFC 1912 section 2.4"],
    explain: include_str!("cname_loop.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let mut seen = NumberSet::default();
    let is_inner = |target: Option<NameId>| target.is_some_and(|target| cx.zone.is_alias(target));
    for (_, record) in cx.zone.of_type(RType::CNAME).filter(|(_, record)| is_inner(record.target())) {
        let circle = circle_from(cx, record.owner, &mut seen);
        findings.extend(circle.map(|circle| finding(cx, &circle)));
    }
}

/// The circle that following the aliases from a name runs into, if that was not walked before.
fn circle_from(cx: &ZoneContext, start: NameId, seen: &mut NumberSet<NameId>) -> Option<Vec<RecordId>> {
    let (mut path, mut name) = (Vec::new(), start);
    while seen.insert(name) {
        let alias = *cx.zone.rrset(name, RType::CNAME).first()?;
        path.push(alias);
        name = cx.zone.record(alias).target()?;
    }
    let from = path.iter().position(|&alias| cx.zone.record(alias).owner == name)?;
    Some(path.split_off(from))
}

fn finding(cx: &ZoneContext, circle: &[RecordId]) -> Diagnostic {
    let (place, name) = (
        |id: RecordId| {
            let entry = cx.zone.entry(id);
            entry.field(0).unwrap_or_else(|| entry.rtype())
        },
        |id: RecordId| cx.zone.name_text(cx.zone.record(id).owner),
    );
    let first = circle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(at, _)| at);
    let (before, from_first) = circle.split_at(first);
    let start = from_first[0];
    let others = || from_first[1..].iter().chain(before).copied();
    let mut message = format!("`{}` is an alias of itself", name(start));
    for (number, other) in others().take(MOST_PLACES).enumerate() {
        message.push_str(if number == 0 { ", through " } else { ", " });
        message.push_str(&format!("`{}`", name(other)));
    }
    if circle.len() - 1 > MOST_PLACES {
        message.push_str(&format!(" and {} more", circle.len() - 1 - MOST_PLACES));
    }
    let finding =
        Diagnostic::new(&META, place(start), message).label_each(others(), |other| (place(other), "continues here"));
    finding.help("one of these names needs address records instead of a CNAME").subject(cx.subject(start))
}
