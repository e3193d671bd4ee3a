//! An alias that owns more than its CNAME.

use std::net::IpAddr;

use crate::checks::address;
use crate::checks::{FindingSink, ZoneContext, listed};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::zone::RecordId;

pub(super) static META: Meta = Meta {
    id: "cname-and-other-data",
    summary: "a name has a CNAME and other records",
    severity: Severity::Error,
    references: &["RFC 1034 section 3.6.2", "RFC 2181 section 10.1", "RFC 4035 section 2.5"],
    explain: include_str!("cname_and_other_data.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for (id, record) in cx.zone.of_type(RType::CNAME) {
        let all = cx.zone.records_of(record.owner);
        if all.len() == 1 || cx.zone.rrset(record.owner, RType::CNAME).first() != Some(&id) {
            continue;
        }
        let is_other = |&&other: &&RecordId| !stands_beside(cx.zone.record(other).rtype);
        let others: Vec<RecordId> = all.iter().filter(is_other).copied().collect();
        if !others.is_empty() {
            report(cx, id, &others, findings);
        }
    }
}

/// What may stand beside a CNAME: the CNAME itself, and what signs it.
fn stands_beside(rtype: RType) -> bool {
    let signs = matches!(rtype, RType::RRSIG | RType::NSEC | RType::SIG | RType::NXT | RType::KEY);
    signs || matches!(rtype, RType::CNAME | RType::UNKNOWN)
}

fn report(cx: &ZoneContext, alias: RecordId, others: &[RecordId], findings: &mut FindingSink) {
    let owner = cx.zone.record(alias).owner;
    let mut types: Vec<_> = others.iter().map(|&id| cx.zone.record(id).rtype.mnemonic()).collect();
    types.dedup();
    let (name, types) = (cx.zone.name_text(owner), listed(&types));
    let is_apex = owner == cx.zone.apex();
    let message = if is_apex {
        format!("the apex `{name}` has a CNAME beside {types}")
    } else {
        format!("`{name}` has a CNAME beside {types}")
    };
    let mut finding = Diagnostic::new(&META, cx.zone.entry(alias).rtype(), message)
        .here("a CNAME must be the only record of its name");
    for &other in others.iter().take(SHOWN) {
        finding = finding.label(cx.zone.entry(other).rtype(), "the same name");
    }
    let help = if is_apex {
        "write A and AAAA records at the apex: it has the SOA and NS of the zone, so it cannot be an alias"
    } else {
        "remove the CNAME, or move the other records to the name it points at"
    };
    findings.add(finding.help(help).fix(without_repeated(cx, alias, others)).subject(cx.subject(alias)));
}

/// Without the addresses beside an alias, if each is one of the host that it points at.
fn without_repeated(cx: &ZoneContext, alias: RecordId, others: &[RecordId]) -> Option<Fix> {
    let target = cx.zone.record(alias).target()?;
    let held: Vec<IpAddr> =
        cx.zone.records_of(target).iter().filter_map(|&id| address::of_record(cx.zone, id)).collect();
    let mut fix: Option<Fix> = None;
    for &other in others.iter().take(SHOWN + 1) {
        address::of_record(cx.zone, other).filter(|own| others.len() <= SHOWN && held.contains(own))?;
        let line = cx.own_line(other)?;
        fix = Some(match fix {
            Some(fix) => fix.and(line, ""),
            None => Fix::unsure(line, "").titled("remove the addresses that its target has as well"),
        });
    }
    fix
}

/// So many of the others are shown.
const SHOWN: usize = 4;
