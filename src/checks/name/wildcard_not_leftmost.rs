//! An asterisk that is no wildcard.

use crate::checks::{FindingSink, ZoneContext};
use crate::diagnostic::{Diagnostic, Meta, Severity};
use crate::syntax::entry::shown;
use crate::zone::CharClasses;

pub(super) static META: Meta = Meta {
    id: "wildcard-not-leftmost",
    summary: "a `*` is not the first label of a name, so it is not a wildcard",
    severity: Severity::Warning,
    references: &["RFC 4592 sections 2.1.1 and 4.5"],
    explain: include_str!("wildcard_not_leftmost.md"),
    ..Meta::DEFAULT
};

pub(super) fn check(cx: &ZoneContext, findings: &mut FindingSink) {
    for name in cx.zone.names_having(CharClasses::STAR).filter(|&name| cx.zone.is_owner(name)) {
        let is_inner = cx.zone.labels(name).iter().skip(1).any(|label| *label == b"*");
        let Some(&id) = cx.zone.records_of(name).first().filter(|_| is_inner) else { continue };
        let at = cx.zone.entry(id).owner();
        let message = format!(
            "`{}` is not a wildcard: only a `*` as the first label matches other names",
            shown(cx.zone.written(name))
        );
        let help = "write the names one by one, or put the `*` first: it matches any number of labels";
        findings.add(Diagnostic::new(&META, at, message).help(help).subject(cx.subject(id)));
    }
}
