//! A target that is itself an alias.

use super::{Findings, View, ZoneView};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::RecordId;
use crate::zone::record::target_field;

pub(super) static META: Meta = Meta {
    id: "target-is-alias",
    summary: "the target of an NS, MX or SRV record is an alias",
    severity: Severity::Warning,
    references: &["RFC 2181 section 10.3", "RFC 2782, \"Target\"", "RFC 1912 section 2.4"],
    explain: include_str!("target_is_alias.md"),
};

pub(super) fn check(view: &View, findings: &mut Findings) {
    for zone in view.zones {
        let checked = [RType::NS, RType::MX, RType::SRV];
        for (id, record) in checked.into_iter().flat_map(|rtype| zone.zone.of_type(rtype)) {
            let Some(target) = record.target() else { continue };
            if zone.zone.is_alias(target) {
                let alias = zone.zone.rrset(target, RType::CNAME).first();
                findings.list.extend(alias.and_then(|&alias| finding(zone, id, alias, "is an alias", "the alias")));
            } else if let Some(above) = zone.zone.dname_above(target) {
                let dname = zone.zone.rrset(above, RType::DNAME).first();
                let what = "a DNAME makes an alias";
                findings.list.extend(dname.and_then(|&dname| finding(zone, id, dname, what, "the DNAME")));
            }
        }
    }
}

fn finding(zone: &ZoneView, id: RecordId, alias: RecordId, what: &str, label: &str) -> Option<Diagnostic> {
    let (record, entry) = (zone.zone.record(id), zone.zone.entry(id));
    let at = target_field(record.rtype).and_then(|field| entry.field(field))?;
    let message = format!("{} points at `{}`, which {what}", record.rtype.mnemonic(), zone.zone.name_text(record.target()?));
    let mut finding = Diagnostic::new(&META, at, message);
    if record.rtype == RType::NS {
        finding.severity = Severity::Error;
    }
    let canonical = zone.zone.record(alias).target().filter(|_| zone.zone.record(alias).rtype == RType::CNAME);
    let help = canonical.map(|name| format!("point at `{}`, the name behind it", zone.zone.name_text(name)));
    finding = finding.help(help.unwrap_or_else(|| "point at a name that owns its addresses".to_owned()));
    Some(finding.label(zone.zone.entry(alias).span(), label).subject(zone.subject(id)))
}
