//! A target that is itself an alias.

use super::{Findings, View};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::NameId;
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
            let is_alias = |&target: &NameId| zone.zone.is_alias(target);
            let Some(target) = record.target().filter(is_alias) else { continue };
            let [alias, ..] = zone.zone.rrset(target, RType::CNAME) else { continue };
            let (entry, rtype) = (zone.zone.entry(id), record.rtype.mnemonic());
            let Some(at) = target_field(record.rtype).and_then(|field| entry.field(field)) else { continue };
            let message = format!("{rtype} points at `{}`, which is an alias", zone.zone.name_text(target));
            let mut finding = Diagnostic::new(&META, at, message);
            if record.rtype == RType::NS {
                finding.severity = Severity::Error;
            }
            if let Some(canonical) = zone.zone.record(*alias).target() {
                finding = finding.help(format!("point at `{}`, the name behind it", zone.zone.name_text(canonical)));
            }
            findings.add(finding.label(zone.zone.entry(*alias).span(), "the alias").subject(zone.subject(id)));
        }
    }
}
