//! Types that mean nothing at a wildcard.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::rdata::RType;
use crate::zone::NameId;

pub(super) static META: Meta = Meta {
    id: "wildcard-type-undefined",
    summary: "NS, DNAME or DS at a wildcard, where no RFC defines their meaning",
    severity: Severity::Warning,
    references: &["RFC 4592 section 4.2", "RFC 4592 section 4.4", "RFC 4592 section 4.6"],
    explain: include_str!("wildcard_type_undefined.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    // The apex is the source of no wildcard records, whatever it is called (RFC 4592 section 4.1).
    let is_source = |&name: &NameId| cx.zone.is_wildcard(name) && name != cx.zone.apex();
    for name in cx.zone.names().filter(is_source) {
        for rtype in [RType::NS, RType::DNAME, RType::DS] {
            let [first, rest @ ..] = cx.zone.rrset(name, rtype) else { continue };
            let message =
                format!("{} at the wildcard `{}` has no defined meaning", rtype.mnemonic(), cx.zone.name_text(name));
            let finding = Diagnostic::new(&META, cx.zone.entry(*first).rtype(), message)
                .label_each(rest, |&other| (cx.zone.entry(other).rtype(), "at the same name"));
            let help = match rtype {
                RType::NS => "delegate each name separately: servers refuse this, or give different answers",
                RType::DNAME => "put the DNAME at the name above: it redirects everything below it",
                _ => "remove it: a DS belongs beside the NS records of a delegation",
            };
            findings.add(finding.help(help).subject(cx.subject_of_set(*first)));
        }
    }
}
