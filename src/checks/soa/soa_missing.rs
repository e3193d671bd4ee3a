//! A zone without its SOA, or with the SOA somewhere else than at the apex.

use crate::checks::{FindingSink, ZoneContext, top_of};
use crate::diagnostic::{Diagnostic, Meta, Severity, Subject};
use crate::syntax::rdata::RType;
use crate::zone::{Record, RecordId, Zone};

pub(super) static META: Meta = Meta {
    id: "soa-missing",
    summary: "the zone has no SOA record at its apex",
    severity: Severity::Error,
    references: &["RFC 1035 section 5.2"],
    explain: include_str!("soa_missing.md"),
    ..Meta::DEFAULT
};

/// What a delegation is made of, with the signatures of it.
const DELEGATION: [RType; 5] = [RType::NS, RType::DS, RType::RRSIG, RType::NSEC, RType::NSEC3];

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // The SOA may be in an included file that could not be read, and that was said.
    let zone = cx.zone;
    if zone.is_all_read() && zone.soa().is_none() {
        let apex = zone.shown_name();
        let elsewhere = zone.records().find(|(_, record)| record.rtype == RType::SOA);
        let finding = match elsewhere {
            Some((id, record)) => {
                let message = format!("the SOA is at `{}`, not at the apex `{apex}`", zone.name_text(record.owner));
                Diagnostic::new(&META, zone.entry(id).owner(), message).help("write `@` as the owner of the SOA")
            }
            None => Diagnostic::new(&META, top_of(zone), format!("`{apex}` has no SOA record"))
                .severity(severity(zone))
                .help(help(zone)),
        };
        findings.add(finding.subject(Subject { zone: zone.known_name(), ..Subject::default() }));
    }
}

/// What is to be added to a zone names its owners in full, from the first record on.
const LOOKED_AT: usize = 64;

fn help(zone: &Zone) -> &'static str {
    let is_absolute = |(id, _): (RecordId, _)| zone.bytes(zone.entry(id).owner()).ends_with(b".");
    if is_part(zone) && zone.records().take(LOOKED_AT).all(is_absolute) {
        "records to be added to a zone, as domain controllers list them, are checked as a part of it"
    } else {
        "a file that others include is checked with the zone that includes it"
    }
}

/// Parts of zones are read like zones where somebody names them, or nothing here includes them.
fn severity(zone: &Zone) -> Severity {
    if !zone.is_declared() && is_part(zone) { Severity::Info } else { META.severity }
}

/// Whether a file holds what is included in zones: no servers of its own, or a delegation.
fn is_part(zone: &Zone) -> bool {
    let is_of_delegation =
        |(_, record): (_, &Record)| record.owner == zone.apex() && DELEGATION.contains(&record.rtype);
    let servers = zone.rrset(zone.apex(), RType::NS).len();
    let is_delegation = || servers < zone.len() && zone.records().all(is_of_delegation);
    !zone.is_empty() && (servers == 0 || is_delegation())
}
