//! Glue that is not the address of the name server.

use crate::checks::address;
use crate::checks::view_index::{Addresses, Child, NameLookup, ViewIndex, ZoneName, ZoneRecord, between_zones};
use crate::checks::{FindingSink, ProjectContext};
use crate::diagnostic::{Diagnostic, Fix, Meta, Severity, UNSAFE};
use crate::syntax::rdata::RType;
use crate::zone::NumberSet;

pub(super) static META: Meta = Meta {
    id: "delegation-glue-differs",
    summary: "the glue of a delegation differs from the address in the child zone",
    severity: Severity::Warning,
    references: &["RFC 1034 section 4.2.2", "RFC 1912 section 2.3"],
    explain: include_str!("delegation_glue_differs.md"),
    fixes: UNSAFE,
    ..Meta::DEFAULT
};

pub(super) fn check(project: &ProjectContext, findings: &mut FindingSink) {
    let mut addresses = Addresses::default();
    findings.extend(between_zones(project.view_indexes(), |child, view| found(child, view, &mut addresses)));
}

fn found<'v>(child: &Child<'v>, view: &ViewIndex<'v>, addresses: &mut Addresses<'v>) -> Vec<Diagnostic> {
    let (mut told, mut findings) = (NumberSet::default(), Vec::new());
    let servers = child.cut.into_iter().flat_map(|cut| cut.rrset(RType::NS));
    let servers = servers.filter_map(|ns| child.parent.zone.record(ns.record).target());
    for server in servers.filter(|&server| told.insert(server)) {
        let glue = ZoneName { cx: child.parent, name: server };
        let NameLookup::Owner(host) = view.look_up(glue) else { continue };
        // Where the zone above answers for the name itself, there is nothing to hold it against.
        if std::ptr::eq(host.cx, child.parent) {
            continue;
        }
        for rtype in [RType::A, RType::AAAA] {
            findings.extend(glue.rrset(rtype).find_map(|held| finding(held, host, addresses)));
        }
    }
    findings
}

/// A name server without any address of the family is one that glue may be ahead of.
fn finding<'v>(glue: ZoneRecord, host: ZoneName<'v>, addresses: &mut Addresses<'v>) -> Option<Diagnostic> {
    let address = address::of_record(glue.cx.zone, glue.record)?;
    let (first, held) = addresses.other_of(host, address)?;
    let owner = glue.cx.zone.record(glue.record).owner;
    let name = glue.cx.zone.name_text(owner);
    let message = format!("the glue {address} is not an address that `{name}` has in its own zone");
    let finding = Diagnostic::new(&META, glue.field(0), message).label(held.field(0), format!("it has {first} there"));
    let help = "give the name server the same addresses in both zones";
    // Of several addresses nobody knows which is the one that was changed.
    let is_one = host.addresses_like(address).count() == 1 && glue.cx.zone.rrset(owner, glue.rtype()).len() == 1;
    let fix = is_one.then(|| Fix::unsure(glue.field(0), first.to_string()));
    Some(finding.help(help).fix(fix).subject(glue.cx.subject(glue.record)))
}
