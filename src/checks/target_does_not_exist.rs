//! A target in the zone itself that no record, wildcard or delegation answers for.

use super::edit::slip;
use super::target_is_address::is_address;
use super::{Findings, View, ZoneView, target_missing_dot};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::record::target_field;
use crate::zone::{NameId, RecordId};

pub(super) static META: Meta = Meta {
    id: "target-does-not-exist",
    summary: "the target of an NS, MX, SRV or CNAME record is in the zone but does not exist",
    severity: Severity::Error,
    references: &["RFC 1912 section 2.4", "RFC 2181 section 10.3", "RFC 2782, \"Target\""],
    explain: include_str!("target_does_not_exist.md"),
};

/// Looking for a similar name reads all names; so many targets of a zone get that much care.
const LOOKED_UP: usize = 32;

/// Shorter labels are one slip from too many others.
const SHORTEST: usize = 4;

pub(super) fn check(view: &View, findings: &mut Findings) {
    // What an incomplete zone lacks may be in the part that was not read.
    for zone in view.zones.iter().filter(|zone| zone.zone.is_complete()) {
        let mut looked_up = 0;
        let checked = [RType::NS, RType::MX, RType::SRV, RType::CNAME];
        for (id, record) in checked.into_iter().flat_map(|rtype| zone.zone.of_type(rtype)) {
            let is_missing = |&target: &NameId| zone.zone.is_missing(target) || lacks_glue(zone, id, target);
            let Some(target) = record.target().filter(is_missing) else { continue };
            // Of those other checks speak.
            if is_address(zone.zone.written(target)) || target_missing_dot::mistake(zone, id, target).is_some() {
                continue;
            }
            looked_up += 1;
            findings.add(finding(zone, id, target, looked_up <= LOOKED_UP));
        }
    }
}

/// Whether only this zone can give the addresses of a name server, and does not.
fn lacks_glue(zone: &ZoneView, id: RecordId, server: NameId) -> bool {
    !zone.zone.is_owner(server) && zone.zone.glue_for(id).is_some_and(|glue| glue.is_empty())
}

fn finding(zone: &ZoneView, id: RecordId, target: NameId, look_up: bool) -> Diagnostic {
    let record = zone.zone.record(id);
    let entry = zone.zone.entry(id);
    let field = target_field(record.rtype).unwrap_or_default();
    let at = entry.field(field).unwrap_or_else(|| entry.rtype());
    let name = zone.zone.name_text(target);
    let mut finding = Diagnostic::new(&META, at, format!("`{name}` does not exist in this zone"));
    if record.rtype == RType::CNAME {
        finding.severity = Severity::Warning;
    }
    let similar = look_up.then(|| similar_owner(zone, target)).flatten();
    let written = entry.field_text(field).unwrap_or_default();
    if let Some((owner, slip)) = similar {
        let meant = zone.zone.name_text(zone.zone.record(owner).owner);
        finding = finding
            .label(zone.zone.entry(owner).owner(), "a similar name that does")
            .help(format!("did you mean `{meant}`? this name has {slip}"));
    } else if zone.zone.glue_for(id).is_some() {
        finding = finding.help("give it an A or AAAA record here: nobody else can say where it is");
    } else if written.contains(&b'.') && !written.ends_with(b".") {
        let written = String::from_utf8_lossy(written);
        let help = format!("without a final dot the origin is added: write `{written}.` if that is the whole name");
        finding = finding.help(help);
    } else {
        finding = finding.help("add the record it points at, or correct the name");
    }
    finding.subject(zone.subject(id))
}

/// An owner of addresses that is one slip away, beside the target.
fn similar_owner(zone: &ZoneView, target: NameId) -> Option<(RecordId, String)> {
    let wrong = zone.zone.first_label(target).to_ascii_lowercase();
    if wrong.len() < SHORTEST {
        return None;
    }
    let parent = zone.zone.labels(target).split_off(1);
    zone.zone.names().find_map(|name| {
        let slip = slip(&zone.zone.first_label(name).to_ascii_lowercase(), &wrong)?;
        let owner = *zone.zone.records_of(name).first()?;
        let labels = zone.zone.labels(name);
        let same = |(a, b): (&&[u8], &&[u8])| a.eq_ignore_ascii_case(b);
        let beside = labels.len() == parent.len() + 1 && labels[1..].iter().zip(&parent).all(same);
        beside.then(|| (owner, slip.with("letter")))
    })
}
