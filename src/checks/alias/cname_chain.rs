//! Aliases of aliases of aliases.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::{NameId, NumberSet, RecordId};

pub(super) static META: Meta = Meta {
    id: "cname-chain",
    summary: "three or more CNAME records have to be followed one after another",
    severity: Severity::Info,
    references: &["RFC 1034 section 3.6.2", "RFC 1912 section 2.4"],
    explain: include_str!("cname_chain.md"),
    ..Meta::DEFAULT
};

/// So many CNAMEs in a row are a chain.
const CHAIN: usize = 3;
/// Longer ones are circles, or might as well be.
const LONGEST: usize = 64;

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    let alias_of = |target: Option<NameId>| target.filter(|&target| cx.zone.is_alias(target));
    let inner = || cx.zone.of_type(RType::CNAME).filter_map(|(id, record)| Some((id, alias_of(record.target())?)));
    let inside: NumberSet<NameId> = inner().map(|(_, target)| target).collect();
    let is_head = |id: RecordId| !inside.contains(&cx.zone.record(id).owner);
    for (id, _) in inner().filter(|&(id, _)| is_head(id)) {
        let chain = follow(cx, id);
        if (CHAIN..LONGEST).contains(&chain.len()) {
            findings.add(finding(cx, &chain));
        }
    }
}

fn follow(cx: &ZoneContext, head: RecordId) -> Vec<RecordId> {
    let next = |&id: &RecordId| {
        let target = cx.zone.record(id).target()?;
        cx.zone.rrset(target, RType::CNAME).first().copied()
    };
    std::iter::successors(Some(head), next).take(LONGEST).collect()
}

fn finding(cx: &ZoneContext, chain: &[RecordId]) -> Diagnostic {
    let place = |id: RecordId| {
        let entry = cx.zone.entry(id);
        entry.field(0).unwrap_or_else(|| entry.rtype())
    };
    let last = cx.zone.record(chain[chain.len() - 1]).target();
    let last = last.map(|name| cx.zone.name_text(name)).unwrap_or_default();
    let message = format!("{} CNAME records have to be followed from here to `{last}`", chain.len());
    let finding = Diagnostic::new(&META, place(chain[0]), message)
        .label_each(&chain[1..], |&other| (place(other), "the next CNAME"));
    finding.help(format!("point at `{last}` directly")).subject(cx.subject(chain[0]))
}
