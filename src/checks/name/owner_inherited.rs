//! An owner taken over from the line above where another one is meant: after `$ORIGIN`, and by NS lines below a host.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::source::Span;
use crate::syntax::rdata::RType;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "owner-inherited",
    summary: "a line without an owner gets that of the line above, where another one is meant",
    severity: Severity::Warning,
    references: &["RFC 1035 section 5.1"],
    explain: include_str!("owner_inherited.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, origin) in cx.zone.changes_of_origin() {
        let record = cx.zone.record(id);
        let before = id.0.checked_sub(1).map(|before| cx.zone.record(RecordId(before)));
        let is_taken_over = before.is_some_and(|before| before.owner == record.owner);
        if !is_taken_over || record.owner == origin {
            continue;
        }
        let entry = cx.zone.entry(id);
        if !entry.inherits_owner() {
            continue;
        }
        let (owner, origin) = (cx.zone.name_text(record.owner), cx.zone.name_text(origin));
        let message = format!("this record belongs to `{owner}`, although the origin is now `{origin}`");
        let help = "write the owner; `@` is the origin";
        findings.add(Diagnostic::new(&META, entry.owner(), message).help(help).subject(cx.subject(id)));
    }
    // In a forward zone with servers of its own nothing is said, and registries have many delegations.
    if !cx.is_reverse() && cx.zone.has(cx.zone.apex(), RType::NS) && !cx.zone.has_any(&[RType::PTR]) {
        return;
    }
    for (id, record) in cx.zone.of_type(RType::NS) {
        let above = id.0.checked_sub(1).map(|above| cx.zone.record(RecordId(above)));
        let is_below = above.is_some_and(|above| above.owner == record.owner && above.rtype != RType::NS);
        if is_below && record.owner != cx.zone.apex() && servers_of_host(cx, record.owner).contains(&id) {
            findings.add(below_host(cx, id));
        }
    }
}

/// The NS records of a name that took it over from the PTR or address record above them: nobody delegates a single
/// address and points it at a host, and of names in a forward zone only those are meant otherwise that would leave the
/// zone without a name server.
pub(in crate::checks) fn servers_of_host<'z>(cx: &ZoneContext<'z>, owner: NameId) -> &'z [RecordId] {
    let servers = cx.zone.rrset(owner, RType::NS);
    let Some(first) = servers.iter().min() else { return &[] };
    let Some(above) = first.0.checked_sub(1).map(RecordId) else { return &[] };
    let host = cx.zone.record(above);
    let is_host = match host.rtype {
        RType::PTR => true,
        RType::A | RType::AAAA => cx.zone.soa().is_some() && !cx.zone.has(cx.zone.apex(), RType::NS),
        _ => false,
    };
    let is_alone = host.owner == owner && is_host && !cx.zone.has(owner, RType::DS);
    // The target of a delegation may be below it.
    let is_below = |id: &RecordId| cx.zone.record(*id).target().is_some_and(|to| cx.zone.cut_above(to) == Some(owner));
    let is_taken_over = |&id: &RecordId| cx.zone.entry(id).inherits_owner();
    let is_so = is_alone && servers.iter().all(is_taken_over) && !servers.iter().any(is_below);
    if is_so { servers } else { &[] }
}

fn below_host(cx: &ZoneContext, id: RecordId) -> Diagnostic {
    let owner = cx.zone.record(id).owner;
    let (host, apex) = (cx.zone.name_text(owner), cx.zone.name_text(cx.zone.apex()));
    let above = RecordId(id.0 - 1);
    let rtype = cx.zone.record(above).rtype.mnemonic();
    let (entry, servers) = (cx.zone.entry(id), cx.zone.rrset(owner, RType::NS));
    let message = format!("this NS has no owner and takes that of the {rtype} above it: it delegates `{host}`");
    let others = servers.iter().filter(|&&other| other != id);
    let mut finding = Diagnostic::new(&META, entry.owner(), message)
        .label(cx.zone.entry(above).own_owner().unwrap_or_else(|| cx.zone.entry(above).rtype()), "the owner above")
        .said_of_each(others, |&other| (cx.zone.entry(other).owner(), "and here"))
        .subject(cx.subject_of_set(id));
    if !cx.zone.has(cx.zone.apex(), RType::NS) {
        finding.severity = Severity::Error;
    }
    let help = |apex: &str| format!("write `{apex}` as the owner if it is a name server of the zone");
    let Some(apex) = cx.spelled(id, entry.owner(), &apex) else { return finding.help(help(&apex)) };
    // What follows without an owner belongs to the host still.
    let last = servers.iter().max().copied().unwrap_or(id);
    let is_run = last.0 - id.0 + 1 == servers.len() as u32;
    let next = RecordId(last.0 + 1);
    let ends = next.0 as usize >= cx.zone.len() || !cx.zone.entry(next).inherits_owner();
    let start = cx.line_start(entry.owner());
    let fix = (is_run && ends).then(|| Fix::unsure(Span { start, end: start, ..entry.owner() }, apex.clone()));
    finding.help(help(&apex)).fix(fix)
}
